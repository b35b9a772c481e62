package match

// Cologne gives the code of the Kölner Phonetik, under which German words that
// sound alike meet: Meier, Mayer and Maier are all "67".
//
// Source: Hans Joachim Postel, Die Kölner Phonetik. Ein Verfahren zur
// Identifizierung von Personennamen auf der Grundlage der Gestaltanalyse,
// IBM-Nachrichten 19, 1969, pp. 925–931.
//
// Words are coded one by one and joined with a blank; hyphens and apostrophes
// do not separate words. What is no Latin letter has no code.
func Cologne(s string) string {
	var folded, buf [64]byte
	return string(appendCologne(buf[:0], appendFold(folded[:0], s)))
}

func appendCologne(dst, folded []byte) []byte {
	word := letters(folded)
	from := len(dst)
	for i := 0; i < len(word); i++ {
		if word[i] == ' ' {
			if len(dst) > from && dst[len(dst)-1] != ' ' {
				dst = append(dst, ' ')
				from = len(dst)
			}
			continue
		}
		var before, after byte
		if i > 0 {
			before = word[i-1]
		}
		if i+1 < len(word) {
			after = word[i+1]
		}
		dst = append(dst, cologneDigits(before, word[i], after)...)
	}
	return squeeze(dst)
}

// letters keeps a to z, and blanks between words, in place.
func letters(folded []byte) []byte {
	kept := folded[:0]
	for _, b := range folded {
		if 'a' <= b && b <= 'z' || b == ' ' {
			kept = append(kept, b)
		}
	}
	return kept
}

// cologneDigits codes one letter by the letters around it; 0 or a blank stand
// for the end of the word.
func cologneDigits(before, letter, after byte) string {
	switch letter {
	case 'a', 'e', 'i', 'j', 'o', 'u', 'y':
		return "0"
	case 'b':
		return "1"
	case 'p':
		if after == 'h' {
			return "3"
		}
		return "1"
	case 'd', 't':
		if after == 'c' || after == 's' || after == 'z' {
			return "8"
		}
		return "2"
	case 'f', 'v', 'w':
		return "3"
	case 'g', 'k', 'q':
		return "4"
	case 'x':
		if before == 'c' || before == 'k' || before == 'q' {
			return "8"
		}
		return "48"
	case 'l':
		return "5"
	case 'm', 'n':
		return "6"
	case 'r':
		return "7"
	case 's', 'z':
		return "8"
	case 'c':
		return cologneC(before, after)
	}
	return "" // h
}

// cologneC: a C is hard before certain letters, but never after S and Z; at the
// beginning of a word L and R make it hard too.
func cologneC(before, after byte) string {
	switch after {
	case 'a', 'h', 'k', 'o', 'q', 'u', 'x':
		if before == 's' || before == 'z' {
			return "8"
		}
		return "4"
	case 'l', 'r':
		if before == 0 || before == ' ' {
			return "4"
		}
	}
	return "8"
}

// squeeze drops digits that follow the same digit, and then every 0 that does
// not begin a word.
func squeeze(code []byte) []byte {
	kept := code[:0]
	var last byte = ' '
	for _, digit := range code {
		if digit != last && (digit != '0' || last == ' ') {
			kept = append(kept, digit)
		}
		last = digit
	}
	for len(kept) > 0 && kept[len(kept)-1] == ' ' {
		kept = kept[:len(kept)-1]
	}
	return kept
}
