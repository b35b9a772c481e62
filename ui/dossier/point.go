package dossier

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
)

// manual is where a value comes from that is typed into the column.
var manual = domain.Origin{How: domain.OriginManual}

// Set is the command that sets a field of a record to a value, with the one that
// was seen; nil where it changes nothing.
func Set(record domain.Stream, field domain.Field, was, now *domain.Value) domain.Command {
	if was == nil && now == nil || was != nil && now != nil && was.Text == now.Text && was.Point == nil && now.Point == nil {
		return nil
	}
	return domain.ChangeDetails{Record: record, Origin: manual, Changes: []domain.Change{{Field: field, Was: was, Now: now}}}
}

// EditText edits a text; several lines have room where it is long.
func EditText(record domain.Stream, field domain.Field, label string, was *domain.Value, long bool) Editor {
	entry := kit.NewEntry("")
	if long {
		entry = kit.NewTextArea("", 5)
	}
	if was != nil {
		entry.SetText(was.Text)
	}
	return Editor{
		Label: label, Object: entry, Focus: entry, Entries: []*kit.Entry{entry},
		Read: func() (domain.Command, string) {
			text := strings.TrimSpace(entry.Text)
			if text == "" {
				return Set(record, field, was, nil), ""
			}
			return Set(record, field, was, domain.TextValue(text)), ""
		},
	}
}

// EditPoint edits what a contact point says and leaves its label as it is; was
// is nil for a new one.
func EditPoint(record domain.Stream, point domain.ContactPoint, was *domain.Value) Editor {
	before := point
	var entries []*kit.Entry
	entry := func(placeholder, text string) *kit.Entry {
		e := kit.NewEntry(placeholder)
		e.SetText(text)
		entries = append(entries, e)
		return e
	}
	var object fyne.CanvasObject
	if point.Kind == domain.PointAddress {
		address := domain.Address{}
		if point.Address != nil {
			address = *point.Address
		}
		street := entry(i18n.T("dossier.address.street"), address.Street)
		code, city := entry(i18n.T("dossier.address.post-code"), address.PostCode), entry(i18n.T("dossier.address.city"), address.City)
		land := entry(i18n.T("dossier.address.country"), address.Country)
		object = kit.NewColumn(6, street, kit.NewLine(6, kit.NewFixed(72, code), city).Grow(city), land)
	} else {
		object = entry("", point.Value)
	}
	return Editor{
		Label: i18n.T("point." + string(point.Kind)), Object: object, Focus: entries[0], Entries: entries,
		Read: func() (domain.Command, string) {
			now, said := readPoint(point, entries)
			field := domain.PointField(point.ID)
			switch {
			case !said:
				return Set(record, field, was, nil), ""
			case now.Kind == domain.PointEmail && !strings.Contains(now.Value, "@"):
				return nil, i18n.T("dossier.bad-email", now.Value)
			case was != nil && samePoint(before, now):
				return nil, ""
			}
			return Set(record, field, was, domain.PointValue(now)), ""
		},
	}
}

// readPoint is the point as the entries say; said is false where they say
// nothing.
func readPoint(point domain.ContactPoint, entries []*kit.Entry) (now domain.ContactPoint, said bool) {
	text := func(i int) string { return strings.TrimSpace(entries[i].Text) }
	if point.Kind != domain.PointAddress {
		point.Value = text(0)
		if point.Kind == domain.PointDomain {
			point.Value = strings.TrimPrefix(strings.ToLower(point.Value), "@")
		}
		return point, point.Value != ""
	}
	address := domain.Address{}
	if point.Address != nil {
		address = *point.Address
	}
	address.Street, address.PostCode, address.City, address.Country = text(0), text(1), text(2), text(3)
	point.Address = &address
	return point, address != domain.Address{}
}

func samePoint(a, b domain.ContactPoint) bool {
	if a.Address != nil && b.Address != nil {
		return *a.Address == *b.Address
	}
	return a.Value == b.Value
}
