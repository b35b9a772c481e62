package people

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

var manual = domain.Origin{How: domain.OriginManual}

// The choices of a rhythm beside a number of days.
const (
	rhythmOfCommunity = "community"
	rhythmNever       = "never"
	rhythmDays        = "days"
)

// rhythmInput chooses a rhythm: that of the communities, a number of days, or
// never.
type rhythmInput struct {
	choice *kit.Select
	days   *kit.Entry
	fixed  *kit.Fixed
	line   *kit.Line
	field  *kit.Field
	// onChange is told of each change by a person.
	onChange func()
}

func newRhythmInput(now domain.Rhythm, onChange func()) *rhythmInput {
	r := &rhythmInput{days: kit.NewEntry(i18n.T("people.rhythm.placeholder")), onChange: onChange}
	choice := rhythmOfCommunity
	switch {
	case now == domain.Never:
		choice = rhythmNever
	case now > 0:
		choice = rhythmDays
		r.days.SetText(strconv.Itoa(int(now)))
	}
	var options []kit.Option
	for _, value := range []string{rhythmOfCommunity, rhythmDays, rhythmNever} {
		options = append(options, kit.Option{Value: value, Label: i18n.T("people.rhythm.choice." + value)})
	}
	r.choice = kit.NewSelect(options, choice, func(string) {
		r.show()
		r.onChange()
	})
	r.days.OnChanged = func(string) { r.onChange() }
	r.fixed = kit.NewFixed(96, r.days)
	r.line = kit.NewLine(8, r.choice, r.fixed).Grow(r.choice)
	r.field = kit.NewField(i18n.T("people.rhythm"), r.line)
	r.field.Check = func() string {
		if _, ok := r.read(); !ok {
			return i18n.T("people.rhythm.wrong", int(domain.MaxRhythm))
		}
		return ""
	}
	r.show()
	return r
}

func (r *rhythmInput) show() {
	if r.choice.Value() == rhythmDays {
		r.fixed.Show()
	} else {
		r.fixed.Hide()
	}
	r.line.Refresh()
}

// read is the rhythm as chosen; ok is false for a number that is none.
func (r *rhythmInput) read() (rhythm domain.Rhythm, ok bool) {
	switch r.choice.Value() {
	case rhythmNever:
		return domain.Never, true
	case rhythmDays:
		n, err := strconv.Atoi(strings.TrimSpace(r.days.Text))
		return domain.Rhythm(n), err == nil && n > 0 && n <= int(domain.MaxRhythm)
	}
	return 0, true
}

func editRhythm(d *desk.Desk, p *projections.PersonPage) {
	input := newRhythmInput(p.OwnRhythm, func() {})
	form := kit.NewForm(input.field.Hint(i18n.T("people.rhythm.hint")))
	ask(d, "people.action.rhythm", kit.DialogParams{Content: form, OnSubmit: answered(d, form, func() domain.Command {
		rhythm, _ := input.read()
		return domain.SetRhythm{Record: personStream(p.ID), Rhythm: rhythm}
	})})
}

func editOwner(d *desk.Desk, p *projections.PersonPage) {
	var members []projections.MemberRow
	d.Prepare(func(ctx context.Context) (err error) {
		members, err = d.Workspace.Views().Members(ctx)
		return err
	}, func() {
		owner := kit.NewSelect(ownerOptions(d, members), p.Owner.String(), nil)
		form := kit.NewForm(kit.NewField(i18n.T("people.owner"), owner))
		ask(d, "people.action.owner", kit.DialogParams{Content: form, OnSubmit: answered(d, form, func() domain.Command {
			return domain.AssignOwner{Record: personStream(p.ID), Member: desk.RouteID(owner.Value())}
		})})
	})
}

// ownerOptions are nobody and all of us.
func ownerOptions(d *desk.Desk, members []projections.MemberRow) []kit.Option {
	options := []kit.Option{{Value: domain.None.String(), Label: i18n.T("people.owner.nobody")}}
	for _, m := range members {
		options = append(options, kit.Option{Value: m.ID.String(), Label: d.PartyName(projections.Party{ID: m.ID, Name: m.Name})})
	}
	return options
}

// editCommunity adds a person to a community, or changes the roles there.
func editCommunity(d *desk.Desk, p *projections.PersonPage) {
	var rows []projections.CommunityRow
	d.Prepare(func(ctx context.Context) (err error) {
		rows, err = openCommunities(ctx, d)
		return err
	}, func() {
		if len(rows) == 0 {
			d.Shell.Toast(kit.Toast{Text: i18n.T("people.no-communities"), Tone: kit.Soon})
			return
		}
		roles := kit.NewEntry(i18n.T("people.roles.placeholder"))
		current := func(id string) (m projections.MembershipRow) {
			for _, m := range p.Memberships {
				if m.Community.String() == id {
					return m
				}
			}
			return m
		}
		first := rows[0].ID.String()
		for _, row := range rows {
			if current(row.ID.String()).Community == domain.None {
				first = row.ID.String()
				break
			}
		}
		community := kit.NewSelect(communityOptions(rows), first, func(id string) { roles.SetText(desk.RolesText(current(id).Roles)) })
		roles.SetText(desk.RolesText(current(first).Roles))
		form := kit.NewForm(
			kit.NewField(i18n.T("people.community"), community),
			kit.NewField(i18n.T("people.roles"), roles).Hint(i18n.T("people.roles.hint")))
		ask(d, "people.action.community", kit.DialogParams{Content: form, OnSubmit: answered(d, form, func() domain.Command {
			since := current(community.Value()).Since
			if since == "" {
				since = domain.DayOf(d.Workspace.Now())
			}
			return domain.JoinCommunity{
				Person: p.ID, Community: desk.RouteID(community.Value()), Roles: desk.ReadRoles(roles.Text), Since: since, Origin: manual,
			}
		})})
	})
}

func openCommunities(ctx context.Context, d *desk.Desk) ([]projections.CommunityRow, error) {
	rows, err := d.Workspace.Views().Communities(ctx, d.Workspace.Now())
	return slices.DeleteFunc(rows, func(row projections.CommunityRow) bool { return row.Archived }), err
}

func communityOptions(rows []projections.CommunityRow) []kit.Option {
	options := make([]kit.Option, len(rows))
	for i, row := range rows {
		options[i] = kit.Option{Value: row.ID.String(), Label: row.Name}
	}
	return options
}

// editAffiliation says that a person belongs to an organisation.
func editAffiliation(d *desk.Desk, p *projections.PersonPage) {
	input := newAffiliationInput(d, domain.Affiliation{}, position{}, func() {})
	form := kit.NewForm(input.fields()...)
	ask(d, "people.action.affiliation", kit.DialogParams{
		Content: form, Width: 520, Focus: input.organisation.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			if len(input.organisation.Items()) == 0 {
				input.organisationField.SetError(i18n.T("people.affiliation.none"))
				return false
			}
			d.Do(domain.Batch{Title: "affiliate", Parts: input.commands(p.ID, manual)}, nil)
			return true
		},
	})
}

func editRelation(d *desk.Desk, p *projections.PersonPage) {
	other := picker.People(d, i18n.T("people.relation.placeholder"), true, nil)
	var options []kit.Option
	for _, kind := range domain.RelationKinds {
		options = append(options, kit.Option{Value: string(kind), Label: i18n.T("relation." + string(kind))})
	}
	kind := kit.NewSelect(options, string(domain.RelationIntroducedBy), nil)
	note := kit.NewEntry(i18n.T("people.relation.note.placeholder"))
	who := kit.NewField(i18n.T("people.relation.who"), other.Object())
	who.Check = func() string {
		return other.CheckSome(i18n.T("people.relation.nobody"))
	}
	form := kit.NewForm(kit.NewField(i18n.T("people.relation.kind", displayName(p.PersonRow)), kind), who, kit.NewField(i18n.T("field.note"), note))
	ask(d, "people.action.relation", kit.DialogParams{Content: form, Width: 520, Focus: other.Entry(), OnSubmit: answered(d, form, func() domain.Command {
		parts := other.Additions(domain.KindPerson, manual)
		for _, id := range other.IDs() {
			parts = append(parts, domain.Relate{Person: p.ID, Origin: manual, Relation: domain.Relation{
				ID: d.Workspace.NewID(), Other: id, Kind: domain.RelationKind(kind.Value()), Note: strings.TrimSpace(note.Text),
			}})
		}
		return domain.Batch{Title: "relate", Parts: parts}
	})})
}
