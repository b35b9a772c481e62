package conversations

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/ui/timeline"
	"kontor/when"
)

// entryRow is a conversation in the timeline: who with whom, the first lines,
// and what followed.
type entryRow struct {
	widget.BaseWidget
	mark   *kit.ChannelMark
	title  *kit.Text
	side   *kit.Text
	text   *kit.Text
	badges *kit.Flow
	root   *kit.Padded
}

// shownLines is how much of the text the timeline shows.
const shownLines = 2

func newEntryRow() *entryRow {
	r := &entryRow{
		mark: kit.NewChannelMark(kit.IconConversation), title: kit.NewText(kit.Bold, ""), side: kit.NewText(kit.Faint, ""),
		text: kit.NewParagraph(kit.Body, ""), badges: kit.NewFlow(6),
	}
	r.title.Shrink = true
	r.text.MaxLines = shownLines
	body := kit.NewColumn(2,
		kit.NewLine(8, r.title, r.side).Grow(r.title), r.text, kit.NewPadded(2, 0, 0, 0, r.badges))
	r.root = kit.NewPadded(8, kit.Margin, 8, kit.Margin, kit.NewLine(12, r.mark, body).Grow(body).Top())
	r.ExtendBaseWidget(r)
	return r
}

// HeightFor implements kit.Flexible.
func (r *entryRow) HeightFor(width float32) float32 { return r.root.HeightFor(width) }

// CreateRenderer implements fyne.Widget.
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }

func (r *entryRow) set(l *list, e projections.TimelineEntry) {
	r.mark.Set(timeline.ChannelIcon(e.Channel))
	spans := []kit.Span{{Text: Between(l.desk, e), Style: kit.Bold}}
	if e.Subject != "" {
		spans = []kit.Span{{Text: e.Subject, Style: kit.Bold}, {Text: "  " + Between(l.desk, e), Style: kit.Secondary}}
	}
	r.title.SetSpans(spans...)
	var side []string
	if e.Precision == domain.PrecisionMinute {
		side = append(side, e.At.In(l.desk.Workspace.Now().Location()).Format("15:04"))
	}
	if e.Seconds > 0 {
		side = append(side, lengthText(e.Seconds))
	}
	r.side.SetText(strings.Join(side, " · "))
	text := markdown.Plain(e.Text)
	switch {
	case e.Erased:
		text = i18n.T("conversations.erased")
	case e.Missing:
		text = i18n.T("conversations.missing")
	}
	r.text.SetText(text)
	show(r.text, text != "")
	badges := rowBadges(l, e)
	r.badges.SetObjects(badges...)
	show(r.badges, len(badges) > 0)
	r.Refresh()
}

func show(object fyne.CanvasObject, visible bool) {
	if visible != object.Visible() {
		if visible {
			object.Show()
		} else {
			object.Hide()
		}
	}
}

// rowBadges are the state, what followed, and the tags.
func rowBadges(l *list, e projections.TimelineEntry) []fyne.CanvasObject {
	now := l.desk.Workspace.Now()
	today := domain.DayOf(now)
	var badges []fyne.CanvasObject
	add := func(tone kit.Tone, icon kit.Icon, label string) {
		badge := kit.NewBadge(tone, label)
		badge.Set(tone, icon, label)
		badges = append(badges, badge)
	}
	if e.Withdrawn {
		add(kit.Soon, "", i18n.T("conversations.withdrawn"))
	}
	if e.AnswerOpen {
		tone := kit.Late
		if e.Direction == domain.DirectionOutgoing {
			tone = kit.Soon
		}
		add(tone, "", i18n.T("conversations.open-answer", when.Ago(e.At, now, i18n.Language(), domain.PrecisionDay)))
	}
	for _, u := range e.FollowUps {
		if u.State != domain.FollowUpOpen {
			continue
		}
		tone := kit.Accent
		if u.Due < today {
			tone = kit.Late
		}
		add(tone, kit.IconReminder, u.Text+" · "+when.SpeakDay(u.Due, now, i18n.Language()))
	}
	if e.Attachments > 0 {
		add(kit.Neutral, kit.IconPaperclip, i18n.Number(e.Attachments))
	}
	for _, tag := range e.Tags {
		text := kit.NewText(kit.Secondary, "#"+tag)
		text.SetColor(kit.ColorAccent)
		badges = append(badges, text)
	}
	return badges
}
