// Package storetest is what every implementation of [eventstore.Store] must
// pass.
package storetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore"
)

// Workspace is the id of the workspace whose stores are tested.
var Workspace = domain.ID(uuid.MustParse("018f0000-0000-7000-8000-00000000c0de"))

// Run tests the stores that open makes. Each call of open gives a new, empty
// store of [Workspace]; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) eventstore.Store) {
	for name, test := range map[string]func(*suite){
		"an empty store":                  (*suite).empty,
		"records come back unchanged":     (*suite).roundTrip,
		"positions and versions":          (*suite).positions,
		"the chain of hashes":             (*suite).chained,
		"a wrong version is refused":      (*suite).conflict,
		"all or nothing":                  (*suite).allOrNothing,
		"expectations within one append":  (*suite).expectationsInBatch,
		"the same events again":           (*suite).idempotent,
		"some events known":               (*suite).partlyKnown,
		"known events in another order":   (*suite).otherOrder,
		"the same command again":          (*suite).commandKnown,
		"reading in the middle":           (*suite).readFrom,
		"a change while reading":          (*suite).appendWhileReading,
		"large records":                   (*suite).large,
		"the journal":                     (*suite).journal,
		"undone commands":                 (*suite).undone,
		"erasures":                        (*suite).erasures,
		"blanking keeps the chain":        (*suite).blank,
		"a cancelled context":             (*suite).cancelled,
		"use after closing":               (*suite).closed,
		"random appends match the model":  (*suite).model,
		"appends from several goroutines": (*suite).concurrent,
	} {
		t.Run(name, func(t *testing.T) {
			s := &suite{T: t, ctx: context.Background(), Store: open(t), open: open}
			defer func() {
				if err := s.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			}()
			test(s)
		})
	}
}

type suite struct {
	*testing.T
	eventstore.Store
	ctx  context.Context
	open func(*testing.T) eventstore.Store
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *suite) append(commits ...eventstore.Commit) {
	s.Helper()
	s.must(s.Append(s.ctx, commits))
}

func newID() domain.ID { return uuid.Must(uuid.NewV7()) }

func person() domain.Stream { return domain.Stream{Kind: domain.KindPerson, ID: newID()} }

var noon = time.Date(2024, 3, 31, 12, 0, 0, 987654000, time.UTC)

// sealed is a record with every field set that Append does not set.
func sealed(stream domain.Stream, text string) eventstore.Record {
	blob := []byte("sealed " + text)
	key := eventstore.KeyRef{Slot: 300}
	copy(key.Block[:], stream.ID[:])
	return eventstore.Record{
		EventID: newID(), Kind: stream.Kind, Stream: stream.ID, Type: "test.told.v1",
		RecordedAt: noon, OccurredAt: noon.AddDate(-200, 0, 0),
		Actor: newID(), Device: newID(), Command: newID(), Causation: newID(),
		Skeleton: []byte(fmt.Sprintf(`{"text":%q,"emoji":"🪶"}`, text)),
		Key:      key, Sealed: blob, SealedDigest: sha256.Sum256(blob), HasSealed: true,
	}
}

// plain is a record without a sealed part and without a cause.
func plain(stream domain.Stream) eventstore.Record {
	r := sealed(stream, "")
	r.Causation, r.Key, r.Sealed, r.SealedDigest, r.HasSealed = domain.None, eventstore.KeyRef{}, nil, [32]byte{}, false
	return r
}

func command(name string) *eventstore.Command {
	return &eventstore.Command{
		ID: newID(), Name: name, Actor: newID(), Device: newID(), At: noon, Causation: newID(),
		State: eventstore.CommandDone, Replay: eventstore.ReplayDecide, Base: 7, Reason: "refused.because",
		Touches: []domain.Stream{person(), {Kind: domain.KindConversation, ID: newID()}},
		ArgsKey: eventstore.KeyRef{Block: newID(), Slot: 255}, ArgsSealed: []byte("sealed arguments"),
	}
}

func (s *suite) all(after int64) []eventstore.Record {
	s.Helper()
	var all []eventstore.Record
	for r, err := range s.ReadAll(s.ctx, after) {
		s.must(err)
		all = append(all, clone(r))
	}
	return all
}

func (s *suite) stream(id domain.ID, after int) []eventstore.Record {
	s.Helper()
	var all []eventstore.Record
	for r, err := range s.ReadStream(s.ctx, id, after) {
		s.must(err)
		all = append(all, clone(r))
	}
	return all
}

func clone(r *eventstore.Record) eventstore.Record {
	c := *r
	c.Skeleton, c.Sealed = slices.Clone(r.Skeleton), slices.Clone(r.Sealed)
	return c
}

func (s *suite) same(got, want []eventstore.Record) {
	s.Helper()
	if len(got) != len(want) {
		s.Fatalf("%d records, want %d", len(got), len(want))
	}
	for i := range got {
		if g, w := fmt.Sprintf("%+v", got[i]), fmt.Sprintf("%+v", want[i]); g != w {
			s.Fatalf("record %d\n got %s\nwant %s", i, g, w)
		}
	}
}

// refused runs an append that must fail with an error that is wanted, and
// checks that it left nothing behind.
func (s *suite) refused(wanted func(error) bool, commits ...eventstore.Commit) {
	s.Helper()
	before, head := s.all(0), s.head()
	journal, err := s.Commands(s.ctx, eventstore.CommandQuery{Limit: 1000})
	s.must(err)
	if err := s.Append(s.ctx, commits); !wanted(err) {
		s.Fatalf("error %v", err)
	}
	s.same(s.all(0), before)
	if s.head() != head {
		s.Error("the head moved")
	}
	after, err := s.Commands(s.ctx, eventstore.CommandQuery{Limit: 1000})
	s.must(err)
	if fmt.Sprintf("%+v", after) != fmt.Sprintf("%+v", journal) {
		s.Error("the journal changed")
	}
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isConflict(want eventstore.ConflictError) func(error) bool {
	return func(err error) bool {
		var conflict *eventstore.ConflictError
		return errors.As(err, &conflict) && *conflict == want
	}
}

func (s *suite) head() eventstore.Head {
	s.Helper()
	head, err := s.Head(s.ctx)
	s.must(err)
	return head
}
