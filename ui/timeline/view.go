package timeline

import (
	"strconv"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
)

// entryView is an entry with everything formatted, so that a row only draws.
type entryView struct {
	icon  kit.Icon
	title []kit.Span
	side  string
	text  []kit.Span
	chips []chip
}

// chip is a small word under an entry: a tag, or what followed.
type chip struct {
	text  string
	tone  kit.Tone
	icon  kit.Icon
	onTap func() // makes it a link
}

// view formats an entry.
func (t *Timeline) view(e *projections.TimelineEntry) entryView {
	switch e.Kind {
	case projections.EntryFollowUp:
		return t.followUpView(e)
	case projections.EntryNeed:
		return t.needView(e)
	}
	v := entryView{icon: ChannelIcon(e.Channel), title: t.title(e), side: t.side(e), text: t.words(e)}
	if e.Withdrawn {
		v.chips = append(v.chips, chip{text: i18n.T("timeline.withdrawn"), tone: kit.Soon})
	}
	if e.AnswerExpected && e.AnswerOpen {
		v.chips = append(v.chips, t.answerChip(e))
	}
	for _, f := range e.FollowUps {
		v.chips = append(v.chips, t.followUpChip(f))
	}
	for _, n := range e.Needs {
		v.chips = append(v.chips, t.needLink(n))
	}
	if e.Sentiment != nil && *e.Sentiment != 0 {
		tone := kit.Good
		if *e.Sentiment < 0 {
			tone = kit.Late
		}
		v.chips = append(v.chips, chip{text: i18n.T("sentiment." + strconv.Itoa(*e.Sentiment)), tone: tone})
	}
	if e.Attachments > 0 {
		v.chips = append(v.chips, chip{text: i18n.N("timeline.attachments", e.Attachments), icon: kit.IconPaperclip})
	}
	if e.Corrected {
		v.chips = append(v.chips, chip{text: i18n.T("timeline.corrected")})
	}
	for _, tag := range e.Tags {
		v.chips = append(v.chips, chip{text: "#" + tag, onTap: func() { t.filterTag(tag) }})
	}
	return v
}

// answerChip says by when an answer is expected as long as that day has not gone
// by, and then since when somebody waits: it is late where they wait for us. What
// they promised warns of nothing before its day.
func (t *Timeline) answerChip(e *projections.TimelineEntry) chip {
	now := t.p.Desk.Workspace.Now()
	today := domain.DayOf(now)
	days := today.Sub(domain.DayOf(e.At.In(now.Location())))
	c := chip{text: i18n.N("timeline.answer-open", days), tone: kit.Late}
	if days <= 0 {
		c.text = i18n.T("timeline.answer-open.today")
	}
	if e.AnswerTheirs {
		c.tone = kit.Soon
	}
	_, _, promised := t.p.Desk.Promised(e)
	if promised && e.AnswerBy != "" {
		c.text = i18n.T("timeline.answer-promised", when.SpeakDay(e.AnswerBy, now, i18n.Language()))
	}
	if e.AnswerBy >= today {
		c.tone = kit.Soon
		if promised {
			c.tone = kit.Accent
		} else {
			c.text = i18n.T("timeline.answer-by", when.SpeakDay(e.AnswerBy, now, i18n.Language()))
		}
	}
	return c
}

func (t *Timeline) followUpChip(f projections.FollowUpRow) chip {
	now := t.p.Desk.Workspace.Now()
	text := followUpText(f)
	switch {
	case f.State == domain.FollowUpDone:
		return chip{text: text, tone: kit.Good, icon: kit.IconCheck}
	case f.State == domain.FollowUpCancelled:
		return chip{text: text + " · " + i18n.T("timeline.follow-up.cancelled")}
	}
	tone := kit.Accent
	if f.Due < domain.DayOf(now) {
		tone = kit.Late
	}
	return chip{text: text + " · " + when.SpeakDay(f.Due, now, i18n.Language()), tone: tone, icon: kit.IconReminder}
}

// followUpText is what is to be done, as far as it can be read.
func followUpText(f projections.FollowUpRow) string {
	switch {
	case f.Erased:
		return i18n.T("timeline.erased.short")
	case f.Missing, f.Text == "":
		return i18n.T("timeline.follow-up")
	}
	return f.Text
}

// title says who of us spoke with whom of them, and who began.
func (t *Timeline) title(e *projections.TimelineEntry) []kit.Span {
	style := kit.Bold
	var spans []kit.Span
	if e.Subject != "" {
		spans, style = append(spans, kit.Span{Text: e.Subject + "  ", Style: kit.Bold}), kit.Secondary
	}
	ours, theirs := t.ours(e, style), t.spans(e.People, style)
	if len(theirs) == 0 {
		theirs = t.spans(e.Organisations, style)
	}
	first, arrow, second := ours, "↔", theirs
	switch {
	case e.Channel == domain.ChannelNote:
		spans = append(spans, kit.Span{Text: i18n.T("timeline.note-by", called(e.Ours, t.p.Desk.AuthorName)), Style: style})
		return spans
	case e.Direction == domain.DirectionIncoming:
		first, arrow, second = theirs, "→", ours
	case e.Direction == domain.DirectionOutgoing:
		arrow = "→"
	}
	if len(first) > 0 && len(second) > 0 {
		first = append(first, kit.Span{Text: " " + arrow + " ", Style: style})
	}
	line := append(first, second...)
	if len(line) == 0 {
		line = []kit.Span{{Text: i18n.T("channel." + e.Channel), Style: style}}
	}
	line[0].Text = kit.Capital(line[0].Text)
	return append(spans, line...)
}

// ours names who of us took part. Where that was not the reader, it is said
// that they are of us.
func (t *Timeline) ours(e *projections.TimelineEntry, style kit.TextStyle) []kit.Span {
	names := t.names(e.Ours)
	if names == "" {
		return nil
	}
	for _, party := range e.Ours {
		if party.ID == t.p.Desk.Workspace.Me() {
			return []kit.Span{{Text: names, Style: style}}
		}
	}
	return []kit.Span{{Text: i18n.T("timeline.ours", names), Style: style}}
}

// spans are names that lead to the page of whom they name.
func (t *Timeline) spans(parties []projections.Party, style kit.TextStyle) []kit.Span {
	var spans []kit.Span
	for _, party := range parties {
		name := t.p.Desk.PartyName(party)
		if name == "" {
			continue
		}
		if last := len(spans) - 1; last >= 0 {
			spans[last].Text += ", " // in one span with the name, so that no line begins with it
		}
		spans = append(spans, kit.Span{Text: name, Style: style, OnTap: t.leadsTo(party)})
	}
	return spans
}

// leadsTo opens the page of somebody; nil for whom is shown already or has none.
func (t *Timeline) leadsTo(p projections.Party) func() {
	record := domain.Stream{Kind: p.Kind, ID: p.ID}
	if p.Erased || p.Gone || record == t.p.Of || p.Kind != domain.KindPerson && p.Kind != domain.KindOrganisation {
		return nil
	}
	return func() { t.p.Desk.Open(record) }
}

func (t *Timeline) names(parties []projections.Party) string {
	return called(parties, t.p.Desk.PartyName)
}

// called are the names of the parties that have one.
func called(parties []projections.Party, nameOf func(projections.Party) string) string {
	names := make([]string, 0, len(parties))
	for _, party := range parties {
		if name := nameOf(party); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (t *Timeline) side(e *projections.TimelineEntry) string {
	var parts []string
	if e.Precision == domain.PrecisionMinute {
		parts = append(parts, e.At.In(t.p.Desk.Workspace.Now().Location()).Format("15:04"))
	}
	if e.Seconds > 0 {
		parts = append(parts, i18n.T("timeline.minutes", max(1, (e.Seconds+30)/60)))
	}
	return strings.Join(parts, " · ")
}

func (t *Timeline) followUpView(e *projections.TimelineEntry) entryView {
	v := entryView{icon: kit.IconReminder}
	title := i18n.T("timeline.follow-up")
	text := Plain(e.Text)
	if len(e.FollowUps) > 0 {
		f := e.FollowUps[0]
		c := t.followUpChip(f)
		c.text = i18n.T("timeline.follow-up." + string(f.State))
		if f.State == domain.FollowUpOpen {
			c.text = when.SpeakDay(f.Due, t.p.Desk.Workspace.Now(), i18n.Language())
		}
		v.chips = append(v.chips, c)
		if who := t.p.Desk.PartyName(f.For); who != "" {
			title = i18n.T("timeline.follow-up-for", who)
		}
		text = followUpText(f)
	}
	v.title = []kit.Span{{Text: title, Style: kit.Secondary}}
	if about := t.spans(others(e.People, t.p.Of), kit.Secondary); len(about) > 0 {
		v.title = append(append(v.title, kit.Span{Text: " · ", Style: kit.Secondary}), about...)
	}
	if text != "" {
		v.text = []kit.Span{{Text: text}}
	}
	return v
}

// others are the parties beside the one whose timeline it is.
func others(parties []projections.Party, of domain.Stream) []projections.Party {
	var list []projections.Party
	for _, p := range parties {
		if p.ID != of.ID {
			list = append(list, p)
		}
	}
	return list
}
