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

// Foot shows them below a page.
func (h Hints) Foot() []fyne.CanvasObject {
	if len(h) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewHairline(), kit.NewPadded(9, 24, 9, 24, kit.NewKeyHints(h...))}
}
