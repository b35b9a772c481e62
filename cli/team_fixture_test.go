package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"kontor/domain"
	"kontor/eventstore/esdb/server"
	"kontor/projections"
	"kontor/workspace"
)

// readServer reads what a server said at its start, and goes on reading.
func readServer(t *testing.T, said io.Reader) workspace.RunningServer {
	t.Helper()
	var running workspace.RunningServer
	if err := json.NewDecoder(said).Decode(&running); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	return running
}

// noteBoth lets two write different notes about the same person, without
// knowing of each other.
func noteBoth(t *testing.T, anna, bert *terminal) {
	t.Helper()
	for x, note := range map[*terminal]string{anna: "Farbenlehre", bert: "Dichter"} {
		w, err := workspace.Open(context.Background(), x.data, workspace.Options{FileKey: true})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := w.Views().People(t.Context(), projections.PeopleQuery{Page: projections.Page{Limit: 10}})
		if err != nil || len(rows) == 0 {
			t.Fatal(rows, err)
		}
		record := domain.Stream{Kind: domain.KindPerson, ID: rows[0].ID}
		person, err := w.Record(t.Context(), record)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Do(t.Context(), domain.ChangeDetails{
			Record: record, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{person.(*domain.Person).Dossier.SetChange(domain.FieldNote, domain.TextValue(note))},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Ctrl+C in the middle of an exchange says in one line that nothing is lost.
func TestAnExchangeCanBeInterrupted(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, _ := s.two()
	anna.ok("log", "--yes", "Telefonat Johann Goethe: unterbrochen")
	ctx, interrupt := context.WithCancel(t.Context())
	s.Deny(func(a server.Access) bool {
		if a.Action == server.Write {
			interrupt()
		}
		return false
	})
	var out, said bytes.Buffer
	code := Run(ctx, Env{In: strings.NewReader(""), Out: &out, Err: &said}, []string{"--lang", "de", "--data", anna.data, "team", "sync"})
	if code != 130 || out.Len() > 0 || strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), "Nichts ist verloren") {
		t.Errorf("exit code %d, output %q, error %q", code, &out, &said)
	}
	s.Deny(nil)
	s.as("anna")
	anna.ok("team", "sync")
	if out := anna.ok("timeline", "Goethe"); strings.Count(out, "unterbrochen") != 1 {
		t.Errorf("then the timeline says %s", out)
	}
}
