package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// floats is a layer for what hangs below an entry while the entry keeps the
// keyboard. The toolkit's pop-ups take it away. The window has one such layer,
// and so has every overlay.
type floats struct {
	layer *fyne.Container
	owner fyne.CanvasObject
}

func newFloats() *floats {
	return &floats{layer: container.NewWithoutLayout()}
}

// floatsFor returns the layer that lies above an object.
func floatsFor(object fyne.CanvasObject) *floats {
	c := fyne.CurrentApp().Driver().CanvasForObject(object)
	if o := topOverlay(c); o != nil {
		return o.floats
	}
	if k := keysOf(object); k != nil {
		return k.floats
	}
	return nil
}

// show hangs a card below its owner, or above where there is no room below.
func (f *floats) show(owner, card fyne.CanvasObject, width float32) {
	if f == nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(owner).Subtract(driver.AbsolutePositionForObject(f.layer))
	height := HeightFor(card, width)
	y := at.Y + owner.Size().Height + Gap
	if c := driver.CanvasForObject(owner); c != nil && y+height > c.Size().Height-Gap && at.Y-height-Gap > 0 {
		y = at.Y - height - Gap
	}
	place(card, at.X, y, width, height)
	f.owner = owner
	f.layer.Objects = []fyne.CanvasObject{card}
	f.layer.Refresh()
}

// hide takes away what an owner showed.
func (f *floats) hide(owner fyne.CanvasObject) {
	if f == nil || f.owner != owner {
		return
	}
	f.owner = nil
	f.layer.Objects = nil
	f.layer.Refresh()
}
