package quicklog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Called is how many bytes at the beginning of a text call somebody by words of
// their name, in its order and with nothing else between: all of "Johann Goethe"
// in "Johann Goethe fragen" for Johann Wolfgang von Goethe. It is 0 where the
// first word is none of the name.
func Called(text, name string) int {
	words := strings.Fields(foldName(name))
	called := 0
	for at := 0; len(words) > 0 && at < len(text); {
		end := wordIn(text, at)
		i := slices.Index(words, foldName(text[at:end]))
		if end == at || i < 0 {
			break
		}
		if first, _ := utf8.DecodeRuneInString(text[at:end]); !particles[nameKey(text[at:end])] || unicode.IsUpper(first) {
			called = end // a name does not end in "von"
		}
		words = words[i+1:]
		if at = end; at >= len(text) || text[at] != ' ' {
			break
		}
		at++
	}
	return called
}

// wordIn is the end of the word of a name that begins at a byte.
func wordIn(text string, at int) int {
	end := at
	for i, r := range text[at:] {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			end = at + i + utf8.RuneLen(r)
		case strings.ContainsRune("-'’.", r): // within a word, not at its end
		default:
			return end
		}
	}
	return end
}

// nextOfName is the end of the next word, where it may be one of a name, else 0.
func nextOfName(text string, at int) int {
	if at >= len(text) || text[at] != ' ' {
		return 0
	}
	end := wordIn(text, at+1)
	word := text[at+1 : end]
	if first, _ := utf8.DecodeRuneInString(word); word == "" || !unicode.IsUpper(first) && !startsParticle(nameKey(word)) {
		return 0
	}
	return end
}

// mentionedWords is how many words of a name are looked for behind an @.
const mentionedWords = 5

// mentioned looks up who is mentioned by more words behind the @ than the parser
// took for a name, which knows nobody; ok tells whether somebody is.
func (r *Resolved) mentioned(n Name, d Directory) (whole Resolution, ok bool) {
	if n.Start+len(n.Text) != n.End || n.End > len(r.source) || strings.Contains(n.Text, " ") {
		return whole, false
	}
	rest := r.source[n.Start:]
	longest := len(n.Text)
	among := func(known []Candidate) bool {
		for _, c := range known {
			longest = max(longest, Called(rest, c.Label))
		}
		return longest > len(n.Text)
	}
	// Of a given name the directory tells a few of many: the further words say
	// which.
	for end, words := len(n.Text), 1; !among(d.People(rest[:end], "")) && words < mentionedWords; words++ {
		if end = nextOfName(rest, end); end == 0 {
			break
		}
	}
	if longest == len(n.Text) {
		return whole, false
	}
	name := Name{Text: rest[:longest], Start: n.Start, End: n.Start + longest, Organisation: n.Organisation}
	if whole = r.person(name, d); whole.State == Unknown {
		return whole, false
	}
	r.Spans = widened(r.Spans, n.End, name.End)
	return whole, true
}

// widened lets the span that ends at a byte reach further, over what follows.
func widened(spans []Span, end, to int) []Span {
	var out []Span
	reaching := false
	for _, s := range spans {
		switch {
		case s.End == end && s.Role == RoleMention:
			s.End, reaching = to, true
		case reaching && s.End <= to:
			continue
		case reaching:
			s.Start = max(s.Start, to)
		}
		out = append(out, s)
	}
	return out
}
