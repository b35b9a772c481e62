package projections

// A loggedRow is the row of a conversation that is not written yet.
type loggedRow struct {
	*card
	packed []byte
}

// flushLogged writes the conversations that were held back, and what other
// tables hold of them.
func (w *writer) flushLogged() error {
	for len(w.logged) > 0 {
		rows := w.logged
		w.logged = nil
		for len(rows) > 0 {
			n, err := w.insertLogged(rows)
			if err != nil {
				return err
			}
			for _, row := range rows[:n] {
				if err := w.enterNow(row.card); err != nil {
					return err
				}
			}
			if rows = rows[n:]; n > 0 {
				continue
			}
			if err := w.logAgain(rows[0].card); err != nil {
				return err
			}
			rows = rows[1:]
		}
	}
	return nil
}

// insertLogged inserts rows up to the first that is there already, and returns
// how many it inserted.
func (w *writer) insertLogged(rows []loggedRow) (int, error) {
	n := 1
	if len(rows) >= rowsAtOnce {
		n = rowsAtOnce
	}
	s := w.insertOf("INSERT OR FAIL INTO conversation (position, id, card, rest)", 4, "", n)
	for _, row := range rows[:n] {
		s.int(row.position).blob(row.id[:]).blob(row.packed).text(row.rest)
	}
	err := s.run()
	if isConstraint(err) {
		return w.Changes(), nil
	}
	return n, err
}

// logAgain takes in an event that came before, as after a crash.
func (w *writer) logAgain(c *card) error {
	known, err := w.conversation(c.id)
	if err != nil || known == nil {
		return err
	}
	return w.replaceConversation(known, c)
}
