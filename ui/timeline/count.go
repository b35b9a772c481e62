package timeline

import (
	"context"
	"slices"

	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// mostCounted is up to how many entries the views say their number.
const mostCounted = 999

// count says how many entries each view holds, with the other filters as they
// are.
func (t *Timeline) count() {
	if t.bar == nil {
		return
	}
	type counted struct {
		kinds map[projections.EntryKind]int
		whole bool
	}
	filter := t.filter
	filter.View = viewAll
	query := filter.query(t.p.Desk.Workspace.Now())
	query.Of = t.p.Of
	kit.Load(context.Background(), t.counts, func(ctx context.Context) (c counted, err error) {
		c.kinds, c.whole, err = t.p.Desk.Workspace.Views().CountTimeline(ctx, query, mostCounted)
		return c, err
	}, func(c counted, err error) {
		if err == nil { // the timeline itself says what is wrong
			t.bar.views.Set(views(c.kinds, c.whole))
		}
	})
}

// views are the views of a timeline with their numbers. Where there are more
// entries than were counted the numbers are left out: a part of them says
// nothing.
func views(counts map[projections.EntryKind]int, whole bool) []kit.Segment {
	segment := func(value, key string, kind projections.EntryKind) kit.Segment {
		s := kit.Segment{Value: value, Label: i18n.T(key)}
		if n := counts[kind]; n > 0 && whole {
			s.Count = i18n.Number(n)
		}
		return s
	}
	segments := []kit.Segment{
		{Value: viewAll, Label: i18n.T("timeline.view.all")},
		segment(viewTalks, "timeline.view.talks", projections.EntryConversation),
		segment(viewFollowUps, "timeline.view.follow-ups", projections.EntryFollowUp),
		segment(viewHistory, "timeline.view.history", projections.EntryChange),
	}
	if counts[projections.EntryNeed] > 0 {
		segments = slices.Insert(segments, 3, segment(viewNeeds, "timeline.view.needs", projections.EntryNeed))
	}
	return segments
}
