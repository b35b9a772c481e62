// Package logline is the one-line log on Ctrl+L: one line, Enter, and the
// conversation stands on every timeline. While one types it shows what would be
// recorded, and asks where a name could mean several people.
package logline

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
	"kontor/when"
)

const (
	// draftName is where the line is kept until it is recorded.
	draftName = "log"
	// draftDelay is how long nobody types before the draft is written.
	draftDelay = 400 * time.Millisecond

	cardWidth = 912
	cardTop   = 128
)

// New returns what opens the one-line log with a text already in it. Without a
// text it opens with what was left unrecorded last time.
func New(d *desk.Desk) func(prefill string) {
	return func(prefill string) {
		c := &card{desk: d, loader: kit.NewLoader(d.Async), picked: map[string]quicklog.Resolution{}}
		c.open(prefill)
	}
}

// NewWith returns what opens the one-line log for a conversation with somebody.
// It opens at once, over the telephone; the channel by which they were last
// spoken with takes that place as soon as it is known.
func NewWith(d *desk.Desk) func(about domain.Stream, names ...string) {
	return func(about domain.Stream, names ...string) {
		call := quicklog.Opening(channelName(domain.ChannelCall), domain.ChannelCall, names, "", quicklog.Options{})
		if about.Kind == domain.KindOrganisation {
			call = quicklog.Opening(channelName(domain.ChannelCall), domain.ChannelCall, nil, strings.Join(names, " "), quicklog.Options{})
		}
		if call == "" {
			call = channelName(domain.ChannelCall) + " " + strings.Join(names, ", ") + ": "
		}
		c := &card{desk: d, loader: kit.NewLoader(d.Async), opening: kit.NewLoader(d.Async), picked: map[string]quicklog.Resolution{}}
		c.open(call)
		kit.Load(context.Background(), c.opening, func(ctx context.Context) (string, error) {
			return d.Workspace.LineWith(ctx, about, names, channelName)
		}, func(line string, err error) {
			switch {
			case err != nil:
				d.Fail(err)
			case line != "":
				c.reopen(call, line)
			}
		})
	}
}

func channelName(channel string) string { return i18n.T("channel." + channel) }

// written is what is kept of the line.
type written struct {
	Line string `json:"line"`
}

type card struct {
	desk    *desk.Desk
	opening *kit.Loader // finds the channel; nil where the line was given
	loader  *kit.Loader
	line    *kit.TokenEntry
	head    *kit.Line
	state   *kit.Text // beside the title
	preview *kit.Column
	choices *choices
	foot    *kit.Column // what the keys do
	overlay *kit.Overlay

	understood     quicklog.Resolved
	understoodText string
	enterWaits     bool // Enter came before the line was understood
	answered       bool // the questions were answered, and the line is not recorded
	picked         map[string]quicklog.Resolution
	keeper         *unsaved.Keeper
	stopDraft      func()
	changed        bool // somebody typed, and it is not recorded
	closed         bool
}

func (c *card) open(prefill string) {
	text, restored := prefill, time.Time{}
	c.keeper = unsaved.New(c.desk, draftName)
	if text == "" {
		if left, at := unsaved.Read[written](c.desk, draftName); left != nil {
			text, restored = left.Line, at
			if toast := c.desk.Shell.Toasts.Current(); toast != nil && toast.Text == draftLeft() {
				c.desk.Shell.Toasts.Dismiss() // it is back
			}
		}
	}
	c.line = kit.NewTokenEntry(i18n.T("quicklog.placeholder"))
	c.line.Highlight = c.highlight
	c.line.OnRows = func() {
		if c.overlay != nil {
			c.overlay.Changed()
		}
	}
	c.line.SetText(text)
	c.line.OnChanged(c.typed)
	entry := c.line.Entry()
	entry.OnKey, entry.TakesTab = c.key, true
	entry.OnSubmitted = func(string) { c.enter() }
	c.state = kit.NewText(kit.Faint, "")
	space := kit.NewSpace()
	c.head = kit.NewLine(8, kit.NewText(kit.Bold, i18n.T("quicklog.title")), space, c.state).Grow(space)
	c.preview = kit.NewColumn(8)
	c.foot = kit.NewColumn(0)
	c.choices = newChoices(c.pick, func() { c.foot.SetObjects(c.choices.keys()) })
	c.foot.SetObjects(c.choices.keys())
	content := kit.NewPadded(18, 18, 16, 18, kit.NewColumn(8,
		c.head,
		c.line,
		c.preview,
		c.choices.content,
		kit.NewPadded(6, 0, 0, 0, c.foot),
		kit.NewParagraph(kit.Faint, i18n.T("quicklog.help")),
	))
	c.overlay = c.desk.Shell.Overlay(kit.OverlayParams{
		Content: content, Width: cardWidth, Top: cardTop, Focus: entry, OnClosed: c.leave,
	})
	if !restored.IsZero() {
		// Whoever begins anew types over it; End or an arrow goes on with it.
		entry.TypedShortcut(&fyne.ShortcutSelectAll{})
		c.say(i18n.T("quicklog.draft-restored", when.Speak(restored, c.now(), i18n.Language(), domain.PrecisionMinute)))
	}
	c.understand()
}

// reopen puts another beginning in the place of the one the line has.
func (c *card) reopen(was, is string) {
	written, untouched := strings.CutPrefix(c.line.Text(), was)
	if c.closed || !untouched || was == is {
		return
	}
	c.line.OnChanged(nil)
	c.line.SetText(is + written)
	c.line.OnChanged(c.typed)
	c.understand()
}

// typed reads the line anew and keeps the draft once nobody types.
func (c *card) typed(string) {
	c.changed = true
	c.answered = c.answered && c.line.Text() != ""
	c.say("")
	if c.stopDraft != nil {
		c.stopDraft()
	}
	c.stopDraft = c.desk.Async.After(draftDelay, c.keepDraft)
	c.understand()
}

func (c *card) keepDraft() {
	c.stopDraft = nil
	text := c.line.Text()
	if text == "" {
		c.keeper.Forget()
		return
	}
	c.keeper.Keep(written{text}, func() {
		if !c.closed && text == c.line.Text() {
			c.say(i18n.T("quicklog.draft-kept"))
		}
	})
}

// say says something beside the title. Once the last question was answered it
// goes on saying that the line is not recorded yet: whoever pressed Enter may take
// it for done and type the next one.
func (c *card) say(text string) {
	c.state.SetColor(kit.ColorFaint)
	if c.answered {
		text = i18n.T("logline.not-recorded", kit.KeyLabel("Enter"))
		c.state.SetColor(kit.ColorSoon)
	}
	if c.state.Text() != text {
		c.state.SetText(text)
		c.head.Refresh()
		c.overlay.Changed()
	}
}

func (c *card) understand() {
	text := c.line.Text()
	kit.Load(context.Background(), c.loader, func(ctx context.Context) (quicklog.Resolved, error) {
		return c.desk.Workspace.Understand(ctx, text)
	}, func(r quicklog.Resolved, err error) {
		if err != nil {
			c.desk.Fail(err)
			return
		}
		c.understoodText, c.understood = text, r
		c.applyPicks()
		c.show()
		if c.enterWaits {
			c.enterWaits = false
			c.enter()
		}
	})
}

// Settled tells whether no name of a line could mean several people.
func Settled(r quicklog.Resolved) bool {
	for _, list := range named(r) {
		for _, name := range list {
			if name.State == quicklog.Ambiguous {
				return false
			}
		}
	}
	return true
}

// named are the names of a line that can be meant in several ways.
func named(r quicklog.Resolved) [][]quicklog.Resolution {
	return [][]quicklog.Resolution{r.TheirPeople, r.TheirOrganisations, r.OurPeople, r.Mentioned}
}

// applyPicks settles names that were chosen before, while the line went on.
func (c *card) applyPicks() {
	for _, list := range named(c.understood) {
		for i := range list {
			if picked, ok := c.picked[list[i].Name.Text]; ok && list[i].State != quicklog.Known {
				list[i].State, list[i].Chosen = picked.State, picked.Chosen
			}
		}
	}
}

// ambiguous is the first name that somebody must choose for, or nil.
func (c *card) ambiguous() *quicklog.Resolution {
	for _, list := range named(c.understood) {
		for i := range list {
			if list[i].State == quicklog.Ambiguous {
				return &list[i]
			}
		}
	}
	return nil
}

func (c *card) show() {
	c.line.Repaint()
	c.preview.SetObjects()
	if c.line.Text() != "" {
		c.preview.SetObjects(Preview(c.desk, c.understood)...)
	}
	name := c.ambiguous()
	c.choices.ask(name, name != nil && c.understood.Elsewhere(*name))
	if name != nil {
		c.answered = false
	}
	if c.overlay != nil {
		c.overlay.Changed()
	}
}

// Preview shows what would be recorded of a line, row by row.
func Preview(d *desk.Desk, r quicklog.Resolved) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, row := range quicklog.Preview(r, d.Workspace.Now(), i18n.Language(), nil) {
		var spans []kit.Span
		for i, part := range row.Parts {
			if i > 0 {
				between := " · "
				if part.With {
					between = ", "
				}
				spans = append(spans, kit.Span{Text: between, Style: kit.Secondary})
			}
			spans = append(spans, partSpans(part)...)
		}
		value := kit.NewRichText(spans...)
		rows = append(rows, kit.NewLine(0, kit.NewFixed(132, kit.NewText(kit.Secondary, i18n.T(row.Label))), value).Grow(value))
	}
	return rows
}

// partSpans colours names by how far they are known.
func partSpans(p quicklog.Part) []kit.Span {
	text := p
	text.Detail, text.State = "", ""
	said := kit.Span{Text: text.Say(func(key string) string { return i18n.T(key) }), Style: kit.Secondary, Color: kit.ColorText}
	if p.Hint {
		said.Color = kit.ColorFaint
	}
	spans := []kit.Span{said}
	if p.Detail != "" {
		spans = append(spans, kit.Span{Text: " (" + p.Detail + ")", Style: kit.Secondary, Color: kit.ColorFaint})
	}
	switch p.State {
	case quicklog.Unknown:
		spans = append(spans, kit.Span{Text: " " + i18n.T("quicklog.name.unknown"), Style: kit.Secondary, Color: kit.ColorGood})
	case quicklog.Ambiguous:
		spans = append(spans, kit.Span{Text: " " + i18n.T("quicklog.name.ambiguous"), Style: kit.Secondary, Color: kit.ColorSoon})
	}
	return spans
}

// key lets Up, Down and Enter choose while a name is ambiguous, and Tab go on in
// the form.
func (c *card) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyUp:
		return c.choices.move(-1)
	case fyne.KeyDown:
		return c.choices.move(1)
	case fyne.KeyTab:
		c.inFull()
		return true
	}
	return false
}

func (c *card) pick(choice *quicklog.Candidate) {
	name := c.ambiguous()
	if name == nil {
		return
	}
	if choice == nil {
		name.State, name.Chosen = quicklog.Unknown, quicklog.Candidate{}
	} else {
		name.State, name.Chosen = quicklog.Known, *choice
	}
	c.picked[name.Name.Text] = *name
	c.answered = c.ambiguous() == nil
	c.show()
	c.say("")
}

// enter records the line, or chooses where a name is still ambiguous.
func (c *card) enter() {
	switch {
	case c.line.Text() == "":
		return
	case c.understoodText != c.line.Text():
		c.enterWaits = true
		return
	case c.choices.asking():
		c.choices.choose()
		return
	}
	command, err := c.desk.Workspace.LogCommand(c.understood)
	if err != nil {
		c.desk.Fail(err)
		return
	}
	c.forget()
	c.overlay.Close()
	c.desk.Do(command, nil)
}

// inFull goes on with what was understood in the form for conversations.
func (c *card) inFull() {
	if c.desk.LogInFull == nil || c.understoodText != c.line.Text() {
		return
	}
	understood := c.understood
	c.changed = false
	c.overlay.Close()
	c.desk.LogInFull(understood, c.keeper.Forget)
}

// forget ends the draft: what it said is recorded.
func (c *card) forget() {
	if c.stopDraft != nil {
		c.stopDraft()
		c.stopDraft = nil
	}
	c.line.OnChanged(nil)
	c.line.SetText("")
	c.changed = false
	c.keeper.Forget()
}

// leave keeps what was typed, however the card was closed, and says so.
func (c *card) leave() {
	c.closed = true
	c.loader.Stop()
	if c.opening != nil {
		c.opening.Stop()
	}
	if c.stopDraft != nil {
		c.stopDraft()
		c.keepDraft()
	}
	if c.changed && c.line.Text() != "" {
		c.desk.Shell.Toast(kit.Toast{Text: draftLeft(), Tone: kit.Good})
	}
}

// draftLeft says that what was typed is kept, and the way back to it.
func draftLeft() string { return i18n.T("quicklog.draft-left", kit.KeyLabel("Ctrl+L")) }
