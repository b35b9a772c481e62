package eventstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"kontor/domain"
)

// TestLaptopsConverge lets three devices work, be offline, erase and exchange in
// random order.
func TestLaptopsConverge(t *testing.T) {
	rounds := fromEnv(t, "KONTOR_ROUNDS", 12)
	for range rounds {
		seed := rand.Uint64()
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { converge(t, rand.New(rand.NewPCG(seed, 0))) })
	}
}

func converge(t *testing.T, random *rand.Rand) {
	ctx := context.Background()
	s, one, two := team(t)
	ledgers := []*Ledger{one, two, s.join(t, one, t.TempDir())}
	people := []domain.Stream{newPerson(), newPerson(), newPerson(), newPerson()}
	gone := map[domain.ID]bool{}
	decide := func(st domain.State, tail Tail) (Verdict, error) {
		switch random.IntN(5) {
		case 0:
			return Verdict{Keep: true}, nil
		case 1:
			return Verdict{Events: append(eventsOf(tail.Events), tell(people[random.IntN(len(people))], "dazu"))}, nil
		case 2:
			return Verdict{Attention: &Attention{Reason: "no"}}, nil
		case 3:
			return Verdict{Events: []domain.Event{tell(newPerson(), "statt dessen")}, Attention: &Attention{Reason: "part", Args: []byte(`{}`)}}, nil
		}
		return sayAgain(st, tail)
	}
	sync := func(l *Ledger) { // as a laptop that may be cut off in the middle
		s.pull(t, l, decide)
		if random.IntN(4) > 0 {
			s.push(t, l)
		}
	}
	for range 60 {
		l := ledgers[random.IntN(len(ledgers))]
		person := people[random.IntN(len(people))]
		switch n := random.IntN(12); {
		case n < 5:
			by := issued()
			_, err := l.Append(ctx, by, "tell", map[string]string{"text": by.Command.String()}, []domain.Event{tell(person, by.Command.String())}, nil)
			if err != nil && !errors.Is(err, ErrFenced) && !errors.Is(err, ErrKeyMissing) {
				t.Fatal(err)
			}
		case n < 7:
			entry := Entry{Issued: issued(), Name: "import"}
			for range random.IntN(6) {
				entry.Events = append(entry.Events, tell(newPerson(), "Import"))
			}
			_, err := l.AppendBatch(ctx, []Entry{entry})
			must(t, err)
		case n == 7 && len(gone) < 2:
			gone[person.ID] = true
			recorded, err := l.Append(ctx, issued(), "erase", "args", []domain.Event{&erasedEvent{person}}, nil)
			must(t, err)
			_, err = l.Erase(ctx, recorded[0].EventID, person.ID)
			must(t, err)
		default:
			sync(l)
		}
	}
	for range 2 {
		for _, l := range ledgers {
			s.pull(t, l, decide)
			s.push(t, l)
		}
	}
	for _, l := range ledgers {
		s.pull(t, l, neverAsked)
		for _, person := range people {
			if !gone[person.ID] {
				continue
			}
			for _, r := range load(t, l, person) {
				if e, ok := r.Event.(*told); ok && (e.Words.Text != "" || r.Secret != domain.SecretErased) {
					t.Error("words about an erased person can be read")
				}
			}
		}
	}
	converged(t, s, ledgers...)
}
