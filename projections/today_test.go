package projections

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kontor/domain"
)

func today(t testing.TB, v *Views, q QueueQuery) Queue {
	t.Helper()
	queue, err := v.Today(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	return queue
}

// reasons prints a queue as "section name-or-title why args".
func reasons(q Queue) string {
	var lines []string
	for _, r := range q.Rows {
		what := r.Person.Name
		if r.Title != "" {
			what += "/" + r.Title
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %v", r.Section, what, r.Why.Code, r.Why.Args)))
	}
	return strings.Join(lines, "\n")
}

func TestQueueSaysWhatAndWhy(t *testing.T) {
	l := newLedger(t)
	now := time.Date(2026, 6, 15, 9, 0, 0, 0, time.Local)
	l.clock = now.AddDate(0, 0, -100)
	me, colleague := l.add(domain.KindMember, "Ottilie"), l.add(domain.KindMember, "Eduard")
	name := func(s string) domain.ID { return l.addPerson(domain.Name{Given: s, Family: "Muster"}) }
	rhythm := func(id domain.ID, days domain.Rhythm) {
		l.do(domain.SetRhythm{Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Rhythm: days})
	}
	own := func(id, member domain.ID) {
		l.do(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Member: member})
	}
	day := func(days int) domain.Moment { return domain.Moment{At: now.AddDate(0, 0, days)} }
	spoke := func(id domain.ID, days int, ours ...domain.ID) {
		l.log(domain.ConversationContent{People: []domain.ID{id}, When: day(days), Ours: ours}, domain.ConversationWords{})
	}

	late, soon, done := name("Late"), name("Soon"), name("Done")
	l.plan(domain.DayOf(now).Add(-2), "Vertrag", domain.FollowUpPlan{For: me, People: []domain.ID{late}})
	l.plan(domain.DayOf(now), "Anruf", domain.FollowUpPlan{For: me})
	l.plan(domain.DayOf(now).Add(3), "Karte", domain.FollowUpPlan{For: me, People: []domain.ID{soon}})
	l.plan(domain.DayOf(now).Add(8), "zu früh", domain.FollowUpPlan{For: me, People: []domain.ID{soon}})
	l.plan(domain.DayOf(now), "nicht meins", domain.FollowUpPlan{For: colleague})
	finished := l.plan(domain.DayOf(now), "fertig", domain.FollowUpPlan{For: me, People: []domain.ID{done}})
	l.do(domain.CloseFollowUp{FollowUp: finished, As: domain.FollowUpDone})

	asked, answered, silent, patient := name("Asked"), name("Answered"), name("Silent"), name("Patient")
	wait := func(id domain.ID, days int, d domain.Direction, subject string) domain.ID {
		return l.log(domain.ConversationContent{
			People: []domain.ID{id}, When: day(days), Direction: d, Ours: []domain.ID{me}, AnswerExpected: true, Channel: domain.ChannelMail,
		}, domain.ConversationWords{Subject: subject})
	}
	wait(asked, -3, domain.DirectionIncoming, "Frage")
	wait(answered, -5, domain.DirectionIncoming, "erledigt")
	spoke(answered, -4, me)
	wait(silent, -20, domain.DirectionOutgoing, "Angebot")
	wait(patient, -5, domain.DirectionOutgoing, "eben erst")
	settled := wait(name("Settled"), -6, domain.DirectionIncoming, "erledigt")
	l.do(domain.SettleAnswer{Conversation: settled})

	mine, nobodys, theirs, never := name("Mine"), name("Nobodys"), name("Theirs"), name("Never")
	inRhythm, snoozed, archived, alone := name("InRhythm"), name("Snoozed"), name("Archived"), name("Alone")
	for _, id := range []domain.ID{mine, nobodys, theirs, never, inRhythm, snoozed, archived, late} {
		rhythm(id, 30)
	}
	rhythm(alone, domain.Never)
	own(mine, me)
	own(theirs, colleague)
	own(snoozed, me)
	own(archived, me)
	spoke(mine, -40, colleague)
	spoke(nobodys, -50, me)
	spoke(theirs, -90, me)
	spoke(inRhythm, -10, me)
	spoke(late, -60, me)
	spoke(snoozed, -60, me)
	spoke(alone, -90, me)
	l.do(domain.SnoozePerson{Person: snoozed, Until: domain.DayOf(now).Add(5)})
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: archived}})

	v := l.views()
	queue := today(t, v, QueueQuery{Member: me, Now: now})
	want := `overdue Late Muster/Vertrag follow-up-overdue [2]
today /Anruf follow-up-today []
week Soon Muster/Karte follow-up-week [3]
answers Silent Muster/Angebot answer-theirs [20]
answers Asked Muster/Frage answer-ours-late [3 2]
catch-up Never Muster never-spoken [100 30]
catch-up Nobodys Muster out-of-rhythm [50 30]
catch-up Mine Muster out-of-rhythm [40 30]`
	if got := reasons(queue); got != want {
		t.Errorf("queue:\n%s\nwant:\n%s", got, want)
	}
	if queue.CatchUp != 4 || queue.Counts[QueueAnswers] != 2 { // Late is out of rhythm too, and in the queue already
		t.Errorf("%d out of rhythm, counts %v", queue.CatchUp, queue.Counts)
	}
	if got := today(t, v, QueueQuery{Member: me, Now: now, CatchUp: 1}); got.Counts[QueueCatchUp] != 1 || got.CatchUp != 4 {
		t.Errorf("capped: %d of %d", got.Counts[QueueCatchUp], got.CatchUp)
	}
	unanswered, err := v.Unanswered(ctx, QueueQuery{Member: me, Now: now})
	if err != nil || subjects(unanswered) != "Angebot eben erst Frage" {
		t.Errorf("unanswered: %q, %v", subjects(unanswered), err)
	}
	page, err := v.Person(ctx, asked, now)
	if err != nil || subjects(page.Unanswered) != "Frage" {
		t.Errorf("unanswered by one: %+v, %v", page, err)
	}

	spoke(nobodys, 0, colleague) // a conversation by anyone resets the rhythm
	l.catchUp(v)
	if got := reasons(today(t, v, QueueQuery{Member: me, Now: now})); strings.Contains(got, "Nobodys") {
		t.Errorf("still in the queue:\n%s", got)
	}
}

func TestWhatTheyPromisedInACallIsAwaitedOfThem(t *testing.T) {
	l := newLedger(t)
	now := time.Date(2026, 6, 15, 9, 0, 0, 0, time.Local)
	l.clock = now.AddDate(0, 0, -10)
	me := l.add(domain.KindMember, "Ottilie")
	goethe := l.addPerson(domain.Name{Family: "Goethe"})
	talk := func(days int, d domain.Direction, by domain.Day) domain.ConversationContent {
		return domain.ConversationContent{
			People: []domain.ID{goethe}, Ours: []domain.ID{me}, Direction: d, When: domain.Moment{At: now.AddDate(0, 0, days)},
			AnswerExpected: by != "", AnswerTheirs: by != "", AnswerBy: by,
		}
	}
	contract := l.log(talk(-4, domain.DirectionMutual, domain.DayOf(now).Add(1)), domain.ConversationWords{Subject: "Vertrag"})
	v := l.views()
	if got := reasons(today(t, v, QueueQuery{Member: me, Now: now})); got != "" {
		t.Errorf("before its day: %s", got)
	}
	if got := reasons(today(t, v, QueueQuery{Member: me, Now: now.AddDate(0, 0, 2)})); got != "answers Goethe/Vertrag promise-late [1]" {
		t.Errorf("after its day: %s", got)
	}
	page, err := v.Person(ctx, goethe, now)
	if err != nil || len(page.Unanswered) != 1 || !page.Unanswered[0].AnswerTheirs {
		t.Errorf("on the page: %+v, %v", page.Unanswered, err)
	}
	l.log(talk(-2, domain.DirectionOutgoing, ""), domain.ConversationWords{})
	l.catchUp(v)
	if list, err := v.Unanswered(ctx, QueueQuery{Member: me, Now: now}); err != nil || len(list) != 1 {
		t.Errorf("our own mail does not keep their promise: %v, %v", list, err)
	}
	list := l.log(talk(-3, domain.DirectionIncoming, domain.DayOf(now).Add(3)), domain.ConversationWords{Subject: "Liste"})
	l.log(talk(-1, domain.DirectionMutual, ""), domain.ConversationWords{Subject: "Gruß"})
	l.catchUp(v)
	open := func() string {
		t.Helper()
		everywhere, err := v.Unanswered(ctx, QueueQuery{Member: me, Now: now})
		page, err2 := v.Person(ctx, goethe, now)
		if err != nil || err2 != nil || len(everywhere) != len(page.Unanswered) {
			t.Fatalf("%v, %v: %+v, on the page %+v", err, err2, everywhere, page.Unanswered)
		}
		return subjects(page.Unanswered)
	}
	if got := open(); got != "Liste Vertrag" {
		t.Errorf("after small talk: %s", got)
	}
	l.do(domain.SettleAnswer{Conversation: contract})
	answer := talk(0, domain.DirectionIncoming, "")
	answer.Answers = list
	l.log(answer, domain.ConversationWords{Subject: "Hier ist sie"})
	l.catchUp(v)
	if got := open(); got != "" {
		t.Errorf("once one was ticked and the other came: %s", got)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

func TestRhythmComesFromTheCommunities(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Jacobi"})
	partners, customers := l.add(domain.KindCommunity, "Partner"), l.add(domain.KindCommunity, "Kunden")
	rhythm := func(kind domain.Kind, id domain.ID, days domain.Rhythm) {
		l.do(domain.SetRhythm{Record: domain.Stream{Kind: kind, ID: id}, Rhythm: days})
	}
	rhythm(domain.KindCommunity, partners, 90)
	l.do(domain.JoinCommunity{Person: person, Community: partners})
	l.do(domain.JoinCommunity{Person: person, Community: customers})
	v := l.views()
	expect := func(what string, days int, due domain.Day) {
		t.Helper()
		l.catchUp(v)
		page, err := v.Person(ctx, person, l.clock)
		if err != nil || page.Rhythm != days || page.NextDue != due {
			t.Errorf("%s: rhythm %d, due %q, want %d, %q (%v)", what, page.Rhythm, page.NextDue, days, due, err)
		}
	}
	added := domain.DayOf(l.clock)
	expect("one community has one", 90, added.Add(90))
	rhythm(domain.KindCommunity, customers, 30)
	expect("the shortest counts", 30, added.Add(30))
	rhythm(domain.KindPerson, person, 60)
	expect("the own one goes first", 60, added.Add(60))
	rhythm(domain.KindPerson, person, domain.Never)
	expect("never", -1, "")
	rhythm(domain.KindPerson, person, 0)
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindCommunity, ID: customers}})
	expect("an archived community asks for nothing", 90, added.Add(90))
	rows, err := v.Communities(ctx, l.clock)
	if err != nil || len(rows) != 2 || rows[0].Name != "Partner" || rows[0].People != 1 || rows[0].WithRhythm != 1 || rows[0].InRhythm != 0 {
		t.Errorf("communities: %+v, %v", rows, err)
	}
	l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{})
	l.log(domain.ConversationContent{People: []domain.ID{person}, Channel: domain.ChannelNote, When: domain.Moment{At: l.clock.AddDate(0, 0, 9)}}, domain.ConversationWords{})
	expect("a note resets nothing", 90, added.Add(90))
	if rows, err = v.Communities(ctx, l.clock); err != nil || rows[0].InRhythm != 1 {
		t.Errorf("in rhythm: %+v, %v", rows, err)
	}
}
