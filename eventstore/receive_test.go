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

func TestWhatOneRecordsTheOtherReads(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	say(t, one, goethe, "eins")
	say(t, one, goethe, "zwei")
	if events, commands, err := one.Unshared(ctx); err != nil || events != 2 || commands != 2 {
		t.Errorf("%d events, %d commands unshared, %v", events, commands, err)
	}
	s.push(t, one)
	if events, commands, err := one.Unshared(ctx); err != nil || events != 0 || commands != 0 {
		t.Errorf("%d events, %d commands unshared after the push, %v", events, commands, err)
	}
	got := s.pull(t, two, nil)
	if len(got.Incoming) != 2 || got.Touched != nil || got.Own != 0 || got.Head != 2 {
		t.Errorf("received %+v", got)
	}
	if e := got.Incoming[1]; e.Position != 2 || e.Version != 2 || textOf(t, e) != "zwei" {
		t.Errorf("event %+v", e)
	}
	say(t, two, goethe, "drei") // under the key that the stream has already
	s.push(t, two)
	s.pull(t, one, nil)
	if all := texts(t, one, goethe); !slices.Equal(all, []string{"eins", "zwei", "drei"}) {
		t.Errorf("read %q", all)
	}
	first, err := one.RecordAt(ctx, 1)
	must(t, err)
	last, err := one.RecordAt(ctx, 3)
	must(t, err)
	if first.Key != last.Key {
		t.Error("the stream has two keys")
	}
	converged(t, s, one, two)
}

func TestOwnCommandsAreDecidedAgainOnTopOfOthers(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe, schiller := newPerson(), newPerson()
	say(t, one, goethe, "eins")
	s.push(t, one)
	s.pull(t, two, nil)

	say(t, one, goethe, "zwei")
	kept := say(t, two, goethe, "drei")
	refused := say(t, two, goethe, "vier")
	alone := say(t, two, schiller, "fünf")
	s.push(t, one)
	before, err := two.RecordAt(ctx, 2)
	must(t, err)
	got := s.pull(t, two, sayAgain)
	if got.Rebased != 3 || got.Refused != 1 || len(got.Incoming) != 1 || got.Own != 0 || got.Head != 4 {
		t.Errorf("received %+v", got)
	}
	if len(got.Touched) != 2 || !slices.Contains(got.Touched, goethe) || !slices.Contains(got.Touched, schiller) {
		t.Errorf("touched %v", got.Touched)
	}
	if all := texts(t, two, goethe); !slices.Equal(all, []string{"eins", "zwei", "drei"}) {
		t.Errorf("read %q", all)
	}
	after, err := two.RecordAt(ctx, 3)
	must(t, err)
	if after.EventID != kept.EventID || string(after.Sealed) != string(before.Sealed) || after.Version != 3 {
		t.Errorf("an equal event did not stay the same: %+v", after)
	}
	for command, want := range map[domain.ID]Command{
		kept.Command:    {State: CommandDone, First: 3, Last: 3, Base: 2},
		refused.Command: {State: CommandRefused, Reason: "said-enough", Base: 3},
		alone.Command:   {State: CommandDone, First: 4, Last: 4, Base: 3},
	} {
		c, err := two.Command(ctx, command)
		must(t, err)
		if c.State != want.State || c.First != want.First || c.Last != want.Last || c.Base != want.Base || c.Reason != want.Reason {
			t.Errorf("entry %+v, want %+v", c, want)
		}
	}
	open, err := two.Attention(ctx, true)
	must(t, err)
	if len(open) != 1 || open[0].Command != refused.Command || open[0].Name != "tell" || open[0].Record != goethe ||
		open[0].Reason != "said-enough" || string(open[0].Args) != `{"text":"vier"}` || !open[0].At.Equal(testTime) {
		t.Fatalf("attention %+v", open)
	}
	by := newID()
	must(t, two.SettleAttention(ctx, open[0].ID, AttentionDiscarded, by))
	if open, err = two.Attention(ctx, true); err != nil || len(open) != 0 {
		t.Errorf("still open: %+v, %v", open, err)
	}
	if all, err := two.Attention(ctx, false); err != nil || len(all) != 1 || all[0].Settled != AttentionDiscarded || all[0].By != by {
		t.Errorf("settled: %+v, %v", all, err)
	}
	if err := two.SettleAttention(ctx, newID(), AttentionEdited, by); !errors.Is(err, ErrNotFound) {
		t.Errorf("settling what is not there: %v", err)
	}
	s.push(t, two)
	s.pull(t, one, nil)
	converged(t, s, one, two)
}

func TestOwnEventsThatComeBackAreConfirmed(t *testing.T) {
	ctx := context.Background()
	s, one, _ := team(t)
	goethe := newPerson()
	for i := range 5 {
		say(t, one, goethe, fmt.Sprint(i))
	}
	for r, err := range one.RecordsAfter(ctx, 0) { // the push arrived, its answer did not
		must(t, err)
		if r.Position <= 3 {
			s.records = append(s.records, sent(r))
		}
	}
	got := s.pull(t, one, neverAsked)
	if got.Own != 3 || len(got.Incoming) != 0 || got.Touched != nil || got.Rebased != 0 || got.Head != 5 {
		t.Errorf("received %+v", got)
	}
	if confirmed, err := one.Confirmed(ctx); err != nil || confirmed.Position != 3 || confirmed.Hash != s.records[2].Hash {
		t.Errorf("confirmed %+v, %v", confirmed, err)
	}
}

func neverAsked(domain.State, Tail) (Verdict, error) { return Verdict{}, errImpossible }

// TestACommandSentInPartsIsNotDecidedAgain: the first part arrived, then another
// device came in between.
func TestACommandSentInPartsIsNotDecidedAgain(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe, schiller := newPerson(), newPerson()
	recorded, err := one.Append(ctx, issued(), "tell-both", "args",
		[]domain.Event{tell(goethe, "eins"), tell(schiller, "zwei"), tell(goethe, "drei")}, nil)
	must(t, err)
	first, err := one.RecordAt(ctx, 1)
	must(t, err)
	s.records = append(s.records, sent(&first))
	blocks, err := one.KeyBlocks(ctx, first.Key.Block)
	must(t, err)
	s.blocks[first.Key.Block] = blocks[0]
	s.pull(t, two, nil)
	say(t, two, newPerson(), "dazwischen")
	s.push(t, two)
	got := s.pull(t, one, neverAsked)
	if got.Own != 1 || len(got.Incoming) != 1 || got.Rebased != 1 || got.Head != 4 {
		t.Errorf("received %+v", got)
	}
	c, err := one.Command(ctx, recorded[0].Command)
	must(t, err)
	if c.First != 1 || c.Last != 4 || c.State != CommandDone {
		t.Errorf("entry %+v", c)
	}
	s.push(t, one)
	s.pull(t, two, nil)
	converged(t, s, one, two)
}

// TestACommandThatCameInIsDone: log.db was put back to before a rebase, so the
// server has our command with other events than we have.
func TestACommandThatCameInIsDone(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	old := say(t, one, goethe, "eins")
	late := say(t, one, goethe, "zwei")
	say(t, two, goethe, "dazwischen")
	s.push(t, two)
	r, err := one.RecordAt(ctx, 1) // as another event, but of the same command
	must(t, err)
	other := *tell(goethe, "eins!")
	_, err = two.Append(ctx, domain.Issued{Command: old.Command, Actor: r.Actor, Device: r.Device, At: r.RecordedAt}, "tell", nil,
		[]domain.Event{&other}, nil)
	must(t, err)
	s.push(t, two)
	got := s.pull(t, one, keepAll)
	if got.Rebased != 1 || len(got.Incoming) != 2 {
		t.Errorf("received %+v", got)
	}
	if all := texts(t, one, goethe); !slices.Equal(all, []string{"dazwischen", "eins!", "zwei"}) {
		t.Errorf("read %q", all)
	}
	for command, position := range map[domain.ID]int64{old.Command: 2, late.Command: 3} {
		c, err := one.Command(ctx, command)
		must(t, err)
		if c.First != position || c.Last != position || c.State != CommandDone {
			t.Errorf("entry %+v, want position %d", c, position)
		}
	}
	s.push(t, one)
	s.pull(t, two, nil)
	converged(t, s, one, two)
}

// TestARestoredServerIsFilledAgain: the server lost events that two devices had.
func TestARestoredServerIsFilledAgain(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	for i := range 4 {
		say(t, one, goethe, fmt.Sprint(i))
	}
	s.push(t, one)
	s.pull(t, two, nil)
	s.records = s.records[:2]
	for _, l := range []*Ledger{one, two} {
		must(t, l.Unconfirm(ctx, 2))
		if events, commands, err := l.Unshared(ctx); err != nil || events != 2 || commands != 2 {
			t.Errorf("%d events, %d commands unshared, %v", events, commands, err)
		}
	}
	say(t, two, goethe, "neu")
	s.push(t, two) // its own and the others' that it had
	s.pull(t, one, neverAsked)
	if all := texts(t, one, goethe); !slices.Equal(all, []string{"0", "1", "2", "3", "neu"}) {
		t.Errorf("read %q", all)
	}
	converged(t, s, one, two)
}

// TestAnEventInTheTailAndInComingIsThereOnce: another device already put back
// what we have too, but in another order.
func TestAnEventInTheTailAndInComingIsThereOnce(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	say(t, one, goethe, "eins")
	say(t, one, goethe, "zwei")
	s.push(t, one)
	s.pull(t, two, nil)
	s.records = nil
	must(t, one.Unconfirm(ctx, 0))
	must(t, two.EndTeam(ctx))
	two.Close()
	three := s.join(t, one, t.TempDir())
	say(t, three, newPerson(), "zuerst")
	s.push(t, three)
	s.pull(t, one, keepAll)
	first, err := one.RecordAt(ctx, 2)
	must(t, err)
	s.records = append(s.records, sent(&first)) // the push arrived in part
	say(t, one, goethe, "drei")
	got := s.pull(t, one, neverAsked)
	if got.Own != 1 || got.Head != 4 {
		t.Errorf("received %+v", got)
	}
	s.push(t, one)
	s.pull(t, three, keepAll)
	converged(t, s, one, three)
}

func TestAnErrorWhileDecidingChangesNothing(t *testing.T) {
	s, one, two := team(t)
	goethe := newPerson()
	say(t, two, goethe, "eins")
	s.push(t, two)
	say(t, one, goethe, "mein")
	var entries []Entry
	for range 1200 { // more than a page of what lies aside
		entries = append(entries, Entry{Issued: issued(), Name: "tell", Args: "args", Events: []domain.Event{tell(newPerson(), "viel")}})
	}
	_, err := one.AppendBatch(context.Background(), entries)
	must(t, err)
	state := stateOf(t, one)
	asked := 0
	ctx, cancel := context.WithCancel(context.Background())
	for name, decide := range map[string]Redecide{
		"an error": func(domain.State, Tail) (Verdict, error) {
			if asked++; asked == 700 {
				return Verdict{}, errImpossible
			}
			return Verdict{Keep: true}, nil
		},
		"a cancelled context": func(domain.State, Tail) (Verdict, error) {
			cancel()
			return Verdict{Keep: true}, nil
		},
	} {
		s.teach(t, one, s.records)
		if _, err := one.Receive(ctx, s.records, decide); err == nil {
			t.Fatalf("%s: no error", name)
		}
		if got := stateOf(t, one); got != state {
			t.Errorf("%s: the ledger changed\n got %s\nwant %s", name, got, state)
		}
		ctx, cancel = context.WithCancel(context.Background())
	}
	cancel()
	func() {
		defer func() { _ = recover() }()
		_, _ = one.Receive(context.Background(), s.records, func(domain.State, Tail) (Verdict, error) { panic("a bug") })
	}()
	if got := stateOf(t, one); got != state {
		t.Errorf("a panic: the ledger changed\n got %s\nwant %s", got, state)
	}
	s.pull(t, one, keepAll)
	s.push(t, one)
	s.pull(t, two, nil)
	converged(t, s, one, two)
}

// stateOf says everything that a failed rebase must not change.
func stateOf(t *testing.T, l *Ledger) string {
	t.Helper()
	ctx := context.Background()
	head, err := l.Head(ctx)
	must(t, err)
	confirmed, err := l.Confirmed(ctx)
	must(t, err)
	journal, err := l.Commands(ctx, CommandQuery{Limit: 1 << 20})
	must(t, err)
	attention, err := l.Attention(ctx, false)
	must(t, err)
	events := 0
	for _, err := range l.All(ctx, 0) {
		must(t, err)
		events++
	}
	return fmt.Sprintf("head %d %x, confirmed %d, %d events, journal %x, attention %+v",
		head.Position, head.Hash, confirmed.Position, events, hashOf(journal), attention)
}

func TestWhatDoesNotFollowIsRefused(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	say(t, two, goethe, "eins")
	say(t, two, goethe, "zwei")
	s.push(t, two)
	s.teach(t, one, s.records)
	say(t, one, goethe, "mein")
	state := stateOf(t, one)
	for name, alter := range map[string]func([]Record) []Record{
		"an altered skeleton":    func(r []Record) []Record { r[1].Skeleton = []byte(`{"minute":9}`); return r },
		"other words":            func(r []Record) []Record { r[1].Sealed = []byte("other words"); return r },
		"an event left out":      func(r []Record) []Record { r[1].Position = 1; return r[1:] },
		"the same event again":   func(r []Record) []Record { r[1] = r[0]; r[1].Position = 2; return r },
		"another workspace's":    func(r []Record) []Record { r[0].Hash[0] ^= 1; return r },
		"an event of elsewhere":  func(r []Record) []Record { r[0].Device = newID(); return r },
		"a sealed part too many": func(r []Record) []Record { r[1].HasSealed = false; return r },
	} {
		incoming := []Record{sent(&s.records[0]), sent(&s.records[1])}
		_, err := one.Receive(ctx, alter(incoming), keepAll)
		var wrong *HashError
		if !errors.As(err, &wrong) || wrong.Position < 1 || wrong.Position > 2 {
			t.Errorf("%s: %v", name, err)
		}
		if got := stateOf(t, one); got != state {
			t.Errorf("%s: the ledger changed", name)
		}
	}
	if _, err := one.Receive(ctx, s.records[1:], keepAll); err == nil {
		t.Error("events with a gap before them were taken")
	}
	must(t, one.EndTeam(ctx))
	if _, err := one.Receive(ctx, s.records, keepAll); !errors.Is(err, ErrNotShared) {
		t.Errorf("without a team: %v", err)
	}
}

func TestAFullDiskWhileReceivingChangesNothing(t *testing.T) {
	s, one, two := team(t)
	for range 400 {
		say(t, two, newPerson(), typedText)
	}
	s.push(t, two)
	for range 50 {
		say(t, one, newPerson(), typedText)
	}
	state := stateOf(t, one)
	pages, err := queryInt(one.store.conn, "PRAGMA page_count")
	must(t, err)
	limit := func(n int64) {
		must(t, sqlitex.ExecuteTransient(one.store.conn, fmt.Sprintf("PRAGMA max_page_count = %d", n), nil))
	}
	limit(pages + 2)
	if _, err := s.tryPull(t, one, keepAll); !errors.Is(err, ErrDiskFull) {
		t.Errorf("error %v", err)
	}
	if got := stateOf(t, one); got != state {
		t.Error("the ledger changed")
	}
	mustVerify(t, one)
	limit(1 << 30)
	s.pull(t, one, keepAll)
	s.push(t, one)
	s.pull(t, two, nil)
	converged(t, s, one, two)
}

// TestAReaderSeesOneStateOrTheOther reads while the tail is put on top.
func TestAReaderSeesOneStateOrTheOther(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	say(t, one, goethe, "mein")
	say(t, two, goethe, "dein")
	s.push(t, two)
	s.pull(t, one, func(_ domain.State, _ Tail) (Verdict, error) {
		if all := texts(t, one, goethe); !slices.Equal(all, []string{"mein"}) {
			t.Errorf("read %q in the middle", all)
		}
		if head, err := one.Head(ctx); err != nil || head.Position != 1 {
			t.Errorf("head %d, %v in the middle", head.Position, err)
		}
		return Verdict{Keep: true}, nil
	})
	if all := texts(t, one, goethe); !slices.Equal(all, []string{"dein", "mein"}) {
		t.Errorf("read %q", all)
	}
}

// TestARefusedUndoLeavesNoMark: what it undid counts as not undone.
func TestARefusedUndoLeavesNoMark(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	done := say(t, one, goethe, "eins")
	s.push(t, one)
	s.pull(t, two, nil)
	for range mostSayings {
		say(t, two, goethe, "mehr")
	}
	s.push(t, two)
	undo := Entry{
		Issued: issued(), Name: "undo", Args: map[string]string{"text": "zurück"},
		Events: []domain.Event{tell(goethe, "zurück")}, Undoes: []domain.ID{done.Command},
	}
	_, err := one.AppendBatch(ctx, []Entry{undo})
	must(t, err)
	s.pull(t, one, sayAgain)
	c, err := one.Command(ctx, done.Command)
	must(t, err)
	if c.UndoneBy != domain.None {
		t.Error("still marked as undone")
	}
	mustVerify(t, one)
}

func TestALongTailOfFactsGoesOnTop(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	const chunks = 3
	for range chunks {
		fillLedger(t, one, 4000) // an import: no arguments are kept
	}
	say(t, two, newPerson(), "zuerst")
	s.push(t, two)
	got := s.pull(t, one, neverAsked)
	if got.Rebased != chunks || got.Refused != 0 || got.Head != chunks*4000+1 {
		t.Errorf("rebased %d, refused %d, head %d", got.Rebased, got.Refused, got.Head)
	}
	if n, err := queryInt(one.store.conn, "SELECT count(*) FROM temp.aside"); err != nil || n != 0 {
		t.Errorf("%d events still lie aside, %v", n, err)
	}
	if _, commands, err := one.Unshared(ctx); err != nil || commands != chunks {
		t.Errorf("%d commands unshared, %v", commands, err)
	}
	mustVerify(t, one)
}

// converged checks that everyone has what the server has, and that it is sound.
func converged(t *testing.T, s *server, ledgers ...*Ledger) {
	t.Helper()
	for i, l := range ledgers {
		head, err := l.Head(context.Background())
		must(t, err)
		last := s.records[len(s.records)-1]
		if head.Position != int64(len(s.records)) || head.Hash != last.Hash {
			t.Errorf("ledger %d ends at %d %x, the server at %d %x", i, head.Position, head.Hash[:4], len(s.records), last.Hash[:4])
		}
		mustVerify(t, l)
	}
}
