package importer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/ui/kit"
)

// zone is the field that says where files may be let fall. The whole window
// takes them.
type zone struct {
	widget.BaseWidget
	content fyne.CanvasObject
	ground  *canvas.Rectangle
}

func newZone(content fyne.CanvasObject) *zone {
	z := &zone{content: content, ground: canvas.NewRectangle(kit.Color(kit.ColorPanel))}
	z.ground.CornerRadius = kit.RadiusOverlay
	z.ground.StrokeWidth = 1
	z.ExtendBaseWidget(z)
	return z
}

// HeightFor implements kit.Flexible.
func (z *zone) HeightFor(width float32) float32 { return kit.HeightFor(z.content, width) }

// CreateRenderer implements fyne.Widget.
func (z *zone) CreateRenderer() fyne.WidgetRenderer { return &zoneRenderer{z} }

type zoneRenderer struct{ z *zone }

func (r *zoneRenderer) Layout(size fyne.Size) {
	r.z.ground.Resize(size)
	r.z.content.Resize(size)
}

func (r *zoneRenderer) MinSize() fyne.Size { return r.z.content.MinSize() }

func (r *zoneRenderer) Refresh() {
	r.z.ground.FillColor = kit.Color(kit.ColorPanel)
	r.z.ground.StrokeColor = kit.Color(kit.ColorHairline)
	r.z.ground.Refresh()
	r.z.content.Refresh()
}

func (r *zoneRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.z.ground, r.z.content}
}

func (r *zoneRenderer) Destroy() {}
