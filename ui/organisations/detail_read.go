package organisations

import (
	"context"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
)

// around is what else a page says of an organisation: how its people stand, when
// each was spoken to last, and who we are.
type around struct {
	people    map[domain.ID]projections.PersonRow
	standings []projections.Standing
	members   []projections.MemberRow
}

// peopleRead is of how many people of an organisation the page knows when they
// were spoken to.
const peopleRead = 100

func fetchAround(ctx context.Context, d *desk.Desk, page *projections.OrganisationPage) (a around, err error) {
	views := d.Workspace.Views()
	rows, err := views.People(ctx, projections.PeopleQuery{
		Organisation: page.ID, Order: projections.PeopleByRecent, Page: projections.Page{Limit: peopleRead},
	})
	if err != nil {
		return a, err
	}
	a.people = map[domain.ID]projections.PersonRow{}
	for _, row := range rows {
		a.people[row.ID] = row
	}
	if a.standings, err = views.Standings(ctx, rows, d.Workspace.Now()); err != nil {
		return a, err
	}
	a.members, err = views.Members(ctx)
	return a, err
}
