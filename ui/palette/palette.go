// Package palette is the one field on Ctrl+K that finds everything: people,
// organisations, communities, conversations, and what can be done. Words with a
// colon narrow the people down ("tag:fair silent:>90d"), and ">" logs a line.
package palette

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/facet"
	"kontor/ui/kit"
)

const (
	cardWidth = 720
	cardTop   = 88
	// listHeight is the room of the results; beyond it they scroll.
	listHeight = 440
	// mostHits is how many records are shown: enough to choose from at a glance.
	mostHits = 24
	// logMark at the beginning makes a conversation of the rest.
	logMark = ">"
)

// New returns what opens the palette.
func New(d *desk.Desk) func() {
	return func() { newCard(d).open() }
}

func newCard(d *desk.Desk) *card {
	return &card{desk: d, loader: kit.NewLoader(d.Async), counter: kit.NewLoader(d.Async), words: facet.NewVocabulary(d.Workspace)}
}

type card struct {
	desk    *desk.Desk
	loader  *kit.Loader
	counter *kit.Loader
	words   *facet.Vocabulary
	entry   *kit.Entry
	list    *kit.List
	room    *room
	results *fyne.Container // the list and the peek
	chips   *kit.Column
	preview *kit.Column
	hints   *kit.Column
	overlay *kit.Overlay
	peek    *peek

	answer    answer
	shownText string // what the answer is to
	answered  bool
	waiting   func() // what was pressed before the answer came
	stopCount func() // ends the wait for a pause in which is counted
}

// answer is what the palette says to a text.
type answer struct {
	lines []line
	chips []facet.Chip
	log   *logged // of a line behind ">"
	// toCount are those who fit, where there are more than are shown.
	toCount *projections.PeopleQuery
}

func (c *card) open() {
	c.build()
	c.overlay = c.desk.Shell.Overlay(kit.OverlayParams{
		Content: c.content(), Width: cardWidth, Top: cardTop, Focus: c.entry,
		OnSubmit: func() { c.press(c.log) }, OnEnter: func() { c.press(c.take) }, OnShortcut: c.shortcut,
		OnClosed: func() {
			c.loader.Stop()
			c.uncount()
			c.peek.loader.Stop()
		},
	})
	c.search()
	c.desk.Async.Go(func() { _ = c.words.Learn() }) // an error is told when a facet is typed
}

// key moves in the results while the keyboard stays in the field.
func (c *card) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		c.list.TypedKey(event)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.press(c.take)
	case fyne.KeyEscape:
		if c.peek.shown() {
			c.showPeek(false)
			return true
		}
		c.overlay.Close()
	case fyne.KeyRight:
		if c.entry.CursorColumn < len([]rune(c.entry.Text)) || c.selected() == nil {
			return false
		}
		c.showPeek(true)
	case fyne.KeyLeft:
		if !c.peek.shown() {
			return false
		}
		c.showPeek(false)
	case fyne.KeyTab:
		c.press(c.tab)
	default:
		return false
	}
	return true
}

// shortcut pins on Ctrl+P.
func (c *card) shortcut(s *desktop.CustomShortcut) bool {
	if s.KeyName != fyne.KeyP || s.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	c.press(c.pin)
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
	for i := range c.answer.lines {
		if l := &c.answer.lines[i]; l.id == id && !l.head() {
			return l
		}
	}
	return nil
}

func (c *card) take() {
	if c.answer.log != nil {
		c.record(*c.answer.log)
		return
	}
	if chosen := c.selected(); chosen != nil {
		c.takeLine(*chosen)
	}
}

// takeLine does what a line is for. One that completes what is typed leaves the
// palette open.
func (c *card) takeLine(l line) {
	if l.complete != "" {
		c.entry.SetText(l.complete)
		c.entry.SetCaret(len([]rune(l.complete)))
		return
	}
	c.overlay.Close()
	l.act()
}

// tab completes, or goes on with the line in the log.
func (c *card) tab() {
	if c.answer.log != nil {
		c.overlay.Close()
		c.desk.QuickLog(c.answer.log.words)
		return
	}
	if chosen := c.selected(); chosen != nil && chosen.complete != "" {
		c.takeLine(*chosen)
	}
}

// log begins a conversation with the person under the cursor.
func (c *card) log() {
	if chosen := c.selected(); chosen != nil && chosen.person != "" {
		c.overlay.Close()
		c.desk.LogWith(domain.Stream{Kind: domain.KindPerson, ID: chosen.record.ID}, chosen.person)
	}
}

func (c *card) search() {
	text := c.entry.Text
	if text == " " { // a space at the beginning looks at what is under the cursor
		c.entry.SetText("")
		c.showPeek(!c.peek.shown())
		return
	}
	c.waiting = nil
	c.uncount()
	kit.Load(context.Background(), c.loader, func(ctx context.Context) (answer, error) {
		if rest, logs := strings.CutPrefix(text, logMark); logs {
			return c.understand(ctx, strings.TrimSpace(rest))
		}
		if strings.TrimSpace(text) == "" {
			return answer{lines: c.atFirst(ctx)}, nil
		}
		return c.find(ctx, text)
	}, func(a answer, err error) {
		if err != nil {
			c.overlay.Close()
			c.desk.Fail(err)
			return
		}
		c.show(text, a)
	})
}

func (c *card) show(text string, a answer) {
	c.shownText, c.answered = text, true
	c.answer = a
	for i := range a.lines {
		if a.lines[i].faceOf != nil {
			a.lines[i].data.Face = a.lines[i].faceOf()
		}
	}
	c.list.Reload()
	c.list.SelectFirst()
	height := float32(0)
	for _, l := range a.lines {
		height += l.height()
	}
	c.room.height = min(max(height, kit.RowHeight)+8, listHeight)
	if a.log != nil {
		c.room.height = 0
		c.showPeek(false)
	}
	c.list.ShowRow(0)
	c.showChips()
	c.showPreview()
	c.showHints()
	if c.peek.shown() {
		c.look()
	}
	c.laidOut()
	c.count()
	if act := c.waiting; act != nil {
		c.waiting = nil
		act()
	}
}

// laidOut gives the parts their places anew.
func (c *card) laidOut() {
	c.results.Refresh()
	if c.overlay != nil {
		c.overlay.Changed()
	}
}

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
