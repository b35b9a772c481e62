package when

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	word   kind = iota // letters
	number             // digits
	mark               // any other single rune
)

// token is a piece of the text. Spaces stand between tokens; a line break is a
// mark, since no phrase reaches over it.
type token struct {
	start, end int
	kind       kind
	key        string // a word folded, the digits, or the mark
	n          int    // value of a number; -1 if it is too long for a date
	glued      bool   // no space before it
	upper      bool   // begins with a capital
}

func tokens(text string) []token {
	var out []token
	glued := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		start := i
		i += size
		switch {
		case r != '\n' && unicode.IsSpace(r):
			glued = false
			continue
		case unicode.IsLetter(r):
			for i < len(text) {
				next, size := utf8.DecodeRuneInString(text[i:])
				if !unicode.IsLetter(next) && !unicode.IsMark(next) {
					break
				}
				i += size
			}
			out = append(out, token{start: start, end: i, kind: word, key: Fold(text[start:i]), upper: unicode.IsUpper(r)})
		case r >= '0' && r <= '9':
			for i < len(text) && text[i] >= '0' && text[i] <= '9' {
				i++
			}
			out = append(out, token{start: start, end: i, kind: number, key: text[start:i], n: value(text[start:i])})
		default:
			out = append(out, token{start: start, end: i, kind: mark, key: text[start:i]})
		}
		out[len(out)-1].glued = glued
		glued = true
	}
	return out
}

func value(digits string) int {
	if len(digits) > 6 {
		return -1
	}
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// longestWord is longer than any word of a date; longer ones need no folding.
const longestWord = 64

// Fold writes a word in lower case and without umlauts, so that "nächsten",
// "NAECHSTEN" and the decomposed spelling are one. Words longer than any word
// of a date or a channel fold to nothing.
func Fold(s string) string {
	if len(s) > longestWord {
		return ""
	}
	var b strings.Builder
	for _, r := range s {
		switch r = unicode.ToLower(r); r {
		case 'ä':
			b.WriteString("ae")
		case 'ö':
			b.WriteString("oe")
		case 'ü', '\u0308':
			if r == 'ü' {
				b.WriteByte('u')
			}
			b.WriteByte('e')
		case 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// word is the folded word at i, or "".
func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.toks) || r.toks[i].kind != word {
		return ""
	}
	return r.toks[i].key
}

// isMark reports whether the token at i is one of the marks.
func (r *reader) isMark(i int, marks string) bool {
	return i >= 0 && i < len(r.toks) && r.toks[i].kind == mark && strings.Contains(marks, r.toks[i].key)
}

// number is the value at i of at most the given count of digits.
func (r *reader) number(i, digits int) (int, bool) {
	if i < 0 || i >= len(r.toks) || r.toks[i].kind != number || len(r.toks[i].key) > digits {
		return 0, false
	}
	return r.toks[i].n, true
}

func (r *reader) glued(i int) bool { return i < len(r.toks) && r.toks[i].glued }

// mayStart reports whether a phrase can begin at token i: not in the middle
// of "A4", "1,5", "2.3.11" or "Montags-Runde".
func (r *reader) mayStart(i int) bool {
	if i == 0 || !r.toks[i].glued {
		return r.toks[i].kind != mark || strings.Contains("+-", r.toks[i].key)
	}
	before := r.toks[i-1]
	if before.kind != mark {
		return false
	}
	if strings.Contains(",;", before.key) {
		return r.toks[i].kind == word || i < 2 || r.toks[i-2].kind == word
	}
	return strings.Contains("([{<>?\"'„“”‚‘’«»!–—\n", before.key) && r.toks[i].kind != mark
}

// mayEnd reports whether a phrase can end before token i.
func (r *reader) mayEnd(i int) bool {
	if i >= len(r.toks) || !r.toks[i].glued {
		return !r.isMark(i, "%€$")
	}
	if r.isMark(i-1, ".,)") {
		return r.toks[i].kind != number
	}
	switch next := r.toks[i]; next.kind {
	case mark:
		if strings.Contains("%€$°_@#&=\\", next.key) {
			return false
		}
		if strings.Contains("-/.:'’,", next.key) && r.glued(i+1) {
			after := r.toks[i+1]
			switch next.key {
			case "-", "'", "’":
				return after.kind == number
			case ",":
				return after.kind != number || r.toks[i-1].kind == word
			case ":":
				return after.kind == word
			case "/":
				return after.kind == word
			default:
				return after.kind != number && after.kind != word
			}
		}
		return true
	default:
		return false
	}
}
