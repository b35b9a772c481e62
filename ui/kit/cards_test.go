package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// A card that grows must not send the others to another column while somebody
// reads them.
func TestCardsStayInTheirColumn(t *testing.T) {
	test.NewTempApp(t)
	var objects []fyne.CanvasObject
	for _, height := range []float32{100, 60, 40, 40} {
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(10, height))
		objects = append(objects, r)
	}
	cards := NewCards(200, 16, objects...)
	w := test.NewTempWindow(t, cards)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(416, 600))
	if objects[0].Position().X != 0 || objects[1].Position().X != 216 || objects[2].Position().X != 216 || objects[3].Position().X != 0 {
		t.Errorf("in two columns the cards stand at %v, %v, %v, %v",
			objects[0].Position(), objects[1].Position(), objects[2].Position(), objects[3].Position())
	}
	objects[1].(*canvas.Rectangle).SetMinSize(fyne.NewSize(10, 300))
	cards.Refresh()
	if objects[2].Position() != fyne.NewPos(216, 316) {
		t.Errorf("below a card that grew the next stands at %v", objects[2].Position())
	}
	w.Resize(fyne.NewSize(300, 600))
	if objects[3].Position().X != 0 || objects[3].Size().Width != 300 {
		t.Errorf("in one column the last card stands at %v, %v wide", objects[3].Position(), objects[3].Size().Width)
	}
}

// The words of a head keep their room in a narrow pane; the buttons go below.
func TestALineBreaksBeforeItSqueezesWords(t *testing.T) {
	test.NewTempApp(t)
	face, button := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	face.SetMinSize(fyne.NewSize(50, 50))
	button.SetMinSize(fyne.NewSize(150, 30))
	words := NewParagraph(Body, "Johann Wolfgang von Goethe")
	line := NewLine(10, face, words, button).Grow(words).Break(200)
	w := test.NewTempWindow(t, NewColumn(0, line))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 300))
	if words.Size().Width != 280 || button.Position() != fyne.NewPos(350, 10) {
		t.Errorf("with room the words are %v wide and the button stands at %v", words.Size().Width, button.Position())
	}
	w.Resize(fyne.NewSize(360, 300))
	if words.Size().Width != 300 || button.Position() != fyne.NewPos(0, 60) || line.HeightFor(360) != 90 {
		t.Errorf("without, %v and %v; the line is %v high", words.Size().Width, button.Position(), line.HeightFor(360))
	}
}
