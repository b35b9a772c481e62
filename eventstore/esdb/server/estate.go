package server

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// estate is what the servers of a cluster share, and what a single server has
// for itself.
type estate struct {
	accounts  *accounts
	authority *authority // nil without TLS
	folder    string     // where the authority's certificate lies
	temporary bool       // the folder goes with the estate

	mu      sync.RWMutex
	current *database
	closing sync.Once
}

func openEstate(o Options) (*estate, error) {
	e := &estate{accounts: newAccounts(o.Users), folder: o.Folder}
	if o.Folder != "" {
		if err := os.MkdirAll(o.Folder, 0o700); err != nil {
			return nil, err
		}
	}
	if !o.Insecure {
		if err := e.certify(); err != nil {
			return nil, errors.Join(err, e.close())
		}
	}
	if err := e.open(o.Folder); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// certify finds or makes the authority, and puts its certificate where clients
// can read it.
func (e *estate) certify() (err error) {
	if e.folder != "" {
		e.authority, err = keptAuthority(e.folder)
		return err
	}
	if e.authority, err = newAuthority(); err != nil {
		return err
	}
	if e.folder, err = os.MkdirTemp("", "kontor-server-"); err != nil {
		return err
	}
	e.temporary = true
	return os.WriteFile(e.caFile(), e.authority.pem, 0o644)
}

func (e *estate) caFile() string {
	if e.authority == nil {
		return ""
	}
	return filepath.Join(e.folder, authorityFile)
}

func (e *estate) open(folder string) error {
	var from storage = newMemory()
	if folder != "" {
		opened, err := openFile(folder)
		if err != nil {
			return err
		}
		from = opened
	}
	d, err := openDatabase(from)
	if err != nil {
		return errors.Join(err, from.close())
	}
	e.current = d
	return nil
}

func (e *estate) database() *database {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.current
}

// replace puts a backup in place of everything. Nobody may be reading.
func (e *estate) replace(b Backup) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	from := e.current.storage
	if err := from.replace(b.records, b.bodies); err != nil {
		return err
	}
	d, err := openDatabase(from)
	if err == nil {
		e.current = d
	}
	return err
}

// close may be called again; it does nothing then.
func (e *estate) close() (err error) {
	e.closing.Do(func() {
		if d := e.database(); d != nil {
			err = d.storage.close()
		}
		if e.temporary {
			err = errors.Join(err, os.RemoveAll(e.folder))
		}
	})
	return err
}
