package people

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/when"
)

// groups are the facts beside the timeline.
func (t *detail) groups() []dossier.Group {
	if t.shown.page.Erased {
		return []dossier.Group{{Title: i18n.T("people.facts"), Objects: []fyne.CanvasObject{kit.NewParagraph(kit.Secondary, i18n.T("people.erased.facts"))}}}
	}
	lines := func(key string, lines []dossier.Line) dossier.Group {
		return dossier.Group{Title: i18n.T(key), Lines: lines}
	}
	note, written := t.note()
	return []dossier.Group{
		lines("people.contact", t.contact()),
		lines("people.known-by", dossier.KnownBy(t.desk, t.shown.page.KnownBy)),
		{Title: i18n.T("people.open"), Objects: dossier.Tasks(t.desk, t.shown.page.FollowUps, t.shown.page.Unanswered)},
		{Title: i18n.T("need.not-closed"), Objects: dossier.Needs(t.desk, t.shown.page.Needs)},
		lines("people.rhythm", t.rhythm()),
		lines("people.communities", t.communities()),
		{Title: i18n.T("people.affiliations"), Objects: t.affiliations()},
		lines("people.relations", t.relations()),
		lines("people.further", t.further()),
		{Title: i18n.T("people.note"), Lines: note, Objects: written},
	}
}

// rhythm says how often we mean to speak, when next, when last with whom, and who
// looks after it.
func (t *detail) rhythm() []dossier.Line {
	p, now, lang := t.shown.page, t.desk.Workspace.Now(), i18n.Language()
	every := dossier.Line{Key: "rhythm", Label: i18n.T("people.rhythm.every"), Edit: t.editRhythm}
	switch {
	case p.OwnRhythm == domain.Never:
		every.Value = i18n.T("people.rhythm.never")
	case p.Rhythm > 0:
		every.Value, every.Origin = i18n.N("people.rhythm.days", p.Rhythm), i18n.T("people.rhythm.own")
		if p.OwnRhythm == 0 {
			every.Origin = i18n.T("people.rhythm.of-community")
		}
	default:
		every.Value, every.Tone = i18n.T("people.rhythm.set"), kit.Accent
	}
	every.Tooltip = joined(" · ", every.Origin, i18n.T("people.rhythm.change"))
	lines := []dossier.Line{every}
	if p.NextDue != "" {
		tone := kit.Neutral
		if p.NextDue < domain.DayOf(now) {
			tone = kit.Late
		}
		lines = append(lines, dossier.Line{Key: "next", Label: i18n.T("people.rhythm.next"), Value: when.SpeakDay(p.NextDue, now, lang), Tone: tone})
	}
	if p.SnoozedUntil > domain.DayOf(now) {
		lines = append(lines, dossier.Line{
			Key: "snoozed", Label: i18n.T("people.rhythm.snoozed"), Value: when.SpeakDay(p.SnoozedUntil, now, lang),
			Tooltip: i18n.T("people.rhythm.snoozed.end"), Open: func() { t.desk.Do(domain.SnoozePerson{Person: t.id}, nil) },
		})
	}
	last := dossier.Line{Key: "last", Label: i18n.T("people.rhythm.last"), Value: i18n.T("people.never")}
	if !p.LastContact.IsZero() {
		last.Value = when.Ago(p.LastContact, now, lang, domain.PrecisionDay)
		last.Tone, last.Tooltip = desk.Lateness(p.Rhythm, p.LastContact, now), joined(" · ", when.Exact(p.LastContact, lang), t.lastWith())
	}
	if t.shown.last != nil {
		last.Open = func() { t.desk.Open(t.shown.last.Record) }
	}
	owner := t.desk.MemberName(p.Owner)
	if owner == "" {
		owner = i18n.T("people.owner.nobody")
	}
	return append(lines, last, dossier.Line{Key: "owner", Label: i18n.T("people.owner"), Value: owner, Edit: t.editOwner})
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

func (t *detail) communities() []dossier.Line {
	var lines []dossier.Line
	for _, m := range t.shown.page.Memberships {
		since := ""
		if m.Since != "" {
			since = i18n.T("people.since", monthText(m.Since))
		}
		line := dossier.Line{
			Key: "community:" + m.Community.String(), Label: m.Name, Value: desk.RolesText(m.Roles),
			Open:    func() { t.desk.Open(domain.Stream{Kind: domain.KindCommunity, ID: m.Community}) },
			Tooltip: joined(" · ", m.Name, desk.RolesText(m.Roles), since), Origin: since,
			Menu: []kit.MenuItem{
				{Label: i18n.T("people.roles.change"), Icon: kit.IconEdit, Separator: true, OnTap: func() { editCommunity(t.desk, t.shown.page) }},
				{Label: i18n.T("people.community.leave"), Icon: kit.IconClose, OnTap: func() {
					t.desk.Do(domain.LeaveCommunity{Person: t.id, Community: m.Community}, nil)
				}},
			},
		}
		if line.Value == "" {
			line.Value = since
		}
		lines = append(lines, line)
	}
	return lines
}

func (t *detail) relations() []dossier.Line {
	var lines []dossier.Line
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
		line := dossier.Line{
			Key: "relation:" + r.ID.String(), Label: label, Value: name, Tone: kit.Accent, Tooltip: joined(" · ", name, r.Note),
			Origin: r.Note, Open: func() { t.desk.Open(personStream(r.Other)) },
		}
		if !r.Incoming {
			line.Menu = []kit.MenuItem{{Label: i18n.T("people.relation.end"), Icon: kit.IconClose, Separator: true, OnTap: func() {
				t.desk.Do(domain.Unrelate{Person: t.id, Relation: r.ID}, nil)
			}}}
		}
		lines = append(lines, line)
	}
	return lines
}
