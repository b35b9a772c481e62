package projections

import (
	"context"
	"strings"

	"kontor/domain"
)

// mostSimilar is how many records a list shows whose names are only alike: more
// are no help to somebody who wants one of them.
const mostSimilar = 50

// Similar finds the records of a kind whose names are alike what somebody typed
// or sound alike, and people by their initials and their organisation, the
// likeliest first, as [Views.Search] does.
func (v *Views) Similar(ctx context.Context, kind domain.Kind, text string) (ids []domain.ID, err error) {
	err = v.read(ctx, func(r *reader) error {
		ids, err = r.idsOf(r.similar(kind, text, nil))
		return err
	})
	return ids, err
}

// similar are the numbers of those records that are accepted; nil accepts all.
func (r *reader) similar(kind domain.Kind, text string, accept func(n int64) (bool, error)) (numbers []int64, err error) {
	query := wordsOf(text)
	if len(query) == 0 {
		return nil, nil
	}
	s := &searcher{reader: r, query: query, prefix: !strings.HasSuffix(text, " "), now: r.now(), only: kind}
	fits, exact := map[int64]float64{}, map[int64]bool{}
	if kind == domain.KindPerson {
		if err := s.initials(fits, exact); err != nil {
			return nil, err
		}
	}
	if err := s.approximate(fits); err != nil {
		return nil, err
	}
	list, err := s.ranked(fits, exact)
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		if len(numbers) == mostSimilar {
			break
		}
		ok := accept == nil
		if !ok {
			if ok, err = accept(f.n); err != nil {
				return nil, err
			}
		}
		if ok {
			numbers = append(numbers, f.n)
		}
	}
	return numbers, nil
}

// similarPeople are those who fit all that a query asks for but its text, which
// their names are alike. They are looked for where nobody fits the text.
func (v *Views) similarPeople(r *reader, q PeopleQuery) ([]int64, error) {
	if !q.Similar || q.upwards() || q.After != "" || q.From != "" {
		return nil, nil
	}
	text := q.Text
	q.Text, q.Page = "", Page{}
	q, set, err := r.peopleOf(q)
	if err != nil {
		return nil, err
	}
	silent := v.silent(r, q)
	return r.similar(domain.KindPerson, text, func(n int64) (bool, error) {
		if set.set.has(n) == set.inverse {
			return false, nil
		}
		listed, err := r.q("SELECT listed FROM person WHERE n = ?").int(n).number()
		if err != nil || listed != listedAs(q.Archived) || silent == nil {
			return err == nil && listed == listedAs(q.Archived), err
		}
		return silent(n)
	})
}

// similarOrganisations are those that the filter leaves and whose names are alike
// the text.
func (r *reader) similarOrganisations(q OrganisationQuery) ([]int64, error) {
	if !q.Similar || q.upwards() || q.After != "" || q.From != "" {
		return nil, nil
	}
	text := q.Text
	q.Text = ""
	among, err := r.amongOrganisations(q)
	if err != nil {
		return nil, err
	}
	return r.similar(domain.KindOrganisation, text, func(n int64) (bool, error) {
		if among != nil && !among.has(n) {
			return false, nil
		}
		listed, err := r.q("SELECT listed FROM organisation WHERE n = ?").int(n).number()
		return err == nil && listed == listedAs(q.Archived), err
	})
}
