package exchange

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how the characters of a text file are written as bytes.
type Encoding string

// The encodings that address books come in. Their spelling is kept in saved
// mappings and never changes.
const (
	EncodingInvalid     Encoding = "invalid" // not text, or in no encoding known here
	EncodingUTF8        Encoding = "utf-8"
	EncodingUTF8BOM     Encoding = "utf-8-bom"
	EncodingUTF16LE     Encoding = "utf-16le"
	EncodingUTF16BE     Encoding = "utf-16be"
	EncodingWindows1252 Encoding = "windows-1252"
)

// ErrNotText is returned for a file that is no text in a known encoding: a
// spreadsheet, a picture, an archive.
var ErrNotText = errors.New("exchange: the file is not text in a known encoding")

// csvSniffEncoding guesses the encoding from the first bytes of a file. The head
// may end in the middle of a character.
func csvSniffEncoding(head []byte) Encoding {
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return EncodingUTF8BOM
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return EncodingUTF16LE
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return EncodingUTF16BE
	case csvIsBinary(head):
		return EncodingInvalid
	}
	if e := csvSniffUTF16(head); e != EncodingInvalid {
		return e
	}
	if utf8.Valid(csvWithoutCutRune(head)) {
		if csvTooManyControls(head) {
			return EncodingInvalid
		}
		return EncodingUTF8
	}
	if csvIsWindows1252(head) {
		return EncodingWindows1252
	}
	return EncodingInvalid
}

// csvSniffUTF16 recognises UTF-16 without a byte order mark: in a table most
// characters are Latin, so every other byte is zero.
func csvSniffUTF16(head []byte) Encoding {
	pairs := len(head) / 2
	if pairs < 2 {
		return EncodingInvalid
	}
	var even, odd int
	for i := 0; i+1 < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch {
	case odd*10 >= pairs*7 && even*10 <= pairs:
		return EncodingUTF16LE
	case even*10 >= pairs*7 && odd*10 <= pairs:
		return EncodingUTF16BE
	}
	return EncodingInvalid
}

// csvIsBinary knows the files that people pick by mistake in place of a CSV.
func csvIsBinary(head []byte) bool {
	for _, magic := range []string{
		"PK\x03\x04",           // .xlsx, .ods, .zip
		"\xD0\xCF\x11\xE0",     // .xls, .msg, .doc
		"%PDF-", "\x89PNG\r\n", //
		"\xFF\xD8\xFF", "GIF8", // pictures
		"\x1F\x8B", "!BDN", // gzip, .pst
		"SQLite format 3\x00",   //
		"\x7FELF", "MZ\x90\x00", // programs
		"Rar!\x1A\x07", "7z\xBC", //
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return false
}

// csvIsWindows1252 reports whether the bytes can be a table in Windows-1252: five
// byte values stand for nothing there, and a table holds few control
// characters.
func csvIsWindows1252(head []byte) bool {
	for _, b := range head {
		switch b {
		case 0x81, 0x8D, 0x8F, 0x90, 0x9D:
			return false
		}
	}
	return !csvTooManyControls(head)
}

// csvTooManyControls allows a stray NUL or form feed, which broken exports
// contain, but not one in fifty bytes.
func csvTooManyControls(head []byte) bool {
	controls := 0
	for _, b := range head {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' {
			controls++
		}
	}
	return controls > 1 && controls*50 > len(head)
}

// csvWithoutCutRune drops an incomplete character at the end.
func csvWithoutCutRune(head []byte) []byte {
	for i := 1; i <= utf8.UTFMax-1 && i <= len(head); i++ {
		b := head[len(head)-i]
		if utf8.RuneStart(b) {
			if !utf8.FullRune(head[len(head)-i:]) {
				return head[:len(head)-i]
			}
			break
		}
	}
	return head
}

// csvDecoded gives the text of r as UTF-8 without a byte order mark. In UTF-8
// files bytes that are no UTF-8 pass unchanged, see csvRepairUTF8.
func csvDecoded(r io.Reader, e Encoding) (io.Reader, error) {
	switch e {
	case EncodingUTF8:
		return r, nil
	case EncodingUTF8BOM:
		if _, err := io.CopyN(io.Discard, r, 3); err != nil {
			return nil, err
		}
		return r, nil
	case EncodingUTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r), nil
	case EncodingUTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(r), nil
	case EncodingWindows1252:
		return charmap.Windows1252.NewDecoder().Reader(r), nil
	}
	return nil, ErrNotText
}

// csvRepairUTF8 reads the bytes that are no UTF-8 as Windows-1252. Files that were
// put together from several sources hold both, and the first umlaut may come
// long after the part that the encoding was guessed from.
func csvRepairUTF8(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	repaired := make([]byte, 0, len(text)+len(text)/8)
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(text[0])
		}
		repaired = utf8.AppendRune(repaired, r)
		text = text[size:]
	}
	return repaired
}
