package kit

import (
	"context"
	"errors"
	"testing"
)

func TestPagedReadsToTheEnd(t *testing.T) {
	asked := 0
	p := NewPaged(NewStill(noon), 10, func(_ context.Context, after *int, limit int) ([]int, error) {
		asked++
		from := 0
		if after != nil {
			from = *after + 1
		}
		var rows []int
		for i := from; i < 25 && len(rows) < limit; i++ {
			rows = append(rows, i)
		}
		return rows, nil
	})
	told := 0
	p.OnChange = func(error) { told++ }
	p.Reset()
	p.Need(2)
	if p.Len() != 10 || asked != 1 {
		t.Fatalf("%d rows after %d fetches: the next page was not needed yet", p.Len(), asked)
	}
	for row := range 25 {
		p.Need(row)
	}
	if p.Len() != 25 || !p.Whole() || p.At(24) != 24 || told != 3 {
		t.Errorf("%d rows, whole %v, told %d times", p.Len(), p.Whole(), told)
	}
	p.Refresh()
	if p.Len() != 25 || asked != 4 {
		t.Errorf("a refresh left %d rows", p.Len())
	}
}

func TestPagedKeepsItsRowsWhenAFetchFails(t *testing.T) {
	wrong := errors.New("locked")
	fail := false
	p := NewPaged(NewStill(noon), 2, func(_ context.Context, after *int, limit int) ([]int, error) {
		if fail {
			return nil, wrong
		}
		return []int{1, 2}, nil
	})
	var told error
	p.OnChange = func(err error) { told = err }
	p.Reset()
	fail = true
	p.Need(1)
	if !errors.Is(told, wrong) || p.Len() != 2 || p.Whole() {
		t.Errorf("told %v, %d rows", told, p.Len())
	}
	fail = false
	p.Need(1)
	if p.Len() != 4 {
		t.Error("it must be asked again after a failure")
	}
}

func TestPagedDropsAnAnswerToAnOldFilter(t *testing.T) {
	still := NewStill(noon)
	still.Hold()
	filter := "a"
	p := NewPaged(still, 2, func(context.Context, *string, int) ([]string, error) { return []string{filter}, nil })
	p.Reset()
	p.Reset()
	filter = "b"
	still.Release(1)
	filter = "a"
	still.Release(0)
	if p.Len() != 1 || p.At(0) != "b" {
		t.Errorf("rows %v", p.rows)
	}
}
