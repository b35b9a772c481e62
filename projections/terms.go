package projections

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// The spaces of terms: what a key is.
const (
	spaceEmail = iota + 1
	spacePhone
	spaceIdentity
	spaceUID
	spaceTag     // of a record
	spaceTalkTag // of a conversation, under its position
	spaceBlock   // under which possible duplicates meet
	spacePersonWord
	spacePersonSound
	spaceOrgWord
	spaceOrgSound
	spaceCommunityWord
	spaceCommunitySound
	spaceHost     // domain of an organisation
	spaceInitials // of a person
	spaceNeedWord
	spaceNeedTail // a word of a need backwards
	spaceNeedSound
	spaceNeedTag
)

// A term is a key in a space.
type term struct {
	space int64
	key   string
}

func compareTerms(a, b term) int {
	if a.space != b.space {
		return int(a.space - b.space)
	}
	return strings.Compare(a.key, b.key)
}

// maxKey is the longest key that is kept, in bytes.
const maxKey = 200

// A foundTerm is a term with the record that is found by it.
type foundTerm struct {
	term
	n int64
}

// maxFound is how many terms are held back, to be written in the order of their
// keys.
const maxFound = 200_000

// putTerm writes a term, with the next flushTerms where nothing reads it before:
// while a file is built, and the tags of conversations.
func (w *writer) putTerm(space int64, key string, n int64) error {
	if w.building || space == spaceTalkTag {
		w.found = append(w.found, foundTerm{term{space, key}, n})
		if len(w.found) < maxFound {
			return nil
		}
		return w.flushTerms()
	}
	return w.writeTerm(space, key, n)
}

func (w *writer) flushTerms() error {
	if len(w.found) == 0 {
		return nil
	}
	slices.SortFunc(w.found, func(a, b foundTerm) int {
		return cmp.Or(compareTerms(a.term, b.term), cmp.Compare(a.n, b.n))
	})
	found := w.found
	w.found = w.found[:0]
	return w.many(insertTerm, 3, "", len(found), func(s *stmt, i int) {
		s.int(found[i].space).text(plainText(found[i].key)).int(found[i].n)
	})
}

const insertTerm = "INSERT OR IGNORE INTO term (space, key, n)"

func (w *writer) writeTerm(space int64, key string, n int64) error {
	return w.q(insertTerm + " VALUES (?, ?, ?)").int(space).text(plainText(key)).int(n).run()
}

func (w *writer) dropTerm(space int64, key string, n int64) error {
	if err := w.flushTerms(); err != nil {
		return err
	}
	return w.q("DELETE FROM term WHERE space = ? AND key = ? AND n = ?").int(space).text(plainText(key)).int(n).run()
}

func trimKey(key string) string {
	if key = plainText(key); len(key) > maxKey {
		key = strings.ToValidUTF8(key[:maxKey], "")
	}
	return key
}

// setTerms makes the terms of a record the given ones.
func (w *writer) setTerms(n int64, now []term) error {
	for i := range now {
		now[i].key = trimKey(now[i].key)
	}
	now = slices.DeleteFunc(now, func(t term) bool { return t.key == "" })
	slices.SortFunc(now, compareTerms)
	now = slices.Compact(now)
	old, err := w.termsOf(n)
	if err != nil || slices.Equal(old, now) {
		return err
	}
	for _, t := range old {
		if _, kept := slices.BinarySearchFunc(now, t, compareTerms); !kept {
			if err := w.dropTerm(t.space, t.key, n); err != nil {
				return err
			}
			if err := w.dropMisspelt(t); err != nil {
				return err
			}
		}
	}
	for _, t := range now {
		if _, had := slices.BinarySearchFunc(old, t, compareTerms); !had {
			if err := w.putMisspelt(t); err != nil {
				return err
			}
			if err := w.putTerm(t.space, t.key, n); err != nil {
				return err
			}
		}
	}
	if len(now) == 0 {
		return w.drop("terms", n)
	}
	var p packer
	for _, t := range now {
		p.int(t.space)
		p.text(t.key)
	}
	return w.q("INSERT OR REPLACE INTO terms (n, content) VALUES (?, ?)").int(n).blob(p.b).run()
}

func (w *writer) termsOf(n int64) (terms []term, err error) {
	_, err = w.q("SELECT content FROM terms WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		terms = unpackTerms(columnBlob(r, 0))
	})
	return terms, err
}

func unpackTerms(b []byte) (terms []term) {
	u := unpacker{b}
	for len(u.b) > 0 {
		terms = append(terms, term{u.int(), u.text()})
	}
	return terms
}

// wordSpaces are the spaces of words that are also found misspelt.
var wordSpaces = []int64{spacePersonWord, spaceOrgWord, spaceCommunityWord}

// needWordSpaces are those of the words of needs, apart from names.
var needWordSpaces = []int64{spaceNeedWord}

// misspelt is the table of the misspellings of words in a space, with the spaces
// that share it; "" for words that are not found misspelt.
func misspelt(space int64) (table string, shared []int64) {
	switch {
	case slices.Contains(wordSpaces, space):
		return "misspelt", wordSpaces
	case space == spaceNeedWord:
		return "need_misspelt", needWordSpaces
	}
	return "", nil
}

// putMisspelt is called before the first term of a word is written: it writes
// the misspellings of a word that no record had so far.
func (w *writer) putMisspelt(t term) error {
	table, shared := misspelt(t.space)
	if w.building || table == "" {
		return nil
	}
	used, err := w.wordUsed(t.key, shared)
	if err != nil || used {
		return err
	}
	return w.spell(t.key, "INSERT OR IGNORE INTO "+table+" (rest, word) VALUES (?, ?)")
}

// dropMisspelt is called after a term was taken away.
func (w *writer) dropMisspelt(t term) error {
	table, shared := misspelt(t.space)
	if w.building || table == "" {
		return nil
	}
	used, err := w.wordUsed(t.key, shared)
	if err != nil || used {
		return err
	}
	return w.spell(t.key, "DELETE FROM "+table+" WHERE rest = ? AND word = ?")
}

func (w *writer) spell(word, query string) error {
	for _, rest := range misspellings(word) {
		if err := w.q(query).text(rest).text(word).run(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) wordUsed(word string, spaces []int64) (bool, error) {
	for _, space := range spaces {
		n, err := w.q("SELECT EXISTS (SELECT 1 FROM term WHERE space = ? AND key = ?)").int(space).text(word).number()
		if err != nil || n != 0 {
			return n != 0, err
		}
	}
	return false, nil
}

// misspellings are what is left of a word if one letter is left out. Two words
// that differ by one mistake of typing share one of them, or one is left of the
// other.
func misspellings(word string) []string {
	runes := []rune(word)
	if len(runes) < 4 || len(runes) > 24 {
		return nil
	}
	rests := make([]string, 0, len(runes))
	for i := range runes {
		if i > 0 && runes[i] == runes[i-1] {
			continue
		}
		rests = append(rests, string(runes[:i])+string(runes[i+1:]))
	}
	return rests
}

// fillMisspelt writes the misspellings of all words of a new file.
func (w *writer) fillMisspelt() error {
	for _, space := range slices.Concat(wordSpaces, needWordSpaces) {
		table, _ := misspelt(space)
		var words []string
		err := w.q("SELECT DISTINCT key FROM term WHERE space = ?").int(space).each(func(r *sqlite.Stmt) error {
			words = append(words, r.ColumnText(0))
			return nil
		})
		if err != nil {
			return err
		}
		for _, word := range words {
			if err := w.spell(word, "INSERT OR IGNORE INTO "+table+" (rest, word) VALUES (?, ?)"); err != nil {
				return err
			}
		}
	}
	return nil
}

// wordsOf takes a text apart into folded words.
func wordsOf(text string) []string {
	return strings.FieldsFunc(match.FoldGerman(text), func(r rune) bool { return !inWord(r) })
}

// inWord reports whether a character is a part of words: a letter, a digit, a
// mark on one, or a picture.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.So, r)
}

// nameTerms are the words of a name and how they sound.
func nameTerms(text string, wordSpace, soundSpace int64) (terms []term) {
	for _, word := range wordsOf(text) {
		terms = append(terms, term{wordSpace, word})
		if sound := match.Cologne(word); len(sound) > 1 {
			terms = append(terms, term{soundSpace, sound})
		}
	}
	return terms
}

// initialTerms are the letters by which a person may be called: of all the names,
// and of the first and the last alone.
func initialTerms(name domain.Name) (terms []term) {
	var given, family, particle []rune
	first := func(text string) (letters []rune) {
		for _, word := range wordsOf(plainText(text)) {
			letter, _ := utf8.DecodeRuneInString(word)
			letters = append(letters, letter)
		}
		return letters
	}
	given, particle, family = first(name.Given+" "+name.Middle), first(name.Particle), first(name.Family)
	if len(given) == 0 || len(family) == 0 {
		return nil
	}
	for _, letters := range [][]rune{
		slices.Concat(given, family), slices.Concat(given, particle, family), {given[0], family[len(family)-1]},
	} {
		terms = append(terms, term{spaceInitials, string(letters)})
	}
	return terms
}

// mostGroups is how many groups of digits of a telephone number are looked at.
const mostGroups = 8

// phoneWords are the digits of a telephone number from each of its groups on, so
// that it is found by what somebody remembers of it.
func phoneWords(value string) (words []string) {
	groups := strings.FieldsFunc(value, func(r rune) bool { return r < '0' || r > '9' })
	for i := range groups[:min(len(groups), mostGroups)] {
		if word := strings.Join(groups[i:], ""); len(word) > len(groups[i]) {
			words = append(words, word)
		}
	}
	number := strings.TrimPrefix(normalPhone(value), "+")
	if number == "" {
		return words
	}
	words = append(words, number)
	if home, german := strings.CutPrefix(number, "49"); german {
		words = append(words, "0"+home, home) // as it is dialled at home
	}
	return words
}

// normalPhone brings a telephone number into the form "+4936431234", so that
// two ways to write it meet. Numbers without a country code are German.
func normalPhone(value string) string {
	value = strings.ReplaceAll(value, "(0)", "")
	var digits strings.Builder
	for _, r := range value {
		switch {
		case r == '+' && digits.Len() == 0:
			digits.WriteByte('+')
		case unicode.IsDigit(r):
			if r > unicode.MaxASCII {
				return ""
			}
			digits.WriteRune(r)
		case unicode.IsLetter(r) && digits.Len() > 0:
			goto done // an extension
		}
	}
done:
	number := digits.String()
	switch {
	case len(number) < 5:
		return ""
	case number[0] == '+':
		return number
	case strings.HasPrefix(number, "00"):
		return "+" + number[2:]
	case number[0] == '0':
		return "+49" + number[1:]
	}
	return "+49" + number
}

func normalEmail(value string) string {
	return strings.ToLower(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(value), "mailto:")))
}

// identityKey is the key of an account on a service.
func identityKey(service, value string) string {
	return strings.ToLower(strings.TrimSpace(service)) + " " + strings.ToLower(strings.TrimPrefix(strings.TrimSpace(value), "@"))
}

// dossierTerms are the terms that any record has by its contact points and tags.
func dossierTerms(d domain.Dossier) (terms []term) {
	for _, p := range d.Points() {
		switch p.Kind {
		case domain.PointEmail:
			terms = append(terms, term{spaceEmail, normalEmail(p.Value)})
		case domain.PointPhone:
			terms = append(terms, term{spacePhone, normalPhone(p.Value)})
		case domain.PointIdentity:
			terms = append(terms, term{spaceIdentity, identityKey(p.Service, p.Value)})
		case domain.PointDomain, domain.PointURL:
			terms = append(terms, term{spaceHost, hostOf(p.Value)})
		}
	}
	for _, tag := range d.Tags() {
		terms = append(terms, term{spaceTag, tag})
	}
	for _, uid := range d.UIDs() {
		terms = append(terms, term{spaceUID, uid})
	}
	return terms
}
