package domain

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestTheJournalGivesBackEveryCommand(t *testing.T) {
	for _, u := range undoables() {
		for _, c := range append(u.first, u.command, u.intervention) {
			if c != nil {
				checkJournal(t, c)
			}
		}
	}
	for _, c := range []Command{
		Erase{goethe},
		EraseConversation{call},
		EraseFollowUp{draft},
		EraseNeed{wish},
		FoundWorkspace{home, "Weimar"},
		StartImport{cards, "csv", []string{"partner.csv"}},
		FinishImport{Import: cards, Counts: ImportCounts{New: 1}},
		Undo{Commands: []ID{goethe}, KeepChanged: true},
		Batch{"x", []Command{Batch{"y", []Command{Erase{goethe}}}}},
		Archive{person(goethe), true},
		CloseFollowUp{draft, FollowUpCancelled},
	} {
		checkJournal(t, c)
	}
}

func TestTheJournalGivesBackAnyCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomWorld()
		for range rapid.IntRange(1, 10).Draw(t, "commands") {
			c, by := drawCommand(t, m), m.issue()
			events, err := c.Decide(m, by)
			again := checkJournal(t, c)
			if later, err2 := again.Decide(m, by); !reflect.DeepEqual(asKept(events), asKept(later)) || !reflect.DeepEqual(err, err2) {
				t.Fatalf("%v, %v becomes %v, %v", asKept(events), err, asKept(later), err2)
			}
			if err == nil {
				m.record(by, events...)
			}
		}
	})
}

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func checkJournal(t fataler, c Command) Command {
	t.Helper()
	args, err := EncodeCommand(c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := DecodeCommand(c.CommandName(), args)
	if err != nil {
		t.Fatal(err)
	}
	second, err := EncodeCommand(again)
	if err != nil {
		t.Fatal(err)
	}
	if string(second) != string(args) || reflect.TypeOf(again) != reflect.TypeOf(c) || Title(again) != Title(c) {
		t.Fatalf("%s\nbecomes %s", args, second)
	}
	return again
}

func TestTheJournalRefusesWhatItDoesNotKnow(t *testing.T) {
	if _, err := DecodeCommand("sink-ship", nil); err == nil {
		t.Error("an unknown command was read")
	}
	if _, err := DecodeCommand("erase-person", []byte("{")); err == nil {
		t.Error("broken arguments were read")
	}
	if _, err := DecodeCommand("batch", []byte(`{"parts":[{"name":"sink-ship"}]}`)); err == nil {
		t.Error("an unknown part was read")
	}
}
