package roster

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// The kinds of rows; the table's begin with kindTable, one more with every
// change of its columns.
const (
	kindRow = iota
	kindHead
	kindTable
)

func (l *List[T, F]) row(line int) T { return l.Paged.At(l.lines[line].row) }

func (l *List[T, F]) kind(line int) int {
	switch {
	case l.lines[line].head != "":
		return kindHead
	case l.wide:
		return kindTable + l.looks
	}
	return kindRow
}

func (l *List[T, F]) height(line int, width float32) float32 {
	switch {
	case l.lines[line].head != "":
		return kit.GroupRowHeight
	case l.wide:
		return kit.TableRowHeight
	case l.p.Height != nil:
		return l.p.Height(l.row(line), width)
	}
	return l.p.Standard
}

func (l *List[T, F]) create(kind int) fyne.CanvasObject {
	switch {
	case kind == kindHead:
		return kit.NewGroupRow()
	case kind >= kindTable:
		return kit.NewTableRow(l.tableColumns())
	case l.p.Create != nil:
		return l.p.Create()
	}
	return kit.NewRow()
}

func (l *List[T, F]) update(line int, object fyne.CanvasObject) {
	switch o := object.(type) {
	case *kit.GroupRow:
		o.Set(l.lines[line].head)
	case *kit.TableRow:
		row := l.row(line)
		o.Set(l.p.Face(row), l.cells(row))
	default:
		if l.p.Update != nil {
			l.p.Update(object, l.row(line))
			return
		}
		object.(*kit.Row).Set(l.p.Row(l.row(line)))
	}
}

// arrange sets the heads above the rows.
func (l *List[T, F]) arrange() {
	l.lines = l.lines[:0:0]
	clear(l.at)
	last := ""
	if l.p.Alike != nil && l.Paged.Len() > 0 && l.p.Alike(l.Paged.At(0)) {
		l.lines = append(l.lines, line{head: i18n.T("roster.alike"), id: "alike"})
	}
	for i := range l.Paged.Len() {
		row := l.Paged.At(i)
		if l.p.Group != nil {
			if head := l.p.Group(row); head != last {
				last = head
				if head != "" {
					l.lines = append(l.lines, line{head: head, id: "head " + head})
				}
			}
		}
		id := l.p.ID(row).String()
		l.at[id] = len(l.lines)
		l.lines = append(l.lines, line{id: id, row: i})
	}
}

func (l *List[T, F]) inSight(first, last int) {
	if first >= len(l.lines) || last >= len(l.lines) {
		return
	}
	l.Paged.Need(l.lines[first].row, l.lines[last].row)
}

// Find is the row of a record, as far as it was fetched.
func (l *List[T, F]) Find(id domain.ID) (row T, ok bool) {
	if at, found := l.at[id.String()]; found && id != domain.None {
		return l.row(at), true
	}
	return row, false
}

// Begin fetches the rows of the filter, from where the reader was or from the
// top.
func (l *List[T, F]) Begin() {
	l.stale = true
	if l.place.From != "" {
		l.Paged.Enter(l.place.From)
	} else {
		l.Paged.Reset()
	}
	l.recount()
}

// Reload fetches the rows in sight anew.
func (l *List[T, F]) Reload() {
	l.Paged.Refresh()
	l.recount()
}

func (l *List[T, F]) stop() {
	l.Paged.Stop()
	l.counts.Stop()
	l.facets.Stop()
	l.finding.Stop()
	l.reading.Stop()
	l.typed.stop()
	l.keep()
}

// toEnd fetches the first or the last rows.
func (l *List[T, F]) toEnd(last bool) {
	l.stale = true
	if last {
		l.then = atLast
		l.Paged.End()
		return
	}
	l.then = atFirst
	l.Paged.Reset()
}

// Jump fetches what follows a cursor that is no row's, such as a moment.
func (l *List[T, F]) Jump(cursor string) {
	l.stale, l.then = true, atFirst
	l.Paged.EnterAfter(cursor)
}

// Counted is what the head says of how many rows there are.
func (l *List[T, F]) Counted() string { return l.count.Text() }

// came takes over the rows that came.
func (l *List[T, F]) came(err error) {
	if err != nil {
		l.instead = &kit.Empty{OnTap: l.Begin}
		l.Frame.SetBody(kit.NewErrorState(workspace.Explain(err), l.Begin))
		return
	}
	if l.Paged.Len() == 0 && !l.Paged.Begun() {
		l.place = place{} // nothing follows there any more
		l.Paged.End()
		return
	}
	l.arrange()
	if l.Paged.Len() == 0 {
		// Somebody was shown, so somebody will be once there are rows again.
		l.selectFirst = l.selectFirst || l.Rows.Selected() != ""
		l.Rows.Reload()
		l.setBare(!l.narrows())
		l.Frame.SetBody(l.empty())
		return
	}
	l.setBare(false)
	l.instead = nil
	l.Frame.SetBody(l.Rows)
	if l.stale {
		l.stale = false
		l.begun()
	} else {
		l.Rows.Reload()
	}
	if l.selectLater != domain.None {
		// Somebody who is further down than was fetched so far, or whom the filter
		// leaves out, is shown at the right all the same.
		if _, listed := l.Find(l.selectLater); listed {
			l.Rows.Select(l.selectLater.String())
		}
		l.selectLater = domain.None
	}
	if l.selectFirst {
		l.selectFirst = false
		l.Rows.SelectFirst()
	}
}

// grew takes over rows that came or went above or below those in sight.
func (l *List[T, F]) grew() {
	l.arrange()
	l.Rows.Grow()
}

// begun shows rows of another filter or another part: from the top, from where
// the reader was, or to the end. Who is shown at the right stays, if listed
// still; else the first is.
func (l *List[T, F]) begun() {
	was, then, state := l.Rows.Selected(), l.then, l.place.List
	if l.place == (place{}) {
		state = kit.ListState{Top: l.lines[0].id, Selected: was}
	}
	l.then, l.muted, l.place = asWas, true, place{}
	// By their names, as further rows may come above and below at once.
	top, last := l.lines[0].id, l.lines[len(l.lines)-1].id
	first := top
	for i := 0; l.lines[i].head != ""; i++ { // a row follows every head
		first = l.lines[i+1].id
	}
	l.Rows.Reload()
	l.Rows.Restore(state)
	switch then {
	case atFirst:
		l.Rows.Select(first)
		l.Rows.ShowTop(top)
	case atLast:
		l.Rows.Select(last)
	}
	l.muted = false
	switch is := l.Rows.Selected(); {
	case is == "" && was != "":
		l.Rows.SelectFirst()
	case is != was:
		l.onSelect(desk.RouteID(is))
	}
}

func (l *List[T, F]) recount() {
	if l.p.OnFetch != nil {
		l.p.OnFetch()
	}
	filter := l.Filter
	kit.Load(context.Background(), l.counts, func(ctx context.Context) (Count, error) {
		return l.countOf(ctx, filter)
	}, func(c Count, err error) {
		l.counted = c
		switch {
		case err != nil:
			l.count.SetText("")
		case c.More:
			l.count.SetText(i18n.T("roster.count.more", c.Shown, c.All))
		case c.Shown == c.All:
			l.count.SetText(i18n.Number(c.All))
		default:
			l.count.SetText(i18n.T("kit.count.of", c.Shown, c.All))
		}
		l.showFoot()
	})
	l.countFacets()
}

// setBare gives a list that has nothing to show beside it the whole width.
func (l *List[T, F]) setBare(bare bool) {
	if l.bare != bare {
		l.bare = bare
		if l.bared != nil {
			l.bared()
		}
	}
}

// empty is what stands in the place of rows. Enter does what its button does,
// which says so unless it has a key of its own.
func (l *List[T, F]) empty() fyne.CanvasObject {
	none := l.noneFit()
	if !l.narrows() {
		none = l.p.Empty()
	}
	if none.Key == "" {
		none.Key = kit.KeyLabel("Enter")
	}
	l.instead = &none
	return kit.NewEmptyState(none)
}

func (l *List[T, F]) noneFit() kit.Empty {
	none := l.p.NoneFit
	none.Icon = kit.IconFilter
	if text := l.misreadText(); text != "" {
		none.Text = text
	}
	none.OnTap = func() {
		l.SetFilter(func(f *F) {
			var all F
			*f = all
		})
		l.ShowFilter()
	}
	return none
}

// Slice is a turn of rows that are all here, for lists that are never long.
func Slice[T any](rows []T, cursor func(row T) string, turn kit.Turn) []T {
	at := func(wanted string) int {
		for i, row := range rows {
			if cursor(row) == wanted {
				return i
			}
		}
		return -1
	}
	from, to := 0, len(rows)
	switch {
	case turn.After != "":
		from = at(turn.After) + 1
	case turn.From != "":
		from = max(at(turn.From), 0)
	case turn.Before != "":
		to = max(at(turn.Before), 0)
		from = max(to-turn.Limit, 0)
	case turn.Last:
		from = max(to-turn.Limit, 0)
	}
	return rows[from:min(to, from+turn.Limit)]
}
