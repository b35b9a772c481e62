// Package match tells how alike names and people are. Search, the one-line log
// and the detection of duplicates share it.
//
// It is pure: text and profiles go in, keys, numbers and reasons come out.
package match

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text into the form that search compares: lower case, without
// diacritics, ß as ss, ä as a, æ as ae, composed and decomposed letters alike.
// Letters of other scripts stay what they are, but for case and diacritics.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	var buf [64]byte
	return string(appendFold(buf[:0], s))
}

// FoldGerman folds further, so that the three spellings of an umlaut meet:
// Müller, Mueller and Muller are all "muller". It is a key to compare with,
// nothing to show: Michael becomes "michal" on both sides.
func FoldGerman(s string) string {
	var buf [64]byte
	return string(appendFoldGerman(buf[:0], s))
}

// isFolded reports whether folding would change nothing.
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || 'A' <= s[i] && s[i] <= 'Z' {
			return false
		}
	}
	return true
}

// appendFold appends the folded text.
func appendFold(dst []byte, s string) []byte {
	from, otherScript := len(dst), false
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			if 'A' <= b && b <= 'Z' {
				b += 'a' - 'A'
			}
			dst = append(dst, b)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < rune(len(latinFolds)):
			dst = append(dst, latinFolds[r]...)
		case isDiacritic(r):
		default:
			dst = append(dst, foldRune(r)...)
			otherScript = true
		}
		i += size
	}
	if otherScript {
		// Syllables that came in parts belong together. The copy keeps the
		// buffers of the callers on the stack.
		dst = append(dst[:from], norm.NFC.String(string(dst[from:]))...)
	}
	return dst
}

// appendFoldGerman drops the e of ae, oe and ue. It stays in "aue", "eue" and
// "que", where it is no umlaut: Bauer, Neuer, Quedlin.
func appendFoldGerman(dst []byte, s string) []byte {
	from := len(dst)
	dst = appendFold(dst, s)
	kept := from
	for i := from; i < len(dst); i++ {
		if dst[i] == 'e' && kept > from {
			switch dst[kept-1] {
			case 'a', 'o':
				continue
			case 'u':
				if kept-from < 2 || dst[kept-2] != 'a' && dst[kept-2] != 'e' && dst[kept-2] != 'q' {
					continue
				}
			}
		}
		dst[kept] = dst[i]
		kept++
	}
	return dst[:kept]
}

// latinFolds holds the folded form of the letters that German and its
// neighbours use, so that they need no normalisation.
var latinFolds = func() (table [0x250]string) {
	for r := range rune(len(table)) {
		table[r] = foldRune(r)
	}
	return table
}()

// strokes are the letters that Unicode does not take apart into a letter and a
// diacritic.
var strokes = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ı': "i",
	'ĸ': "k", 'ŋ': "n", 'ŧ': "t", 'ſ': "s", 'ς': "σ", 'ẞ': "ss", '’': "'", '‘': "'", 'ʼ': "'", '‐': "-", '‑': "-", '–': "-",
}

// foldRune folds one letter with the slow and general rules.
func foldRune(r rune) string {
	if folded, known := strokes[unicode.ToLower(r)]; known {
		return folded
	}
	var folded []rune
	for _, part := range norm.NFKD.String(string(r)) {
		if isDiacritic(part) {
			continue
		}
		part = unicode.ToLower(part)
		if other, known := strokes[part]; known {
			folded = append(folded, []rune(other)...)
			continue
		}
		folded = append(folded, part)
	}
	return norm.NFC.String(string(folded)) // Korean syllables were taken apart
}

// isDiacritic reports whether a combining character may be left out without
// making another word: accents, and the vowel points of Arabic and Hebrew. The
// vowel signs of Indian scripts and the voicing marks of Japanese are letters.
func isDiacritic(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36F, 0x483 <= r && r <= 0x487, 0x591 <= r && r <= 0x5C7, 0x610 <= r && r <= 0x61A,
		0x64B <= r && r <= 0x65F, r == 0x670, 0x6D6 <= r && r <= 0x6ED, 0x1AB0 <= r && r <= 0x1AFF,
		0x1DC0 <= r && r <= 0x1DFF, 0x20D0 <= r && r <= 0x20FF, 0xFE20 <= r && r <= 0xFE2F:
		return unicode.Is(unicode.Mn, r)
	}
	return false
}
