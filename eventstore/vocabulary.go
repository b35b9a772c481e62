package eventstore

import (
	"encoding/json"
	"slices"

	"kontor/domain"
)

// Vocabulary knows the event types of a program. The ledger itself knows none.
type Vocabulary struct {
	// New returns an empty event of a type about a stream, as a pointer, or nil
	// if the type is not known.
	New func(eventType string, stream domain.Stream) domain.Event
	// Upcast turns an event of an earlier type into the present one. It runs on
	// every read; sealed is nil where there is none or it cannot be read.
	Upcast func(eventType string, skeleton, sealed []byte) (string, []byte, []byte, error)
}

func (v Vocabulary) orDomain() Vocabulary {
	if v.New == nil {
		v.New = domain.NewEvent
	}
	if v.Upcast == nil {
		v.Upcast = domain.Upcast
	}
	return v
}

// Unknown is an event of a type that this version does not know: recorded by a
// newer one. It is kept and passed on as it is.
type Unknown struct {
	Type     string
	Record   domain.Stream
	Skeleton json.RawMessage
	Words    json.RawMessage // the opened secret; nil if there is none
}

// EventType is the type it was recorded with.
func (u *Unknown) EventType() string { return u.Type }

// Stream is the record it is about.
func (u *Unknown) Stream() domain.Stream { return u.Record }

// Secret returns the opened secret as JSON.
func (u *Unknown) Secret() any {
	if u.Words == nil {
		return nil
	}
	return &u.Words
}

// MarshalJSON returns the skeleton.
func (u *Unknown) MarshalJSON() ([]byte, error) { return u.Skeleton, nil }

func newUnknown(eventType string, stream domain.Stream, skeleton, sealed []byte) *Unknown {
	return &Unknown{Type: eventType, Record: stream, Skeleton: slices.Clone(skeleton), Words: slices.Clone(sealed)}
}
