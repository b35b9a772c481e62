package team

import (
	"context"
	"errors"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// goesOff runs something in the middle of which the program ends.
func goesOff(t *testing.T, work func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Fatal("it went on to its end")
		}
	}()
	work()
}

// What follows from events that came in is done also if the program ends right
// after: they do not come a second time.
func TestWhatFollowsIsTakenUpAfterACrash(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	talk, address := attach(anna, goethe, []byte("kurz"))
	anna.round()
	ben.applied = func(eventstore.Received) { panic("the machine goes off") }
	goesOff(t, func() { _ = ben.syncer.Round(ctx) })
	ben.applied = nil
	ben.reopen()
	var attended []domain.Stream
	ben.syncer.o.Attend = func(_ context.Context, events []domain.Recorded) error {
		for _, e := range events {
			attended = append(attended, e.Event.Stream())
		}
		return nil
	}
	if err := ben.syncer.TakeUp(ctx); err != nil {
		t.Fatal(err)
	}
	if len(attended) == 0 || attended[len(attended)-1] != talk {
		t.Errorf("attended to %v", attended)
	}
	ben.round()
	if got, err := read(ben, address); err != nil || string(got) != "kurz" {
		t.Errorf("the attachment: %q, %v", got, err)
	}
	attended = nil
	ben.reopen()
	anna.person("Schiller")
	anna.round()
	ben.round()
	if len(attended) != 0 {
		t.Errorf("attended again to %v", attended)
	}
}

// What could not be done is tried with the next round, and keeps nothing else
// from being shared.
func TestWhatFollowsIsTriedAgain(t *testing.T) {
	_, anna, ben := pair(t)
	fail, seen := true, 0
	ben.syncer.o.Attend = func(_ context.Context, events []domain.Recorded) error {
		seen += len(events)
		if fail {
			return errors.New("no room left")
		}
		return nil
	}
	anna.person("Goethe")
	anna.round()
	ben.round()
	fail = false
	ben.round()
	ben.round()
	if seen != 2 {
		t.Errorf("seen %d times", seen)
	}
	team, _, err := ben.ledger.Team(ctx)
	if err != nil || team.Attended != team.Confirmed {
		t.Errorf("%+v, %v", team, err)
	}
}

// Words that are about to be erased can still be read when that is said.
func TestErasingIsSaidBeforeItHappens(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	rounds(anna, ben)
	name := ""
	ben.syncer.o.Erasing = func(_ context.Context, records []domain.Stream) error {
		for _, s := range records {
			name = ben.load(s).(*domain.Person).Name().Family
		}
		return nil
	}
	anna.do(domain.Erase{Person: goethe.ID})
	rounds(anna, ben)
	if name != "Goethe" {
		t.Errorf("the name was %q", name)
	}
}

// A download that went wrong is tried again, less and less often.
func TestAFileThatCouldNotBeUsedIsTriedAgain(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	_, address := attach(anna, goethe, []byte("kurz"))
	anna.round()
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(address)
	server.Alter(stream, 0, func(e *shared.Event) { e.Type = "x" })
	tries := func() eventstore.TeamFile {
		files, err := ben.ledger.Files(ctx)
		if err != nil || len(files) != 1 {
			t.Fatalf("%+v, %v", files, err)
		}
		return files[0]
	}
	ben.round()
	ben.round()
	if f := tries(); f.State != eventstore.FileFailed || f.Tries != 1 || !f.Due.Equal(ben.now().Add(betweenFails)) {
		t.Errorf("after the first: %+v", f)
	}
	if got := ben.syncer.Status(); got.FilesFailed != 1 || !got.FilesDue.Equal(ben.now().Add(betweenFails)) {
		t.Errorf("the status: %+v", got)
	}
	ben.clock.pass(betweenFails)
	ben.reopen()
	ben.round()
	if f := tries(); f.Tries != 2 || !f.Due.Equal(ben.now().Add(2*betweenFails)) {
		t.Errorf("after the second: %+v", f)
	}
	server.Alter(stream, 0, func(e *shared.Event) { e.Type = typeChunk })
	ben.clock.pass(2 * betweenFails)
	ben.round()
	if got, err := read(ben, address); err != nil || string(got) != "kurz" {
		t.Errorf("%q, %v", got, err)
	}
	if doubled(betweenFails, 100, longestFail) != 24*time.Hour {
		t.Error("it waits for longer than a day")
	}
}

// One command may be larger than what is loaded at once.
func TestALargeCommandIsSharedInParts(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna")
	anna.begin()
	const people = 3*appendsAtOnce*shared.MaxEvents + 7
	all := domain.Batch{Title: "import"}
	for range people {
		all.Parts = append(all.Parts, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindPerson, ID: newID()}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: "Goethe"})}},
		})
	}
	anna.do(all)
	anna.share()
	if err := anna.syncer.connect(ctx); err != nil {
		t.Fatal(err)
	}
	loaded, err := anna.syncer.load(ctx, 0, appendsAtOnce)
	if err != nil || len(loaded.records) > appendsAtOnce*shared.MaxEvents {
		t.Fatalf("%d events at once, %v", len(loaded.records), err)
	}
	appends := 0
	server.OnCall(func(call shared.Call) shared.Fault {
		if call.Op == shared.OpAppend && call.Stream == anna.stream() {
			if appends++; appends == 6 {
				return shared.LoseReply
			}
		}
		return shared.Fine
	})
	anna.fails(shared.ErrInDoubt, StateOffline)
	server.OnCall(nil)
	anna.round()
	last := server.All(anna.stream())
	var meta envelope
	if err := meta.read(last[len(last)-1].Meta); err != nil || meta.Part != people || meta.Of != people {
		t.Errorf("the last is part %d of %d, %v", meta.Part, meta.Of, err)
	}
	pages, err := anna.ledger.KeyPages(ctx)
	if err != nil || len(pages) < 2 {
		t.Fatalf("%d pages of keys, %v", len(pages), err)
	}
	asked := map[string]int{}
	server.OnCall(func(call shared.Call) shared.Fault {
		if call.Op == shared.OpLast {
			asked[call.Stream]++
		}
		return shared.Fine
	})
	ben := newLaptop(t, server, c, "ben").join()
	server.OnCall(nil)
	for _, p := range pages {
		if n := asked[streamsOf(anna.ledger.Workspace(), Epoch).keys(p.ID)]; n != 1 {
			t.Errorf("a page of keys was read %d times while joining", n)
		}
	}
	rounds(anna, ben)
	alike(t, anna, ben)
}
