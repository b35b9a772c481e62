package eventstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"kontor/domain"
)

// receiveUntilKilled works on a ledger and, from time to time, receives what a
// second one in the folder beside it records. It writes the id of each of its
// own commands to standard output once it is acknowledged.
func receiveUntilKilled(dir string) error {
	ctx := context.Background()
	options := Options{ForceFileKey: true, Vocabulary: testVocabulary}
	filled := options
	filled.Filling = rand.IntN(2) == 0 // either way after a kill of either
	mine, err := Open(ctx, filepath.Join(dir, "mine"), filled)
	if err != nil {
		return err
	}
	theirs, err := Open(ctx, filepath.Join(dir, "theirs"), options)
	if err != nil {
		return err
	}
	for {
		entries := make([]Entry, 30)
		for i := range entries {
			entries[i] = Entry{Issued: issued(), Name: "tell", Args: map[string]string{"text": typedText}, Events: []domain.Event{tell(newPerson(), typedText)}}
		}
		if _, err := mine.AppendBatch(ctx, entries); err != nil {
			return err
		}
		for _, e := range entries {
			fmt.Println(e.Issued.Command)
		}
		if _, err := theirs.Append(ctx, issued(), "tell", nil, []domain.Event{tell(newPerson(), typedText)}, nil); err != nil {
			return err
		}
		if err := receiveFrom(ctx, mine, theirs); err != nil {
			return err
		}
	}
}

// receiveFrom takes the other ledger for the server.
func receiveFrom(ctx context.Context, mine, theirs *Ledger) error {
	confirmed, err := mine.Confirmed(ctx)
	if err != nil {
		return err
	}
	var incoming []Record
	for r, err := range theirs.RecordsAfter(ctx, confirmed.Position) {
		if err != nil {
			return err
		}
		blocks, err := theirs.KeyBlocks(ctx, r.Key.Block)
		if err != nil {
			return err
		}
		if err := mine.LearnKeys(ctx, blocks...); err != nil {
			return err
		}
		incoming = append(incoming, sent(r))
	}
	_, err = mine.Receive(ctx, incoming, keepAll)
	return err
}

// TestNothingIsLostWhenKilledWhileReceiving kills a process that puts its tail
// on top of others' events, at random moments.
func TestNothingIsLostWhenKilledWhileReceiving(t *testing.T) {
	ctx := context.Background()
	rounds := fromEnv(t, "KONTOR_KILLS", 12)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	theirs := openLedger(t, filepath.Join(dir, "theirs"))
	newServer().join(t, theirs, filepath.Join(dir, "mine")).Close()
	theirs.Close()
	acknowledged := 0
	for round := range rounds {
		commands := killedAfter(t, dir, time.Duration(random.IntN(150_000))*time.Microsecond, helperReceives+"=1")
		acknowledged += len(commands)
		mine, theirs := openLedger(t, filepath.Join(dir, "mine")), openLedger(t, filepath.Join(dir, "theirs"))
		for _, command := range commands {
			if events, err := mine.CommandEvents(ctx, command); err != nil || len(events) != 1 {
				t.Fatalf("round %d: %d events of an acknowledged command, %v", round, len(events), err)
			}
		}
		confirmed, err := mine.Confirmed(ctx)
		must(t, err)
		if confirmed.Position > 0 {
			same, err := theirs.RecordAt(ctx, confirmed.Position)
			if err != nil || same.Hash != confirmed.Hash {
				t.Fatalf("round %d: what is shared differs at %d, %v", round, confirmed.Position, err)
			}
		}
		head, err := mine.Head(ctx)
		must(t, err)
		if all, err := queryInt(mine.store.conn, "SELECT count(*) FROM commands"); err != nil || head.Position != confirmed.Position+all {
			t.Fatalf("round %d: %d events, %d of them shared, and %d commands, %v", round, head.Position, confirmed.Position, all, err)
		}
		mustVerify(t, mine)
		mine.Close()
		theirs.Close()
	}
	t.Logf("%d commands acknowledged in %d rounds", acknowledged, rounds)
}
