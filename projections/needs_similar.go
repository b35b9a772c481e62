package projections

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zombiezen.com/go/sqlite"

	"kontor/match"
)

// SimilarNeeds returns the needs that say something alike, closed ones too, the
// most alike first; 0 as limit means 5.
//
// What is compared is the words of the titles and the tags, folded and without
// those that say nothing ("auf", "the"). Two words fit by how they are written:
// equal or of one stem 1, one a part of the other at its beginning or its end
// ("Doku" and "Dokumentation", "Handbuch" and "Benutzerhandbuch") up to 0.9, a
// mistake of typing up to 0.9 ([match.Similarity]), the same sound 0.8
// ([match.Cologne]). The square of the fit counts, weighed by how rare the word is
// among the needs. Of the share of what was typed that stands in the need, and the
// share of the need that was typed, the harmonic mean is how alike they are; below 0.3 they are not.
func (v *Views) SimilarNeeds(ctx context.Context, text string, limit int) (rows []NeedRow, err error) {
	if limit <= 0 {
		limit = 5
	}
	words := tellingWords(text)
	if words = words[:min(len(words), mostTelling)]; len(words) == 0 {
		return nil, nil
	}
	err = v.read(ctx, func(r *reader) error {
		s := &needComparer{reader: r, weights: map[string]float64{}}
		numbers, err := s.similar(words, limit)
		if err != nil {
			return err
		}
		rows, err = r.needRows(numbers, listOrder{})
		return err
	})
	return rows, err
}

const (
	// mostTelling is how many words of a text are compared.
	mostTelling = 12
	// mostCompared is how many needs are compared word by word: those that promise
	// most by the words that they have.
	mostCompared = 30
	// leastSimilar is from which measure on needs are alike.
	leastSimilar = 0.3
	// shortestPart is how many letters the part of a word has at least.
	shortestPart = 4
)

type needComparer struct {
	*reader
	all     int64              // how many needs there are
	weights map[string]float64 // of words
}

func (s *needComparer) similar(words []string, limit int) ([]int64, error) {
	var err error
	if s.all, err = s.q("SELECT count(*) FROM need WHERE listed = 1").number(); err != nil {
		return nil, err
	}
	promise := map[int64]float64{}
	for _, word := range words {
		if err := s.promising(word, promise); err != nil {
			return nil, err
		}
	}
	numbers := slices.SortedFunc(maps.Keys(promise), func(a, b int64) int {
		return cmp.Or(cmp.Compare(promise[b], promise[a]), cmp.Compare(b, a))
	})
	measures := map[int64]float64{}
	for _, n := range numbers[:min(len(numbers), mostCompared)] {
		var terms []term
		_, err := s.q("SELECT content FROM terms WHERE n = ?").int(n).first(func(r *sqlite.Stmt) { terms = unpackTerms(columnBlob(r, 0)) })
		if err != nil {
			return nil, err
		}
		var theirs []string
		for _, t := range terms {
			if t.space == spaceNeedWord {
				theirs = append(theirs, t.key)
			}
		}
		measure, err := s.measure(words, theirs)
		if err != nil {
			return nil, err
		}
		if measure >= leastSimilar {
			measures[n] = measure
		}
	}
	found := slices.SortedFunc(maps.Keys(measures), func(a, b int64) int {
		return cmp.Or(cmp.Compare(measures[b], measures[a]), cmp.Compare(b, a))
	})
	return found[:min(len(found), limit)], nil
}

// measure is how alike two lists of words are.
func (s *needComparer) measure(mine, theirs []string) (float64, error) {
	share := func(of, in []string) (float64, error) {
		whole, found := 0.0, 0.0
		for _, word := range of {
			weight, err := s.weight(word)
			if err != nil {
				return 0, err
			}
			best := 0.0
			for _, other := range in {
				best = max(best, wordsFit(word, other))
			}
			whole, found = whole+weight, found+weight*best*best
		}
		if whole == 0 {
			return 0, nil
		}
		return found / whole, nil
	}
	typed, err := share(mine, theirs)
	if err != nil || typed == 0 {
		return 0, err
	}
	stands, err := share(theirs, mine)
	if err != nil || stands == 0 {
		return 0, err
	}
	return 2 * typed * stands / (typed + stands), nil
}

// weight is how much a word tells: more, the fewer needs have it.
func (s *needComparer) weight(word string) (float64, error) {
	if w, ok := s.weights[word]; ok {
		return w, nil
	}
	having, err := s.q("SELECT count(*) FROM (SELECT 1 FROM term WHERE space = ? AND key = ? LIMIT ?)").
		int(spaceNeedWord).text(word).int(mostHaving).number()
	w := math.Log(1 + float64(s.all+10)/float64(having+1))
	s.weights[word] = w
	return w, err
}

const (
	// mostHaving bounds how far it is counted how many needs have a word.
	mostHaving = 100
	// mostPromising is how many needs are looked at for each word: first those that
	// have the word that fits best.
	mostPromising = 800
)

// promising adds the needs that have a word, or one that it may stand for.
func (s *needComparer) promising(word string, promise map[int64]float64) error {
	fits, err := s.standIns(word)
	if err != nil {
		return err
	}
	weight, err := s.weight(word)
	if err != nil {
		return err
	}
	best, left := map[int64]float64{}, mostPromising
	collect := func(space int64, key string, fit float64) error {
		return s.q("SELECT n FROM term WHERE space = ? AND key = ? ORDER BY n DESC LIMIT ?").int(space).text(key).int(int64(left)).
			each(func(r *sqlite.Stmt) error {
				n := r.ColumnInt64(0)
				best[n] = max(best[n], fit)
				left--
				return nil
			})
	}
	words := slices.SortedFunc(maps.Keys(fits), func(a, b string) int {
		return cmp.Or(cmp.Compare(fits[b], fits[a]), cmp.Compare(a, b))
	})
	for _, key := range words {
		if err := collect(spaceNeedWord, key, fits[key]); err != nil {
			return err
		}
	}
	if sound := match.Cologne(word); len(sound) >= shortestSound {
		if err := collect(spaceNeedSound, sound, fitSound); err != nil {
			return err
		}
	}
	for n, fit := range best {
		promise[n] += weight * fit
	}
	return nil
}

// shortestSound is from how many sounds on two words that share them are taken
// for each other.
const shortestSound = 3

// standIns are the words of needs that a word may stand for.
func (s *needComparer) standIns(word string) (map[string]float64, error) {
	fits, err := s.alike(needSpace, word, utf8.RuneCountInString(word) >= shortestPart)
	if err != nil {
		return nil, err
	}
	add := func(key string) { fits[key] = max(fits[key], wordsFit(word, key)) }
	for part := range beginnings(word) {
		add(part)
	}
	back := reversed(word)
	for part := range beginnings(back) {
		add(reversed(part))
	}
	if len(back) < shortestPart {
		return fits, nil
	}
	err = s.q("SELECT DISTINCT key FROM term WHERE space = ? AND key > ? AND key < ? LIMIT 60").
		int(spaceNeedTail).text(back).text(back + "\U0010FFFF").each(func(r *sqlite.Stmt) error {
		add(reversed(r.ColumnText(0)))
		return nil
	})
	return fits, err
}

// beginnings yields the beginnings of a word that could be words.
func beginnings(word string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		letters := 0
		for i := range word {
			if letters >= shortestPart && !yield(word[:i]) {
				return
			}
			letters++
		}
	}
}

func reversed(word string) string {
	runes := []rune(word)
	slices.Reverse(runes)
	return string(runes)
}

// wordsFit tells how well two folded words fit, from 0 to 1.
func wordsFit(a, b string) float64 {
	if a == b || stem(a) == stem(b) {
		return 1
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	fit := 0.0
	if part := stem(short); len(part) >= shortestPart && (strings.HasPrefix(long, part) || strings.HasSuffix(long, short)) {
		fit = 0.6 + 0.3*float64(len(part))/float64(len(long))
	}
	if len(short) < shortestPart {
		return fit
	}
	if similarity := match.Similarity(a, b); similarity >= 0.75 {
		fit = max(fit, 0.9*similarity)
	}
	if fit < fitSound && len(short) > shortestPart {
		if sound := match.Cologne(a); len(sound) >= shortestSound && sound == match.Cologne(b) {
			fit = fitSound
		}
	}
	return fit
}

// endings are what German and English words end in, the longest first.
var endings = []string{"ungen", "ern", "end", "ung", "ies", "en", "em", "er", "es", "ed", "e", "s", "n", "y"}

// stem takes an ending off a word that stays long enough.
func stem(word string) string {
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(rest) >= shortestPart {
			return rest
		}
	}
	return word
}

// tellingWords are the words of a text that say what it is about, folded, each
// once.
func tellingWords(text string) (words []string) {
	for _, word := range wordsOf(plainText(text)) {
		if utf8.RuneCountInString(word) < 2 || sayNothing[word] || slices.Contains(words, word) {
			continue
		}
		words = append(words, word)
	}
	return words
}

// sayNothing are words without which a need says the same, as they are folded.
var sayNothing = func() map[string]bool {
	all := map[string]bool{}
	for _, word := range wordsOf(`aber alle als also am an auch auf aus bei beim bis bitte da damit dann das dass dem den
		der des die dies diese dieser ein eine einem einen einer eines er es fehlt für gern gerne gibt haben hat hätten
		ich ihr im in ist ja kann kein keine können könnte man mehr mit möchte möchten muss nach nicht noch nur ob oder
		ohne per sein sich sie sind so soll sollen sollte sollten und uns unser unsere unter vom von vor wäre war was
		wenn wer werden wie wieder will wir wird wollen wünscht wünschen würde zu zum zur über
		a about all an and any are as at be but by can could do for from get give has have how i if in is it like
		missing more need needs no not of on or our please should so some that the their them there they this to us
		want wants was we when which who will wish with would you your`) {
		all[word] = true
	}
	return all
}()

// needTerms are the keys under which a need is compared with what is typed.
func needTerms(c *needCard) (terms []term) {
	for _, word := range tellingWords(c.Title + " " + strings.Join(c.Tags, " ")) {
		terms = append(terms, term{spaceNeedWord, word})
		if back := reversed(word); utf8.RuneCountInString(word) > shortestPart {
			terms = append(terms, term{spaceNeedTail, back})
		}
		if sound := match.Cologne(word); len(sound) >= shortestSound {
			terms = append(terms, term{spaceNeedSound, sound})
		}
	}
	for _, tag := range c.Tags {
		terms = append(terms, term{spaceNeedTag, tag})
	}
	return terms
}
