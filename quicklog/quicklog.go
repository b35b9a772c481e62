// Package quicklog reads a conversation from one line, as a person types it
// with the phone still in the other hand, in German and English mixed:
//
//	Telefonat Goethe, Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di
//	mail from Humboldt yesterday 3pm: asks for prices ?by Fri
//	Treffen mit Charlotte von Stein & Herder 3.11. 11 Uhr 45 Min: gut gelaufen ++ > nächste Woche anrufen
//
// The form is: channel, direction, people, @ organisation, when and how long,
// a colon, the text. Every part may be missing. In and after the text:
//
//	#tag  @mention       stay in the text and count
//	> call next Tue      a follow-up; so is a last clause with a date to come
//	>>Herder  (für Herder)   for a colleague
//	?  ?bis Fr           an answer is expected, by a day
//	er schickt … bis Fr  what they promised as the last clause: likewise, by them
//	++ + - -- +1 -2      how it went, as the last word
//
// "Quotes" keep a name together that would be split: "Müller und Söhne".
//
// Nothing typed is lost: what is no part of the form is text.
package quicklog

import (
	"time"

	"kontor/domain"
)

// Line is what was understood of one line.
type Line struct {
	// Channel is a domain channel or one of the caller's own. Where none was
	// given it is Options.DefaultChannel.
	Channel      string
	ChannelGiven bool
	// Direction is mutual unless the line says who wrote or called.
	Direction      domain.Direction
	DirectionGiven bool
	People         []Name // theirs
	Ours           []Name // members who took part
	Organisations  []Name
	// Subject is the name of the event: "Messe Leipzig mit Goethe".
	Subject        string
	Tags           []string // without #, in their first spelling, each once
	Mentions       []Name
	Text           string
	When           domain.Moment // now, unless given
	WhenGiven      bool
	Duration       time.Duration // 0 if not given
	AnswerExpected bool
	// AnswerTheirs: they promised what is expected, whoever called.
	AnswerTheirs   bool
	AnswerBy       domain.Day // empty if not given
	Sentiment      int        // −2 to +2
	SentimentGiven bool
	FollowUps      []FollowUp
	// Spans tell the parts of the line for highlighting, in order, without
	// overlap, on rune borders.
	Spans []Span

	source string
}

// Name is a person, organisation or mention as typed.
type Name struct {
	Text       string
	Start, End int // bytes
	// Organisation is the index in Line.Organisations of where the person was
	// said to be, or −1.
	Organisation int
	// Member is the colleague of that name, if it is one.
	Member domain.ID
	// Partly means that only a part of the member's name was given, so that
	// somebody else may be meant.
	Partly bool
}

// FollowUp is something to do that the line asks for.
type FollowUp struct {
	Text string
	// Due is empty where the line names no day.
	Due domain.Day
	// For is the colleague it is for; with no text it is for whoever logs.
	For Name
}

// Span is a part of the line.
type Span struct {
	Start, End int // bytes
	Role       Role
}

// Role is what a part of the line is.
type Role string

// The roles.
const (
	RoleChannel      Role = "channel"
	RoleDirection    Role = "direction"
	RolePerson       Role = "person"
	RoleOurs         Role = "ours"
	RoleOrganisation Role = "organisation"
	RoleSubject      Role = "subject"
	RoleWhen         Role = "when"
	RoleDuration     Role = "duration"
	RoleText         Role = "text"
	RoleTag          Role = "tag"
	RoleMention      Role = "mention"
	RoleFollowUp     Role = "follow-up"
	RoleDue          Role = "due"
	RoleAssignee     Role = "assignee"
	RoleSentiment    Role = "sentiment"
	RoleAnswer       Role = "answer"
)

// Options are what the parser knows of the workspace.
type Options struct {
	// Channels are the user's own, beside the ones that ship.
	Channels []Channel
	// Members are the colleagues; people of these names are ours.
	Members []Member
	// DefaultChannel is taken where none is given; empty means a note.
	DefaultChannel string
}

// Channel is a channel of the user's own with the words that name it.
type Channel struct {
	ID    string
	Names []string
}

// Member is a colleague.
type Member struct {
	ID   domain.ID
	Name string // the full name
}

// Parse reads a line. It never fails: what is not understood is text. Dates
// are read in the location of now.
func Parse(line string, now time.Time, opts Options) Line {
	p := &parser{
		line: line, now: now, members: membersByName(opts.Members), channels: ownChannels(opts.Channels),
		painted: make([]int32, len(line)),
		out: Line{
			Channel: opts.DefaultChannel, Direction: domain.DirectionMutual,
			When: domain.Moment{At: now, Precision: domain.PrecisionMinute},
		},
	}
	if p.out.Channel == "" {
		p.out.Channel = domain.ChannelNote
	}
	p.text(p.header())
	p.out.Spans, p.out.source = p.spans(), line
	return p.out
}

type parser struct {
	line     string
	now      time.Time
	members  map[string]member
	channels map[string]channelWord
	out      Line
	tagSeen  map[string]bool

	// painted holds for every byte the number of the mark that owns it; a
	// later mark paints over an earlier one, so spans cannot overlap.
	painted []int32
	marks   []Role
}

// paint gives a part of the line a role.
func (p *parser) paint(start, end int, role Role) {
	start, end = p.trim(start, end)
	if start >= end {
		return
	}
	p.marks = append(p.marks, role)
	for i := start; i < end; i++ {
		p.painted[i] = int32(len(p.marks))
	}
}

func (p *parser) spans() []Span {
	var out []Span
	for i := 0; i < len(p.painted); {
		owner, start := p.painted[i], i
		for i < len(p.painted) && p.painted[i] == owner {
			i++
		}
		if owner == 0 {
			continue
		}
		if s, e := p.trim(start, i); s < e {
			out = append(out, Span{s, e, p.marks[owner-1]})
		}
	}
	return out
}
