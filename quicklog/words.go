package quicklog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/when"
)

// trim narrows a range to what is not space.
func (p *parser) trim(start, end int) (int, int) {
	for start < end {
		r, size := utf8.DecodeRuneInString(p.line[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += size
	}
	for start < end {
		r, size := utf8.DecodeLastRuneInString(p.line[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= size
	}
	return start, end
}

// trimPunctuation narrows a range also by separators at its ends.
func (p *parser) trimPunctuation(start, end int) (int, int) {
	for {
		start, end = p.trim(start, end)
		if start < end && strings.IndexByte(",;:", p.line[start]) >= 0 {
			start++
			continue
		}
		if start < end && strings.IndexByte(",;:", p.line[end-1]) >= 0 {
			end--
			continue
		}
		return start, end
	}
}

// spaceBefore reports whether a word of its own can begin at byte i.
func (p *parser) spaceBefore(i int) bool {
	if i == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(p.line[:i])
	return unicode.IsSpace(r)
}

func (p *parser) spaceAfter(i int) bool {
	if i >= len(p.line) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.line[i:])
	return unicode.IsSpace(r)
}

// span is a range of bytes.
type span struct{ start, end int }

func (s span) overlaps(o span) bool { return s.start < o.end && o.start < s.end }

type itemKind uint8

const (
	itemWord   itemKind = iota
	itemQuoted          // start and end are inside the quotes
	itemParens          // start and end are inside the parentheses
	itemComma           // , ; and whatever was cut out
	itemJoin            // & + / between people, part of an organisation's name
	itemAt              // @
)

// item is a piece of the header.
type item struct {
	kind       itemKind
	start, end int
	key        string // a word, folded, without its final dot
}

// items splits a part of the line. Cuts are left out; each separates.
func (p *parser) items(start, end int, cuts []span) []item {
	var out []item
	for i := start; i < end; {
		if len(cuts) > 0 && i >= cuts[0].start {
			out = append(out, item{kind: itemComma, start: cuts[0].start, end: cuts[0].start})
			i = max(i, cuts[0].end)
			cuts = cuts[1:]
			continue
		}
		limit := end
		if len(cuts) > 0 {
			limit = min(limit, cuts[0].start)
		}
		r, size := utf8.DecodeRuneInString(p.line[i:])
		switch {
		case unicode.IsSpace(r) && r != '\n':
			i += size
			continue
		case closing(r) != 0:
			if n := strings.IndexFunc(p.line[i+size:limit], func(c rune) bool { return isClosing(r, c) }); n > 0 {
				inner := i + size
				out = append(out, item{kind: itemQuoted, start: inner, end: inner + n})
				_, width := utf8.DecodeRuneInString(p.line[inner+n:])
				i = inner + n + width
				continue
			}
			i += size
			continue
		case r == '+' && p.phone(i, limit) > i:
			stop := p.phone(i, limit)
			out = append(out, item{kind: itemQuoted, start: i, end: stop})
			i = stop
			continue
		case r == '(':
			if n := strings.IndexByte(p.line[i:limit], ')'); n > 0 {
				out = append(out, item{kind: itemParens, start: i + 1, end: i + n})
				i += n + 1
				continue
			}
			i += size
			continue
		case r == ',' || r == ';' || r == '\n' || r == ')':
			out = append(out, item{kind: itemComma, start: i, end: i + size})
		case r == '@':
			out = append(out, item{kind: itemAt, start: i, end: i + size})
		case r == '&' || r == '+' || r == '/':
			out = append(out, item{kind: itemJoin, start: i, end: i + size})
		default:
			stop := p.word(i, limit)
			out = append(out, item{kind: itemWord, start: i, end: stop})
			i = stop
			continue
		}
		i += size
	}
	return out
}

// quotes that keep a name together, and what closes them. Single quotes are
// apostrophes in names and do not count.
func closing(r rune) rune {
	switch r {
	case '"', '“', '”':
		return '"'
	case '„':
		return '“'
	case '«':
		return '»'
	case '»':
		return '«'
	}
	return 0
}

func isClosing(open, r rune) bool {
	switch open {
	case '"':
		return r == '"'
	case '„', '“', '”':
		return r == '“' || r == '”' || r == '"'
	}
	return r == closing(open)
}

// limitOfWord is the next space or comma.
func limitOfWord(line string, i, limit int) int {
	if n := strings.IndexAny(line[i:limit], " ,;()\t\n"); n >= 0 {
		return i + n
	}
	return limit
}

// phone gives the end of a telephone number that begins with + at i, or i.
func (p *parser) phone(i, limit int) int {
	end, digits := i, 0
	for j := i + 1; j < limit && j < i+30; j++ {
		switch c := p.line[j]; {
		case isDigit(c):
			digits++
			end = j + 1
		case strings.IndexByte(" -/().", c) >= 0:
		default:
			j = limit
		}
	}
	if digits < 5 {
		return i
	}
	return end
}

// word gives the end of the word at i. Addresses and URLs keep the marks that
// would split a name.
func (p *parser) word(i, limit int) int {
	run := i
	address := false
	for run < limit {
		r, size := utf8.DecodeRuneInString(p.line[run:limit])
		if unicode.IsSpace(r) || r == ',' || r == ';' || r == '(' || r == ')' || closing(r) != 0 {
			break
		}
		if run > i && (r == '@' && strings.ContainsRune(p.line[run:limitOfWord(p.line, run, limit)], '.') || r == ':' && strings.HasPrefix(p.line[run:limit], "://")) {
			address = true
		}
		run += size
	}
	if address {
		return run
	}
	for j := i; j < run; {
		r, size := utf8.DecodeRuneInString(p.line[j:run])
		if j > i && (r == '&' || r == '+' || r == '/' || r == '@') {
			return j
		}
		j += size
	}
	return run
}

// fold gives the key of an item.
func (p *parser) fold(it item) string {
	if it.kind != itemWord {
		return ""
	}
	return when.Fold(strings.TrimRight(p.line[it.start:it.end], ".:!"))
}

func isUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// isLower reports whether a word begins with a letter that has a capital form
// and is not one: Arabic letters are neither.
func isLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }
