package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kontor/ui/kit"
)

// capture draws the window. The driver that shows windows lays out anew what has
// grown, and cuts a pane within a pane at the edges of both; the one that only
// draws does neither, so both are done here.
func (s *scene) capture() image.Image {
	c := s.win.Canvas()
	for _, layer := range layers(c) {
		layOut(layer)
	}
	everything := bounds{fyne.NewPos(0, 0), c.Size()}
	var hidden []*canvas.Text
	for _, layer := range layers(c) {
		hidden = append(hidden, beyond(layer, fyne.NewPos(0, 0), everything, 0)...)
	}
	for _, text := range hidden {
		text.Hidden = true
	}
	drawn := c.Capture()
	for _, text := range hidden {
		text.Hidden = false
	}
	return drawn
}

func layers(c fyne.Canvas) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
}

// layOut sets what stands side by side or one above the other anew; a field
// keeps its own order.
func layOut(object fyne.CanvasObject) {
	if object == nil || !object.Visible() {
		return
	}
	switch object := object.(type) {
	case *kit.Line, *kit.Column, *kit.Flow:
		test.WidgetRenderer(object.(fyne.Widget)).Layout(object.Size())
	case fyne.Focusable:
		return
	}
	for _, part := range parts(object) {
		layOut(part)
	}
}

func parts(object fyne.CanvasObject) []fyne.CanvasObject {
	switch object := object.(type) {
	case *fyne.Container:
		return object.Objects
	case fyne.Widget:
		return test.WidgetRenderer(object).Objects()
	}
	return nil
}

type bounds struct {
	at   fyne.Position
	size fyne.Size
}

func (b bounds) within(outer bounds) bounds {
	left, top := max(b.at.X, outer.at.X), max(b.at.Y, outer.at.Y)
	right := min(b.at.X+b.size.Width, outer.at.X+outer.size.Width)
	bottom := min(b.at.Y+b.size.Height, outer.at.Y+outer.size.Height)
	return bounds{fyne.NewPos(left, top), fyne.NewSize(max(right-left, 0), max(bottom-top, 0))}
}

func (b bounds) holds(at fyne.Position) bool {
	return at.X >= b.at.X && at.X <= b.at.X+b.size.Width && at.Y >= b.at.Y && at.Y <= b.at.Y+b.size.Height
}

// beyond are the texts in panes within panes whose middle the outer pane hides.
func beyond(object fyne.CanvasObject, at fyne.Position, pane bounds, depth int) []*canvas.Text {
	if object == nil || !object.Visible() {
		return nil
	}
	at = at.Add(object.Position())
	if text, ok := object.(*canvas.Text); ok {
		middle := at.AddXY(0, text.Size().Height/2)
		if depth > 1 && !pane.holds(middle) {
			return []*canvas.Text{text}
		}
		return nil
	}
	if _, scrolls := object.(fyne.Scrollable); scrolls {
		pane = bounds{at, object.Size()}.within(pane)
		depth++
	}
	var found []*canvas.Text
	for _, part := range parts(object) {
		found = append(found, beyond(part, at, pane, depth)...)
	}
	return found
}
