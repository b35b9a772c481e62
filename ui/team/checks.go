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
	return kit.NewFixed(18, sign)
}

// verdict is the sentence below a diagnosis.
func verdict(err error) fyne.CanvasObject {
	if err == nil {
		return notice(kit.Good, i18n.T("team.test.good"))
	}
	return notice(kit.Late, workspace.Explain(err))
}

func notice(tone kit.Tone, text string) fyne.CanvasObject {
	words := kit.NewParagraph(kit.Secondary, text)
	words.SetColor(tone.Color())
	return kit.NewNotice(tone, kit.NewPadded(8, 12, 8, 12, words))
}
