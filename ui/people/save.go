package people

import (
	"slices"
	"strings"
	"time"

	"kontor/domain"
	"kontor/ui/desk"
)

// saving makes the commands of a form.
type saving struct {
	person      domain.ID
	isNew       bool
	now         time.Time
	definitions []domain.FieldDefinition
	place       *affiliationInput
}

// batch is everything in which the form differs from what is known, as one step.
func (s saving) batch(d draft) domain.Batch {
	var parts []domain.Command
	record := personStream(s.person)
	offered, typed := s.byOrigin(d, s.changes(d))
	origin := domain.Origin{How: d.Origin}
	switch {
	case s.isNew && len(offered) == 0:
		parts = append(parts, domain.AddRecord{Record: record, Origin: manual, Changes: typed})
	case s.isNew:
		parts = append(parts, domain.AddRecord{Record: record, Origin: origin, Changes: offered})
		if len(typed) > 0 {
			parts = append(parts, domain.ChangeDetails{Record: record, Origin: manual, Changes: typed})
		}
	default:
		if len(offered) > 0 {
			parts = append(parts, domain.ChangeDetails{Record: record, Origin: origin, Changes: offered})
		}
		if len(typed) > 0 {
			parts = append(parts, domain.ChangeDetails{Record: record, Origin: manual, Changes: typed})
		}
	}
	parts = append(parts, s.place.commands(s.person, manual)...)
	parts = append(parts, s.communities(d)...)
	if d.Rhythm != d.Known.Rhythm {
		parts = append(parts, domain.SetRhythm{Record: record, Rhythm: d.Rhythm})
	}
	if d.Owner != d.Known.Owner {
		parts = append(parts, domain.AssignOwner{Record: record, Member: d.Owner})
	}
	return domain.Batch{Title: "save-person", Parts: parts}
}

// byOrigin parts what was proposed and left as it was from what a human typed. Of a
// new person without anything to be called by among the
// proposals, the name goes with them: a record begins with one.
func (s saving) byOrigin(d draft, changes []domain.Change) (offered, typed []domain.Change) {
	if d.Origin == "" {
		return nil, changes
	}
	named := false
	for _, c := range changes {
		if c.Now != nil && sameValue(d.Offered[c.Field], c.Now) {
			offered = append(offered, c)
			named = named || c.Field == domain.FieldName || c.Now.Point != nil
		} else {
			typed = append(typed, c)
		}
	}
	if s.isNew && len(offered) > 0 && !named {
		for i, c := range typed {
			if c.Field == domain.FieldName || c.Now.Point != nil {
				return append(offered, c), slices.Delete(typed, i, i+1)
			}
		}
	}
	return offered, typed
}

// changes are the fields in which the form differs from what is known.
func (s saving) changes(d draft) []domain.Change {
	known := d.Known.Dossier
	var changes []domain.Change
	set := func(field domain.Field, now *domain.Value) {
		if change := known.SetChange(field, now); !sameValue(change.Was, now) {
			changes = append(changes, change)
		}
	}
	text := func(field domain.Field, text string) {
		if text = strings.TrimSpace(text); text != strings.TrimSpace(known.Text(field)) {
			set(field, textValue(text))
		}
	}
	var name *domain.Value
	if !d.Name.IsZero() {
		name = domain.NameValue(d.Name)
	}
	set(domain.FieldName, name)
	s.pointChanges(d, set)
	set(domain.FieldBirthday, dateValue(d.Birthday, s.now))
	text(domain.FieldLanguage, d.Language)
	var photo *domain.Value
	if d.Photo != nil {
		photo = &domain.Value{Attachment: d.Photo}
	}
	set(domain.FieldPhoto, photo)
	for _, tag := range known.Tags() {
		if !slices.Contains(d.Tags, tag) {
			set(domain.TagField(tag), nil)
		}
	}
	for _, tag := range d.Tags {
		if !slices.Contains(known.Tags(), tag) {
			set(domain.TagField(tag), domain.TextValue(tag))
		}
	}
	for _, definition := range s.definitions {
		if value, ok := customValue(definition, d.Custom[definition.ID], s.now); ok {
			set(domain.CustomField(definition.ID), value)
		}
	}
	text(domain.FieldNote, d.Note)
	return changes
}

func (s saving) pointChanges(d draft, set func(domain.Field, *domain.Value)) {
	kept := map[domain.ID]bool{}
	for _, point := range d.Points {
		kept[point.ID] = true
		set(domain.PointField(point.ID), domain.PointValue(point))
	}
	for _, point := range d.Known.Dossier.Points() {
		if !kept[point.ID] {
			set(domain.PointField(point.ID), nil)
		}
	}
}

// communities are the steps into communities, out of them, and into other roles.
func (s saving) communities(d draft) []domain.Command {
	var parts []domain.Command
	stays := map[domain.ID]bool{}
	was := map[domain.ID]domain.Membership{}
	for _, m := range d.Known.Memberships {
		was[m.Community] = m
	}
	for _, m := range d.Memberships {
		stays[m.Community] = true
		before, member := was[m.Community]
		roles := desk.ReadRoles(m.Roles)
		// A role may be kept by its name instead of its word, from an import.
		if member && (slices.Equal(roles, before.Roles) || m.Roles == desk.RolesText(before.Roles)) {
			continue
		}
		since := before.Since
		if !member {
			since = domain.DayOf(s.now)
		}
		parts = append(parts, domain.JoinCommunity{Person: s.person, Community: m.Community, Roles: roles, Since: since, Origin: manual})
	}
	for _, m := range d.Known.Memberships {
		if !stays[m.Community] {
			parts = append(parts, domain.LeaveCommunity{Person: s.person, Community: m.Community})
		}
	}
	return parts
}

// textValue is a text, nil for none.
func textValue(text string) *domain.Value {
	if text == "" {
		return nil
	}
	return domain.TextValue(text)
}

// dateValue is a date, nil for none.
func dateValue(text string, now time.Time) *domain.Value {
	date, ok := parseDate(text, now)
	if !ok || date.IsZero() {
		return nil
	}
	return domain.DateValue(date)
}
