package eventstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/eventstore/aesgcm"
)

// Ledger is one open workspace folder: the log, the journal and the keys. Its
// methods may be called from several goroutines.
type Ledger struct {
	dir     string
	options Options
	store   *SQLite
	keys    *keyring
	release func() error

	mu         sync.Mutex // one append, rebase or erasure at a time
	streamKeys map[domain.ID]KeyRef
	unfinished bool // an erasure that came in could not be carried out yet

	counted atomic.Pointer[unsharedCount]
}

// Options say how to open a ledger.
type Options struct {
	// ForceFileKey keeps the key of a new workspace in its folder, not in the
	// system's key store. KONTOR_KEY_PLACE=file does the same.
	ForceFileKey bool
	// ReadOnly opens without taking the lock, beside the process that owns the
	// workspace. Nothing can be changed, not even by founding.
	ReadOnly bool
	// Filling opens a ledger that is filled from elsewhere, and that nobody works
	// in until it is closed again. It is as safe as any, but while something is
	// written it cannot be read: what comes in is written to the files at once, not
	// to a write-ahead log first and from there to the files.
	Filling bool
	// Now is the clock for founding, locking and erasing; nil: time.Now. Events
	// carry the time of their command.
	Now func() time.Time
	// Identity is taken by a workspace that is founded, for one that comes from an
	// archive; nil: a new one is made.
	Identity *Identity
	// WorkspaceKey is taken by a workspace that is founded as the copy of one that
	// a team shares, together with its Identity; nil: a new one is made.
	WorkspaceKey []byte
	// Vocabulary knows the event types; the zero value is the domain's.
	Vocabulary Vocabulary
}

// Open opens the workspace in dir, or founds one if the folder is empty or does
// not exist. If another process owns it the error is a *[LockedError].
//
// An erasure that was interrupted, or that a restored backup undid, is carried
// out again before Open returns.
func Open(ctx context.Context, dir string, options Options) (*Ledger, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	options.Vocabulary = options.Vocabulary.orDomain()
	l := &Ledger{dir: dir, options: options, streamKeys: map[domain.ID]KeyRef{}}
	if err := l.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the ledger in %s: %w", dir, err), l.Close())
	}
	return l, nil
}

func (l *Ledger) open(ctx context.Context) error {
	if !l.options.ReadOnly {
		if err := os.MkdirAll(l.dir, 0o700); err != nil {
			return classified(err)
		}
		release, err := lockWorkspace(l.dir, l.options.Now())
		if err != nil {
			return err
		}
		l.release = release
	}
	meta, err := l.openKeys()
	if err != nil {
		return err
	}
	if err := l.openLog(meta); err != nil {
		return err
	}
	if l.options.ReadOnly {
		return nil
	}
	return l.finishErasures(ctx)
}

// openKeys opens keys.db, or founds it where there is no log either.
func (l *Ledger) openKeys() (keysMeta, error) {
	path := filepath.Join(l.dir, "keys.db")
	there, err := isFile(path)
	if err != nil {
		return keysMeta{}, err
	}
	if !there {
		if err := l.mayFound(); err != nil {
			return keysMeta{}, err
		}
	}
	db := database{path: path, schemas: keysSchemas, readOnly: l.options.ReadOnly, filling: l.options.Filling}
	conn, err := db.connect()
	if err != nil {
		return keysMeta{}, fmt.Errorf("keys.db: %w", err)
	}
	founded, err := db.founded(conn)
	if err == nil && !founded {
		if err = l.mayFound(); err == nil {
			err = l.foundKeys(db, conn)
		}
	}
	var meta keysMeta
	if err == nil {
		meta, err = readKeysMeta(conn)
	}
	var key []byte
	if err == nil {
		key, err = findWorkspaceKey(l.dir, meta.account, meta.place)
	}
	if err == nil {
		l.keys, err = openKeyring(conn, key, meta)
	}
	if err != nil {
		return keysMeta{}, errors.Join(err, conn.Close())
	}
	return meta, nil
}

// mayFound refuses to make new keys beside a log that was sealed with others.
func (l *Ledger) mayFound() error {
	path := filepath.Join(l.dir, "log.db")
	there, err := isFile(path)
	if err != nil {
		return err
	}
	if there {
		db := database{path: path, readOnly: true}
		conn, err := db.connect()
		if err != nil {
			return err
		}
		founded, err := db.founded(conn)
		if err := errors.Join(err, conn.Close()); err != nil {
			return err
		}
		if founded {
			return ErrKeysMissing
		}
	}
	if l.options.ReadOnly {
		return ErrLogMissing
	}
	return nil
}

func (l *Ledger) foundKeys(db database, conn *sqlite.Conn) error {
	identity, err := l.options.identity()
	if err != nil {
		return err
	}
	account, err := uuid.NewV7()
	if err != nil {
		return err
	}
	key, place, err := placeWorkspaceKey(l.dir, account, l.options.WorkspaceKey, l.options.ForceFileKey)
	if err != nil {
		return fmt.Errorf("keep the workspace key: %w", err)
	}
	meta := keysMeta{workspace: identity.Workspace, account: account, place: place, kek: 1}
	meta.content = wrap(aesgcm.New(key), meta.kek, blockID{}, contentSlot, identity.ContentSecret)
	if err := db.found(conn, func() error { return meta.write(conn) }); err != nil {
		return err
	}
	return os.Chmod(db.path, 0o600)
}

// openLog opens log.db, or founds it where no key has been used yet.
func (l *Ledger) openLog(keys keysMeta) error {
	used, err := queryInt(l.keys.conn, "SELECT EXISTS (SELECT 1 FROM blocks)")
	if err != nil {
		return classified(err)
	}
	options := SQLiteOptions{ReadOnly: l.options.ReadOnly, Filling: l.options.Filling}
	if used == 0 {
		device, err := uuid.NewV7()
		if err != nil {
			return err
		}
		options.Found = &Meta{Workspace: keys.workspace, Device: device, CreatedAt: l.options.Now()}
		if l.options.Identity != nil {
			options.Found.CreatedAt = l.options.Identity.CreatedAt
		}
	}
	if l.store, err = OpenSQLite(filepath.Join(l.dir, "log.db"), options); err != nil {
		return fmt.Errorf("log.db: %w", err)
	}
	if l.store.Meta().Workspace != keys.workspace {
		return ErrKeysForeign
	}
	return nil
}

// Close closes the ledger and gives up the lock.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	if l.store != nil {
		errs = append(errs, l.store.Close())
	}
	if l.keys != nil {
		errs = append(errs, l.keys.close())
	}
	if l.release != nil {
		errs = append(errs, l.release())
		l.release = nil
	}
	return errors.Join(errs...)
}

// Dir is the folder of the workspace.
func (l *Ledger) Dir() string { return l.dir }

// Workspace is the id of the workspace.
func (l *Ledger) Workspace() domain.ID { return l.store.Meta().Workspace }

// Device is the id of this installation.
func (l *Ledger) Device() domain.ID { return l.store.Meta().Device }

// NewDevice gives this installation an id of its own: it turned out to be a
// copy of another one that goes on as well.
func (l *Ledger) NewDevice(ctx context.Context) error {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	device, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return l.store.setDevice(ctx, device)
}

// CreatedAt is when the workspace was founded on this machine.
func (l *Ledger) CreatedAt() time.Time { return l.store.Meta().CreatedAt }

// Head is the end of the ledger.
func (l *Ledger) Head(ctx context.Context) (Head, error) { return l.store.Head(ctx) }
