package timeline

import (
	"strings"

	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// Say says an entry in one line as the timeline does, without who recorded it.
func Say(d *desk.Desk, e projections.TimelineEntry) string {
	t := &Timeline{p: Params{Desk: d}}
	e.Actor = projections.Party{}
	if e.Kind == projections.EntryChange {
		return t.changeText(&e)
	}
	v := t.view(&e)
	line := joined(v.title)
	if said := joined(v.text); said != "" {
		line += ": " + said
	}
	return line
}

// Icon is what an entry is recognised by: the channel of a conversation, or that
// something is to be done.
func Icon(e projections.TimelineEntry) kit.Icon {
	switch e.Kind {
	case projections.EntryConversation:
		return ChannelIcon(e.Channel)
	case projections.EntryFollowUp:
		return kit.IconReminder
	case projections.EntryNeed:
		return kit.IconNeed
	}
	return kit.IconEdit
}

func joined(spans []kit.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return strings.TrimSpace(b.String())
}
