package projections

import (
	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// applyConversation adds an event of a conversation. The row is the whole
// folded state, so that nothing needs to be loaded.
func (w *writer) applyConversation(r *domain.Recorded, s domain.Stream) error {
	if e, ok := r.Event.(*domain.ConversationLogged); ok && r.Version <= 1 {
		return w.logConversation(r, s, e)
	}
	old, err := w.conversation(s.ID)
	if err != nil || old == nil {
		return err
	}
	now := *old
	if err := w.changeConversation(&now, r); err != nil {
		return err
	}
	return w.replaceConversation(old, &now)
}

func (w *writer) logConversation(r *domain.Recorded, s domain.Stream, e *domain.ConversationLogged) error {
	c := &card{position: r.Position, id: s.ID, event: r.EventID, recordedAt: r.RecordedAt.UnixMicro()}
	var err error
	if c.actor, err = w.number(domain.Stream{Kind: domain.KindMember, ID: r.Actor}); err != nil {
		return err
	}
	if err := w.describe(c, r, &e.ConversationContent, &e.Sealed); err != nil {
		return err
	}
	if w.anew {
		is, err := w.isReplaced(s.ID)
		if err != nil {
			return err
		}
		c.set(cardReplaced, is)
	}
	return w.addConversation(c)
}

// changeConversation folds a later event into the card.
func (w *writer) changeConversation(c *card, r *domain.Recorded) error {
	switch e := r.Event.(type) {
	case *domain.ConversationLogged:
		return w.describe(c, r, &e.ConversationContent, &e.Sealed)
	case *domain.ConversationCorrected:
		c.set(cardCorrected, true)
		return w.describe(c, r, &e.ConversationContent, &e.Sealed)
	case *domain.AnswerSettled:
		c.set(cardAnswerSettled, true)
		c.settledAt = r.RecordedAt.UnixMicro()
	case *domain.AnswerAwaited:
		c.set(cardAnswerSettled, false)
		c.settledAt = 0
	case *domain.RecordWithdrawn:
		c.set(cardWithdrawn, true)
	case *domain.RecordReinstated:
		c.set(cardWithdrawn, false)
	case *domain.RecordErased:
		c.set(cardErased, true)
		c.set(cardMissing, false)
		c.subject, c.text, c.rest, c.place, c.tags = "", "", "", "", nil
	}
	return nil
}

// describe takes over who, when, how and what was said.
func (w *writer) describe(c *card, r *domain.Recorded, content *domain.ConversationContent, words *domain.ConversationWords) error {
	var err error
	if c.with, err = w.numbersOf(domain.KindPerson, content.People); err != nil {
		return err
	}
	if c.ours, err = w.numbersOf(domain.KindMember, content.Ours); err != nil {
		return err
	}
	if c.orgs, err = w.numbersOf(domain.KindOrganisation, content.Organisations); err != nil {
		return err
	}
	if c.about, err = w.numbersOf(domain.KindPerson, content.Mentions); err != nil {
		return err
	}
	if err := w.find(c); err != nil {
		return err
	}
	if c.channel, err = w.channel(content.Channel); err != nil {
		return err
	}
	at := asKept(content.When.At)
	c.at, c.day = at.UnixMicro(), localDay(at)
	c.precision, c.direction = content.When.Precision, directionCode(content.Direction)
	c.seconds, c.sentiment = int64(content.Seconds), noSentiment
	if content.Sentiment != nil {
		c.sentiment = int64(*content.Sentiment)
	}
	c.answerBy, c.attached = dayNumber(content.AnswerBy), int64(content.Attachments)
	c.answers, c.replaces = content.Answers, content.Replaces
	c.set(cardContact, content.CountsAsContact())
	c.set(cardAnswerExpected, content.AnswerExpected)
	c.set(cardTheirs, content.AnswerTheirs)
	c.set(cardAnswers, content.Answers != domain.None)
	c.set(cardReplaces, content.Replaces != domain.None)
	c.set(cardMissing, r.Secret == domain.SecretMissing)
	if r.Secret == domain.SecretErased {
		c.set(cardErased, true)
	}
	c.text, c.rest = splitText(plainText(words.Text))
	c.subject, c.place, c.tags = plainText(words.Subject), plainText(words.Place), words.Tags
	return nil
}

// conversation reads the card of a conversation, nil if there is none.
func (w *writer) conversation(id domain.ID) (*card, error) {
	if err := w.flushLogged(); err != nil {
		return nil, err
	}
	return w.conn.conversation(id)
}

// conversation reads the card of a conversation, nil if there is none.
func (c *conn) conversation(id domain.ID) (*card, error) {
	var found *card
	_, err := c.q("SELECT position, card, rest FROM conversation WHERE id = ?").blob(id[:]).first(func(r *sqlite.Stmt) {
		found = &card{position: r.ColumnInt64(0), id: id, rest: r.ColumnText(2)}
		found.unpack(columnBlob(r, 1))
	})
	if err == nil && found != nil {
		err = c.find(found)
	}
	return found, err
}

// addConversation writes a conversation with the next flushLogged: at once where
// the rows of another one depend on it.
func (w *writer) addConversation(c *card) error {
	apart := w.anew || c.has(cardReplaces)
	if apart {
		if err := w.flushLogged(); err != nil {
			return err
		}
	}
	w.logged = append(w.logged, loggedRow{c, c.pack(nil)})
	if !apart && len(w.logged) < rowsAtOnce {
		return nil
	}
	return w.flushLogged()
}

func (w *writer) replaceConversation(old, now *card) error {
	if !w.building {
		if err := w.retract(old); err != nil {
			return err
		}
	}
	if now.position != old.position {
		if err := w.q("DELETE FROM conversation WHERE position = ?").int(old.position).run(); err != nil {
			return err
		}
		return w.addConversation(now)
	}
	w.scratch = now.pack(w.scratch)
	err := w.q("UPDATE conversation SET card = ?, rest = ? WHERE position = ?").
		blob(w.scratch).text(now.rest).int(now.position).run()
	if err != nil {
		return err
	}
	return w.enterNow(now)
}

// dropConversation takes a conversation out of all tables.
func (w *writer) dropConversation(id domain.ID) error {
	old, err := w.conversation(id)
	if err != nil || old == nil {
		return err
	}
	if err := w.retract(old); err != nil {
		return err
	}
	return w.q("DELETE FROM conversation WHERE position = ?").int(old.position).run()
}

// enterNow enters a conversation, but for a rebuild, which enters each once at
// its end, when nothing changes any more.
func (w *writer) enterNow(c *card) error {
	if w.building {
		return nil
	}
	return w.enter(c)
}

// enter writes what other tables hold of a conversation.
func (w *writer) enter(c *card) error {
	if c.has(cardReplaced) {
		return nil
	}
	ref := c.spoke()
	err := c.subjects(func(subject, what int64) error {
		return w.putEntry(subject, c.at, c.position, what, ref)
	})
	if err != nil || c.hidden() {
		return err
	}
	if err := w.putTalk(c.position, c.words()); err != nil {
		return err
	}
	for _, tag := range c.tags {
		if err := w.putTerm(spaceTalkTag, tag, c.position); err != nil {
			return err
		}
	}
	if c.awaits() {
		person := int64(0)
		if len(c.people) > 0 {
			person = c.people[0]
		}
		member := int64(0)
		if len(c.ours) == 1 {
			member = c.ours[0]
		}
		direction := c.direction
		if c.has(cardTheirs) {
			direction = promised
		}
		err := w.q("INSERT INTO awaited (position, at, direction, person, member) VALUES (?, ?, ?, ?, ?)").
			int(c.position).int(c.at).int(direction).int(person).int(member).run()
		if err != nil {
			return err
		}
	}
	if c.has(cardAnswers) {
		err := w.q("INSERT OR REPLACE INTO answer (conversation, by) VALUES (?, ?)").blob(c.answers[:]).int(c.position).run()
		if err != nil {
			return err
		}
	}
	w.countDay(c, 1)
	if err := w.hold(c); err != nil {
		return err
	}
	w.touchContacts(c, false)
	if c.has(cardReplaces) {
		err := w.q("INSERT OR REPLACE INTO replaced (conversation, by) VALUES (?, ?)").blob(c.replaces[:]).int(c.position).run()
		if err != nil {
			return err
		}
		return w.reviseReplaced(c.replaces)
	}
	return nil
}

// retract takes out of other tables what they hold of a conversation.
func (w *writer) retract(c *card) error {
	if c.has(cardReplaced) {
		return nil
	}
	err := c.subjects(func(subject, _ int64) error { return w.dropEntry(subject, c.at, c.position) })
	if err != nil || c.hidden() {
		return err
	}
	if err := w.dropTalk(c.position, c.words()); err != nil {
		return err
	}
	for _, tag := range c.tags {
		if err := w.dropTerm(spaceTalkTag, tag, c.position); err != nil {
			return err
		}
	}
	if c.awaits() {
		if err := w.q("DELETE FROM awaited WHERE position = ?").int(c.position).run(); err != nil {
			return err
		}
	}
	if c.has(cardAnswers) {
		err := w.q("DELETE FROM answer WHERE conversation = ? AND by = ?").blob(c.answers[:]).int(c.position).run()
		if err != nil {
			return err
		}
	}
	w.countDay(c, -1)
	if err := w.release(c); err != nil {
		return err
	}
	w.touchContacts(c, true)
	if c.has(cardReplaces) {
		err := w.q("DELETE FROM replaced WHERE conversation = ? AND by = ?").blob(c.replaces[:]).int(c.position).run()
		if err != nil {
			return err
		}
		return w.reviseReplaced(c.replaces)
	}
	return nil
}

// reviseReplaced looks again whether another conversation stands in the place
// of this one.
func (w *writer) reviseReplaced(id domain.ID) error {
	if w.building {
		w.late[domain.Stream{Kind: domain.KindConversation, ID: id}] = struct{}{}
		return nil
	}
	old, err := w.conversation(id)
	if err != nil || old == nil {
		return err
	}
	is, err := w.isReplaced(id)
	if err != nil || is == old.has(cardReplaced) {
		return err
	}
	now := *old
	now.set(cardReplaced, is)
	return w.replaceConversation(old, &now)
}

func (w *writer) isReplaced(id domain.ID) (bool, error) {
	n, err := w.q("SELECT count(*) FROM replaced WHERE conversation = ?").blob(id[:]).number()
	return n > 0, err
}

// awaits reports whether somebody still waits for the answer, as far as the
// conversation itself says.
func (c *card) awaits() bool {
	return c.has(cardAnswerExpected) && !c.has(cardAnswerSettled) && !c.hidden()
}
