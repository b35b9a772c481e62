package people

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/kit/kittest"
	"kontor/ui/roster"
)

// manyPeople is how many people a list must scroll through without a hitch.
const manyPeople = 100_000

// anyone is a made-up person: the list fetches from memory, so that what is
// measured is the window's own work.
func anyone(n int) projections.PersonRow {
	return projections.PersonRow{
		ID:   domain.ID{0: byte(n >> 24), 1: byte(n >> 16), 2: byte(n >> 8), 3: byte(n), 15: 1},
		Name: fmt.Sprintf("Johann Wolfgang Nummer %d", n), Organisation: "Bodmer & Lavater " + strconv.Itoa(n%700), JobTitle: "Technische Leitung",
		Communities: []string{"Kunden", "Partner"}, Rhythm: 30 + n%90, LastContact: desktest.Now.AddDate(0, 0, -n%200), Cursor: strconv.Itoa(n),
	}
}

// crowded is the list of people over very many of them.
func crowded(b *desktest.Bench) *roster.Page[projections.PersonRow, filter] {
	b.T.Helper()
	l := newList(b.Desk)
	p := l.params()
	p.Count = func(context.Context, filter) (roster.Count, error) {
		return roster.Count{Shown: manyPeople, All: manyPeople}, nil
	}
	p.Fetch = func(_ context.Context, _ filter, _ roster.Order, t kit.Turn) (rows []projections.PersonRow, err error) {
		at := func(cursor string) int { n, _ := strconv.Atoi(cursor); return n }
		from := 0
		switch {
		case t.After != "":
			from = at(t.After) + 1
		case t.From != "":
			from = at(t.From)
		case t.Before != "":
			from = max(0, at(t.Before)-t.Limit)
			t.Limit = at(t.Before) - from
		case t.Last:
			from = manyPeople - t.Limit
		}
		for n := from; n < manyPeople && len(rows) < t.Limit; n++ {
			rows = append(rows, anyone(n))
		}
		return rows, nil
	}
	reader := roster.NewReader(roster.ReaderParams[shown]{Desk: b.Desk, Fetch: func(context.Context, domain.ID) (s shown, there bool, err error) {
		return s, false, nil
	}})
	page := roster.NewPage(p, roster.PageParams{Side: reader}, "")
	l.List = page.List
	b.Shell.Register("crowd", func(string) kit.Page { return page })
	b.Shell.Open(kit.Route{Page: "crowd"})
	return page
}

// The window's work for a frame of scrolling stays within the frame, as rows and
// as a table, downwards and from the end upwards.
func TestScrollingThroughManyPeopleKeepsTheFrame(t *testing.T) {
	b := desktest.Open(t, desktest.Options{Width: 1920, Height: 1080})
	p := crowded(b)
	for name, wide := range map[string]bool{"rows": false, "table": true} {
		if wide {
			p.List.ToRows()
			b.Press("W")
		}
		b.Press("Home")
		kittest.Frames(t, "people, "+name+", down", func() { p.List.Rows.ScrollBy(140) })
		b.Press("End")
		kittest.Frames(t, "people, "+name+", up", func() { p.List.Rows.ScrollBy(-140) })
		if got := p.List.Paged.Len(); got > 20*roster.PageSize {
			t.Errorf("%d rows are kept", got)
		}
	}
	start := time.Now()
	b.Press("End")
	if p.Wanted != anyone(manyPeople-1).ID {
		t.Error("End does not lead to the last")
	}
	t.Logf("End: %v", time.Since(start))
}
