package eventstore

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// statements are the prepared statements of the writer.
type statements struct {
	begin, commit, rollback       *sqlite.Stmt
	insertEvent, insertCommand    *sqlite.Stmt
	insertMany                    *sqlite.Stmt // nil until it is used
	version, position, markUndone *sqlite.Stmt
	insertErasure, commandIsThere *sqlite.Stmt
	selectForUndo                 *sqlite.Stmt
}

const (
	insertEventSQL = "INSERT " + intoEvents
	intoEvents     = "INTO events (" + eventColumns + ") VALUES " + eventValues
	eventValues    = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	eventWidth     = 17 // columns of an event

	insertCommandSQL = `INSERT INTO commands (seq, command_id, name, actor, device, at, causation, state, replay,
		base_position, first_position, last_position, touches, reason, undoes, undone_by, args_key, digest, args_sealed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

func (s *statements) prepare(conn *sqlite.Conn) error {
	for _, p := range []struct {
		stmt  **sqlite.Stmt
		query string
	}{
		{&s.begin, "BEGIN IMMEDIATE"},
		{&s.commit, "COMMIT"},
		{&s.rollback, "ROLLBACK"},
		{&s.insertEvent, insertEventSQL},
		{&s.insertCommand, insertCommandSQL},
		{&s.version, "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"},
		{&s.position, "SELECT position, version, hash, stream FROM events WHERE event_id = ?"},
		{&s.commandIsThere, "SELECT seq, first_position, last_position FROM commands WHERE command_id = ?"},
		{&s.selectForUndo, selectCommandSQL + " WHERE command_id = ?"},
		{&s.markUndone, "UPDATE commands SET undone_by = ?, digest = ? WHERE command_id = ?"},
		{&s.insertErasure, "INSERT INTO erasures (subject, event_id, done) VALUES (?, ?, 0) ON CONFLICT (subject) DO NOTHING"},
	} {
		stmt, err := conn.Prepare(p.query)
		if err != nil {
			return fmt.Errorf("prepare %q: %w", p.query, err)
		}
		*p.stmt = stmt
	}
	return nil
}

// Append implements [Store].
func (s *SQLite) Append(ctx context.Context, commits []Commit) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	if err := s.learnHead(); err != nil {
		return err
	}
	err := s.transact(func() error { return s.appendAll(commits) })
	if err == nil {
		return nil
	}
	return s.settle(commits, err)
}

// transact runs fn in a transaction. When it or the commit fails nothing was
// changed, and what was remembered of the database is forgotten.
func (s *SQLite) transact(fn func() error) error {
	ended := false
	defer func() {
		if !ended && !s.conn.AutocommitEnabled() { // fn panics
			s.known = false
			s.shown.Store(nil)
			_ = run(s.stmts.rollback)
		}
	}()
	err := run(s.stmts.begin)
	if err == nil {
		if err = fn(); err == nil {
			err = run(s.stmts.commit)
		}
		if err != nil && !s.conn.AutocommitEnabled() {
			err = errors.Join(err, run(s.stmts.rollback))
		}
	}
	ended = true
	if err != nil {
		s.known = false
		s.shown.Store(nil)
		return errors.Join(classified(err), s.types.load(s.conn))
	}
	if s.known {
		s.show()
	}
	return nil
}

// appendAll is the fast path: it trusts that nothing is there yet and lets the
// unique indexes object.
func (s *SQLite) appendAll(commits []Commit) error {
	head, seq := s.head, s.lastSeq
	versions := map[domain.ID]int{}
	var queued []*Record
	for i := range commits {
		c := &commits[i]
		if err := s.checkExpected(c, versions); err != nil {
			return err
		}
		first := head.Position + 1
		for j := range c.Records {
			if err := s.chainRecord(&c.Records[j], &head, versions); err != nil {
				return err
			}
			queued = append(queued, &c.Records[j])
		}
		if c.Command != nil {
			seq++
			c.Command.Seq, c.Command.First, c.Command.Last = seq, 0, 0
			if len(c.Records) > 0 {
				c.Command.First, c.Command.Last = first, head.Position
			}
			if err := s.appendCommand(c.Command); err != nil {
				return err
			}
			if err := s.answer(c); err != nil {
				return err
			}
		}
	}
	if err := s.insertAll(queued); err != nil {
		return err
	}
	s.head, s.lastSeq = head, seq
	return nil
}

// insertAll inserts events, several at a time, and notes the erasures that they
// order.
func (s *SQLite) insertAll(records []*Record) error {
	defer s.letGo()
	for part := range slices.Chunk(records, eventsAtOnce) {
		if err := s.insertPart(part); err != nil {
			return err
		}
		for _, r := range part {
			if !erases(r.Type) {
				continue
			}
			if err := s.noteErasure(r.Stream, r.EventID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *SQLite) insertPart(records []*Record) error {
	if len(records) == eventsAtOnce {
		return s.insertMany(records)
	}
	for _, r := range records {
		if err := s.insertEvents(s.stmts.insertEvent, r); err != nil {
			return err
		}
	}
	return nil
}

// checkExpected compares the versions of streams with what a command was
// decided on; versions holds what this append has seen and changed so far. That
// a stream which the command itself begins is empty, the unique index tells.
func (s *SQLite) checkExpected(c *Commit, versions map[domain.ID]int) error {
	begun := make(map[domain.ID]struct{}, len(c.Records))
	for i := range c.Records {
		begun[c.Records[i].Stream] = struct{}{}
	}
	for _, e := range c.Expected {
		actual, known := versions[e.Stream.ID]
		if !known {
			var err error
			if _, begins := begun[e.Stream.ID]; !begins || e.Version != 0 {
				if actual, err = s.versionOf(e.Stream.ID); err != nil {
					return err
				}
			}
			versions[e.Stream.ID] = actual
		}
		if actual != e.Version {
			return &ConflictError{Stream: e.Stream, Expected: e.Version, Actual: actual}
		}
	}
	return nil
}

// chainRecord fills in the position, the version and the hash of a record that
// is to follow head, which becomes that record.
func (s *SQLite) chainRecord(r *Record, head *Head, versions map[domain.ID]int) error {
	version, known := versions[r.Stream]
	if !known {
		var err error
		if version, err = s.versionOf(r.Stream); err != nil {
			return err
		}
	}
	var err error
	r.Position, r.Version = head.Position+1, version+1
	if r.Hash, err = s.chain.next(head.Hash, r); err != nil {
		return err
	}
	versions[r.Stream] = r.Version
	head.Position, head.Hash = r.Position, r.Hash
	return nil
}

// insertEvents runs a statement that inserts as many events as it is given.
func (s *SQLite) insertEvents(q *sqlite.Stmt, records ...*Record) error {
	for i, r := range records {
		if err := s.bindEvent(q, i*eventWidth, r); err != nil {
			return err
		}
	}
	return run(q)
}

// bindEvent gives a statement the columns of an event, after so many others.
func (s *SQLite) bindEvent(q *sqlite.Stmt, after int, r *Record) error {
	typeID, err := s.types.number(s.conn, r.Type)
	if err != nil {
		return err
	}
	kind, err := codeOf(r.Kind)
	if err != nil {
		return err
	}
	q.BindInt64(after+1, r.Position)
	q.BindBytes(after+2, r.EventID[:])
	q.BindInt64(after+3, int64(kind))
	q.BindBytes(after+4, r.Stream[:])
	q.BindInt64(after+5, int64(r.Version))
	q.BindInt64(after+6, typeID)
	q.BindInt64(after+7, r.RecordedAt.UnixMicro())
	q.BindInt64(after+8, r.OccurredAt.UnixMicro())
	q.BindBytes(after+9, r.Actor[:])
	q.BindBytes(after+10, r.Device[:])
	q.BindBytes(after+11, r.Command[:])
	bindID(q, after+12, r.Causation)
	q.BindText(after+13, string(r.Skeleton))
	bindKey(q, after+14, r.Key)
	if r.HasSealed {
		q.BindBytes(after+15, r.SealedDigest[:])
	} else {
		q.BindNull(after + 15)
	}
	q.BindBytes(after+16, r.Hash[:])
	bindBlob(q, after+17, r.Sealed)
	return nil
}

func (s *SQLite) appendCommand(c *Command) error {
	for _, t := range c.Touches {
		if _, err := codeOf(t.Kind); err != nil {
			return err
		}
	}
	q := s.stmts.insertCommand
	q.BindInt64(1, c.Seq)
	q.BindBytes(2, c.ID[:])
	q.BindText(3, c.Name)
	q.BindBytes(4, c.Actor[:])
	q.BindBytes(5, c.Device[:])
	q.BindInt64(6, c.At.UnixMicro())
	bindID(q, 7, c.Causation)
	q.BindText(8, string(c.State))
	q.BindText(9, string(c.Replay))
	q.BindInt64(10, c.Base)
	q.BindInt64(11, c.First)
	q.BindInt64(12, c.Last)
	q.BindBytes(13, encodeStreams(c.Touches))
	q.BindText(14, c.Reason)
	q.BindBytes(15, encodeIDs(c.Undoes))
	bindID(q, 16, c.UndoneBy)
	bindKey(q, 17, c.ArgsKey)
	digest := c.digest()
	q.BindBytes(18, digest[:])
	bindBlob(q, 19, c.ArgsSealed)
	if err := run(q); err != nil {
		return err
	}
	for _, undone := range c.Undoes {
		if err := s.markUndone(undone, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// markUndone notes in the journal entry of a command who undid it. An entry
// that is not in this journal (another device's) is left alone.
func (s *SQLite) markUndone(undone, by domain.ID) error {
	q := s.stmts.selectForUndo
	q.BindBytes(1, undone[:])
	row, err := q.Step()
	if err != nil || !row {
		return errors.Join(err, q.Reset())
	}
	c := scanCommand(q)
	if err := q.Reset(); err != nil {
		return err
	}
	c.UndoneBy = by
	digest := c.digest()
	u := s.stmts.markUndone
	u.BindBytes(1, by[:])
	u.BindBytes(2, digest[:])
	u.BindBytes(3, undone[:])
	return run(u)
}

func (s *SQLite) versionOf(stream domain.ID) (int, error) {
	q := s.stmts.version
	q.BindBytes(1, stream[:])
	row, err := q.Step()
	version := 0
	if err == nil && row {
		version = q.ColumnInt(0)
	}
	return version, errors.Join(err, q.Reset())
}

func (s *SQLite) noteErasure(subject, event domain.ID) error {
	q := s.stmts.insertErasure
	q.BindBytes(1, subject[:])
	bindID(q, 2, event)
	return run(q)
}

// settle finds out why an append failed: because everything is there already,
// which is a success; because a part of it is; or because a stream has moved.
func (s *SQLite) settle(commits []Commit, cause error) error {
	var conflict *ConflictError
	unique := sqlite.ErrCode(cause).ToPrimary() == sqlite.ResultConstraint
	if !unique && !errors.As(cause, &conflict) {
		return cause
	}
	known, err := s.recall(commits)
	if err != nil {
		return err
	}
	if known {
		return nil
	}
	for _, c := range commits {
		if c.Command == nil {
			continue
		}
		there, err := s.recallCommand(c.Command)
		if err != nil {
			return err
		}
		if there {
			return ErrCommandKnown
		}
	}
	if unique {
		if err := s.begunBefore(commits); err != nil {
			return err
		}
	}
	return cause
}

// begunBefore finds the stream that a commit expected not to exist and that does.
func (s *SQLite) begunBefore(commits []Commit) error {
	for i := range commits {
		for _, e := range commits[i].Expected {
			if e.Version != 0 {
				continue
			}
			actual, err := s.versionOf(e.Stream.ID)
			if err != nil {
				return err
			}
			if actual != 0 {
				return &ConflictError{Stream: e.Stream, Expected: 0, Actual: actual}
			}
		}
	}
	return nil
}

// recall fills in the positions of events that are there already. It reports
// whether all of them are; some are ErrPartlyKnown.
func (s *SQLite) recall(commits []Commit) (bool, error) {
	found, total, last := 0, 0, int64(0)
	for i := range commits {
		for j := range commits[i].Records {
			total++
			r := &commits[i].Records[j]
			there, err := s.recallRecord(r, &last)
			if err != nil {
				return false, err
			}
			if there {
				found++
			}
		}
	}
	if found == 0 {
		return false, nil
	}
	if found < total {
		return false, ErrPartlyKnown
	}
	for _, c := range commits {
		if c.Command != nil {
			if _, err := s.recallCommand(c.Command); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

func (s *SQLite) recallRecord(r *Record, last *int64) (bool, error) {
	q := s.stmts.position
	q.BindBytes(1, r.EventID[:])
	row, err := q.Step()
	if err != nil || !row {
		return false, errors.Join(classified(err), q.Reset())
	}
	position, version := q.ColumnInt64(0), q.ColumnInt(1)
	var stream domain.ID
	q.ColumnBytes(2, r.Hash[:])
	q.ColumnBytes(3, stream[:])
	if err := q.Reset(); err != nil {
		return false, err
	}
	if stream != r.Stream || position <= *last {
		return false, ErrPartlyKnown
	}
	r.Position, r.Version, *last = position, version, position
	return true, nil
}

func (s *SQLite) recallCommand(c *Command) (bool, error) {
	q := s.stmts.commandIsThere
	q.BindBytes(1, c.ID[:])
	row, err := q.Step()
	if err == nil && row {
		c.Seq, c.First, c.Last = q.ColumnInt64(0), q.ColumnInt64(1), q.ColumnInt64(2)
	}
	return row, errors.Join(classified(err), q.Reset())
}

// erasing matches the types of events that order the erasure of their stream.
var erasing = regexp.MustCompile(`\.erased\.v[0-9]+$`)

func erases(eventType string) bool {
	return strings.Contains(eventType, ".erased.v") && erasing.MatchString(eventType)
}

// run executes a statement that returns no rows.
func run(q *sqlite.Stmt) error {
	if _, err := q.Step(); err != nil {
		return err
	}
	return q.Reset()
}

func bindID(q *sqlite.Stmt, param int, id domain.ID) {
	if id == domain.None {
		q.BindNull(param)
		return
	}
	q.BindBytes(param, id[:])
}

func bindKey(q *sqlite.Stmt, param int, key KeyRef) {
	if key.IsZero() {
		q.BindNull(param)
		return
	}
	q.BindBytes(param, key.Append(make([]byte, 0, KeyRefSize)))
}

func bindBlob(q *sqlite.Stmt, param int, blob []byte) {
	if blob == nil {
		q.BindNull(param)
		return
	}
	q.BindBytes(param, blob)
}

func columnTime(q *sqlite.Stmt, column int) time.Time {
	return time.UnixMicro(q.ColumnInt64(column)).UTC()
}
