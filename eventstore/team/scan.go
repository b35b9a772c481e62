package team

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"

	"github.com/google/uuid"

	"kontor/domain"
)

// The metadata and data of an event are read by hand where they look as encode
// writes them, which takes a fifth of the time; anything else is left to
// encoding/json. Both give the same.

func (e *envelope) read(b []byte) error {
	if e.scan(b) {
		return nil
	}
	*e = envelope{}
	return json.Unmarshal(b, e)
}

func (w *words) read(b []byte) error {
	if w.scan(b) {
		return nil
	}
	*w = words{}
	return json.Unmarshal(b, w)
}

func (e *envelope) scan(b []byte) bool {
	return scanObject(b, func(key string, value []byte) bool {
		switch key {
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
	return scanObject(b, func(key string, value []byte) bool {
		switch key {
		case "skeleton":
			w.Skeleton = bytes.Clone(value)
			return json.Valid(value) && len(bytes.TrimSpace(value)) == len(value)
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
func scanObject(b []byte, field func(key string, value []byte) bool) bool {
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
		key := string(b[1 : end+1])
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
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
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

func scanNumber(value []byte, into *int) bool {
	n, err := strconv.Atoi(string(value))
	*into = n
	return err == nil && strconv.Itoa(n) == string(value)
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

func scanText[T ~string](value []byte, into *T) bool {
	text, ok := inQuotes(value)
	*into = T(text)
	return ok
}

func scanID(value []byte, into *domain.ID) bool {
	text, ok := inQuotes(value)
	if !ok || len(text) != 36 {
		return false
	}
	id, err := uuid.ParseBytes(text)
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
