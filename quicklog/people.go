package quicklog

import (
	"strings"
	"unicode/utf8"

	"kontor/domain"
)

// self are the words for whoever logs; they take part anyway.
var self = map[string]bool{"mir": true, "mich": true, "me": true, "ich": true, "i": true, "uns": true, "us": true, "wir": true, "we": true}

// articles before a name.
var articles = map[string]bool{"dem": true, "der": true, "die": true, "den": true, "the": true}

// gathering collects the words of the name that is being read.
type gathering struct {
	h            *head
	start, end   int
	words        int
	organisation bool
	pending      []int // people who wait for an organisation
	leading      int   // one more than the organisation that came before all people
}

// people reads the channel, direction, people and organisations of the head.
func (h *head) people() {
	p := h.p
	if h.hasChannel {
		p.paint(h.channelAt.start, h.channelAt.end, RoleChannel)
		p.out.Channel, p.out.ChannelGiven = h.channel.id, true
		if d := h.channel.leading; d != "" && !h.trailing {
			p.direct(d)
		}
		if d := h.channel.trailing; d != "" && h.trailing {
			p.direct(d)
		}
	}
	p.tags(0, min(h.textAt, h.end))
	p.loneAnswer(0, min(h.textAt, h.end))
	g := &gathering{h: h}
	if h.trailing && h.channel.id == domain.ChannelEvent {
		// "Frankfurter Buchmesse: …" names the event.
		start, end := h.items[h.next].start, h.channelAt.end
		p.out.Subject = tidy(p.line[start:end])
		p.paint(start, h.channelAt.start, RoleSubject)
		h.next = h.last
	}
	for i := h.next; i < h.last; i++ {
		i = g.take(i)
	}
	g.flush()
}

func (p *parser) direct(d domain.Direction) {
	p.out.Direction, p.out.DirectionGiven = d, d != domain.DirectionMutual
}

// take reads item i and gives the last item it consumed.
func (g *gathering) take(i int) int {
	h, p := g.h, g.h.p
	it := h.items[i]
	switch it.kind {
	case itemComma:
		g.flush()
		g.organisation = false
	case itemJoin:
		g.join(i)
	case itemAt:
		g.flush()
		g.organisation = true
	case itemQuoted:
		if g.words == 0 {
			g.add(it)
			g.flush()
		} else {
			g.add(it)
		}
	case itemParens:
		was := g.organisation
		g.flush()
		if hasLetter(p.line[it.start:it.end]) && !was {
			g.organisation = true
			if n := len(p.out.People); n > 0 && len(g.pending) > 0 {
				g.pending = g.pending[len(g.pending)-1:]
			}
			g.add(it)
			g.flush()
			g.organisation = false
		}
	default:
		return g.word(i)
	}
	return i
}

func (g *gathering) add(it item) {
	if g.words == 0 {
		g.start = it.start
	}
	g.end = it.end
	g.words++
}

// join separates people, and organisations where another one follows.
func (g *gathering) join(i int) {
	if g.organisation && !g.organisationAhead(i) {
		if g.words > 0 {
			g.end = g.h.items[i].end
		}
		return
	}
	g.flush()
	g.organisation = false
}

// organisationAhead reports whether "Cotta & Schiller @ Göschen" begins a new
// person after the item.
func (g *gathering) organisationAhead(i int) bool {
	for i++; i < g.h.last; i++ {
		switch g.h.items[i].kind {
		case itemAt:
			return true
		case itemComma, itemJoin:
			return false
		}
	}
	return false
}

func (g *gathering) word(i int) int {
	h, p := g.h, g.h.p
	it := h.items[i]
	key := it.key
	small := isLower(p.line[it.start:it.end]) || !hasLetter(p.line[it.start:it.end])
	named := g.words > 0 || len(p.out.People)+len(p.out.Ours) > 0
	switch {
	case joinWords[key] && small:
		if key == "und" && h.nobleUnd(i) {
			g.add(it)
		} else {
			g.join(i)
		}
	case g.organisation && withWords[key] && small:
		g.flush()
		g.organisation = false
	case topicWords[key] && small && i+1 == h.last && named && !particles[key]:
		g.flush() // "call with Goethe re: contract"
	case topicWords[key] && small && i+1 < h.last && (named || g.organisation) && !(key == "zu" && i > 0 && particles[h.items[i-1].key]):
		g.flush()
		return g.topic(i)
	case g.organisation:
		g.add(it)
	case topicWords[key] && small && g.words == 0 && p.out.Channel == domain.ChannelNote:
		p.paint(it.start, it.end, RoleDirection) // "Notiz zu Goethe"
	case withWords[key] && (small || g.words == 0):
		g.subject()
		g.flush()
	case i > h.next && g.words == 0 && (salutations[h.items[i-1].key] || titles[h.items[i-1].key]) && !salutations[key]:
		g.add(it) // "Frau von Stein"
	case (fromWords[key] || toWords[key]) && i > h.next && self[h.items[i-1].key] && p.out.DirectionGiven && small:
		p.paint(it.start, it.end, RoleDirection) // "an mich von Goethe"
	case fromWords[key] && g.words == 0 && small && !(key == "von" && (named || p.out.DirectionGiven || h.fromIsParticle())):
		g.direction(it, domain.DirectionIncoming, i)
	case toWords[key] && small:
		g.flush()
		if named && p.out.DirectionGiven {
			break
		}
		g.direction(it, domain.DirectionOutgoing, i)
	case atWords[key] && small && (g.words > 0 || len(g.pending) > 0):
		g.flush()
		g.organisation = true
	case atWords[key] && small && key == "at":
		g.organisation = true
	case atWords[key] && small && g.words == 0:
		if p.out.Channel == domain.ChannelCall {
			g.direction(it, domain.DirectionOutgoing, i)
		}
	case g.words == 0 && (salutations[key] || small && (articles[key] || self[key] || openers[key] || key == "cc" || key == "bcc")):
	case g.words == 0 && self[key] && key != "i" && key != "me":
	default:
		g.add(it)
	}
	return i
}

// nobleUnd keeps "von und zu" in one name.
func (h *head) nobleUnd(i int) bool {
	return i > 0 && i+1 < h.last && h.items[i-1].key == "von" && h.items[i+1].key == "zu"
}

// direction notes who wrote or called; "von mir" turns it round.
func (g *gathering) direction(it item, d domain.Direction, i int) {
	p := g.h.p
	if i+1 < g.h.last && self[g.h.items[i+1].key] {
		if d == domain.DirectionIncoming {
			d = domain.DirectionOutgoing
		} else {
			d = domain.DirectionIncoming
		}
	}
	p.direct(d)
	p.paint(it.start, it.end, RoleDirection)
}

// subject takes what stands before "mit" at an event as its name.
func (g *gathering) subject() {
	p := g.h.p
	if g.words == 0 || p.out.Channel != domain.ChannelEvent || p.out.Subject != "" || len(p.out.People) > 0 {
		return
	}
	start, end := p.trimPunctuation(g.start, g.end)
	p.out.Subject = tidy(p.line[start:end])
	if !g.h.trailing {
		p.out.Subject = tidy(p.line[g.h.channelAt.start:g.h.channelAt.end]) + " " + p.out.Subject
	}
	p.paint(start, end, RoleSubject)
	g.words = 0
}

// topic takes the rest of the head as what it was about.
func (g *gathering) topic(i int) int {
	p := g.h.p
	last := g.h.last
	for at := i + 1; at < g.h.last; at++ {
		if k := g.h.items[at].kind; k == itemAt || k == itemComma {
			last = at
			break
		}
	}
	if last == i+1 {
		return i
	}
	start, end := p.trimPunctuation(g.h.items[i+1].start, g.h.items[last-1].end)
	p.out.Subject = strings.TrimSpace(p.out.Subject + " " + tidy(p.line[start:end]))
	p.paint(g.h.items[i].start, end, RoleSubject)
	return last - 1
}

// flush ends the name that is being read.
func (g *gathering) flush() {
	if g.words == 0 {
		return
	}
	g.words = 0
	p := g.h.p
	start, end := p.trimPunctuation(g.start, g.end)
	for start < end && strings.IndexByte("&+/-", p.line[end-1]) >= 0 {
		start, end = p.trim(start, end-1)
	}
	if !strings.ContainsFunc(p.line[start:end], isNamePart) {
		return
	}
	n := Name{Text: tidy(p.line[start:end]), Start: start, End: end, Organisation: -1}
	if g.organisation {
		p.out.Organisations = append(p.out.Organisations, n)
		p.paint(start, end, RoleOrganisation)
		for _, i := range g.pending {
			p.out.People[i].Organisation = len(p.out.Organisations) - 1
		}
		if len(g.pending) == 0 && len(p.out.People) == 0 {
			g.leading = len(p.out.Organisations)
		}
		g.pending = nil
		return
	}
	if m, ok := p.member(n.Text); ok {
		n.Member, n.Partly = m.id, m.partly
		p.out.Ours = append(p.out.Ours, n)
		p.paint(start, end, RoleOurs)
		return
	}
	if g.leading > 0 && len(p.out.Organisations) == g.leading {
		n.Organisation = g.leading - 1 // "Besuch @ Cotta mit Goethe"
	}
	g.pending = append(g.pending, len(p.out.People))
	p.out.People = append(p.out.People, n)
	p.paint(start, end, RolePerson)
}

// isNamePart: a name has a letter or digit, or at least a symbol like an emoji.
func isNamePart(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0xA0
}

// tidy makes one line of valid text out of a part of the input.
func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.Join(strings.Fields(s), " ")
}
