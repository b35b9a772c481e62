package storetest

import (
	"context"
	"errors"
	"sync"

	"kontor/domain"
	"kontor/eventstore"
)

func (s *suite) empty() {
	if head := s.head(); head.Position != 0 || head.Hash != eventstore.Genesis(Workspace) {
		s.Errorf("head %+v", head)
	}
	if version, err := s.Version(s.ctx, newID()); version != 0 || err != nil {
		s.Errorf("version %d, %v", version, err)
	}
	if key, err := s.StreamKey(s.ctx, newID()); !key.IsZero() || err != nil {
		s.Errorf("key %v, %v", key, err)
	}
	if _, err := s.Find(s.ctx, newID()); !errors.Is(err, eventstore.ErrNotFound) {
		s.Errorf("find: %v", err)
	}
	if _, err := s.Command(s.ctx, newID()); !errors.Is(err, eventstore.ErrNotFound) {
		s.Errorf("command: %v", err)
	}
	if got := s.all(0); len(got) != 0 {
		s.Errorf("%d records", len(got))
	}
	s.append()
}

func (s *suite) roundTrip() {
	goethe := person()
	records := []eventstore.Record{sealed(goethe, "Müller"), plain(goethe), sealed(person(), "Ελλάδα")}
	s.append(eventstore.Commit{Records: records})
	s.same(s.all(0), records)
	s.same(s.stream(goethe.ID, 0), records[:2])
	found, err := s.Find(s.ctx, records[2].EventID)
	s.must(err)
	s.same([]eventstore.Record{found}, records[2:])
	second, err := s.At(s.ctx, 2)
	s.must(err)
	s.same([]eventstore.Record{second}, records[1:2])
	for _, position := range []int64{-1, 0, 4} {
		if _, err := s.At(s.ctx, position); !errors.Is(err, eventstore.ErrNotFound) {
			s.Errorf("position %d: %v", position, err)
		}
	}
	byCommand, err := s.ReadByCommand(s.ctx, records[1].Command)
	s.must(err)
	s.same(byCommand, records[1:2])
	if key, err := s.StreamKey(s.ctx, goethe.ID); key != records[0].Key || err != nil {
		s.Errorf("key %v, %v", key, err)
	}
}

func (s *suite) positions() {
	goethe, schiller := person(), person()
	s.append(eventstore.Commit{Records: []eventstore.Record{plain(goethe), plain(schiller)}})
	s.append(
		eventstore.Commit{Records: []eventstore.Record{plain(goethe)}},
		eventstore.Commit{Records: []eventstore.Record{plain(goethe), plain(schiller)}},
	)
	versions := []int{1, 1, 2, 3, 2}
	for i, r := range s.all(0) {
		if r.Position != int64(i)+1 || r.Version != versions[i] {
			s.Errorf("record %d: position %d, version %d", i, r.Position, r.Version)
		}
	}
	if version, err := s.Version(s.ctx, goethe.ID); version != 3 || err != nil {
		s.Errorf("version %d, %v", version, err)
	}
}

func (s *suite) chained() {
	s.append(eventstore.Commit{Records: []eventstore.Record{plain(person()), sealed(person(), "a")}})
	s.append(eventstore.Commit{Records: []eventstore.Record{plain(person())}})
	hash := eventstore.Genesis(Workspace)
	for _, r := range s.all(0) {
		next, err := eventstore.HashAfter(hash, &r)
		s.must(err)
		if next != r.Hash {
			s.Fatalf("position %d does not follow", r.Position)
		}
		hash = next
	}
	if s.head().Hash != hash {
		s.Error("the head has another hash than the last record")
	}
}

func (s *suite) conflict() {
	goethe := person()
	one := func(version int) eventstore.Commit {
		return eventstore.Commit{
			Command:  command("tell"),
			Expected: []eventstore.Expectation{{Stream: goethe, Version: version}},
			Records:  []eventstore.Record{plain(goethe)},
		}
	}
	s.append(one(0))
	s.append(one(1))
	for _, expected := range []int{0, 1, 3} {
		s.refused(isConflict(eventstore.ConflictError{Stream: goethe, Expected: expected, Actual: 2}), one(expected))
	}
	other := person()
	elsewhere := one(0)
	elsewhere.Records = []eventstore.Record{plain(other)}
	s.refused(isConflict(eventstore.ConflictError{Stream: goethe, Expected: 0, Actual: 2}), elsewhere)
	s.append(one(2))
}

func (s *suite) allOrNothing() {
	goethe := person()
	s.append(eventstore.Commit{Command: command("tell"), Records: []eventstore.Record{plain(goethe)}})
	s.refused(isConflict(eventstore.ConflictError{Stream: goethe, Expected: 5, Actual: 1}),
		eventstore.Commit{Command: command("tell"), Records: []eventstore.Record{sealed(person(), "first")}},
		eventstore.Commit{
			Command:  command("tell"),
			Expected: []eventstore.Expectation{{Stream: goethe, Version: 5}},
			Records:  []eventstore.Record{plain(goethe)},
		},
	)
	unknownKind := plain(domain.Stream{Kind: "spaceship", ID: newID()})
	s.refused(func(err error) bool { return err != nil },
		eventstore.Commit{Records: []eventstore.Record{plain(person()), unknownKind}})
	s.append(eventstore.Commit{Command: command("tell"), Records: []eventstore.Record{plain(goethe)}})
}

func (s *suite) expectationsInBatch() {
	goethe := person()
	var commits []eventstore.Commit
	for version := range 3 {
		commits = append(commits, eventstore.Commit{
			Expected: []eventstore.Expectation{{Stream: goethe, Version: version}},
			Records:  []eventstore.Record{plain(goethe)},
		})
	}
	s.append(commits...)
	commits[0].Expected[0].Version, commits[1].Expected[0].Version = 3, 3
	commits[0].Records, commits[1].Records = []eventstore.Record{plain(goethe)}, []eventstore.Record{plain(goethe)}
	s.refused(isConflict(eventstore.ConflictError{Stream: goethe, Expected: 3, Actual: 4}), commits[:2]...)
}

func (s *suite) idempotent() {
	goethe := person()
	commit := eventstore.Commit{
		Command:  command("tell"),
		Expected: []eventstore.Expectation{{Stream: goethe, Version: 0}},
		Records:  []eventstore.Record{sealed(goethe, "a"), plain(goethe), plain(person())},
	}
	s.append(commit)
	s.append(eventstore.Commit{Records: []eventstore.Record{plain(goethe)}})
	want, seq := s.all(0), commit.Command.Seq

	again := eventstore.Commit{Command: commit.Command, Expected: commit.Expected}
	for _, r := range commit.Records {
		r.Position, r.Version, r.Hash = 0, 0, [32]byte{}
		again.Records = append(again.Records, r)
	}
	again.Command.Seq = 0
	s.append(again)
	s.same(s.all(0), want)
	s.same(again.Records, want[:3])
	if again.Command.Seq != seq || again.Command.First != 1 || again.Command.Last != 3 {
		s.Errorf("command %+v", again.Command)
	}
}

func (s *suite) partlyKnown() {
	goethe := person()
	known := plain(goethe)
	s.append(eventstore.Commit{Records: []eventstore.Record{known}})
	s.refused(is(eventstore.ErrPartlyKnown), eventstore.Commit{Records: []eventstore.Record{plain(goethe), known}})
	s.refused(is(eventstore.ErrPartlyKnown),
		eventstore.Commit{Records: []eventstore.Record{known}}, eventstore.Commit{Records: []eventstore.Record{plain(person())}})
	known.Stream = newID()
	s.refused(is(eventstore.ErrPartlyKnown), eventstore.Commit{Records: []eventstore.Record{known}})
}

func (s *suite) otherOrder() {
	goethe := person()
	records := []eventstore.Record{plain(goethe), plain(goethe)}
	s.append(eventstore.Commit{Records: records})
	s.refused(is(eventstore.ErrPartlyKnown), eventstore.Commit{Records: []eventstore.Record{records[1], records[0]}})
}

func (s *suite) commandKnown() {
	c := command("tell")
	s.append(eventstore.Commit{Command: c, Records: []eventstore.Record{plain(person())}})
	s.refused(is(eventstore.ErrCommandKnown), eventstore.Commit{Command: c, Records: []eventstore.Record{plain(person())}})
	s.refused(is(eventstore.ErrCommandKnown), eventstore.Commit{Command: c})
}

func (s *suite) cancelled() {
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	err := s.Append(ctx, []eventstore.Commit{{Records: []eventstore.Record{plain(person())}}})
	if !errors.Is(err, context.Canceled) {
		s.Errorf("error %v", err)
	}
	if s.head().Position != 0 {
		s.Error("something was appended")
	}
}

func (s *suite) closed() {
	s.must(s.Close())
	err := s.Append(s.ctx, []eventstore.Commit{{Records: []eventstore.Record{plain(person())}}})
	if !errors.Is(err, eventstore.ErrClosed) {
		s.Errorf("append: %v", err)
	}
	if _, err := s.Head(s.ctx); !errors.Is(err, eventstore.ErrClosed) {
		s.Errorf("head: %v", err)
	}
}

func (s *suite) concurrent() {
	goethe := person()
	const writers, each = 4, 25
	var group sync.WaitGroup
	errs := make(chan error, writers)
	for range writers {
		group.Go(func() {
			for range each {
				err := s.Append(s.ctx, []eventstore.Commit{{Records: []eventstore.Record{plain(goethe), plain(person())}}})
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		s.Fatal(err)
	}
	if got := s.stream(goethe.ID, 0); len(got) != writers*each || got[len(got)-1].Version != writers*each {
		s.Errorf("%d records", len(got))
	}
	if s.head().Position != 2*writers*each {
		s.Errorf("head %d", s.head().Position)
	}
}
