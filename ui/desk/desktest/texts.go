package desktest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// textsOf are the words that an object and everything within it draws.
func textsOf(object fyne.CanvasObject) []string {
	if object == nil || !object.Visible() {
		return nil
	}
	switch object := object.(type) {
	case *canvas.Text:
		return []string{object.Text}
	case *fyne.Container:
		return textsOfAll(object.Objects)
	case fyne.Widget:
		return textsOfAll(test.WidgetRenderer(object).Objects())
	}
	return nil
}

func textsOfAll(objects []fyne.CanvasObject) []string {
	var all []string
	for _, object := range objects {
		all = append(all, textsOf(object)...)
	}
	return all
}
