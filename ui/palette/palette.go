// Package palette is the one field on Ctrl+K that finds everything: people,
// organisations, communities, conversations, and what can be done.
package palette

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

const (
	cardWidth = 640
	cardTop   = 88
	// listHeight is the room of the results; beyond it they scroll.
	listHeight = 440
	// mostHits is how many records are shown: enough to choose from at a glance.
	mostHits = 24
	// logMark at the beginning hands the rest to the one-line log.
	logMark = ">"
)

// New returns what opens the palette.
func New(d *desk.Desk) func() {
	return func() {
		c := &card{desk: d, loader: kit.NewLoader(d.Async)}
		c.open()
	}
}

type card struct {
	desk    *desk.Desk
	loader  *kit.Loader
	entry   *kit.Entry
	list    *kit.List
	room    *room
	hints   *kit.Flow
	overlay *kit.Overlay

	lines     []line
	shownText string // what the lines are the answer to
	answered  bool
	waiting   func() // what was pressed before the answer came
}

func (c *card) open() {
	c.entry = kit.NewSearchBox(i18n.T("palette.placeholder"), func(string) { c.search() })
	c.entry.OnKey, c.entry.TakesTab = c.key, true
	c.list = kit.NewList(kit.ListParams{
		Async:    c.desk.Async,
		Count:    func() int { return len(c.lines) },
		ID:       func(row int) string { return c.lines[row].id },
		Kind:     func(row int) int { return c.lines[row].kind() },
		Header:   func(row int) bool { return c.lines[row].act == nil },
		HeightOf: func(row int, _ float32) float32 { return c.lines[row].height() },
		Create:   c.create,
		Update:   c.update,
	})
	c.room = &room{}
	c.hints = kit.NewKeyHints(
		kit.KeyLabel("Enter"), i18n.T("palette.key.open"), kit.KeyLabel("Ctrl+Enter"), i18n.T("palette.key.log"),
		logMark, i18n.T("palette.key.line"), kit.KeyLabel("Esc"), i18n.T("palette.key.close"))
	content := kit.NewColumn(0,
		kit.NewPadded(12, 12, 10, 12, c.entry),
		kit.NewHairline(),
		container.New(c.room, c.list),
		kit.NewHairline(),
		kit.NewPadded(9, 16, 9, 16, c.hints),
	)
	c.overlay = c.desk.Shell.Overlay(kit.OverlayParams{
		Content: content, Width: cardWidth, Top: cardTop, Focus: c.entry,
		OnSubmit: func() { c.press(c.log) }, OnEnter: func() { c.press(c.take) }, OnClosed: c.loader.Stop,
	})
	c.search()
}

// key moves in the results while the keyboard stays in the field.
func (c *card) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		c.list.TypedKey(event)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.press(c.take)
	case fyne.KeyEscape:
		c.overlay.Close()
	case fyne.KeyTab:
	default:
		return false
	}
	return true
}

// press does something with the line under the cursor, as soon as the lines are
// the answer to what is typed.
func (c *card) press(act func()) {
	if c.answered && c.shownText == c.entry.Text {
		act()
		return
	}
	c.waiting = act
}

func (c *card) selected() *line {
	id := c.list.Selected()
	for i := range c.lines {
		if c.lines[i].id == id && c.lines[i].act != nil {
			return &c.lines[i]
		}
	}
	return nil
}

func (c *card) take() {
	if chosen := c.selected(); chosen != nil {
		c.overlay.Close()
		chosen.act()
	}
}

// log begins a conversation with the person under the cursor.
func (c *card) log() {
	if chosen := c.selected(); chosen != nil && chosen.person != "" {
		c.overlay.Close()
		c.desk.QuickLog(chosen.person + ": ")
	}
}

func (c *card) search() {
	text := c.entry.Text
	c.waiting = nil
	if rest, logs := strings.CutPrefix(text, logMark); logs {
		c.loader.Stop()
		c.show(text, []line{c.logLine(strings.TrimSpace(rest))})
		return
	}
	kit.Load(context.Background(), c.loader, func(ctx context.Context) ([]line, error) {
		if strings.TrimSpace(text) == "" {
			return c.atFirst(ctx), nil
		}
		return c.find(ctx, text)
	}, func(lines []line, err error) {
		if err != nil {
			c.overlay.Close()
			c.desk.Fail(err)
			return
		}
		c.show(text, lines)
	})
}

func (c *card) show(text string, lines []line) {
	c.shownText, c.answered = text, true
	c.lines = lines
	for i := range c.lines {
		if c.lines[i].faceOf != nil {
			c.lines[i].data.Face = c.lines[i].faceOf()
		}
	}
	c.list.Reload()
	c.list.SelectFirst()
	height := float32(0)
	for _, l := range lines {
		height += l.height()
	}
	c.room.height = min(max(height, kit.RowHeight)+8, listHeight)
	c.list.ShowRow(0)
	if c.overlay != nil {
		c.overlay.Changed()
	}
	if act := c.waiting; act != nil {
		c.waiting = nil
		act()
	}
}

// logLine hands words to the one-line log.
func (c *card) logLine(words string) line {
	title := i18n.T("palette.log-line.empty")
	if words != "" {
		title = i18n.T("palette.log-line", words)
	}
	return line{
		id: "log", data: kit.RowData{
			Face:  kit.Face{Kind: kit.SymbolFace, ID: "log", Icon: kit.IconConversation},
			Title: title, Side: kit.KeyLabel("Enter"),
		},
		act: func() { c.desk.QuickLog(words) },
	}
}

// room gives the results a height of their own.
type room struct{ height float32 }

// Layout implements fyne.Layout.
func (r *room) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		object.Move(fyne.NewPos(0, 4))
		object.Resize(fyne.NewSize(size.Width, size.Height-8))
	}
}

// MinSize implements fyne.Layout.
func (r *room) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(cardWidth/2, r.height) }

// openRecord shows a record. A follow-up has no page of its own: it stands on
// that of the person it is about.
func (c *card) openRecord(s domain.Stream) func() {
	if s.Kind != domain.KindFollowUp {
		return func() { c.desk.Open(s) }
	}
	return func() {
		to := domain.Stream{}
		c.desk.Run(func(ctx context.Context) error {
			row, err := c.desk.Workspace.Views().FollowUp(ctx, s.ID)
			switch {
			case err != nil || row == nil:
				return err
			case len(row.People) > 0:
				to = domain.Stream{Kind: domain.KindPerson, ID: row.People[0].ID}
			case len(row.Organisation) > 0:
				to = domain.Stream{Kind: domain.KindOrganisation, ID: row.Organisation[0].ID}
			}
			return nil
		}, func() {
			if to.ID == domain.None {
				c.desk.Shell.Open(kit.Route{Page: desk.PageToday})
				return
			}
			c.desk.Open(to)
		})
	}
}
