package match

import (
	"math/bits"
	"unicode/utf8"
)

// longestName is how many letters of a name are compared; more would be no name.
const longestName = 48

// Similarity tells how alike two names are written, from 0 (nothing in common)
// to 1 (equal but for case, diacritics and the spelling of umlauts). It is the
// mean of the Jaro-Winkler similarity, which forgives what comes late in a word,
// and the Damerau-Levenshtein similarity, which counts the mistakes of typing.
//
// 0.9 is a mistake of typing in a name of usual length; below 0.8 lie different
// names. Words that share few letters or differ much in length are 0 without
// further reckoning.
func Similarity(a, b string) float64 {
	var wordA, wordB foldedWord
	wordA.fold(a)
	wordB.fold(b)
	return wordA.similarity(&wordB)
}

// foldedWord is a name ready to be compared, without allocation.
type foldedWord struct {
	letters [longestName]rune
	length  int
	set     uint64 // the letters that occur, for the early exit
}

func (w *foldedWord) fold(s string) {
	var buf [4 * longestName]byte
	folded := appendFoldGerman(buf[:0], s)
	for len(folded) > 0 && w.length < longestName {
		r, size := rune(folded[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(folded)
		}
		w.letters[w.length] = r
		w.set |= 1 << (uint(r) % 64)
		w.length++
		folded = folded[size:]
	}
}

func (w *foldedWord) similarity(other *foldedWord) float64 {
	a, b := w.letters[:w.length], other.letters[:other.length]
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) == 0:
		return 0
	case equalRunes(a, b):
		return 1
	case len(a)*5 < len(b)*2:
		return 0
	case bits.OnesCount64(w.set&other.set)*2 < min(bits.OnesCount64(w.set), bits.OnesCount64(other.set)):
		return 0
	}
	return (jaroWinkler(a, b) + damerauLevenshtein(a, b)) / 2
}

func equalRunes(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// jaroWinkler compares a with b, which is not shorter. Source: William Winkler,
// String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter
// Model of Record Linkage, 1990; a common beginning of up to four letters
// counts a tenth each.
func jaroWinkler(a, b []rune) float64 {
	window := max(len(b)/2-1, 0)
	var matchedA, matchedB uint64
	matches := 0
	for i, r := range a {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if b[j] == r && matchedB&(1<<j) == 0 {
				matchedA |= 1 << i
				matchedB |= 1 << j
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	swapped := 0
	for restA, restB := matchedA, matchedB; restA != 0; {
		if a[bits.TrailingZeros64(restA)] != b[bits.TrailingZeros64(restB)] {
			swapped++
		}
		restA &= restA - 1
		restB &= restB - 1
	}
	m := float64(matches)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(a)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}

// damerauLevenshtein is 1 less the share of letters that have to be inserted,
// deleted, replaced or swapped with their neighbour (each place at most once).
func damerauLevenshtein(a, b []rune) float64 {
	longest := len(b)
	for len(a) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var rows [3][longestName + 1]uint8
	beforeLast, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(j)
	}
	for i, r := range a {
		row[0] = uint8(i + 1)
		for j := range b {
			cost := uint8(1)
			if b[j] == r {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && r == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], beforeLast[j-1]+1)
			}
		}
		beforeLast, last, row = last, row, beforeLast
	}
	return 1 - float64(last[len(b)])/float64(longest)
}
