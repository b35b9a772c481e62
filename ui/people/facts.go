package people

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// groups are the facts beside the timeline.
func (t *detail) groups() []fyne.CanvasObject {
	var groups []fyne.CanvasObject
	group := func(key string, rows []fyne.CanvasObject) {
		if len(rows) > 0 {
			head := kit.NewPadded(0, 0, 4, 0, kit.NewSectionHeader(i18n.T(key)))
			groups = append(groups, kit.NewColumn(0, append([]fyne.CanvasObject{head}, rows...)...))
		}
	}
	if t.shown.page.Erased {
		return []fyne.CanvasObject{kit.NewParagraph(kit.Secondary, i18n.T("people.erased.facts"))}
	}
	group("people.contact", t.contact())
	group("people.rhythm", t.rhythm())
	group("people.open", t.open())
	group("people.communities", t.communities())
	group("people.affiliations", t.affiliations())
	group("people.relations", t.relations())
	group("people.known-by", t.knownBy())
	group("people.tags", t.tags())
	group("people.further", t.further())
	group("people.note", t.note())
	return groups
}

// rhythm says how often we mean to speak, when next, and when last with whom.
func (t *detail) rhythm() []fyne.CanvasObject {
	p, now, lang := t.shown.page, t.desk.Workspace.Now(), i18n.Language()
	fact := func(key, value string, tone kit.Tone, tooltip string, onTap func()) fyne.CanvasObject {
		row := kit.NewFactRow(i18n.T(key), value, tone, nil)
		row.OnTap, row.Tooltip = onTap, tooltip
		return row
	}
	change := func() { editRhythm(t.desk, p) }
	var rows []fyne.CanvasObject
	switch {
	case p.OwnRhythm == domain.Never:
		rows = append(rows, fact("people.rhythm.every", i18n.T("people.rhythm.never"), kit.Neutral, i18n.T("people.rhythm.change"), change))
	case p.Rhythm > 0:
		tooltip := i18n.T("people.rhythm.own")
		if p.OwnRhythm == 0 {
			tooltip = i18n.T("people.rhythm.of-community")
		}
		rows = append(rows, fact("people.rhythm.every", i18n.N("people.rhythm.days", p.Rhythm), kit.Neutral, tooltip, change))
	default:
		row := kit.NewFactRow(i18n.T("people.rhythm.every"), i18n.T("people.rhythm.set"), kit.Accent, change)
		row.Tooltip = i18n.T("people.rhythm.change")
		rows = append(rows, row)
	}
	if p.NextDue != "" {
		tone := kit.Neutral
		if p.NextDue < domain.DayOf(now) {
			tone = kit.Late
		}
		rows = append(rows, fact("people.rhythm.next", when.SpeakDay(p.NextDue, now, lang), tone, "", nil))
	}
	if p.SnoozedUntil > domain.DayOf(now) {
		rows = append(rows, fact("people.rhythm.snoozed", when.SpeakDay(p.SnoozedUntil, now, lang), kit.Neutral, i18n.T("people.rhythm.snoozed.end"), func() {
			t.desk.Do(domain.SnoozePerson{Person: t.id}, nil)
		}))
	}
	if p.LastContact.IsZero() {
		return append(rows, fact("people.rhythm.last", i18n.T("people.never"), kit.Neutral, "", nil))
	}
	last := when.Ago(p.LastContact, now, lang, domain.PrecisionDay)
	if who := t.lastWith(); who != "" {
		last += " · " + who
	}
	return append(rows, fact("people.rhythm.last", last, desk.Lateness(p.Rhythm, p.LastContact, now), joined(" · ", when.Exact(p.LastContact, lang), t.lastWith()), nil))
}

// lastWith is who of us spoke last.
func (t *detail) lastWith() string {
	latest := projections.KnownByRow{}
	for _, k := range t.shown.page.KnownBy {
		if k.Last.After(latest.Last) {
			latest = k
		}
	}
	return t.memberName(latest)
}

func (t *detail) memberName(k projections.KnownByRow) string {
	if k.Member == domain.None {
		return ""
	}
	return t.desk.PartyName(projections.Party{ID: k.Member, Name: k.Name})
}

// open are the follow-ups, and the answers somebody waits for. A follow-up is
// done with one press.
func (t *detail) open() []fyne.CanvasObject {
	now, lang := t.desk.Workspace.Now(), i18n.Language()
	today := domain.DayOf(now)
	var rows []fyne.CanvasObject
	for _, f := range t.shown.page.FollowUps {
		tone := kit.Accent
		if f.Due < today {
			tone = kit.Late
		}
		rows = append(rows, task(f.Text, when.SpeakDay(f.Due, now, lang), tone, i18n.T("people.open.done", t.desk.PartyName(f.For)), func() {
			t.desk.Do(domain.CloseFollowUp{FollowUp: f.ID, As: domain.FollowUpDone}, nil)
		}))
	}
	for _, e := range t.shown.page.Unanswered {
		what, tone, tooltip := e.Subject, kit.Late, "people.answer.ours"
		if what == "" {
			what = i18n.T("people.answer")
		}
		if e.Direction == domain.DirectionOutgoing {
			tone, tooltip = kit.Soon, "people.answer.theirs"
		}
		since := when.Ago(e.At, now, lang, domain.PrecisionDay)
		if e.AnswerBy >= today { // it has time until then
			since, tone = i18n.T("people.answer.by", when.SpeakDay(e.AnswerBy, now, lang)), kit.Soon
		}
		rows = append(rows, task(what, since, tone, i18n.T(tooltip), func() { t.desk.Open(e.Record) }))
	}
	return rows
}

// task is something open: the words wrap, since nobody remembers half of them.
func task(text, day string, tone kit.Tone, tooltip string, onTap func()) fyne.CanvasObject {
	said := kit.NewParagraph(kit.Secondary, text)
	said.MaxLines = 2
	due := kit.NewText(kit.Secondary, day)
	due.SetColor(tone.Color())
	row := kit.NewPressable(kit.NewPadded(2, 0, 3, 0, kit.NewLine(10, said, due).Grow(said).Top()), onTap)
	row.Tooltip = tooltip
	return row
}

func (t *detail) communities() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, m := range t.shown.page.Memberships {
		value := desk.RolesText(m.Roles)
		since := ""
		if m.Since != "" {
			since = i18n.T("people.since", monthText(m.Since))
		}
		if value == "" {
			value = since
		}
		row := kit.NewFactRow(m.Name, value, kit.Neutral, nil)
		row.OnTap = func() { t.desk.Open(domain.Stream{Kind: domain.KindCommunity, ID: m.Community}) }
		row.Tooltip = joined(" · ", m.Name, desk.RolesText(m.Roles), since)
		rows = append(rows, row)
	}
	return rows
}

func (t *detail) relations() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, r := range t.shown.page.Relations {
		name := r.OtherName
		if name == "" {
			name = i18n.T("person.erased")
		}
		key := "relation." + string(r.Kind)
		if r.Incoming {
			key += ".incoming"
		}
		label := string(r.Kind)
		if i18n.Has(key) {
			label = i18n.T(key)
		}
		row := kit.NewFactRow(label, name, kit.Neutral, func() { t.desk.Open(personStream(r.Other)) })
		row.Tooltip = joined(" · ", name, r.Note)
		rows = append(rows, row)
	}
	return rows
}

func (t *detail) knownBy() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, k := range t.shown.page.KnownBy {
		row := kit.NewFactRow(t.memberName(k), i18n.N("people.conversations", k.Conversations), kit.Neutral, nil)
		row.Tooltip = i18n.T("people.last-contact", when.Exact(k.Last, i18n.Language()))
		rows = append(rows, row)
	}
	return rows
}

func (t *detail) tags() []fyne.CanvasObject {
	var badges []fyne.CanvasObject
	for _, tag := range t.shown.page.Tags {
		badges = append(badges, kit.NewBadge(kit.Neutral, "#"+tag))
	}
	if len(badges) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewFlow(6, badges...)}
}
