package projections

import (
	"testing"

	"kontor/domain"
)

// house is an organisation with two people, of whom one can complain.
type house struct {
	*ledger
	cotta, goethe, schiller, us domain.ID
}

func newHouse(t *testing.T) *house {
	l := newLedger(t)
	h := &house{ledger: l, cotta: l.add(domain.KindOrganisation, "Cotta"), us: l.add(domain.KindMember, "Eckermann")}
	h.goethe, h.schiller = l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	l.affiliate(h.goethe, h.cotta, "")
	l.affiliate(h.schiller, h.cotta, "")
	return h
}

// said logs what Goethe said, with a mood and a tag ("" for none).
func (h *house) said(d domain.Direction, mood int, tag string, answer bool) domain.ID {
	content := domain.ConversationContent{
		People: []domain.ID{h.goethe}, Ours: []domain.ID{h.us}, Direction: d, AnswerExpected: answer,
	}
	if mood != 0 {
		content.Sentiment = &mood
	}
	words := domain.ConversationWords{Subject: "said"}
	if tag != "" {
		words.Tags = []string{tag}
	}
	return h.log(content, words)
}

// complaints are those on the page of the organisation, which are those of both
// its people.
func (h *house) complaints() int {
	h.t.Helper()
	v := h.views()
	o, err := v.Organisation(ctx, h.cotta)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, id := range []domain.ID{h.goethe, h.schiller} {
		p, err := v.Person(ctx, id, h.clock)
		if err != nil || len(p.Complaints) != len(o.Complaints) {
			h.t.Fatalf("a person's page warns of %d, the organisation's of %d, %v", len(p.Complaints), len(o.Complaints), err)
		}
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		h.t.Errorf("%v, %v", d, err)
	}
	return len(o.Complaints)
}

func TestWhatIsAComplaint(t *testing.T) {
	in, both, out := domain.DirectionIncoming, domain.DirectionMutual, domain.DirectionOutgoing
	for name, c := range map[string]struct {
		direction domain.Direction
		mood      int
		tag       string
		answer    bool
		want      int
	}{
		"tagged in German":              {in, 0, "Beschwerde", false, 1},
		"tagged in English":             {in, 0, "#complaint", false, 1},
		"tagged, in a talk":             {both, 1, "reklamation", false, 1},
		"angry":                         {in, -2, "", false, 1},
		"angry talk":                    {both, -2, "", false, 1},
		"bad words that await answer":   {in, -1, "", true, 1},
		"bad words":                     {in, -1, "", false, 0},
		"a question":                    {in, 0, "", true, 0},
		"another tag":                   {in, 0, "messe", true, 0},
		"what we wrote":                 {out, -2, "", false, 0},
		"what we wrote about complaint": {out, 0, "complaint", true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.said(c.direction, c.mood, c.tag, c.answer)
			if got := h.complaints(); got != c.want {
				t.Errorf("%d complaints, not %d", got, c.want)
			}
		})
	}
}

func TestAComplaintIsOpenUntilItIsDealtWith(t *testing.T) {
	open := func(t *testing.T, h *house, want int, after string) {
		t.Helper()
		if got := h.complaints(); got != want {
			t.Errorf("%s: %d complaints, not %d", after, got, want)
		}
	}
	t.Run("until we speak with them", func(t *testing.T) {
		h := newHouse(t)
		h.said(domain.DirectionIncoming, -2, "", false)
		h.said(domain.DirectionIncoming, 0, "", false)
		open(t, h, 1, "they wrote again")
		h.said(domain.DirectionOutgoing, 0, "", false)
		open(t, h, 0, "we wrote")
	})
	t.Run("while a promise is", func(t *testing.T) {
		h := newHouse(t)
		talk := h.said(domain.DirectionMutual, 0, "beschwerde", false)
		promise := h.plan("2031-05-01", "replace it", domain.FollowUpPlan{Conversation: talk, People: []domain.ID{h.goethe}, For: h.us})
		h.said(domain.DirectionMutual, 0, "", false)
		open(t, h, 1, "we spoke, the promise is open")
		h.do(domain.CloseFollowUp{FollowUp: promise, As: domain.FollowUpDone})
		open(t, h, 0, "the promise is kept")
	})
	t.Run("while it awaits our answer", func(t *testing.T) {
		h := newHouse(t)
		mail := h.said(domain.DirectionIncoming, -1, "", true)
		open(t, h, 1, "they wait")
		h.do(domain.SettleAnswer{Conversation: mail})
		open(t, h, 0, "the answer is settled")
	})
	t.Run("no longer than a year", func(t *testing.T) {
		h := newHouse(t)
		h.said(domain.DirectionIncoming, -2, "", false)
		h.clock = h.clock.AddDate(1, 0, 1)
		open(t, h, 0, "a year later")
	})
	t.Run("unless it is withdrawn", func(t *testing.T) {
		h := newHouse(t)
		mail := h.said(domain.DirectionIncoming, -2, "", false)
		h.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindConversation, ID: mail}})
		open(t, h, 0, "it was withdrawn")
	})
	t.Run("with a house that nobody speaks for", func(t *testing.T) {
		h := newHouse(t)
		to := domain.ConversationContent{Organisations: []domain.ID{h.cotta}, Direction: domain.DirectionIncoming}
		h.log(to, domain.ConversationWords{Tags: []string{"complaint"}})
		open(t, h, 1, "the house complained")
		to.Direction = domain.DirectionOutgoing
		h.log(to, domain.ConversationWords{})
		open(t, h, 0, "we wrote to the house")
	})
}

func TestWhoOfUsKnowsWhomInAnOrganisation(t *testing.T) {
	h := newHouse(t)
	other := h.add(domain.KindMember, "Riemer")
	h.log(domain.ConversationContent{People: []domain.ID{h.goethe, h.schiller}, Ours: []domain.ID{h.us, other}}, domain.ConversationWords{})
	h.log(domain.ConversationContent{People: []domain.ID{h.goethe}, Ours: []domain.ID{h.us}}, domain.ConversationWords{})
	o, err := h.views().Organisation(ctx, h.cotta)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.KnownBy) != 2 || o.KnownBy[0].Name != "Eckermann" || o.KnownBy[0].Conversations != 2 || o.KnownBy[1].Conversations != 1 {
		t.Errorf("a conversation with two people counts twice: %+v", o.KnownBy)
	}
	if g := o.Known[h.goethe]; len(g) != 2 || g[0].Name != "Eckermann" || g[0].Conversations != 2 || g[1].Conversations != 1 {
		t.Errorf("who knows Goethe: %+v", g)
	}
	if s := o.Known[h.schiller]; len(s) != 2 || s[0].Conversations != 1 || s[0].Last.IsZero() {
		t.Errorf("who knows Schiller: %+v", s)
	}
}
