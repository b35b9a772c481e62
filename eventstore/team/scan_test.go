package team

import (
	"encoding/json"
	"reflect"
	"testing"

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
		{Kind: "#10", Version: -1, Part: 2, Of: 3, Hash: "ab"},
		{Kind: `a"<ü`, Stream: id()},
		{
			Format: 1, Kind: domain.KindPerson, Stream: id(), Version: 7, RecordedAt: "2026-01-02T03:04:05.000000Z",
			OccurredAt: "2026-01-02T03:04:05.000000Z", Actor: id(), Device: id(), Command: id(), Causation: id(),
			Key: make([]byte, 18), Digest: make([]byte, 32), Page: id(), Part: 1, Of: 1, Hash: "00", Proof: "ff",
		},
	} {
		want, err1 := json.Marshal(e)
		got, err2 := e.write()
		if err1 != nil || err2 != nil || string(got) != string(want) {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

// By hand or not, the same is read.
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
		if wordsByHand.scan(b) {
			if err := json.Unmarshal(b, &data); err != nil || !reflect.DeepEqual(wordsByHand, data) {
				t.Errorf("data %q: %+v instead of %+v, %v", b, wordsByHand, data, err)
			}
		}
	})
}
