package storetest

import (
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"kontor/domain"
	"kontor/eventstore"
)

// model checks random appends against the simplest thing that could be right: a
// slice of records.
func (s *suite) model() {
	rapid.Check(s.T, func(t *rapid.T) {
		store := &suite{T: s.T, Store: s.open(s.T), ctx: s.ctx}
		defer store.Close()
		streams := []domain.Stream{person(), person(), person()}
		var recorded []eventstore.Record
		versions := map[domain.ID]int{}
		for range rapid.IntRange(1, 12).Draw(t, "appends") {
			commit, wanted := drawCommit(t, streams, recorded, versions)
			err := store.Append(s.ctx, []eventstore.Commit{commit})
			if !wanted(err) {
				t.Fatalf("error %v", err)
			}
			if err == nil && len(commit.Records) > 0 && commit.Records[0].Position > int64(len(recorded)) {
				recorded = append(recorded, commit.Records...)
				for _, r := range commit.Records {
					versions[r.Stream] = r.Version
				}
			}
		}
		after := rapid.IntRange(0, len(recorded)).Draw(t, "after")
		got, want := store.all(int64(after)), recorded[after:]
		if len(got) != len(want) || len(want) > 0 && fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Fatalf("after %d\n got %+v\nwant %+v", after, got, want)
		}
	})
}

// drawCommit draws new events, events that are known, or both, with a right or
// a wrong expectation, and says which outcome is right.
func drawCommit(t *rapid.T, streams []domain.Stream, recorded []eventstore.Record, versions map[domain.ID]int) (
	commit eventstore.Commit, wanted func(error) bool,
) {
	fresh := rapid.IntRange(0, 3).Draw(t, "new events")
	for range fresh {
		commit.Records = append(commit.Records, sealed(rapid.SampledFrom(streams).Draw(t, "stream"), "x"))
	}
	known := 0
	if len(recorded) > 0 && rapid.IntRange(0, 3).Draw(t, "known events") == 0 {
		from := rapid.IntRange(0, len(recorded)-1).Draw(t, "from")
		again := recorded[from:min(len(recorded), from+2)]
		known = len(again)
		commit.Records = append(commit.Records, again...)
	}
	stream := rapid.SampledFrom(streams).Draw(t, "expected stream")
	off := rapid.IntRange(-1, 1).Draw(t, "off by")
	commit.Expected = []eventstore.Expectation{{Stream: stream, Version: versions[stream.ID] + off}}
	switch {
	case known > 0 && fresh == 0:
		return commit, func(err error) bool { return err == nil }
	case known > 0:
		return commit, func(err error) bool { return errors.Is(err, eventstore.ErrPartlyKnown) }
	case off != 0:
		actual := versions[stream.ID]
		return commit, isConflict(eventstore.ConflictError{Stream: stream, Expected: actual + off, Actual: actual})
	}
	return commit, func(err error) bool { return err == nil }
}
