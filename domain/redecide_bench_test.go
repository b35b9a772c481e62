package domain

import "testing"

// BenchmarkDecidingAnImportAgain decides a batch of 10,000 people, and its undo,
// once more.
func BenchmarkDecidingAnImportAgain(b *testing.B) {
	m := newMemory()
	large := Batch{Title: "import"}
	for n := range 10_000 {
		i := ID{0: 1, 6: 0x70, 8: 0x80, 14: byte(n >> 8), 15: byte(n)}
		large.Parts = append(large.Parts, AddRecord{Record: person(i), Changes: []Change{{Field: FieldName, Now: NameValue(Name{Family: "x"})}}})
	}
	by := m.issue()
	events, err := large.Decide(m, by)
	if err != nil {
		b.Fatal(err)
	}
	empty := newMemory()
	m.record(by, events...)
	old := m.commands[by.Command]
	undo, undoing := Undo{Commands: []ID{by.Command}, KeepChanged: true}, m.issue()
	back, err := undo.Decide(m, undoing)
	if err != nil {
		b.Fatal(err)
	}
	var undone []Recorded
	for _, e := range back {
		undone = append(undone, Recorded{Event: e})
	}
	for b.Loop() {
		again, err := Redecide(large, empty, by, old)
		if err != nil || len(again.Events) != 10_000 {
			b.Fatal(len(again.Events), err)
		}
		again, err = Redecide(undo, m, undoing, undone)
		if err != nil || len(again.Events) != 10_000 {
			b.Fatal(len(again.Events), err)
		}
	}
}
