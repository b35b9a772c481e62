package demo

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
)

// ledger is a domain.State in memory.
type ledger struct {
	records map[domain.Stream]domain.Aggregate
	events  int
}

func newLedger() *ledger { return &ledger{records: map[domain.Stream]domain.Aggregate{}} }

func (l *ledger) Load(s domain.Stream) (domain.Aggregate, error) {
	if a, ok := l.records[s]; ok {
		return a, nil
	}
	return nil, nil
}

// carryOut decides on a step and applies what follows.
func (l *ledger) carryOut(t testing.TB, s Step) []domain.Event {
	t.Helper()
	events, err := s.Command().Decide(l, domain.Issued{Actor: s.Actor, At: s.At})
	if err != nil {
		t.Fatalf("%s at %s: %v", s.Title, s.At, err)
	}
	for _, e := range events {
		a := l.records[e.Stream()]
		if a == nil {
			a = domain.NewAggregate(e.Stream().Kind)
			l.records[e.Stream()] = a
		}
		l.events++
		a.Apply(domain.Recorded{Meta: domain.Meta{
			Position: int64(l.events), Version: domain.HeadOf(a).Version + 1, RecordedAt: s.At, OccurredAt: s.At, Actor: s.Actor,
		}, Event: e})
	}
	return events
}

// each goes through all records of one kind.
func each[T domain.Aggregate](l *ledger, do func(T)) {
	for _, a := range l.records {
		if t, ok := a.(T); ok {
			do(t)
		}
	}
}

func told(t testing.TB, o Options) (*ledger, []Step) {
	t.Helper()
	l := newLedger()
	var steps []Step
	if o.Workspace != domain.None {
		l.carryOut(t, Step{At: o.Now, Commands: []domain.Command{domain.FoundWorkspace{Workspace: o.Workspace, Name: "Probe"}}})
	}
	if o.Member != domain.None {
		l.carryOut(t, Step{At: o.Now, Commands: []domain.Command{domain.AddRecord{
			Record:  domain.Stream{Kind: domain.KindMember, ID: o.Member},
			Changes: []domain.Change{fact(domain.FieldName, domain.NameValue(domain.Name{Given: "Ich"}))},
		}}})
	}
	for s := range Generate(o) {
		if events := l.carryOut(t, s); len(events) == 0 {
			t.Errorf("%s at %s changes nothing", s.Title, s.At)
		}
		steps = append(steps, s)
	}
	return l, steps
}

// small is the sample that people see first.
func small() Options {
	berlin := time.FixedZone("MEZ", 3600)
	return Options{
		People: DefaultPeople, Conversations: DefaultConversations, Seed: 1,
		Now:    time.Date(2026, 11, 18, 14, 32, 0, 0, berlin),
		Member: uuid.UUID{6: 0x70, 15: 1}, Workspace: uuid.UUID{6: 0x70, 15: 2},
	}
}
