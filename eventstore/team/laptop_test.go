package team

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
	"kontor/projections"
)

var ctx = context.Background()

func newID() domain.ID { return uuid.Must(uuid.NewV7()) }

// cheap is a cost that tests can afford.
var cheap = Cost{Time: 1, MemoryKiB: 8, Threads: 1}

const phrase = "Wer immer strebend sich bemüht"

// clock is the time of a test. It stands still unless a test moves it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// memoryDir is a folder in memory where there is one: the tests are about what
// is written, not about how long a disk takes to say that it is.
func memoryDir(t testing.TB) string {
	t.Helper()
	parent := "/dev/shm"
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(parent, "kontor-team-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func newServer(c *clock) *shared.Memory {
	server := shared.NewMemory()
	server.Now = c.now
	return server
}

// laptop is one member's machine.
type laptop struct {
	t      testing.TB
	name   string
	dir    string
	server *shared.Memory
	dialer shared.Dialer // nil: to server
	clock  *clock
	ahead  time.Duration // of the laptop's clock
	me     domain.ID
	knows  func(string) bool

	ledger   *eventstore.Ledger
	syncer   *Syncer
	lock     sync.Mutex
	received []eventstore.Received
	applied  func(eventstore.Received)
	decide   eventstore.Redecide
	views    *projections.Views
	joining  func(done, total int64) // is told how far joining is
}

func newLaptop(t testing.TB, server *shared.Memory, c *clock, name string) *laptop {
	l := &laptop{t: t, name: name, server: server, clock: c, dir: filepath.Join(memoryDir(t), name), me: newID(), decide: decideAgain}
	t.Cleanup(l.shut)
	return l
}

func (l *laptop) now() time.Time { return l.clock.now().Add(l.ahead) }

func (l *laptop) open() *laptop {
	l.t.Helper()
	ledger, err := eventstore.Open(ctx, l.dir, eventstore.Options{ForceFileKey: true, Now: l.now})
	if err != nil {
		l.t.Fatalf("%s: %v", l.name, err)
	}
	l.ledger = ledger
	l.syncer = New(Options{
		Ledger: ledger, Dial: l.dialler(), Lock: &l.lock, Decide: l.decide, Now: l.now, Knows: l.knows,
		Applied: func(r eventstore.Received) {
			l.received = append(l.received, r)
			if l.applied != nil {
				l.applied(r)
			}
		},
		Replacing: l.doubt,
	})
	return l
}

func (l *laptop) shut() {
	if l.ledger == nil {
		return
	}
	l.syncer.Close()
	l.dropViews()
	if err := l.ledger.Close(); err != nil {
		l.t.Errorf("%s: close: %v", l.name, err)
	}
	l.ledger = nil
}

func (l *laptop) dialler() shared.Dialer {
	if l.dialer != nil {
		return l.dialer
	}
	return l.server.DialerFor(l.name)
}

func (l *laptop) dial() shared.Log {
	l.t.Helper()
	log, err := l.dialler()(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	return log
}

// found makes a workspace on this laptop and shares it.
func (l *laptop) found() *laptop {
	l.t.Helper()
	l.begin()
	l.share()
	l.round()
	return l
}

// begin makes a workspace that nobody else has.
func (l *laptop) begin() {
	l.t.Helper()
	l.open()
	l.do(domain.Batch{Title: "found-workspace", Parts: []domain.Command{
		domain.FoundWorkspace{Workspace: l.ledger.Workspace(), Name: "Weimar"},
		domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindMember, ID: l.me}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Display: l.name})}},
		},
	}})
}

func (l *laptop) share() {
	l.t.Helper()
	log := l.dial()
	defer log.Close()
	if err := Found(ctx, log, l.ledger, l.founding()); err != nil {
		l.t.Fatal(err)
	}
}

func (l *laptop) founding() Founding {
	return Founding{Server: "memory", Account: l.name, Name: "Weimar", Passphrase: phrase, Cost: cheap}
}

// join fetches the only workspace of the server with the pass-phrase.
func (l *laptop) join() *laptop {
	l.t.Helper()
	if err := l.tryJoin(ctx); err != nil {
		l.t.Fatalf("%s: %v", l.name, err)
	}
	return l.open()
}

func (l *laptop) tryJoin(ctx context.Context) error {
	log, err := l.dialler()(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	offers, err := Look(ctx, log)
	if err != nil {
		return err
	}
	if len(offers) != 1 {
		return errors.New("the server does not have one workspace")
	}
	return l.joinOffer(ctx, log, offers[0])
}

func (l *laptop) joinOffer(ctx context.Context, log shared.Log, offer Offer) error {
	_, secrets, err := offer.Open(phrase)
	if err != nil {
		return err
	}
	return Join(ctx, log, Joining{
		Dir: l.dir, Offer: offer, Secrets: secrets, Server: "memory", Account: l.name, Now: l.now, Knows: l.knows, Progress: l.joining, Dial: l.dialler(),
		Ledger: eventstore.Options{ForceFileKey: true, Now: l.now},
	})
}

func (l *laptop) round() {
	l.t.Helper()
	if err := l.syncer.Round(ctx); err != nil {
		l.t.Fatalf("%s: %v", l.name, err)
	}
}

// fails is a round that must end with an error.
func (l *laptop) fails(want error, state State) {
	l.t.Helper()
	err := l.syncer.Round(ctx)
	if !errors.Is(err, want) {
		l.t.Fatalf("%s: %v instead of %v", l.name, err, want)
	}
	if got := l.syncer.Status(); got.State != state || got.Problem == nil {
		l.t.Fatalf("%s: the status is %q (%v) instead of %q", l.name, got.State, got.Problem, state)
	}
}

func (l *laptop) do(c domain.Command) []domain.Recorded {
	l.t.Helper()
	recorded, err := l.try(c)
	if err != nil {
		l.t.Fatalf("%s: %s: %v", l.name, c.CommandName(), err)
	}
	return recorded
}

// try carries out a command as the program does.
func (l *laptop) try(c domain.Command) ([]domain.Recorded, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	state := &lookedAt{ledger: l.ledger, expected: map[domain.Stream]int{}}
	by := domain.Issued{Command: newID(), Actor: l.me, Device: l.ledger.Device(), At: l.now()}
	events, err := c.Decide(state, by)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	for _, e := range events {
		if _, looked := state.expected[e.Stream()]; !looked && domain.Begins(e) {
			state.expected[e.Stream()] = 0
		}
	}
	entry := eventstore.Entry{Issued: by, Name: c.CommandName(), Args: c, Events: events, Expected: state.expected}
	if undo, ok := c.(domain.Undo); ok {
		entry.Undoes = undo.Commands
	}
	recorded, err := l.ledger.AppendBatch(ctx, []eventstore.Entry{entry})
	if err != nil {
		return nil, err
	}
	var erased []domain.ID
	for _, r := range recorded {
		if _, ok := r.Event.(*domain.RecordErased); ok {
			erased = append(erased, r.Event.Stream().ID)
		}
	}
	if len(erased) > 0 {
		if _, err := l.ledger.Erase(ctx, recorded[len(recorded)-1].EventID, erased...); err != nil {
			return nil, err
		}
	}
	return recorded, nil
}

// lookedAt is the state of a ledger, which notes what was looked at.
type lookedAt struct {
	ledger   *eventstore.Ledger
	expected map[domain.Stream]int
}

func (s *lookedAt) Load(stream domain.Stream) (domain.Aggregate, error) {
	recorded, err := s.ledger.Load(ctx, stream)
	if err != nil {
		return nil, err
	}
	s.expected[stream] = len(recorded)
	if len(recorded) == 0 {
		return nil, nil
	}
	a := domain.NewAggregate(stream.Kind)
	for _, r := range recorded {
		a.Apply(r)
	}
	return a, nil
}

func (s *lookedAt) CommandEvents(command domain.ID) ([]domain.Recorded, error) {
	return s.ledger.CommandEvents(ctx, command)
}

// decideAgain is how the program decides a command again.
func decideAgain(s domain.State, t eventstore.Tail) (eventstore.Verdict, error) {
	if t.Args == nil && isFact(t.Command.Name) {
		return eventstore.Verdict{Keep: true}, nil // what was said was said, with whomever
	}
	if t.Args == nil {
		return eventstore.Verdict{Attention: &eventstore.Attention{Reason: eventstore.ReasonErased}}, nil
	}
	c, err := domain.DecodeCommand(t.Command.Name, t.Args)
	if err != nil {
		return eventstore.Verdict{}, err
	}
	again, err := domain.Redecide(c, s, t.Issued, t.Events)
	if err != nil {
		return eventstore.Verdict{}, err
	}
	verdict := eventstore.Verdict{Events: again.Events}
	if again.Left != nil {
		left := &eventstore.Attention{Name: again.Left.CommandName(), Reason: again.Why.Code, Record: again.Why.Record}
		if left.Args, err = domain.EncodeCommand(again.Left); err != nil {
			return eventstore.Verdict{}, err
		}
		verdict.Attention = left
	}
	return verdict, nil
}

func (l *laptop) head() eventstore.Head {
	l.t.Helper()
	head, err := l.ledger.Head(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	return head
}

func (l *laptop) unshared() int64 {
	l.t.Helper()
	events, _, err := l.ledger.Unshared(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	return events
}

func (l *laptop) attention() []eventstore.Attention {
	l.t.Helper()
	open, err := l.ledger.Attention(ctx, true)
	if err != nil {
		l.t.Fatal(err)
	}
	return open
}

// person adds somebody.
func (l *laptop) person(name string) domain.Stream {
	l.t.Helper()
	s := domain.Stream{Kind: domain.KindPerson, ID: newID()}
	l.do(domain.AddRecord{
		Record: s, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: name})}},
	})
	return s
}

// called logs a conversation.
func (l *laptop) called(text string, people ...domain.Stream) domain.Stream {
	l.t.Helper()
	s := domain.Stream{Kind: domain.KindConversation, ID: newID()}
	content := domain.ConversationContent{
		Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Origin: domain.Origin{How: domain.OriginLog},
		When: domain.Moment{At: l.now(), Precision: domain.PrecisionMinute},
	}
	for _, p := range people {
		content.People = append(content.People, p.ID)
	}
	l.do(domain.LogConversation{Conversation: s.ID, Content: content, Words: domain.ConversationWords{Text: text}})
	return s
}

// change sets a field to a text, on what this laptop knows.
func (l *laptop) change(s domain.Stream, f domain.Field, text string) {
	l.t.Helper()
	l.do(l.changing(s, f, text))
}

func (l *laptop) changing(s domain.Stream, f domain.Field, text string) domain.Command {
	l.t.Helper()
	c := domain.Change{Field: f, Now: domain.TextValue(text)}
	if p := l.load(s); p != nil {
		c.Was = p.(*domain.Person).Dossier.Get(f)
	}
	return domain.ChangeDetails{Record: s, Origin: domain.Origin{How: domain.OriginManual}, Changes: []domain.Change{c}}
}

func (l *laptop) load(s domain.Stream) domain.Aggregate {
	l.t.Helper()
	a, err := (&lookedAt{ledger: l.ledger, expected: map[domain.Stream]int{}}).Load(s)
	if err != nil {
		l.t.Fatal(err)
	}
	return a
}

func (l *laptop) note(s domain.Stream) string {
	l.t.Helper()
	p, ok := l.load(s).(*domain.Person)
	if !ok {
		return "nobody"
	}
	return p.Dossier.Text(domain.FieldNote)
}

// alike fails unless the laptops have the same ledger, in the same words, and
// nothing that is not shared.
func alike(t testing.TB, laptops ...*laptop) {
	t.Helper()
	first := laptops[0]
	want := contents(first)
	for _, l := range laptops {
		if events := l.unshared(); events > 0 {
			t.Fatalf("%s has %d events that are not shared", l.name, events)
		}
		if l.head() != first.head() {
			t.Fatalf("%s is at %d, %s at %d", l.name, l.head().Position, first.name, first.head().Position)
		}
		got := contents(l)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("event %d on %s:\n%s\nand on %s:\n%s", i+1, l.name, got[i], first.name, want[i])
			}
		}
	}
}

// contents are the events of a ledger, opened.
func contents(l *laptop) []string {
	l.t.Helper()
	var all []string
	for r, err := range l.ledger.All(ctx, 0) {
		if err != nil {
			l.t.Fatalf("%s: %v", l.name, err)
		}
		event, err1 := json.Marshal(r.Event)
		words, err2 := json.Marshal(r.Event.Secret())
		if err := errors.Join(err1, err2); err != nil {
			l.t.Fatal(err)
		}
		all = append(all, r.EventID.String()+" "+r.Event.EventType()+" "+string(event)+" "+string(words)+" "+string('0'+rune(r.Secret)))
	}
	return all
}

// rounds lets the laptops take turns until nothing moves.
func rounds(laptops ...*laptop) {
	for range 2 {
		for _, l := range laptops {
			l.t.Helper()
			l.round()
		}
	}
}
