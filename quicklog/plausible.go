package quicklog

import (
	"strings"
	"unicode"

	"kontor/domain"
)

// accepted reports whether the head is one: without a channel, what stands
// before a colon must look like names, and without a colon there must be a
// channel or an organisation.
func (h *head) accepted() bool {
	switch {
	case h.hasChannel && !h.trailing:
		return true
	case h.colon, h.hasChannel:
		return h.looksLikeNames()
	default:
		return h.namesOrganisation() && h.looksLikeNames()
	}
}

// namesOrganisation reports whether a free-standing @ follows a name.
func (h *head) namesOrganisation() bool {
	for i, it := range h.items[:h.last] {
		if it.kind == itemAt && i > 0 && h.p.spaceBefore(it.start) && h.p.spaceAfter(it.end) {
			return true
		}
	}
	return false
}

// labels open notes: "Idee: …" is no person.
var labels = map[string]bool{
	"idee": true, "idea": true, "todo": true, "frage": true, "question": true, "wichtig": true, "important": true,
	"achtung": true, "merke": true, "info": true, "fyi": true, "re": true, "aw": true, "wg": true, "fw": true, "fwd": true,
	"ps": true, "betreff": true, "subject": true, "nb": true, "hinweis": true, "reminder": true, "erinnerung": true,
	"problem": true, "ergebnis": true, "result": true, "fazit": true, "thema": true, "topic": true, "status": true,
	"update": true, "agenda": true, "bitte": true, "please": true, "beispiel": true, "example": true, "nachtrag": true,
	"http": true, "https": true, "mailto": true, "tel": true, "warnung": true, "warning": true, "preise": true, "prices": true,
	"offen": true, "open": true, "next": true, "plan": true, "ziel": true, "goal": true, "entscheidung": true, "decision": true,
}

// chunk is a run of words between separators.
type chunk struct {
	words  []string
	key    string // of the first word
	lower  int    // words that no name has: small and no particle
	digits int    // words with a digit
}

func (h *head) chunks() []chunk {
	var out []chunk
	var c chunk
	flush := func() {
		if len(c.words) > 0 {
			out = append(out, c)
		}
		c = chunk{}
	}
	for i := h.next; i < h.last; i++ {
		it := h.items[i]
		if it.kind != itemWord || joinWords[it.key] {
			flush()
			continue
		}
		w := h.p.line[it.start:it.end]
		if len(c.words) == 0 {
			c.key = it.key
		}
		c.words = append(c.words, w)
		if topicWords[it.key] && isLower(w) && len(out)+len(c.words) > 1 {
			break // what it was about follows
		}
		if isLower(w) && !particles[it.key] && !prepositions(it.key) && !strings.ContainsRune(w, '@') {
			c.lower++
		}
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
			c.digits++
		}
	}
	flush()
	return out
}

// joinWords stand between people.
var joinWords = map[string]bool{"und": true, "and": true, "sowie": true, "plus": true}

func prepositions(key string) bool {
	return fromWords[key] || toWords[key] || withWords[key] || atWords[key]
}

// looksLikeNames is strict: it decides where no channel says that people are
// meant.
func (h *head) looksLikeNames() bool {
	chunks := h.chunks()
	named := false
	for _, c := range chunks {
		switch {
		case len(c.words) > 6, c.digits > 0 && !strings.ContainsRune(c.words[0], '@'), labels[c.key]:
			return false
		case c.lower > 0 && (c.lower < len(c.words) || len(c.words) > 2):
			return false
		case c.lower > 0 && plainWords[c.key]:
			return false
		case strings.ContainsAny(strings.Join(c.words, ""), "?!="):
			return false
		}
		named = true
	}
	for _, it := range h.items[h.next:h.last] {
		named = named || it.kind == itemQuoted
	}
	return named
}

// plausible is lenient: a channel was given, so people are to be expected.
func (h *head) plausible() bool {
	for _, c := range h.chunks() {
		if len(c.words) > 7 || c.lower > 2 {
			return false
		}
	}
	return true
}

// plainWords are small words that begin a text and no name.
var plainWords = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq(`will wants want wegen ueber about re hat ist war fragt asks zu zum zur for fuer nach that
		dass was wir we ich i er sie es he she they und and nicht not kein keine no yes ja nein ok okay noch schon auch also
		bitte please morgen heute gestern today tomorrow yesterday keiner niemand nobody erreicht gesprochen talked spoke
		besprochen discussed sent got has had is are was were kommt braucht needs ruft meldet schickt send schicken anrufen
		call gut good schlecht bad lang kurz short nur only mal wieder again wenn if weil because aber but oder or aus auf
		im in on off der die das the den dem ein eine a an alle all viele many neue new`) {
		plainWords[w] = true
	}
}

// findText decides, where there is no colon, which words are still names:
// "Telefonat Goethe, Schiller will deutsche Doku".
func (h *head) findText() {
	if h.hasChannel && h.channel.id == domain.ChannelNote {
		h.cutText(h.next)
		return
	}
	chunkAt, capitals, first := h.next, 0, true
	for i := h.next; i < h.last; i++ {
		it := h.items[i]
		switch {
		case it.kind == itemQuoted || it.kind == itemParens:
			capitals++
			continue
		case it.kind != itemWord || joinWords[it.key] && capitals > 0:
			if capitals > 0 {
				first = false
			}
			chunkAt, capitals = i+1, 0
			continue
		case i == chunkAt && (prepositions(it.key) || salutations[it.key]):
			chunkAt++
			continue
		case h.isNameWord(i):
			capitals++
			continue
		}
		// A word that no name has: the text begins with it, or with its clause.
		switch {
		case capitals > 0 && first:
			h.cutText(i)
			return
		case capitals == 0 && h.smallNames(i):
			for i+1 < h.last && h.items[i+1].kind == itemWord && !joinWords[h.items[i+1].key] {
				i++
			}
			capitals = 1
		default:
			h.cutText(chunkAt)
			return
		}
	}
}

// isNameWord reports whether a word is written as in a name.
func (h *head) isNameWord(i int) bool {
	it := h.items[i]
	w := h.p.line[it.start:it.end]
	if strings.ContainsRune(w, '@') {
		return true
	}
	if !hasLetter(w) || strings.ContainsAny(w, "!?") {
		return false
	}
	if !isLower(w) {
		return true
	}
	if !particles[it.key] || i+1 >= h.last || h.items[i+1].kind != itemWord {
		return strings.ContainsAny(w, "'’") && hasCapital(w) // d'Alembert
	}
	if i > h.next && particles[h.items[i-1].key] {
		return true
	}
	switch it.key {
	case "von", "van", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "vom", "ten", "ter", "af", "av", "bin", "ibn", "al", "el", "v":
		return true
	}
	return false
}

func hasCapital(s string) bool { return strings.IndexFunc(s, unicode.IsUpper) >= 0 }

// smallNames reports whether a clause of small letters is a name typed in a
// hurry: one or two words that are no plain ones.
func (h *head) smallNames(i int) bool {
	n := 0
	for ; i < h.last && h.items[i].kind == itemWord && !joinWords[h.items[i].key]; i++ {
		if n++; n > 2 || plainWords[h.items[i].key] || !hasLetter(h.p.line[h.items[i].start:h.items[i].end]) {
			return false
		}
	}
	return true
}

// cutText lets the text begin at an item.
func (h *head) cutText(i int) {
	if i >= h.last {
		return
	}
	h.cutAt(i)
	h.last = i
}

// cutAt ends the head before an item and gives what follows to the text.
func (h *head) cutAt(i int) {
	h.textAt = h.items[i].start
	if h.items[i].kind == itemQuoted || h.items[i].kind == itemParens {
		h.textAt--
		for h.textAt > 0 && h.p.line[h.textAt]&0xC0 == 0x80 {
			h.textAt--
		}
	}
	for n, m := range h.dates {
		if m.Start >= h.textAt {
			h.dates = h.dates[:n]
			break
		}
	}
	for n, l := range h.lengths {
		if l.Start >= h.textAt {
			h.lengths = h.lengths[:n]
			break
		}
	}
}
