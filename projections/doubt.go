package projections

import (
	"context"
	"errors"
	"fmt"
)

// Doubt notes in the file, for good, that the end of the ledger may be replaced
// now: by its position alone nobody could tell afterwards whether the read models
// followed. [Views.Refold] and [Views.Trust] end the doubt. Where neither came,
// because the machine went off in between, the next [Open] finds the file of no
// version, and it is computed anew.
//
// Read models that are to be computed anew in any case need no doubt.
func (v *Views) Doubt(ctx context.Context) error {
	v.era.Add(1) // what is being built meanwhile is not to take this file's place
	v.writing.Lock()
	defer v.writing.Unlock()
	w, err := v.usable()
	if errors.Is(err, ErrStale) {
		return nil
	}
	if err != nil {
		return err
	}
	// Refold reads the records that are concerned, and none that others missed.
	if err := v.catchUp(ctx, nil); err != nil {
		return err
	}
	err = w.under(ctx, func() error {
		err := w.q("PRAGMA synchronous = FULL").run()
		if err == nil {
			err = w.setVersions("")
		}
		return errors.Join(err, w.q("PRAGMA synchronous = NORMAL").run())
	})
	if err != nil {
		return fmt.Errorf("read models: %w", err)
	}
	v.doubted = true
	return nil
}

// Trust ends a doubt: the end of the ledger is as it was.
func (v *Views) Trust(ctx context.Context) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	if !v.doubted {
		return nil
	}
	w, err := v.usable()
	if err != nil {
		return err
	}
	if err := v.commit(ctx); err != nil {
		return err
	}
	if err := w.under(ctx, func() error { return w.setVersions(generation()) }); err != nil {
		return fmt.Errorf("read models: %w", err)
	}
	v.doubted = false
	return nil
}

func (w *writer) setVersions(versions string) error {
	return w.q("UPDATE generation SET versions = ?").text(versions).run()
}
