package dossier

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
)

// Since is what happened with somebody since the reader spoke with them last: in
// a line, and unfolded what it was.
type Since struct {
	desk   *desk.Desk
	of     domain.Stream
	toggle func()
	open   bool
	since  projections.SinceLast
}

// NewSince returns one that knows nothing yet; toggle is told when it folds.
func NewSince(d *desk.Desk, of domain.Stream, toggle func()) *Since {
	return &Since{desk: d, of: of, toggle: toggle}
}

// Set takes over what happened.
func (s *Since) Set(since projections.SinceLast) { s.since = since }

// Any tells whether something happened.
func (s *Since) Any() bool { return s.since.Conversation != nil && len(s.since.Entries) > 0 }

// Toggle unfolds it, or folds it again.
func (s *Since) Toggle() {
	if s.Any() {
		s.open = !s.open
		s.toggle()
	}
}

// Close folds it; it tells whether it was unfolded.
func (s *Since) Close() bool {
	open := s.open && s.Any()
	if open {
		s.Toggle()
	}
	return open
}

// sinceShown is how many things are shown unfolded; the others stand in the
// timeline below.
const sinceShown = 5

// Band is what is shown; nil where nothing happened.
func (s *Since) Band() fyne.CanvasObject {
	if !s.Any() {
		return nil
	}
	now, entries := s.desk.Workspace.Now(), s.since.Entries
	ago := when.Ago(s.since.Conversation.At, now, i18n.Language(), domain.PrecisionDay)
	title := kit.NewParagraph(kit.Bold, i18n.T("dossier.since", ago))
	title.SetColor(kit.ColorAccent)
	count := i18n.N("dossier.since.count", len(entries))
	if s.since.More {
		count = i18n.T("dossier.since.more-than", len(entries))
	}
	icon := kit.IconChevronRight
	if s.open {
		icon = kit.IconChevronDown
	}
	fold := kit.NewBadge(kit.Accent, "")
	fold.Set(kit.Accent, icon, count)
	if !s.open {
		said := kit.NewParagraph(kit.Secondary, s.summary())
		said.SetColor(kit.ColorText)
		said.MaxLines = 2
		line := kit.NewLine(12, kit.NewFixed(136, title), said, fold).Grow(said)
		band := kit.NewPressable(kit.NewNotice(kit.Accent, line), s.Toggle)
		band.Tooltip = i18n.T("dossier.keys.since") + "  I"
		return band
	}
	space := kit.NewSpace()
	title.Wrap = false
	head := kit.NewPressable(kit.NewLine(8, title, space, fold).Grow(space), s.Toggle)
	rows := []fyne.CanvasObject{kit.NewPadded(0, 0, 4, 0, head)}
	for i, e := range entries {
		if i == sinceShown {
			rest := i18n.N("dossier.since.rest", len(entries)-sinceShown)
			rows = append(rows, kit.NewPadded(2, 0, 0, 34, kit.NewText(kit.Faint, rest)))
			break
		}
		rows = append(rows, s.row(e))
	}
	return kit.NewNotice(kit.Accent, kit.NewColumn(0, rows...))
}

func (s *Since) row(e projections.TimelineEntry) fyne.CanvasObject {
	text := kit.NewParagraph(kit.Secondary, s.say(e))
	text.SetColor(kit.ColorText)
	text.MaxLines = 2
	day := kit.NewText(kit.Faint, when.Ago(e.At, s.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay))
	icon := kit.NewBadge(kit.Accent, "")
	icon.Set(kit.Accent, timeline.Icon(e), "")
	var open func()
	if e.Record.Kind == domain.KindConversation {
		open = func() { s.desk.Open(e.Record) }
	}
	return kit.NewPressable(kit.NewPadded(2, 0, 2, 0, kit.NewLine(8, kit.NewFixed(26, icon), text, day).Grow(text).Top()), open)
}

// say is an entry in a line: of a conversation who of us had it and what it was
// about.
func (s *Since) say(e projections.TimelineEntry) string {
	if e.Kind != projections.EntryConversation {
		return timeline.Say(s.desk, e)
	}
	var ours []string
	for _, p := range e.Ours {
		ours = append(ours, s.desk.PartyName(p))
	}
	what := e.Subject
	if what == "" {
		what = timeline.Plain(e.Text)
	}
	switch {
	case len(ours) == 0:
		return what
	case what == "":
		return strings.Join(ours, ", ")
	}
	return strings.Join(ours, ", ") + ": " + what
}

// summary names the first things: what colleagues said before what changed.
func (s *Since) summary() string {
	var said, changed []string
	for _, e := range s.since.Entries {
		if e.Kind == projections.EntryConversation {
			said = append(said, s.say(e))
		} else {
			changed = append(changed, s.say(e))
		}
	}
	all := slices.Concat(said, changed)
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(text string) bool { // the same thing again is no news
		known := seen[text]
		seen[text] = true
		return known
	})
	return strings.Join(all[:min(len(all), 3)], " · ")
}
