package projections

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Rebuild computes the read models anew, into a fresh file that then takes the
// place of the old one. Until then the old one answers and takes new events; if
// the rebuild fails or is cancelled, it stays.
func (v *Views) Rebuild(ctx context.Context, progress func(done, total int64)) error {
	if v.options.ReadOnly {
		return errors.New("read models: opened for reading alone")
	}
	v.building.Lock()
	defer v.building.Unlock()
	fresh := v.path + ".new"
	for {
		if err := removeDatabase(fresh); err != nil {
			return fmt.Errorf("read models: %w", err)
		}
		era := v.era.Load()
		if err := build(ctx, fresh, v.source, math.MaxInt64, progress); err != nil {
			return errors.Join(fmt.Errorf("read models: %w", err), removeDatabase(fresh))
		}
		if swapped, err := v.swap(ctx, fresh, era); swapped || err != nil {
			return err
		}
	}
}

// swap puts a new file in the place of the present one and adds what was
// appended to the ledger while it was made. It does nothing if the end of the
// ledger was replaced in the meantime: then the new file holds events that never
// happened.
func (v *Views) swap(ctx context.Context, fresh string, era int64) (swapped bool, err error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.era.Load() != era {
		return false, nil
	}
	if err := v.commit(ctx); err != nil {
		return false, err
	}
	if err := v.replace(fresh); err != nil {
		return false, fmt.Errorf("read models: %w", err)
	}
	return true, v.catchUp(ctx, nil)
}

func (v *Views) replace(fresh string) error {
	v.gate.Lock()
	defer v.gate.Unlock()
	if err := v.disconnect(); err != nil {
		return err
	}
	if err := replaceDatabase(fresh, v.path); err != nil {
		return errors.Join(err, v.connect())
	}
	v.stale, v.doubted = "", false
	return v.connect()
}

// build computes the read models of a ledger up to a position into a new file.
func build(ctx context.Context, path string, source Source, until int64, progress func(done, total int64)) (err error) {
	c, err := connect(path, sqlite.OpenReadWrite|sqlite.OpenCreate,
		"journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536", "temp_store = MEMORY")
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, c.Close())
		if err == nil {
			err = syncFile(path)
		}
	}()
	if err := makeTables(c); err != nil {
		return err
	}
	if err := fillChannels(c); err != nil {
		return err
	}
	if err := c.q("INSERT INTO generation (id, versions, position) VALUES (1, ?, 0)").text(generation()).run(); err != nil {
		return err
	}
	w := newWriter(c, source)
	w.building, w.wordsLater, w.late, w.leads = true, true, map[domain.Stream]struct{}{}, map[int64]int64{}
	head, err := source.Head(ctx)
	if err != nil {
		return err
	}
	head = min(head, until)
	position := int64(0)
	report := func(share float64) {
		if progress != nil {
			total := max(head, position)
			progress(min(int64(share*float64(total)), total), total)
		}
	}
	report(0)
	err = batches(ctx, source, 1, func(recs []domain.Recorded) error {
		for len(recs) > 0 && recs[len(recs)-1].Position > until {
			recs = recs[:len(recs)-1]
		}
		if len(recs) == 0 {
			return errEnough
		}
		position = recs[len(recs)-1].Position
		defer func() { report(shareRead * float64(position) / float64(max(head, position))) }()
		if err := w.fold(ctx, recs); err != nil || !w.full() {
			return err
		}
		return w.commit(ctx)
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if err := w.commit(ctx); err != nil {
		return err
	}
	return w.complete(ctx, position, report)
}

// How much of its time a rebuild has spent when the ledger is read, and when the
// conversations are entered.
const (
	shareRead    = 0.5
	shareEntered = 0.75
)

// complete writes what was put off: what other tables hold of conversations and
// follow-ups, what records know of each other, the indexes, the records that were
// not folded in one go, and at last the words of all records.
func (w *writer) complete(ctx context.Context, position int64, report func(share float64)) error {
	for _, step := range []func() error{
		func() error {
			return w.enterConversations(func(at int64) {
				report(shareRead + (shareEntered-shareRead)*float64(at)/float64(position))
			})
		},
		w.enterFollowUps, w.flushHeld, w.flushEntries, w.flushTerms, w.completeContacts, w.fillMisspelt,
	} {
		if err := w.within(ctx, position, step); err != nil {
			return err
		}
	}
	if err := w.under(ctx, func() error { return makeIndexes(w.conn) }); err != nil {
		return err
	}
	report((1 + shareEntered) / 2)
	w.building = false
	late := slices.SortedFunc(maps.Keys(w.late), func(a, b domain.Stream) int { return slices.Compare(a.ID[:], b.ID[:]) })
	for part := range slices.Chunk(late, batchSize) {
		if err := w.within(ctx, position, func() error { return w.refold(part) }); err != nil {
			return err
		}
	}
	if err := w.within(ctx, position, w.completeLeads); err != nil {
		return err
	}
	w.wordsLater = false
	for _, step := range []func() error{w.fillDocuments, w.fillFigures} {
		if err := w.within(ctx, position, step); err != nil {
			return err
		}
	}
	report(1)
	return w.under(ctx, func() error { return w.script("PRAGMA optimize") })
}

// maxDays is how many counters of days are held in memory.
const maxDays = 50_000

// enterConversations enters every conversation as its last event leaves it, in
// the order in which they were recorded. Report is told now and then at which
// position it is.
func (w *writer) enterConversations(report func(at int64)) error {
	entered := 0
	return w.q("SELECT position, id, card, rest FROM conversation ORDER BY position").each(func(r *sqlite.Stmt) error {
		c := &card{position: r.ColumnInt64(0), rest: r.ColumnText(3)}
		r.ColumnBytes(1, c.id[:])
		c.unpack(columnBlob(r, 2))
		if len(w.owed.days) >= maxDays {
			if err := w.settleDays(); err != nil {
				return err
			}
		}
		if entered++; entered%batchSize == 0 {
			report(c.position)
		}
		return w.enter(c)
	})
}

func (w *writer) enterFollowUps() error {
	return w.q("SELECT " + followColumns + " FROM follow_up ORDER BY position").each(func(r *sqlite.Stmt) error {
		return w.enterFollowUp(scanFollowUp(r))
	})
}

// completeContacts writes when we spoke with each person, and the rhythms,
// which may depend on communities that were added later.
func (w *writer) completeContacts() error {
	var people []int64
	err := w.q("SELECT n FROM contact").each(func(r *sqlite.Stmt) error {
		people = append(people, r.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range people {
		if t := w.owed.contacts[n]; t != nil {
			if err := w.settleContact(n, t); err != nil {
				return err
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(w.owed.rhythms)) {
		if err := w.settleRhythm(n); err != nil {
			return err
		}
	}
	w.owed = newOwed()
	return nil
}

// fillDocuments adds what organisations are called to the words by which people
// are found, and makes the index of these words.
func (w *writer) fillDocuments() error {
	type changed struct {
		n    int64
		orgs string
	}
	var people []changed
	err := w.q("SELECT n, class, own, orgs, notes FROM document ORDER BY n").each(func(r *sqlite.Stmt) error {
		n, d := r.ColumnInt64(0), document{r.ColumnInt64(1), r.ColumnText(2), r.ColumnText(3), r.ColumnText(4)}
		orgs, err := w.orgWords(n)
		if err != nil {
			return err
		}
		if orgs != "" {
			d.orgs = orgs
			people = append(people, changed{n, orgs})
		}
		return w.indexDocument(n, d)
	})
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := w.q("UPDATE document SET orgs = ? WHERE n = ?").text(p.orgs).int(p.n).run(); err != nil {
			return err
		}
	}
	return nil
}

func fillChannels(c *conn) error {
	for _, name := range domain.Channels {
		if err := c.q("INSERT INTO channel (name) VALUES (?)").text(name).run(); err != nil {
			return err
		}
	}
	return nil
}

// databaseParts are the files that belong to a database beside itself.
var databaseParts = []string{"-wal", "-shm", "-journal"}

func removeDatabase(path string) error {
	for _, part := range append([]string{""}, databaseParts...) {
		if err := os.Remove(path + part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// replaceDatabase puts a complete new database in the place of an old one that
// nobody has open. A log of the old one that was left behind must not be taken
// for one of the new.
func replaceDatabase(fresh, path string) error {
	for _, part := range databaseParts {
		if err := os.Remove(path + part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.Rename(fresh, path)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
