package eventstore

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// asideSchema holds the dropped tail while others' events are put in front of
// it: in a temporary file beside the log, because it may be long.
const asideSchema = `
CREATE TEMP TABLE IF NOT EXISTS aside (
	position      INTEGER PRIMARY KEY,
	event_id      BLOB NOT NULL UNIQUE,
	kind          INTEGER NOT NULL,
	stream        BLOB NOT NULL,
	version       INTEGER NOT NULL,
	type          INTEGER NOT NULL,
	recorded_at   INTEGER NOT NULL,
	occurred_at   INTEGER NOT NULL,
	actor         BLOB NOT NULL,
	device        BLOB NOT NULL,
	command_id    BLOB NOT NULL,
	causation     BLOB,
	skeleton      TEXT NOT NULL,
	key           BLOB,
	sealed_digest BLOB,
	hash          BLOB NOT NULL,
	sealed        BLOB
);
CREATE INDEX IF NOT EXISTS temp.aside_by_command ON aside (command_id);
DELETE FROM temp.aside;
`

const readAsideSQL = "SELECT " + eventColumns + " FROM temp.aside WHERE position > ? ORDER BY position LIMIT ?"

// rewrite is a transaction of the writer that puts the end of the log anew.
// Whatever it reads is what it has written so far; everyone else sees the log of
// before until it is committed.
type rewrite struct {
	s        *SQLite
	ctx      context.Context
	head     Head
	versions map[domain.ID]int
	queued   []*Record // chained, and not inserted yet
}

// maxVersions bounds what a rewrite remembers of the versions of streams.
const maxVersions = 1 << 16

// rewrite runs fn in a transaction of the writer, which will insert about so many
// events.
func (s *SQLite) rewrite(ctx context.Context, events int, fn func(*rewrite) error) error {
	change := s.change
	if events >= many {
		change = s.changeMuch
	}
	return change(ctx, func() error {
		if err := s.learnHead(); err != nil {
			return err
		}
		w := &rewrite{s: s, ctx: ctx, head: s.head, versions: map[domain.ID]int{}}
		if err := fn(w); err != nil {
			return err
		}
		s.head = w.head
		return nil
	})
}

// many is how many events are worth the trouble of changeMuch.
const many = 1000

// changeMuch is change with a writer that is set up for many events: it keeps the
// pages that it changes in memory until the end. The checks of the schema, which
// call functions, would make SQLite keep a copy of each page that a statement
// changes; they say how long an id is, and what is written here are arrays of that
// length.
func (s *SQLite) changeMuch(ctx context.Context, fn func() error) error {
	return s.alone(ctx, func() error {
		defer func() {
			// What was changed is changed, and nothing depends on these.
			s.letGo()
			_ = pragmas(s.conn, "ignore_check_constraints = OFF", s.cache)
		}()
		err := pragmas(s.conn, "ignore_check_constraints = ON", manyPages)
		if err != nil {
			return classified(err)
		}
		return s.transact(fn)
	})
}

// at is the record at a position, or ErrNotFound.
func (w *rewrite) at(position int64) (Record, error) {
	var p page
	err := w.s.fill(w.s.conn, &p, readAtSQL, func(q *sqlite.Stmt) { q.BindInt64(1, position) })
	if err != nil {
		return Record{}, err
	}
	if len(p.records) == 0 {
		return Record{}, ErrNotFound
	}
	return p.records[0], p.faults[0]
}

// setAside takes the events above a position out of the log. What they ordered
// to be erased stays ordered, though the event may get another id.
func (w *rewrite) setAside(after int64, last Head) error {
	conn := w.s.conn
	if err := sqlitex.ExecuteScript(conn, asideSchema, nil); err != nil {
		return err
	}
	position := &sqlitex.ExecOptions{Args: []any{after}}
	for _, query := range []string{
		"INSERT INTO temp.aside SELECT " + eventColumns + " FROM main.events WHERE position > ?",
		"UPDATE erasures SET event_id = NULL WHERE event_id IN (SELECT event_id FROM events WHERE position > ?)",
		"DELETE FROM events WHERE position > ?",
	} {
		if err := sqlitex.Execute(conn, query, position); err != nil {
			return fmt.Errorf("put the unshared events aside: %w", err)
		}
	}
	clear(w.versions)
	w.head = last
	return nil
}

// forgetAside empties the temporary table again.
func (w *rewrite) forgetAside() error {
	return sqlitex.Execute(w.s.conn, "DELETE FROM temp.aside", nil)
}

// asideCommand is the command of an event that lies aside.
func (w *rewrite) asideCommand(event domain.ID) (command domain.ID, there bool, err error) {
	err = queryOne(w.s.conn, "SELECT command_id FROM temp.aside WHERE event_id = ?", event, func(q *sqlite.Stmt) {
		there = true
		columnFixed(q, 0, command[:])
	})
	return command, there, err
}

func (w *rewrite) dropAside(event domain.ID) error {
	return sqlitex.Execute(w.s.conn, "DELETE FROM temp.aside WHERE event_id = ?", &sqlitex.ExecOptions{Args: []any{event[:]}})
}

// dropAsideCommand drops what is left aside of a command and reports whether
// there was something.
func (w *rewrite) dropAsideCommand(command domain.ID) (bool, error) {
	err := sqlitex.Execute(w.s.conn, "DELETE FROM temp.aside WHERE command_id = ?",
		&sqlitex.ExecOptions{Args: []any{command[:]}})
	return w.s.conn.Changes() > 0, err
}

// asidePage reads the next events that lie aside.
func (w *rewrite) asidePage(after int64) ([]Record, error) {
	var p page // not used again: the records are kept while a command is decided
	err := w.s.fill(w.s.conn, &p, readAsideSQL, func(q *sqlite.Stmt) {
		q.BindInt64(1, after)
		q.BindInt64(2, pageSize)
	})
	return p.records, errors.Join(append(p.faults, err)...)
}

// asideStreams are the records of the events that lie aside.
func (w *rewrite) asideStreams(add func(domain.Stream)) error {
	return sqlitex.Execute(w.s.conn, "SELECT DISTINCT kind, stream FROM temp.aside", &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			s := domain.Stream{Kind: kindOf(uint16(q.ColumnInt64(0)))}
			columnFixed(q, 1, s.ID[:])
			add(s)
			return nil
		},
	})
}

// append adds a record at the end and fills in its position, version and hash.
func (w *rewrite) append(r *Record) error {
	if err := w.chain(r); err != nil {
		return err
	}
	if err := w.s.insertEvents(w.s.stmts.insertEvent, r); err != nil {
		return err
	}
	return w.noteErasures([]*Record{r})
}

// queue is append for many records: they are inserted several at a time, and the
// last ones not before flush. Until then the log is not read.
func (w *rewrite) queue(r *Record) error {
	if _, known := w.versions[r.Stream]; !known && r.Version == 1 {
		// The sender says that the stream begins here. If it does not, the index
		// of streams and versions objects: no need to look.
		w.versions[r.Stream] = 0
	}
	if err := w.chain(r); err != nil {
		return err
	}
	if w.queued = append(w.queued, r); len(w.queued) == eventsAtOnce {
		return w.flush()
	}
	return nil
}

func (w *rewrite) chain(r *Record) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if len(w.versions) >= maxVersions {
		if err := w.flush(); err != nil {
			return err
		}
		clear(w.versions)
	}
	return w.s.chainRecord(r, &w.head, w.versions)
}

// eventsAtOnce is how many events one statement inserts: it takes a third less
// time than one for each.
const eventsAtOnce = 32

// insertManySQL keeps what it inserted before an event that is there already:
// the transaction ends then, and without the need to take back half a statement
// SQLite copies no page aside before it changes it.
var insertManySQL = "INSERT OR FAIL " + intoEvents + strings.Repeat(", "+eventValues, eventsAtOnce-1)

// insertMany inserts as many events as eventsAtOnce says. Conn.Prepare would set
// all of the some hundred values to nothing before each use, although each is set
// anew here; see letGo.
func (s *SQLite) insertMany(records []*Record) error {
	if s.stmts.insertMany == nil {
		q, err := s.conn.Prepare(insertManySQL)
		if err != nil {
			return err
		}
		s.stmts.insertMany = q
	}
	return s.insertEvents(s.stmts.insertMany, records...)
}

// letGo gives back the memory of the values that insertMany inserted last.
func (s *SQLite) letGo() {
	if s.stmts.insertMany != nil {
		_ = s.stmts.insertMany.ClearBindings() // it fails if it is interrupted, and keeps them
	}
}

// flush inserts what is queued. A *[HashError] says which event is there already.
func (w *rewrite) flush() error {
	queued := w.queued
	w.queued = w.queued[:0]
	var err error
	if len(queued) == eventsAtOnce {
		if err = w.s.insertMany(queued); isConstraint(err) {
			return &HashError{Position: queued[w.s.conn.Changes()].Position, Err: err}
		}
		return errors.Join(err, w.noteErasures(queued))
	}
	for _, r := range queued {
		if err = w.s.insertEvents(w.s.stmts.insertEvent, r); isConstraint(err) {
			return &HashError{Position: r.Position, Err: err}
		} else if err != nil {
			return err
		}
	}
	return w.noteErasures(queued)
}

func isConstraint(err error) bool { return sqlite.ErrCode(err).ToPrimary() == sqlite.ResultConstraint }

// noteErasures notes which of the events order an erasure.
func (w *rewrite) noteErasures(records []*Record) error {
	for _, r := range records {
		if !erases(r.Type) {
			continue
		}
		if err := w.s.noteErasure(r.Stream, r.EventID); err != nil {
			return err
		}
		err := sqlitex.Execute(w.s.conn, "UPDATE erasures SET event_id = ? WHERE subject = ? AND event_id IS NULL",
			&sqlitex.ExecOptions{Args: []any{r.EventID[:], r.Stream[:]}})
		if err != nil {
			return err
		}
	}
	return nil
}

// eraseAgain notes that an erasure that was carried out is not done any more:
// others' words about the record came in.
func (w *rewrite) eraseAgain(subject domain.ID) error {
	return sqlitex.Execute(w.s.conn, "UPDATE erasures SET done = 0 WHERE subject = ?",
		&sqlitex.ExecOptions{Args: []any{subject[:]}})
}

func (w *rewrite) erased(add func(subject domain.ID)) error {
	return sqlitex.Execute(w.s.conn, "SELECT subject FROM erasures", &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			var subject domain.ID
			columnFixed(q, 0, subject[:])
			add(subject)
			return nil
		},
	})
}

// stream yields the records of a stream.
func (w *rewrite) stream(stream domain.ID, yield func(*Record) error) error {
	var p page
	for after := 0; ; {
		p.reset()
		err := w.s.fill(w.s.conn, &p, readStreamSQL, func(q *sqlite.Stmt) {
			q.BindBytes(1, stream[:])
			q.BindInt64(2, int64(after))
			q.BindInt64(3, pageSize)
		})
		if err := errors.Join(append(p.faults, err)...); err != nil {
			return err
		}
		for i := range p.records {
			if err := yield(&p.records[i]); err != nil {
				return err
			}
			after = p.records[i].Version
		}
		if len(p.records) < pageSize && !p.cut {
			return nil
		}
	}
}

// byCommand gives the records of a command.
func (w *rewrite) byCommand(command domain.ID) ([]Record, error) {
	var all []Record
	for after := int64(0); ; after = all[len(all)-1].Position {
		var p page
		err := w.s.fill(w.s.conn, &p, readByCommandSQL, func(q *sqlite.Stmt) {
			q.BindBytes(1, command[:])
			q.BindInt64(2, after)
			q.BindInt64(3, pageSize)
		})
		if err := errors.Join(append(p.faults, err)...); err != nil {
			return nil, err
		}
		all = append(all, p.records...)
		if len(p.records) < pageSize && !p.cut {
			return all, nil
		}
	}
}

// streamKey is the key of the first sealed event of a stream.
func (w *rewrite) streamKey(stream domain.ID) (key KeyRef, err error) {
	err = queryOne(w.s.conn, streamKeySQL, stream, func(q *sqlite.Stmt) { key = columnKey(q, 0) })
	return key, err
}

// command is the journal entry of a command, if it has one.
func (w *rewrite) command(id domain.ID) (c Command, there bool, err error) {
	err = queryOne(w.s.conn, selectCommandSQL+" WHERE command_id = ?", id, func(q *sqlite.Stmt) {
		c, there = scanCommand(q), true
	})
	return c, there, err
}

// place sets the positions of a command to where its events are now.
func (w *rewrite) place(c *Command) error {
	c.First, c.Last = 0, 0
	return queryOne(w.s.conn, "SELECT min(position), max(position) FROM events WHERE command_id = ?", c.ID, func(q *sqlite.Stmt) {
		c.First, c.Last = q.ColumnInt64(0), q.ColumnInt64(1)
	})
}

// update writes what a rebase changes in a journal entry.
func (w *rewrite) update(c *Command) error {
	for _, t := range c.Touches {
		if _, err := codeOf(t.Kind); err != nil {
			return err
		}
	}
	q, err := w.s.conn.Prepare(`UPDATE commands SET state = ?, base_position = ?, first_position = ?, last_position = ?,
		touches = ?, reason = ?, undone_by = ?, digest = ? WHERE seq = ?`)
	if err != nil {
		return err
	}
	digest := c.digest()
	q.BindText(1, string(c.State))
	q.BindInt64(2, c.Base)
	q.BindInt64(3, c.First)
	q.BindInt64(4, c.Last)
	q.BindBytes(5, encodeStreams(c.Touches))
	q.BindText(6, c.Reason)
	bindID(q, 7, c.UndoneBy)
	q.BindBytes(8, digest[:])
	q.BindInt64(9, c.Seq)
	return run(q)
}

// undoNot takes back the marks of an undo that was refused: what it undid is
// undone by the command that undid it before, if one did.
func (w *rewrite) undoNot(refused *Command) error {
	for _, id := range refused.Undoes {
		c, there, err := w.command(id)
		if err != nil {
			return err
		}
		if !there || c.UndoneBy != refused.ID {
			continue
		}
		c.UndoneBy = domain.None
		err = queryOne(w.s.conn, `SELECT command_id FROM commands WHERE state <> 'refused' AND instr(undoes, ?) > 0
			ORDER BY seq DESC LIMIT 1`, id, func(q *sqlite.Stmt) { columnFixed(q, 0, c.UndoneBy[:]) })
		if err != nil {
			return err
		}
		if err := w.update(&c); err != nil {
			return err
		}
	}
	return nil
}

// same reports whether the event at the position of a record is that record.
func (w *rewrite) same(r *Record) (same bool, err error) {
	q, err := w.s.conn.Prepare("SELECT event_id, hash FROM events WHERE position = ?")
	if err != nil {
		return false, err
	}
	q.BindInt64(1, r.Position)
	row, err := q.Step()
	if err == nil && row {
		var id domain.ID
		var hash [32]byte
		same = columnFixed(q, 0, id[:]) && columnFixed(q, 1, hash[:]) && id == r.EventID && hash == r.Hash
	}
	return same, errors.Join(err, q.Reset())
}

// end is the head of the log if it ended at a position.
func (w *rewrite) end(position int64) (Head, error) {
	if position == 0 {
		return Head{Hash: Genesis(w.s.Meta().Workspace)}, nil
	}
	r, err := w.at(position)
	return Head{Position: position, Hash: r.Hash}, err
}
