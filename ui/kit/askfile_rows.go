package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/ui/kit/folders"
)

const (
	fileSizeWidth float32 = 84
	fileDayWidth  float32 = 104
	fileIconRoom  float32 = 34
)

// fileRow shows a file or a folder: its name, how large it is and when it was
// changed.
type fileRow struct {
	widget.BaseWidget
	icon            Icon
	name, size, day *Text
}

func newFileRow() *fileRow {
	r := &fileRow{name: NewText(Body, ""), size: NewText(Secondary, ""), day: NewText(Secondary, "")}
	r.name.Shrink = true
	r.size.Align, r.day.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	r.ExtendBaseWidget(r)
	return r
}

func (r *fileRow) set(e folders.Entry) {
	r.icon = IconDocument
	r.size.SetText(fileSize(e.Size))
	if e.Folder {
		r.icon = IconFolder
		r.size.SetText("")
	}
	r.name.SetText(e.Name)
	r.day.SetText(fileDay(e.Changed))
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *fileRow) CreateRenderer() fyne.WidgetRenderer {
	icon := newIconImage()
	return newView(r, func(size fyne.Size) {
		place(icon, Margin, middle(size.Height, IconSize), IconSize, IconSize)
		right := size.Width - Margin
		place(r.day, right-fileDayWidth, middle(size.Height, 18), fileDayWidth, 18)
		right -= fileDayWidth + 12
		place(r.size, right-fileSizeWidth, middle(size.Height, 18), fileSizeWidth, 18)
		right -= fileSizeWidth + 12
		left := Margin + fileIconRoom
		place(r.name, left, middle(size.Height, 19), right-left, 19)
	}, func() fyne.Size { return fyne.NewSize(200, fileRowHeight) }, func() {
		color := ColorFaint
		if r.icon == IconFolder {
			color = ColorAccent
		}
		paintIcon(icon, r.icon, color)
	}, icon, r.name, r.size, r.day)
}

// fileSize says a size as people read it.
func fileSize(bytes int64) string {
	const kilo = 1024
	switch {
	case bytes < kilo:
		return i18n.Number(int(bytes)) + " B"
	case bytes < kilo*kilo:
		return i18n.Number(int((bytes+kilo-1)/kilo)) + " KB"
	case bytes < kilo*kilo*kilo:
		return i18n.Decimal(float64(bytes)/kilo/kilo, 1) + " MB"
	}
	return i18n.Decimal(float64(bytes)/kilo/kilo/kilo, 1) + " GB"
}

func fileDay(t time.Time) string {
	return i18n.T("kit.file.day", strconv.Itoa(t.Day()), i18n.T("kit.month.short."+strconv.Itoa(int(t.Month()))), strconv.Itoa(t.Year()))
}

// placeRow shows a place, or the head above some.
type placeRow struct {
	widget.BaseWidget
	icon       Icon
	name, head *Text
}

func newPlaceRow() *placeRow {
	r := &placeRow{name: NewText(Body, ""), head: NewText(Caps, "")}
	r.name.Shrink, r.head.Shrink = true, true
	r.ExtendBaseWidget(r)
	return r
}

func (r *placeRow) set(p filePlace) {
	r.icon = p.icon
	r.name.SetText(p.label)
	r.head.SetText(p.label)
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *placeRow) CreateRenderer() fyne.WidgetRenderer {
	icon := newIconImage()
	return newView(r, func(size fyne.Size) {
		place(icon, 12, middle(size.Height, IconSize), IconSize, IconSize)
		left := 12 + IconSize + 8
		place(r.name, left, middle(size.Height, 19), size.Width-left-8, 19)
		place(r.head, 12, size.Height-16-4, size.Width-24, 16)
	}, func() fyne.Size { return fyne.NewSize(120, fileRowHeight) }, func() {
		paintIcon(icon, r.icon, ColorSecondary)
		setVisible(icon, r.icon != "")
		setVisible(r.name, r.icon != "")
		setVisible(r.head, r.icon == "")
	}, icon, r.name, r.head)
}

// fileBox frames the places at the left and the folder at their right. The Tab key
// comes to the folder first.
type fileBox struct {
	widget.BaseWidget
	folder, places fyne.CanvasObject
}

func newFileBox(folder, places fyne.CanvasObject) *fileBox {
	b := &fileBox{folder: folder, places: places}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *fileBox) CreateRenderer() fyne.WidgetRenderer {
	ground, frame, line := canvas.NewRectangle(nil), canvas.NewRectangle(nil), NewVerticalHairline()
	return newView(b, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(frame, 0, 0, size.Width, size.Height)
		place(b.places, 1, 1, placesWidth, size.Height-2)
		place(line, placesWidth+1, 1, 1, size.Height-2)
		place(b.folder, placesWidth+2, 1, size.Width-placesWidth-3, size.Height-2)
	}, func() fyne.Size { return fyne.NewSize(400, 120) }, func() {
		paintRectangle(ground, ColorPanel, ColorClear)
		paintRectangle(frame, ColorClear, ColorHairline)
		ground.CornerRadius, frame.CornerRadius = RadiusRow, RadiusRow
	}, ground, frame, line, b.folder, b.places)
}
