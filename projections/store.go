package projections

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/pool"
)

// Source is the ledger that the read models are computed from.
type Source interface {
	// All yields the events from a position on, inclusive, ascending.
	All(ctx context.Context, from int64) iter.Seq2[domain.Recorded, error]
	// Load returns all events of a record, ascending; none if there is no such
	// record.
	Load(ctx context.Context, s domain.Stream) ([]domain.Recorded, error)
	// Head is the position of the last event, 0 for an empty ledger.
	Head(ctx context.Context) (int64, error)
}

// Options says how to open read models.
type Options struct {
	// ReadOnly opens an existing file for queries alone.
	ReadOnly bool
	// Readers is the number of queries that run at the same time; 0 means 4.
	Readers int
	// Clock tells the time for queries that count days from now; nil means
	// time.Now.
	Clock func() time.Time
}

// The reasons why read models are stale.
const (
	StaleMissing = "missing" // there was no file, or it was empty
	StaleVersion = "version" // computed by another version of Kontor
	StaleDamaged = "damaged" // not a readable database
	StaleBehind  = "behind"  // events were appended since
	// StaleReplaced: the end of the ledger was replaced, and they could not follow.
	StaleReplaced = "replaced"
	StaleAhead    = "ahead" // it knows events that the ledger does not have
)

// ErrNewer is returned for a file that a newer version of Kontor laid out in a
// way that this one does not know, where it may not be replaced.
var ErrNewer = errors.New("the read models were made by a newer version of Kontor")

// ErrStale is returned by an Open for reading alone if the file must first be
// computed anew.
var ErrStale = errors.New("the read models must be computed anew")

// Views are the read models of one ledger. All methods may be called from
// several goroutines.
type Views struct {
	path    string
	source  Source
	options Options

	building sync.Mutex   // held while a file is built beside this one
	era      atomic.Int64 // counts how often the end of the ledger was replaced
	file     atomic.Int64 // counts the files that were connected to
	lately   lately

	writing sync.Mutex   // held while rows are written
	doubted bool         // the end of the ledger may have been replaced; guarded by writing
	gate    sync.RWMutex // held exclusively while the file is replaced
	writer  *writer      // nil while the file is unusable, or if read only
	readers *pool.Pool[*conn]
	stale   string // the reason found when opening, "" if there is none

	position  atomic.Int64
	committed atomic.Int64 // the position up to which queries see
	// awaited is true while events were applied that the next query must see.
	awaited   atomic.Bool
	later     *time.Timer   // ends the transaction
	since     time.Time     // when it began
	took      time.Duration // by the end of the last one
	expecting int           // how many bring events in bulk; guarded by writing
	following bool          // the ledger is being followed, in transactions one after another; guarded by writing
}

// Open opens the read models in a file. It does not read the ledger beyond its
// head: whether the file is of use, [Views.Stale] tells. A file that is missing,
// damaged or of another version is left as it is until [Views.Rebuild].
func Open(ctx context.Context, path string, source Source, options Options) (*Views, error) {
	if options.Readers <= 0 {
		options.Readers = 4
	}
	if options.Clock == nil {
		options.Clock = time.Now
	}
	v := &Views{path: path, source: source, options: options}
	reason, err := v.examine(ctx)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		if options.ReadOnly {
			return nil, fmt.Errorf("%w: %s", ErrStale, reason)
		}
		v.stale = reason
		return v, nil
	}
	if err := v.connect(); err != nil {
		return nil, err
	}
	head, err := source.Head(ctx)
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	if v.Position() > head {
		v.stale = StaleAhead
	}
	return v, nil
}

// Stale reports whether the read models do not answer for the whole ledger, and
// why. Behind is cured by CatchUp, everything else by Rebuild.
func (v *Views) Stale() (reason string, stale bool) {
	v.gate.RLock()
	defer v.gate.RUnlock()
	if v.stale != "" {
		return v.stale, true
	}
	head, err := v.source.Head(context.Background())
	if err == nil && head > v.Position() {
		return StaleBehind, true
	}
	return "", false
}

// Position is the position of the last event that the read models know. Queries
// see it as well, but for events that come in a [Bulk].
func (v *Views) Position() int64 { return v.position.Load() }

// Seen is the position of the last event that queries see at least.
func (v *Views) Seen() int64 { return v.committed.Load() }

// Close releases the file.
func (v *Views) Close() error {
	v.writing.Lock()
	defer v.writing.Unlock()
	err := v.commit(context.Background())
	v.gate.Lock()
	defer v.gate.Unlock()
	return errors.Join(err, v.disconnect())
}

// examine says why the file cannot be used, "" if it can.
func (v *Views) examine(ctx context.Context) (reason string, err error) {
	info, err := os.Stat(v.path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return StaleMissing, nil
	}
	if err != nil {
		return "", fmt.Errorf("read models: %w", err)
	}
	c, err := connect(v.path, sqlite.OpenReadWrite)
	if err != nil {
		return StaleDamaged, nil //nolint:nilerr // a file that SQLite cannot open is damaged, not a failure
	}
	defer c.Close()
	err = c.under(ctx, func() error {
		application, err := c.q("PRAGMA application_id").number()
		if err != nil || application != applicationID {
			reason = StaleDamaged
			return nil
		}
		layout, err := c.q("PRAGMA user_version").number()
		if err != nil {
			return err
		}
		if layout > format && v.options.ReadOnly {
			return ErrNewer
		}
		versions := ""
		if layout == format {
			_, err = c.q("SELECT versions FROM generation").first(func(r *sqlite.Stmt) { versions = r.ColumnText(0) })
		}
		if err != nil {
			reason = StaleDamaged
		} else if versions != generation() {
			reason = StaleVersion
		}
		return nil
	})
	if ctx.Err() != nil || errors.Is(err, ErrNewer) {
		return "", err
	}
	if err != nil {
		reason = StaleDamaged
	}
	return reason, nil
}

// How much of the file each connection keeps, in kilobytes as SQLite counts them;
// its allocator takes more than twice as much of the machine. What does not fit is
// read again from the memory that the system keeps of files.
//
// SQLite keeps the pages of all connections of the process together: one that has
// its share takes from the others, who then take anew, until there are as many
// pages as all shares together. What the writer may keep is therefore filled by
// those who read, and it has much only while it needs it.
const (
	readerCache     = 1024
	writerCache     = 1024
	writerCacheMany = 65536 // while many events come
)

func cacheSize(kilobytes int) string { return fmt.Sprintf("cache_size = -%d", kilobytes) }

// connect opens the connections to a file that is known to be of use.
func (v *Views) connect() error {
	readers := pool.New(v.options.Readers, func() (*conn, error) {
		return connect(v.path, sqlite.OpenReadWrite|sqlite.OpenWAL, "query_only = ON", cacheSize(readerCache))
	})
	v.readers = readers
	v.file.Add(1)
	if !v.options.ReadOnly {
		c, err := connect(v.path, sqlite.OpenReadWrite|sqlite.OpenWAL,
			"synchronous = NORMAL", "secure_delete = ON", cacheSize(writerCache), "wal_autocheckpoint = 16000",
			"journal_size_limit = 16777216", "temp_store = MEMORY")
		if err != nil {
			return fmt.Errorf("read models: %w", err)
		}
		v.writer = newWriter(c, v.source)
		v.writer.kept = writerCache
	}
	c, err := readers.Take(context.Background())
	if err != nil {
		return errors.Join(fmt.Errorf("read models: %w", err), v.disconnect())
	}
	position, err := c.q("SELECT position FROM generation").number()
	readers.Give(c)
	if err != nil {
		return errors.Join(fmt.Errorf("read models: %w", err), v.disconnect())
	}
	v.position.Store(position)
	v.committed.Store(position)
	return nil
}

// disconnect closes all connections. No query may be running.
func (v *Views) disconnect() error {
	var failed []error
	if v.readers != nil {
		failed = append(failed, v.readers.Close())
		v.readers = nil
	}
	if v.writer != nil {
		failed = append(failed, v.writer.conn.Close())
		v.writer = nil
	}
	v.position.Store(0)
	return errors.Join(failed...)
}

// read runs queries that all see the same state.
func (v *Views) read(ctx context.Context, f func(r *reader) error) error {
	if err := v.settled(); err != nil {
		return err
	}
	v.gate.RLock()
	defer v.gate.RUnlock()
	if v.readers == nil {
		return fmt.Errorf("%w: %s", ErrStale, v.stale)
	}
	c, err := v.readers.Take(ctx)
	if err != nil {
		return err
	}
	defer v.readers.Give(c)
	state := fileState{file: v.file.Load(), era: v.era.Load()}
	r := &reader{conn: c, source: v.source, ctx: ctx, now: v.options.Clock, state: state, lately: &v.lately}
	c.merged.forget() // they may be others now
	err = c.under(ctx, func() error {
		return c.transaction("BEGIN", func() error { return f(r) })
	})
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("read models: %w", err)
	}
	return err
}

// moment is the time of stored microseconds, as the clock on the wall shows it.
func moment(micro int64) time.Time {
	if micro == never {
		return time.Time{}
	}
	return time.UnixMicro(micro)
}
