package exchange

import (
	"bytes"
)

// vcardCard is a card while its lines are being read: unfolded lines, one after
// another in one buffer, not yet decoded.
type vcardCard struct {
	start  int    // line of BEGIN
	indent int    // blanks before BEGIN, and so before every line
	raw    []byte // the beginning of the card as it stands in the file
	text   []byte // the unfolded lines
	props  []vcardLogical

	tooLarge bool
	discard  bool  // the rest of the line is not wanted
	blank    bool  // the last line was blank
	stray    []int // lines that are no property and follow none

	nested    int    // depth of cards inside this one
	agent     []byte // those cards as they stand in the file
	agentNext bool   // the last line of a card inside announced another
}

// vcardLogical is a line after unfolding. The places in it count from the
// beginning of the card's text.
type vcardLogical struct {
	number     int // of its first line in the file
	start, end int
	// scanned and quoted are where the search for the colon stands; value is
	// where the value begins, or 0 while the colon is not found.
	scanned int
	quoted  bool
	value   int

	quotedPrintable bool
	binary          bool // base64, or a property that holds files
	dropped         bool // too large, its value is gone
	// lineStart is where the last line begins, to know how long it is.
	lineStart int
	// folds are the places where vCard 2.1 would have had a blank.
	folds []int
}

// reset begins a new card in the memory of the last.
func (c *vcardCard) reset(begin linePart) {
	if cap(c.text) > 4<<20 {
		c.text = nil
	}
	if cap(c.props) > 4096 {
		c.props = nil
	}
	*c = vcardCard{
		start: begin.number,
		raw:   c.raw[:0], text: c.text[:0], props: c.props[:0], agent: c.agent[:0],
	}
	if _, ok := vcardMark(begin.text, "BEGIN"); !ok { // it follows END on the same line
		begin.text = []byte("BEGIN:VCARD")
	}
	for c.indent < len(begin.text) && (begin.text[c.indent] == ' ' || begin.text[c.indent] == '\t') {
		c.indent++
	}
	c.keepRaw(begin.text, true)
}

func (c *vcardCard) keepRaw(text []byte, first bool) {
	if first && len(c.raw) > 0 {
		c.raw = appendUpTo(c.raw, []byte("\n"), vcardRawLimit)
	}
	c.raw = appendUpTo(c.raw, text, vcardRawLimit)
}

// takesNested follows cards that stand inside this one, as vCard 2.1 writes an
// AGENT, and reports whether the line belongs to one.
func (c *vcardCard) takesNested(part linePart) bool {
	_, begins := vcardMark(part.text, "BEGIN")
	if c.nested == 0 && (!begins || !c.expectsAgent()) {
		return false
	}
	if begins {
		if c.nested > 0 && !c.agentNext { // the END of a card inside is missing
			c.nested = 0
			return false
		}
		c.nested++
	} else if _, ends := vcardMark(part.text, "END"); ends {
		c.nested--
	}
	c.agentNext = equalFoldASCII(bytes.TrimSpace(part.text), "AGENT:")
	c.discard = false
	c.keepRaw(part.text, true)
	c.agent = appendUpTo(c.agent, part.text, vcardRawLimit)
	c.agent = appendUpTo(c.agent, []byte("\n"), vcardRawLimit)
	return true
}

// expectsAgent reports whether the last line was AGENT without a value.
func (c *vcardCard) expectsAgent() bool {
	if len(c.props) == 0 {
		return false
	}
	last := &c.props[len(c.props)-1]
	return last.value == last.end && equalFoldASCII(c.propertyName(last), "AGENT")
}

// folds reports whether a line goes on with the one above it.
func (c *vcardCard) folds(text []byte) bool {
	return len(text)-len(bytes.TrimLeft(text, " \t")) > c.indent
}

// line adds the beginning of a line.
func (c *vcardCard) line(part linePart) {
	text := part.text
	c.keepRaw(text, true)
	c.discard = false
	for i := 0; i < c.indent && len(text) > 0 && (text[0] == ' ' || text[0] == '\t'); i++ {
		text = text[1:]
	}
	if c.tooLarge {
		return
	}
	last := c.last()
	switch {
	case last != nil && last.quotedPrintable && !c.blank && c.cutSoftBreak(last):
		c.join(last, text)
	case len(text) > 0 && (text[0] == ' ' || text[0] == '\t') && last != nil:
		c.unfold(last, text)
	case len(bytes.Trim(text, " \t\x00")) == 0:
		c.blank = true
		return
	case startsProperty(text):
		c.begin(part.number, text)
	case last == nil:
		c.discard = true
		c.stray = append(c.stray, part.number)
	default:
		// A line break that nobody encoded: it belongs to the value above.
		if !last.binary {
			c.append(last, []byte("\n"))
		}
		c.join(last, text)
	}
	c.blank = false
}

// more adds a further part of a long line.
func (c *vcardCard) more(text []byte) {
	c.keepRaw(text, false)
	if last := c.last(); last != nil && !c.discard && c.nested == 0 && !c.tooLarge {
		c.append(last, text)
	}
}

func (c *vcardCard) last() *vcardLogical {
	if len(c.props) == 0 {
		return nil
	}
	return &c.props[len(c.props)-1]
}

func (c *vcardCard) begin(number int, text []byte) {
	if len(c.props) == vcardPropertyLimit {
		c.tooLarge = true
		return
	}
	at := len(c.text)
	c.props = append(c.props, vcardLogical{number: number, start: at, end: at, scanned: at, lineStart: at})
	c.append(c.last(), text)
}

// join adds a line to the value above it.
func (c *vcardCard) join(last *vcardLogical, text []byte) {
	last.lineStart = last.end
	c.append(last, text)
}

// unfold adds a folded line. Since 3.0 the blank at its beginning is not part
// of the text. In 2.1 it is, but programs that cut every line at the same
// length do not keep to that.
func (c *vcardCard) unfold(last *vcardLogical, text []byte) {
	if last.binary {
		c.join(last, bytes.TrimSpace(text))
		return
	}
	length := last.end - last.lineStart
	if last.lineStart != last.start {
		length++ // the blank
	}
	if length != 75 && length != 76 && !last.dropped && len(last.folds) < vcardFoldLimit {
		last.folds = append(last.folds, last.end)
	}
	c.join(last, text[1:])
}

// cutSoftBreak removes the = at the end of a line of quoted-printable text and
// reports whether there was one.
func (c *vcardCard) cutSoftBreak(last *vcardLogical) bool {
	line := bytes.TrimRight(c.text[last.lineStart:last.end], " \t")
	if !bytes.HasSuffix(line, []byte("=")) || last.dropped {
		return false
	}
	last.end = last.lineStart + len(line) - 1
	c.text = c.text[:last.end]
	return true
}

// append adds text to the last property and keeps the limits.
func (c *vcardCard) append(last *vcardLogical, text []byte) {
	if last.dropped {
		return
	}
	c.grow(len(text))
	c.text = append(c.text, text...)
	last.end = len(c.text)
	if last.value == 0 {
		c.findValue(last)
	}
	size := last.end - last.start
	switch {
	case last.binary && size > vcardPhotoLimit/3*4+4096:
		last.dropped = true
		last.end = last.value
		c.text = c.text[:last.end]
	case size > vcardTextLimit, len(c.text) > vcardSizeLimit:
		c.tooLarge = true
	}
}

// grow doubles the memory of the card where it is too small, but never beyond
// what a card may have.
func (c *vcardCard) grow(more int) {
	if len(c.text)+more <= cap(c.text) {
		return
	}
	size := max(min(2*cap(c.text), vcardSizeLimit+2*vcardPartSize), len(c.text)+more)
	c.text = append(make([]byte, 0, size), c.text...)
}

// findValue searches for the colon before the value, which may stand inside
// quotes before, and notes how the value is encoded.
func (c *vcardCard) findValue(last *vcardLogical) {
	if last.scanned-last.start > vcardPartSize {
		return
	}
	for i := last.scanned; i < last.end; i++ {
		switch {
		case c.text[i] == '"':
			last.quoted = !last.quoted
		case c.text[i] == ':' && !last.quoted:
			last.value = i + 1
			head := bytes.ToUpper(c.text[last.start:i])
			last.quotedPrintable = bytes.Contains(head, []byte("QUOTED-PRINTABLE"))
			last.binary = bytes.Contains(head, []byte("BASE64")) || bytes.Contains(head, []byte("ENCODING=B")) ||
				holdsFile(string(c.propertyName(last)))
			return
		}
	}
	last.scanned = last.end
}

// propertyName gives the name without the group before it.
func (c *vcardCard) propertyName(p *vcardLogical) []byte {
	name := c.text[p.start:p.end]
	if i := bytes.IndexAny(name, ";:"); i >= 0 {
		name = name[:i]
	}
	return name[bytes.LastIndexByte(name, '.')+1:]
}

// holdsFile reports whether the value of a property may be a picture, a sound
// or a key, whose lines must not be taken for text.
func holdsFile(name string) bool {
	switch {
	case equalFoldASCII([]byte(name), "PHOTO"), equalFoldASCII([]byte(name), "LOGO"),
		equalFoldASCII([]byte(name), "SOUND"), equalFoldASCII([]byte(name), "KEY"):
		return true
	}
	return false
}

// startsProperty reports whether a line begins with a name, perhaps after a
// group, and the ; or : that follows it.
func startsProperty(line []byte) bool {
	empty := true
	for i, b := range line {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '-', b == '_', b == '/':
			empty = false
		case b == '.':
			if empty {
				return false
			}
			empty = true
		case b == ';':
			return !empty
		case b == ':':
			// An address of a web page on its own line is the rest of a note.
			return !empty && !bytes.HasPrefix(line[i+1:], []byte("//"))
		default:
			return false
		}
	}
	return false
}
