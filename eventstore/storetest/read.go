package storetest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"

	"kontor/domain"
	"kontor/eventstore"
)

func (s *suite) readFrom() {
	goethe := person()
	const n = 1500 // more than a page of any store
	records := make([]eventstore.Record, n)
	for i := range records {
		records[i] = sealed(goethe, fmt.Sprint(i))
	}
	s.append(eventstore.Commit{Records: records})
	for _, after := range []int{0, 1, n / 2, n - 1, n, n + 5} {
		want := records[min(after, n):]
		s.same(s.all(int64(after)), want)
		s.same(s.stream(goethe.ID, after), want)
	}
	turns := 0
	for _, err := range s.ReadAll(s.ctx, 0) {
		s.must(err)
		if turns++; turns == 3 {
			break
		}
	}
	if turns != 3 {
		s.Errorf("%d turns after leaving the loop at 3", turns)
	}
}

// appendWhileReading checks that a slow reader neither blocks the writer nor
// misses anything.
func (s *suite) appendWhileReading() {
	goethe := person()
	s.append(eventstore.Commit{Records: []eventstore.Record{plain(goethe), plain(goethe)}})
	seen := int64(0)
	for r, err := range s.ReadAll(s.ctx, 0) {
		s.must(err)
		if r.Position != seen+1 {
			s.Fatalf("position %d after %d", r.Position, seen)
		}
		if seen = r.Position; seen == 1 {
			s.append(eventstore.Commit{Records: []eventstore.Record{plain(goethe)}})
		}
	}
	if seen < 2 {
		s.Errorf("read %d records", seen)
	}
}

func (s *suite) large() {
	goethe := person()
	records := make([]eventstore.Record, 5)
	for i := range records {
		records[i] = sealed(goethe, "x")
		records[i].Sealed = bytes.Repeat([]byte{byte(i)}, 3<<20)
		records[i].SealedDigest = sha256.Sum256(records[i].Sealed)
	}
	s.append(eventstore.Commit{Records: records})
	for i, r := range s.all(0) {
		if !bytes.Equal(r.Sealed, records[i].Sealed) {
			s.Errorf("record %d differs", i)
		}
	}
	byStream := s.stream(goethe.ID, 1)
	if len(byStream) != 4 || !bytes.Equal(byStream[3].Sealed, records[4].Sealed) {
		s.Error("the stream differs")
	}
}

func (s *suite) journal() {
	var commands []eventstore.Command
	actor, device := newID(), newID()
	for i := range 5 {
		c := command(fmt.Sprintf("tell-%d", i))
		if i%2 == 0 {
			c.Actor, c.State = actor, eventstore.CommandPending
		}
		if i == 3 {
			c.Device, c.Touches, c.ArgsKey, c.ArgsSealed = device, []domain.Stream{}, eventstore.KeyRef{}, nil
		}
		records := make([]eventstore.Record, i) // the first has no events
		for j := range records {
			records[j] = plain(person())
		}
		s.append(eventstore.Commit{Command: c, Records: records})
		commands = append(commands, *c)
	}
	if c := commands[0]; c.First != 0 || c.Last != 0 {
		s.Errorf("a command without events has positions %d to %d", c.First, c.Last)
	}
	if c := commands[3]; c.Seq != 4 || c.First != 4 || c.Last != 6 {
		s.Errorf("command %+v", c)
	}
	slices.Reverse(commands)
	for name, c := range map[string]struct {
		query eventstore.CommandQuery
		want  []eventstore.Command
	}{
		"all":        {eventstore.CommandQuery{}, commands},
		"a page":     {eventstore.CommandQuery{Before: 5, Limit: 2}, commands[1:3]},
		"an actor":   {eventstore.CommandQuery{Actor: actor}, []eventstore.Command{commands[0], commands[2], commands[4]}},
		"a device":   {eventstore.CommandQuery{Device: device}, commands[1:2]},
		"a state":    {eventstore.CommandQuery{State: eventstore.CommandDone}, []eventstore.Command{commands[1], commands[3]}},
		"no command": {eventstore.CommandQuery{Actor: newID()}, nil},
	} {
		got, err := s.Commands(s.ctx, c.query)
		s.must(err)
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			s.Errorf("%s\n got %+v\nwant %+v", name, got, c.want)
		}
	}
	one, err := s.Command(s.ctx, commands[2].ID)
	s.must(err)
	if fmt.Sprintf("%+v", one) != fmt.Sprintf("%+v", commands[2]) {
		s.Errorf("got %+v", one)
	}
}

func (s *suite) undone() {
	first, second, undo := command("tell"), command("tell"), command("undo")
	s.append(eventstore.Commit{Command: first}, eventstore.Commit{Command: second})
	undo.Undoes = []domain.ID{first.ID, second.ID, newID()} // the last was another device's
	s.append(eventstore.Commit{Command: undo, Records: []eventstore.Record{plain(person())}})
	journal, err := s.Commands(s.ctx, eventstore.CommandQuery{})
	s.must(err)
	if !slices.Equal(journal[0].Undoes, undo.Undoes) || journal[0].UndoneBy != domain.None {
		s.Errorf("the undo: %+v", journal[0])
	}
	if journal[1].UndoneBy != undo.ID || journal[2].UndoneBy != undo.ID {
		s.Errorf("undone by %s and %s", journal[1].UndoneBy, journal[2].UndoneBy)
	}
}

func (s *suite) erasures() {
	goethe := person()
	order := plain(goethe)
	order.Type = "person.erased.v1"
	other := plain(person())
	other.Type = "person.not-erased.v1"
	s.append(eventstore.Commit{Records: []eventstore.Record{order, other}})
	schiller := newID()
	s.must(s.NoteErasures(s.ctx, []eventstore.Erasure{{Subject: schiller}, {Subject: goethe.ID, Event: newID()}}))
	noted := func(want ...eventstore.Erasure) {
		s.Helper()
		got, err := s.Erasures(s.ctx)
		s.must(err)
		if !slices.Equal(got, want) {
			s.Errorf("erasures %+v, want %+v", got, want)
		}
	}
	noted(eventstore.Erasure{Subject: goethe.ID, Event: order.EventID}, eventstore.Erasure{Subject: schiller})
	_, err := s.Blank(s.ctx, []domain.ID{goethe.ID})
	s.must(err)
	noted(eventstore.Erasure{Subject: goethe.ID, Event: order.EventID, Done: true}, eventstore.Erasure{Subject: schiller})
}

func (s *suite) blank() {
	goethe, schiller := person(), person()
	about, notAbout := command("tell"), command("tell")
	about.Touches = append(about.Touches, goethe)
	records := []eventstore.Record{sealed(goethe, "a"), sealed(schiller, "b"), plain(goethe), sealed(goethe, "c")}
	records[3].Key.Slot = 9
	s.append(eventstore.Commit{Command: about, Records: records}, eventstore.Commit{Command: notAbout})

	keys, err := s.Keys(s.ctx, []domain.ID{goethe.ID, newID()})
	s.must(err)
	want := []eventstore.KeyRef{records[0].Key, records[3].Key, about.ArgsKey}
	if len(keys) != 3 || slices.ContainsFunc(keys, func(k eventstore.KeyRef) bool { return !slices.Contains(want, k) }) {
		s.Errorf("keys %v, want %v", keys, want)
	}
	blanked, err := s.Blank(s.ctx, []domain.ID{goethe.ID, newID()})
	s.must(err)
	if blanked != (eventstore.Blanked{Events: 2, Commands: 1}) {
		s.Errorf("blanked %+v", blanked)
	}
	records[0].Sealed, records[3].Sealed = nil, nil
	s.same(s.all(0), records)
	journal, err := s.Commands(s.ctx, eventstore.CommandQuery{})
	s.must(err)
	if journal[1].ArgsSealed != nil || journal[1].ArgsKey != about.ArgsKey || journal[0].ArgsSealed == nil {
		s.Errorf("journal %+v", journal)
	}
	again, err := s.Blank(s.ctx, []domain.ID{goethe.ID})
	s.must(err)
	if again != (eventstore.Blanked{}) {
		s.Errorf("blanked again: %+v", again)
	}
	s.append(eventstore.Commit{Records: []eventstore.Record{plain(goethe)}})
}
