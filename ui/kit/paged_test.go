package kit

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
)

// numbers is a list of the numbers below a count; a cursor is the number.
type numbers struct {
	count int
	asked int
	wrong error
}

func (n *numbers) fetch(_ context.Context, turn Turn) (rows []int, err error) {
	n.asked++
	if n.wrong != nil {
		return nil, n.wrong
	}
	at := func(cursor string) int {
		row, _ := strconv.Atoi(cursor)
		return row
	}
	from := 0
	switch {
	case turn.After != "":
		from = at(turn.After) + 1
	case turn.From != "":
		from = at(turn.From)
	case turn.Before != "":
		from = max(0, at(turn.Before)-turn.Limit)
		turn.Limit = at(turn.Before) - from
	case turn.Last:
		from = max(0, n.count-turn.Limit)
	}
	for i := from; i < n.count && len(rows) < turn.Limit; i++ {
		rows = append(rows, i)
	}
	return rows, nil
}

func (n *numbers) paged(size int) *Paged[int] {
	return NewPaged(NewStill(noon), size, strconv.Itoa, n.fetch)
}

func TestPagedReadsToTheEnd(t *testing.T) {
	n := &numbers{count: 25}
	p := n.paged(10)
	told := 0
	p.OnChange = func(error) { told++ }
	p.Reset()
	p.Need(0, 2)
	if p.Len() != 10 || n.asked != 1 {
		t.Fatalf("%d rows after %d fetches: the next page was not needed yet", p.Len(), n.asked)
	}
	for row := range 25 {
		p.Need(0, row)
	}
	if p.Len() != 25 || !p.Whole() || p.At(24) != 24 || told != 3 {
		t.Errorf("%d rows, whole %v, told %d times", p.Len(), p.Whole(), told)
	}
	p.Refresh()
	if p.Len() != 25 || n.asked != 4 {
		t.Errorf("a refresh left %d rows", p.Len())
	}
}

// From the end of a long list the reader comes back to its beginning, and no
// more than a few pages are kept on the way.
func TestPagedReadsFromTheEndToTheBeginning(t *testing.T) {
	n := &numbers{count: 100_000}
	p := n.paged(10)
	most := 0
	p.OnChange = func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	p.OnGrow = func() { most = max(most, p.Len()) }
	p.End()
	if n.asked != 1 || p.Len() != 10 || p.At(9) != 99_999 || p.Begun() || !p.Whole() {
		t.Fatalf("the end: %d fetches, %d rows, begun %v, whole %v", n.asked, p.Len(), p.Begun(), p.Whole())
	}
	p.Enter("3000")
	if p.At(0) != 3000 {
		t.Fatalf("entered at %d", p.At(0))
	}
	for first := p.first; !p.Begun(); first = p.first - 1 {
		p.Need(max(first, 0), max(first, 0)+8)
	}
	if p.At(0) != 0 || p.Whole() || most > pagesKept*10+10 {
		t.Errorf("begins with %d, whole %v, at most %d rows were kept", p.At(0), p.Whole(), most)
	}
	for i := 1; i < p.Len(); i++ {
		if p.At(i) != p.At(i-1)+1 {
			t.Fatalf("after %d stands %d", p.At(i-1), p.At(i))
		}
	}
	for range 400 {
		p.Need(p.Len()-9, p.Len()-1)
	}
	if p.Begun() || p.Len() > pagesKept*10+10 || p.At(p.Len()-1) < 3000 {
		t.Errorf("downwards %d rows are kept up to %d", p.Len(), p.At(p.Len()-1))
	}
}

// A refresh reads what is in sight anew, however much was scrolled through.
func TestPagedRefreshesWhatIsInSight(t *testing.T) {
	n := &numbers{count: 1000}
	p := n.paged(10)
	p.OnChange = func(error) {}
	p.Reset()
	for range 8 {
		p.Need(p.Len()-3, p.Len()-1)
	}
	top := p.At(p.first)
	var limits []int
	fetch := p.fetch
	p.fetch = func(ctx context.Context, turn Turn) ([]int, error) {
		limits = append(limits, turn.Limit)
		return fetch(ctx, turn)
	}
	p.Refresh()
	if p.At(p.first) != top || len(limits) != 1 || limits[0] > 30 {
		t.Errorf("the top was %d and is %d; fetched were %v rows", top, p.At(p.first), limits)
	}
}

func TestPagedKeepsItsRowsWhenAFetchFails(t *testing.T) {
	wrong := errors.New("locked")
	n := &numbers{count: 4}
	p := n.paged(2)
	var told error
	p.OnChange = func(err error) { told = err }
	p.Reset()
	n.wrong = wrong
	p.Need(0, 1)
	if !errors.Is(told, wrong) || p.Len() != 2 || p.Whole() {
		t.Errorf("told %v, %d rows", told, p.Len())
	}
	n.wrong = nil
	p.Need(0, 1)
	if p.Len() != 4 {
		t.Error("it must be asked again after a failure")
	}
}

func TestPagedDropsAnAnswerToAnOldFilter(t *testing.T) {
	still := NewStill(noon)
	still.Hold()
	filter := "a"
	same := func(row string) string { return row }
	p := NewPaged(still, 2, same, func(context.Context, Turn) ([]string, error) { return []string{filter}, nil })
	p.Reset()
	p.Reset()
	filter = "b"
	still.Release(1)
	filter = "a"
	still.Release(0)
	if !slices.Equal(p.rows, []string{"b"}) {
		t.Errorf("rows %v", p.rows)
	}
}
