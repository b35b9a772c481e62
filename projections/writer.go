package projections

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// A writer folds events into rows on the one connection that writes. What
// several events of a transaction change together is collected in owed and
// written once, by settle.
type writer struct {
	*conn
	ctx    context.Context
	source Source

	numbers  map[domain.ID]int64
	channels map[string]int64
	folds    *folds
	owed     owed
	entries  []entryWrite // of records, not yet written
	common   []entryWrite // of everything, not yet written
	logged   []loggedRow  // not yet written

	open     bool  // a transaction is
	events   int   // in it
	position int64 // of the last of them

	// building is true while a new file is filled: most indexes are missing, and
	// what would need them, or may change again, is put off to the end. Late are
	// the records that must be folded anew then.
	building bool
	late     map[domain.Stream]struct{}
	leads    map[int64]int64 // into whom people were merged
	// wordsLater is true until a rebuild indexes the words of all records.
	wordsLater bool
	// anew is true while records are folded from their beginning: what they did
	// to others is read from the rows instead of added up.
	anew bool

	kept   int  // of the file, in kilobytes
	erased bool // something was, and the write-ahead log may still have it
	// Rows were taken out of a full text index since it was flushed.
	talkDropped, wordsDropped bool

	// told are events of records that were read from the ledger lately.
	told map[domain.Stream][]domain.Recorded

	found   []foundTerm // terms not yet written
	scratch []byte      // for the blob of the row being written
	sorter  *sorter
}

// maxNumbers bounds the memory for numbers of records.
const maxNumbers = 1 << 18

func newWriter(c *conn, source Source) *writer {
	w := &writer{conn: c, source: source}
	c.keepWorkspace()
	w.forget()
	return w
}

// keep lets the connection keep so many kilobytes of the file.
func (w *writer) keep(kilobytes int) error {
	if w.kept == kilobytes {
		return nil
	}
	// Not a prepared statement: SQLite carries this one out while it prepares it.
	if err := sqlitex.ExecuteTransient(w.Conn, "PRAGMA "+cacheSize(kilobytes), nil); err != nil {
		return err
	}
	w.kept = kilobytes
	return nil
}

// forget drops everything that is held in memory, as after a rollback.
func (w *writer) forget() {
	w.numbers = map[domain.ID]int64{}
	w.channels = nil
	w.merged.forget()
	w.folds = newFolds(foldsKept)
	w.owed = newOwed()
	w.entries, w.common, w.logged = w.entries[:0], w.common[:0], nil
	w.found = w.found[:0]
	w.talkDropped, w.wordsDropped = false, false
}

// owed is what a transaction still has to write.
type owed struct {
	dossiers  map[domain.Stream]*fold
	order     []domain.Stream // of dossiers, by first touch
	contacts  map[int64]*touch
	days      map[dayKey]dayCount
	tallies   map[tally]int64
	talk      map[int64]talkChange  // to the full text, by position
	words     map[int64]wordsChange // to the full text, by record
	allWords  bool                  // to the full text, as the documents say at last
	documents map[int64]struct{}    // people whose organisation is called otherwise
	rhythms   map[int64]struct{}    // people whose communities have another rhythm
	figures   figures
}

func newOwed() owed {
	return owed{
		dossiers: map[domain.Stream]*fold{}, contacts: map[int64]*touch{}, days: map[dayKey]dayCount{},
		tallies: map[tally]int64{}, talk: map[int64]talkChange{}, words: map[int64]wordsChange{},
		documents: map[int64]struct{}{}, rhythms: map[int64]struct{}{}, figures: newFigures(),
	}
}

// fold adds events to the rows, in the transaction that is open or else in a new
// one, which commit ends.
func (w *writer) fold(ctx context.Context, recs []domain.Recorded) error {
	return w.guard(ctx, func() error {
		if !w.building && w.events+len(recs) >= manyEvents {
			if err := w.keep(writerCacheMany); err != nil {
				return err
			}
		}
		for i := range recs {
			if err := w.apply(&recs[i]); err != nil {
				return fmt.Errorf("event %d: %w", recs[i].Position, err)
			}
		}
		if err := w.flushLogged(); err != nil {
			return err
		}
		w.events += len(recs)
		w.position = recs[len(recs)-1].Position
		return w.settleEarly()
	})
}

// maxOwed is how many texts are owed to the full text before they are written.
const maxOwed = 10_000

// settleEarly writes some of what is owed before the transaction ends, so that
// events in bulk are not written at its end alone, when nobody brings more. What
// many of them change together, such as a contact, waits for that end.
func (w *writer) settleEarly() error {
	if w.building {
		return nil
	}
	if len(w.owed.order) >= maxDossiers {
		if err := w.projectOwed(); err != nil {
			return err
		}
		if err := w.oweAllWords(); err != nil {
			return err
		}
	}
	if len(w.owed.talk) < maxOwed {
		return nil
	}
	return w.settleTalk()
}

// settleMeanwhile writes what is owed and would not cost less at the end of the
// transaction, while whoever brings more has none: of each table, if so many rows
// are owed. The entries of records wait for more of them, since those of one
// record lie side by side.
func (w *writer) settleMeanwhile(ofDossiers, least, ofRecords int) error {
	for _, part := range []struct {
		owed, least int
		settle      func() error
	}{
		{len(w.owed.order), ofDossiers, w.projectOwed},
		{len(w.found), least, w.flushTerms},
		{len(w.owed.figures.held), least, w.flushHeld},
		{len(w.common), least, w.flushCommon},
		{len(w.entries), ofRecords, w.flushEntries},
		{len(w.owed.talk), least, w.settleTalk},
	} {
		if part.owed < part.least {
			continue
		}
		if err := part.settle(); err != nil {
			return err
		}
	}
	return nil
}

// How many records and rows WriteMeanwhile waits for.
const (
	dossiersMeanwhile = 200
	leastMeanwhile    = 2000
	manyMeanwhile     = 25_000
)

// full reports whether the open transaction has become large enough.
func (w *writer) full() bool {
	return w.events >= maxEvents || len(w.owed.order) >= maxDossiers
}

// How large a transaction becomes, if events come in quick succession: pages of
// indexes that many events change are written once for all of them. The rows of
// so many records are written before, so that they need not be held in memory.
const (
	maxEvents   = 100_000
	maxDossiers = 4000
)

// commit writes what is owed and the checkpoint, and ends the transaction.
func (w *writer) commit(ctx context.Context) error {
	if !w.open {
		return nil
	}
	return w.guard(ctx, func() error {
		if err := w.settle(); err != nil {
			return err
		}
		if err := w.q("UPDATE generation SET position = ?").int(w.position).run(); err != nil {
			return err
		}
		if err := w.q("COMMIT").run(); err != nil {
			return err
		}
		w.open, w.events = false, 0
		return w.scrub()
	})
}

// scrub empties the write-ahead log after an erasure, so that the erased words
// do not stay in it. While somebody reads it cannot be emptied; then the next
// commit tries again.
func (w *writer) scrub() error {
	if !w.erased || w.building {
		return nil
	}
	busy, err := w.q("PRAGMA wal_checkpoint(TRUNCATE)").number()
	w.erased = busy != 0
	return err
}

// within runs f in a transaction of its own that ends at the given position.
func (w *writer) within(ctx context.Context, position int64, f func() error) error {
	if err := w.commit(ctx); err != nil {
		return err
	}
	if err := w.guard(ctx, f); err != nil {
		return err
	}
	w.position = position
	return w.commit(ctx)
}

// guard runs f in a transaction. After an error everything since the last
// commit is undone.
func (w *writer) guard(ctx context.Context, f func() error) error {
	w.ctx = ctx
	err := w.under(ctx, func() error {
		if !w.open {
			if err := w.q("BEGIN IMMEDIATE").run(); err != nil {
				return err
			}
			w.open = true
		}
		return f()
	})
	if err == nil {
		return nil
	}
	w.open, w.events = false, 0
	w.forget()
	if !w.AutocommitEnabled() {
		err = errors.Join(err, w.q("ROLLBACK").run())
	}
	return err
}

func (w *writer) apply(r *domain.Recorded) error {
	if r.Event == nil {
		return nil
	}
	if _, ok := r.Event.(*domain.RecordErased); ok {
		w.erased = true
	}
	stream := r.Event.Stream()
	switch stream.Kind {
	case domain.KindConversation:
		return w.applyConversation(r, stream)
	case domain.KindFollowUp:
		return w.applyFollowUp(r, stream)
	case domain.KindWorkspace:
		n, err := w.number(stream)
		if err != nil {
			return err
		}
		return w.addChange(n, r)
	default:
		return w.applyDossier(r, stream)
	}
}

// settle writes what is owed: organisations, communities and members before the
// people whose rows depend on them, and contacts last.
func (w *writer) settle() error {
	if err := w.projectOwed(); err != nil {
		return err
	}
	if err := w.settleTallies(); err != nil {
		return err
	}
	if w.building {
		return w.settleDays()
	}
	for _, step := range []func() error{
		w.flushEntries, w.flushTerms, w.settleDocuments, w.settleContacts,
		w.settleDays, w.settleTalk, w.settleWords, w.settleFigures,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	w.owed = newOwed()
	return nil
}

// projectOwed writes the rows of the records that changed.
func (w *writer) projectOwed() error {
	for _, people := range []bool{false, true} {
		for _, s := range w.owed.order {
			if (s.Kind == domain.KindPerson) != people {
				continue
			}
			if err := w.project(s, w.owed.dossiers[s]); err != nil {
				return err
			}
		}
	}
	w.owed.dossiers, w.owed.order = map[domain.Stream]*fold{}, w.owed.order[:0]
	return nil
}

// number is the number of a record in this file, made at its first mention.
func (w *writer) number(s domain.Stream) (int64, error) {
	if s.ID == domain.None {
		return 0, nil
	}
	if n, ok := w.numbers[s.ID]; ok {
		return n, nil
	}
	n, err := w.q("SELECT n FROM record WHERE id = ?").blob(s.ID[:]).number()
	if err != nil {
		return 0, err
	}
	if n == 0 {
		if err := w.q("INSERT INTO record (id, kind) VALUES (?, ?)").blob(s.ID[:]).int(kindCode(s.Kind)).run(); err != nil {
			return 0, err
		}
		n = w.LastInsertRowID()
	}
	if len(w.numbers) >= maxNumbers {
		clear(w.numbers)
	}
	w.numbers[s.ID] = n
	return n, nil
}

func (w *writer) numbersOf(kind domain.Kind, ids []domain.ID) ([]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list := make([]int64, len(ids))
	for i, id := range ids {
		n, err := w.number(domain.Stream{Kind: kind, ID: id})
		if err != nil {
			return nil, err
		}
		list[i] = n
	}
	return list, nil
}

// channel is the number of a channel: its place among those that ship, or one
// above them for the user's own.
func (w *writer) channel(name string) (int64, error) {
	if w.channels == nil {
		channels := map[string]int64{}
		err := w.q("SELECT code, name FROM channel").each(func(r *sqlite.Stmt) error {
			channels[r.ColumnText(1)] = r.ColumnInt64(0)
			return nil
		})
		if err != nil {
			return 0, err
		}
		w.channels = channels
	}
	if code, ok := w.channels[name]; ok {
		return code, nil
	}
	if err := w.q("INSERT INTO channel (name) VALUES (?)").text(name).run(); err != nil {
		return 0, err
	}
	code := w.LastInsertRowID()
	w.channels[name] = code
	return code, nil
}

// kindCode is the number of a kind of record; 0 for an unknown one.
func kindCode(k domain.Kind) int64 {
	for i, known := range domain.Kinds {
		if k == known {
			return int64(i + 1)
		}
	}
	return 0
}

func kindOf(code int64) domain.Kind {
	if code < 1 || code > int64(len(domain.Kinds)) {
		return ""
	}
	return domain.Kinds[code-1]
}

// The bits of a record's state.
const (
	stateAdded = 1 << iota
	stateArchived
	stateWithdrawn
	stateErased
	stateMissing // its words cannot be read on this machine yet
	stateMerged  // is found under somebody else
)

func stateOf(h *domain.Head, missing bool) int64 {
	if h == nil || h.Version == 0 {
		return 0
	}
	state := int64(stateAdded)
	for _, bit := range []struct {
		set bool
		bit int64
	}{{h.Archived, stateArchived}, {h.Withdrawn, stateWithdrawn}, {h.Erased, stateErased}, {missing, stateMissing}, {h.MergedInto != domain.None, stateMerged}} {
		if bit.set {
			state |= bit.bit
		}
	}
	return state
}

// How a record stands in lists.
const (
	listedNot      = 0 // never added, withdrawn, or merged into another one
	listedActive   = 1
	listedArchived = 2 // archived or erased
)

func listing(state int64) int64 {
	switch {
	case state&stateAdded == 0 || state&(stateWithdrawn|stateMerged) != 0:
		return listedNot
	case state&(stateArchived|stateErased) != 0:
		return listedArchived
	}
	return listedActive
}
