package timeline

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/ui/kit"
)

// framed is a row of the list: content within its margins, and no wider than
// can be read with ease.
type framed struct {
	widget.BaseWidget
	root *kit.Measure
}

const (
	// widest is how wide a row is at most, with its margins.
	widest float32 = 900
	margin float32 = 24
)

func (f *framed) frame(top, bottom, left, right float32, content fyne.CanvasObject) {
	f.root = kit.NewMeasure(widest, kit.NewPadded(top, right, bottom, left, content))
}

// HeightFor implements kit.Flexible.
func (f *framed) HeightFor(width float32) float32 { return f.root.HeightFor(width) }

// CreateRenderer implements fyne.Widget.
func (f *framed) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }

// entryRow draws an entry.
type entryRow struct {
	framed
	onElse func(*fyne.PointEvent) // a tap beside the names and links
	mark   *kit.ChannelMark
	title  *kit.RichText
	side   *kit.Text
	text   *kit.RichText
	chips  *kit.Flow
	body   *kit.Column
	head   *kit.Line
}

const (
	titleLines = 2
	textLines  = 3
)

func newEntryRow(margin float32, onElse func(*fyne.PointEvent)) *entryRow {
	r := &entryRow{
		onElse: onElse, mark: kit.NewChannelMark(kit.IconConversation), title: kit.NewRichText(), side: kit.NewText(kit.Faint, ""),
		text: kit.NewRichText(), chips: kit.NewFlow(6),
	}
	r.title.MaxLines, r.text.MaxLines = titleLines, textLines
	r.title.OnElse, r.text.OnElse = onElse, onElse
	r.head = kit.NewLine(8, r.title, kit.NewColumn(0, r.side)).Grow(r.title).Top()
	r.body = kit.NewColumn(2, r.head)
	line := kit.NewLine(12, r.mark, r.body).Grow(r.body).Top()
	r.frame(7, 9, margin, margin, line)
	r.ExtendBaseWidget(r)
	return r
}

func (r *entryRow) set(v entryView) {
	r.mark.Set(v.icon)
	r.title.SetSpans(v.title...)
	r.side.SetText(v.side)
	r.text.SetSpans(v.text...)
	objects := []fyne.CanvasObject{r.head}
	if len(v.text) > 0 {
		objects = append(objects, r.text)
	}
	if len(v.chips) > 0 {
		chips := make([]fyne.CanvasObject, len(v.chips))
		for i, c := range v.chips {
			chips[i] = r.chip(c)
		}
		r.chips.SetObjects(chips...)
		objects = append(objects, kit.NewPadded(2, 0, 0, 0, r.chips))
	}
	r.body.SetObjects(objects...)
	r.Refresh()
}

func (r *entryRow) chip(c chip) fyne.CanvasObject {
	if c.onTap != nil {
		words := kit.NewRichText(kit.Span{Text: c.text, Style: kit.Secondary, Color: kit.ColorAccent, OnTap: c.onTap})
		words.Wrap, words.OnElse = false, r.onElse
		return kit.NewPadded(2, 2, 2, 0, words)
	}
	badge := kit.NewBadge(c.tone, c.text)
	badge.Set(c.tone, c.icon, c.text)
	return badge
}

// dayRow is the head of a day.
type dayRow struct {
	framed
	text *kit.Text
}

const dayRowHeight = 36

func newDayRow() *dayRow {
	d := &dayRow{text: kit.NewText(kit.Caps, "")}
	d.frame(16, 2, margin, margin, d.text)
	d.ExtendBaseWidget(d)
	return d
}

func (d *dayRow) set(text string) { d.text.SetText(text) }

// changeRow is a change to the record, dim, or the line that several of them
// are folded into.
type changeRow struct {
	framed
	text *kit.RichText
}

const changeLines = 2

func newChangeRow(onElse func(*fyne.PointEvent)) *changeRow {
	c := &changeRow{text: kit.NewRichText()}
	c.text.MaxLines, c.text.OnElse = changeLines, onElse
	c.frame(3, 3, changeIndent, margin, c.text)
	c.ExtendBaseWidget(c)
	return c
}

// changeIndent sets changes below the words of the entries.
const changeIndent = margin + 28 + 12

// set shows a change; a fold leads to what it holds.
func (c *changeRow) set(text string, onTap func()) {
	c.text.SetSpans(kit.Span{Text: text, Style: kit.Faint, OnTap: onTap})
}
