package palette

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/i18n"
	"kontor/quicklog"
	"kontor/ui/kit"
	"kontor/ui/logline"
)

// build makes the parts of the card.
func (c *card) build() {
	c.entry = kit.NewSearchBox(i18n.T("palette.placeholder"), func(string) { c.search() })
	c.entry.OnKey, c.entry.TakesTab = c.key, true
	c.list = kit.NewList(kit.ListParams{
		Async:    c.desk.Async,
		Count:    func() int { return len(c.answer.lines) },
		ID:       func(row int) string { return c.answer.lines[row].id },
		Kind:     func(row int) int { return c.answer.lines[row].kind() },
		Header:   func(row int) bool { return c.answer.lines[row].head() },
		HeightOf: func(row int, _ float32) float32 { return c.answer.lines[row].height() },
		Create:   c.create,
		Update:   c.update,
		OnSelect: func(string) {
			c.showHints()
			if c.peek.shown() {
				c.look()
			}
		},
	})
	c.peek = newPeek(c.desk)
	c.room = &room{peek: c.peek}
	c.results = container.New(c.room, c.list, c.peek.line, c.peek.pane)
	c.chips, c.preview, c.hints = kit.NewColumn(0), kit.NewColumn(0), kit.NewColumn(0)
}

func (c *card) content() fyne.CanvasObject {
	return kit.NewColumn(0,
		kit.NewPadded(12, 12, 10, 12, kit.NewColumn(0, c.entry, c.chips)),
		kit.NewHairline(),
		c.results,
		c.preview,
		kit.NewHairline(),
		kit.NewPadded(9, 16, 9, 16, c.hints),
	)
}

// showChips says how the facets were understood; the cross takes one away.
func (c *card) showChips() {
	objects := make([]fyne.CanvasObject, len(c.answer.chips))
	for i, chip := range c.answer.chips {
		remove := func() {
			text := c.shownText[:chip.Token.Start] + c.shownText[chip.Token.End:]
			c.entry.SetText(text)
			c.entry.SetCaret(len([]rune(text)))
			c.desk.Shell.Canvas().Focus(c.entry)
		}
		shown := kit.NewFilterChip(chip.Label, nil, remove)
		if chip.Wrong {
			shown.Set(kit.Late, kit.IconWarning, chip.Label)
		}
		objects[i] = shown
	}
	if len(objects) == 0 {
		c.chips.SetObjects()
		return
	}
	c.chips.SetObjects(kit.NewPadded(8, 0, 0, 0, kit.NewFlow(6, objects...)))
}

// logged is a line behind ">" as it was understood.
type logged struct {
	words      string
	understood quicklog.Resolved
}

func (c *card) understand(ctx context.Context, words string) (answer, error) {
	l := &logged{words: words}
	if words == "" {
		return answer{log: l}, nil
	}
	var err error
	l.understood, err = c.desk.Workspace.Understand(ctx, words)
	return answer{log: l}, err
}

// showPreview shows what a line behind ">" would record.
func (c *card) showPreview() {
	c.preview.SetObjects()
	switch l := c.answer.log; {
	case l == nil:
	case l.words == "":
		c.preview.SetObjects(kit.NewPadded(12, 18, 14, 18, kit.NewParagraph(kit.Faint, i18n.T("quicklog.help"))))
	default:
		c.preview.SetObjects(kit.NewPadded(12, 18, 14, 18, kit.NewColumn(8, logline.Preview(c.desk, l.understood)...)))
	}
}

// record logs a line at once. One in which a name could mean several people is
// handed to the log, which asks.
func (c *card) record(l logged) {
	c.overlay.Close()
	if l.words == "" || !logline.Settled(l.understood) {
		c.desk.QuickLog(l.words)
		return
	}
	command, err := c.desk.Workspace.LogCommand(l.understood)
	if err != nil {
		c.desk.Fail(err)
		return
	}
	c.desk.Do(command, nil)
}

// showHints shows the keys that mean something for the line under the cursor.
func (c *card) showHints() {
	var pairs []string
	key := func(label, text string) { pairs = append(pairs, kit.KeyLabel(label), i18n.T("palette.key."+text)) }
	chosen := c.selected()
	switch {
	case c.answer.log != nil:
		key("Enter", "record")
		key("Tab", "details")
	case chosen != nil && chosen.complete != "":
		key("Enter", "complete")
	default:
		key("Enter", "open")
		if chosen != nil && chosen.record.ID != (line{}).record.ID {
			key("→", "peek")
			if c.pinned(chosen.id) {
				key("Ctrl+P", "unpin")
			} else {
				key("Ctrl+P", "pin")
			}
		}
		if chosen != nil && chosen.person != "" {
			key("Ctrl+Enter", "log")
		}
		pairs = append(pairs, logMark, i18n.T("palette.key.line"))
	}
	key("Esc", "close")
	c.hints.SetObjects(kit.NewKeyHints(pairs...))
}

// room gives the results a height of their own, and the peek its place beside
// them.
type room struct {
	height float32
	peek   *peek
}

const peekWidth = 320

// Layout implements fyne.Layout.
func (r *room) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list, line, pane := objects[0], objects[1], objects[2]
	width := size.Width
	if r.peek.shown() {
		width -= peekWidth + 1
		line.Move(fyne.NewPos(width, 0))
		line.Resize(fyne.NewSize(1, size.Height))
		pane.Move(fyne.NewPos(width+1, 0))
		pane.Resize(fyne.NewSize(peekWidth, size.Height))
	}
	list.Move(fyne.NewPos(0, 4))
	list.Resize(fyne.NewSize(width, max(size.Height-8, 0)))
}

// MinSize implements fyne.Layout.
func (r *room) MinSize([]fyne.CanvasObject) fyne.Size {
	if r.peek.shown() {
		return fyne.NewSize(cardWidth/2, max(r.height, peekHeight))
	}
	return fyne.NewSize(cardWidth/2, r.height)
}
