package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"kontor/eventstore"
)

// draftsFile holds what was typed and not recorded yet, sealed.
const draftsFile = "drafts.sealed"

// drafts keeps texts that are being written, so that neither a closed window
// nor a killed process loses them.
type drafts struct {
	mu     sync.Mutex
	ledger *eventstore.Ledger
	path   string
	key    eventstore.KeyRef
	texts  map[string]string
}

func openDrafts(ledger *eventstore.Ledger, dir string) (*drafts, error) {
	d := &drafts{ledger: ledger, path: filepath.Join(dir, draftsFile), texts: map[string]string{}}
	blob, err := os.ReadFile(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		d.key, err = ledger.NewKey(ledger.Device())
		return d, err
	}
	if err != nil {
		return nil, err
	}
	if key, ok := eventstore.BlobKey(blob); ok {
		plain, err := ledger.OpenBlob(draftsFile, blob)
		if err == nil && json.Unmarshal(plain, &d.texts) == nil {
			d.key = key
			return d, nil
		}
	}
	// Drafts that cannot be read must not keep anyone from the ledger.
	if err := os.Rename(d.path, d.path+".broken"); err != nil {
		return nil, fmt.Errorf("put the unreadable drafts aside: %w", err)
	}
	d.texts = map[string]string{}
	d.key, err = ledger.NewKey(ledger.Device())
	return d, err
}

func (d *drafts) get(name string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.texts[name]
}

func (d *drafts) set(name, text string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.texts[name] == text {
		return nil
	}
	d.texts[name] = text
	if text == "" {
		delete(d.texts, name)
	}
	return d.keep()
}

// redact takes words out of all drafts. They get a new key and the old one is
// destroyed, so that no older copy of the file can be read either.
func (d *drafts) redact(ctx context.Context, redacted func(string) string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	changed := false
	for name, text := range d.texts {
		if now := redacted(text); now != text {
			d.texts[name], changed = now, true
		}
	}
	if !changed {
		return nil
	}
	old := d.key
	var err error
	if d.key, err = d.ledger.NewKey(d.ledger.Device()); err != nil {
		d.key = old
		return err
	}
	if err := d.keep(); err != nil {
		return err
	}
	return d.ledger.DestroyKeys(ctx, old)
}

func (d *drafts) keep() error {
	plain, err := json.Marshal(d.texts)
	if err != nil {
		return err
	}
	blob, err := d.ledger.SealBlob(d.key, draftsFile, plain)
	if err != nil {
		return err
	}
	return WriteBytes(d.path, blob)
}

// Draft is the text that was last being written under a name, "" if there is
// none.
func (w *Workspace) Draft(name string) string { return w.drafts.get(name) }

// KeepDraft keeps a text that is being written, sealed; "" forgets it.
func (w *Workspace) KeepDraft(name, text string) error {
	if err := w.drafts.set(name, text); err != nil {
		return fmt.Errorf("keep the draft: %w", err)
	}
	return nil
}
