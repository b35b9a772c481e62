package eventstore

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
)

// told is an event of the tests: something was told to someone.
type told struct {
	Record domain.Stream `json:"-"`
	Minute int           `json:"minute"`
	Words  struct {
		Text string `json:"text,omitempty"`
	} `json:"-"`
}

func (*told) EventType() string       { return "test.told.v1" }
func (e *told) Stream() domain.Stream { return e.Record }
func (e *told) Secret() any           { return &e.Words }

// erasedEvent orders the erasure of its record.
type erasedEvent struct {
	Record domain.Stream `json:"-"`
}

func (*erasedEvent) EventType() string       { return "person.erased.v1" }
func (e *erasedEvent) Stream() domain.Stream { return e.Record }
func (*erasedEvent) Secret() any             { return nil }

var testVocabulary = Vocabulary{
	New: func(eventType string, stream domain.Stream) domain.Event {
		switch eventType {
		case "test.told.v1":
			return &told{Record: stream}
		case "person.erased.v1":
			return &erasedEvent{Record: stream}
		}
		return nil
	},
	Upcast: func(eventType string, skeleton, sealed []byte) (string, []byte, []byte, error) {
		if eventType == "test.said.v1" {
			return "test.told.v1", []byte(`{"minute":7}`), sealed, nil
		}
		return eventType, skeleton, sealed, nil
	},
}

func newID() domain.ID { return uuid.Must(uuid.NewV7()) }

func newPerson() domain.Stream { return domain.Stream{Kind: domain.KindPerson, ID: newID()} }

func tell(stream domain.Stream, text string) *told {
	e := &told{Record: stream, Minute: len(text)}
	e.Words.Text = text
	return e
}

var testTime = time.Date(2024, 2, 29, 12, 30, 0, 123456000, time.UTC)

func issued() domain.Issued {
	return domain.Issued{Command: newID(), Actor: newID(), Device: newID(), At: testTime}
}

func openLedger(t testing.TB, dir string) *Ledger {
	t.Helper()
	l, err := Open(context.Background(), dir, Options{ForceFileKey: true, Vocabulary: testVocabulary})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// say records that text was told to a person and returns the event.
func say(t testing.TB, l *Ledger, stream domain.Stream, text string) domain.Recorded {
	t.Helper()
	recorded, err := l.Append(context.Background(), issued(), "tell", map[string]string{"text": text},
		[]domain.Event{tell(stream, text)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return recorded[0]
}

func textOf(t testing.TB, r domain.Recorded) string {
	t.Helper()
	e, ok := r.Event.(*told)
	if !ok {
		t.Fatalf("event is %T", r.Event)
	}
	return e.Words.Text
}
