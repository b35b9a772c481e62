package demo

import (
	"fmt"
	"strings"
)

// phrase is a piece of text with choices and slots: in
//
//	Will [die Doku|das Handbuch] {frist}.
//
// one of the alternatives in brackets is taken, and the slot is filled from the
// conversation. Choices may be nested.
type phrase []piece

type piece struct {
	text    string
	slot    slot
	choices []phrase
}

// slot is what is filled in from the conversation that a text is about.
type slot uint8

const (
	slotNone slot = iota
	slotProduct
	slotVersion
	slotWeekday
	slotMonth
	slotDeadline
	slotTown
	slotNumber
	slotFew
	slotMany
	slotAmount
	slotPercent
	slotColleague
	slotMention
)

// slots are the names of the slots in the texts.
var slots = map[string]slot{
	"produkt": slotProduct, "version": slotVersion, "tag": slotWeekday, "monat": slotMonth,
	"frist": slotDeadline, "stadt": slotTown, "zahl": slotNumber, "klein": slotFew, "viele": slotMany,
	"betrag": slotAmount, "prozent": slotPercent, "kollege": slotColleague, "jemand": slotMention,
}

func parsePhrase(s string) (phrase, error) {
	p, rest, err := parsePieces(s, false)
	if err == nil && rest != "" {
		err = fmt.Errorf("unexpected %q", rest)
	}
	if err != nil {
		return nil, fmt.Errorf("phrase %q: %w", s, err)
	}
	return p, nil
}

func parsePieces(s string, inChoice bool) (phrase, string, error) {
	stop := "[{"
	if inChoice {
		stop = "[{|]"
	}
	var p phrase
	for s != "" {
		i := strings.IndexAny(s, stop)
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			p = append(p, piece{text: s[:i]})
			s = s[i:]
			continue
		}
		switch s[0] {
		case '|', ']':
			return p, s, nil
		case '{':
			name, rest, ok := strings.Cut(s[1:], "}")
			if !ok || slots[name] == slotNone {
				return nil, "", fmt.Errorf("no such slot %q", name)
			}
			p, s = append(p, piece{slot: slots[name]}), rest
		case '[':
			choices, rest, err := parseChoices(s[1:])
			if err != nil {
				return nil, "", err
			}
			p, s = append(p, piece{choices: choices}), rest
		}
	}
	return p, "", nil
}

func parseChoices(s string) ([]phrase, string, error) {
	var choices []phrase
	for {
		p, rest, err := parsePieces(s, true)
		if err != nil {
			return nil, "", err
		}
		if rest == "" {
			return nil, "", fmt.Errorf("choice without end")
		}
		choices = append(choices, p)
		if rest[0] == ']' {
			return choices, rest[1:], nil
		}
		s = rest[1:]
	}
}

// write appends the phrase with its choices taken and its slots filled.
func (p phrase) write(b []byte, t *talk) []byte {
	for i := range p {
		switch it := &p[i]; {
		case it.choices != nil:
			b = it.choices[t.story.dice.IntN(len(it.choices))].write(b, t)
		case it.slot != slotNone:
			b = t.fill(b, it.slot)
		default:
			b = append(b, it.text...)
		}
	}
	return b
}

// parts counts the pieces of text in a phrase.
func (p phrase) parts() int {
	n := 0
	for _, it := range p {
		n++
		for _, c := range it.choices {
			n += c.parts()
		}
	}
	return n
}

// section is a list of lines under a [heading] of a sample file.
type section struct {
	heading string
	lines   []string
}

// sections reads a sample file: headings in brackets, lines below them, notes
// after #.
func sections(file string) []section {
	var all []section
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") && !strings.ContainsAny(line, "|{"):
			all = append(all, section{heading: line[1 : len(line)-1]})
		default:
			last := &all[len(all)-1]
			last.lines = append(last.lines, line)
		}
	}
	return all
}
