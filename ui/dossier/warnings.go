package dossier

import (
	"fyne.io/fyne/v2"

	"kontor/ui/kit"
)

// Warning is something to know before one calls.
type Warning struct {
	Tone  kit.Tone
	Title string
	Text  string
	OnTap func()
	// About tells at the foot of the page what its key leads to; "" is any warning.
	About string
}

// What a warning is about.
const (
	AboutComplaint = ".complaint"
	AboutAnswer    = ".answer"
	AboutTwin      = ".twin"
)

// Warnings shows them above each other, the gravest tone as the ground of all;
// nil where there are none.
func Warnings(list []Warning) fyne.CanvasObject {
	if len(list) == 0 {
		return nil
	}
	tone := list[0].Tone
	var rows []fyne.CanvasObject
	for _, w := range list {
		if w.Tone == kit.Late {
			tone = kit.Late
		}
		text := kit.NewParagraph(kit.Body, "")
		text.MaxLines = 2
		text.SetSpans(kit.Span{Text: w.Title, Style: kit.Bold, Color: w.Tone.Color()}, kit.Span{Text: "  " + w.Text, Style: kit.Body})
		rows = append(rows, kit.NewPressable(kit.NewPadded(2, 0, 2, 0, text), w.OnTap))
	}
	return kit.NewNotice(tone, kit.NewColumn(0, rows...))
}
