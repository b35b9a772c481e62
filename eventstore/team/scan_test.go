package team

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
)

func TestWhatWeWriteIsReadByHand(t *testing.T) {
	c := newCodec(Secrets{})
	for _, sealed := range [][]byte{nil, {}, []byte("sealed"), make([]byte, 1000)} {
		e, err := c.encode(aRecord(sealed), place{page: uuid.Must(uuid.NewV7()), part: 2, of: 3})
		if err != nil {
			t.Fatal(err)
		}
		var meta envelope
		var data words
		if !meta.scan(e.Meta) || !data.scan(e.Data) {
			t.Errorf("not read: %s %s", e.Meta, e.Data)
		}
	}
}

func TestMetadataIsWrittenAsJSON(t *testing.T) {
	id := func() domain.ID { return uuid.Must(uuid.NewRandom()) }
	for _, e := range []envelope{
		{},
		{Kind: "#10", Version: -1, Part: 2, Of: 3, Hash: text("ab")},
		{Kind: `a"<ü`, Stream: id()},
		{
			Format: 1, Kind: domain.KindPerson, Stream: id(), Version: 7, RecordedAt: text("2026-01-02T03:04:05.000000Z"),
			OccurredAt: text("2026-01-02T03:04:05.000000Z"), Actor: id(), Device: id(), Command: id(), Causation: id(),
			Key: make([]byte, 18), Digest: make([]byte, 32), Page: id(), Part: 1, Of: 1, Hash: text("00"), Proof: text("ff"),
		},
	} {
		want, err1 := json.Marshal(e)
		got, err2 := e.write()
		if err1 != nil || err2 != nil || string(got) != string(want) {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

func TestATimeIsReadByHandAsOtherwise(t *testing.T) {
	for _, from := range []string{
		"2026-11-21T09:00:00.123456Z", "0001-01-01T00:00:00.000000Z", "2024-02-29T23:59:59.999999Z", "2023-02-29T00:00:00.000000Z",
		"2026-12-31T00:00:00.000001Z", "2026-13-01T00:00:00.000000Z", "2026-00-01T00:00:00.000000Z", "2026-01-00T00:00:00.000000Z",
		"2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z", "2026-01-01T00:00:00,000000Z",
		"2026-01-01 00:00:00.000000Z", "2026-01-01T00:00:00.00000Z", "2026-01-01T00:00:00.0000000Z", "2026-01-01T00:00:00.00000aZ", "",
	} {
		want, err := time.Parse(microseconds, from)
		got, ok := unstamp(text(from))
		if ok != (err == nil) || ok && (!got.Equal(want) || got.Location() != want.Location() || string(stamp(nil, got)) != want.Format(microseconds)) {
			t.Errorf("%s: %v, %v instead of %v, %v", from, got, ok, want, err)
		}
	}
}

func TestATimeIsWrittenByHandAsOtherwise(t *testing.T) {
	for _, at := range []time.Time{
		{},
		time.Date(2026, 11, 21, 9, 5, 7, 123456789, time.UTC), time.Date(1999, 12, 31, 23, 59, 59, 999, time.FixedZone("", -3600)),
		time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		if got, want := string(stamp([]byte("#"), at)), "#"+at.UTC().Format(microseconds); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

// By hand or not, the same is read; but a skeleton that is not JSON, which no hash
// fits, is noticed only with encoding/json.
func FuzzReadingByHand(f *testing.F) {
	c := newCodec(Secrets{})
	e, err := c.encode(aRecord([]byte("sealed")), place{part: 1, of: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Meta)
	f.Add(e.Data)
	for _, text := range []string{
		`{}`, `{"format":01}`, `{"format":1,}`, `{"format":1`, `{"format":1}}`, `{"format":-0}`, `{"skeleton":{"a":"}"}}`,
		`{"skeleton":{"a":"\""},"sealed":"AA=="}`, `{"skeleton":}`, `{"kind":"\u0041"}`, `{"sealed":"A\nA="}`, `{"hash":"é"}`,
		`{"stream":null}`, `{"sealed":null}`, `{"sealed":""}`, `{"format":1,"format":2}`, `{"skeleton":1 }`, `{"of":1.0}`, `{"sealed":[1]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var byHand, meta envelope
		if byHand.scan(b) {
			if err := json.Unmarshal(b, &meta); err != nil || !reflect.DeepEqual(byHand, meta) {
				t.Errorf("metadata %q: %+v instead of %+v, %v", b, byHand, meta, err)
			}
		}
		var wordsByHand, data words
		if wordsByHand.scan(b) && (wordsByHand.Skeleton == nil || json.Valid(wordsByHand.Skeleton)) {
			if err := json.Unmarshal(b, &data); err != nil || !reflect.DeepEqual(wordsByHand, data) {
				t.Errorf("data %q: %+v instead of %+v, %v", b, wordsByHand, data, err)
			}
		}
	})
}
