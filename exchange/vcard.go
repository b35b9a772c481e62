package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Limits of one card. A file may hold any number of cards.
const (
	vcardSizeLimit     = 64 << 20 // bytes of a card, without what was dropped from too large pictures
	vcardTextLimit     = 28 << 20 // bytes of one property
	vcardPhotoLimit    = 20 << 20 // bytes of a photo once decoded
	vcardPropertyLimit = 100_000
	vcardFoldLimit     = 500_000  // folds of one property that are looked at closely
	vcardRawLimit      = 64 << 10 // what a rejected card shows of itself
)

// UnreadableError says why a file as a whole could not be read. What was
// handed over before it stands in the file and is sound.
type UnreadableError struct {
	Reason Reason
}

func (e *UnreadableError) Error() string {
	return "exchange: the file cannot be read: " + e.Reason.Key
}

// ReadVCards reads the cards of a vCard file (2.1, 3.0 and 4.0, in any mixture)
// one by one, in the order of the file. It hands each to each, and what it
// could not read as a contact to reject; an error from either ends the reading
// and is returned as it is. Memory does not grow with the number of cards.
//
// A file without any card gives an *UnreadableError.
//
// The files of the programs in use differ from the standards in so many places
// that the content lines are read here rather than by a library: see the
// decision "vcard" in docs/decisions.
func ReadVCards(r io.Reader, each func(Contact) error, reject func(Rejected) error) error {
	text, err := vcardText(r)
	if err != nil {
		return err
	}
	reading := vcardReading{each: each, reject: reject}
	lines := newVCardLines(text)
	for {
		part, err := lines.next()
		if errors.Is(err, io.EOF) {
			return reading.finish()
		}
		if err != nil {
			return fmt.Errorf("read vCard file at line %d: %w", lines.number, err)
		}
		if err := reading.take(part); err != nil {
			return err
		}
	}
}

// vcardReading cuts the lines of a file into cards.
type vcardReading struct {
	each   func(Contact) error
	reject func(Rejected) error

	card  *vcardCard // the card that is being read, or nil between cards
	spare vcardCard  // its memory, used again for every card
	found bool       // a card was seen

	outside     []byte // what stands between the cards
	outsideLine int
	binary      bool // the text before the first card holds NUL bytes
	skipLine    bool // the rest of the current line belongs to BEGIN or END
}

// take adds a line, or a part of a long line.
func (v *vcardReading) take(part linePart) error {
	if !part.first {
		if v.skipLine {
			return nil
		}
		if v.card != nil {
			v.card.more(part.text)
		} else {
			v.keepOutside(part)
		}
		return nil
	}
	v.skipLine = false
	if v.card != nil && v.card.takesNested(part) {
		return nil
	}
	if v.card != nil && v.card.folds(part.text) { // "END:VCARD" may be a word of a note
		v.card.line(part)
		return nil
	}
	if rest, ok := vcardMark(part.text, "END"); ok && v.card != nil {
		v.skipLine = true
		if err := v.endCard(); err != nil {
			return err
		}
		// Files that were appended to one another without a line end.
		if _, ok := vcardMark(rest, "BEGIN"); ok {
			return v.beginCard(part)
		}
		return nil
	}
	if _, ok := vcardMark(part.text, "BEGIN"); ok {
		v.skipLine = true
		if err := v.endCard(); err != nil { // END:VCARD was missing
			return err
		}
		return v.beginCard(part)
	}
	if v.card != nil {
		v.card.line(part)
		return nil
	}
	v.keepOutside(part)
	return nil
}

func (v *vcardReading) beginCard(part linePart) error {
	if err := v.rejectOutside(); err != nil {
		return err
	}
	v.found = true
	v.card = &v.spare
	v.card.reset(part)
	return nil
}

// endCard hands over the card that was being read, if there is one.
func (v *vcardReading) endCard() error {
	if v.card == nil {
		return nil
	}
	card := v.card
	v.card = nil
	if card.tooLarge {
		return v.rejectCard(card, Reason{Key: "import.reason.vcard-too-large", Args: []any{vcardSizeLimit >> 20}})
	}
	contact, reason := card.contact()
	if reason.Key != "" {
		return v.rejectCard(card, reason)
	}
	return v.each(contact)
}

func (v *vcardReading) rejectCard(card *vcardCard, reason Reason) error {
	return v.reject(Rejected{Line: card.start, Reason: reason, Raw: rawText(card.raw)})
}

// keepOutside notes text that belongs to no card. Blank lines and the end
// marks of old systems are nothing.
func (v *vcardReading) keepOutside(part linePart) {
	text := bytes.Trim(part.text, " \t\x1a\x00\ufeff")
	v.binary = v.binary || bytes.IndexByte(part.text, 0) >= 0
	if len(text) == 0 {
		return
	}
	if len(v.outside) == 0 {
		v.outsideLine = part.number
	} else if part.first {
		v.outside = appendUpTo(v.outside, []byte("\n"), vcardRawLimit)
	}
	v.outside = appendUpTo(v.outside, part.text, vcardRawLimit)
}

// rejectOutside hands over what stands before or between cards.
func (v *vcardReading) rejectOutside() error {
	if len(v.outside) == 0 {
		return nil
	}
	raw := rawText(v.outside)
	v.outside = v.outside[:0]
	return v.reject(Rejected{
		Line:   v.outsideLine,
		Reason: Reason{Key: "import.reason.vcard-outside"},
		Raw:    raw,
	})
}

func (v *vcardReading) finish() error {
	if err := v.endCard(); err != nil {
		return err
	}
	if v.found {
		return v.rejectOutside()
	}
	return &UnreadableError{Reason: Reason{Key: v.whyNoCard()}}
}

// whyNoCard explains a file in which there is not a single card.
func (v *vcardReading) whyNoCard() string {
	first, _, _ := bytes.Cut(v.outside, []byte("\n"))
	switch {
	case len(v.outside) == 0:
		return "import.reason.vcard-file-empty"
	case v.binary:
		return "import.reason.vcard-file-binary"
	case bytes.Count(first, []byte(","))+bytes.Count(first, []byte(";"))+bytes.Count(first, []byte("\t")) >= 2:
		return "import.reason.vcard-file-table"
	}
	return "import.reason.vcard-file-no-card"
}

// vcardMark reports whether a line is BEGIN:VCARD or END:VCARD, and gives what
// follows on the same line.
func vcardMark(line []byte, word string) (rest []byte, ok bool) {
	line = bytes.TrimLeft(line, " \t\ufeff")
	if len(line) < len(word) || !equalFoldASCII(line[:len(word)], word) {
		return nil, false
	}
	line = bytes.TrimLeft(line[len(word):], " \t")
	if len(line) == 0 || line[0] != ':' {
		return nil, false
	}
	line = bytes.TrimLeft(line[1:], " \t")
	if len(line) < len("VCARD") || !equalFoldASCII(line[:len("VCARD")], "VCARD") {
		return nil, false
	}
	rest = bytes.TrimLeft(line[len("VCARD"):], " \t\x00\x1a")
	if len(rest) == 0 {
		return nil, true
	}
	if _, again := vcardMark(rest, "BEGIN"); word == "END" && again {
		return rest, true
	}
	return nil, false
}

func equalFoldASCII(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i := range b {
		if b[i]&^0x20 != word[i]&^0x20 {
			return false
		}
	}
	return true
}

func appendUpTo(to, text []byte, limit int) []byte {
	return append(to, text[:min(len(text), max(0, limit-len(to)))]...)
}
