package eventstore

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"kontor/domain"
)

// server is the team's ledger of the tests: records and key blocks.
type server struct {
	records []Record
	blocks  map[blockID]KeyBlock
}

func newServer() *server { return &server{blocks: map[blockID]KeyBlock{}} }

// found shares a ledger that nobody else has.
func (s *server) found(t testing.TB, l *Ledger) {
	t.Helper()
	must(t, l.BeginTeam(context.Background(), Team{Server: "esdb://server", Account: "goethe"}))
}

// join opens an empty folder as a copy of a shared ledger.
func (s *server) join(t testing.TB, of *Ledger, dir string) *Ledger {
	t.Helper()
	identity, key := of.Identity(), of.WorkspaceKey()
	l, err := Open(context.Background(), dir, Options{
		ForceFileKey: true, Vocabulary: testVocabulary, Identity: &identity, WorkspaceKey: key[:],
	})
	must(t, err)
	t.Cleanup(func() { l.Close() })
	s.found(t, l)
	return l
}

// pull receives what the server has beyond the confirmed part.
func (s *server) pull(t testing.TB, l *Ledger, decide Redecide) Received {
	t.Helper()
	got, err := s.tryPull(t, l, decide)
	must(t, err)
	return got
}

func (s *server) tryPull(t testing.TB, l *Ledger, decide Redecide) (Received, error) {
	t.Helper()
	ctx := context.Background()
	confirmed, err := l.Confirmed(ctx)
	must(t, err)
	incoming := s.records[confirmed.Position:]
	s.teach(t, l, incoming)
	return l.Receive(ctx, incoming, decide)
}

// teach gives a ledger the blocks of keys that records need.
func (s *server) teach(t testing.TB, l *Ledger, records []Record) {
	t.Helper()
	var needed [][16]byte
	for i := range records {
		if !records[i].Key.IsZero() {
			needed = append(needed, records[i].Key.Block)
		}
	}
	missing, err := l.MissingBlocks(context.Background(), needed...)
	must(t, err)
	for _, id := range missing {
		if block, there := s.blocks[id]; there {
			must(t, l.LearnKeys(context.Background(), block))
		}
	}
}

// push appends the unshared tail, keys first.
func (s *server) push(t testing.TB, l *Ledger) {
	t.Helper()
	ctx := context.Background()
	confirmed, err := l.Confirmed(ctx)
	must(t, err)
	if confirmed.Position != int64(len(s.records)) {
		t.Fatalf("pushed at %d, the server has %d", confirmed.Position, len(s.records))
	}
	last := confirmed.Position
	for r, err := range l.RecordsAfter(ctx, confirmed.Position) {
		must(t, err)
		if !r.Key.IsZero() && r.Key != ErasedKey {
			blocks, err := l.KeyBlocks(ctx, r.Key.Block)
			must(t, err)
			s.blocks[r.Key.Block] = blocks[0]
		}
		s.records = append(s.records, sent(r))
		last = r.Position
	}
	must(t, l.Confirm(ctx, last))
}

// sent is a record as it comes back from a server.
func sent(r *Record) Record {
	c := *r
	c.Version = 0 // is not sent
	c.Skeleton = append([]byte(nil), r.Skeleton...)
	if r.Sealed != nil {
		c.Sealed = append([]byte(nil), r.Sealed...)
	}
	return c
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// team gives two ledgers of one workspace that share a server.
func team(t testing.TB) (*server, *Ledger, *Ledger) {
	t.Helper()
	s := newServer()
	one := openLedger(t, t.TempDir())
	s.found(t, one)
	return s, one, s.join(t, one, t.TempDir())
}

// mostSayings is what a person may be told; the next saying is refused.
const mostSayings = 3

var errImpossible = errors.New("no such answer")

// sayAgain decides "tell" again: a person is not told more than mostSayings
// times, and the minute says how often the person was told before.
func sayAgain(s domain.State, t Tail) (Verdict, error) {
	var args struct{ Text string }
	if err := json.Unmarshal(t.Args, &args); err != nil {
		return Verdict{}, err
	}
	stream := t.Events[0].Event.Stream()
	a, err := s.Load(stream)
	if err != nil {
		return Verdict{}, err
	}
	version := 0
	if a != nil {
		version = domain.HeadOf(a).Version
	}
	if version >= mostSayings {
		return Verdict{Attention: &Attention{Reason: "said-enough", Record: stream, Args: t.Args}}, nil
	}
	return Verdict{Events: []domain.Event{tell(stream, args.Text)}}, nil
}

func keepAll(domain.State, Tail) (Verdict, error) { return Verdict{Keep: true}, nil }

// texts are what a person was told, in order.
func texts(t testing.TB, l *Ledger, stream domain.Stream) []string {
	t.Helper()
	recorded, err := l.Load(context.Background(), stream)
	must(t, err)
	var all []string
	for _, r := range recorded {
		if e, ok := r.Event.(*told); ok {
			all = append(all, e.Words.Text)
		}
	}
	return all
}

func hashOf(v any) [32]byte { return sha256.Sum256(fmt.Appendf(nil, "%+v", v)) }
