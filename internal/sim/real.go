package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
	"kontor/eventstore/team"
)

// real is a laptop with the real ledger and the real engine. It has no read
// models.
type real struct {
	ctx    context.Context
	name   string
	world  *world
	me     domain.ID
	edits  int // so far
	lock   sync.Mutex
	ledger *eventstore.Ledger
	syncer *team.Syncer
}

// world is what real laptops have in common.
type world struct {
	dir    string
	server *shared.Memory
	net    *network
	people []domain.ID
	before int64 // events that were there before the first morning
	near   bool  // while it is being set up nothing takes time
}

const passphrase = "Wer immer strebend sich bemüht"

// cheap makes a pass-phrase cost nothing: nobody guesses here.
var cheap = team.Cost{Time: 1, MemoryKiB: 8, Threads: 1}

func newID() domain.ID { return uuid.Must(uuid.NewV7()) }

// found makes a workspace with people, shares it, and lets the others join.
func (w *world) found(ctx context.Context, p plan) ([]*real, error) {
	w.near = true
	laptops := make([]*real, p.laptops)
	for i := range laptops {
		laptops[i] = &real{ctx: ctx, name: fmt.Sprint("laptop-", i), world: w, me: newID()}
	}
	first := laptops[0]
	if err := first.open(); err != nil {
		return nil, err
	}
	parts := []domain.Command{domain.FoundWorkspace{Workspace: first.ledger.Workspace(), Name: "Weimar"}}
	for i := range p.people() {
		person := newID()
		w.people = append(w.people, person)
		parts = append(parts, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindPerson, ID: person}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: fmt.Sprint("Person ", i)})}},
		})
	}
	if err := first.decide(domain.Batch{Title: "found-workspace", Parts: parts}); err != nil {
		return nil, err
	}
	log, err := first.dial(ctx)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	if err := team.Found(ctx, log, first.ledger, team.Founding{Server: "memory", Name: "Weimar", Passphrase: passphrase, Cost: cheap}); err != nil {
		return nil, err
	}
	if err := first.round(); err != nil {
		return nil, err
	}
	offer, err := team.LookFor(ctx, log, first.ledger.Workspace())
	if err != nil {
		return nil, err
	}
	_, secrets, err := offer.Open(passphrase)
	if err != nil {
		return nil, err
	}
	for _, l := range laptops[1:] {
		err := team.Join(ctx, log, team.Joining{
			Dir: l.dir(), Offer: offer, Secrets: secrets, Server: "memory", Now: w.net.clock.now,
			Ledger: eventstore.Options{ForceFileKey: true, Now: w.net.clock.now},
		})
		if err == nil {
			err = l.open()
		}
		if err == nil {
			err = l.round()
		}
		if err != nil {
			return nil, err
		}
	}
	for _, l := range laptops {
		l.syncer.Close() // the next connection is a distant one
	}
	w.near = false
	confirmed, err := first.ledger.Confirmed(ctx)
	w.before = confirmed.Position
	if err != nil {
		return nil, err
	}
	return laptops, nil
}

func (l *real) dir() string { return filepath.Join(l.world.dir, l.name) }

func (l *real) open() error {
	now := l.world.net.clock.now
	ledger, err := eventstore.Open(l.ctx, l.dir(), eventstore.Options{ForceFileKey: true, Now: now})
	if err != nil {
		return err
	}
	l.ledger = ledger
	l.syncer = team.New(team.Options{
		Ledger: ledger, Dial: l.dial, Lock: &l.lock, Decide: decideAgain, Now: now,
		Applied: func(r eventstore.Received) {
			l.world.net.counted.Again += r.Rebased
			l.world.net.counted.Attention += r.Refused
		},
	})
	return nil
}

func (l *real) close() error {
	l.syncer.Close()
	return l.ledger.Close()
}

// dial connects, once at a time: of a laptop one call may wait in the clock.
func (l *real) dial(ctx context.Context) (shared.Log, error) {
	if !l.world.near && l.world.server.Connections(l.name) > 0 {
		return nil, shared.ErrOffline
	}
	log, err := l.world.server.DialerFor(l.name)(ctx)
	if err != nil || l.world.near {
		return log, err
	}
	return distant{log, l.world.net, fmt.Sprintf("kontor-%s-1", l.ledger.Workspace())}, nil
}

func (l *real) round() error { return l.syncer.Round(l.ctx) }

func (l *real) lag() (int64, int) {
	_, commands, _ := l.ledger.Unshared(l.ctx)
	confirmed, _ := l.ledger.Confirmed(l.ctx)
	return l.world.net.counted.Events + l.world.before - confirmed.Position, int(commands)
}

func (l *real) do(w work) error {
	now := l.ledgerTime()
	person := l.world.people[w.person]
	commands := []domain.Command{domain.LogConversation{
		Conversation: newID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Origin: domain.Origin{How: domain.OriginLog},
			When: now, People: []domain.ID{person},
		},
		Words: domain.ConversationWords{
			Text: "Will die Dokumentation auf Deutsch. Der Pilot läuft gut, zwei weitere Häuser fragen an.",
			Tags: []string{"docs", "pilot"},
		},
	}}
	if w.followUp {
		commands = append(commands, domain.PlanFollowUp{
			FollowUp: newID(), Text: "Entwurf der Dokumentation schicken",
			Plan: domain.FollowUpPlan{Due: domain.DayOf(now.At).Add(2), For: l.me, People: []domain.ID{person}},
		})
	}
	if w.edit {
		edit, err := l.edit(person, w.field)
		if err != nil {
			return err
		}
		commands = append(commands, edit)
	}
	for _, c := range commands {
		l.world.net.counted.Commands++
		if err := l.decide(c); err != nil {
			return err
		}
	}
	return nil
}

func (l *real) ledgerTime() domain.Moment {
	return domain.Moment{At: l.world.net.clock.now(), Precision: domain.PrecisionMinute}
}

// edit changes a detail on what this laptop knows.
func (l *real) edit(person domain.ID, field int) (domain.Command, error) {
	s := domain.Stream{Kind: domain.KindPerson, ID: person}
	a, err := (&state{l, map[domain.Stream]int{}}).Load(s)
	if err != nil {
		return nil, err
	}
	l.edits++
	c := domain.Change{Field: domain.FieldNote, Now: domain.TextValue("Notiz " + newID().String())}
	if field == 1 {
		languages := []string{"de", "en", "fr", "it", "pl", "cs", "nl", "es"}
		c = domain.Change{Field: domain.FieldLanguage, Now: domain.TextValue(languages[l.edits%len(languages)])}
	}
	c.Was = a.(*domain.Person).Dossier.Get(c.Field)
	return domain.ChangeDetails{Record: s, Origin: domain.Origin{How: domain.OriginManual}, Changes: []domain.Change{c}}, nil
}

// decide carries out a command as the program does.
func (l *real) decide(c domain.Command) error {
	l.lock.Lock()
	defer l.lock.Unlock()
	looked := &state{l, map[domain.Stream]int{}}
	by := domain.Issued{Command: newID(), Actor: l.me, Device: l.ledger.Device(), At: l.world.net.clock.now()}
	events, err := c.Decide(looked, by)
	if err != nil || len(events) == 0 {
		return err
	}
	entry := eventstore.Entry{Issued: by, Name: c.CommandName(), Args: c, Events: events, Expected: looked.expected}
	_, err = l.ledger.AppendBatch(l.ctx, []eventstore.Entry{entry})
	return err
}

// state is what a command looks at.
type state struct {
	laptop   *real
	expected map[domain.Stream]int
}

func (s *state) Load(stream domain.Stream) (domain.Aggregate, error) {
	recorded, err := s.laptop.ledger.Load(s.laptop.ctx, stream)
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

func (s *state) CommandEvents(command domain.ID) ([]domain.Recorded, error) {
	return s.laptop.ledger.CommandEvents(s.laptop.ctx, command)
}

// decideAgain is how the program decides a command on top of others' events.
func decideAgain(s domain.State, t eventstore.Tail) (eventstore.Verdict, error) {
	c, err := domain.DecodeCommand(t.Command.Name, t.Args)
	if err != nil {
		return eventstore.Verdict{}, err
	}
	again, err := domain.Redecide(c, s, t.Issued, t.Events)
	if err != nil || again.Left == nil {
		return eventstore.Verdict{Events: again.Events}, err
	}
	args, err := domain.EncodeCommand(again.Left)
	return eventstore.Verdict{Events: again.Events, Attention: &eventstore.Attention{
		Name: again.Left.CommandName(), Args: args, Reason: again.Why.Code, Record: again.Why.Record,
	}}, err
}

func closeAll(laptops []*real) error {
	var errs []error
	for _, l := range laptops {
		errs = append(errs, l.close())
	}
	return errors.Join(errs...)
}
