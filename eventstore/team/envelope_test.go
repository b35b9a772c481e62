package team

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

func aRecord(sealed []byte) *eventstore.Record {
	at := time.Date(2026, 11, 21, 9, 0, 0, 123456000, time.UTC)
	r := &eventstore.Record{
		Position: 5, EventID: uuid.Must(uuid.NewV7()), Kind: domain.KindPerson, Stream: uuid.Must(uuid.NewV7()), Version: 2,
		Type: "person.added.v1", RecordedAt: at, OccurredAt: at.Add(-time.Hour), Actor: uuid.Must(uuid.NewV7()),
		Device: uuid.Must(uuid.NewV7()), Command: uuid.Must(uuid.NewV7()), Skeleton: []byte(`{"html":"<b>", "n":1.50}`),
		Hash: [32]byte{1, 2, 3},
	}
	if sealed != nil {
		r.Key = eventstore.KeyRef{Block: [16]byte{9}, Slot: 258}
		r.Sealed, r.SealedDigest, r.HasSealed = sealed, sha256.Sum256(sealed), true
	}
	return r
}

func sent(t *testing.T, c codec, r *eventstore.Record) shared.Event {
	t.Helper()
	e, err := c.encode(r, place{page: uuid.Must(uuid.NewV7()), part: 1, of: 1})
	if err != nil {
		t.Fatal(err)
	}
	e.Revision = r.Position - 1
	return e
}

func TestARecordComesBackAsItWas(t *testing.T) {
	c := newCodec(Secrets{Key: [32]byte{1}})
	blanked := aRecord([]byte("sealed"))
	blanked.Sealed = nil
	erased := aRecord(nil)
	erased.Key = eventstore.ErasedKey
	caused := aRecord([]byte("sealed"))
	caused.Causation = uuid.Must(uuid.NewV7())
	for _, r := range []*eventstore.Record{aRecord(nil), aRecord([]byte("sealed")), blanked, erased, caused} {
		got, err := c.decode(sent(t, c, r))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(&got.record, r) {
			t.Errorf("got\n%+v instead of\n%+v", got.record, r)
		}
	}
}

func TestALargeSealedPartTravelsElsewhere(t *testing.T) {
	c := newCodec(Secrets{})
	r := aRecord(bytes.Repeat([]byte{7}, maxSealed+1))
	e := sent(t, c, r)
	if len(e.Data) > 1000 {
		t.Fatalf("the event has %d bytes", len(e.Data))
	}
	got, err := c.decode(e)
	if err != nil || !got.elsewhere || got.record.Sealed != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := got.setSealed([]byte("other")); !errors.Is(err, ErrAltered) {
		t.Errorf("another part was taken: %v", err)
	}
	if err := got.setSealed(r.Sealed); err != nil || !reflect.DeepEqual(&got.record, r) {
		t.Errorf("got %v", err)
	}
}

func TestWhatNobodyOfTheTeamWroteIsNotTaken(t *testing.T) {
	c := newCodec(Secrets{Key: [32]byte{1}})
	e := sent(t, c, aRecord([]byte("sealed")))
	meta := func(field string, value any) shared.Event {
		var m map[string]any
		if err := json.Unmarshal(e.Meta, &m); err != nil {
			t.Fatal(err)
		}
		m[field] = value
		changed := e
		changed.Meta, _ = json.Marshal(m)
		return changed
	}
	data := func(old, new string) shared.Event {
		changed := e
		changed.Data = []byte(strings.Replace(string(e.Data), old, new, 1))
		return changed
	}
	for name, test := range map[string]struct {
		event shared.Event
		want  error
	}{
		"no metadata":     {shared.Event{Data: e.Data}, ErrForeign},
		"other metadata":  {shared.Event{Data: e.Data, Meta: []byte(`{"$correlationId":1}`)}, ErrForeign},
		"a newer format":  {meta("format", 2), ErrUpdateNeeded},
		"another hash":    {meta("hash", strings.Repeat("ab", 32)), ErrAltered},
		"no hash":         {meta("hash", ""), ErrAltered},
		"another proof":   {meta("proof", strings.Repeat("ab", 32)), ErrAltered},
		"a broken time":   {meta("recordedAt", "yesterday"), ErrAltered},
		"a short key":     {meta("key", []byte("abc")), ErrAltered},
		"a short digest":  {meta("digest", []byte("abc")), ErrAltered},
		"words elsewhere": {data(`"sealed":"`, `"sealedElsewhere":"`), ErrAltered},
		"broken data":     {data(`{`, ``), ErrAltered},
		"other secrets":   {sent(t, newCodec(Secrets{}), aRecord(nil)), ErrAltered},
	} {
		if _, err := c.decode(test.event); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestThePassphraseOpensTheWorkspace(t *testing.T) {
	s := Secrets{Key: [32]byte{1}, Content: [32]byte{2}}
	a := &about{Format: aboutFormat, Workspace: uuid.Must(uuid.NewV7()), Epoch: 1, CreatedAt: time.Now()}
	a.closeWith("Über allen Gipfeln", "Weimar", s, Cost{Time: 1, MemoryKiB: 64, Threads: 1})
	decomposed := "U\u0308ber allen Gipfeln"
	if got, err := a.open(decomposed); err != nil || got != s || a.name(got) != "Weimar" {
		t.Errorf("%v", err)
	}
	if _, err := a.open("über allen Gipfeln"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("%v", err)
	}
	if !a.belongs(a.Workspace, s) || a.belongs(a.Workspace, Secrets{Key: s.Key}) || a.belongs(domain.None, s) {
		t.Error("the document does not know whose it is")
	}
	a.KDF.MemoryKiB = 1 << 30
	if _, err := a.open("x"); !errors.Is(err, ErrForeign) {
		t.Errorf("a cost without bounds: %v", err)
	}
}

// The format is public: see docs/shared-ledger.md. Whoever changes this breaks
// what teams have on their servers.
func TestAnEventIsWrittenAsDocumented(t *testing.T) {
	sixteen := func(b byte) domain.ID { return domain.ID(bytes.Repeat([]byte{b}, 16)) }
	at := time.Date(2024, 2, 29, 12, 30, 0, 123456000, time.UTC)
	r := &eventstore.Record{
		Position: 1, EventID: sixteen(0xE1), Kind: domain.KindPerson, Stream: sixteen(0x51), Version: 1, Type: "person.added.v1",
		RecordedAt: at, OccurredAt: at.Add(-time.Hour), Actor: sixteen(0xA1), Device: sixteen(0xD1), Command: sixteen(0xC1),
		Skeleton: []byte(`{"kind":"person"}`), Key: eventstore.KeyRef{Block: [16]byte(sixteen(0xB1)), Slot: 2},
		Sealed: []byte("sealed"), SealedDigest: sha256.Sum256([]byte("sealed")), HasSealed: true, Hash: [32]byte{1},
	}
	var s Secrets
	copy(s.Key[:], bytes.Repeat([]byte{0x4B}, 32))
	copy(s.Content[:], bytes.Repeat([]byte{0x43}, 32))
	e, err := newCodec(s).encode(r, place{page: sixteen(0xF1), part: 1, of: 1})
	if err != nil {
		t.Fatal(err)
	}
	got := string(e.Data) + "\n" + string(e.Meta) + "\n"
	path := filepath.Join("testdata", "event.json")
	want, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		err = errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(got), 0o644))
		t.Errorf("%s is new: %v", path, err)
		return
	}
	if err != nil || got != string(want) {
		t.Errorf("got\n%s\ninstead of\n%s", got, want)
	}
}
