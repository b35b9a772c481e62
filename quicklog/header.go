package quicklog

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/domain"
	"kontor/when"
)

// headerLimit is longer than any head of a line that somebody typed.
const headerLimit = 4096

// head is the part of the line before the text.
type head struct {
	p          *parser
	end        int // where it ends
	colon      bool
	items      []item
	dates      []when.Match
	lengths    []when.Length
	channel    channelWord
	hasChannel bool
	channelAt  span
	trailing   bool // the channel came after the people
	next       int  // first item after the channel
	last       int  // after the last item of the people
	textAt     int  // where the text begins
}

// header reads what stands before the text and gives the byte at which the
// text begins.
func (p *parser) header() int {
	colon := p.separator(0)
	h := p.head(colon)
	switch {
	case !h.colon:
	case h.hasChannel && h.next == h.last && h.channel.id != domain.ChannelNote:
		// "Telefonat: Goethe, Schiller: …": the people follow the first colon.
		if second := p.separator(colon + 1); second > colon {
			again := p.head(second)
			if again.hasChannel && !again.trailing && again.next < again.last && again.looksLikeNames() {
				h = again
			}
		}
	case h.hasChannel && !h.plausible():
		h = p.head(-1)
	}
	if !h.accepted() {
		return 0
	}
	h.when()
	h.people()
	return h.textAt
}

// separator is the colon between the people and the text, or −1. The colon of
// a time, a URL or a smiley is none.
func (p *parser) separator(from int) int {
	var quote rune
	limit := min(len(p.line), headerLimit)
	for i, r := range p.line[:limit] {
		switch {
		case i < from:
		case quote != 0:
			if isClosing(quote, r) {
				quote = 0
			}
		case r == '\n':
			return -1
		case closing(r) != 0 && strings.IndexFunc(p.line[i+1:limit], func(c rune) bool { return isClosing(r, c) }) > 0:
			quote = r
		case r == '：':
			return i
		case r == ':' && !p.inTime(i) && !strings.HasPrefix(p.line[i:], "://") && !p.smiley(i):
			return i
		}
	}
	return -1
}

func (p *parser) inTime(i int) bool {
	return i > 0 && i+1 < len(p.line) && isDigit(p.line[i-1]) && isDigit(p.line[i+1])
}

func (p *parser) smiley(i int) bool {
	return i+1 < len(p.line) && strings.IndexByte("()-", p.line[i+1]) >= 0 &&
		(p.line[i+1] != '-' || i+2 < len(p.line) && strings.IndexByte("()", p.line[i+2]) >= 0)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// head splits the part before the colon, or the first line if there is none.
func (p *parser) head(colon int) *head {
	h := &head{p: p, end: colon, colon: colon >= 0}
	if h.colon {
		_, size := utf8.DecodeRuneInString(p.line[colon:])
		h.textAt = colon + size
	} else {
		h.end = min(len(p.line), headerLimit)
		if n := strings.IndexByte(p.line[:h.end], '\n'); n >= 0 {
			h.end = n
		}
		if n := p.arrow(0, h.end); n >= 0 {
			h.end = n
		}
		h.end = p.beforeTrailing(h.end)
		for _, dash := range []string{" – ", " — ", " - "} {
			if n := strings.Index(p.line[:h.end], dash); n >= 0 {
				h.end = n
			}
		}
		for h.end > 0 && h.end < len(p.line) && p.line[h.end]&0xC0 == 0x80 {
			h.end--
		}
	}
	h.cut()
	h.findChannel()
	if !h.colon && h.textAt == 0 {
		h.textAt = h.end
		h.findText()
	}
	return h
}

// cut takes dates, durations, tags and a lone question mark out of the head
// and splits the rest.
func (h *head) cut() {
	p, text := h.p, h.p.line[:h.end]
	var cuts []span
	free := func(s span) bool {
		return !slices.ContainsFunc(cuts, s.overlaps) && !p.quoted(s, text)
	}
	if a, ok := p.answer(0, h.end, when.Find(text, p.now, when.Future)); ok {
		cuts = append(cuts, a.span)
	}
	for _, m := range when.Find(text, p.now, when.Past) {
		if len(h.dates) < 2 && !p.nameLikeDate(m, text) && free(span{m.Start, m.End}) && (h.colon || !m.Time.After(p.now)) {
			h.dates = append(h.dates, m)
			cuts = append(cuts, span{m.Start, m.End})
		}
	}
	for _, l := range when.Lengths(text) {
		if len(h.lengths) == 0 && free(span{l.Start, l.End}) {
			h.lengths = append(h.lengths, l)
			cuts = append(cuts, span{l.Start, l.End})
		}
	}
	cuts = append(cuts, p.tagSpans(0, h.end)...)
	for i := range len(text) {
		if text[i] == '?' && p.spaceBefore(i) && (i+1 == len(text) || p.spaceAfter(i+1)) && free(span{i, i + 1}) {
			cuts = append(cuts, span{i, i + 1})
		}
	}
	slices.SortFunc(cuts, func(a, b span) int { return a.start - b.start })
	h.items = p.items(0, h.end, cuts)
	for i := range h.items {
		h.items[i].key = p.fold(h.items[i])
	}
	h.last = len(h.items)
}

// quoted reports whether the range lies within quotes.
func (p *parser) quoted(s span, text string) bool {
	return strings.Count(text[:s.start], `"`)%2 == 1 && strings.Contains(text[s.end:], `"`) ||
		strings.LastIndex(text[:s.start], "„") > strings.LastIndex(text[:s.start], "“")
}

// nameLikeDate guards people and places that are called like days: "Herr
// Freitag", "Mo Yan", "@ Freitag", "mit Sonntag".
func (p *parser) nameLikeDate(m when.Match, text string) bool {
	phrase := text[m.Start:m.End]
	if m.HasTime || !m.Open || strings.ContainsAny(phrase, " 0123456789") {
		return false
	}
	before := strings.Fields(text[max(0, m.Start-24):m.Start])
	if len(before) > 0 {
		last := before[len(before)-1]
		if key := nameKey(last); strings.HasSuffix(last, "@") || salutations[key] || titles[key] || withWords[key] {
			return true
		}
	}
	after := strings.TrimLeft(text[m.End:min(len(text), m.End+24)], " ")
	return len(phrase) <= 3 && isUpper(after) && len(after) < len(text)-m.End+1 && m.End < len(text) && text[m.End] == ' '
}

// findChannel looks for the channel before the people, then after them.
func (h *head) findChannel() {
	i := 0
	for i < h.last && h.items[i].kind == itemComma {
		i++
	}
	for j, n := i, 0; n < 4 && j < h.last; n++ {
		if w, size, ok := h.wordsOfChannel(j, h.last); ok {
			end := j + size
			if end+1 < h.last && viaWords[h.items[end].key] {
				if closer, more, ok := h.wordsOfChannel(end+1, h.last); ok && closer.leading == "" {
					w, size = closer, size+1+more
				}
			}
			h.setChannel(w, j, size)
			h.next = j + size
			return
		}
		if !openers[h.items[j].key] {
			break
		}
		j++
	}
	h.next = i
	if !h.colon {
		h.findVerb(i)
		return
	}
	end := h.last
	for end > i && h.items[end-1].kind == itemComma {
		end--
	}
	for size := mostChannelWords; size > 0; size-- {
		at := end - size
		if at <= i || h.items[at-1].kind == itemAt {
			continue
		}
		if w, n, ok := h.wordsOfChannel(at, end); ok && n == size {
			h.trailing = true
			h.setChannel(w, at, size)
			h.last = at
			for h.next < h.last && openers[h.items[h.next].key] {
				h.next++ // "habe Goethe angerufen"
			}
			return
		}
	}
}

// findVerb finds, where there is no colon, a verb after the people: "Goethe
// angerufen, nicht erreicht". The text begins behind it.
func (h *head) findVerb(from int) {
	for i := from; i < h.last && i < from+8; i++ {
		if i > from && h.items[i].kind == itemWord {
			if w, size, ok := h.wordsOfChannel(i, h.last); ok && w.trailing != "" {
				h.trailing = true
				h.setChannel(w, i, size)
				if h.last = i + size; h.last < len(h.items) {
					h.cutAt(h.last)
				}
				h.last = i
				return
			}
		}
		if it := h.items[i]; it.kind == itemWord && !joinWords[it.key] && !openers[it.key] && !h.isNameWord(i) {
			return
		}
	}
}

func (h *head) setChannel(w channelWord, at, size int) {
	h.channel, h.hasChannel = w, true
	h.channelAt = span{h.items[at].start, h.items[at+size-1].end}
}

// wordsOfChannel gives the longest channel at item i.
func (h *head) wordsOfChannel(i, end int) (channelWord, int, bool) {
	for size := min(mostChannelWords, end-i); size > 0; size-- {
		keys := make([]string, 0, mostChannelWords)
		for _, it := range h.items[i : i+size] {
			if it.kind == itemWord && it.key != "" {
				keys = append(keys, it.key)
			}
		}
		if len(keys) != size {
			continue
		}
		if w, ok := h.p.channelWord(strings.Join(keys, " ")); ok {
			return w, size, true
		}
		if size == 1 {
			w, ok := h.p.compound(keys[0])
			return w, 1, ok
		}
	}
	return channelWord{}, 0, false
}

// when settles the moment and the duration.
func (h *head) when() {
	p := h.p
	for i, m := range h.dates {
		p.paint(m.Start, m.End, RoleWhen)
		if i == 0 {
			p.out.When, p.out.WhenGiven = m.Moment(), true
			continue
		}
		// "Treffen 3.11. mit Goethe 11 Uhr": a day here, a time there.
		first := h.dates[0]
		day, clock := p.line[first.Start:first.End], p.line[m.Start:m.End]
		if first.HasTime {
			day, clock = clock, day
		}
		if both := when.Parse(day+" "+clock, p.now, when.Past); both.OK && both.HasTime {
			p.out.When = both.Moment()
		}
	}
	if len(h.dates) > 0 && !h.dates[0].Until.IsZero() {
		p.out.Duration = h.dates[0].Until.Sub(h.dates[0].Time)
	}
	for _, l := range h.lengths {
		p.paint(l.Start, l.End, RoleDuration)
		p.out.Duration = l.Duration.Round(time.Second)
	}
}
