package eventstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// orderErasure records the order to erase a record and carries it out.
func orderErasure(t *testing.T, l *Ledger, stream domain.Stream) domain.Recorded {
	t.Helper()
	ctx := context.Background()
	recorded, err := l.Append(ctx, issued(), "erase", "args", []domain.Event{&erasedEvent{stream}}, nil)
	must(t, err)
	_, err = l.Erase(ctx, recorded[0].EventID, stream.ID)
	must(t, err)
	return recorded[0]
}

func TestOthersErasuresAreCarriedOutAtOnce(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe, schiller := newPerson(), newPerson()
	say(t, one, goethe, "eins")
	s.push(t, one)
	s.pull(t, two, nil)
	orderErasure(t, one, goethe)
	s.push(t, one)
	mine := say(t, two, goethe, "mein")
	blobs := sealedBytes(t, two, goethe)
	must(t, two.Close())
	two = openLedger(t, two.Dir())
	say(t, two, schiller, "bleibt")
	got := s.pull(t, two, sayAgain)
	if got.Rebased != 2 || got.Refused != 1 {
		t.Errorf("received %+v", got)
	}
	for _, e := range load(t, two, goethe) {
		if _, ok := e.Event.(*told); ok && e.Secret != domain.SecretErased {
			t.Errorf("state %d after the erasure", e.Secret)
		}
	}
	for _, blob := range blobs {
		if found := filesWith(t, two.Dir(), blob); len(found) > 0 {
			t.Errorf("the ciphertext is still in %v", found)
		}
	}
	open, err := two.Attention(ctx, true)
	must(t, err)
	if len(open) != 1 || open[0].Command != mine.Command || open[0].Reason != ReasonErased || open[0].Args != nil {
		t.Errorf("attention %+v", open)
	}
	c, err := two.Command(ctx, mine.Command)
	must(t, err)
	if c.ArgsSealed != nil || c.State != CommandRefused {
		t.Errorf("entry %+v", c)
	}
	if all := texts(t, two, schiller); !slices.Equal(all, []string{"bleibt"}) {
		t.Errorf("read %q", all)
	}
	s.push(t, two)
	s.pull(t, one, nil)
	converged(t, s, one, two)
}

// TestOurOwnErasureStandsOnTop: what was erased before it was shared, and the
// order itself, go to the team without being decided again.
func TestOurOwnErasureStandsOnTop(t *testing.T) {
	s, one, two := team(t)
	goethe := newPerson()
	say(t, two, goethe, "eins")
	orderErasure(t, two, goethe)
	say(t, one, newPerson(), "zuerst")
	s.push(t, one)
	got := s.pull(t, two, neverAsked)
	if got.Rebased != 2 || got.Refused != 0 || got.Head != 3 {
		t.Errorf("received %+v", got)
	}
	mustVerify(t, two)
	s.push(t, two)
	s.pull(t, one, nil)
	if e := load(t, one, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("state %d at the other's", e.Secret)
	}
	converged(t, s, one, two)
}

// TestWordsThatComeAfterAnErasureGoToo: a colleague was offline and wrote about
// the person under a key of their own.
func TestWordsThatComeAfterAnErasureGoToo(t *testing.T) {
	s, one, two := team(t)
	goethe := newPerson()
	say(t, one, goethe, "eins")
	order := orderErasure(t, one, goethe)
	for r, err := range two.RecordsAfter(context.Background(), 0) {
		t.Fatal(r, err)
	}
	say(t, two, goethe, "auch")
	s.push(t, one)
	s.pull(t, two, keepAll)
	s.push(t, two)
	got := s.pull(t, one, nil)
	if len(got.Incoming) != 1 || got.Incoming[0].Secret != domain.SecretErased {
		t.Errorf("received %+v", got)
	}
	for _, l := range []*Ledger{one, two} {
		for _, e := range load(t, l, goethe) {
			if _, ok := e.Event.(*told); ok && e.Secret != domain.SecretErased {
				t.Errorf("state %d", e.Secret)
			}
		}
	}
	noted, err := one.store.Erasures(context.Background())
	must(t, err)
	if len(noted) != 1 || noted[0].Event != order.EventID || !noted[0].Done {
		t.Errorf("erasures %+v", noted)
	}
	converged(t, s, one, two)
}

// TestWhatWaitsForAttentionIsErasedToo erases a person of an entry.
func TestWhatWaitsForAttentionIsErasedToo(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	for range mostSayings {
		say(t, two, goethe, "oft")
	}
	s.push(t, two)
	say(t, one, goethe, "geheim")
	s.pull(t, one, sayAgain)
	entries, err := one.store.attention(ctx, true)
	must(t, err)
	if len(entries) != 1 || entries[0].argsSealed == nil {
		t.Fatalf("attention %+v", entries)
	}
	orderErasure(t, one, goethe)
	open, err := one.Attention(ctx, true)
	if err != nil || len(open) != 1 || open[0].Args != nil || open[0].Reason != "said-enough" {
		t.Errorf("attention %+v, %v", open, err)
	}
	if found := filesWith(t, one.Dir(), entries[0].argsSealed); len(found) > 0 {
		t.Errorf("the arguments are still in %v", found)
	}
	mustVerify(t, one)
}

// TestAnErasureThatFailedIsTriedAgain: there was no room for what is left of a
// block of keys.
func TestAnErasureThatFailedIsTriedAgain(t *testing.T) {
	s, one, two := team(t)
	goethe := newPerson()
	say(t, one, goethe, "eins")
	s.push(t, one)
	s.pull(t, two, nil)
	orderErasure(t, one, goethe)
	s.push(t, one)
	pages, err := queryInt(two.keys.conn, "PRAGMA page_count")
	must(t, err)
	limit := func(n int64) {
		must(t, sqlitex.ExecuteTransient(two.keys.conn, fmt.Sprintf("PRAGMA max_page_count = %d", n), nil))
	}
	limit(pages)
	if got := s.pull(t, two, nil); !errors.Is(got.Unfinished, ErrDiskFull) || len(got.Incoming) != 1 || got.Head != 2 {
		t.Errorf("received %+v", got)
	}
	limit(1 << 30)
	say(t, one, newPerson(), "weiter")
	s.push(t, one)
	if got := s.pull(t, two, nil); got.Unfinished != nil {
		t.Errorf("still unfinished: %v", got.Unfinished)
	}
	if e := load(t, two, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("state %d", e.Secret)
	}
	converged(t, s, one, two)
}
