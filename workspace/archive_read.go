package workspace

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"kontor/domain"
	"kontor/eventstore"
)

// RestoreArchive founds the workspace of an archive in an empty folder: the
// same events with the same ids and times, sealed under new keys. It appears
// there whole or not at all.
//
// Errors: ErrFolderNotEmpty, ErrArchiveNewer, an *ArchiveError.
func RestoreArchive(ctx context.Context, path, dir string, o Options, progress func(done, total int64)) (ArchiveReport, error) {
	if empty, err := IsEmptyFolder(dir); err != nil || !empty {
		return ArchiveReport{}, errors.Join(err, ifNot(empty, ErrFolderNotEmpty))
	}
	f, err := os.Open(path)
	if err != nil {
		return ArchiveReport{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return ArchiveReport{}, err
	}
	in := bufio.NewReaderSize(f, 1<<20)
	head, err := readArchiveHead(in)
	if err != nil {
		return ArchiveReport{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ArchiveReport{}, err
	}
	unfinished, err := os.MkdirTemp(dir, "restoring-*")
	if err != nil {
		return ArchiveReport{}, err
	}
	defer os.RemoveAll(unfinished)
	r := restoring{in: in, line: 1, size: info.Size(), progress: progress}
	if err := r.into(ctx, unfinished, head.Identity, o); err != nil {
		return ArchiveReport{}, err
	}
	return r.report, moveInto(unfinished, dir)
}

// TryArchive reads an archive to its end, as RestoreArchive does, and keeps
// nothing of it.
func TryArchive(ctx context.Context, path string, o Options, progress func(done, total int64)) (report ArchiveReport, err error) {
	dir, err := os.MkdirTemp("", "kontor-try-*")
	if err != nil {
		return ArchiveReport{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	o.FileKey = true // nothing in the system's key store
	return RestoreArchive(ctx, path, dir, o, progress)
}

func ifNot(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

// moveInto moves what lies in a folder into another one; the log comes last,
// for it is what makes a folder a workspace.
func moveInto(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	const last = "log.db"
	for _, e := range entries {
		if e.Name() != last {
			if err := os.Rename(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.Rename(filepath.Join(from, last), filepath.Join(to, last))
}

type restoring struct {
	in       *bufio.Reader
	line     int
	read     int64
	size     int64
	progress func(done, total int64)
	ledger   *eventstore.Ledger
	pending  []eventstore.Restored
	events   int
	report   ArchiveReport
}

func (r *restoring) into(ctx context.Context, dir string, identity eventstore.Identity, o Options) (err error) {
	r.ledger, err = eventstore.Open(ctx, dir, eventstore.Options{ForceFileKey: o.FileKey, Now: o.Now, Identity: &identity})
	if err != nil {
		return err
	}
	err = r.lines(ctx)
	return errors.Join(err, r.ledger.Close())
}

func (r *restoring) lines(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := r.next()
		if err != nil {
			return err
		}
		if r.progress != nil {
			r.progress(r.read, r.size)
		}
		var line archiveLine
		if err := json.Unmarshal(data, &line); err != nil {
			return &ArchiveError{r.line}
		}
		done, err := r.take(ctx, line)
		if err != nil || done {
			return err
		}
	}
}

// maxArchiveLine is the longest line that is read, in bytes: more than the
// longest text that a record may hold.
const maxArchiveLine = 256 << 20

// next reads one line. A line without an end is where the archive was cut off.
func (r *restoring) next() ([]byte, error) {
	var line []byte
	for {
		part, err := r.in.ReadSlice('\n')
		line = append(line, part...)
		r.read += int64(len(part))
		switch {
		case err == nil:
			r.line++
			return line, nil
		case errors.Is(err, io.EOF):
			return nil, errArchiveIsCutOff
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > maxArchiveLine:
			return nil, &ArchiveError{r.line + 1}
		}
	}
}

// take restores one line; it reports whether it was the end.
func (r *restoring) take(ctx context.Context, line archiveLine) (bool, error) {
	switch {
	case line.Command != nil:
		c := line.Command
		if r.events >= bulkEvents {
			if err := r.flush(ctx); err != nil {
				return false, err
			}
		}
		r.pending = append(r.pending, eventstore.Restored{Command: eventstore.Command{
			ID: c.ID, Name: c.Name, At: c.At, Actor: c.Actor, Device: c.Device, Causation: c.Causation,
			Base: c.Base, Undoes: c.Undoes, State: eventstore.CommandDone,
		}})
	case line.Event != nil:
		return false, r.event(line.Event)
	case line.Attachment != nil:
		if err := r.flush(ctx); err != nil {
			return false, err
		}
		return false, r.attachment(ctx, *line.Attachment)
	case line.End != nil:
		if err := r.flush(ctx); err != nil {
			return false, err
		}
		if *line.End != r.report {
			return false, errArchiveIsCutOff
		}
		return true, nil
	default:
		return false, &ArchiveError{r.line}
	}
	return false, nil
}

func (r *restoring) event(e *archiveEvent) error {
	event := domain.NewEvent(e.Type, e.Stream)
	if event == nil {
		event = &eventstore.Unknown{Type: e.Type, Record: e.Stream, Skeleton: e.Skeleton, Words: e.Words}
	} else {
		if err := json.Unmarshal(e.Skeleton, event); err != nil {
			return &ArchiveError{r.line}
		}
		if secret := event.Secret(); secret != nil && e.Words != nil {
			if err := json.Unmarshal(e.Words, secret); err != nil {
				return &ArchiveError{r.line}
			}
		}
	}
	recorded := domain.Recorded{Meta: e.Meta, Event: event}
	switch {
	case e.Erased:
		recorded.Secret = domain.SecretErased
	case e.Missing:
		recorded.Secret = domain.SecretMissing
	}
	if len(r.pending) == 0 || r.pending[len(r.pending)-1].Command.ID != e.Command {
		r.pending = append(r.pending, eventstore.Restored{})
	}
	last := &r.pending[len(r.pending)-1]
	last.Events = append(last.Events, recorded)
	r.events++
	r.report.Events++
	if e.Version == 1 && e.Stream.Kind == domain.KindPerson {
		r.report.People++
	}
	return nil
}

func (r *restoring) flush(ctx context.Context) error {
	if len(r.pending) == 0 {
		return nil
	}
	restored, err := r.ledger.Restore(ctx, r.pending)
	pending := r.pending
	r.pending, r.events = nil, 0
	switch {
	case errors.Is(err, eventstore.ErrDiskFull), ctx.Err() != nil:
		return fmt.Errorf("restore up to line %d: %w", r.line, errors.Join(err, ctx.Err()))
	case err != nil:
		return errors.Join(&ArchiveError{r.line}, err)
	}
	// What stands elsewhere than it did is not the same ledger.
	at := 0
	for _, command := range pending {
		for _, e := range command.Events {
			if restored[at].Position != e.Position || restored[at].Version != e.Version {
				return &ArchiveError{r.line}
			}
			at++
		}
	}
	return nil
}

// attachment restores one attachment, of which the first part was read.
func (r *restoring) attachment(ctx context.Context, part archiveAttachment) error {
	content := &partReader{r: r, part: part}
	address, _, err := r.ledger.Attachments().Add(ctx, content)
	if err != nil {
		return err
	}
	if address.String() != part.Address {
		return &ArchiveError{r.line}
	}
	r.report.Attachments++
	return nil
}

// partReader reads an attachment from its lines.
type partReader struct {
	r    *restoring
	part archiveAttachment
	at   int
}

func (p *partReader) Read(b []byte) (int, error) {
	for p.at == len(p.part.Data) {
		if p.part.Last {
			return 0, io.EOF
		}
		data, err := p.r.next()
		if err != nil {
			return 0, err
		}
		var line archiveLine
		if err := json.Unmarshal(data, &line); err != nil || line.Attachment == nil || line.Attachment.Address != p.part.Address {
			return 0, &ArchiveError{p.r.line}
		}
		p.part, p.at = *line.Attachment, 0
	}
	n := copy(b, p.part.Data[p.at:])
	p.at += n
	return n, nil
}
