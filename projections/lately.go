package projections

import (
	"strings"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// lately is what a search looks through for the beginning of a word: the names of
// those with whom we spoke last, and the words of the conversations recorded last.
// It is the same from key to key, until something changes.
type lately struct {
	names atomic.Pointer[latelyOf[latelyNamed]]
	talk  atomic.Pointer[latelyOf[latelySaid]]
	rules latelyChosen
}

// latelyOf are the rows that were found in a state of the file.
type latelyOf[T any] struct {
	state fileState
	rows  []T
}

// fileState names what the rows of the file say: up to which event, since when the
// end of the ledger was replaced, and in which file, for a number means another
// record in another.
type fileState struct{ file, era, position int64 }

type latelyNamed struct {
	n     int64
	words []string
}

type latelySaid struct {
	position int64
	folded   string
}

// forget drops what was read before a change, which may have been an erasure.
func (l *lately) forget() {
	l.names.Store(nil)
	l.talk.Store(nil)
	l.rules.forget()
}

// latelyChosen are the people whom the rules of filters held or named that were
// asked last: a filter stays the same while words are typed behind it.
type latelyChosen struct {
	mu    sync.Mutex
	state fileState
	today int64
	found map[chosenBy]chosen
}

// chosenBy is a rule by which people were chosen: those whom it holds or, where
// most is not 0, those whom it names, of whom no more than so many were asked for.
type chosenBy struct {
	rule domain.Rule
	most int
}

// rulesKept is for how many rules the people are kept, a bit for each person.
const rulesKept = 16

func (l *latelyChosen) forget() {
	l.mu.Lock()
	l.found = nil
	l.mu.Unlock()
}

func (l *latelyChosen) get(state fileState, today int64, by chosenBy) (chosen, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state != state || l.today != today {
		return chosen{}, false
	}
	c, ok := l.found[by]
	return c, ok
}

func (l *latelyChosen) put(state fileState, today int64, by chosenBy, c chosen) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state != state || l.today != today || l.found == nil || len(l.found) == rulesKept {
		l.state, l.today, l.found = state, today, map[chosenBy]chosen{}
	}
	l.found[by] = c
}

// ofTheDay tells whether a rule holds the same people all day while nothing
// changes. The others look at the time as well.
func ofTheDay(rule domain.Rule) bool {
	switch rule.About {
	case domain.AboutLastContact, domain.AboutSentiment, domain.AboutChannel:
		return false
	}
	return true
}

// present is the state of the file with the position that the reader sees.
func (r *reader) present() (fileState, error) {
	state := r.state
	var err error
	state.position, err = r.q("SELECT position FROM generation").number()
	return state, err
}

// keptRows are the rows as they were read before, or are read now.
func keptRows[T any](r *reader, kept *atomic.Pointer[latelyOf[T]], read func() ([]T, error)) ([]T, error) {
	state, err := r.present()
	if err != nil {
		return nil, err
	}
	if k := kept.Load(); k != nil && k.state == state {
		return k.rows, nil
	}
	rows, err := read()
	if err == nil {
		kept.Store(&latelyOf[T]{state, rows})
	}
	return rows, err
}

// latelySpoken are the people with whom we spoke last.
func (s *searcher) latelySpoken() ([]latelyNamed, error) {
	return keptRows(s.reader, &s.lately.names, func() (people []latelyNamed, err error) {
		err = s.q("SELECT n FROM contact ORDER BY last DESC, n DESC LIMIT ?").int(recentPeople).each(func(r *sqlite.Stmt) error {
			people = append(people, latelyNamed{n: r.ColumnInt64(0)})
			return nil
		})
		for i := range people {
			if err != nil {
				return nil, err
			}
			var name string
			_, err = s.q("SELECT name FROM record WHERE n = ?").int(people[i].n).first(func(r *sqlite.Stmt) { name = r.ColumnText(0) })
			people[i].words = wordsOf(name)
		}
		return people, err
	})
}

// latelyRecorded are the conversations recorded last.
func (s *searcher) latelyRecorded() ([]latelySaid, error) {
	return keptRows(s.reader, &s.lately.talk, func() (talk []latelySaid, err error) {
		err = s.q("SELECT position, card FROM conversation ORDER BY position DESC LIMIT ?").int(latestTalk).
			each(func(r *sqlite.Stmt) error {
				var c card
				c.unpack(columnBlob(r, 1))
				talk = append(talk, latelySaid{r.ColumnInt64(0), strings.Clone(match.FoldGerman(c.words()))})
				return nil
			})
		return talk, err
	})
}
