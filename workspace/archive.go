package workspace

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"kontor/domain"
	"kontor/eventstore"
)

// The archive is a file of JSON Lines: a head, then every command of the
// journal before its events, every attachment in parts, and an end with the
// counts. Its format is described in docs/archive.md.
type archiveLine struct {
	Head       *archiveHead       `json:"kontor,omitempty"`
	Command    *archiveCommand    `json:"command,omitempty"`
	Event      *archiveEvent      `json:"event,omitempty"`
	Attachment *archiveAttachment `json:"attachment,omitempty"`
	End        *ArchiveReport     `json:"end,omitempty"`
}

// archiveVersion is the version of the format that is written.
const archiveVersion = 1

type archiveHead struct {
	Archive  int                 `json:"archive"` // version of the format
	Identity eventstore.Identity `json:"identity"`
	// Member is who wrote the archive, and who works where it is read back.
	Member domain.ID `json:"member,omitzero"`
}

type archiveCommand struct {
	ID        domain.ID   `json:"id"`
	Name      string      `json:"name"`
	At        time.Time   `json:"at"`
	Actor     domain.ID   `json:"actor"`
	Device    domain.ID   `json:"device"`
	Causation domain.ID   `json:"causation,omitzero"`
	Base      int64       `json:"base"`
	Undoes    []domain.ID `json:"undoes,omitempty"`
}

type archiveEvent struct {
	domain.Meta
	Stream   domain.Stream   `json:"stream"`
	Type     string          `json:"type"`
	Skeleton json.RawMessage `json:"skeleton"`
	Words    json.RawMessage `json:"words,omitempty"`
	// Erased and Missing say why there are no words.
	Erased  bool `json:"erased,omitempty"`
	Missing bool `json:"missing,omitempty"`
}

type archiveAttachment struct {
	Address string `json:"address"`
	Data    []byte `json:"data"`
	Last    bool   `json:"last,omitempty"`
}

// ArchiveReport counts what an archive holds.
type ArchiveReport struct {
	Events      int64 `json:"events"`
	People      int   `json:"people"`
	Attachments int   `json:"attachments"`
}

// attachmentPart is how many bytes of an attachment stand in one line.
const attachmentPart = 1 << 20

func (w *Workspace) writeArchive(ctx context.Context, out io.Writer, progress func(done, total int64)) (ArchiveReport, error) {
	var report ArchiveReport
	head, err := w.ledger.Head(ctx)
	if err != nil {
		return report, err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(archiveLine{Head: &archiveHead{archiveVersion, w.ledger.Identity(), w.Me()}}); err != nil {
		return report, err
	}
	var command domain.ID
	for r, err := range w.ledger.All(ctx, 0) {
		if err != nil {
			return report, err
		}
		if r.Command != command {
			command = r.Command
			if err := w.writeCommand(ctx, encoder, command); err != nil {
				return report, err
			}
		}
		e, err := archived(r)
		if err != nil {
			return report, err
		}
		if err := encoder.Encode(archiveLine{Event: e}); err != nil {
			return report, err
		}
		report.Events++
		if r.Version == 1 && e.Stream.Kind == domain.KindPerson {
			report.People++
		}
		if progress != nil && report.Events%1000 == 0 {
			progress(report.Events, head.Position)
		}
	}
	if report.Attachments, err = w.writeAttachments(ctx, encoder); err != nil {
		return report, err
	}
	if progress != nil {
		progress(report.Events, report.Events)
	}
	return report, encoder.Encode(archiveLine{End: &report})
}

func (w *Workspace) writeCommand(ctx context.Context, encoder *json.Encoder, id domain.ID) error {
	c, err := w.ledger.Command(ctx, id)
	if errors.Is(err, eventstore.ErrNotFound) { // of another device
		return nil
	}
	if err != nil {
		return err
	}
	return encoder.Encode(archiveLine{Command: &archiveCommand{
		ID: c.ID, Name: c.Name, At: c.At, Actor: c.Actor, Device: c.Device, Causation: c.Causation,
		Base: c.Base, Undoes: c.Undoes,
	}})
}

func archived(r domain.Recorded) (*archiveEvent, error) {
	e := archiveEvent{Meta: r.Meta, Stream: r.Event.Stream(), Type: r.Event.EventType()}
	var err error
	if e.Skeleton, err = json.Marshal(r.Event); err != nil {
		return nil, err
	}
	switch r.Secret {
	case domain.SecretErased:
		e.Erased = true
		return &e, nil
	case domain.SecretMissing:
		e.Missing = true
		return &e, nil
	}
	if secret := r.Event.Secret(); secret != nil {
		e.Words, err = json.Marshal(secret)
	}
	return &e, err
}

func (w *Workspace) writeAttachments(ctx context.Context, encoder *json.Encoder) (int, error) {
	count := 0
	for address, err := range w.ledger.Attachments().All() {
		if err != nil {
			return count, err
		}
		if err := ctx.Err(); err != nil {
			return count, err
		}
		err := w.writeAttachment(encoder, address)
		if errors.Is(err, eventstore.ErrKeyErased) {
			continue
		}
		if err != nil {
			return count, fmt.Errorf("attachment %s: %w", address, err)
		}
		count++
	}
	return count, nil
}

func (w *Workspace) writeAttachment(encoder *json.Encoder, address eventstore.Address) (err error) {
	content, err := w.ledger.Attachments().Open(address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	part := make([]byte, attachmentPart)
	for {
		n, err := io.ReadFull(content, part)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return err
		}
		line := archiveAttachment{Address: address.String(), Data: part[:n], Last: last}
		if err := encoder.Encode(archiveLine{Attachment: &line}); err != nil {
			return err
		}
		if last {
			return nil
		}
	}
}

// readArchiveHead reads the first line of an archive.
func readArchiveHead(in *bufio.Reader) (archiveHead, error) {
	line, err := in.ReadSlice('\n')
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return archiveHead{}, err
	}
	var first archiveLine
	if err := json.Unmarshal(line, &first); err != nil || first.Head == nil {
		return archiveHead{}, &ArchiveError{Line: 1}
	}
	if first.Head.Archive > archiveVersion {
		return archiveHead{}, ErrArchiveNewer
	}
	if len(first.Head.Identity.ContentSecret) != 32 || first.Head.Identity.Workspace == domain.None {
		return archiveHead{}, &ArchiveError{Line: 1}
	}
	return *first.Head, nil
}

// ArchiveError says from which line on an archive cannot be read.
type ArchiveError struct{ Line int }

func (e *ArchiveError) Error() string {
	return fmt.Sprintf("the archive cannot be read at line %d", e.Line)
}

// MessageKey is the key of the text; its placeholder is the line.
func (e *ArchiveError) MessageKey() string { return "workspace.archive-broken" }

// What can be wrong with reading an archive back.
var (
	ErrArchiveNewer    = &keyedError{"workspace.archive-newer"}
	ErrFolderNotEmpty  = &keyedError{"workspace.not-empty"}
	ErrUnknownExport   = &keyedError{"cli.export.bad-format"}
	errArchiveIsCutOff = &keyedError{"workspace.archive-cut"}
)

// keyedError is an error with a text in the translations.
type keyedError struct{ key string }

func (e *keyedError) Error() string { return e.key }

// MessageKey is the key of the text.
func (e *keyedError) MessageKey() string { return e.key }

// IsEmptyFolder reports whether a folder holds no workspace yet.
func IsEmptyFolder(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		switch e.Name() {
		case "log.db", "keys.db", viewsFile:
			return false, nil
		}
	}
	return true, nil
}
