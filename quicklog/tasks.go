package quicklog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/domain"
)

// followUp records a task that was found.
func (p *parser) followUp(t *body, f task) {
	p.paint(f.start, f.end, RoleFollowUp)
	var cuts []span
	out := FollowUp{}
	if f.due.OK {
		out.Due = f.due.Day()
		cuts = append(cuts, span{f.due.Start, f.due.End})
		p.paint(f.due.Start, f.due.End, RoleDue)
	}
	who := f.forWho
	if who.start >= who.end {
		var part span
		if part, who = p.assignee(f.span); who.start < who.end {
			cuts = append(cuts, part)
		}
	}
	if who.start < who.end {
		if out.For = p.named(who); self[nameKey(out.For.Text)] {
			out.For = Name{} // "(für mich)"
		}
		p.paint(who.start, who.end, RoleAssignee)
	}
	sortSpans(cuts)
	out.Text = strings.Trim(tidy(t.without(f.span, cuts)), " ,;:–—-")
	out.Text = strings.TrimPrefix(strings.ReplaceAll(out.Text, " ,", ","), "> ")
	if f.due.OK && f.due.HasTime {
		// The ledger knows only the day of a follow-up; the words keep the time.
		out.Text = strings.TrimPrefix(out.Text+", "+f.due.Time.Format("15:04"), ", ")
	}
	p.out.FollowUps = append(p.out.FollowUps, out)
}

func (p *parser) named(s span) Name {
	n := Name{Text: tidy(p.line[s.start:s.end]), Start: s.start, End: s.end, Organisation: -1}
	if m, ok := p.member(n.Text); ok {
		n.Member, n.Partly = m.id, m.partly
	}
	return n
}

// assignee finds "(für Herder)", "(@Herder)", and without parentheses "für
// Herder" if Herder is a colleague. part is what to take out of the words.
func (p *parser) assignee(f span) (part, who span) {
	const furthest = 400
	text := p.line[f.start:min(f.end, f.start+furthest)]
	for i := range len(text) {
		at := f.start + i
		if text[i] == '@' && i == 0 {
			if n := p.memberAt(at+1, f.end); n.start < n.end {
				if _, ok := p.member(p.line[n.start:n.end]); ok {
					return span{at, n.end}, n
				}
			}
		}
		parens := text[i] == '('
		if parens {
			at++
		} else if !p.spaceBefore(at) {
			continue
		}
		rest := p.line[at:f.end]
		size := 0
		for _, word := range []string{"für ", "fu\u0308r ", "fuer ", "for ", "Für ", "For "} {
			if strings.HasPrefix(rest, word) {
				size = len(word)
			}
		}
		if parens && strings.HasPrefix(rest, "@") {
			size = 1
		}
		if size == 0 {
			continue
		}
		n := p.memberAt(at+size, f.end)
		if parens {
			if end := strings.IndexByte(rest, ')'); end > size && end < 80 {
				return span{at - 1, at + end + 1}, span{at + size, at + end}
			}
			continue
		}
		if _, ok := p.member(p.line[n.start:n.end]); ok && n.start < n.end {
			return span{at, n.end}, n
		}
	}
	return span{}, span{}
}

// tagSpans finds the tags in a part, # included. A tag has a letter, and
// nothing but space or an opening mark stands before it.
func (p *parser) tagSpans(start, end int) []span {
	var out []span
	for i := start; i < end; {
		if p.line[i] != '#' || !p.markBefore(i) {
			i++
			continue
		}
		stop := p.wordEnd(i+1, end, "_-/")
		if hasLetter(p.line[i+1 : stop]) {
			out = append(out, span{i, stop})
		}
		i = max(i+1, stop)
	}
	return out
}

// markBefore reports whether # or @ at a byte can begin a tag or mention.
func (p *parser) markBefore(i int) bool {
	if p.spaceBefore(i) {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(p.line[:i])
	return strings.ContainsRune("([{,;:.!?\"'„“‚–—>/", r)
}

// wordEnd is the end of letters, digits and the given marks, which do not end
// a word.
func (p *parser) wordEnd(start, end int, marks string) int {
	stop := start
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(p.line[i:end])
		i += size
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), unicode.Is(unicode.So, r):
			stop = i
		case r != utf8.RuneError && strings.ContainsRune(marks, r):
		default:
			return stop
		}
	}
	return stop
}

func (p *parser) tags(start, end int) {
	for _, s := range p.tagSpans(start, end) {
		p.paint(s.start, s.end, RoleTag)
		tag := tidy(p.line[s.start+1 : s.end])
		key := strings.ToLower(tag)
		if p.tagSeen == nil {
			p.tagSeen = map[string]bool{}
		}
		if !p.tagSeen[key] {
			p.tagSeen[key] = true
			p.out.Tags = append(p.out.Tags, tag)
		}
	}
}

// mentions finds @Name and @"Full Name" in the text.
func (p *parser) mentions(start, end int) {
	seen := map[string]bool{}
	for i := start; i < end; i++ {
		if p.line[i] != '@' || !p.markBefore(i) {
			continue
		}
		s := span{i + 1, p.wordEnd(i+1, end, "-'’._")}
		if i+1 < end && p.line[i+1] == '"' {
			if n := strings.IndexByte(p.line[i+2:min(end, i+120)], '"'); n > 0 {
				s = span{i + 2, i + 2 + n}
			}
		} else if m := p.memberAt(i+1, end); m.end > s.end {
			if _, ok := p.member(p.line[m.start:m.end]); ok {
				s = m
			}
		}
		if s.start >= s.end || !hasLetter(p.line[s.start:s.end]) {
			continue
		}
		n := p.named(s)
		if p.ownedBy(s.start, RoleAssignee) {
			continue
		}
		p.paint(i, s.end, RoleMention)
		if key := foldName(n.Text); !seen[key] {
			seen[key] = true
			p.out.Mentions = append(p.out.Mentions, n)
		}
		i = s.end - 1
	}
}

func (p *parser) ownedBy(i int, role Role) bool {
	return p.painted[i] > 0 && p.marks[p.painted[i]-1] == role
}

// beforeTrailing is the end of a head without a colon: before the sentiment
// and an expected answer.
func (p *parser) beforeTrailing(end int) int {
	for i := range end {
		if p.line[i] == '?' && p.spaceBefore(i) {
			end = i
			break
		}
	}
	for {
		w := p.lastWord(0, end)
		if _, ok := sentiments[p.line[w.start:w.end]]; !ok || w.start >= w.end {
			return end
		}
		end = w.start
	}
}

// counted reports whether the line says anything that would be recorded.
func (l Line) counted() bool {
	return l.ChannelGiven || l.Text != "" || len(l.People)+len(l.Ours)+len(l.Organisations)+len(l.FollowUps)+len(l.Tags) > 0
}

// Empty reports whether there is nothing to record.
func (l Line) Empty() bool { return !l.counted() }

// domainSentiment gives the sentiment as the ledger keeps it.
func (l Line) domainSentiment() *int {
	if !l.SentimentGiven {
		return nil
	}
	s := l.Sentiment
	return &s
}

// Content is the clear part of the conversation that the line records, still
// without the ids of the people and organisations.
func (l Line) Content() domain.ConversationContent {
	return domain.ConversationContent{
		Channel: l.Channel, Direction: l.Direction, When: l.When, Seconds: int(l.Duration.Seconds()),
		Sentiment: l.domainSentiment(), AnswerExpected: l.AnswerExpected, AnswerTheirs: l.AnswerTheirs, AnswerBy: l.AnswerBy,
		Origin: domain.Origin{How: domain.OriginLog},
	}
}
