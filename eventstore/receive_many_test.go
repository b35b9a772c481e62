package eventstore

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"kontor/domain"
)

// Among many events that come in at once, each of which begins a stream, the one
// that is there already is named, whether its id is or its place in its stream.
func TestWhatIsThereAlreadyIsFoundAmongMany(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	events := make([]domain.Event, many+50)
	for i := range events {
		events[i] = tell(newPerson(), fmt.Sprint("Satz ", i))
	}
	_, err := two.Append(ctx, issued(), "import", nil, events, nil)
	must(t, err)
	s.push(t, two)
	for name, test := range map[string]struct {
		at    int
		alter func(r, earlier *Record)
	}{
		"an id":                     {many + 1, func(r, earlier *Record) { r.EventID = earlier.EventID }},
		"an id in the last few":     {many + 49, func(r, earlier *Record) { r.EventID = earlier.EventID }},
		"the beginning of a stream": {700, func(r, earlier *Record) { r.Stream = earlier.Stream }},
	} {
		incoming := make([]Record, len(s.records))
		hash := Genesis(one.Workspace())
		for i := range incoming {
			incoming[i] = sent(&s.records[i])
			incoming[i].Version = 1
			if i == test.at {
				test.alter(&incoming[i], &incoming[i-699])
			}
			hash, err = HashAfter(hash, &incoming[i])
			must(t, err)
			incoming[i].Hash = hash
		}
		_, err := one.Receive(ctx, incoming, keepAll)
		var wrong *HashError
		if !errors.As(err, &wrong) || wrong.Position != int64(test.at)+1 {
			t.Errorf("%s: %v instead of the event %d", name, err, test.at+1)
		}
		if head, err := one.Head(ctx); err != nil || head.Position != 0 {
			t.Errorf("%s: the ledger changed: %d, %v", name, head.Position, err)
		}
	}
	s.pull(t, one, keepAll)
	converged(t, s, one, two)
	mustVerify(t, one)
	off, err := queryInt(one.store.conn, "PRAGMA ignore_check_constraints")
	if err != nil || off != 0 {
		t.Errorf("the schema is not checked any more: %d, %v", off, err)
	}
}
