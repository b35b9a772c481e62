package eventstore

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"
)

const (
	lockFile  = "workspace.lock"
	ownerFile = "workspace.owner"
)

// errHeld is what holdFile gives where another process holds the file.
var errHeld = errors.New("held by another process")

// owner is what workspace.owner says, for the message to a second process. The
// lock itself is the operating system's and ends with the process.
type owner struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

// lockWorkspace makes this process the owner of a folder, or says who is, with
// a *LockedError.
func lockWorkspace(dir string, now time.Time) (release func() error, err error) {
	held, err := holdFile(filepath.Join(dir, lockFile))
	if errors.Is(err, errHeld) {
		var o owner
		if text, err := os.ReadFile(filepath.Join(dir, ownerFile)); err == nil {
			_ = json.Unmarshal(text, &o) // unreadable: the owner stays unknown
		}
		return nil, &LockedError{PID: o.PID, Since: o.Since}
	}
	if err != nil {
		return nil, classified(err)
	}
	text, err := json.Marshal(owner{PID: os.Getpid(), Since: now.UTC().Truncate(time.Second)})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, ownerFile), text, 0o600)
	}
	if err != nil {
		return nil, errors.Join(classified(err), held.Close())
	}
	return held.Close, nil
}
