package exchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func readVCards(file string) (contacts []Contact, rejected []Rejected, err error) {
	err = ReadVCards(strings.NewReader(file), func(c Contact) error {
		contacts = append(contacts, c)
		return nil
	}, func(r Rejected) error {
		rejected = append(rejected, r)
		return nil
	})
	return contacts, rejected, err
}

func writeVCards(t failer, version string, contacts []Contact) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := WriteVCards(&file, version, slices.Values(contacts)); err != nil {
		t.Fatalf("write: %v", err)
	}
	return file.Bytes()
}

// asJSON shows a value so that nil and empty lists look the same.
func asJSON(t failer, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	return strings.NewReplacer(": []", ": null", ": {}", ": null").Replace(string(text))
}

func equalJSON(t failer, a, b any) bool {
	t.Helper()
	return asJSON(t, a) == asJSON(t, b)
}
