package domain

import "slices"

// LogConversation records that a conversation took place. A conversation is a
// fact: whatever became of its participants in the meantime, it is recorded.
type LogConversation struct {
	Conversation ID                  `json:"conversation"`
	Content      ConversationContent `json:"content"`
	Words        ConversationWords   `json:"words"`
}

// CommandName is the name in the journal.
func (LogConversation) CommandName() string { return "log-conversation" }

// Decide refuses only what is not a conversation: no channel, no time, no words
// and nobody in it.
func (c LogConversation) Decide(_ State, _ Issued) ([]Event, error) {
	record := Stream{KindConversation, c.Conversation}
	content, words, err := wellFormed(record, c.Content, c.Words)
	if err != nil {
		return nil, err
	}
	return []Event{&ConversationLogged{of: of{record}, ConversationContent: content, Sealed: words}}, nil
}

func wellFormed(record Stream, c ConversationContent, w ConversationWords) (ConversationContent, ConversationWords, error) {
	switch {
	case c.Channel == "":
		return c, w, refuse(RefusedNoChannel, record)
	case c.When.At.IsZero():
		return c, w, refuse(RefusedBadDate, record)
	case c.AnswerBy != "" && !c.AnswerBy.Valid():
		return c, w, refuse(RefusedBadDate, record)
	case len(w.Text) > MaxText:
		return c, w, refuse(RefusedTooLarge, record, "text", MaxText>>20)
	case c.Sentiment != nil && (*c.Sentiment < -2 || *c.Sentiment > 2):
		return c, w, refuse(RefusedBadNumber, record, 2)
	case c.Seconds < 0:
		return c, w, refuse(RefusedBadNumber, record, 0)
	}
	if c.When.Precision == "" {
		c.When.Precision = PrecisionMinute
	}
	if c.Direction == "" {
		c.Direction = DirectionMutual
	}
	c.People, c.Ours = distinct(c.People), distinct(c.Ours)
	c.Organisations, c.Mentions = distinct(c.Organisations), distinct(c.Mentions)
	if len(c.People)+len(c.Organisations)+len(c.Mentions) == 0 && w.Text == "" && w.Subject == "" {
		return c, w, refuse(RefusedNobody, record)
	}
	c.Mentions = without(c.Mentions, func(id ID) bool { return slices.Contains(c.People, id) })
	if len(c.Mentions) == 0 {
		c.Mentions = nil
	}
	c.Attachments = len(w.Attachments)
	w.Tags = slices.Clone(w.Tags)
	for i := range w.Tags {
		w.Tags[i] = NormalTag(w.Tags[i])
	}
	w.Tags = cleanWords(w.Tags)
	return c, w, nil
}

func distinct(ids []ID) []ID {
	var seen []ID
	for _, id := range ids {
		if id != None && !slices.Contains(seen, id) {
			seen = append(seen, id)
		}
	}
	return seen
}

// CorrectConversation replaces what was recorded about a conversation. The
// first wording stays readable.
type CorrectConversation struct {
	Conversation ID                  `json:"conversation"`
	Content      ConversationContent `json:"content"`
	Words        ConversationWords   `json:"words"`
}

// CommandName is the name in the journal.
func (CorrectConversation) CommandName() string { return "correct-conversation" }

// Decide gives nothing if the correction changes nothing.
func (c CorrectConversation) Decide(s State, _ Issued) ([]Event, error) {
	old, err := openConversation(s, c.Conversation)
	if err != nil {
		return nil, err
	}
	content, words, err := wellFormed(old.Stream, c.Content, c.Words)
	if err != nil {
		return nil, err
	}
	if content.People, err = asRecorded(s, content.People, old.Content.People); err != nil {
		return nil, err
	}
	if content.Mentions, err = asRecorded(s, content.Mentions, old.Content.Mentions); err != nil {
		return nil, err
	}
	if sameContent(content, old.Content) && same(withoutReason(words), withoutReason(old.Words)) {
		return nil, nil
	}
	return []Event{&ConversationCorrected{
		of: of{old.Stream}, ConversationContent: content, Corrects: old.Event, Sealed: words,
	}}, nil
}

// sameContent leaves aside the zone in which a moment is written: a time that was
// read from the ledger differs there from the one it was written from.
func sameContent(a, b ConversationContent) bool {
	if !a.When.At.Equal(b.When.At) {
		return false
	}
	a.When.At = b.When.At
	return same(a, b)
}

func withoutReason(w ConversationWords) ConversationWords {
	w.Reason = ""
	return w
}

// EraseConversation destroys the words of a conversation in which nobody but
// erased people took part.
type EraseConversation struct {
	Conversation ID `json:"conversation"`
}

// CommandName is the name in the journal.
func (EraseConversation) CommandName() string { return "erase-conversation" }

// Decide gives nothing where the words are already gone.
func (c EraseConversation) Decide(s State, _ Issued) ([]Event, error) {
	return eraseWords(s, Stream{KindConversation, c.Conversation})
}

// EraseFollowUp destroys the words of a follow-up about an erased person.
type EraseFollowUp struct {
	FollowUp ID `json:"followUp"`
}

// CommandName is the name in the journal.
func (EraseFollowUp) CommandName() string { return "erase-follow-up" }

// Decide gives nothing where the words are already gone.
func (c EraseFollowUp) Decide(s State, _ Issued) ([]Event, error) {
	return eraseWords(s, Stream{KindFollowUp, c.FollowUp})
}

func eraseWords(s State, record Stream) ([]Event, error) {
	a, err := s.Load(record)
	if err != nil {
		return nil, err
	}
	if h := HeadOf(a); a == nil || h.Erased {
		return nil, nil
	}
	return []Event{&RecordErased{of: of{record}}}, nil
}

// SettleAnswer says that nobody waits for the answer to a conversation any
// more, or, with Await, that it is awaited again.
type SettleAnswer struct {
	Conversation ID   `json:"conversation"`
	By           ID   `json:"by,omitzero"`
	Await        bool `json:"await,omitempty"`
}

// CommandName is the name in the journal.
func (SettleAnswer) CommandName() string { return "settle-answer" }

// Decide gives nothing if it is already so.
func (c SettleAnswer) Decide(s State, _ Issued) ([]Event, error) {
	old, err := openConversation(s, c.Conversation)
	if err != nil || old.AnswerSettled != c.Await {
		return nil, err
	}
	if c.Await {
		return []Event{&AnswerAwaited{of: of{old.Stream}, WasBy: old.AnsweredBy}}, nil
	}
	return []Event{&AnswerSettled{of: of{old.Stream}, By: c.By}}, nil
}

func openConversation(s State, id ID) (*Conversation, error) {
	_, a, err := openHead(s, Stream{KindConversation, id})
	if err != nil {
		return nil, err
	}
	return a.(*Conversation), nil
}
