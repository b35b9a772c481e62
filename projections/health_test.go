package projections

import (
	"testing"

	"kontor/domain"
)

func TestEachReasonOfTheHealthLeadsToItsConversations(t *testing.T) {
	l := newLedger(t)
	goethe := l.addPerson(domain.Name{Family: "Goethe"})
	l.rhythm(goethe, 30)
	for _, days := range []int{1, 31, 61, 91, 400} {
		l.spoke(days, domain.ConversationContent{Channel: domain.ChannelMeeting, Seconds: 3600, Direction: domain.DirectionMutual}, goethe)
	}
	l.spoke(0, domain.ConversationContent{Channel: domain.ChannelNote}, goethe) // no contact
	v := l.views()
	h, err := v.Health(ctx, goethe, l.clock)
	if err != nil || h == nil || len(h.Reasons) != 5 {
		t.Fatal(h, err)
	}
	want := map[domain.HealthAspect]int{
		domain.HealthRecency: 1, domain.HealthFrequency: 4, domain.HealthDepth: 5, domain.HealthReciprocity: 4, domain.HealthMomentum: 4,
	}
	for _, reason := range h.Reasons {
		entries, err := v.Timeline(ctx, reason.Timeline)
		if err != nil || len(entries) != want[reason.Aspect] {
			t.Errorf("%s shows %d conversations instead of %d (%v)", reason.Aspect, len(entries), want[reason.Aspect], err)
		}
	}
	if h.State != domain.HealthSteady && h.State != domain.HealthWarm {
		t.Errorf("%d %s", h.Score, h.State)
	}
	if h, err = v.Health(ctx, l.id(), l.clock); h != nil || err != nil {
		t.Error("the health of nobody:", h, err)
	}
}

func TestSinceYouLastSpoke(t *testing.T) {
	l := newLedger(t)
	me, herder := l.add(domain.KindMember, "Meister"), l.add(domain.KindMember, "Herder")
	goethe := l.addPerson(domain.Name{Family: "Goethe"})
	l.spoke(30, domain.ConversationContent{Ours: []domain.ID{herder}}, goethe)
	mine := l.spoke(10, domain.ConversationContent{Ours: []domain.ID{herder, me}}, goethe)
	theirs := l.spoke(5, domain.ConversationContent{Ours: []domain.ID{herder}}, goethe)
	withdrawn := l.spoke(4, domain.ConversationContent{Ours: []domain.ID{herder}}, goethe)
	l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindConversation, ID: withdrawn}})
	l.rhythm(goethe, 30) // by whoever keeps this ledger
	v := l.views()
	since, err := v.SinceLast(ctx, goethe, me)
	if err != nil || since.Conversation == nil || since.Conversation.Record.ID != mine {
		t.Fatal(since, err)
	}
	var conversations, changes int
	for _, e := range since.Entries {
		switch {
		case e.Kind == EntryConversation && e.Record.ID == theirs:
			conversations++
		case e.Kind == EntryChange:
			changes++
		default:
			t.Errorf("since then: %+v", e)
		}
	}
	if conversations != 1 || changes == 0 {
		t.Errorf("%d conversations and %d changes", conversations, changes)
	}
	if since, err = v.SinceLast(ctx, goethe, l.actor); err != nil || since.Conversation != nil || len(since.Entries) > 0 {
		t.Errorf("somebody who never spoke with them: %+v (%v)", since, err)
	}
}
