package picker

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/match"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// Option is one line to choose from.
type Option struct {
	ID     string // "" for none of the others
	Label  string
	Count  string // at the end of the line
	Face   kit.Face
	Marked bool // the one that holds now
}

// row names the line in the list, where no name means no line.
func (o Option) row() string { return "option " + o.ID }

// ChooseParams say what is chosen from.
type ChooseParams struct {
	Title string
	Empty string // said where there is nothing to choose
	// Read gives all options, in their order.
	Read     func(ctx context.Context) ([]Option, error)
	OnChoose func(Option)
}

// Choose asks for one of any number of options, by a field that searches them:
// what is typed may stand anywhere in the words of an option.
func Choose(d *desk.Desk, p ChooseParams) {
	c := &chooser{desk: d, p: p, loader: kit.NewLoader(d.Async), none: kit.NewText(kit.Faint, i18n.T("picker.nothing"))}
	c.search = kit.NewSearchBox(i18n.T("picker.search"), func(string) { c.narrow() })
	c.search.OnKey = c.key
	c.list = kit.NewList(kit.ListParams{
		Async: d.Async, Height: optionHeight,
		Count:  func() int { return len(c.shown) },
		ID:     func(row int) string { return c.shown[row].row() },
		Create: func(int) fyne.CanvasObject { return newOptionRow(c) },
		Update: func(row int, object fyne.CanvasObject) { object.(*optionRow).set(c.shown[row]) },
		OnOpen: func(string) { c.take() },
	})
	c.room = container.New(&optionRoom{c}, c.list, c.none)
	head := kit.NewColumn(8, kit.NewText(kit.Bold, strings.TrimRight(p.Title, " …")), c.search)
	content := kit.NewColumn(0, kit.NewPadded(14, 16, 10, 16, head), kit.NewHairline(), c.room)
	c.overlay = d.Shell.Overlay(kit.OverlayParams{
		Content: content, Width: 400, Focus: c.search, OnEnter: c.take, OnClosed: c.loader.Stop,
	})
	kit.Load(context.Background(), c.loader, p.Read, func(all []Option, err error) {
		if err != nil {
			c.overlay.Close()
			d.Fail(err)
			return
		}
		c.all, c.read = all, true
		c.folded = make([]string, len(all))
		for i, option := range all {
			c.folded[i] = match.FoldGerman(option.Label)
		}
		c.narrow()
		c.overlay.Refresh() // there is room for more lines now
	})
}

// optionHeight is that of a line, and optionsShown how many are in sight.
const (
	optionHeight float32 = 40
	optionsShown float32 = 9
)

type chooser struct {
	desk    *desk.Desk
	p       ChooseParams
	loader  *kit.Loader
	all     []Option
	folded  []string // their words as they are searched
	shown   []Option
	read    bool
	search  *kit.Entry
	list    *kit.List
	none    *kit.Text
	room    *fyne.Container
	overlay *kit.Overlay
}

// narrow shows the options that fit what is typed: those that begin with it
// first.
func (c *chooser) narrow() {
	text := match.FoldGerman(strings.TrimSpace(c.search.Text))
	var first, rest []Option
	for i, option := range c.all {
		switch {
		case text == "" || option.ID != "" && strings.HasPrefix(c.folded[i], text):
			first = append(first, option)
		case option.ID != "" && strings.Contains(c.folded[i], text):
			rest = append(rest, option)
		}
	}
	c.shown = append(first, rest...)
	c.list.Reload()
	c.list.SelectFirst()
	for _, option := range c.shown {
		if option.Marked && text == "" {
			c.list.Select(option.row())
		}
	}
	if len(c.shown) == 0 && c.read {
		if len(c.all) == 0 && c.p.Empty != "" {
			c.none.SetText(c.p.Empty)
		}
		c.none.Show()
	} else {
		c.none.Hide()
	}
	c.room.Refresh()
}

func (c *chooser) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		c.list.TypedKey(event)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.take()
	case fyne.KeyEscape:
		if c.search.Text == "" {
			return false
		}
		c.search.SetText("")
	default:
		return false
	}
	return true
}

func (c *chooser) take() {
	selected := c.list.Selected()
	for _, option := range c.shown {
		if option.row() == selected {
			c.choose(option)
			return
		}
	}
}

func (c *chooser) choose(option Option) {
	c.overlay.Close()
	c.p.OnChoose(option)
}

// optionRoom keeps room for the list, so that the card does not jump while one
// types.
type optionRoom struct{ c *chooser }

func (r *optionRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(320, 12+optionHeight*min(max(float32(len(r.c.all)), 3), optionsShown))
}

func (r *optionRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 6))
	objects[0].Resize(fyne.NewSize(size.Width, size.Height-12))
	objects[1].Move(fyne.NewPos(16, 16))
	objects[1].Resize(fyne.NewSize(size.Width-32, optionHeight))
}

// optionRow is a line that is taken with one press.
type optionRow struct {
	widget.BaseWidget
	chooser *chooser
	option  Option
	row     *kit.Row
}

var (
	_ fyne.Tappable     = (*optionRow)(nil)
	_ desktop.Hoverable = (*optionRow)(nil)
)

func newOptionRow(c *chooser) *optionRow {
	r := &optionRow{chooser: c, row: kit.NewRow()}
	r.ExtendBaseWidget(r)
	return r
}

func (r *optionRow) set(option Option) {
	r.option = option
	data := kit.RowData{Face: option.Face, Title: option.Label, Side: option.Count}
	if option.Marked {
		data.SideTone = kit.Accent
	}
	r.row.Set(data)
}

// Tapped implements fyne.Tappable.
func (r *optionRow) Tapped(*fyne.PointEvent) { r.chooser.choose(r.option) }

// MouseIn implements desktop.Hoverable.
func (r *optionRow) MouseIn(*desktop.MouseEvent) { r.chooser.list.Select(r.option.row()) }

// MouseMoved implements desktop.Hoverable.
func (r *optionRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *optionRow) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (r *optionRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.row) }
