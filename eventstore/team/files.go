package team

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// fileTries remembers which files were not on the server yet when they were last
// asked for.
type fileTries map[eventstore.Address]fileTry

type fileTry struct {
	at    time.Time
	tries int
}

// How long is waited before a file is asked for again: each time twice as long.
const (
	betweenTries   = 30 * time.Second // for one that nobody has brought yet
	longestTry     = 10 * time.Minute
	betweenFails   = time.Minute // for one that could not be used
	longestFail    = 24 * time.Hour
	missesPerRound = 200 // of files that nobody has brought yet
)

// doubled is a time to wait, doubled so often, up to a longest one.
func doubled(wait time.Duration, times int, longest time.Duration) time.Duration {
	return min(longest, wait<<min(times, 20))
}

// sealedHead is the start of a sealed file: its mark, and the key that it is
// under. See docs/ledger.md.
const (
	sealedMark = "kontorA1"
	sealedHead = len(sealedMark) + eventstore.KeyRefSize
)

// exchangeFiles brings attachments to the server, and fetches others'.
func (s *Syncer) exchangeFiles(ctx context.Context) error {
	files, err := s.o.Ledger.Files(ctx)
	if err != nil {
		return err
	}
	if files, err = s.noteOwnFiles(ctx, files); err != nil {
		return err
	}
	misses := 0
	for _, f := range s.fromAnywhere(files) {
		if !s.isToDo(f) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		switch {
		case f.Direction == eventstore.FileAway:
			err = s.takeAway(ctx, f)
		case f.Direction == eventstore.FileUp:
			err = s.bring(ctx, f)
		case misses < missesPerRound && s.isDue(f.Address):
			var there bool
			if there, err = s.fetch(ctx, f); there {
				delete(s.conn.files, f.Address)
			} else {
				misses++
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isToDo reports whether something is to be done with a file now. A fetched one
// that could not be used may have been brought anew.
func (s *Syncer) isToDo(f eventstore.TeamFile) bool {
	switch f.State {
	case eventstore.FileFailed:
		return f.Direction == eventstore.FileDown && !f.Due.After(s.o.Now())
	case eventstore.FileDenied:
		return !f.Due.After(s.o.Now())
	}
	return f.State == eventstore.FileWaiting
}

// fromAnywhere begins a list at any of its files, so that those that never come
// do not keep the ones behind them waiting.
func (s *Syncer) fromAnywhere(files []eventstore.TeamFile) []eventstore.TeamFile {
	first := min(int(s.o.Random()*float64(len(files))), len(files))
	return slices.Concat(files[first:], files[:first])
}

// isDue reports whether a file may be asked for again.
func (s *Syncer) isDue(a eventstore.Address) bool {
	if s.conn.files == nil {
		s.conn.files = fileTries{}
	}
	now := s.o.Now()
	last, tried := s.conn.files[a]
	if tried && now.Sub(last.at).Abs() < doubled(betweenTries, last.tries-1, longestTry) {
		return false
	}
	s.conn.files[a] = fileTry{now, last.tries + 1}
	return true
}

// noteOwnFiles puts attachments that were added here into the queue.
func (s *Syncer) noteOwnFiles(ctx context.Context, files []eventstore.TeamFile) ([]eventstore.TeamFile, error) {
	noted := make(map[eventstore.Address]bool, len(files))
	for _, f := range files {
		// One that was erased and is here again was attached anew.
		noted[f.Address] = f.Direction != eventstore.FileAway || f.State == eventstore.FileWaiting
	}
	known := len(files)
	for address, err := range s.o.Ledger.Attachments().All() {
		if err != nil {
			continue // a file that is none of ours
		}
		if noted[address] {
			continue
		}
		files = append(files, eventstore.TeamFile{Address: address, Direction: eventstore.FileUp, State: eventstore.FileWaiting})
	}
	return files, s.o.Ledger.NoteFiles(ctx, files[known:]...)
}

// noteFiles puts the attachments that events speak of into the queue, unless
// they are here.
func (s *Syncer) noteFiles(ctx context.Context, events []domain.Recorded) error {
	var files []eventstore.TeamFile
	for _, e := range events {
		for _, a := range attachmentsOf(e.Event) {
			address, err := eventstore.ParseAddress(a.Address)
			if err != nil {
				continue
			}
			here, _, err := s.o.Ledger.Attachments().OpenSealed(address)
			if err == nil {
				here.Close()
				continue
			}
			f := eventstore.TeamFile{Address: address, Direction: eventstore.FileDown, State: eventstore.FileWaiting, Size: a.Size}
			if a.Size > s.o.MaxFile {
				f.State = eventstore.FileTooLarge
			}
			files = append(files, f)
		}
	}
	return s.o.Ledger.NoteFiles(ctx, files...)
}

// attachmentMark stands in the words of every event that speaks of a file.
const attachmentMark = `"attachment`

// mayHaveFiles reports whether the words of an event have to be opened to know of
// which files it speaks: many types have none, and a conversation says in the
// clear how many it has.
func mayHaveFiles(r *eventstore.Record) bool {
	how, known := speakOfFiles()[r.Type]
	return how == inWords || !known || how == saidInClear && bytes.Contains(r.Skeleton, []byte(`"attachments":`))
}

// speaking is how events of a type speak of files.
type speaking int

const (
	never speaking = iota
	inWords
	saidInClear
)

var speakOfFiles = sync.OnceValue(func() map[string]speaking {
	types := map[string]speaking{}
	for _, name := range domain.EventTypes() {
		switch domain.NewEvent(name, domain.Stream{}).(type) {
		case *domain.ConversationLogged, *domain.ConversationCorrected:
			types[name] = saidInClear
		case *domain.RecordAdded, *domain.DetailsChanged:
			types[name] = inWords
		default:
			types[name] = never
		}
	}
	return types
})

// attachmentsOf are the files that an event speaks of.
func attachmentsOf(e domain.Event) []domain.Attachment {
	var changes []domain.Change
	switch e := e.(type) {
	case *domain.ConversationLogged:
		return e.Sealed.Attachments
	case *domain.ConversationCorrected:
		return e.Sealed.Attachments
	case *domain.RecordAdded:
		changes = e.Sealed.Changes
	case *domain.DetailsChanged:
		changes = e.Sealed.Changes
	}
	var found []domain.Attachment
	for _, c := range changes {
		if c.Now != nil && c.Now.Attachment != nil {
			found = append(found, *c.Now.Attachment)
		}
	}
	return found
}

// bring uploads a file.
func (s *Syncer) bring(ctx context.Context, f eventstore.TeamFile) error {
	content, size, err := s.o.Ledger.Attachments().OpenSealed(f.Address)
	if errors.Is(err, eventstore.ErrNotFound) {
		return s.noteFile(ctx, f, eventstore.FileDone) // removed since
	}
	if err != nil {
		return err
	}
	defer content.Close()
	f.Size = size
	if size > s.o.MaxFile {
		return s.noteFile(ctx, f, eventstore.FileTooLarge)
	}
	key, err := keyOfFile(content)
	if err != nil {
		return s.noteFile(ctx, f, eventstore.FileFailed)
	}
	if err := s.conn.keys.enter(ctx, key.Block); err != nil {
		return err
	}
	if err := s.conn.keys.publish(ctx); err != nil {
		return err
	}
	u := upload{stream: s.conn.names.file(f.Address), content: content, size: size, page: s.conn.keys.page[key.Block]}
	switch err := u.run(ctx, s.conn.log); {
	case errors.Is(err, shared.ErrHeadMoved):
		return nil // somebody else is just bringing it; looked at again next time
	case errors.Is(err, shared.ErrTooLarge):
		return s.noteFile(ctx, f, eventstore.FileTooLarge)
	case err != nil:
		return fmt.Errorf("bring attachment %s: %w", f.Address, err)
	}
	return s.noteFile(ctx, f, eventstore.FileDone)
}

// fetch downloads a file, if it is there yet.
func (s *Syncer) fetch(ctx context.Context, f eventstore.TeamFile) (there bool, err error) {
	d, err := openDownload(ctx, s.conn.log, s.conn.names.file(f.Address))
	if errors.Is(err, shared.ErrNotFound) {
		return false, nil
	}
	if err == nil {
		err = s.take(ctx, f, d)
	}
	if errors.Is(err, ErrForeign) || errors.Is(err, ErrAltered) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true, s.noteFile(ctx, f, eventstore.FileFailed) // the others go on
	}
	return err == nil, err
}

// take keeps a file that the server has.
func (s *Syncer) take(ctx context.Context, f eventstore.TeamFile, d *download) error {
	if d.size > s.o.MaxFile {
		return s.noteFile(ctx, f, eventstore.FileTooLarge)
	}
	if err := d.turn(); err != nil {
		return err
	}
	key, err := keyOfFile(strings.NewReader(string(d.bytes[:min(len(d.bytes), sealedHead)])))
	if err != nil {
		return s.noteFile(ctx, f, eventstore.FileFailed)
	}
	if err := s.fetchBlocks(ctx, map[[16]byte]domain.ID{key.Block: d.page}, nil); err != nil {
		return err
	}
	content := &noticing{r: d}
	err = s.o.Ledger.Attachments().AddSealed(ctx, f.Address, content)
	switch {
	case err == nil, errors.Is(err, eventstore.ErrKeyErased):
		return s.noteFile(ctx, f, eventstore.FileDone)
	case errors.Is(err, eventstore.ErrKeyMissing):
		return nil
	case content.err != nil, ctx.Err() != nil:
		return errors.Join(content.err, ctx.Err())
	case errors.Is(err, eventstore.ErrDamaged):
		return s.noteFile(ctx, f, eventstore.FileFailed)
	}
	return fmt.Errorf("fetch attachment %s: %w", f.Address, err)
}

// noticing keeps the error of a reader apart from what its bytes are said to be.
type noticing struct {
	r   io.Reader
	err error
}

func (n *noticing) Read(p []byte) (int, error) {
	count, err := n.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return count, err
}

func (s *Syncer) noteFile(ctx context.Context, f eventstore.TeamFile, state eventstore.FileState) error {
	f.State = state
	if state == eventstore.FileFailed {
		f.Due = s.o.Now().Add(doubled(betweenFails, f.Tries, longestFail))
		f.Tries++
	}
	return s.o.Ledger.NoteFiles(ctx, f)
}

// keyOfFile reads under which key a sealed file is.
func keyOfFile(r io.Reader) (eventstore.KeyRef, error) {
	head := make([]byte, sealedHead)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(sealedMark)]) != sealedMark {
		return eventstore.KeyRef{}, eventstore.ErrDamaged
	}
	key, _ := keyRef(head[len(sealedMark):])
	return key, nil
}

// dropErasedFiles looks, before the erasure of a record is received, which of its
// attachments were destroyed with it: after that nobody could tell which they
// were. Others may still need some; only the page of their keys tells.
func (s *Syncer) dropErasedFiles(ctx context.Context, events []arrived) error {
	var addresses []eventstore.Address
	for i := range events {
		if !isErasure(events[i].record.Type) {
			continue
		}
		recorded, err := s.o.Ledger.Load(ctx, events[i].record.StreamRef())
		if err != nil {
			return err
		}
		for _, r := range recorded {
			for _, a := range attachmentsOf(r.Event) {
				if address, err := eventstore.ParseAddress(a.Address); err == nil && !slices.Contains(addresses, address) {
					addresses = append(addresses, address)
				}
			}
		}
	}
	read := map[domain.ID]bool{}
	for _, address := range addresses {
		if err := s.dropErasedFile(ctx, address, read); err != nil {
			return err
		}
	}
	return nil
}

func (s *Syncer) dropErasedFile(ctx context.Context, address eventstore.Address, read map[domain.ID]bool) error {
	attachments := s.o.Ledger.Attachments()
	sealed, _, err := attachments.OpenSealed(address)
	if errors.Is(err, eventstore.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	key, err := keyOfFile(sealed)
	sealed.Close()
	if err != nil {
		return nil // not a file of ours: Verify tells of it
	}
	page, known := s.conn.keys.page[key.Block]
	if known && !read[page] {
		read[page] = true
		if _, err := s.conn.keys.fetch(ctx, page); err != nil {
			return err
		}
	}
	content, err := attachments.Open(address)
	if errors.Is(err, eventstore.ErrKeyErased) {
		s.o.Lock.Lock()
		defer s.o.Lock.Unlock()
		return attachments.Remove(ctx, address)
	}
	if err != nil {
		return err
	}
	return content.Close()
}

// isErasure reports whether events of a type order the erasure of their record.
func isErasure(eventType string) bool {
	name, _, versioned := strings.Cut(eventType, ".erased.v")
	return versioned && name != ""
}
