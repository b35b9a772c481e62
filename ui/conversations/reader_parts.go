package conversations

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// section is a group under small capitals.
func section(title string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewColumn(6, append([]fyne.CanvasObject{kit.NewSectionHeader(title)}, objects...)...)
}

// answer says whether somebody waits, and since when.
func (r *reader) answer() fyne.CanvasObject {
	e, record := r.shown.entry, r.shown.record
	if !e.AnswerExpected || record.Withdrawn || record.Erased {
		return nil
	}
	now := r.desk.Workspace.Now()
	if record.AnswerSettled {
		text := kit.NewText(kit.Secondary, i18n.T("conversations.answered"))
		again := kit.NewButton(kit.Plain, i18n.T("conversations.await"), func() { r.settle(true) })
		objects := []fyne.CanvasObject{kit.NewBadge(kit.Good, i18n.T("conversations.settled")), text}
		if by := record.AnsweredBy; by != domain.None {
			objects[1] = kit.NewLink(kit.Secondary, i18n.T("conversations.answered-by"), func() {
				r.desk.Open(domain.Stream{Kind: domain.KindConversation, ID: by})
			})
		}
		space := kit.NewSpace()
		return kit.NewLine(8, append(objects, space, again)...).Grow(space)
	}
	key, tone := "conversations.they-wait", kit.Late
	if e.AnswerTheirs {
		key, tone = "conversations.we-wait", kit.Soon
	}
	said := i18n.T(key, when.Ago(e.At, now, i18n.Language(), domain.PrecisionDay))
	if what, who, ok := r.desk.Promised(e); ok {
		said = i18n.T("conversations.promised", who, what)
		if e.AnswerBy == "" || e.AnswerBy >= domain.DayOf(now) {
			tone = kit.Accent
		}
	}
	title := kit.NewText(kit.Bold, said)
	title.SetColor(tone.Color())
	text := kit.NewColumn(2, title)
	if e.AnswerBy != "" {
		text.Add(kit.NewText(kit.Body, i18n.T("conversations.answer-by", when.SpeakDay(e.AnswerBy, now, i18n.Language()))))
	}
	settle := kit.NewButton(kit.Quiet, i18n.T("conversations.settle"), func() { r.settle(false) })
	settle.Shortcut = "D"
	return kit.NewNotice(tone, kit.NewLine(8, text, settle).Grow(text))
}

// participants are the faces of everyone who took part; each leads to its page.
func (r *reader) participants() fyne.CanvasObject {
	e := r.shown.entry
	var rows []fyne.CanvasObject
	row := func(label string, parties []projections.Party) {
		if len(parties) == 0 {
			return
		}
		var faces []fyne.CanvasObject
		for _, p := range parties {
			faces = append(faces, r.party(p))
		}
		caption := kit.NewPadded(5, 0, 0, 0, kit.NewColumn(0, kit.NewText(kit.Secondary, label)))
		flow := kit.NewFlow(8, faces...)
		rows = append(rows, kit.NewLine(0, kit.NewFixed(104, caption), flow).Grow(flow).Top())
	}
	row(i18n.T("conversations.with"), e.People)
	row(i18n.T("conversations.ours"), e.Ours)
	row(i18n.T("conversations.organisations"), e.Organisations)
	row(i18n.T("conversations.mentions"), e.Mentions)
	if len(rows) == 0 {
		return nil
	}
	return kit.NewColumn(8, rows...)
}

func (r *reader) party(p projections.Party) fyne.CanvasObject {
	kind := kit.PersonFace
	if p.Kind == domain.KindOrganisation {
		kind = kit.OrganisationFace
	}
	name := kit.Capital(r.desk.PartyName(p))
	faceName := p.Name
	switch {
	case p.Missing:
		name = i18n.T("conversations.party.missing")
	case p.Gone:
		name = i18n.T("conversations.party.gone")
	}
	if faceName == "" {
		faceName = name
	}
	content := kit.NewPadded(2, 6, 2, 2, kit.NewLine(7,
		kit.NewAvatar(24, kit.Face{Kind: kind, ID: p.ID.String(), Name: faceName}), kit.NewText(kit.Body, name)))
	var onTap func()
	if (p.Kind == domain.KindPerson || p.Kind == domain.KindOrganisation) && !p.Gone {
		onTap = func() { r.desk.Open(domain.Stream{Kind: p.Kind, ID: p.ID}) }
	}
	return kit.NewPressable(content, onTap)
}

// files are the attachments, to be opened or saved.
func (r *reader) files() fyne.CanvasObject {
	attachments := r.shown.record.Words.Attachments
	if len(attachments) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, a := range attachments {
		name := kit.NewText(kit.Body, a.Name)
		name.Shrink = true
		objects := []fyne.CanvasObject{kit.NewChannelMark(kit.IconPaperclip), name, kit.NewText(kit.Faint, sizeText(a.Size))}
		if opensSafely(a) {
			objects = append(objects, kit.NewIconButton(kit.IconExternal, i18n.T("conversations.file.open"), func() { openFile(r.desk, a) }))
		}
		objects = append(objects, kit.NewIconButton(kit.IconDownload, i18n.T("conversations.file.save"), func() { r.saveFile(a) }))
		rows = append(rows, kit.NewLine(8, objects...).Grow(name))
	}
	return section(i18n.T("conversations.files"), rows...)
}

// followUps are what followed from the conversation.
func (r *reader) followUps() fyne.CanvasObject {
	if len(r.shown.entry.FollowUps) == 0 {
		return nil
	}
	now := r.desk.Workspace.Now()
	today := domain.DayOf(now)
	var rows []fyne.CanvasObject
	for _, u := range r.shown.entry.FollowUps {
		text := u.Text
		if text == "" {
			text = i18n.T("conversations.follow-up.nameless")
		}
		side := when.SpeakDay(u.Due, now, i18n.Language()) + " · " + r.desk.PartyName(u.For)
		tone := kit.Accent
		switch {
		case u.State == domain.FollowUpDone:
			side, tone = i18n.T("conversations.follow-up.done"), kit.Good
		case u.State == domain.FollowUpCancelled:
			side, tone = i18n.T("conversations.follow-up.cancelled"), kit.Neutral
		case u.Due < today:
			tone = kit.Late
		}
		check := kit.NewCheck(text, u.State == domain.FollowUpDone, func(on bool) {
			if on {
				r.desk.Do(domain.CloseFollowUp{FollowUp: u.ID, As: domain.FollowUpDone}, nil)
			} else {
				r.desk.Do(domain.ReopenFollowUp{FollowUp: u.ID}, nil)
			}
		})
		rows = append(rows, kit.NewLine(8, check, kit.NewBadge(tone, side)).Grow(check).Break(kit.HeadLeast))
	}
	return section(i18n.T("conversations.follow-ups"), rows...)
}

// needs are what people wanted in the conversation.
func (r *reader) needs() fyne.CanvasObject {
	if len(r.shown.entry.Needs) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, n := range r.shown.entry.Needs {
		title := kit.NewText(kit.Body, desk.NeedTitle(n))
		title.Shrink = true
		state := kit.NewBadge(kit.Neutral, "")
		state.Set(desk.NeedState(n))
		voices := kit.NewText(kit.Secondary, i18n.N("need.voices", n.Voices))
		line := kit.NewLine(8, kit.NewChannelMark(kit.IconNeed), title, voices, state).Grow(title)
		rows = append(rows, kit.NewPressable(kit.NewPadded(2, 0, 2, 0, line), func() {
			r.desk.Open(domain.Stream{Kind: domain.KindNeed, ID: n.ID})
		}))
	}
	return section(i18n.T("conversations.needs"), rows...)
}

// history says who recorded it and when, what was corrected and why, and shows
// the earlier wordings on demand.
func (r *reader) history() fyne.CanvasObject {
	record, e := r.shown.record, r.shown.entry
	now := r.desk.Workspace.Now()
	recordedAt := when.Speak(e.RecordedAt.In(now.Location()), now, i18n.Language(), domain.PrecisionMinute)
	rows := []fyne.CanvasObject{
		kit.NewText(kit.Faint, i18n.T("conversations.recorded", recordedAt, r.memberName(record.AddedBy))),
	}
	if len(record.Earlier) > 0 {
		rows = append(rows, r.corrections()...)
		label := "conversations.earlier.show"
		if r.earlier {
			label = "conversations.earlier.hide"
		}
		rows = append(rows, kit.NewLine(0, kit.NewLink(kit.Secondary, i18n.T(label), func() {
			r.earlier = !r.earlier
			r.show()
		})))
		if r.earlier {
			for _, w := range record.Earlier {
				rows = append(rows, r.wording(w))
			}
		}
	}
	return section(i18n.T("conversations.history"), rows...)
}

// corrections say when the wording was changed, by whom and why.
func (r *reader) corrections() []fyne.CanvasObject {
	record := r.shown.record
	now := r.desk.Workspace.Now()
	var rows []fyne.CanvasObject
	for i := range record.Earlier {
		at, by, reason := record.ChangedAt, record.ChangedBy, record.Words.Reason
		if i+1 < len(record.Earlier) {
			next := record.Earlier[i+1]
			at, by, reason = next.At, next.By, next.Words.Reason
		}
		said := i18n.T("conversations.corrected", when.Speak(at.In(now.Location()), now, i18n.Language(), domain.PrecisionMinute), r.memberName(by))
		if reason != "" {
			said += ": " + reason
		}
		rows = append(rows, kit.NewParagraph(kit.Faint, said))
	}
	return rows
}

// wording is the conversation as it read before a correction.
func (r *reader) wording(w domain.Wording) fyne.CanvasObject {
	now := r.desk.Workspace.Now()
	about := []string{
		r.shown.channelName(w.Content.Channel),
		when.ExactTo(w.Content.When.At.In(now.Location()), i18n.Language(), w.Content.When.Precision),
	}
	if w.Content.Seconds > 0 {
		about = append(about, lengthText(w.Content.Seconds))
	}
	content := kit.NewColumn(4, kit.NewText(kit.Faint, strings.Join(about, " · ")))
	if w.Words.Subject != "" {
		content.Add(kit.NewParagraph(kit.Bold, w.Words.Subject))
	}
	if w.Words.Text != "" {
		content.Add(kit.NewParagraph(kit.Body, w.Words.Text))
	}
	if len(w.Words.Tags) > 0 {
		content.Add(kit.NewText(kit.Secondary, "#"+strings.Join(w.Words.Tags, "  #")))
	}
	return kit.NewCard(content)
}

func (r *reader) memberName(id domain.ID) string {
	if name := r.desk.MemberName(id); name != "" {
		return name
	}
	return i18n.T("conversations.somebody")
}

// lengthText says how long something took.
func lengthText(seconds int) string {
	minutes := max(1, (seconds+30)/60)
	switch hours := minutes / 60; {
	case hours == 0:
		return i18n.T("conversations.minutes", minutes)
	case minutes%60 == 0:
		return i18n.T("conversations.hours", hours)
	default:
		return i18n.T("conversations.hours-minutes", hours, minutes%60)
	}
}
