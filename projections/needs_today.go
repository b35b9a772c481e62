package projections

import "zombiezen.com/go/sqlite"

// A dueNeed is a need that its owner is to do something about: to decide by a
// day, or to tell people what was decided.
type dueNeed struct {
	n, due, toTell int64
}

// needs lists what the member is to do about needs within the week, earliest
// first. What is decided and has no day is to be told today.
func (b *queueBuilder) needs() (list []dueNeed, err error) {
	if b.member == 0 {
		return nil, nil
	}
	err = b.q(`SELECT n, CASE WHEN due = ? THEN ? ELSE due END AS day, totell FROM need
		WHERE owner = ? AND listed = 1 AND state <> 'closed' AND (state = 'open' AND due <> ? OR totell > 0) AND day <= ?
		ORDER BY day, n`).int(needNoDue).int(b.today).int(b.member).int(needNoDue).int(b.today + weekDays).
		each(func(s *sqlite.Stmt) error {
			list = append(list, dueNeed{s.ColumnInt64(0), s.ColumnInt64(1), s.ColumnInt64(2)})
			return nil
		})
	return list, err
}

func (b *queueBuilder) need(d dueNeed) error {
	row := QueueRow{Due: dayOf(d.due), Days: int(b.today - d.due)}
	switch {
	case row.Days > 0:
		row.Section, row.Why = QueueOverdue, Reason{"need-overdue", []any{row.Days}}
	case row.Days == 0:
		row.Section, row.Why = QueueToday, Reason{Code: "need-today"}
	default:
		row.Section, row.Why = QueueWeek, Reason{"need-week", []any{-row.Days}}
	}
	if d.toTell > 0 {
		row.Why = Reason{"need-tell", []any{int(d.toTell)}}
	}
	if b.full(row.Section) {
		return nil
	}
	need, ok, err := b.needRow(d.n, listOrder{})
	if err != nil || !ok {
		return err
	}
	row.Need, row.Title = &need, need.Title
	b.add(row)
	return nil
}
