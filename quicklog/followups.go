package quicklog

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kontor/domain"
	"kontor/when"
)

func sortSpans(s []span) {
	slices.SortFunc(s, func(a, b span) int { return a.start - b.start })
}

// arrow is the first ">" that introduces a follow-up, or −1. "->", ">=" and a
// comparison of numbers ("> 5") are none.
func (p *parser) arrow(start, end int) int {
	for i := start; i < end; i++ {
		if p.line[i] == '>' && p.spaceBefore(i) && !strings.HasPrefix(p.line[i:], ">=") {
			return i
		}
	}
	return -1
}

// arrows are all of them.
func (p *parser) arrows(start, end int) []int {
	var out []int
	for i := p.arrow(start, end); i >= 0; i = p.arrow(i+1, end) {
		rest := strings.TrimLeft(p.line[i+1:end], " ")
		if rest != "" && isDigit(rest[0]) && !p.dateFollows(end-len(rest), end) {
			continue
		}
		out = append(out, i)
	}
	return out
}

func (p *parser) dateFollows(start, end int) bool {
	found := when.Find(p.line[start:min(end, start+40)], p.now, when.Future)
	return len(found) > 0 && found[0].Start == 0
}

// clauses splits a part at commas, ends of sentences and lines, but not within
// dates, quotes or parentheses.
func (t *body) clauses(start, end int) []clause {
	p := t.p
	var out []clause
	from, depth, quoted := start, 0, false
	next, _ := slices.BinarySearchFunc(t.coming, start, func(m when.Match, at int) int { return m.End - at })
	add := func(to, then int) {
		s, e := p.trim(from, to)
		if s < e {
			out = append(out, clause{span{s, e}, len(out)})
		}
		from = then
	}
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(p.line[i:end])
		for next < len(t.coming) && t.coming[next].End <= i {
			next++
		}
		inDate := next < len(t.coming) && i >= t.coming[next].Start && i < t.coming[next].End-1
		switch {
		case inDate:
		case r == '"':
			quoted = !quoted && strings.IndexByte(p.line[i+1:end], '"') >= 0
		case r == '(' && depth == 0 && strings.IndexByte(p.line[i:min(end, i+200)], ')') > 0:
			depth = 1
		case r == ')':
			depth = 0
		case r == '\n':
			add(i, i+size)
			depth, quoted = 0, false
		case quoted || depth > 0:
		case r == ',' && i > start && i+1 < end && isDigit(p.line[i-1]) && isDigit(p.line[i+1]):
		case r == ',' || r == ';':
			add(i, i+size)
		case (r == '.' || r == '!' || r == '?') && i+1 < end && p.line[i+1] == ' ' && t.endsSentence(i, end):
			add(i+1, i+1)
		case (r == '–' || r == '—') && p.spaceBefore(i) && p.spaceAfter(i+size):
			add(i, i+size)
		}
		i += size
	}
	add(end, end)
	return out
}

// abbreviations end in a dot within a sentence.
var abbreviations = map[string]bool{
	"dr": true, "prof": true, "nr": true, "no": true, "ca": true, "bzw": true, "usw": true, "etc": true, "vgl": true,
	"str": true, "st": true, "tel": true, "inkl": true, "evtl": true, "ggf": true, "mr": true, "mrs": true, "ms": true,
	"fr": true, "hr": true, "herr": true, "bspw": true, "max": true, "min": true, "std": true, "incl": true, "approx": true,
	"mio": true, "mrd": true, "tsd": true, "abt": true, "vs": true, "inc": true, "ltd": true, "co": true,
}

// endsSentence tells the end of a sentence from an abbreviation or an initial.
func (t *body) endsSentence(i, end int) bool {
	line := t.p.line
	if line[i] != '.' {
		return true
	}
	rest := strings.TrimLeft(line[i+1:end], " ")
	if rest == "" || isLower(rest) {
		return false
	}
	w := t.p.lastWord(max(t.start, i-24), i)
	word := line[w.start:w.end]
	return utf8.RuneCountInString(word) > 1 && !abbreviations[nameKey(word)] && !isDigit(line[i-1])
}

// split takes the last clauses that are tasks off the text. If nothing else
// was said, the text keeps them too, so that a conversation has words.
func (t *body) split(clauses []clause) []clause {
	p := t.p
	end := len(clauses)
	var found []task
	for end > 0 {
		c := clauses[end-1]
		if !hasLetter(t.without(c.span, nil)) && !t.dated(c) {
			end-- // nothing but marks
			continue
		}
		due, ok := t.due(c)
		if !ok || t.promised(c, due) {
			break
		}
		part := c.span
		from := end - 1
		if !hasLetter(t.without(c.span, []span{{due.Start, due.End}})) {
			// "Entwurf schicken, nächsten Di": the day stands alone.
			if from == 0 || t.dated(clauses[from-1]) {
				break
			}
			from--
			part.start = clauses[from].start
			if t.promised(clause{part, from}, due) {
				break
			}
		}
		found = append(found, task{span: part, due: due})
		end = from
	}
	if len(found) == 0 {
		return clauses
	}
	slices.Reverse(found)
	t.todo = append(t.todo, found...)
	for _, c := range clauses[:end] {
		if hasLetter(p.line[c.start:c.end]) {
			return clauses[:end]
		}
	}
	return clauses
}

// dated reports whether a clause holds any date to come.
func (t *body) dated(c clause) bool {
	_, ok := t.firstComing(c.span)
	return ok
}

func (t *body) hasTask(c clause) bool {
	_, ok := t.due(c)
	return ok
}

// firstComing is the first date within a part, found by halving.
func (t *body) firstComing(s span) (when.Match, bool) {
	i, _ := slices.BinarySearchFunc(t.coming, s.start, func(m when.Match, at int) int { return m.Start - at })
	if i < len(t.coming) && t.coming[i].End <= s.end {
		return t.coming[i], true
	}
	return when.Match{}, false
}

// due is the date of a clause that asks for something to be done.
func (t *body) due(c clause) (when.Match, bool) {
	p := t.p
	words := strings.Fields(p.line[c.start:min(c.end, c.start+400)])
	if len(words) > 0 && states[nameKey(words[0])] {
		return when.Match{}, false
	}
	past := slices.ContainsFunc(words, func(w string) bool { return pastWords[nameKey(w)] })
	for s := c.span; ; {
		m, ok := t.firstComing(s)
		if !ok {
			return m, false
		}
		if p.toCome(m) && (!m.Open || !past) {
			return m, true
		}
		s.start = m.End
	}
}

// toCome reports whether a date is worth a follow-up without being asked for:
// after today, or today by a later time.
func (p *parser) toCome(m when.Match) bool {
	today := domain.DayOf(p.now)
	switch {
	case m.Precision == domain.PrecisionYear, m.TimeOnly:
		return false
	case m.HasTime:
		return m.Time.After(p.now)
	case m.Day() != today:
		return m.Day() > today
	}
	for _, w := range strings.Fields(p.line[m.Start:m.End]) {
		if laterToday[nameKey(w)] {
			return true
		}
	}
	return false
}

var laterToday = map[string]bool{
	"noch": true, "bis": true, "by": true, "tonight": true, "abend": true, "nachmittag": true, "afternoon": true, "evening": true, "until": true,
}

// states open a clause that describes and does not ask: "ist nächste Woche im
// Urlaub".
var states = map[string]bool{
	"ist": true, "sind": true, "war": true, "waren": true, "hat": true, "haben": true, "hatte": true, "hatten": true,
	"is": true, "are": true, "was": true, "were": true, "has": true, "have": true, "had": true, "bleibt": true, "stays": true,
}

// pastWords make an open day a past one: "hat Di angerufen", "was here on Mon".
var pastWords = map[string]bool{
	"war": true, "waren": true, "hat": true, "hatte": true, "hatten": true, "wurde": true, "wurden": true, "kam": true,
	"kamen": true, "ging": true, "sagte": true, "schrieb": true, "rief": true, "wollte": true, "fragte": true,
	"was": true, "were": true, "had": true, "has": true, "did": true, "said": true, "came": true, "went": true, "wrote": true,
	"called": true, "asked": true, "told": true, "letzten": true, "letzte": true, "last": true, "since": true, "seit": true,
}

// arrowed reads what follows a ">" up to the next one: one follow-up, or one
// for every clause with a day of its own.
func (t *body) arrowed(at, stop int) {
	p := t.p
	start := at + 1
	var who span
	if start < stop && p.line[start] == '>' {
		who = p.nameAfter(start+1, stop)
		start = max(start+1, who.end)
		if start < stop && p.line[start] == '"' {
			start++
		}
		for start < stop && strings.IndexByte(" ,:", p.line[start]) >= 0 {
			start++
		}
	}
	p.paint(at, stop, RoleFollowUp)
	var groups []task
	open := false // the last group still waits for its day
	for _, c := range t.clauses(start, stop) {
		due, ok := t.firstDue(c.span)
		switch {
		case len(groups) == 0, ok && !open:
			groups = append(groups, task{span: c.span, due: due, forWho: who})
			open = !ok
		default:
			last := &groups[len(groups)-1]
			last.end = c.end
			if ok {
				last.due, open = due, false
			}
		}
	}
	if len(groups) == 0 && who.start < who.end {
		// Nothing stands behind the name: a colleague is to do something about
		// this conversation; any other word is itself what is to be done.
		f := task{span: span{who.end, who.end}, forWho: who}
		if _, ok := p.member(p.line[who.start:who.end]); !ok {
			f = task{span: who}
		}
		groups = append(groups, f)
	}
	t.todo = append(t.todo, groups...)
}

// firstDue is the first date from today on.
func (t *body) firstDue(s span) (when.Match, bool) {
	for {
		m, ok := t.firstComing(s)
		if !ok || m.Day() >= domain.DayOf(t.p.now) {
			return m, ok
		}
		s.start = m.End
	}
}

// nameAfter is the name after ">>": in quotes, a colleague's, or one word.
func (p *parser) nameAfter(start, stop int) span {
	for start < stop && p.line[start] == ' ' {
		start++
	}
	if start < stop && p.line[start] == '"' {
		if n := strings.IndexByte(p.line[start+1:stop], '"'); n > 0 {
			return span{start + 1, start + 1 + n}
		}
	}
	return p.memberAt(start, stop)
}

// longestWord is longer than a word of a colleague's name.
const longestWord = 80

// memberAt is the longest colleague's name at a byte, else the word there.
func (p *parser) memberAt(start, stop int) span {
	first, last := span{}, span{}
	end := start
	for n := 0; n < 4 && end < stop; n++ {
		for end < stop && p.line[end] == ' ' {
			end++
		}
		from := end
		for end < stop && end-from < longestWord {
			r, size := utf8.DecodeRuneInString(p.line[end:stop])
			if strings.ContainsRune(" ,;:()<>\"\t\n?!", r) {
				break
			}
			end += size
		}
		if end == from {
			break
		}
		if n == 0 {
			first = span{start, end}
		}
		stop := start + len(strings.TrimRight(p.line[start:end], "."))
		if _, ok := p.member(p.line[start:stop]); ok {
			last = span{start, stop}
		}
	}
	if last.end > 0 {
		return last
	}
	return first
}
