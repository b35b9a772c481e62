package picker

import (
	"context"
	"strings"

	"kontor/domain"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// suggested is how many records are looked up for what is typed.
const suggested = 12

// People chooses people; with makes also some who are not known yet.
func People(d *desk.Desk, placeholder string, makes bool, onChange func()) *Picker {
	p := Params{
		Async: d.Async, Placeholder: placeholder, OnChange: onChange, OnError: d.Fail,
		Find: func(ctx context.Context, text string) ([]Item, error) {
			hits, err := d.Workspace.Views().FindPeople(ctx, text, "", suggested)
			return hitItems(hits), err
		},
	}
	if makes {
		p.Make = func(text string) Item { return newItem(d, kit.IconPersonAdd, text) }
	}
	return New(p)
}

// Organisations chooses organisations, known and new ones: at most so many, 0
// for any number.
func Organisations(d *desk.Desk, placeholder string, most int, onChange func()) *Picker {
	return New(Params{
		Async: d.Async, Placeholder: placeholder, OnChange: onChange, OnError: d.Fail, Max: most,
		Find: func(ctx context.Context, text string) ([]Item, error) {
			hits, err := d.Workspace.Views().FindOrganisations(ctx, text, suggested)
			return hitItems(hits), err
		},
		Make: func(text string) Item { return newItem(d, kit.IconPlus, text) },
	})
}

// Members chooses some of us.
func Members(d *desk.Desk, placeholder string, members []projections.MemberRow, onChange func()) *Picker {
	return New(Params{
		Async: d.Async, Placeholder: placeholder, OnChange: onChange, OnError: d.Fail,
		Find: func(_ context.Context, text string) ([]Item, error) {
			var found []Item
			for _, m := range members {
				if item := MemberItem(d, m); strings.Contains(strings.ToLower(m.Name+" "+item.Label), strings.ToLower(text)) {
					found = append(found, item)
				}
			}
			return found, nil
		},
	})
}

// Tags chooses tags, known and new ones.
func Tags(d *desk.Desk, placeholder string, onChange func()) *Picker {
	return New(Params{
		Async: d.Async, Placeholder: placeholder, OnChange: onChange, OnError: d.Fail, Splits: ",; ",
		Find: func(ctx context.Context, text string) ([]Item, error) {
			rows, err := d.Workspace.Views().Tags(ctx, domain.NormalTag(text))
			var found []Item
			for _, row := range rows {
				found = append(found, TagItem(row.Tag))
			}
			return found, err
		},
		Make: func(text string) Item {
			item := TagItem(text)
			item.New = true
			return item
		},
	})
}

// PartyItem is somebody who is already known.
func PartyItem(p projections.Party, name string) Item {
	kind := kit.PersonFace
	if p.Kind == domain.KindOrganisation {
		kind = kit.OrganisationFace
	}
	id := p.ID.String()
	return Item{ID: id, Label: name, Face: &kit.Face{Kind: kind, ID: id, Name: name}}
}

// MemberItem is one of us.
func MemberItem(d *desk.Desk, m projections.MemberRow) Item {
	return Item{ID: m.ID.String(), Label: d.PartyName(projections.Party{ID: m.ID, Name: m.Name}), Face: &kit.Face{ID: m.ID.String(), Name: m.Name}}
}

// TagItem is a tag.
func TagItem(tag string) Item {
	tag = domain.NormalTag(tag)
	return Item{ID: tag, Label: tag, Icon: kit.IconTag}
}

// Additions are the commands that make what is chosen and does not exist yet.
func (k *Picker) Additions(kind domain.Kind, origin domain.Origin) []domain.Command {
	var commands []domain.Command
	for _, item := range k.chosen {
		id, err := domain.ParseID(item.ID)
		if !item.New || err != nil {
			continue
		}
		value := domain.TextValue(item.Label)
		if kind == domain.KindPerson {
			value = domain.NameValue(quicklog.SplitName(item.Label))
		}
		commands = append(commands, domain.AddRecord{
			Record: domain.Stream{Kind: kind, ID: id}, Origin: origin,
			Changes: []domain.Change{{Field: domain.FieldName, Now: value}},
		})
	}
	return commands
}

func hitItems(hits []projections.Hit) []Item {
	items := make([]Item, len(hits))
	for i, hit := range hits {
		kind := kit.PersonFace
		if hit.Kind == domain.KindOrganisation {
			kind = kit.OrganisationFace
		}
		id := hit.ID.String()
		items[i] = Item{ID: id, Label: hit.Title, Sub: hit.Detail, Face: &kit.Face{Kind: kind, ID: id, Name: hit.Title}}
	}
	return items
}

func newItem(d *desk.Desk, icon kit.Icon, text string) Item {
	return Item{ID: d.Workspace.NewID().String(), Label: text, Icon: icon, New: true}
}
