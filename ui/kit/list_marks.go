package kit

import "maps"

// Marks are the rows of a list that are marked, for something that is done with
// all of them.
type Marks struct {
	// All is true where every row of the list is marked, also those that were
	// not fetched; then the ids are the rows that are not.
	All bool
	IDs map[string]bool
}

// None tells whether no row is marked.
func (m Marks) None() bool { return !m.All && len(m.IDs) == 0 }

// Count is how many rows are marked of so many.
func (m Marks) Count(of int) int {
	if m.All {
		return max(of-len(m.IDs), 0)
	}
	return len(m.IDs)
}

// Marks returns what is marked now.
func (l *List) Marks() Marks { return Marks{All: l.all, IDs: maps.Clone(l.marked)} }

// MarkAll marks every row, also those that were not fetched.
func (l *List) MarkAll() {
	if l.p.Multi {
		l.all = true
		clear(l.marked)
		l.marksChanged()
	}
}

// Unmark marks no row; it tells whether one was marked.
func (l *List) Unmark() bool {
	if !l.all && len(l.marked) == 0 {
		return false
	}
	l.all = false
	clear(l.marked)
	l.marksChanged()
	return true
}

func (l *List) isMarked(id string) bool { return l.marked[id] != l.all }

func (l *List) setMark(id string, mark bool) {
	if mark != l.all {
		l.marked[id] = true
	} else {
		delete(l.marked, id)
	}
}

func (l *List) marksChanged() {
	l.paintRows()
	if l.p.OnMarks != nil {
		l.p.OnMarks(l.Marks())
	}
}

// extend marks everything between the pivot and a row, and nothing else.
func (l *List) extend(row int) {
	from, ok := l.indexOf(l.pivot, l.cursorRow)
	if !ok {
		from = row
	}
	l.all = false
	clear(l.marked)
	for i := min(from, row); i <= max(from, row); i++ {
		if l.p.Header == nil || !l.p.Header(i) {
			l.marked[l.p.ID(i)] = true
		}
	}
	l.moveCursor(row, l.p.ID(row))
	l.marksChanged()
}

// add marks a row or takes its mark away, beside the row that had the cursor.
func (l *List) add(row int) {
	if !l.all && len(l.marked) == 0 && l.cursor != "" && l.cursor != l.p.ID(row) {
		l.marked[l.cursor] = true
	}
	l.toggle(row)
}

func (l *List) toggle(row int) {
	id := l.p.ID(row)
	l.setMark(id, !l.isMarked(id))
	l.pivot = id
	l.moveCursor(row, id)
	l.marksChanged()
}

func (l *List) toggleCursor() {
	if row, ok := l.indexOf(l.cursor, l.cursorRow); ok {
		l.toggle(row)
		l.ShowRow(row)
	}
}
