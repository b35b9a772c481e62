package communities

import (
	"context"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
)

// shown is everything about one community but its people and its timeline.
type shown struct {
	page  *projections.CommunityPage
	late  []projections.PersonRow // those out of rhythm for longest
	nLate int
	// promises is how many follow-ups about its people are open.
	promises int
	members  []projections.MemberRow
	needs    []projections.NeedRow // those due first, that are not closed
	nNeeds   int
}

// lateRead is how many of those out of rhythm are named.
const lateRead = 6

// needsRead is how many of the open needs are named.
const needsRead = 5

func fetch(ctx context.Context, d *desk.Desk, id domain.ID) (s shown, err error) {
	views := d.Workspace.Views()
	if s.page, err = views.Community(ctx, id, d.Workspace.Now()); err != nil || s.page == nil {
		return s, err
	}
	q := *late(id)
	q.Limit = lateRead
	if s.late, err = views.People(ctx, q); err != nil {
		return s, err
	}
	if s.nLate, _, err = views.CountPeople(ctx, q); err != nil {
		return s, err
	}
	if s.promises, err = views.CountFollowUps(ctx, projections.FollowUpQuery{Who: projections.Who{Community: id}}); err != nil {
		return s, err
	}
	wanted := projections.NeedQuery{About: domain.Stream{Kind: domain.KindCommunity, ID: id}, Page: projections.Page{Limit: needsRead}}
	if s.needs, err = views.Needs(ctx, wanted); err != nil {
		return s, err
	}
	if s.nNeeds, err = views.CountNeeds(ctx, wanted); err != nil {
		return s, err
	}
	s.members, err = views.Members(ctx)
	return s, err
}

// late are those who are out of their rhythm, for longest first.
func late(community domain.ID) *projections.PeopleQuery {
	return &projections.PeopleQuery{Community: community, OutOfRhythm: true, Order: projections.PeopleByLastContact}
}
