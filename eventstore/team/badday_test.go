package team

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// two laptops that share a workspace.
func pair(t testing.TB) (server *shared.Memory, anna, ben *laptop) {
	t.Helper()
	c := newClock()
	server = newServer(c)
	anna = newLaptop(t, server, c, "anna").found()
	ben = newLaptop(t, server, c, "ben").join()
	return server, anna, ben
}

func (l *laptop) stream() string { return StreamName(l.ledger.Workspace(), Epoch) }

func TestTheServerIsUnreachableAtTheStart(t *testing.T) {
	server, anna, ben := pair(t)
	server.SetOffline("ben", true)
	ben.shut()
	ben.open()
	ben.person("Schiller")
	ben.fails(shared.ErrOffline, StateOffline)
	if got := ben.syncer.Status(); got.Unshared != 1 {
		t.Errorf("%d commands are not shared", got.Unshared)
	}
	server.SetOffline("ben", false)
	rounds(ben, anna)
	alike(t, anna, ben)
}

func TestTheServerDiesInTheMiddleOfAnAppend(t *testing.T) {
	for _, fault := range []shared.Fault{shared.LoseReply, shared.LoseRequest} {
		server, anna, ben := pair(t)
		goethe := anna.person("Goethe")
		anna.called("einmal", goethe)
		before := len(server.All(anna.stream()))
		server.OnCall(func(c shared.Call) shared.Fault {
			if c.Op == shared.OpAppend && c.Stream == anna.stream() {
				server.OnCall(nil)
				return fault
			}
			return shared.Fine
		})
		anna.fails(shared.ErrInDoubt, StateOffline)
		ben.person("Schiller") // comes in between, or behind
		ben.round()
		rounds(anna, ben)
		alike(t, anna, ben)
		if got := len(server.All(anna.stream())) - before; got != 3 {
			t.Errorf("the server has %d new events instead of 3", got)
		}
	}
}

// What a program that is killed leaves behind is what its files hold when the
// server is just being called.
func TestTheProgramIsKilledInTheMiddleOfAPush(t *testing.T) {
	for _, arrived := range []bool{false, true} {
		server, anna, ben := pair(t)
		goethe := anna.person("Goethe")
		anna.called("einmal", goethe)
		left := filepath.Join(memoryDir(t), "left")
		server.OnCall(func(c shared.Call) shared.Fault {
			if c.Op != shared.OpAppend || c.Stream != anna.stream() {
				return shared.Fine
			}
			server.OnCall(nil)
			if err := os.CopyFS(left, os.DirFS(anna.dir)); err != nil {
				t.Error(err)
			}
			if arrived {
				return shared.LoseReply
			}
			return shared.LoseRequest
		})
		anna.fails(shared.ErrInDoubt, StateOffline)
		anna.shut()
		anna.dir = left
		anna.open()
		device := anna.ledger.Device()
		rounds(anna, ben)
		alike(t, anna, ben)
		if anna.ledger.Device() != device {
			t.Error("the laptop takes itself for a copy")
		}
		if got := len(contents(ben)); got != 4 {
			t.Errorf("there are %d events instead of 4", got)
		}
	}
}

func TestTheAccountIsNotAccepted(t *testing.T) {
	server, anna, _ := pair(t)
	anna.person("Goethe")
	anna.syncer.Close()
	server.OnCall(func(shared.Call) shared.Fault { return shared.Deny })
	anna.fails(shared.ErrCredentials, StateDenied)
	server.OnCall(nil)
	anna.round()
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpAppend {
			return shared.Deny
		}
		return shared.Fine
	})
	anna.person("Schiller")
	anna.fails(shared.ErrDenied, StateDenied)
	if got := anna.unshared(); got != 1 {
		t.Errorf("%d events are not shared", got)
	}
}

func TestTheStreamIsNotKontors(t *testing.T) {
	server, anna, ben := pair(t)
	log := anna.dial()
	last, err := log.Last(ctx, anna.stream())
	if err != nil {
		t.Fatal(err)
	}
	event := shared.Event{ID: newID(), Type: "person.archived.v1", Data: []byte(`{"total":12}`), Meta: []byte(`{"user":"x"}`)}
	if _, err := log.Append(ctx, anna.stream(), last.Revision, []shared.Event{event}); err != nil {
		t.Fatal(err)
	}
	ben.person("Schiller")
	before := ben.head()
	ben.fails(ErrForeign, StateForeign)
	if ben.head() != before || ben.unshared() != 1 {
		t.Error("something was taken over")
	}
	_ = server
}

func TestTheServerHoldsAWorkspaceWithOtherKeys(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna").found()
	identity := anna.ledger.Identity()
	ben := newLaptop(t, server, c, "ben") // from an archive: the same workspace, sealed anew
	ledger, err := eventstore.Open(ctx, ben.dir, eventstore.Options{ForceFileKey: true, Identity: &identity})
	if err != nil {
		t.Fatal(err)
	}
	ledger.Close()
	ben.open()
	log := ben.dial()
	if err := Found(ctx, log, ben.ledger, ben.founding()); !errors.Is(err, ErrForeign) {
		t.Errorf("found: %v", err)
	}
	if err := Rejoin(ctx, log, ben.ledger, eventstore.Team{}); !errors.Is(err, ErrForeign) {
		t.Errorf("rejoin: %v", err)
	}
}

func TestANewerVersionIsNeeded(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	anna.do(domain.Archive{Record: goethe})
	anna.round()
	before := ben.head()
	ben.knows = func(eventType string) bool { return eventType != "person.archived.v1" }
	ben.shut()
	ben.open()
	ben.person("Schiller")
	ben.fails(ErrUpdateNeeded, StateUpdateNeeded)
	if ben.unshared() != 1 || ben.head().Position != before.Position+1 {
		t.Error("something was taken over")
	}
	ben.knows = nil // updated
	ben.shut()
	ben.open()
	rounds(ben, anna)
	alike(t, anna, ben)
}

func TestTheServerWasPutBackToABackup(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	rounds(anna, ben)
	backup := server.Backup()
	schiller := ben.person("Schiller") // lost on the server, with its keys
	anna.called("verloren", goethe)
	rounds(anna, ben)
	anna.called("noch nicht geteilt", schiller)
	server.Restore(backup)
	anna.fails(ErrRestored, StateRestored)
	if got := anna.unshared(); got != 1 {
		t.Errorf("%d events are not shared", got)
	}
	anna.fails(ErrRestored, StateRestored) // it stays so until somebody decides
	if err := anna.syncer.Reconcile(ctx, Founding{}); err != nil {
		t.Fatal(err)
	}
	rounds(anna, ben)
	alike(t, anna, ben)
	cara := newLaptop(t, server, anna.clock, "cara").join()
	alike(t, anna, ben, cara)
}

func TestTheTeamWentOnAfterTheServerWasPutBack(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	rounds(anna, ben)
	backup := server.Backup()
	anna.change(goethe, domain.FieldNote, "verloren")
	ben.syncer.Close()
	rounds(anna)
	server.Restore(backup)
	ben.change(goethe, domain.FieldNote, "neu") // Ben never saw what was lost
	rounds(ben)
	anna.fails(ErrDiverged, StateDiverged)
	if err := anna.syncer.Reconcile(ctx, Founding{}); err != nil {
		t.Fatal(err)
	}
	rounds(anna, ben)
	alike(t, anna, ben)
	if len(anna.attention()) != 1 || anna.note(goethe) != "neu" {
		t.Errorf("the note is %q, and %+v needs attention", anna.note(goethe), anna.attention())
	}
}

func TestTheServerWasReset(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	rounds(anna, ben)
	anna.called("noch nicht geteilt", goethe)
	server.Reset()
	anna.fails(ErrReset, StateReset)
	if err := anna.syncer.Reconcile(ctx, Founding{}); !errors.Is(err, ErrPassphraseNeeded) {
		t.Errorf("reconcile without a pass-phrase: %v", err)
	}
	if err := anna.syncer.Reconcile(ctx, anna.founding()); err != nil {
		t.Fatal(err)
	}
	ben.fails(ErrFounding, StateFounding)
	anna.round()
	ben.round()
	alike(t, anna, ben)
	cara := newLaptop(t, server, anna.clock, "cara").join()
	alike(t, anna, ben, cara)
}

func TestAClockIsTwoDaysOff(t *testing.T) {
	_, anna, ben := pair(t)
	ben.ahead = 48 * time.Hour
	ben.person("Schiller")
	ben.round()
	if got := ben.syncer.Status().ClockOff; got != 48*time.Hour {
		t.Errorf("the clock is said to be off by %v", got)
	}
	anna.person("Goethe")
	anna.round()
	if got := anna.syncer.Status().ClockOff; got != 0 {
		t.Errorf("Anna's clock is said to be off by %v", got)
	}
	ben.round()
	alike(t, anna, ben)
	ben.ahead = 0
	ben.clock.pass(time.Hour)
	ben.person("Herder")
	ben.round()
	if got := ben.syncer.Status().ClockOff; got != 0 {
		t.Errorf("the clock that was set right is said to be off by %v", got)
	}
}

func TestTwoInstallationsAreCopiesOfOneAnother(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := ben.person("Goethe") // not shared yet, and so in both
	copied := ben.copied()
	ben.called("hier", goethe)
	copied.called("dort", goethe)
	device := ben.ledger.Device()
	rounds(anna, ben, copied)
	alike(t, anna, ben, copied)
	if ben.ledger.Device() == copied.ledger.Device() {
		t.Error("both still take themselves for the same installation")
	}
	if anna.ledger.Device() == device {
		t.Error("Anna is somebody else")
	}
	ben.called("hier wieder", goethe)
	copied.called("dort wieder", goethe)
	rounds(ben, copied, anna)
	alike(t, anna, ben, copied)
	if got := len(contents(anna)); got != 7 {
		t.Errorf("there are %d events instead of 7", got)
	}
}

// Wherever a round is cancelled, the next one ends as if nothing had been.
func TestARoundIsCancelledAnywhere(t *testing.T) {
	for k := 1; ; k++ {
		server, anna, ben := pair(t)
		goethe := anna.person("Goethe")
		anna.round()
		ben.round()
		anna.change(goethe, domain.FieldNote, "von Anna")
		anna.round()
		ben.change(goethe, domain.FieldNote, "von Ben")
		ben.called("mit Ben", goethe)
		attach(ben, goethe, []byte("ein Brief"))
		ben.syncer.Close()
		ctx, cancel := context.WithCancel(ctx)
		calls := 0
		server.OnCall(func(shared.Call) shared.Fault {
			if calls++; calls == k {
				cancel()
			}
			return shared.Fine
		})
		err := ben.syncer.Round(ctx)
		cancel()
		server.OnCall(nil)
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled in call %d: %v", k, err)
		}
		if got := ben.syncer.Status(); err != nil && (got.State != StateUnshared || got.Problem != nil) {
			t.Errorf("cancelled in call %d, the status is %+v", k, got)
		}
		ben.reopen()
		rounds(ben, anna)
		alike(t, anna, ben)
		if len(ben.attention()) != 1 || ben.note(goethe) != "von Anna" {
			t.Fatalf("cancelled in call %d, the note is %q", k, ben.note(goethe))
		}
		if calls < k {
			if k < 8 {
				t.Fatalf("a round is only %d calls", calls)
			}
			return
		}
	}
}

func TestEventsAreAlteredOnTheServer(t *testing.T) {
	for name, alter := range map[string]func(*shared.Event){
		"other words":  func(e *shared.Event) { e.Data = bytes.Replace(e.Data, []byte(`"sealed":"`), []byte(`"sealed":"AA`), 1) },
		"no words":     func(e *shared.Event) { e.Meta = bytes.Replace(e.Meta, []byte(`"digest"`), []byte(`"nothing"`), 1) },
		"another type": func(e *shared.Event) { e.Type = "organisation.added.v1" },
		"another time": func(e *shared.Event) { e.Meta = bytes.Replace(e.Meta, []byte(`2026-11-21`), []byte(`2026-11-22`), 1) },
	} {
		server, anna, ben := pair(t)
		anna.person("Goethe")
		anna.round()
		before := ben.head()
		server.Alter(anna.stream(), anna.head().Position-1, alter)
		ben.fails(ErrAltered, StateAltered)
		if ben.head() != before {
			t.Errorf("%s: taken over", name)
		}
	}
}

func TestAPageOfKeysIsAlteredOnTheServer(t *testing.T) {
	server, anna, ben := pair(t)
	anna.person("Goethe")
	anna.round()
	pages, err := anna.ledger.KeyPages(ctx)
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	for _, p := range pages {
		stream := streamsOf(anna.ledger.Workspace(), Epoch).keys(p.ID)
		last := server.All(stream)[0]
		server.Alter(stream, last.Revision, func(e *shared.Event) {
			e.Data = bytes.Replace(e.Data, []byte(`"wrapped":`), []byte(`"dropped":`), 1)
		})
	}
	cara := newLaptop(t, server, anna.clock, "cara")
	if err := cara.tryJoin(ctx); !errors.Is(err, ErrAltered) {
		t.Errorf("%v", err)
	}
	_ = ben
}

func TestAWeekOfSleep(t *testing.T) {
	server, anna, ben := pair(t)
	server.SetOffline("ben", true)
	for day := range 7 {
		anna.clock.pass(24 * time.Hour)
		for i := range 20 {
			p := anna.person(fmt.Sprintf("Person %d.%d", day, i))
			anna.called("ein Gespräch", p)
		}
		anna.round()
		ben.person(fmt.Sprintf("unterwegs %d", day))
		ben.fails(shared.ErrOffline, StateOffline)
	}
	server.SetOffline("ben", false)
	rounds(ben, anna)
	alike(t, anna, ben)
	if got := len(contents(ben)); got != 2+7*41 {
		t.Errorf("there are %d events", got)
	}
}

// The keys of an event go ahead of it. If the server loses them in between, and
// nothing else, nobody could read the event.
func TestTheServerLosesAPageOfKeys(t *testing.T) {
	server, anna, ben := pair(t)
	rounds(anna, ben)
	anna.reopen() // keys come from a fresh block
	schiller := anna.person("Schiller")
	backup := server.Backup()
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpAppend && c.Stream == anna.stream() {
			server.OnCall(nil)
			return shared.LoseRequest
		}
		return shared.Fine
	})
	anna.fails(shared.ErrInDoubt, StateOffline)
	server.Restore(backup)
	anna.round()
	ben.round()
	alike(t, anna, ben)
	if p := ben.load(schiller).(*domain.Person); p.Name().Family != "Schiller" {
		t.Errorf("Ben reads %q", p.Name().Family)
	}
}

func TestKeysThatComeLaterAreLearned(t *testing.T) {
	server, anna, ben := pair(t)
	rounds(anna, ben)
	anna.reopen()
	schiller := anna.person("Schiller")
	anna.round()
	pages, err := anna.ledger.KeyPages(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		server.Truncate(streamsOf(anna.ledger.Workspace(), Epoch).keys(p.ID), 0)
	}
	learned := 0
	ben.syncer.o.Learned = func() { learned++ }
	ben.round()
	if p := ben.load(schiller).(*domain.Person); p.Name().Family != "" || learned != 0 {
		t.Fatalf("Ben reads %q without a key", p.Name().Family)
	}
	anna.change(schiller, domain.FieldNote, "aus Marbach") // its key is on the page
	anna.round()
	ben.syncer.Close()
	ben.round()
	if learned != 1 {
		t.Errorf("Ben was told %d times that keys came", learned)
	}
	alike(t, anna, ben)
}

// Whatever the server is being asked, a command is carried out meanwhile: if the
// lock were held, this would never end.
func TestCommandsNeverWaitForTheServer(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	attach(ben, goethe, randomBytes(9, 100))
	ben.round()
	var all []shared.Op
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Client == "anna" && len(all) < 30 {
			all = append(all, c.Op)
			anna.person("zwischendurch")
		}
		return shared.Fine
	})
	anna.syncer.Close()
	rounds(anna, ben, anna)
	if len(all) < 10 {
		t.Errorf("the server was asked %v only", all)
	}
	alike(t, anna, ben)
}
