package sharedtest

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"kontor/eventstore/shared"
)

func missing(t *testing.T, l *laptop) {
	if page, err := l.log.Read(l.ctx, l.stream, 0, 10); !errors.Is(err, shared.ErrNotFound) {
		t.Errorf("read gives %d events and %v", len(page), err)
	}
	if _, err := l.log.Last(l.ctx, l.stream); !errors.Is(err, shared.ErrNotFound) {
		t.Errorf("last gives %v", err)
	}
	// Neither ends the connection.
	l.append(shared.None, events(0, 1)...)
}

func faithful(_ *testing.T, l *laptop) {
	all := events(0, 3)
	all[1].Data = []byte(`{}`)
	all[2].Meta = []byte(`{"name":"\u0000 ünïcode 😀","list":[1,2,3]}`)
	l.append(shared.None, all...)
	l.other().holds(0, all...)
}

func pages(t *testing.T, l *laptop) {
	all := events(0, 23)
	l.append(shared.None, all[:20]...)
	l.append(19, all[20:]...)
	for _, c := range []struct {
		from  int64
		limit int
		count int
	}{
		{0, 1, 1},
		{0, 22, 22},
		{0, 23, 23},
		{0, 24, 23},
		{19, 2, 2},
		{20, 10, 3},
		{22, 1, 1},
		{22, 5, 1},
		{23, 5, 0},
		{1000, 5, 0},
	} {
		page := l.read(c.from, c.limit)
		if len(page) != c.count {
			t.Errorf("read %d from %d: %d events, want %d", c.limit, c.from, len(page), c.count)
			continue
		}
		if c.count > 0 {
			l.same(page, c.from, all[c.from:c.from+int64(c.count)])
		}
	}
}

func last(t *testing.T, l *laptop) {
	all := events(0, 3)
	head := shared.None
	for i, e := range all {
		head = l.append(head, e)
		got, err := l.log.Last(l.ctx, l.stream)
		if err != nil {
			t.Fatal(err)
		}
		l.same([]shared.Event{got}, int64(i), all[i:i+1])
	}
}

func expectedHead(_ *testing.T, l *laptop) {
	l.refused(shared.ErrHeadMoved, 0, events(0, 1)...)
	first := events(0, 2)
	l.append(shared.None, first...)
	l.refused(shared.ErrHeadMoved, shared.None, events(2, 1)...)
	l.refused(shared.ErrHeadMoved, 0, events(2, 1)...)
	l.refused(shared.ErrHeadMoved, 2, events(2, 1)...)
	l.refused(shared.ErrHeadMoved, 1<<40, events(2, 1)...)
	next := events(2, 1)
	l.append(1, next...)
	l.holds(0, append(first, next...)...)
}

func repeated(_ *testing.T, l *laptop) {
	first, second := events(0, 3), events(3, 2)
	l.append(shared.None, first...)
	l.append(shared.None, first...)
	l.append(2, second...)
	// Also when others have appended since, and by another connection.
	l.append(2, second...)
	again := l.other()
	again.append(shared.None, first...)
	again.append(2, second...)
	again.append(0, first[1:]...)
	l.holds(0, append(first, second...)...)
}

func differentBatch(_ *testing.T, l *laptop) {
	first := events(0, 3)
	l.append(shared.None, first...)
	other := events(0, 1)[0]
	l.refused(shared.ErrHeadMoved, shared.None, other, first[1], first[2])
	l.refused(shared.ErrHeadMoved, shared.None, first[0], other, first[2])
	l.refused(shared.ErrHeadMoved, shared.None, first[0], first[1], first[2], other)
	l.refused(shared.ErrHeadMoved, shared.None, first[1], first[0])
	// Only ids are compared: what has changed needs a new id.
	changed := first[0]
	changed.Data = []byte(`{"n":"changed"}`)
	l.append(shared.None, changed)
	l.holds(0, first...)
}

func race(t *testing.T, l *laptop) {
	const writers, rounds = 3, 15
	type result struct {
		mine []shared.Event
		err  error
	}
	results := make(chan result)
	for range writers {
		w := l.other()
		go func() {
			var mine []shared.Event
			head := shared.None
			for len(mine) < rounds {
				e := events(len(mine), 1)
				next, err := w.log.Append(w.ctx, w.stream, head, e)
				switch {
				case err == nil:
					mine, head = append(mine, e...), next
				case errors.Is(err, shared.ErrHeadMoved):
					newest, err := w.log.Last(w.ctx, w.stream)
					if err != nil {
						results <- result{err: err}
						return
					}
					head = newest.Revision
				default:
					results <- result{err: err}
					return
				}
			}
			results <- result{mine: mine}
		}()
	}
	written := map[uuid.UUID]bool{}
	for range writers {
		r := <-results
		if r.err != nil {
			t.Error(r.err)
		}
		for _, e := range r.mine {
			written[e.ID] = true
		}
	}
	for _, e := range l.read(0, 2*writers*rounds) {
		if !written[e.ID] {
			t.Errorf("event %d is nobody's, or twice there", e.Revision)
		}
		delete(written, e.ID)
	}
	if len(written) > 0 {
		t.Errorf("%d events are lost", len(written))
	}
}

func document(t *testing.T, l *laptop) {
	if err := l.log.Keep(l.ctx, l.stream, 1); err != nil {
		t.Fatalf("keep before the first event: %v", err)
	}
	if _, err := l.log.Last(l.ctx, l.stream); !errors.Is(err, shared.ErrNotFound) {
		t.Errorf("a stream of which only is said what it keeps: %v", err)
	}
	versions := events(0, 4)
	for i, v := range versions {
		l.append(int64(i)-1, v)
		got, err := l.log.Last(l.ctx, l.stream)
		if err != nil {
			t.Fatal(err)
		}
		l.same([]shared.Event{got}, int64(i), versions[i:i+1])
	}
	l.same(l.read(0, 10), 3, versions[3:])
	l.same(l.read(0, 1), 3, versions[3:])
	l.refused(shared.ErrHeadMoved, shared.None, events(9, 1)...)
	l.refused(shared.ErrHeadMoved, 2, events(9, 1)...)
	// Saying it once more changes nothing.
	if err := l.log.Keep(l.ctx, l.stream, 1); err != nil {
		t.Fatal(err)
	}
	l.append(3, events(4, 1)...)
}

func keepSome(t *testing.T, l *laptop) {
	all := events(0, 10)
	l.append(shared.None, all...)
	if err := l.log.Keep(l.ctx, l.stream, 4); err != nil {
		t.Fatal(err)
	}
	l.same(l.other().read(0, 100), 6, all[6:])
	l.same(l.read(8, 100), 8, all[8:])
	more := events(10, 2)
	l.append(9, more...)
	l.same(l.read(0, 100), 8, append(all[8:10:10], more...))
}

func truncated(t *testing.T, l *laptop) {
	all := events(0, 5)
	l.append(shared.None, all...)
	for range 2 { // the second time nothing is to do
		if err := l.log.Truncate(l.ctx, l.stream, 4); err != nil {
			t.Fatal(err)
		}
	}
	l.same(l.other().read(0, 100), 4, all[4:])
	more := events(5, 2)
	l.append(4, more...)
	l.same(l.read(0, 100), 4, append(all[4:5:5], more...))
}
