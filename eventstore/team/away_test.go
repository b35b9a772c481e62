package team

import (
	"bytes"
	"testing"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// erase erases a conversation with its attachment, as the program does.
func (l *laptop) erase(talk domain.Stream, a eventstore.Address) {
	l.t.Helper()
	l.do(domain.EraseConversation{Conversation: talk.ID})
	if err := l.ledger.Attachments().Remove(ctx, a); err != nil {
		l.t.Fatal(err)
	}
}

func (l *laptop) files() []eventstore.TeamFile {
	l.t.Helper()
	files, err := l.ledger.Files(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	return files
}

// shown are the types of what can still be read of a stream.
func shown(l *laptop, stream string) []string {
	l.t.Helper()
	log := l.dial()
	defer log.Close()
	events, err := log.Read(ctx, stream, 0, 100)
	if err != nil {
		l.t.Fatal(err)
	}
	var types []string
	for _, e := range events {
		types = append(types, e.Type)
	}
	return types
}

// An erased attachment does not stay on the server, and the same content can be
// attached again.
func TestAnErasedAttachmentLeavesTheServer(t *testing.T) {
	_, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	content := randomBytes(5, 2*chunkSize+3)
	talk, address := attach(anna, goethe, content)
	rounds(anna, ben)
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(address)
	anna.erase(talk, address)
	rounds(anna, ben)
	if got := shown(anna, stream); len(got) != 1 || got[0] != typeGone {
		t.Errorf("the server still shows %v", got)
	}
	for _, l := range []*laptop{anna, ben} {
		if f := l.files(); len(f) != 1 || f[0].Direction != eventstore.FileAway || f[0].State != eventstore.FileDone {
			t.Errorf("%s: %+v", l.name, f)
		}
		if _, err := read(l, address); err == nil {
			t.Errorf("%s has it still", l.name)
		}
	}
	attach(anna, goethe, content)
	rounds(anna, ben)
	cara := newLaptop(t, anna.server, anna.clock, "cara").join()
	cara.round()
	for _, l := range []*laptop{anna, ben, cara} {
		if got, err := read(l, address); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s, attached again: %d bytes, %v", l.name, len(got), err)
		}
	}
}

// Who learns late of an erasure does not take away what was attached since.
func TestWhatWasAttachedAnewStaysOnTheServer(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	content := []byte("kurz")
	talk, address := attach(anna, goethe, content)
	rounds(anna, ben)
	server.SetOffline("ben", true)
	anna.erase(talk, address)
	anna.round()
	attach(anna, goethe, content)
	anna.round()
	anna.round()
	server.SetOffline("ben", false)
	rounds(ben, anna)
	if got := shown(anna, streamsOf(anna.ledger.Workspace(), Epoch).file(address)); len(got) != 2 || got[1] != typeChunk {
		t.Errorf("the server shows %v", got)
	}
}

// An account that may not take files away leaves them, and says so.
func TestAnErasedAttachmentThatMayNotGoIsSaidToBeLeft(t *testing.T) {
	server, anna, _ := pair(t)
	goethe := anna.person("Goethe")
	talk, address := attach(anna, goethe, []byte("kurz"))
	anna.round()
	deny := true
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpTruncate && deny {
			return shared.Deny
		}
		return shared.Fine
	})
	anna.erase(talk, address)
	anna.round()
	if got := anna.syncer.Status(); got.FilesLeft != 1 || got.State != StateShared {
		t.Errorf("%+v", got)
	}
	deny = false
	anna.clock.pass(betweenDenials)
	anna.round()
	if got := anna.syncer.Status(); got.FilesLeft != 0 {
		t.Errorf("with the right to: %+v", got)
	}
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(address)
	if got := shown(anna, stream); len(got) != 1 || got[0] != typeGone {
		t.Errorf("the server shows %v", got)
	}
}
