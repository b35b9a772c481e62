package exchange

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
)

var csvUpdate = flag.Bool("update-csv", false, "write what is read from testdata/csv as the expected result")

// csvReading is what the golden files hold: all that a file becomes.
type csvReading struct {
	Encoding Encoding
	Dialect  Dialect
	Source   Source
	Order    DateOrder
	Contacts []Contact
	Rejected []Rejected
}

func csvReadAll(t testing.TB, file []byte) csvReading {
	t.Helper()
	table, err := PeekCSV(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("peek: %v", err)
	}
	m, source := Propose(table.Header, table.Sample)
	got := csvReading{Encoding: table.Encoding, Dialect: table.Dialect, Source: source, Order: m.DateOrder}
	err = ReadCSV(bytes.NewReader(file), m,
		func(c Contact) error { got.Contacts = append(got.Contacts, c); return nil },
		func(r Rejected) error { got.Rejected = append(got.Rejected, r); return nil })
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return got
}

// Every file of the known programs is read as a person checked it once.
func TestCSVFilesOfKnownPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/csv/*.csv")
	if err != nil || len(files) < 9 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			file, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.MarshalIndent(csvReadAll(t, file), "", " ")
			if err != nil {
				t.Fatal(err)
			}
			got := strings.ReplaceAll(string(text), `"id": "`+uuid.Nil.String()+`",`, "") + "\n"
			golden := strings.TrimSuffix(name, ".csv") + ".golden.json"
			if *csvUpdate {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read differently than %s says:\n%s", golden, got)
			}
		})
	}
}
