package team

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"hash"
	"strings"
	"sync"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// eventFormat is the format of an event on the server.
const eventFormat = 1

// maxSealed is the size up to which a sealed part travels in its event. A larger
// one has a stream of its own.
const maxSealed = 256 << 10

// microseconds is how times are written.
const microseconds = "2006-01-02T15:04:05.000000Z"

// words is the sealed part in the data of an event.
type words struct {
	Skeleton        json.RawMessage `json:"skeleton"`
	Sealed          []byte          `json:"sealed,omitempty"`
	SealedElsewhere string          `json:"sealedElsewhere,omitempty"`
}

// envelope is the metadata of an event.
type envelope struct {
	Format     int         `json:"format"`
	Kind       domain.Kind `json:"kind"`
	Stream     domain.ID   `json:"stream"`
	Version    int         `json:"version"`
	RecordedAt text        `json:"recordedAt"`
	OccurredAt text        `json:"occurredAt"`
	Actor      domain.ID   `json:"actor"`
	Device     domain.ID   `json:"device"`
	Command    domain.ID   `json:"command"`
	Causation  domain.ID   `json:"causation,omitzero"`
	Key        []byte      `json:"key,omitempty"`    // 18 bytes
	Digest     []byte      `json:"digest,omitempty"` // of the sealed part
	Page       domain.ID   `json:"page,omitzero"`    // where the key is
	Part       int         `json:"part"`             // from 1, of the events of its command
	Of         int         `json:"of"`
	Hash       text        `json:"hash"`
	Proof      text        `json:"proof"`
}

// text is a string whose bytes may lie in the event that was read.
type text []byte

func (t text) MarshalText() ([]byte, error) { return t, nil }

func (t *text) UnmarshalText(b []byte) error {
	*t = bytes.Clone(b)
	return nil
}

// place says where in its command an event stands.
type place struct {
	page     domain.ID
	part, of int
}

// arrived is an event that came from the server.
type arrived struct {
	record    eventstore.Record
	page      domain.ID
	part, of  int
	elsewhere bool // the sealed part is in a stream of its own
	created   time.Time
}

// codec turns records into events of the server and back.
type codec struct{ proofs *sync.Pool } // of hash.Hash, under the key of proofs

func newCodec(s Secrets) codec {
	key := s.derived("kontor shared event v1")
	return codec{&sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}}
}

func (c codec) proof(of [32]byte) (proof [32]byte) {
	mac := c.proofs.Get().(hash.Hash)
	defer c.proofs.Put(mac)
	mac.Reset()
	mac.Write(of[:])
	mac.Sum(proof[:0])
	return proof
}

// encode gives the event of a record. The JSON is put together by hand where the
// bytes count: the hash is over the skeleton as it was written.
func (c codec) encode(r *eventstore.Record, at place) (shared.Event, error) {
	proof := c.proof(r.Hash)
	texts := make([]byte, 0, 2*len(microseconds)+2*hex.EncodedLen(len(proof)))
	taken := func(from int) text { return texts[from:len(texts):len(texts)] }
	moment := func(t time.Time) text {
		from := len(texts)
		texts = stamp(texts, t)
		return taken(from)
	}
	hexadecimal := func(b [32]byte) text {
		from := len(texts)
		texts = hex.AppendEncode(texts, b[:])
		return taken(from)
	}
	e := envelope{
		Format: eventFormat, Kind: r.Kind, Stream: r.Stream, Version: r.Version,
		RecordedAt: moment(r.RecordedAt), OccurredAt: moment(r.OccurredAt),
		Actor: r.Actor, Device: r.Device, Command: r.Command, Causation: r.Causation,
		Page: at.page, Part: at.part, Of: at.of,
		Hash: hexadecimal(r.Hash), Proof: hexadecimal(proof),
	}
	if !r.Key.IsZero() {
		e.Key = r.Key.Append(nil)
	}
	if r.HasSealed {
		e.Digest = r.SealedDigest[:]
	}
	meta, err := e.write()
	if err != nil {
		return shared.Event{}, err
	}
	data := make([]byte, 0, len(r.Skeleton)+base64.StdEncoding.EncodedLen(len(r.Sealed))+40)
	data = append(append(data, `{"skeleton":`...), r.Skeleton...)
	switch {
	case isLarge(r):
		data = append(append(data, `,"sealedElsewhere":"`...), digestOf(r)...)
		data = append(data, '"')
	case r.Sealed != nil:
		data = base64.StdEncoding.AppendEncode(append(data, `,"sealed":"`...), r.Sealed)
		data = append(data, '"')
	}
	return shared.Event{ID: r.EventID, Type: r.Type, Data: append(data, '}'), Meta: meta}, nil
}

// isLarge reports whether the sealed part has a stream of its own.
func isLarge(r *eventstore.Record) bool { return len(r.Sealed) > maxSealed }

func digestOf(r *eventstore.Record) string { return hex.EncodeToString(r.SealedDigest[:]) }

// decode reads an event. [ErrForeign] means that it was not written by Kontor,
// [ErrUpdateNeeded] that a newer version wrote it, [ErrAltered] that nobody who
// knows the secrets did.
func (c codec) decode(e shared.Event) (arrived, error) {
	var meta envelope
	if err := meta.read(e.Meta); err != nil || meta.Format == 0 {
		return arrived{}, ErrForeign
	}
	if meta.Format > eventFormat {
		return arrived{}, ErrUpdateNeeded
	}
	var data words
	if err := data.read(e.Data); err != nil {
		return arrived{}, ErrAltered
	}
	a := arrived{page: meta.Page, part: meta.Part, of: meta.Of, created: e.Created}
	r := &a.record
	*r = eventstore.Record{
		Position: e.Revision + 1, EventID: e.ID, Kind: meta.Kind, Stream: meta.Stream, Version: meta.Version,
		Type: e.Type, Actor: meta.Actor, Device: meta.Device, Command: meta.Command, Causation: meta.Causation,
		Skeleton: data.Skeleton,
	}
	var proof [32]byte
	recorded, ok1 := unstamp(meta.RecordedAt)
	occurred, ok2 := unstamp(meta.OccurredAt)
	if !ok1 || !ok2 || !unhex(&r.Hash, meta.Hash) || !unhex(&proof, meta.Proof) {
		return arrived{}, ErrAltered
	}
	r.RecordedAt, r.OccurredAt = recorded, occurred
	if expected := c.proof(r.Hash); !hmac.Equal(proof[:], expected[:]) {
		return arrived{}, ErrAltered
	}
	if err := a.takeSealed(meta, data); err != nil {
		return arrived{}, err
	}
	return a, nil
}

// unhex reads 32 bytes.
func unhex(into *[32]byte, from text) bool {
	if len(from) != hex.EncodedLen(len(into)) {
		return false
	}
	_, err := hex.Decode(into[:], from)
	return err == nil
}

// stamp appends a time; that of a year with four digits by hand.
func stamp(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, microseconds)
	}
	hour, minute, second := t.Clock()
	at := len(b)
	b = append(b, microseconds...)
	number := func(at, digits, n int) {
		for i := at + digits - 1; i >= at; i-- {
			b[i] = '0' + byte(n%10)
			n /= 10
		}
	}
	number(at, 4, year)
	number(at+5, 2, int(month))
	number(at+8, 2, day)
	number(at+11, 2, hour)
	number(at+14, 2, minute)
	number(at+17, 2, second)
	number(at+20, 6, t.Nanosecond()/1000)
	return b
}

// unstamp reads a time; one that looks as stamp writes it, by hand.
func unstamp(from text) (time.Time, bool) {
	number := func(at, digits int) (n int) {
		for _, c := range from[at : at+digits] {
			n = 10*n + int(c-'0')
		}
		return n
	}
	if looksLike(from, microseconds) {
		year, month, day := number(0, 4), number(5, 2), number(8, 2)
		hour, minute, second := number(11, 2), number(14, 2), number(17, 2)
		if 1 <= month && month <= 12 && 1 <= day && day <= 28 && hour < 24 && minute < 60 && second < 60 {
			return time.Date(year, time.Month(month), day, hour, minute, second, 1000*number(20, 6), time.UTC), true
		}
	}
	t, err := time.Parse(microseconds, string(from))
	return t, err == nil
}

// looksLike reports whether a text has digits where the pattern has some, and
// is the same elsewhere.
func looksLike(from text, pattern string) bool {
	if len(from) != len(pattern) {
		return false
	}
	isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
	for i, c := range from {
		if isDigit(c) != isDigit(pattern[i]) || !isDigit(c) && c != pattern[i] {
			return false
		}
	}
	return true
}

func (a *arrived) takeSealed(meta envelope, data words) error {
	r := &a.record
	if len(meta.Key) > 0 {
		key, ok := keyRef(meta.Key)
		if !ok {
			return ErrAltered
		}
		r.Key = key
	}
	if len(meta.Digest) == 0 {
		if data.Sealed != nil || data.SealedElsewhere != "" {
			return ErrAltered
		}
		return nil
	}
	if len(meta.Digest) != sha256.Size {
		return ErrAltered
	}
	r.HasSealed = true
	copy(r.SealedDigest[:], meta.Digest)
	if data.SealedElsewhere != "" {
		a.elsewhere = true
		if !strings.EqualFold(data.SealedElsewhere, digestOf(r)) {
			return ErrAltered
		}
		return nil
	}
	if len(data.Sealed) > 0 { // or it was erased before it was shared
		r.Sealed = data.Sealed // the ledger compares it with the digest
	}
	return nil
}

// setSealed gives a record the sealed part that was fetched for it.
func (a *arrived) setSealed(sealed []byte) error {
	if sha256.Sum256(sealed) != a.record.SealedDigest {
		return ErrAltered
	}
	a.record.Sealed = sealed
	return nil
}

// keyRef reads the 18 bytes of the name of a key.
func keyRef(b []byte) (eventstore.KeyRef, bool) {
	if len(b) != eventstore.KeyRefSize {
		return eventstore.KeyRef{}, false
	}
	return eventstore.KeyRef{Block: [16]byte(b), Slot: uint16(b[16])<<8 | uint16(b[17])}, true
}
