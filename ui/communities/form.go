package communities

import (
	"context"
	"strconv"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// form edits a community, or makes a new one.
type form struct {
	desk  *desk.Desk
	id    domain.ID // None for a new one
	known *domain.Community

	name, purpose, goals, channels, rhythm *kit.Entry
	kind, owner                            *kit.Select
	form                                   *kit.Form
}

// openForm reads what is known and opens the dialog.
func openForm(d *desk.Desk, id domain.ID) {
	f := &form{desk: d, id: id, known: domain.NewCommunity()}
	var members []projections.MemberRow
	d.Run(func(ctx context.Context) (err error) {
		if members, err = d.Workspace.Views().Members(ctx); err != nil || id == domain.None {
			return err
		}
		a, err := d.Workspace.Record(ctx, f.record())
		if err != nil {
			return err
		}
		known, ok := a.(*domain.Community)
		if !ok {
			return &domain.Refusal{Code: domain.RefusedNotFound, Record: f.record()}
		}
		f.known = known
		return nil
	}, func() { f.open(members) })
}

func (f *form) record() domain.Stream { return domain.Stream{Kind: domain.KindCommunity, ID: f.id} }

func (f *form) open(members []projections.MemberRow) {
	f.name = kit.NewEntry(i18n.T("communities.form.name.placeholder"))
	f.name.SetText(f.known.Dossier.Text(domain.FieldName))
	area := func(field domain.Field, lines int) *kit.Entry {
		e := kit.NewTextArea(i18n.T("communities.form."+string(field)+".placeholder"), lines)
		e.SetText(f.known.Dossier.Text(field))
		return e
	}
	f.purpose, f.goals = area(domain.FieldPurpose, 2), area(domain.FieldGoals, 2)
	f.channels = kit.NewEntry(i18n.T("communities.form.channels.placeholder"))
	f.channels.SetText(f.known.Dossier.Text(domain.FieldChannels))
	var kinds []kit.Option
	for _, kind := range domain.CommunityKinds {
		kinds = append(kinds, kit.Option{Value: string(kind), Label: kindName(kind)})
	}
	kind := f.known.Taxonomy
	if kind == "" {
		kind = domain.CommunityOther
	}
	f.kind = kit.NewSelect(kinds, string(kind), nil)
	owners := []kit.Option{{Value: domain.None.String(), Label: i18n.T("communities.form.nobody")}}
	for _, m := range members {
		owners = append(owners, kit.Option{Value: m.ID.String(), Label: f.desk.PartyName(projections.Party{ID: m.ID, Name: m.Name})})
	}
	f.owner = kit.NewSelect(owners, f.known.Owner.String(), nil)
	f.rhythm = kit.NewEntry(i18n.T("communities.form.rhythm.placeholder"))
	if f.known.Rhythm > 0 {
		f.rhythm.SetText(strconv.Itoa(int(f.known.Rhythm)))
	}
	rhythm := kit.NewField(i18n.T("communities.form.rhythm"), f.rhythm).Hint(i18n.T("communities.form.rhythm.hint"))
	rhythm.Check = func() string {
		if _, ok := f.days(); !ok {
			return i18n.T("communities.form.rhythm.wrong", int(domain.MaxRhythm))
		}
		return ""
	}
	f.form = kit.NewForm(
		kit.NewFieldLine(kit.NewField(i18n.T("field.name"), f.name).Required(), kit.NewField(i18n.T("communities.form.kind"), f.kind)),
		kit.NewField(i18n.T("field.purpose"), f.purpose),
		kit.NewField(i18n.T("field.goals"), f.goals),
		kit.NewField(i18n.T("communities.form.channels"), f.channels),
		kit.NewFieldLine(kit.NewField(i18n.T("communities.form.owner"), f.owner), rhythm),
	)
	title := i18n.T("communities.form.new")
	if f.id != domain.None {
		title = i18n.T("communities.form.edit")
	}
	kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: f.form, Width: 600, Focus: f.name, OnSubmit: f.save,
	})
}

// days is the rhythm as written; 0 is none.
func (f *form) days() (domain.Rhythm, bool) {
	text := strings.TrimSpace(f.rhythm.Text)
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return domain.Rhythm(n), err == nil && n >= 0 && n <= int(domain.MaxRhythm)
}

func (f *form) save() bool {
	if !f.form.Validate() {
		return false
	}
	isNew := f.id == domain.None
	if isNew {
		f.id = f.desk.Workspace.NewID()
	}
	f.desk.Do(domain.Batch{Title: "save-community", Parts: f.commands(isNew)}, func(workspace.Done) {
		if isNew {
			f.desk.Open(f.record())
		}
	})
	return true
}

// commands are what makes the community as the form says.
func (f *form) commands(isNew bool) []domain.Command {
	manual := domain.Origin{How: domain.OriginManual}
	kind := domain.CommunityKind(f.kind.Value())
	var parts []domain.Command
	if isNew {
		parts = append(parts, domain.AddRecord{Record: f.record(), Taxonomy: kind, Origin: manual, Changes: f.changes()})
	} else {
		parts = append(parts,
			domain.ChangeDetails{Record: f.record(), Origin: manual, Changes: f.changes()},
			domain.ClassifyCommunity{Community: f.id, Taxonomy: kind})
	}
	if days, _ := f.days(); days != f.known.Rhythm {
		parts = append(parts, domain.SetRhythm{Record: f.record(), Rhythm: days})
	}
	if owner := desk.RouteID(f.owner.Value()); owner != f.known.Owner {
		parts = append(parts, domain.AssignOwner{Record: f.record(), Member: owner})
	}
	return parts
}

// changes are the fields in which the form differs from what is known.
func (f *form) changes() []domain.Change {
	var changes []domain.Change
	change := func(field domain.Field, entry *kit.Entry) {
		text := strings.TrimSpace(entry.Text)
		if text == f.known.Dossier.Text(field) {
			return
		}
		var now *domain.Value
		if text != "" {
			now = domain.TextValue(text)
		}
		changes = append(changes, f.known.Dossier.SetChange(field, now))
	}
	change(domain.FieldName, f.name)
	change(domain.FieldPurpose, f.purpose)
	change(domain.FieldGoals, f.goals)
	change(domain.FieldChannels, f.channels)
	return changes
}
