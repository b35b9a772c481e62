package projections

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"iter"
	"testing"
	"time"

	"kontor/domain"
)

// A ledger is a Source in memory on which commands are decided.
type ledger struct {
	t        testing.TB
	recs     []domain.Recorded
	streams  map[domain.Stream][]int // indexes into recs
	commands map[domain.ID][]int
	erased   map[domain.Stream]bool
	missing  map[domain.Stream]bool // no key on this machine
	folded   map[domain.Stream]domain.Aggregate
	loads    int
	next     uint64
	clock    time.Time
	actor    domain.ID
}

func newLedger(t testing.TB) *ledger {
	l := &ledger{
		t: t, streams: map[domain.Stream][]int{}, commands: map[domain.ID][]int{},
		erased: map[domain.Stream]bool{}, missing: map[domain.Stream]bool{}, folded: map[domain.Stream]domain.Aggregate{},
		clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	l.actor = l.id()
	return l
}

// id makes an id that sorts by when it was made, as UUIDv7 does.
func (l *ledger) id() (id domain.ID) {
	l.next++
	binary.BigEndian.PutUint64(id[:], l.next)
	id[6], id[8] = id[6]&0x0f|0x70, 0x80
	binary.BigEndian.PutUint32(id[12:], uint32(l.next*2654435761))
	return id
}

func (l *ledger) record(r domain.Recorded) {
	s := r.Event.Stream()
	r.Position = int64(len(l.recs) + 1)
	r.Version = len(l.streams[s]) + 1
	l.streams[s] = append(l.streams[s], len(l.recs))
	l.commands[r.Command] = append(l.commands[r.Command], len(l.recs))
	l.recs = append(l.recs, r)
	if _, ok := r.Event.(*domain.RecordErased); ok {
		l.erased[s] = true
	}
	if a := l.folded[s]; a != nil {
		a.Apply(r)
	}
}

func (l *ledger) Load(_ context.Context, s domain.Stream) (recs []domain.Recorded, err error) {
	l.loads++
	for _, i := range l.streams[s] {
		recs = append(recs, l.opened(l.recs[i]))
	}
	return recs, nil
}

func (l *ledger) Head(context.Context) (int64, error) { return int64(len(l.recs)), nil }

func (l *ledger) All(ctx context.Context, from int64) iter.Seq2[domain.Recorded, error] {
	recs := l.recs
	return func(yield func(domain.Recorded, error) bool) {
		for i := max(from, 1); i <= int64(len(recs)); i++ {
			if ctx.Err() != nil {
				yield(domain.Recorded{}, ctx.Err())
				return
			}
			if !yield(l.opened(recs[i-1]), nil) {
				return
			}
		}
	}
}

// opened is an event as the ledger hands it out: without the words if the key of
// the record was destroyed, or is not here.
func (l *ledger) opened(r domain.Recorded) domain.Recorded {
	s := r.Event.Stream()
	if r.Event.Secret() == nil || !l.erased[s] && !l.missing[s] {
		return r
	}
	skeleton, err := json.Marshal(r.Event)
	if err != nil {
		l.t.Fatal(err)
	}
	e := domain.NewEvent(r.Event.EventType(), s)
	if err := json.Unmarshal(skeleton, e); err != nil {
		l.t.Fatal(err)
	}
	r.Event, r.Secret = e, domain.SecretErased
	if !l.erased[s] {
		r.Secret = domain.SecretMissing
	}
	return r
}

// state is the ledger as commands see it.
type state struct{ *ledger }

func (s state) Load(stream domain.Stream) (domain.Aggregate, error) {
	if len(s.streams[stream]) == 0 {
		return nil, nil
	}
	a := s.folded[stream]
	if a == nil {
		a = domain.NewAggregate(stream.Kind)
		for _, i := range s.streams[stream] {
			a.Apply(s.recs[i])
		}
		s.folded[stream] = a
	}
	return a, nil
}

func (s state) CommandEvents(command domain.ID) (recs []domain.Recorded, err error) {
	for _, i := range s.commands[command] {
		recs = append(recs, s.recs[i])
	}
	return recs, nil
}

// try decides a command and records what follows from it.
func (l *ledger) try(c domain.Command) ([]domain.Recorded, error) {
	l.clock = l.clock.Add(time.Minute)
	by := domain.Issued{Command: l.id(), Actor: l.actor, At: l.clock}
	events, err := c.Decide(state{l}, by)
	if err != nil {
		return nil, err
	}
	first := len(l.recs)
	for _, e := range events {
		occurred := by.At
		if t, ok := e.(domain.Timed); ok {
			occurred = t.Occurred()
		}
		l.record(domain.Recorded{Event: e, Meta: domain.Meta{
			EventID: l.id(), RecordedAt: by.At, OccurredAt: occurred, Actor: by.Actor, Command: by.Command,
		}})
	}
	return l.recs[first:len(l.recs):len(l.recs)], nil
}

// do is try for commands that are not refused.
func (l *ledger) do(c domain.Command) []domain.Recorded {
	l.t.Helper()
	recs, err := l.try(c)
	if err != nil {
		l.t.Fatalf("%s: %v", c.CommandName(), err)
	}
	return recs
}

// cut takes the end of the ledger away, and returns the records that it was
// about.
func (l *ledger) cut(position int64) (touched []domain.Stream) {
	seen := map[domain.Stream]bool{}
	for i := position; i < int64(len(l.recs)); i++ {
		if s := l.recs[i].Event.Stream(); !seen[s] {
			seen[s] = true
			touched = append(touched, s)
		}
	}
	kept := l.recs[:position:position]
	l.recs, l.streams, l.commands = nil, map[domain.Stream][]int{}, map[domain.ID][]int{}
	l.erased, l.folded = map[domain.Stream]bool{}, map[domain.Stream]domain.Aggregate{}
	for _, r := range kept {
		l.record(r)
	}
	return touched
}

func (l *ledger) addPerson(name domain.Name, more ...domain.Change) domain.ID {
	l.t.Helper()
	id := l.id()
	changes := append([]domain.Change{{Field: domain.FieldName, Now: domain.NameValue(name)}}, more...)
	l.do(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: domain.Origin{How: domain.OriginManual}, Changes: changes,
	})
	return id
}

func (l *ledger) add(kind domain.Kind, name string, more ...domain.Change) domain.ID {
	l.t.Helper()
	id := l.id()
	now := domain.TextValue(name)
	if kind == domain.KindMember {
		now = domain.NameValue(domain.Name{Display: name})
	}
	l.do(domain.AddRecord{
		Record: domain.Stream{Kind: kind, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: append([]domain.Change{{Field: domain.FieldName, Now: now}}, more...),
	})
	return id
}

func (l *ledger) log(content domain.ConversationContent, words domain.ConversationWords) domain.ID {
	l.t.Helper()
	id := l.id()
	if content.Channel == "" {
		content.Channel = domain.ChannelCall
	}
	if content.When.At.IsZero() {
		content.When.At = l.clock
	}
	l.do(domain.LogConversation{Conversation: id, Content: content, Words: words})
	return id
}

func (l *ledger) plan(due domain.Day, text string, plan domain.FollowUpPlan) domain.ID {
	l.t.Helper()
	id := l.id()
	plan.Due = due
	l.do(domain.PlanFollowUp{FollowUp: id, Plan: plan, Text: text})
	return id
}

func (l *ledger) point(kind domain.PointKind, value string) domain.Change {
	id := l.id()
	return domain.Change{Field: domain.PointField(id), Now: domain.PointValue(domain.ContactPoint{ID: id, Kind: kind, Value: value})}
}

func (l *ledger) affiliate(person, organisation domain.ID, title string) {
	l.t.Helper()
	l.do(domain.Affiliate{Person: person, Affiliation: domain.Affiliation{ID: l.id(), Organisation: organisation, Title: title}})
}

// views opens read models of the ledger that are up to date.
func (l *ledger) views() *Views {
	l.t.Helper()
	v, err := Open(context.Background(), l.t.TempDir()+"/views.db", l, Options{Clock: func() time.Time { return l.clock }})
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = v.Close() })
	if err := v.Rebuild(context.Background(), nil); err != nil {
		l.t.Fatal(err)
	}
	return v
}
