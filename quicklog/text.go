package quicklog

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kontor/domain"
	"kontor/when"
)

// hole is a part that is taken out of the text: a sentiment, an expected
// answer, a duration.
type hole struct {
	span
	role Role
}

// text reads everything from a byte on.
func (p *parser) text(from int) {
	start, end := p.trim(from, len(p.line))
	for _, dash := range []string{"– ", "— ", "- "} {
		if from > 0 && strings.HasPrefix(p.line[start:end], dash) {
			start += len(dash)
		}
	}
	if start >= end {
		return
	}
	t := &body{p: p, start: start, end: end}
	p.paint(start, end, RoleText)
	t.read()
	for _, f := range t.todo {
		p.followUp(t, f)
	}
	p.paint(t.promise.start, t.promise.end, RoleAnswer)
	p.paint(t.promiseDue.start, t.promiseDue.end, RoleDue)
	p.out.Text = t.said()
	if p.out.Text == "" && len(t.todo) > 0 && !p.out.ChannelGiven && len(p.out.People)+len(p.out.Ours)+len(p.out.Organisations) == 0 {
		// A note of nothing but tasks still says what it is about.
		var words []string
		for _, f := range p.out.FollowUps {
			words = append(words, f.Text)
		}
		p.out.Text = strings.Join(words, "; ")
	}
	for _, h := range t.holes {
		p.paint(h.start, h.end, h.role)
	}
	p.tags(start, end)
	p.mentions(start, end)
}

// body is the text with what was found in it.
type body struct {
	p          *parser
	start, end int
	coming     []when.Match // dates to come, in bytes of the line
	holes      []hole
	kept       []clause // what was said
	todo       []task
	// promise is the clause with what they promised, and promiseDue its day.
	promise, promiseDue span
}

// clause is a part of the text between separators.
type clause struct {
	span
	at int // its number in the text
}

// task is a follow-up as found.
type task struct {
	span
	due    when.Match
	forWho span // the name after >>, if any
}

func (t *body) read() {
	p := t.p
	t.coming = shifted(when.Find(p.line[t.start:t.end], p.now, when.Future), t.start)
	if a, ok := p.answer(t.start, t.end, t.coming); ok {
		t.answered(a)
	}
	arrows := p.arrows(t.start, t.end)
	limit := t.end
	for i := len(arrows) - 1; i >= 0; i-- {
		t.trailing(arrows[i], limit)
		limit = arrows[i]
	}
	t.trailing(t.start, limit)
	t.durations(limit)
	clauses := t.pastMoment(t.clauses(t.start, limit))
	t.kept = t.split(clauses)
	if n := len(t.kept); n > 0 && n < len(clauses) {
		t.trailing(t.kept[0].start, t.kept[n-1].end) // "nett +, Buch schicken Fr"
	}
	for i, at := range arrows {
		stop := t.end
		if i+1 < len(arrows) {
			stop = arrows[i+1]
		}
		t.arrowed(at, stop)
	}
}

func shifted(found []when.Match, by int) []when.Match {
	for i := range found {
		found[i].Start += by
		found[i].End += by
	}
	return found
}

var sentiments = map[string]int{
	"++": 2, "+": 1, "-": -1, "--": -2, "+2": 2, "+1": 1, "-1": -1, "-2": -2, "−": -1, "−−": -2, "−1": -1, "−2": -2, "±0": 0,
}

// lastWord is the last word of a part, empty if there is none.
func (p *parser) lastWord(start, end int) span {
	end = start + len(strings.TrimRightFunc(p.line[start:end], unicode.IsSpace))
	i := strings.LastIndexFunc(p.line[start:end], unicode.IsSpace)
	if i < 0 {
		return span{start, end}
	}
	_, size := utf8.DecodeRuneInString(p.line[start+i:])
	return span{start + i + size, end}
}

// trailing takes the sentiment and a lone question mark off the end of a part.
// Tags and what was already taken may stand between them, and a comma before the
// follow-up.
func (t *body) trailing(start, end int) {
	p := t.p
	for end > start {
		if h, ok := t.holeAt(end - 1); ok {
			end = h.start
			continue
		}
		w := p.lastWord(start, end)
		if w.start >= w.end {
			return
		}
		word := strings.TrimRight(p.line[w.start:w.end], ",;")
		value, ok := sentiments[word]
		switch h, taken := t.holeAt(w.end - 1); {
		case taken:
			end = h.start
			continue
		case ok && !p.out.SentimentGiven:
			p.out.Sentiment, p.out.SentimentGiven = value, true
			t.holes = append(t.holes, hole{w, RoleSentiment})
		case word == "?" && !p.out.AnswerExpected:
			p.out.AnswerExpected = true
			t.holes = append(t.holes, hole{w, RoleAnswer})
		case len(word) > 1 && word[0] == '#', word == "":
		default:
			return
		}
		end = w.start
	}
}

func (t *body) holeAt(i int) (hole, bool) {
	for _, h := range t.holes {
		if i >= h.start && i < h.end {
			return h, true
		}
	}
	return hole{}, false
}

// expected is a question mark of its own, with or without a day.
type expected struct {
	span
	by  domain.Day
	due span
}

// answer finds "?bis Fr" anywhere in a part.
func (p *parser) answer(start, end int, coming []when.Match) (expected, bool) {
	next := 0
	for i := start; i < end; i++ {
		if p.line[i] != '?' || !p.spaceBefore(i) {
			continue
		}
		after := i + 1
		for after < end && p.line[after] == ' ' {
			after++
		}
		for next < len(coming) && coming[next].Start < after {
			next++
		}
		if next < len(coming) && coming[next].Start == after && coming[next].End <= end {
			m := coming[next]
			return expected{span{i, m.End}, m.Day(), span{m.Start, m.End}}, true
		}
	}
	return expected{}, false
}

func (t *body) answered(a expected) {
	t.p.out.AnswerExpected, t.p.out.AnswerBy = true, a.by
	t.holes = append(t.holes, hole{a.span, RoleAnswer})
	for i, m := range t.coming {
		if m.Start == a.due.start {
			t.coming = append(t.coming[:i:i], t.coming[i+1:]...)
			break
		}
	}
}

// loneAnswer reads a question mark in the head: "Mail von Humboldt ?: …".
func (p *parser) loneAnswer(start, end int) {
	coming := shifted(when.Find(p.line[start:end], p.now, when.Future), start)
	if a, ok := p.answer(start, end, coming); ok {
		p.out.AnswerExpected, p.out.AnswerBy = true, a.by
		p.paint(a.start, a.end, RoleAnswer)
		return
	}
	for i := start; i < end; i++ {
		if p.line[i] == '?' && p.spaceBefore(i) && (i+1 == end || p.spaceAfter(i+1)) {
			p.out.AnswerExpected = true
			p.paint(i, i+1, RoleAnswer)
			return
		}
	}
}

// durations takes "(20 min)" and a clause ", 20 min" out of the text.
func (t *body) durations(limit int) {
	p := t.p
	if p.out.Duration != 0 {
		return
	}
	for _, l := range when.Lengths(p.line[t.start:limit]) {
		start, end := t.start+l.Start, t.start+l.End
		switch {
		case start > t.start && p.line[start-1] == '(' && end < limit && p.line[end] == ')':
			start, end = start-1, end+1
		case !t.isClause(start, end, limit):
			continue
		}
		p.out.Duration = l.Duration.Round(time.Second)
		t.holes = append(t.holes, hole{span{start, end}, RoleDuration})
		return
	}
}

// isClause reports whether a part stands between commas or ends.
func (t *body) isClause(start, end, limit int) bool {
	before := strings.TrimRight(t.p.line[max(t.start, start-8):start], " ")
	after := strings.TrimLeft(t.p.line[end:min(limit, end+8)], " .")
	return (before == "" || strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";")) &&
		(after == "" || after[0] == ',' || after[0] == ';')
}

// pastMoment takes a clause that says nothing but when it was.
func (t *body) pastMoment(clauses []clause) []clause {
	p := t.p
	if p.out.WhenGiven || len(clauses) < 2 {
		return clauses
	}
	for n, i := range []int{0, len(clauses) - 1} {
		c := clauses[i]
		start, end := p.trimPunctuation(c.start, c.end)
		if end-start > 60 {
			continue
		}
		m := when.Parse(p.line[start:end], p.now, when.Past)
		if !m.OK || m.Open || m.Time.After(p.now) || n == 0 && t.hasTask(c) {
			continue
		}
		p.out.When, p.out.WhenGiven = m.Moment(), true
		t.holes = append(t.holes, hole{span{start, end}, RoleWhen})
		return append(clauses[:i:i], clauses[i+1:]...)
	}
	return clauses
}

// said is the text without the follow-ups and the holes.
func (t *body) said() string {
	p := t.p
	var b strings.Builder
	for i, c := range t.kept {
		switch {
		case i == 0:
		case t.kept[i-1].at+1 == c.at:
			b.WriteString(p.line[t.kept[i-1].end:c.start])
		default:
			b.WriteString(", ")
		}
		b.WriteString(t.without(c.span, nil))
	}
	s := strings.ToValidUTF8(b.String(), "\uFFFD")
	return strings.TrimRight(strings.TrimSpace(s), " ,;\t\n")
}

// without gives a part of the line without the holes and the other spans in it.
func (t *body) without(part span, others []span) string {
	cuts := append([]span(nil), others...)
	for _, h := range t.holes {
		cuts = append(cuts, h.span)
	}
	sortSpans(cuts)
	var b strings.Builder
	at := part.start
	for _, c := range cuts {
		if c.end <= at || c.start >= part.end {
			continue
		}
		b.WriteString(strings.TrimRight(t.p.line[at:max(at, c.start)], " "))
		at = c.end
		for at < part.end && t.p.line[at] == ' ' {
			at++
		}
		if at < part.end && strings.IndexByte(",;.", t.p.line[at]) < 0 {
			b.WriteByte(' ')
		}
	}
	if at < part.end {
		b.WriteString(t.p.line[at:part.end])
	}
	return b.String()
}
