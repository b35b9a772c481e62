package eventstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kontor/domain"
)

// waits puts entries on the attention list, as a rebase does.
func waits(t *testing.T, l *Ledger, n int) []domain.ID {
	t.Helper()
	ids := make([]domain.ID, n)
	must(t, l.store.change(context.Background(), func() error {
		for i := range ids {
			ids[i] = newID()
			e := attentionEntry{Attention: Attention{
				ID: ids[i], Command: newID(), Name: "tell", Reason: "said-enough", At: testTime,
			}}
			if err := l.store.putAttention(&e); err != nil {
				return err
			}
		}
		return nil
	}))
	return ids
}

func answering(entry domain.ID) Entry {
	return Entry{
		Issued: issued(), Name: "tell", Args: typedText, Events: []domain.Event{tell(newPerson(), typedText)},
		Settles: &Settlement{Entry: entry, How: AttentionRetried},
	}
}

func TestAnAnswerIsGivenOnce(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	id := waits(t, l, 1)[0]
	first := answering(id)
	_, err := l.AppendBatch(ctx, []Entry{first})
	must(t, err)
	all, err := l.Attention(ctx, false)
	must(t, err)
	if len(all) != 1 || all[0].Settled != AttentionRetried || all[0].By != first.Issued.Command {
		t.Errorf("after the answer: %+v", all)
	}
	before, err := l.Head(ctx)
	must(t, err)
	for _, entry := range []domain.ID{id, newID()} {
		if _, err := l.AppendBatch(ctx, []Entry{answering(entry)}); !errors.Is(err, ErrNotFound) {
			t.Errorf("an answer to what does not wait: %v", err)
		}
	}
	if after, err := l.Head(ctx); err != nil || after != before {
		t.Errorf("it was recorded: %+v, %v", after, err)
	}
	if _, err := l.AppendBatch(ctx, []Entry{first}); err != nil {
		t.Errorf("the same answer once more: %v", err)
	}
	mustVerify(t, l)
}

func settleUntilKilled(dir string) error {
	ctx := context.Background()
	l, err := Open(ctx, dir, Options{ForceFileKey: true, Vocabulary: testVocabulary})
	if err != nil {
		return err
	}
	defer l.Close()
	open, err := l.Attention(ctx, true)
	if err != nil {
		return err
	}
	for _, a := range open {
		e := answering(a.ID)
		if _, err := l.AppendBatch(ctx, []Entry{e}); err != nil {
			return err
		}
		fmt.Println(e.Issued.Command)
	}
	select {} // until killed
}

// Whoever is killed while answering finds each answer given once or not at all.
func TestAnswersAreWholeWhenKilled(t *testing.T) {
	ctx := context.Background()
	rounds := fromEnv(t, "KONTOR_KILLS", 10)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	for round := range rounds {
		before := openLedger(t, dir)
		waits(t, before, 500)
		before.Close()
		acknowledged := killedAfter(t, dir, time.Duration(random.IntN(30_000))*time.Microsecond, helperSettles+"=1")
		l := openLedger(t, dir)
		all, err := l.Attention(ctx, false)
		must(t, err)
		by := map[domain.ID]bool{}
		for _, a := range all {
			if a.Settled == AttentionOpen {
				continue
			}
			by[a.By] = true
			if _, err := l.Command(ctx, a.By); err != nil {
				t.Fatalf("seed %d, round %d: settled by a command that is not there: %v", seed, round, err)
			}
		}
		for _, command := range acknowledged {
			if !by[command] {
				t.Fatalf("seed %d, round %d: an acknowledged answer is lost", seed, round)
			}
		}
		if commands, err := queryInt(l.store.conn, "SELECT count(*) FROM commands"); err != nil || int(commands) != len(by) {
			t.Fatalf("seed %d, round %d: %d answers to %d entries, %v", seed, round, commands, len(by), err)
		}
		l.Close()
	}
}
