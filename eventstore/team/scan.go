package team

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/google/uuid"

	"kontor/domain"
)

// The metadata and data of an event are read and written by hand where they look
// as encode writes them, which takes a fifth of the time; anything else is left to
// encoding/json. Both give the same.

func (e *envelope) read(b []byte) error {
	if e.scan(b) {
		return nil
	}
	*e = envelope{}
	return json.Unmarshal(b, e)
}

// write gives the metadata as encoding/json does.
func (e *envelope) write() ([]byte, error) {
	if !plain(e.Kind) || !plain(e.RecordedAt) || !plain(e.OccurredAt) || !plain(e.Hash) || !plain(e.Proof) {
		return json.Marshal(e)
	}
	b := strconv.AppendInt(append(make([]byte, 0, 768), `{"format":`...), int64(e.Format), 10)
	quoted := func(name string, value text) {
		b = append(append(append(append(append(b, `,"`...), name...), `":"`...), value...), '"')
	}
	number := func(name string, value int) {
		b = strconv.AppendInt(append(append(append(b, `,"`...), name...), `":`...), int64(value), 10)
	}
	id := func(name string, value domain.ID) {
		b = hex.AppendEncode(append(append(append(b, `,"`...), name...), `":"`...), value[:4])
		for _, part := range [][]byte{value[4:6], value[6:8], value[8:10], value[10:]} {
			b = hex.AppendEncode(append(b, '-'), part)
		}
		b = append(b, '"')
	}
	coded := func(name string, value []byte) {
		b = base64.StdEncoding.AppendEncode(append(append(append(b, `,"`...), name...), `":"`...), value)
		b = append(b, '"')
	}
	quoted("kind", text(e.Kind))
	id("stream", e.Stream)
	number("version", e.Version)
	quoted("recordedAt", e.RecordedAt)
	quoted("occurredAt", e.OccurredAt)
	id("actor", e.Actor)
	id("device", e.Device)
	id("command", e.Command)
	if e.Causation != domain.None {
		id("causation", e.Causation)
	}
	if len(e.Key) > 0 {
		coded("key", e.Key)
	}
	if len(e.Digest) > 0 {
		coded("digest", e.Digest)
	}
	if e.Page != domain.None {
		id("page", e.Page)
	}
	number("part", e.Part)
	number("of", e.Of)
	quoted("hash", e.Hash)
	quoted("proof", e.Proof)
	return append(b, '}'), nil
}

// plain reports whether a text needs no escapes.
func plain[T ~string | ~[]byte](text T) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	return true
}

func (w *words) read(b []byte) error {
	if w.scan(b) {
		return nil
	}
	*w = words{}
	return json.Unmarshal(b, w)
}

func (e *envelope) scan(b []byte) bool {
	return scanObject(b, func(key, value []byte) bool {
		switch string(key) {
		case "format":
			return scanNumber(value, &e.Format)
		case "version":
			return scanNumber(value, &e.Version)
		case "part":
			return scanNumber(value, &e.Part)
		case "of":
			return scanNumber(value, &e.Of)
		case "stream":
			return scanID(value, &e.Stream)
		case "actor":
			return scanID(value, &e.Actor)
		case "device":
			return scanID(value, &e.Device)
		case "command":
			return scanID(value, &e.Command)
		case "causation":
			return scanID(value, &e.Causation)
		case "page":
			return scanID(value, &e.Page)
		case "key":
			return scanBytes(value, &e.Key)
		case "digest":
			return scanBytes(value, &e.Digest)
		case "recordedAt":
			return scanText(value, &e.RecordedAt)
		case "occurredAt":
			return scanText(value, &e.OccurredAt)
		case "hash":
			return scanText(value, &e.Hash)
		case "proof":
			return scanText(value, &e.Proof)
		case "kind":
			return scanText(value, &e.Kind)
		}
		return false
	})
}

func (w *words) scan(b []byte) bool {
	return scanObject(b, func(key, value []byte) bool {
		switch string(key) {
		case "skeleton":
			// Whether it is JSON to its last brace is left to the hash, which the
			// ledger compares.
			w.Skeleton = value[:len(value):len(value)]
			return len(bytes.TrimSpace(value)) == len(value)
		case "sealed":
			return scanBytes(value, &w.Sealed)
		case "sealedElsewhere":
			return scanText(value, &w.SealedElsewhere)
		}
		return false
	})
}

// scanObject calls field for each entry of a JSON object without white space
// between its entries. It reports whether that is what it was.
func scanObject(b []byte, field func(key, value []byte) bool) bool {
	if len(b) < 2 || b[0] != '{' {
		return false
	}
	for b = b[1:]; ; b = b[1:] {
		if len(b) == 0 || b[0] != '"' {
			return false
		}
		end := bytes.IndexByte(b[1:], '"')
		if end < 0 || len(b) < end+4 || b[end+2] != ':' {
			return false
		}
		key := b[1 : end+1]
		b = b[end+3:]
		n := lengthOfValue(b)
		if n == 0 || n == len(b) || !field(key, b[:n]) {
			return false
		}
		b = b[n:]
		if b[0] == '}' {
			return len(b) == 1
		}
		if b[0] != ',' {
			return false
		}
	}
}

// lengthOfValue is how many bytes the value takes that b begins with; 0 if it
// does not end.
func lengthOfValue(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i += lengthOfString(b[i+1:]) + 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return 0
}

// scanNumber reads a number from 0 to 999 999 999.
func scanNumber(value []byte, into *int) bool {
	n := 0
	for _, c := range value {
		if c < '0' || c > '9' {
			return false
		}
		n = 10*n + int(c-'0')
	}
	*into = n
	return len(value) == 1 || len(value) > 0 && len(value) <= 9 && value[0] != '0'
}

// inQuotes gives a string without escapes.
func inQuotes(value []byte) ([]byte, bool) {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return nil, false
	}
	value = value[1 : len(value)-1]
	for _, c := range value {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return nil, false
		}
	}
	return value, true
}

// lengthOfString is where the quotation mark is that ends a string.
func lengthOfString(b []byte) int {
	for from := 0; ; {
		end := bytes.IndexByte(b[from:], '"')
		if end < 0 {
			return len(b)
		}
		escape := bytes.IndexByte(b[from:from+end], '\\')
		if escape < 0 {
			return from + end
		}
		from = min(from+escape+2, len(b))
	}
}

func scanText[T ~string | ~[]byte](value []byte, into *T) bool {
	text, ok := inQuotes(value)
	*into = T(text)
	return ok
}

func scanID(value []byte, into *domain.ID) bool {
	if len(value) != 38 || value[0] != '"' || value[37] != '"' {
		return false
	}
	id, err := uuid.ParseBytes(value[1:37])
	*into = id
	return err == nil
}

func scanBytes(value []byte, into *[]byte) bool {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return false
	}
	value = value[1 : len(value)-1]
	decoded := make([]byte, base64.StdEncoding.DecodedLen(len(value)))
	n, err := base64.StdEncoding.Decode(decoded, value)
	*into = decoded[:n]
	return err == nil && bytes.IndexByte(value, '\n') < 0 && bytes.IndexByte(value, '\r') < 0
}
