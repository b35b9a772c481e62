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

func TestWhatWeOweBearsOnTheHealth(t *testing.T) {
	l := newLedger(t)
	goethe := l.addPerson(domain.Name{Family: "Goethe"})
	l.rhythm(goethe, 30)
	for _, days := range []int{40, 70, 100} {
		l.spoke(days, domain.ConversationContent{Channel: domain.ChannelMeeting, Seconds: 3600, Direction: domain.DirectionMutual}, goethe)
	}
	health := func() *PersonHealth {
		t.Helper()
		h, err := l.views().Health(ctx, goethe, l.clock)
		if err != nil || h == nil {
			t.Fatal(h, err)
		}
		return h
	}
	before := health()
	asked := domain.ConversationContent{Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, AnswerExpected: true}
	question := l.spoke(1, asked, goethe)
	if h := health(); len(h.Reasons) != 5 {
		t.Errorf("it has time until tonight, and yet: %+v", h.Reasons[0])
	}
	l.clock = l.clock.AddDate(0, 0, 3)
	h := health()
	if len(h.Reasons) != 6 || h.Reasons[0].Aspect != domain.HealthWaiting || h.Reasons[0].Numbers[1] != 3 {
		t.Fatalf("three days late: %+v", h.Reasons)
	}
	if entries, err := l.views().Timeline(ctx, h.Reasons[0].Timeline); err != nil || len(entries) == 0 || entries[0].Record.ID != question {
		t.Errorf("the reason leads to %d conversations (%v)", len(entries), err)
	}
	angry := -2
	asked.Sentiment = &angry
	l.spoke(0, asked, goethe)
	h = health()
	if len(h.Reasons) != 7 || h.Reasons[0].Aspect != domain.HealthComplaint || h.Score >= before.Score/2 {
		t.Errorf("with a complaint: %d of %d, %+v", h.Score, before.Score, h.Reasons)
	}
	l.spoke(0, domain.ConversationContent{Channel: domain.ChannelCall, Direction: domain.DirectionOutgoing}, goethe)
	if h = health(); h.Reasons[0].Aspect != domain.HealthRecency {
		t.Errorf("all is answered, and yet: %+v", h.Reasons[0])
	}
}

func TestOneCallIsTooLittleToTell(t *testing.T) {
	l := newLedger(t)
	goethe, schiller := l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	l.spoke(0, domain.ConversationContent{Channel: domain.ChannelCall}, goethe)
	for _, days := range []int{1, 2, 3} {
		l.spoke(days, domain.ConversationContent{Channel: domain.ChannelCall}, schiller)
	}
	v := l.views()
	people, err := v.People(ctx, PeopleQuery{Page: Page{Limit: 10}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := v.Standings(ctx, people, l.clock)
	if err != nil || len(all) != 2 || all[1].Person.ID != goethe || all[1].Health.State != domain.HealthUnclear {
		t.Fatalf("%+v, %v", all, err)
	}
	if score, _, of := MeanHealth(all); of != 1 || score != all[0].Health.Score {
		t.Errorf("the mean is %d of %d people", score, of)
	}
	if score, state, of := MeanHealth(all[1:]); score != 0 || state != domain.HealthUnclear || of != 0 {
		t.Errorf("of one call the mean is %d %s of %d people", score, state, of)
	}
}
