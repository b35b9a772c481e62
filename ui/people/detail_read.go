package people

import (
	"context"
	"slices"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
)

// around is what else a page says of a person: how the relationship stands, what
// happened since the reader spoke with them, who may be the same, the last
// conversation, and who we are.
type around struct {
	health  *projections.PersonHealth
	since   projections.SinceLast
	twins   []projections.Alike
	last    *projections.TimelineEntry
	members []projections.MemberRow
	merged  []projections.MergedRow
}

// lastLooked is among how many entries the last contact is looked for: internal
// notes are none.
const lastLooked = 12

func fetchAround(ctx context.Context, d *desk.Desk, page *projections.PersonPage) (a around, err error) {
	if page.Erased {
		return a, nil
	}
	views := d.Workspace.Views()
	if a.health, err = views.Health(ctx, page.ID, d.Workspace.Now()); err != nil {
		return a, err
	}
	if a.since, err = views.SinceLast(ctx, page.ID, d.Workspace.Me()); err != nil {
		return a, err
	}
	if a.merged, err = views.Merged(ctx, page.ID); err != nil {
		return a, err
	}
	if a.members, err = views.Members(ctx); err != nil {
		return a, err
	}
	entries, err := views.Timeline(ctx, projections.TimelineQuery{
		Of: personStream(page.ID), Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: lastLooked,
	})
	if err != nil {
		return a, err
	}
	for i := range entries {
		if e := &entries[i]; e.Channel != domain.ChannelNote && !e.At.After(d.Workspace.Now()) {
			a.last = e
			break
		}
	}
	a.twins, err = twinsOf(ctx, views, page.ID)
	return a, err
}

// twinScore is how sure it must be that two people are the same, of 100, to say so
// on a page; what is less sure waits among the duplicates.
const twinScore = 75

// twinsOf are the people who may be the same as one.
func twinsOf(ctx context.Context, views *projections.Views, id domain.ID) (twins []projections.Alike, err error) {
	profile, ok, err := views.ProfileOf(ctx, id)
	if err != nil || !ok {
		return nil, err
	}
	apart, err := views.ToldApart(ctx, id)
	if err != nil {
		return nil, err
	}
	found, err := views.DuplicatesOf(ctx, profile, 3)
	for _, alike := range found {
		if alike.Person.ID != id && alike.Score >= twinScore && !slices.Contains(apart, alike.Person.ID) {
			twins = append(twins, alike)
		}
	}
	return twins, err
}
