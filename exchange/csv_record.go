package exchange

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// csvRecordLimit bounds one record. An unclosed quote cannot swallow more than
// this before it is noticed.
const csvRecordLimit = 1 << 20

// csvRawLimit is how much of a rejected record is kept for the person to see.
const csvRawLimit = 64 << 10

// csvProblem says what is wrong with the form of a record.
type csvProblem uint8

const (
	csvSound csvProblem = iota
	csvUnclosedQuote
	csvRecordTooLong
)

// csvRecord is one record of a file. Raw is valid until the next record is read.
type csvRecord struct {
	line    int
	fields  []string
	raw     []byte
	problem csvProblem
}

// csvScanner splits UTF-8 text into records.
//
// It reads what encoding/csv reads and differs where files in the wild are
// broken: after an unclosed quote it rejects the lines up to the end of the one
// where the quote was opened and goes on with the next, it never holds more
// than a few record limits in memory, it takes single quotes inside a quoted
// field literally, and it ends lines at \n, \r\n and \r.
//
// A quote counts as unclosed when the end of the file or the record limit comes
// before its closing quote, or when on a later line another field seems to be
// opened inside it.
type csvScanner struct {
	source io.Reader
	sep    byte
	quote  byte // 0 where quotes mean nothing
	limit  int
	line   int // of the next record

	buf        []byte
	start, end int
	offset     int64 // of buf[0] in the file
	eof        bool
	err        error

	// noCloser is the offset up to which an earlier scan found no closing
	// quote. It keeps a file full of unclosed quotes linear to read.
	noCloser int64

	text []byte // the unescaped fields of the current record, one after another
	ends []int  // where each field ends in text
}

func csvNewScanner(source io.Reader, d Dialect) *csvScanner {
	return &csvScanner{
		source: source, sep: d.separator(), quote: d.quote(),
		limit: csvRecordLimit, line: 1, buf: make([]byte, 8<<10),
	}
}

// next gives the next record, or io.EOF. A blank line is a record with a
// single empty field.
func (s *csvScanner) next() (csvRecord, error) {
	s.fill()
	if s.err != nil {
		return csvRecord{}, s.err
	}
	if s.start == s.end {
		return csvRecord{}, io.EOF
	}
	window := s.buf[s.start:s.end]
	if len(window) > s.limit {
		window = window[:s.limit]
	}
	length, lines, problem := s.split(window)
	rec := csvRecord{line: s.line, raw: window[:length], problem: problem}
	switch problem {
	case csvSound:
		rec.fields = s.takeFields()
		s.start += length
		s.line += lines
	case csvUnclosedQuote:
		s.line += csvCountLines(rec.raw)
		s.start += length
	case csvRecordTooLong:
		rec.raw = bytes.Clone(rec.raw[:min(len(rec.raw), csvRawLimit)])
		s.line += csvCountLines(s.buf[s.start : s.start+length])
		s.start += length
		s.skipLine()
	}
	return rec, nil
}

// fill makes at least one record limit available, or all that is left.
func (s *csvScanner) fill() {
	for !s.eof && s.err == nil && s.end-s.start <= s.limit {
		if s.start > 0 {
			copy(s.buf, s.buf[s.start:s.end])
			s.offset += int64(s.start)
			s.end -= s.start
			s.start = 0
		}
		if s.end == len(s.buf) {
			grown := make([]byte, 2*len(s.buf))
			copy(grown, s.buf[:s.end])
			s.buf = grown
		}
		// Fill what is free before the next record is looked at, so that the
		// bytes are not moved for every record.
		for s.end < len(s.buf) {
			n, err := s.source.Read(s.buf[s.end:])
			s.end += n
			if err == io.EOF {
				s.eof = true
				break
			}
			if err != nil {
				s.err = err
				break
			}
		}
	}
}

// split reads one record from the beginning of the window. It gives the length
// with the line end, and how many lines it takes.
func (s *csvScanner) split(window []byte) (length, lines int, problem csvProblem) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	complete := s.eof && s.start+len(window) == s.end
	at := 0
	for {
		if open := s.opening(window, at); open >= 0 {
			closing, after := s.closing(window, open+1, complete)
			if closing < 0 {
				lineLength := csvLineLength(window[open:])
				if lineLength < 0 {
					if !complete {
						return len(window), lines, csvRecordTooLong
					}
					lineLength = len(window) - open
				}
				return open + lineLength, lines, csvUnclosedQuote
			}
			s.unescape(window[open+1 : closing])
			lines += csvCountLines(window[open+1 : closing])
			at = after
		} else {
			end := at
			for end < len(window) && window[end] != s.sep && window[end] != '\n' && window[end] != '\r' {
				end++
			}
			s.text = append(s.text, window[at:end]...)
			at = end
		}
		s.ends = append(s.ends, len(s.text))
		if at == len(window) {
			if !complete {
				return at, lines, csvRecordTooLong
			}
			return at, lines + 1, csvSound
		}
		if window[at] == s.sep {
			at++
			continue
		}
		return at + csvLineLength(window[at:]), lines + 1, csvSound
	}
}

// opening gives the position of the quote that opens the field at the given
// place, or -1. Blanks before it are tolerated.
func (s *csvScanner) opening(window []byte, at int) int {
	if s.quote == 0 {
		return -1
	}
	for at < len(window) && s.isBlank(window[at]) {
		at++
	}
	if at < len(window) && window[at] == s.quote {
		return at
	}
	return -1
}

// closing gives the position of the quote that closes the field whose text
// begins at from, and the place behind it and following blanks. It gives -1 if
// the field is not closed.
func (s *csvScanner) closing(window []byte, from int, complete bool) (closing, after int) {
	newline := -1 // the begin of the second line of the field, once it is needed
	at := from
	for first := true; ; first = false {
		if !first {
			at = max(at, int(s.noCloser-s.offset)-s.start)
			if at >= len(window) {
				return -1, 0
			}
			next := bytes.IndexByte(window[at:], s.quote)
			if next < 0 {
				s.noCloser = s.offset + int64(s.start+len(window))
				return -1, 0
			}
			at += next
		}
		run := at
		for at < len(window) && window[at] == s.quote {
			at++
		}
		if at == len(window) && !complete {
			s.noCloser = s.offset + int64(s.start+run)
			return -1, 0
		}
		if (at-run)%2 == 0 { // quotes that are written twice, or none
			continue
		}
		after := at
		for after < len(window) && s.isBlank(window[after]) {
			after++
		}
		if after == len(window) && !complete {
			s.noCloser = s.offset + int64(s.start+run)
			return -1, 0
		}
		if after == len(window) || window[after] == s.sep || window[after] == '\n' || window[after] == '\r' {
			return at - 1, after
		}
		if run > from && s.endsField(window[run-1]) {
			if newline < 0 {
				newline = from + csvLineLength(window[from:]) // from-1 if there is none
			}
			if newline > from && newline <= run {
				return -1, 0 // on a later line another field is opened
			}
		}
	}
}

func (s *csvScanner) endsField(b byte) bool { return b == s.sep || b == '\n' || b == '\r' }

func (s *csvScanner) isBlank(b byte) bool { return (b == ' ' || b == '\t') && b != s.sep }

// unescape adds the text of a quoted field: quotes written twice become one.
func (s *csvScanner) unescape(quoted []byte) {
	for len(quoted) > 0 {
		i := bytes.IndexByte(quoted, s.quote)
		if i < 0 {
			break
		}
		s.text = append(s.text, quoted[:i+1]...)
		quoted = quoted[i+1:]
		if len(quoted) > 0 && quoted[0] == s.quote {
			quoted = quoted[1:]
		}
	}
	s.text = append(s.text, quoted...)
}

// takeFields cuts the collected text into strings that share one allocation.
func (s *csvScanner) takeFields() []string {
	fields := make([]string, len(s.ends))
	text := string(s.text)
	from := 0
	for i, end := range s.ends {
		fields[i] = csvCleanField(text[from:end])
		from = end
	}
	return fields
}

// csvCleanField repairs the encoding, makes every line end \n, drops NUL and the
// other control characters that no one typed, and trims.
func csvCleanField(f string) string {
	plain := true
	for i := 0; i < len(f); i++ {
		if f[i] >= 0x7F || f[i] < 0x20 {
			plain = false
			break
		}
	}
	if !plain {
		if !utf8.ValidString(f) {
			f = string(csvRepairUTF8([]byte(f)))
		}
		f = strings.ReplaceAll(f, "\r\n", "\n")
		f = strings.Map(func(r rune) rune {
			switch {
			case r == '\r':
				return '\n'
			case r == '\n' || r == '\t':
				return r
			case r < 0x20 || r == 0x7F || r == '\uFEFF':
				return -1
			}
			return r
		}, f)
	}
	return strings.TrimSpace(f)
}

// skipLine drops what is left of an overlong line.
func (s *csvScanner) skipLine() {
	for s.err == nil {
		s.fill()
		window := s.buf[s.start:s.end]
		if n := csvLineLength(window); n >= 0 {
			s.start += n
			s.line++
			return
		}
		if s.eof {
			s.start = s.end
			s.line++
			return
		}
		s.start = s.end
	}
}

// csvLineLength gives the length of the first line with its end, or -1 if the
// text has no line end.
func csvLineLength(text []byte) int {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 {
		return -1
	}
	if text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n' {
		return i + 2
	}
	return i + 1
}

// csvCountLines counts the line ends \n, \r\n and \r.
func csvCountLines(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	for i := bytes.IndexByte(text, '\r'); i >= 0; {
		if i+1 == len(text) || text[i+1] != '\n' {
			n++
		}
		next := bytes.IndexByte(text[i+1:], '\r')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return n
}
