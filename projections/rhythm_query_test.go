package projections

import (
	"fmt"
	"testing"
	"time"

	"kontor/domain"
)

// Whoever stands at an edge of a state is told by the row: the day is that of the
// place where they were spoken with, hours before or after the same moment here.
func TestRhythmIsToldByTheIndexAsByTheRows(t *testing.T) {
	l := newLedger(t)
	for _, rhythm := range []domain.Rhythm{0, 1, 3, 10, 90} {
		for _, daysAgo := range []int{-1, int(rhythm)*4/5 - 3, int(rhythm)*4/5 - 1, int(rhythm) * 4 / 5, int(rhythm)*4/5 + 1, int(rhythm) - 1, int(rhythm), int(rhythm) + 1, int(rhythm) + 3, 400} {
			for _, zone := range []int{-12, 0, 14} {
				p := l.addPerson(domain.Name{Family: fmt.Sprint("Lenz", rhythm)})
				if rhythm > 0 {
					l.rhythm(p, rhythm)
				}
				if daysAgo < 0 {
					continue // never spoken with
				}
				at := l.clock.Add(-time.Minute).AddDate(0, 0, -daysAgo).In(time.FixedZone("", zone*3600))
				l.log(domain.ConversationContent{
					Channel: domain.ChannelCall, Direction: domain.DirectionMutual, People: []domain.ID{p},
					When: domain.Moment{At: at, Precision: domain.PrecisionMinute},
				}, domain.ConversationWords{Text: "kurz"})
			}
		}
	}
	v := l.views()
	for days := range 4 {
		now := l.clock.AddDate(0, 0, days)
		err := v.read(ctx, func(r *reader) error {
			for _, state := range []domain.RhythmState{domain.RhythmNone, domain.RhythmLate, domain.RhythmDue, domain.RhythmOnTrack} {
				q := &chooser{reader: r, now: now, today: dayOfNow(now)}
				got := q.rhythm(state)
				want := q.those(r.q("SELECT n FROM contact c WHERE rhythm > 0 AND ? - " + rhythmFrom + rhythmIs(state)).int(q.today))
				if state == domain.RhythmNone {
					want = q.those(r.q("SELECT n FROM contact WHERE rhythm = 0"))
				}
				differ := combine(got.set, want.set, func(a, b uint64) uint64 { return a ^ b })
				if q.err != nil || differ.count > 0 || want.set.count == 0 {
					t.Errorf("%s in %d days: %d people, by their rows %d, %d differ; %v", state, days, got.set.count, want.set.count, differ.count, q.err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is chosen from is what is listed.
func TestCommunityNamesAreThoseOfTheCommunities(t *testing.T) {
	l := newLedger(t)
	for i := range 3 {
		c := l.add(domain.KindCommunity, fmt.Sprint("Kreis ", i))
		for range i {
			l.do(domain.JoinCommunity{Person: l.addPerson(domain.Name{Family: "Lenz"}), Community: c})
		}
		if i == 2 {
			l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindCommunity, ID: c}})
		}
	}
	v := l.views()
	rows, err := v.Communities(ctx, l.clock)
	names, err2 := v.CommunityNames(ctx)
	if err != nil || err2 != nil || len(names) != 3 || len(rows) != 3 {
		t.Fatalf("%d names of %d communities, %v, %v", len(names), len(rows), err, err2)
	}
	for i, row := range rows {
		if want := (CommunityRow{ID: row.ID, Name: row.Name, People: row.People, Archived: row.Archived}); names[i] != want {
			t.Errorf("%+v, want %+v", names[i], want)
		}
	}
}
