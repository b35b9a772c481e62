package team

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// attach logs a conversation with a file.
func attach(l *laptop, person domain.Stream, content []byte) (domain.Stream, eventstore.Address) {
	l.t.Helper()
	address, size, err := l.ledger.Attachments().Add(ctx, bytes.NewReader(content))
	if err != nil {
		l.t.Fatal(err)
	}
	talk := domain.Stream{Kind: domain.KindConversation, ID: newID()}
	l.do(domain.LogConversation{
		Conversation: talk.ID,
		Content: domain.ConversationContent{
			Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, People: []domain.ID{person.ID},
			When: domain.Moment{At: l.now(), Precision: domain.PrecisionMinute}, Origin: domain.Origin{How: domain.OriginLog},
		},
		Words: domain.ConversationWords{Text: "mit Anhang", Attachments: []domain.Attachment{
			{Address: address.String(), Name: "brief.txt", Size: size},
		}},
	})
	return talk, address
}

func read(l *laptop, a eventstore.Address) ([]byte, error) {
	r, err := l.ledger.Attachments().Open(a)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func randomBytes(seed uint64, n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func TestAttachmentsGoBothWays(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	rounds(anna, ben)
	fromAnna, fromBen := randomBytes(1, 3*chunkSize+17), []byte("kurz")
	_, a := attach(anna, goethe, fromAnna)
	_, b := attach(ben, goethe, fromBen)
	_, again := attach(ben, goethe, fromAnna) // the same file, sealed under another key
	if a != again {
		t.Fatal("the same content has two addresses")
	}
	rounds(anna, ben, anna)
	for _, l := range []*laptop{anna, ben} {
		for address, want := range map[eventstore.Address][]byte{a: fromAnna, b: fromBen} {
			if got, err := read(l, address); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %d bytes, %v", l.name, len(got), err)
			}
		}
		if got := l.syncer.Status(); got.FilesWaiting != 0 || got.FilesTooLarge != 0 {
			t.Errorf("%s: %+v", l.name, got)
		}
	}
	cara := newLaptop(t, anna.server, anna.clock, "cara").join()
	rounds(cara)
	if got, err := read(cara, a); err != nil || !bytes.Equal(got, fromAnna) {
		t.Errorf("cara: %d bytes, %v", len(got), err)
	}
}

func TestAnInterruptedUploadIsTakenUpAgain(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	content := randomBytes(2, 4*chunkSize)
	_, address := attach(anna, goethe, content)
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(address)
	parts := 0
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpAppend && c.Stream == stream {
			if parts++; parts == 3 {
				server.OnCall(nil)
				return shared.LoseReply
			}
		}
		return shared.Fine
	})
	anna.fails(shared.ErrInDoubt, StateOffline)
	ben.round()
	if got := ben.syncer.Status().FilesWaiting; got != 1 {
		t.Errorf("%d files are waited for", got)
	}
	anna.round()
	if got := len(server.All(stream)); got != 5 {
		t.Errorf("the file is in %d parts", got)
	}
	ben.clock.pass(betweenTries)
	ben.round()
	if got, err := read(ben, address); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestAnAbandonedUploadIsBroughtBySomebodyElse(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	content := randomBytes(3, 2*chunkSize)
	_, address := attach(anna, goethe, content)
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(address)
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpAppend && c.Stream == stream {
			server.OnCall(nil)
			return shared.LoseReply
		}
		return shared.Fine
	})
	anna.fails(shared.ErrInDoubt, StateOffline) // and never comes back
	ben.round()
	if _, same, err := ben.ledger.Attachments().Add(ctx, bytes.NewReader(content)); err != nil || same != int64(len(content)) {
		t.Fatal(err)
	}
	f := eventstore.TeamFile{Address: address, Direction: eventstore.FileUp, State: eventstore.FileWaiting}
	if err := ben.ledger.NoteFiles(ctx, f); err != nil {
		t.Fatal(err)
	}
	ben.round()
	cara := newLaptop(t, server, anna.clock, "cara").join()
	cara.round()
	if got, err := read(cara, address); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestAFileThatIsTooLargeStaysWhereItIs(t *testing.T) {
	_, anna, ben := pair(t)
	anna.syncer.o.MaxFile, ben.syncer.o.MaxFile = 1000, 1000
	goethe := anna.person("Goethe")
	_, address := attach(anna, goethe, randomBytes(4, 1001))
	rounds(anna, ben)
	for _, l := range []*laptop{anna, ben} {
		if got := l.syncer.Status(); got.FilesTooLarge != 1 || got.FilesWaiting != 0 || got.State != StateShared {
			t.Errorf("%s: %+v", l.name, got)
		}
	}
	if _, err := read(ben, address); !errors.Is(err, eventstore.ErrNotFound) {
		t.Errorf("%v", err)
	}
	for _, name := range anna.server.Streams() {
		if strings.Contains(name, "-file-") {
			t.Errorf("%s is on the server", name)
		}
	}
}

func TestALargeTextTravelsBesideItsEvent(t *testing.T) {
	server, anna, ben := pair(t)
	text := strings.Repeat("Habe nun, ach! Philosophie, ", 40_000)
	anna.called(text, anna.person("Goethe"))
	rounds(anna, ben)
	alike(t, anna, ben)
	found := false
	for _, name := range server.Streams() {
		found = found || strings.Contains(name, "-sealed-")
	}
	if !found {
		t.Error("there is no stream for the text")
	}
}

func TestErasingOnOneLaptopErasesOnTheOther(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	talk, letter := attach(anna, goethe, []byte("ein Brief"))
	other, kept := attach(anna, goethe, []byte("noch gebraucht"))
	schiller := anna.person("Schiller")
	attach(anna, schiller, []byte("noch gebraucht"))
	rounds(anna, ben)
	if _, err := read(ben, letter); err != nil {
		t.Fatal(err)
	}
	// As the workspace does it: the words of the record, and the file that nobody
	// else needs.
	anna.do(domain.Batch{Title: "erase-person", Parts: []domain.Command{
		domain.EraseConversation{Conversation: talk.ID}, domain.EraseConversation{Conversation: other.ID}, domain.Erase{Person: goethe.ID},
	}})
	if err := anna.ledger.Attachments().Remove(ctx, letter); err != nil {
		t.Fatal(err)
	}
	rounds(anna, ben)
	alike(t, anna, ben)
	for _, l := range []*laptop{anna, ben} {
		if p := l.load(goethe).(*domain.Person); !p.Erased || p.Name().Family != "" {
			t.Errorf("%s still knows %q", l.name, p.Name().Family)
		}
		if _, err := read(l, letter); !errors.Is(err, eventstore.ErrNotFound) {
			t.Errorf("%s: the letter: %v", l.name, err)
		}
		if got, err := read(l, kept); err != nil || string(got) != "noch gebraucht" {
			t.Errorf("%s: what is still needed: %q, %v", l.name, got, err)
		}
		for r, err := range l.ledger.RecordsAfter(ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			if r.Stream == goethe.ID && r.Sealed != nil {
				t.Errorf("%s: event %d still has its words", l.name, r.Position)
			}
		}
	}
	// Whoever joins now gets neither words nor keys.
	cara := newLaptop(t, server, anna.clock, "cara").join()
	cara.round()
	alike(t, anna, ben, cara)
	if got, err := read(cara, kept); err != nil || string(got) != "noch gebraucht" {
		t.Errorf("cara: %q, %v", got, err)
	}
	if _, err := read(cara, letter); !errors.Is(err, eventstore.ErrNotFound) {
		t.Errorf("cara: the letter: %v", err)
	}
}

// Whoever joins opens only the words that may speak of files: none that does may
// be among the others.
func TestNoEventThatSpeaksOfFilesIsPassedOver(t *testing.T) {
	file := domain.Attachment{Address: strings.Repeat("ab", 32), Size: 1}
	changes := domain.Described{Changes: []domain.Change{{Now: &domain.Value{Attachment: &file}}}}
	words := domain.ConversationWords{Attachments: []domain.Attachment{file}}
	content := domain.ConversationContent{Attachments: 1}
	found := 0
	for _, name := range append(domain.EventTypes(), "later.v9") {
		e := domain.NewEvent(name, domain.Stream{Kind: domain.KindPerson, ID: newID()})
		switch e := e.(type) {
		case *domain.ConversationLogged:
			e.ConversationContent, e.Sealed = content, words
		case *domain.ConversationCorrected:
			e.ConversationContent, e.Sealed = content, words
		case *domain.RecordAdded:
			e.Sealed = changes
		case *domain.DetailsChanged:
			e.Sealed = changes
		}
		skeleton, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		speaks := len(attachmentsOf(e)) > 0 || e == nil
		if may := mayHaveFiles(&eventstore.Record{Type: name, Skeleton: skeleton}); may != speaks {
			t.Errorf("%s: %v", name, may)
		}
		if speaks {
			found++
		}
	}
	if found < 5 {
		t.Errorf("only %d types speak of files", found)
	}
	if mayHaveFiles(&eventstore.Record{Type: (&domain.ConversationLogged{}).EventType(), Skeleton: []byte(`{"channel":"call"}`)}) {
		t.Error("a conversation without files would be opened")
	}
}
