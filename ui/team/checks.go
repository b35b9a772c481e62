package team

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// outcomes are the icon and the tone of how a step of the diagnosis went.
var outcomes = map[string]struct {
	icon kit.Icon
	tone kit.Tone
}{
	"ok":      {kit.IconDone, kit.Good},
	"failed":  {kit.IconWarning, kit.Late},
	"warning": {kit.IconWarning, kit.Soon},
	"skipped": {kit.IconMinus, kit.Neutral},
}

// checkRows are the steps of a diagnosis, one below the other.
func checkRows(checks []workspace.TeamCheck) []fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, 0, len(checks))
	for _, c := range checks {
		look := outcomes[c.Outcome]
		said := c.Said
		if said == "" && c.Outcome == "skipped" {
			said = i18n.T("team.test.skipped")
		}
		text := kit.NewColumn(0, kit.NewText(kit.Strong, c.Name), kit.NewParagraph(kit.Secondary, said))
		rows = append(rows, kit.NewLine(10, newSign(look.icon, look.tone), text).Grow(text).Top())
	}
	return rows
}

// newSign is an icon in a tone, that takes no part in pointing.
func newSign(icon kit.Icon, tone kit.Tone) fyne.CanvasObject {
	sign := widget.NewIcon(icon.In(tone.Color()))
	return kit.NewColumn(0, kit.NewFixed(18, sign))
}

// notice is a sentence upon the ground of its tone.
func notice(tone kit.Tone, text string) fyne.CanvasObject {
	words := kit.NewParagraph(kit.Secondary, text)
	words.SetColor(tone.Color())
	return kit.NewNotice(tone, words)
}
