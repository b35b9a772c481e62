package timeline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

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
	text  string
	chips []chip
	faint bool
}

// chip is a small word under an entry: a tag, or what followed.
type chip struct {
	text  string
	tone  kit.Tone
	isTag bool
}

// view formats an entry.
func (t *Timeline) view(e *projections.TimelineEntry) entryView {
	if e.Kind == projections.EntryFollowUp {
		return t.followUpView(e)
	}
	v := entryView{icon: ChannelIcon(e.Channel), title: t.title(e), side: t.side(e), text: words(e), faint: e.Withdrawn || e.Erased || e.Missing}
	for _, tag := range e.Tags {
		v.chips = append(v.chips, chip{text: "#" + tag, isTag: true})
	}
	now := t.p.Desk.Workspace.Now()
	if e.AnswerExpected && e.AnswerOpen {
		days := domain.DayOf(now).Sub(domain.DayOf(e.At))
		v.chips = append(v.chips, chip{text: i18n.N("timeline.answer-open", days), tone: kit.Late})
	}
	for _, f := range e.FollowUps {
		v.chips = append(v.chips, t.followUpChip(f))
	}
	if e.Sentiment != nil && *e.Sentiment != 0 {
		tone := kit.Good
		if *e.Sentiment < 0 {
			tone = kit.Late
		}
		v.chips = append(v.chips, chip{text: i18n.T("sentiment." + number(*e.Sentiment)), tone: tone})
	}
	if e.Attachments > 0 {
		v.chips = append(v.chips, chip{text: i18n.N("timeline.attachments", e.Attachments)})
	}
	if e.Corrected {
		v.chips = append(v.chips, chip{text: i18n.T("timeline.corrected")})
	}
	if e.Withdrawn {
		v.chips = append(v.chips, chip{text: i18n.T("timeline.withdrawn")})
	}
	return v
}

func number(n int) string {
	return map[int]string{-2: "-2", -1: "-1", 0: "0", 1: "1", 2: "2"}[n]
}

func (t *Timeline) followUpChip(f projections.FollowUpRow) chip {
	now := t.p.Desk.Workspace.Now()
	switch {
	case f.State == domain.FollowUpDone:
		return chip{text: "✓ " + f.Text, tone: kit.Good}
	case f.State == domain.FollowUpCancelled:
		return chip{text: f.Text}
	}
	tone := kit.Accent
	if f.Due < domain.DayOf(now) {
		tone = kit.Late
	}
	return chip{text: f.Text + " · " + when.SpeakDay(f.Due, now, i18n.Language()), tone: tone}
}

// title says who of us spoke with whom of them, and who began.
func (t *Timeline) title(e *projections.TimelineEntry) []kit.Span {
	ours, theirs := t.names(e.Ours), t.names(e.People)
	if theirs == "" {
		theirs = t.names(e.Organisations)
	}
	line := ours + " ↔ " + theirs
	switch {
	case ours == "" || theirs == "":
		line = ours + theirs
	case e.Direction == domain.DirectionIncoming:
		line = theirs + " → " + ours
	case e.Direction == domain.DirectionOutgoing:
		line = ours + " → " + theirs
	}
	line = capital(line)
	if e.Channel == domain.ChannelNote {
		line = i18n.T("timeline.note-by", capital(ours))
	}
	if e.Subject != "" {
		return []kit.Span{{Text: e.Subject, Style: kit.Bold}, {Text: "  " + line, Style: kit.Secondary}}
	}
	return []kit.Span{{Text: line, Style: kit.Bold}}
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

func (t *Timeline) names(parties []projections.Party) string {
	names := make([]string, 0, len(parties))
	for _, party := range parties {
		if name := t.p.Desk.PartyName(party); name != "" {
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
		parts = append(parts, i18n.T("timeline.minutes", max(1, e.Seconds/60)))
	}
	return strings.Join(parts, " · ")
}

func words(e *projections.TimelineEntry) string {
	switch {
	case e.Erased:
		return i18n.T("timeline.erased")
	case e.Missing:
		return i18n.T("timeline.missing")
	}
	text := plain(e.Text)
	if e.TextCut {
		text += " …"
	}
	return text
}

// plain takes the marks out of Markdown, for the few lines of a row.
func plain(markdown string) string {
	var lines []string
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		line = strings.TrimLeft(line, "#> ")
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			line = "· " + rest
		} else if rest, ok := strings.CutPrefix(line, "* "); ok {
			line = "· " + rest
		}
		if line = strings.NewReplacer("**", "", "__", "", "`", "").Replace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

func (t *Timeline) followUpView(e *projections.TimelineEntry) entryView {
	v := entryView{icon: kit.IconClock, text: plain(e.Text)}
	title := i18n.T("timeline.follow-up")
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
		if v.text == "" {
			v.text = f.Text
		}
	}
	v.title = []kit.Span{{Text: title, Style: kit.Secondary}}
	return v
}

// entryRow draws an entry.
type entryRow struct {
	kit.Padded
	mark  *kit.ChannelMark
	title *kit.Text
	side  *kit.Text
	text  *kit.Text
	chips *kit.Flow
	body  *kit.Column
	head  *kit.Line
}

const textLines = 3

func newEntryRow() *entryRow {
	r := &entryRow{
		mark: kit.NewChannelMark(kit.IconConversation), title: kit.NewText(kit.Bold, ""), side: kit.NewText(kit.Faint, ""),
		text: kit.NewParagraph(kit.Body, ""), chips: kit.NewFlow(6),
	}
	r.title.Shrink, r.text.MaxLines = true, textLines
	r.head = kit.NewLine(8, r.title, r.side).Grow(r.title)
	r.body = kit.NewColumn(2, r.head)
	line := kit.NewLine(12, r.mark, r.body).Grow(r.body).Top()
	r.Padded = *kit.NewPadded(7, 24, 9, 24, line)
	r.ExtendBaseWidget(r)
	return r
}

func (r *entryRow) set(v entryView) {
	r.mark.Set(v.icon)
	r.title.SetSpans(v.title...)
	r.side.SetText(v.side)
	r.text.SetText(v.text)
	r.text.SetColor(kit.ColorText)
	if v.faint {
		r.text.SetColor(kit.ColorFaint)
	}
	objects := []fyne.CanvasObject{r.head}
	if v.text != "" {
		objects = append(objects, r.text)
	}
	if len(v.chips) > 0 {
		chips := make([]fyne.CanvasObject, len(v.chips))
		for i, c := range v.chips {
			if c.isTag {
				tag := kit.NewText(kit.Secondary, c.text)
				tag.SetColor(kit.ColorAccent)
				chips[i] = tag
				continue
			}
			chips[i] = kit.NewBadge(c.tone, c.text)
		}
		r.chips.SetObjects(chips...)
		objects = append(objects, r.chips)
	}
	r.body.SetObjects(objects...)
	r.Refresh()
}

// dayRow is the head of a day.
type dayRow struct {
	kit.Padded
	text *kit.Text
}

const dayRowHeight = 36

func newDayRow() *dayRow {
	d := &dayRow{text: kit.NewText(kit.Caps, "")}
	d.Padded = *kit.NewPadded(16, 24, 2, 24, d.text)
	d.ExtendBaseWidget(d)
	return d
}

func (d *dayRow) set(text string) { d.text.SetText(text) }

// changeRow is a change to the record, dim.
type changeRow struct {
	kit.Padded
	text *kit.Text
}

func newChangeRow() *changeRow {
	c := &changeRow{text: kit.NewParagraph(kit.Faint, "")}
	c.text.MaxLines = 2
	c.Padded = *kit.NewPadded(3, 24, 3, changeIndent, c.text)
	c.ExtendBaseWidget(c)
	return c
}

// changeIndent sets changes below the words of the entries.
const changeIndent = 24 + 28 + 12

func (c *changeRow) set(text string, fold bool) {
	if fold {
		text += "  ›"
	}
	c.text.SetText(text)
}

var changeMeasure = newChangeRow()

func changeHeight(text string, width float32) float32 {
	changeMeasure.set(text, false)
	return changeMeasure.HeightFor(width)
}
