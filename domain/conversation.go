package domain

import (
	"slices"
	"time"
)

// Conversation is one interaction with people, over any channel.
type Conversation struct {
	Head
	Content ConversationContent
	Words   ConversationWords
	Event   ID // the event that recorded the present wording
	// Earlier holds what was recorded before each correction, oldest first.
	Earlier []Wording
	// AnswerSettled is true once nobody waits for the answer any more;
	// AnsweredBy is the conversation that answered, if one did.
	AnswerSettled bool
	AnsweredBy    ID
}

// Wording is a conversation as it was recorded at one time.
type Wording struct {
	Version int // of the event that recorded it
	Event   ID
	At      time.Time
	By      ID
	Content ConversationContent
	Words   ConversationWords
}

// ConversationContent is the clear part of a conversation: who, when, how.
type ConversationContent struct {
	Channel       string    `json:"channel"`
	Direction     Direction `json:"direction"`
	When          Moment    `json:"when"`
	Seconds       int       `json:"seconds,omitempty"` // how long it took
	People        []ID      `json:"people,omitempty"`  // theirs
	Ours          []ID      `json:"ours,omitempty"`    // members who took part
	Organisations []ID      `json:"organisations,omitempty"`
	Mentions      []ID      `json:"mentions,omitempty"` // people it speaks about
	// Sentiment is from −2 (angry) to +2 (delighted), set by a human; nil if
	// nobody said.
	Sentiment *int `json:"sentiment,omitempty"`
	// AnswerExpected: after an outgoing conversation by them, else by us.
	AnswerExpected bool `json:"answerExpected,omitempty"`
	// AnswerTheirs: by them all the same, for they promised something.
	AnswerTheirs bool `json:"answerTheirs,omitempty"`
	AnswerBy     Day  `json:"answerBy,omitempty"`
	Answers      ID   `json:"answers,omitzero"` // the conversation that this one answers
	// Replaces is the conversation whose words these are, after somebody who
	// took part in it was erased and was taken out of them.
	Replaces    ID     `json:"replaces,omitzero"`
	Attachments int    `json:"attachments,omitempty"`
	Origin      Origin `json:"origin"`
}

// ConversationWords is the sealed part of a conversation: what was said.
type ConversationWords struct {
	Subject     string       `json:"subject,omitempty"`
	Text        string       `json:"text,omitempty"` // Markdown
	Tags        []string     `json:"tags,omitempty"`
	Place       string       `json:"place,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	// ExternalID is the Message-ID of a mail or the like, by which the same
	// conversation is recognised again.
	ExternalID string `json:"externalId,omitempty"`
	// Reason says why it was corrected.
	Reason string `json:"reason,omitempty"`
}

// CountsAsContact reports whether the conversation resets the rhythm: an
// internal note does not.
func (c ConversationContent) CountsAsContact() bool { return c.Channel != ChannelNote }

// NewConversation is a conversation of which nothing is known yet.
func NewConversation() *Conversation { return &Conversation{} }

// Apply adds one event.
func (c *Conversation) Apply(r Recorded) {
	before := Wording{Version: c.Version, Event: c.Event, At: c.ChangedAt, By: c.ChangedBy, Content: c.Content, Words: c.Words}
	c.Head.apply(r)
	switch e := r.Event.(type) {
	case *ConversationLogged:
		c.Content, c.Words, c.Event = e.ConversationContent, e.Sealed, r.EventID
		c.Origin = e.Origin
	case *ConversationCorrected:
		c.Earlier = append(slices.Clip(c.Earlier), before)
		c.Content, c.Words, c.Event = e.ConversationContent, e.Sealed, r.EventID
	case *AnswerSettled:
		c.AnswerSettled, c.AnsweredBy = true, e.By
	case *AnswerAwaited:
		c.AnswerSettled, c.AnsweredBy = false, None
	case *RecordErased:
		c.Words, c.Earlier = ConversationWords{}, nil
	}
}

func (c *Conversation) clone() Aggregate {
	d := *c
	d.Earlier = slices.Clone(c.Earlier)
	return &d
}

// ConversationLogged says that a conversation took place.
type ConversationLogged struct {
	of
	ConversationContent
	Sealed ConversationWords `json:"-"`
}

// EventType is the persisted name.
func (*ConversationLogged) EventType() string { return "conversation.logged.v1" }

// Secret is what was said.
func (e *ConversationLogged) Secret() any { return &e.Sealed }

// Occurred is when the conversation took place.
func (e *ConversationLogged) Occurred() time.Time { return e.When.At }

// ConversationCorrected replaces what was recorded about a conversation. The
// first wording stays in the ledger.
type ConversationCorrected struct {
	of
	ConversationContent
	// Corrects is the event with the wording that was seen when correcting.
	Corrects ID                `json:"corrects,omitzero"`
	Sealed   ConversationWords `json:"-"`
}

// EventType is the persisted name.
func (*ConversationCorrected) EventType() string { return "conversation.corrected.v1" }

// Secret is what was said, as corrected.
func (e *ConversationCorrected) Secret() any { return &e.Sealed }

// Occurred is when the conversation took place.
func (e *ConversationCorrected) Occurred() time.Time { return e.When.At }

// AnswerSettled says that nobody waits for the answer to a conversation any
// more: it was given elsewhere, or is no longer wanted.
type AnswerSettled struct {
	of
	noSecret
	By ID `json:"by,omitzero"` // the conversation that answered it
}

// EventType is the persisted name.
func (*AnswerSettled) EventType() string { return "conversation.answer-settled.v1" }

// AnswerAwaited says that the answer is awaited again.
type AnswerAwaited struct {
	of
	noSecret
	WasBy ID `json:"wasBy,omitzero"` // the conversation that had answered it
}

// EventType is the persisted name.
func (*AnswerAwaited) EventType() string { return "conversation.answer-awaited.v1" }
