package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/workspace"
)

// personJSON is a person in a list.
type personJSON struct {
	ID           domain.ID `json:"id"`
	Name         string    `json:"name"`
	Organisation string    `json:"organisation"`
	Emails       []string  `json:"emails"`
	Phones       []string  `json:"phones"`
	Communities  []string  `json:"communities"`
	Tags         []string  `json:"tags"`
	LastContact  *string   `json:"lastContact,omitempty"`
	Approximate  bool      `json:"approximate,omitempty"`
}

func (a *app) peopleCommand() *cobra.Command {
	var limit uint
	c := &cobra.Command{
		Use: "people [QUERY]", Short: i18n.T("cli.people.short"),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			people, err := findPeople(ctx, w, strings.Join(args, " "), int(limit))
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(people)
			}
			return a.printPeople(people)
		}),
	}
	c.Flags().UintVar(&limit, "limit", 0, i18n.T("cli.flag.limit"))
	return c
}

// findPeople lists people: all of them, or those whose name is, begins with or
// sounds like the query, best first.
func findPeople(ctx context.Context, w *workspace.Workspace, query string, limit int) ([]personJSON, error) {
	people := []personJSON{}
	if strings.TrimSpace(query) == "" {
		return allPeople(ctx, w, limit)
	}
	hits, err := w.Views().Search(ctx, query, cmp.Or(limit, 50), w.Now())
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		if h.Kind != domain.KindPerson {
			continue
		}
		page, err := w.Views().Person(ctx, h.ID, w.Now())
		if err != nil {
			return nil, err
		}
		if page == nil {
			continue
		}
		p := summary(page)
		p.Approximate = h.Approximate
		people = append(people, p)
	}
	return people, nil
}

func allPeople(ctx context.Context, w *workspace.Workspace, limit int) ([]personJSON, error) {
	people := []personJSON{}
	query := projections.PeopleQuery{Order: projections.PeopleByName}
	query.Limit = 500
	for {
		rows, err := w.Views().People(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			page, err := w.Views().Person(ctx, row.ID, w.Now())
			if err != nil {
				return nil, err
			}
			if page != nil {
				people = append(people, summary(page))
			}
			if limit > 0 && len(people) == limit {
				return people, nil
			}
		}
		if len(rows) < query.Limit {
			return people, nil
		}
		query.After = rows[len(rows)-1].Cursor
	}
}

func summary(p *projections.PersonPage) personJSON {
	s := personJSON{
		ID: p.ID, Name: p.Name, Organisation: p.Organisation,
		Emails: []string{}, Phones: []string{}, Communities: []string{}, Tags: []string{},
	}
	for _, f := range p.Facts {
		if point := f.Value.Point; point != nil {
			switch point.Kind {
			case domain.PointEmail:
				s.Emails = append(s.Emails, point.Value)
			case domain.PointPhone:
				s.Phones = append(s.Phones, point.Value)
			}
		}
	}
	s.Communities = append(s.Communities, p.Communities...)
	s.Tags = append(s.Tags, p.Tags...)
	if !p.LastContact.IsZero() {
		at := p.LastContact.Format(time.RFC3339)
		s.LastContact = &at
	}
	return s
}

func (a *app) printPeople(people []personJSON) error {
	if len(people) == 0 {
		a.say("cli.people.none")
		return nil
	}
	var lines strings.Builder
	table := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	for _, p := range people {
		name := p.Name
		if p.Approximate {
			name = "≈ " + name
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", name, p.Organisation,
			strings.Join(p.Emails, ", "), strings.Join(p.Phones, ", "), strings.Join(p.Communities, ", "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(lines.String()) {
		fmt.Fprintln(a.Out, strings.TrimRight(line, " \n"))
	}
	return nil
}
