package domain

import (
	"strings"
	"testing"
	"time"
)

func TestJoinAndLeaveCommunity(t *testing.T) {
	join := func(since Day, roles ...string) JoinCommunity {
		return JoinCommunity{Person: goethe, Community: integrators, Roles: roles, Since: since, Origin: manual}
	}
	joined := func(since Day, roles []string, was MembershipRole) *PersonJoinedCommunity {
		was.Roles = roles
		return &PersonJoinedCommunity{of: of{person(goethe)}, Community: integrators, Since: since, Origin: manual, Sealed: was}
	}
	people := []Event{personAdded(goethe, "Goethe"), communityAdded(integrators, "Integratoren")}
	given(t, people...).
		when(join("2026-06-01", " advocate ", "advocate", "")).then(joined("2026-06-01", []string{"advocate"}, MembershipRole{})).
		when(join("", "advocate")).nothing().
		when(join("", "Beirat")).then(joined("2026-06-01", []string{"Beirat"}, MembershipRole{WasRoles: []string{"advocate"}, WasSince: "2026-06-01", Again: true})).
		when(join("2026-06-31")).refused(RefusedBadDate).
		when(LeaveCommunity{goethe, integrators}).
		then(&PersonLeftCommunity{of: of{person(goethe)}, Community: integrators, Sealed: MembershipRole{WasRoles: []string{"Beirat"}, WasSince: "2026-06-01", Again: true}}).
		when(LeaveCommunity{goethe, integrators}).nothing()
	given(t, people[0]).when(join("")).refused(RefusedNotFound)
	given(t, people[1]).when(join("")).refused(RefusedNotFound)
	given(t).when(LeaveCommunity{goethe, integrators}).refused(RefusedNotFound)
}

func TestAffiliate(t *testing.T) {
	place := Affiliation{ID: id(8), Organisation: cotta, From: PartialDate{Year: 2024, Month: 3}, Title: "Berater"}
	affiliate := Affiliate{Person: goethe, Affiliation: place, Origin: manual}
	ended := affiliate
	ended.Affiliation.Ended, ended.Affiliation.To = true, PartialDate{Year: 2026}
	e := func(a Affiliation, was *Affiliation) *PersonAffiliated {
		return &PersonAffiliated{
			of: of{person(goethe)}, Affiliation: a.ID, Organisation: a.Organisation, From: a.From, To: a.To, Ended: a.Ended,
			Origin: manual, Sealed: AffiliationSaid{Title: a.Title, Department: a.Department, Was: was},
		}
	}
	people := []Event{personAdded(goethe, "Goethe"), organisationAdded(cotta, "Cotta")}
	given(t, people...).
		when(affiliate).then(e(place, nil)).
		when(affiliate).nothing().
		when(ended).then(e(ended.Affiliation, &place)).
		when(RemoveAffiliation{goethe, place.ID}).
		then(&PersonAffiliationRemoved{of: of{person(goethe)}, Affiliation: place.ID, Sealed: AffiliationSaid{Was: &ended.Affiliation}}).
		when(RemoveAffiliation{goethe, place.ID}).nothing()
	bad := affiliate
	bad.Affiliation.To = PartialDate{Month: 13}
	given(t, people...).when(bad).refused(RefusedBadDate)
	given(t, people[0]).when(affiliate).refused(RefusedNotFound)
	given(t, people[1]).when(affiliate).refused(RefusedNotFound)
	given(t).when(RemoveAffiliation{goethe, place.ID}).refused(RefusedNotFound)
}

func TestRelate(t *testing.T) {
	relate := func(i ID, other ID, note string) Relate {
		return Relate{Person: goethe, Relation: Relation{ID: i, Other: other, Kind: RelationFriend, Note: note}, Origin: manual}
	}
	related := func(i ID, note string, was *Relation) *PersonRelated {
		return &PersonRelated{of: of{person(goethe)}, Relation: i, Other: schiller, Kind: RelationFriend, Origin: manual, Sealed: RelationSaid{Note: note, Was: was}}
	}
	people := []Event{personAdded(goethe, "Goethe"), personAdded(schiller, "Schiller")}
	given(t, people...).
		when(relate(id(8), schiller, "Jena")).then(related(id(8), "Jena", nil)).
		when(relate(id(9), schiller, "Jena")).nothing().
		when(relate(id(8), schiller, "Weimar")).then(related(id(8), "Weimar", &Relation{id(8), schiller, RelationFriend, "Jena"})).
		when(relate(id(9), goethe, "")).refused(RefusedSelf).
		when(relate(id(9), unborn, "")).refused(RefusedNotFound).
		when(Unrelate{goethe, id(8)}).
		then(&PersonRelationRemoved{of: of{person(goethe)}, Relation: id(8), Other: schiller, Kind: RelationFriend, Sealed: RelationSaid{Note: "Weimar"}}).
		when(Unrelate{goethe, id(8)}).nothing()
	given(t).when(relate(id(8), schiller, "")).refused(RefusedNotFound)
	given(t).when(Unrelate{goethe, id(8)}).refused(RefusedNotFound)
}

func TestSnoozePerson(t *testing.T) {
	given(t, personAdded(goethe, "Goethe")).
		when(SnoozePerson{goethe, "2026-12-01"}).then(&PersonSnoozed{of: of{person(goethe)}, Until: "2026-12-01"}).
		when(SnoozePerson{goethe, "2026-12-01"}).nothing().
		when(SnoozePerson{goethe, ""}).then(&PersonSnoozed{of: of{person(goethe)}, Was: "2026-12-01"}).
		when(SnoozePerson{goethe, "morgen"}).refused(RefusedBadDate)
	given(t).when(SnoozePerson{goethe, ""}).refused(RefusedNotFound)
}

func TestLogConversation(t *testing.T) {
	log := func(change func(*LogConversation)) LogConversation {
		c := LogConversation{Conversation: call, Content: callWith(goethe), Words: ConversationWords{Text: "Will die Doku"}}
		change(&c)
		return c
	}
	tone := 3
	given(t).when(log(func(*LogConversation) {})).then(callLogged(call, "Will die Doku"))
	given(t).when(log(func(c *LogConversation) {
		c.Content.Direction, c.Content.When.Precision = "", ""
		c.Content.People, c.Content.Mentions = []ID{goethe, None, goethe}, []ID{goethe}
		c.Words.Tags = []string{"#Deutsche Doku", "deutsche-doku"}
	})).then(&ConversationLogged{
		of: of{conversation(call)}, ConversationContent: callWith(goethe), Sealed: ConversationWords{Text: "Will die Doku", Tags: []string{"deutsche-doku"}},
	})

	for code, change := range map[string]func(*LogConversation){
		RefusedNoChannel: func(c *LogConversation) { c.Content.Channel = "" },
		RefusedBadDate:   func(c *LogConversation) { c.Content.When.At = time.Time{} },
		RefusedTooLarge:  func(c *LogConversation) { c.Words.Text = strings.Repeat("x", MaxText+1) },
		RefusedNobody:    func(c *LogConversation) { c.Content.People, c.Words = []ID{None}, ConversationWords{} },
		RefusedBadNumber: func(c *LogConversation) { c.Content.Sentiment = &tone },
	} {
		given(t).when(log(change)).refused(code)
	}
	given(t).when(log(func(c *LogConversation) { c.Content.AnswerBy = "bald" })).refused(RefusedBadDate)
	given(t).when(log(func(c *LogConversation) { c.Content.Seconds = -1 })).refused(RefusedBadNumber)
}

func TestCorrectConversation(t *testing.T) {
	correct := func(text, reason string) CorrectConversation {
		return CorrectConversation{call, callWith(goethe), ConversationWords{Text: text, Reason: reason}}
	}
	s := given(t, callLogged(call, "Will die Doku")).
		when(correct("Will die Doku", "vertippt")).nothing().
		when(correct("Will die Preisliste", "vertippt")).
		then(&ConversationCorrected{of: of{conversation(call)}, ConversationContent: callWith(goethe), Corrects: eventID(id(1001), 0), Sealed: ConversationWords{Text: "Will die Preisliste", Reason: "vertippt"}}).
		when(CorrectConversation{Conversation: call}).refused(RefusedNoChannel)
	if c, _ := LoadConversation(s.ledger, call); len(c.Earlier) != 1 || c.Earlier[0].Words.Text != "Will die Doku" {
		t.Errorf("the first wording is lost: %+v", c.Earlier)
	}
	given(t).when(correct("x", "")).refused(RefusedNotFound)
}

func TestACorrectionOfTheZoneAloneIsNone(t *testing.T) {
	content := callWith(goethe)
	content.When.At = content.When.At.In(time.FixedZone("MEZ", 3600))
	given(t, callLogged(call, "x")).when(CorrectConversation{call, content, ConversationWords{Text: "x"}}).nothing()
}

func TestSettleAnswer(t *testing.T) {
	given(t, callLogged(call, "x")).
		when(SettleAnswer{Conversation: call, Await: true}).nothing().
		when(SettleAnswer{Conversation: call, By: answer}).then(&AnswerSettled{of: of{conversation(call)}, By: answer}).
		when(SettleAnswer{Conversation: call}).nothing().
		when(SettleAnswer{Conversation: call, Await: true}).then(&AnswerAwaited{of: of{conversation(call)}, WasBy: answer})
	given(t).when(SettleAnswer{Conversation: call}).refused(RefusedNotFound)
}

func TestFollowUpCommands(t *testing.T) {
	o := of{followUp(draft)}
	plan := FollowUpPlan{Due: "2026-11-24", People: []ID{goethe}, Origin: manual}
	full := plan
	full.For = me
	later := full
	later.Due = "2026-12-01"

	given(t).when(PlanFollowUp{draft, plan, " Entwurf schicken "}).then(planned(draft, "2026-11-24"))
	given(t).when(PlanFollowUp{draft, FollowUpPlan{Due: "bald"}, "x"}).refused(RefusedBadDate)

	given(t, planned(draft, "2026-11-24")).
		when(ChangeFollowUp{draft, plan, "Entwurf schicken"}).nothing().
		when(ChangeFollowUp{draft, later, "Nachfragen"}).
		then(&FollowUpChanged{of: o, FollowUpPlan: later, Was: full, Sealed: FollowUpWords{Text: "Nachfragen", Was: "Entwurf schicken"}}).
		when(ChangeFollowUp{draft, FollowUpPlan{}, "x"}).refused(RefusedBadDate)
	given(t, planned(draft, "2026-11-24")).
		when(SnoozeFollowUp{draft, "2026-11-24"}).nothing().
		when(SnoozeFollowUp{draft, "2026-12-01"}).then(&FollowUpSnoozed{of: o, Until: "2026-12-01", Was: "2026-11-24"}).
		when(SnoozeFollowUp{draft, ""}).refused(RefusedBadDate)
	given(t, planned(draft, "2026-11-24")).
		when(ReopenFollowUp{draft}).nothing().
		when(CloseFollowUp{draft, FollowUpOpen}).nothing().
		when(CloseFollowUp{draft, "vergessen"}).refused(RefusedNotOpen).
		when(CloseFollowUp{draft, FollowUpDone}).then(&FollowUpClosed{of: o, As: FollowUpDone}).
		when(CloseFollowUp{draft, FollowUpDone}).nothing().
		when(CloseFollowUp{draft, FollowUpCancelled}).refused(RefusedNotOpen).
		when(SnoozeFollowUp{draft, "2026-12-01"}).refused(RefusedNotOpen).
		when(ChangeFollowUp{draft, later, "x"}).refused(RefusedNotOpen).
		when(ReopenFollowUp{draft}).then(&FollowUpReopened{of: o, Was: FollowUpDone})
	for _, c := range []Command{ChangeFollowUp{draft, plan, "x"}, SnoozeFollowUp{draft, "2026-12-01"}, CloseFollowUp{draft, FollowUpDone}, ReopenFollowUp{draft}} {
		given(t).when(c).refused(RefusedNotFound)
	}
}

func TestABatchSeesItsOwnEarlierParts(t *testing.T) {
	name := []Change{{Field: FieldName, Now: NameValue(Name{Family: "Goethe"})}}
	given(t, memberAdded(me, "Meister")).when(Batch{"log-conversation", []Command{
		AddRecord{Record: person(goethe), Origin: manual, Changes: name},
		AssignOwner{Record: person(goethe), Member: me},
		AssignOwner{Record: person(goethe), Member: me},
		LogConversation{call, callWith(goethe), ConversationWords{Text: "x"}},
		SettleAnswer{Conversation: call},
	}}).then(personAdded(goethe, "Goethe"), &OwnerAssigned{of: of{person(goethe)}, Member: me}, callLogged(call, "x"), &AnswerSettled{of: of{conversation(call)}})

	s := given(t, memberAdded(me, "Meister")).when(Batch{"x", []Command{
		AddRecord{Record: person(goethe), Changes: name}, AssignOwner{Record: person(goethe), Member: unborn},
	}}).refused(RefusedNotFound)
	if p, _ := LoadPerson(s.ledger, goethe); p != nil {
		t.Error("a part of a refused batch was carried out")
	}
	before := given(t, personAdded(goethe, "Goethe"))
	p, _ := LoadPerson(before.ledger, goethe)
	before.when(Batch{"x", []Command{SnoozePerson{goethe, "2026-12-01"}, Erase{unborn}}}).refused(RefusedNotFound)
	if p.SnoozedUntil != "" {
		t.Error("deciding changed the state that it was decided on")
	}
}
