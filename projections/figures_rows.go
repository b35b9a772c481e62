package projections

import (
	"cmp"
	"slices"
)

// figureRows are rows of figures that are not written yet: many are written at
// once, in the order of their keys, in which neighbours cost least.
type figureRows struct {
	held    []heldRow
	felt    []feltRow
	pulses  []pulseRow
	turns   []turnRow
	reached []reachRow
}

type heldRow struct {
	day, position int64
	content       []byte
}

type feltRow struct{ person, at, position, sentiment int64 }

type pulseRow struct {
	n       int64
	content []byte
}

type turnRow struct {
	what, n int64
	turn
}

type reachRow struct {
	person int64
	reach
}

// maxFigureRows is how many rows of a table are held back.
const maxFigureRows = 100_000

// flushHeld writes the rows of conversations.
func (w *writer) flushHeld() error {
	rows := &w.owed.figures.figureRows
	slices.SortFunc(rows.held, func(a, b heldRow) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.position, b.position))
	})
	err := w.fresh("held (day, position, content)", 3, len(rows.held), func(s *stmt, i int) {
		s.int(rows.held[i].day).int(rows.held[i].position).blob(rows.held[i].content)
	})
	if err != nil {
		return err
	}
	slices.SortFunc(rows.felt, func(a, b feltRow) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.at, b.at), cmp.Compare(a.position, b.position))
	})
	err = w.fresh("felt (person, at, position, sentiment)", 4, len(rows.felt), func(s *stmt, i int) {
		s.int(rows.felt[i].person).int(rows.felt[i].at).int(rows.felt[i].position).int(rows.felt[i].sentiment)
	})
	rows.held, rows.felt = rows.held[:0], rows.felt[:0]
	return err
}

// flushPulses writes the rows of people.
func (w *writer) flushPulses() error {
	rows := &w.owed.figures.figureRows
	slices.SortFunc(rows.pulses, func(a, b pulseRow) int { return cmp.Compare(a.n, b.n) })
	err := w.many("INSERT OR REPLACE INTO pulse (n, content)", 2, "", len(rows.pulses), func(s *stmt, i int) {
		s.int(rows.pulses[i].n).blob(rows.pulses[i].content)
	})
	if err != nil {
		return err
	}
	slices.SortFunc(rows.turns, func(a, b turnRow) int {
		return cmp.Or(cmp.Compare(a.what, b.what), cmp.Compare(a.day, b.day), cmp.Compare(a.n, b.n))
	})
	err = w.fresh("turn (what, day, n, other)", 4, len(rows.turns), func(s *stmt, i int) {
		s.int(rows.turns[i].what).int(rows.turns[i].day).int(rows.turns[i].n).int(rows.turns[i].other)
	})
	if err != nil {
		return err
	}
	slices.SortFunc(rows.reached, func(a, b reachRow) int {
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.person, b.person))
	})
	err = w.many("INSERT OR REPLACE INTO reached (channel, person, day, most)", 4, "", len(rows.reached), func(s *stmt, i int) {
		s.int(rows.reached[i].channel).int(rows.reached[i].person).int(rows.reached[i].day).int(rows.reached[i].most)
	})
	rows.pulses, rows.turns, rows.reached = rows.pulses[:0], rows.turns[:0], rows.reached[:0]
	return err
}
