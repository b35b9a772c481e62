package dossier

import (
	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
)

// Hints are the keys named at the foot of a page, each beside what it does; a key
// that does nothing now is not among them.
type Hints []string

// Add names a key with the text of a translation.
func (h *Hints) Add(works bool, key, text string) {
	if works {
		*h = append(*h, key, i18n.T(text))
	}
}

// Warning names the key that leads to the first warning by what it is about.
func (h *Hints) Warning(list []Warning) {
	for _, w := range list {
		if w.OnTap != nil {
			*h = append(*h, "A", i18n.T("dossier.key.warning"+w.About))
			return
		}
	}
}

// mostHints stand in one line beside a list at the usual size of the window.
const mostHints = 7

// Timeline names the key that leads into the timeline, if there is room for it.
func (h Hints) Timeline() Hints {
	if len(h)/2 >= mostHints {
		return h
	}
	return append(Hints{"→", i18n.T("dossier.key.timeline")}, h...)
}

// Foot shows them below a page.
func (h Hints) Foot() []fyne.CanvasObject {
	if len(h) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewHairline(), kit.NewPadded(9, 24, 9, 24, kit.NewKeyHints(h...))}
}
