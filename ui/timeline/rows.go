package timeline

import (
	"fyne.io/fyne/v2"

	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// Rows draws entries in the list of another page as a timeline does.
type Rows struct {
	t *Timeline
	// OnElse is told of a tap beside the names and links of a row.
	OnElse func(*fyne.PointEvent)
}

// NewRows returns them; onTag is told of a tag that was tapped.
func NewRows(d *desk.Desk, onTag func(tag string)) *Rows {
	return &Rows{t: &Timeline{p: Params{Desk: d}, onTag: onTag, measure: newEntryRow(kit.Margin, nil)}}
}

// Create returns an empty row.
func (r *Rows) Create() fyne.CanvasObject {
	return newEntryRow(kit.Margin, func(event *fyne.PointEvent) {
		if r.OnElse != nil {
			r.OnElse(event)
		}
	})
}

// Update fills a row.
func (r *Rows) Update(object fyne.CanvasObject, e projections.TimelineEntry) {
	object.(*entryRow).set(r.t.view(&e))
}

// Height measures an entry.
func (r *Rows) Height(e projections.TimelineEntry, width float32) float32 {
	r.t.measure.set(r.t.view(&e))
	return r.t.measure.HeightFor(width)
}

// TapList hands a tap within a list to it.
func TapList(list *kit.List, event *fyne.PointEvent) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(list)
	list.Tapped(&fyne.PointEvent{Position: event.AbsolutePosition.Subtract(at), AbsolutePosition: event.AbsolutePosition})
}
