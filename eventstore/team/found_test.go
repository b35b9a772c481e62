package team

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// facts records many people as one command that is not decided again, as an
// import does.
func facts(l *laptop, n int) {
	l.t.Helper()
	by := domain.Issued{Command: newID(), Actor: l.me, Device: l.ledger.Device(), At: l.now()}
	var events []domain.Event
	for i := range n {
		c := domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindPerson, ID: newID()}, Origin: domain.Origin{How: domain.OriginImport},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: fmt.Sprint("Person ", i)})}},
		}
		added, err := c.Decide(&lookedAt{ledger: l.ledger, expected: map[domain.Stream]int{}}, by)
		if err != nil {
			l.t.Fatal(err)
		}
		events = append(events, added...)
	}
	if _, err := l.ledger.Append(ctx, by, "import", nil, events, nil); err != nil {
		l.t.Fatal(err)
	}
}

func TestTheFirstUploadIsInterruptedAndGoesOn(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna")
	anna.begin()
	for range 20 {
		facts(anna, 100)
	}
	anna.share()
	appends := 0
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpAppend && c.Stream == anna.stream() {
			if appends++; appends == 3 {
				server.OnCall(nil)
				return shared.LoseReply
			}
		}
		return shared.Fine
	})
	anna.fails(shared.ErrInDoubt, StateOffline)
	ben := newLaptop(t, server, c, "ben")
	if err := ben.tryJoin(ctx); !errors.Is(err, ErrFounding) {
		t.Errorf("joined a workspace that is not complete: %v", err)
	}
	if got := anna.syncer.Status().Unshared; got == 0 || got == 21 {
		t.Errorf("%d commands are not shared", got)
	}
	anna.reopen()
	anna.round()
	ben.join()
	alike(t, anna, ben)
}

func TestACommandThatIsLargerThanAnAppend(t *testing.T) {
	server, anna, ben := pair(t)
	facts(anna, 3*shared.MaxEvents+7)
	ben.person("dazwischen")
	// Others come between the parts, and the connection breaks.
	appends := 0
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Client == "anna" && c.Op == shared.OpAppend && c.Stream == anna.stream() {
			appends++
			if appends == 3 {
				server.OnCall(nil)
				ben.round()
				return shared.LoseRequest
			}
		}
		return shared.Fine
	})
	anna.fails(shared.ErrInDoubt, StateOffline)
	rounds(anna, ben)
	alike(t, anna, ben)
	if got := len(contents(anna)); got != 2+3*shared.MaxEvents+7+1 {
		t.Errorf("there are %d events", got)
	}
	if n := len(ben.attention()) + len(anna.attention()); n != 0 {
		t.Errorf("%d need attention", n)
	}
	// Each event says which part of its command it is.
	next := map[domain.ID]int{}
	codec := newCodec(secretsOf(anna.ledger))
	for _, e := range server.All(anna.stream()) {
		a, err := codec.decode(e)
		if err != nil {
			t.Fatal(err)
		}
		if next[a.record.Command]++; a.part != next[a.record.Command] || a.part > a.of {
			t.Fatalf("event %d is part %d of %d instead of %d", a.record.Position, a.part, a.of, next[a.record.Command])
		}
	}
}

func TestJoiningIsCancelledAndGoesOn(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna")
	anna.begin()
	for range 50 {
		facts(anna, 200)
	}
	anna.share()
	anna.round()
	ben := newLaptop(t, server, c, "ben")
	cancelled, cancel := context.WithCancel(ctx)
	ben.joining = func(int64, int64) { cancel() } // one chunk is received, another is read
	if err := ben.tryJoin(cancelled); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	ben.joining = nil
	// It can be opened as it is, and joined again.
	ben.open()
	part := ben.head().Position
	if part == 0 || part == anna.head().Position {
		t.Errorf("%d events are there", part)
	}
	ben.shut()
	ben.join()
	alike(t, anna, ben)
}

func TestAFolderWithSomethingElseIsNotJoinedIn(t *testing.T) {
	c := newClock()
	server := newServer(c)
	newLaptop(t, server, c, "anna").found()
	ben := newLaptop(t, server, c, "ben")
	ben.begin()
	ben.shut()
	if err := ben.tryJoin(ctx); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("%v", err)
	}
}

func TestAnInvitationIsEnoughToJoin(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna").found()
	code := NewCode()
	text, err := NewInvitation(anna.ledger, Invitation{Server: "memory", Name: "Weimar", Member: anna.me}, code)
	if err != nil {
		t.Fatal(err)
	}
	i, err := OpenInvitation(text, code)
	if err != nil {
		t.Fatal(err)
	}
	ben := newLaptop(t, server, c, "ben")
	log := ben.dial()
	offer, err := LookFor(ctx, log, i.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	var last Progress
	err = Join(ctx, log, Joining{
		Dir: ben.dir, Offer: offer, Secrets: i.Secrets, Server: i.Server, Ledger: eventstore.Options{ForceFileKey: true},
		Progress: func(done, total int64) { last = Progress{done, total} },
	})
	if err != nil {
		t.Fatal(err)
	}
	ben.open()
	ben.round()
	alike(t, anna, ben)
	if last.Total != 0 && last.Done != last.Total {
		t.Errorf("the progress ended at %+v", last)
	}
	team, isShared, err := ben.ledger.Team(ctx)
	if err != nil || !isShared || team.Server != "memory" {
		t.Errorf("%+v %v %v", team, isShared, err)
	}
}

func TestAWorkspaceLeavesTheTeamAndComesBack(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	rounds(anna, ben)
	if err := ben.ledger.EndTeam(ctx); err != nil {
		t.Fatal(err)
	}
	if err := ben.syncer.Round(ctx); err != nil || ben.syncer.Status().State != StateSolo {
		t.Fatalf("%v, %+v", err, ben.syncer.Status())
	}
	anna.change(goethe, domain.FieldNote, "ohne Ben")
	ben.change(goethe, "tag:a", "")
	ben.called("ohne Anna", goethe)
	anna.round()
	log := ben.dial()
	if err := Found(ctx, log, ben.ledger, ben.founding()); !errors.Is(err, ErrTaken) {
		t.Errorf("founded again: %v", err)
	}
	if err := Rejoin(ctx, log, ben.ledger, eventstore.Team{Server: "memory"}); err != nil {
		t.Fatal(err)
	}
	rounds(ben, anna)
	alike(t, anna, ben)
	if err := Rejoin(ctx, log, ben.ledger, eventstore.Team{}); !errors.Is(err, eventstore.ErrShared) {
		t.Errorf("joined twice: %v", err)
	}
}

func TestThePassphraseIsChanged(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna").found()
	log := anna.dial()
	if err := ChangePassphrase(ctx, log, anna.ledger, Founding{Passphrase: "neu", Cost: cheap}); err != nil {
		t.Fatal(err)
	}
	offers, err := Look(ctx, log)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := offers[0].Open(phrase); !errors.Is(err, ErrPassphrase) {
		t.Errorf("the old one: %v", err)
	}
	if name, s, err := offers[0].Open("neu"); err != nil || name != "Weimar" || s != secretsOf(anna.ledger) {
		t.Errorf("the new one: %q, %v", name, err)
	}
	anna.person("Goethe")
	anna.round()
}
