package workspace

import (
	"context"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/projections"
)

// Comparison is two people side by side, for whoever decides whether they are one.
type Comparison struct {
	Keep, Other *projections.PersonPage
	// KeepTalks and OtherTalks are how many conversations each of them has.
	KeepTalks, OtherTalks int
	Rows                  []Compared
	Apart                 bool // somebody said that they are not the same
}

// Compared is something that is known about one of two people, or about both.
type Compared struct {
	Field domain.Field
	Label string
	Mine  *domain.Value // of the one who stays
	Other *domain.Value
	// Choice says that only one of the two values can stay.
	Choice bool
}

// Compare lays two people side by side. Whoever was merged is compared as the
// person under whom they are found.
func (w *Workspace) Compare(ctx context.Context, keep, other domain.ID) (Comparison, error) {
	var c Comparison
	for _, side := range []struct {
		id    domain.ID
		page  **projections.PersonPage
		talks *int
	}{{keep, &c.Keep, &c.KeepTalks}, {other, &c.Other, &c.OtherTalks}} {
		page, err := w.views.Person(ctx, side.id, w.now())
		if err != nil {
			return c, err
		}
		if page == nil {
			return c, &domain.Refusal{Code: domain.RefusedNotFound, Record: domain.Stream{Kind: domain.KindPerson, ID: side.id}}
		}
		*side.page = page
		if *side.talks, err = w.views.ConversationsWith(ctx, page.ID); err != nil {
			return c, err
		}
	}
	if c.Keep.ID == c.Other.ID {
		return c, &domain.Refusal{Code: domain.RefusedSelf, Record: domain.Stream{Kind: domain.KindPerson, ID: keep}}
	}
	agreed, err := w.Agreed(ctx)
	if err != nil {
		return c, err
	}
	c.Rows = append(comparedRows(c.Keep.Facts, c.Other.Facts), comparedPlaces(c.Keep, c.Other)...)
	for i := range c.Rows {
		c.Rows[i].name(agreed)
	}
	c.Apart, err = domain.ToldApart(records{ctx, w}, c.Keep.ID, c.Other.ID)
	return c, err
}

// comparedRows puts what is known once first, where it differs before where it
// does not, then what a person has several of.
func comparedRows(mine, theirs []projections.FactRow) []Compared {
	var rows []Compared
	for _, f := range mine {
		rows = append(rows, Compared{Field: f.Field, Mine: &f.Value})
	}
	for _, f := range theirs {
		i := slices.IndexFunc(rows, func(r Compared) bool { return r.means(f) })
		if i < 0 {
			rows = append(rows, Compared{Field: f.Field, Other: &f.Value})
			continue
		}
		rows[i].Other = &f.Value
		rows[i].Choice = f.Value.Point == nil && !equalValue(rows[i].Mine, &f.Value)
	}
	rows = slices.DeleteFunc(rows, func(r Compared) bool { return strings.HasPrefix(string(r.Field), "uid:") })
	slices.SortStableFunc(rows, func(a, b Compared) int { return a.rank() - b.rank() })
	return rows
}

// comparedPlaces are the organisations and communities to which the two belong:
// whoever stays gets all of them.
func comparedPlaces(mine, theirs *projections.PersonPage) []Compared {
	var rows []Compared
	add := func(field domain.Field, text string, other bool) {
		i := slices.IndexFunc(rows, func(r Compared) bool { return r.Field == field && r.Mine != nil && r.Mine.Text == text })
		switch {
		case !other:
			rows = append(rows, Compared{Field: field, Mine: domain.TextValue(text)})
		case i >= 0:
			rows[i].Other = domain.TextValue(text)
		default:
			rows = append(rows, Compared{Field: field, Other: domain.TextValue(text)})
		}
	}
	for _, side := range []struct {
		*projections.PersonPage
		other bool
	}{{mine, false}, {theirs, true}} {
		for _, a := range side.Affiliations {
			text := a.OrganisationName
			if a.Title != "" {
				text = a.Title + ", " + text
			}
			add(fieldOrganisation, text, side.other)
		}
	}
	for _, side := range []struct {
		*projections.PersonPage
		other bool
	}{{mine, false}, {theirs, true}} {
		for _, m := range side.Memberships {
			add(fieldCommunity, m.Name, side.other)
		}
	}
	return rows
}

// What is compared and stands in no dossier.
const (
	fieldOrganisation domain.Field = "organisation"
	fieldCommunity    domain.Field = "community"
)

// name says what a row is about, as people read it.
func (r *Compared) name(agreed *domain.Workspace) {
	value := r.Mine
	if value == nil {
		value = r.Other
	}
	r.Label = FieldName(projections.FactRow{Field: r.Field, Value: *value}, agreed)
}

// means reports whether a fact about the other one is the same thing.
func (r Compared) means(f projections.FactRow) bool {
	if r.Mine == nil {
		return false
	}
	if r.Mine.Point != nil && f.Value.Point != nil {
		return domain.SamePoint(*r.Mine.Point, *f.Value.Point)
	}
	return r.Field == f.Field
}

// onceOrder is the order of what a person has once.
var onceOrder = []domain.Field{
	domain.FieldName, domain.FieldBirthday, domain.FieldLanguage, domain.FieldNote, domain.FieldPhoto,
}

func (r Compared) rank() int {
	if i := slices.Index(onceOrder, r.Field); i >= 0 {
		return i
	}
	kind, _, _ := strings.Cut(string(r.Field), ":")
	switch kind {
	case "point":
		return len(onceOrder) + 1
	case "tag":
		return len(onceOrder) + 2
	case "extra":
		return len(onceOrder) + 3
	}
	return len(onceOrder)
}

// Command merges the two. Whoever merges people that were told apart knows better
// now.
func (c Comparison) Command(merge domain.MergePeople) domain.Command {
	if !c.Apart {
		return merge
	}
	return domain.Batch{Title: merge.CommandName(), Parts: []domain.Command{
		domain.TellApart{One: merge.Keep, Other: merge.Other, Back: true}, merge,
	}}
}

// records are the records of the ledger as a state to look things up in.
type records struct {
	ctx context.Context
	w   *Workspace
}

// Load folds a record.
func (s records) Load(stream domain.Stream) (domain.Aggregate, error) {
	return s.w.Record(s.ctx, stream)
}

// unmergeInstead takes a merge back after which the one who stayed was changed:
// what was changed since stays there.
func (w *Workspace) unmergeInstead(ctx context.Context, command domain.ID, why error) (Done, error) {
	recorded, err := w.ledger.CommandEvents(ctx, command)
	if err != nil {
		return Done{}, err
	}
	for _, r := range recorded {
		if _, ok := r.Event.(*domain.PersonMerged); ok {
			return w.Do(ctx, domain.UnmergePerson{Person: r.Event.Stream().ID})
		}
	}
	return Done{}, why
}
