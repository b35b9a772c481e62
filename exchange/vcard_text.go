package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// vcardText gives the file as bytes in which line ends and property names are
// ASCII. Which encoding a value has is decided value by value.
func vcardText(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, err := buffered.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read vCard file: %w", err)
	}
	order := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), isUTF16Begin(head, 0):
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), isUTF16Begin(head, 1):
		order = unicode.BigEndian
	default: // the mark of UTF-8 is skipped where lines are told apart
		return buffered, nil
	}
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(buffered), nil
}

// isUTF16Begin recognises "BE" in UTF-16 without a byte order mark; at is where
// the letter stands in its two bytes.
func isUTF16Begin(head []byte, at int) bool {
	return len(head) == 4 && head[at]&^0x20 == 'B' && head[at+2]&^0x20 == 'E' && head[1-at] == 0 && head[3-at] == 0
}

// decodeCharset reads bytes in the character set that the property names. If
// it names none, or one that is unknown or cannot be right, the bytes are
// UTF-8 where they can be and Windows-1252 where not.
func decodeCharset(raw []byte, charset string) string {
	if charset != "" && !strings.EqualFold(charset, "UTF-8") && !isASCII(raw) {
		if encoding, err := htmlindex.Get(charset); err == nil {
			if decoded, err := encoding.NewDecoder().Bytes(raw); err == nil {
				return string(decoded)
			}
		}
	}
	return validText(raw)
}

// validText reads the bytes that are no UTF-8 as Windows-1252. One file may
// hold both: address books grow out of several sources.
func validText(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	text := make([]byte, 0, len(raw)+len(raw)/8)
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(raw[0])
		}
		text = utf8.AppendRune(text, r)
		raw = raw[size:]
	}
	return string(text)
}

// rawText makes bytes of a file fit to be shown.
func rawText(raw []byte) string {
	return validText(bytes.ReplaceAll(raw, []byte{0}, nil))
}

func isASCII(raw []byte) bool {
	for _, b := range raw {
		if b >= utf8.RuneSelf || b == 0x1B { // ISO-2022-JP is ASCII with escapes
			return false
		}
	}
	return true
}

// cleanText makes every line end \n and drops control characters that no one typed.
func cleanText(text string) string {
	clean := true
	for i := range len(text) {
		if b := text[i]; b < 0x20 && b != '\n' && b != '\t' || b == 0x7F || b == 0xEF {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case r < 0x20, r == 0x7F, r == '\ufeff':
			return -1
		}
		return r
	}, text)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func cutPrefixFold(s, prefix string) (rest string, ok bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
