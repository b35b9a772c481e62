package quicklog

import (
	"slices"
	"strings"
	"time"

	"kontor/when"
)

// Promised is what somebody promised at the end of a text, in its words without
// the day and without "she will", and who it was as the text names them; that is
// empty where the text says "she". Both are empty where nobody promises anything.
// The names are those of the people and organisations of the conversation.
func Promised(text string, names []string, at time.Time) (what, who string) {
	p := &parser{line: text, now: at, painted: make([]int32, len(text))}
	for _, name := range names {
		p.out.People = append(p.out.People, Name{Text: name, Organisation: -1})
	}
	t := &body{p: p, end: len(text)}
	t.read()
	if t.promise.start == t.promise.end {
		return "", ""
	}
	words := strings.Fields(t.without(t.promise, []span{t.promiseDue}))
	for len(words) > 1 && joining[nameKey(words[0])] {
		words = words[1:]
	}
	keys := make([]string, len(words))
	for i, word := range words {
		keys[i] = nameKey(strings.ReplaceAll(word, "’", "'"))
	}
	from := p.subjectOf(keys)
	if from > 0 && !others[strings.TrimSuffix(keys[0], "'ll")] {
		who = strings.Trim(strings.Join(words[:from], " "), " ,;:")
	}
	if from < len(keys)-1 && (auxiliary[keys[from]] || wishing[keys[from]] && keys[from+1] == "to") {
		if wishing[keys[from]] {
			from++
		}
		from++
	}
	return strings.Trim(strings.Join(words[from:], " "), " ,;:.!–—-"), who
}

// promised reports whether a clause with a day to come says what somebody else
// does, so that it is no follow-up of ours. It stays in the text; what they
// promised is an answer that is expected of them by that day.
func (t *body) promised(c clause, due when.Match) bool {
	p := t.p
	said := t.without(c.span, []span{{due.Start, due.End}})
	what := p.tellOf(said[:min(len(said), 400)])
	if what != theyPromise || p.out.AnswerExpected || len(p.out.People)+len(p.out.Organisations) == 0 {
		return what != weDo
	}
	p.out.AnswerExpected, p.out.AnswerTheirs, p.out.AnswerBy = true, true, due.Day()
	t.promise, t.promiseDue = c.span, span{due.Start, due.End}
	return true
}

// telling is what a clause says about who does something.
type telling uint8

const (
	weDo        telling = iota // something for us: also what they wish
	theyAre                    // how it is with them
	theyPromise                // they do something
)

// tellOf reads who does something in a clause, by its first words.
func (p *parser) tellOf(said string) telling {
	var words []string
	for _, word := range strings.Fields(strings.ReplaceAll(said, "’", "'")) {
		if key := nameKey(word); key != "" && (len(words) > 0 || !joining[key]) {
			words = append(words, key)
		}
	}
	subject := p.subjectOf(words)
	switch {
	case len(words) == 0:
		return weDo
	case subject == 0 && promising[words[0]]:
		if len(words) > 1 && self[words[1]] {
			return weDo
		}
		return theyPromise
	case subject == 0 || subject >= len(words):
		if subject == 1 && strings.HasSuffix(words[0], "'ll") {
			return theyPromise
		}
		return weDo
	}
	verb, rest := words[subject], words[subject+1:]
	english := words[0] == "he" || words[0] == "she" || words[0] == "they"
	switch {
	case strings.HasSuffix(words[0], "'ll"):
		return theyPromise
	case states[verb]:
		return theyAre
	case verb == "will" && english, promising[verb]:
		return theyPromise
	case verb == "will", verb == "wollen", verb == "moechte", verb == "moechten":
		// "will das Angebot" is a wish, "will es schicken" and "will send" are not.
		if len(rest) > 0 && (infinitive(rest[len(rest)-1]) || sending[rest[0]]) {
			return theyPromise
		}
		return weDo
	case wishing[verb]:
		if len(rest) > 0 && rest[0] == "to" {
			return theyPromise
		}
		return weDo
	case words[0] == "er" || english:
		return theyPromise
	}
	return weDo
}

// subjectOf is how many of the words name one of them: a pronoun, or somebody
// whom the head of the line names.
func (p *parser) subjectOf(words []string) int {
	if len(words) == 0 {
		return 0
	}
	first := strings.TrimSuffix(words[0], "'ll")
	if others[first] {
		return 1
	}
	longest := 0
	for _, names := range [][]Name{p.out.People, p.out.Organisations} {
		for _, name := range names {
			parts := strings.Fields(name.Text)
			for i := range parts {
				parts[i] = nameKey(parts[i])
			}
			for from := range parts {
				n := len(parts) - from
				if n > longest && n <= len(words) && slices.Equal(parts[from:], words[:n]) {
					longest = n
				}
			}
			if longest == 0 && len(parts) > 0 && parts[0] == first {
				longest = 1
			}
		}
	}
	return longest
}

// infinitive tells a German infinitive at the end of a clause by its look.
func infinitive(word string) bool {
	return strings.HasSuffix(word, "en") || strings.HasSuffix(word, "ern") || strings.HasSuffix(word, "eln")
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[when.Fold(word)] = true
	}
	return set
}

var (
	// joining words stand before what a clause is about.
	joining = wordSet("und aber dann außerdem dass also and but then that")
	// others are the words for them.
	others = wordSet("er sie he she they")
	// promising verbs are in the third person: of the one who logs it would be
	// another form, or the infinitive. "sie anrufen" is not among them.
	promising = wordSet(`schickt sendet liefert meldet ruft gibt bringt prüft antwortet entscheidet klärt bestätigt
		überweist zahlt bezahlt unterschreibt unterzeichnet schreibt kümmert reicht stellt legt verspricht wird werden
		schicken senden liefern melden geben bringen prüfen antworten entscheiden klären bestätigen zahlen
		unterschreiben schreiben reichen versprechen
		sends delivers calls gets brings checks answers replies decides confirms pays signs writes promises promised lets gives returns`)
	// auxiliary verbs only say that something is to come.
	auxiliary = wordSet("will wird werden wollen möchte möchten")
	// sending are English verbs as they follow "will" or a name.
	sending = wordSet(`send deliver call get bring check answer reply decide confirm pay sign write let give return come
		provide share ask contact finish review forward mail email tell try take follow make do`)
	// wishing verbs ask for something that we are to do, or only may happen.
	wishing = wordSet(`braucht brauchen wünscht wünschen erwartet erwarten bittet bitten fragt fragen hätte hätten kann können
		könnte könnten soll sollen sollte darf muss müssen
		wants want needs need expects expect asks ask would can could may might should must`)
)
