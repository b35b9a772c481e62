package team

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore/aesgcm"
	"kontor/eventstore/shared"
)

// aboutFormat is the format of the document about a workspace.
const aboutFormat = 1

// The types of events that are not events of the ledger.
const (
	typeAbout     = "kontor.about.v1"
	typeWorkspace = "kontor.workspace.v1"
	typeKeys      = "kontor.keys.v1"
	typeChunk     = "kontor.chunk.v1"
	typeGone      = "kontor.gone.v1"
)

// about is the document about a workspace: what one who joins needs, closed by
// the pass-phrase of the team.
type about struct {
	Format    int       `json:"format"`
	Workspace domain.ID `json:"workspace"`
	CreatedAt time.Time `json:"createdAt"`
	Epoch     int       `json:"epoch"`
	// Founding is set until the first upload is complete; Founder is the device
	// that does it.
	Founding   bool       `json:"founding"`
	Founder    domain.ID  `json:"founder"`
	KDF        derivation `json:"kdf"`
	SealedKey  []byte     `json:"sealedKey"`  // the secrets, under the pass-phrase
	SealedName []byte     `json:"sealedName"` // of the workspace, under its key
	Check      []byte     `json:"check"`      // that whoever wrote it knew the secrets

	revision int64
}

// closeWith puts the secrets under a pass-phrase.
func (a *about) closeWith(phrase, name string, s Secrets, cost Cost) {
	a.KDF = newDerivation(cost)
	a.SealedKey = sealUnder(a.KDF.aead(phrase), placed("kontor secrets v1", a.Workspace, a.Epoch), s.bytes())
	a.SealedName = sealUnder(aesgcm.New(s.derived("kontor name v1")), placed("kontor name v1", a.Workspace, a.Epoch), []byte(name))
	a.Check = a.check(s)
}

// check covers what a server could say wrongly. It is made from both secrets, so
// that a copy of the workspace that was founded anew with other keys is noticed.
func (a *about) check(s Secrets) []byte {
	mac := hmac.New(sha256.New, s.derived("kontor about v1"))
	fmt.Fprintf(mac, "%d\x00%s\x00%d\x00%s", a.Format, a.Workspace, a.Epoch, a.CreatedAt.UTC().Format(microseconds))
	return mac.Sum(nil)
}

// belongs reports whether the document is about the workspace with these secrets.
func (a *about) belongs(workspace domain.ID, s Secrets) bool {
	return a.Workspace == workspace && hmac.Equal(a.Check, a.check(s))
}

// open gives the secrets for the pass-phrase, or [ErrPassphrase].
func (a *about) open(phrase string) (Secrets, error) {
	if !a.KDF.valid() {
		return Secrets{}, ErrForeign
	}
	plain, ok := openUnder(a.KDF.aead(phrase), placed("kontor secrets v1", a.Workspace, a.Epoch), a.SealedKey)
	if !ok {
		return Secrets{}, ErrPassphrase
	}
	s, ok := secretsFrom(plain)
	if !ok || !a.belongs(a.Workspace, s) {
		return Secrets{}, ErrAltered
	}
	return s, nil
}

// name is the name of the workspace, or "" if it cannot be read.
func (a *about) name(s Secrets) string {
	plain, _ := openUnder(aesgcm.New(s.derived("kontor name v1")), placed("kontor name v1", a.Workspace, a.Epoch), a.SealedName)
	return string(plain)
}

// readAbout reads the document, or [shared.ErrNotFound].
func readAbout(ctx context.Context, log shared.Log, names streams) (*about, error) {
	e, err := log.Last(ctx, names.about())
	if err != nil {
		return nil, err
	}
	a := &about{revision: e.Revision}
	if e.Type != typeAbout || json.Unmarshal(e.Data, a) != nil || a.Format == 0 || a.Workspace == domain.None {
		return nil, ErrForeign
	}
	if a.Format > aboutFormat {
		return nil, ErrUpdateNeeded
	}
	return a, nil
}

// writeAbout replaces the document, or makes it where a.revision is shared.None.
func writeAbout(ctx context.Context, log shared.Log, names streams, a *about) error {
	revision, err := writeDocument(ctx, log, names.about(), typeAbout, a.revision, a)
	if err != nil {
		return fmt.Errorf("write about the workspace: %w", err)
	}
	a.revision = revision
	return nil
}

// writeDocument appends a new version of a document to its stream, of which
// only the last counts.
func writeDocument(ctx context.Context, log shared.Log, stream, eventType string, expected int64, document any) (int64, error) {
	data, err := json.Marshal(document)
	if err != nil {
		return 0, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return 0, err
	}
	if expected == shared.None {
		// Before there is anything: an older version must not stay because the
		// connection broke after it was written.
		if err := log.Keep(ctx, stream, 1); err != nil {
			return 0, err
		}
		if err := keepFromDeletion(ctx, log, stream); err != nil {
			return 0, err
		}
	}
	event := shared.Event{ID: id, Type: eventType, Data: data, Meta: []byte("{}")}
	return log.Append(ctx, stream, expected, []shared.Event{event})
}

// entry is a line of the directory.
type entry struct {
	Workspace domain.ID `json:"workspace"`
	Epoch     int       `json:"epoch"`
}

const directoryPage = 500

// readDirectory lists the workspaces of a server, each once.
func readDirectory(ctx context.Context, log shared.Log) (entries []entry, last int64, err error) {
	last = shared.None
	seen := map[entry]bool{}
	for {
		page, err := log.Read(ctx, Directory, last+1, directoryPage)
		if errors.Is(err, shared.ErrNotFound) {
			return entries, last, nil
		}
		if err != nil {
			return nil, 0, err
		}
		for _, e := range page {
			var found entry
			last = e.Revision
			if e.Type == typeWorkspace && json.Unmarshal(e.Data, &found) == nil && !seen[found] {
				seen[found] = true
				entries = append(entries, found)
			}
		}
		if len(page) < directoryPage {
			return entries, last, nil
		}
	}
}

// enterDirectory adds a workspace to the directory, unless it is there or the
// account may not write it.
func enterDirectory(ctx context.Context, log shared.Log, e entry) error {
	for range 5 {
		entries, last, err := readDirectory(ctx, log)
		if errors.Is(err, shared.ErrDenied) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, there := range entries {
			if there == e {
				return nil
			}
		}
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		_, err = log.Append(ctx, Directory, last, []shared.Event{{ID: id, Type: typeWorkspace, Data: data, Meta: []byte("{}")}})
		if errors.Is(err, shared.ErrDenied) {
			return nil
		}
		if !errors.Is(err, shared.ErrHeadMoved) {
			return err
		}
	}
	return shared.ErrHeadMoved
}
