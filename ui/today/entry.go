package today

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
)

// entry is a conversation in short: who with whom, when, and its first lines.
func (a *aside) entry(e *projections.TimelineEntry, lines int) fyne.CanvasObject {
	who := kit.NewText(kit.Bold, a.parties(e))
	who.Shrink = true
	at := kit.NewText(kit.Faint, when.Speak(e.At, a.desk.Workspace.Now(), i18n.Language(), e.Precision))
	body := kit.NewColumn(2, kit.NewLine(8, who, at).Grow(who))
	if words := entryWords(e); words != "" {
		text := kit.NewParagraph(kit.Body, words)
		text.MaxLines = lines
		body.Add(text)
	}
	if tags := entryTags(e); len(tags) > 0 {
		body.Add(kit.NewPadded(2, 0, 0, 0, kit.NewFlow(6, tags...)))
	}
	line := kit.NewLine(12, kit.NewChannelMark(timeline.ChannelIcon(e.Channel)), body).Grow(body).Top()
	return kit.NewPressable(line, func() { a.desk.Open(e.Record) })
}

// parties says who of us spoke with whom of them, and who began.
func (a *aside) parties(e *projections.TimelineEntry) string {
	ours, theirs := a.names(e.Ours), a.names(e.People)
	if theirs == "" {
		theirs = a.names(e.Organisations)
	}
	switch {
	case ours == "" || theirs == "":
		return kit.Capital(ours + theirs)
	case e.Direction == domain.DirectionIncoming:
		return kit.Capital(theirs + " → " + ours)
	case e.Direction == domain.DirectionOutgoing:
		return kit.Capital(ours + " → " + theirs)
	}
	return kit.Capital(ours + " ↔ " + theirs)
}

func (a *aside) names(parties []projections.Party) string {
	names := make([]string, len(parties))
	for i, party := range parties {
		names[i] = a.desk.PartyName(party)
	}
	return strings.Join(names, ", ")
}

func entryWords(e *projections.TimelineEntry) string {
	switch {
	case e.Erased || e.Missing:
		return i18n.T("today.words-gone")
	case e.Subject != "" && e.Text != "":
		return e.Subject + " · " + timeline.Plain(e.Text)
	}
	return e.Subject + timeline.Plain(e.Text)
}

func entryTags(e *projections.TimelineEntry) []fyne.CanvasObject {
	var tags []fyne.CanvasObject
	for _, tag := range e.Tags {
		text := kit.NewText(kit.Secondary, "#"+tag)
		text.SetColor(kit.ColorAccent)
		tags = append(tags, text)
	}
	return tags
}
