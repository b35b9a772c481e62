package team

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/uuid"
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
