package roster

import (
	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
)

// shown are the columns of the table that are in sight.
func (l *List[T, F]) shownColumns() []Column[T] {
	var shown []Column[T]
	for i, c := range l.p.Columns {
		chosen, known := l.columns[c.Name]
		if i == 0 || chosen || !known && !c.Extra {
			shown = append(shown, c)
		}
	}
	return shown
}

func (l *List[T, F]) cells(row T) []kit.Cell {
	columns := l.shownColumns()
	cells := make([]kit.Cell, len(columns))
	for i, c := range columns {
		cells[i] = c.Cell(row)
	}
	return cells
}

func (l *List[T, F]) tableColumns() []kit.TableColumn {
	var columns []kit.TableColumn
	for _, c := range l.shownColumns() {
		column := kit.TableColumn{Label: c.Label, Width: c.Width, Number: c.Number}
		for _, order := range l.p.Orders {
			if order.Value != c.Order || c.Order == "" {
				continue
			}
			if l.Order.Value == order.Value {
				column.Sorted = kit.IconArrowUp
				if l.Order.Reverse != c.Falls {
					column.Sorted = kit.IconArrowDown
				}
			}
			column.OnTap = func() {
				wanted := order
				wanted.Reverse = l.Order.Value == order.Value && order.Turnable && !l.Order.Reverse
				l.SetOrder(wanted)
			}
		}
		columns = append(columns, column)
	}
	return columns
}

// Wide tells whether the rows are shown as a table.
func (l *List[T, F]) Wide() bool { return l.wide }

// setWide shows the rows as a table or as rows of two lines.
func (l *List[T, F]) setWide(wide bool) {
	if l.wide == wide {
		return
	}
	l.wide = wide
	l.showTable()
	l.showChips()
	l.keep()
}

// showTable shows or hides what belongs to the table.
func (l *List[T, F]) showTable() {
	if l.widener == nil {
		return
	}
	key := "roster.wide"
	if l.wide {
		key = "roster.narrow"
	}
	l.widener.Tooltip = i18n.T(key) + "  W"
	l.showAbove()
	if !l.wide {
		l.table.Hide()
		l.Rows.SetRowHeight(l.p.Standard)
		return
	}
	l.looks++
	l.table.SetColumns(l.tableColumns())
	l.table.Show()
	l.Rows.SetRowHeight(kit.TableRowHeight)
	l.Rows.Grow()
}

func (l *List[T, F]) chooseColumns(at fyne.CanvasObject) {
	shown := map[string]bool{}
	for _, c := range l.shownColumns() {
		shown[c.Name] = true
	}
	var items []kit.MenuItem
	for _, c := range l.p.Columns[1:] {
		items = append(items, kit.MenuItem{Label: c.Label, Marked: shown[c.Name], OnTap: func() {
			l.columns[c.Name] = !shown[c.Name]
			l.showTable()
			l.Frame.Refresh()
			l.keep()
		}})
	}
	kit.OpenMenuBelow(at, items)
}
