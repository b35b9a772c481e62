package domain

import (
	"maps"
	"testing"
)

// world is what the undo tests begin with.
func world() []Event {
	return []Event{
		founded(), memberAdded(me, "Meister"), memberAdded(herder, "Herder"),
		personAdded(goethe, "Goethe", set(FieldNote, "Jena"), set(TagField("doku"), "doku")), personAdded(schiller, "Schiller"),
		organisationAdded(cotta, "Cotta"), organisationAdded(merkur, "Merkur"), communityAdded(integrators, "Integratoren"),
		callLogged(call, "Will die Doku"), planned(draft, "2026-11-24"),
		needRaised(wish, "Deutsche Doku", goethe, schiller),
		&PersonJoinedCommunity{of: of{person(schiller)}, Community: integrators, Since: "2026-01-02", Sealed: MembershipRole{Roles: []string{"advocate"}}},
		&PersonAffiliated{of: of{person(schiller)}, Affiliation: id(8), Organisation: cotta, Sealed: AffiliationSaid{Title: "Berater"}},
		&PersonRelated{of: of{person(schiller)}, Relation: id(9), Other: goethe, Kind: RelationFriend, Sealed: RelationSaid{Note: "Jena"}},
	}
}

// undoable is a command with another one that gets in the way of its undo.
type undoable struct {
	name         string
	first        []Command // carried out before
	command      Command
	intervention Command // by a colleague, afterwards
}

func undoables() []undoable {
	name := []Change{{Field: FieldName, Now: NameValue(Name{Family: "Neu"})}}
	note := func(was, now string) ChangeDetails {
		return ChangeDetails{Record: person(goethe), Changes: []Change{{Field: FieldNote, Was: TextValue(was), Now: TextValue(now)}}}
	}
	join := func(who ID, since Day, roles ...string) JoinCommunity {
		return JoinCommunity{Person: who, Community: integrators, Roles: roles, Since: since}
	}
	affiliate := func(who ID, title, department string) Affiliate {
		return Affiliate{Person: who, Affiliation: Affiliation{ID: id(8), Organisation: cotta, Title: title, Department: department}}
	}
	relate := func(who, i, other ID, note string) Relate {
		return Relate{Person: who, Relation: Relation{ID: i, Other: other, Kind: RelationFriend, Note: note}}
	}
	owner := func(s Stream, m ID) AssignOwner { return AssignOwner{Record: s, Member: m} }
	rhythm := func(s Stream, r Rhythm) SetRhythm { return SetRhythm{Record: s, Rhythm: r} }
	correct := func(text string) CorrectConversation {
		return CorrectConversation{call, callWith(goethe, schiller), ConversationWords{Text: text}}
	}
	plan := FollowUpPlan{Due: "2026-12-24", For: herder}
	channel := func(name string) DefineChannel { return DefineChannel{home, ChannelDefinition{"own-1", name, false}} }
	field := func(name string) DefineField {
		return DefineField{home, FieldDefinition{ID: id(8), For: KindPerson, Type: FieldTypeText, Name: name}}
	}
	segment := func(name, tag string) DefineSegment {
		return DefineSegment{circle, name, Filter{Rules: []Rule{{About: AboutTag, Op: OpIs, Text: tag}}}}
	}
	words := func(title string) NeedWords { return NeedWords{Title: title, Tags: []string{"doku"}} }
	merge := MergePeople{goethe, schiller, []Field{FieldNote}, false}
	voice := func(quote string) AddVoice { return AddVoice{wish, voiceOf(unborn), quote} }
	return []undoable{
		{"merge", []Command{join(schiller, "2026-06-01", "advocate"), owner(person(schiller), me)}, merge, nil},
		{"unmerge", []Command{merge}, UnmergePerson{schiller}, nil},
		{"tell apart", nil, TellApart{goethe, schiller, false}, nil},
		{"no longer apart", []Command{TellApart{goethe, schiller, false}}, TellApart{schiller, goethe, true}, nil},
		{"add", nil, AddRecord{Record: person(unborn), Changes: name}, rhythm(person(unborn), 14)},
		{"add an organisation", nil, AddRecord{Record: organisation(id(23)), Changes: []Change{set(FieldName, "Pomona")}}, PlaceOrganisation{id(23), cotta}},
		{"add a community", nil, AddRecord{Record: community(id(32)), Taxonomy: CommunityPartners, Changes: []Change{set(FieldName, "Partner")}}, ClassifyCommunity{id(32), CommunityOther}},
		{"change", nil, note("Jena", "Weimar"), note("Weimar", "Bonn")},
		{"archive", nil, Archive{Record: person(goethe)}, nil},
		{"take back into lists", []Command{Archive{Record: person(goethe)}}, Archive{Record: person(goethe), Back: true}, nil},
		{"withdraw", nil, Withdraw{Record: person(goethe)}, nil},
		{"withdraw a conversation", nil, Withdraw{Record: conversation(call)}, nil},
		{"rhythm", nil, rhythm(person(goethe), 30), rhythm(person(goethe), 60)},
		{"rhythm of a community", nil, rhythm(community(integrators), 30), rhythm(community(integrators), 60)},
		{"owner", nil, owner(person(goethe), me), owner(person(goethe), herder)},
		{"owner of an organisation", nil, owner(organisation(cotta), me), owner(organisation(cotta), herder)},
		{"owner of a community", nil, owner(community(integrators), me), owner(community(integrators), herder)},
		{"place", nil, PlaceOrganisation{merkur, cotta}, PlaceOrganisation{merkur, None}},
		{"place elsewhere", []Command{PlaceOrganisation{merkur, cotta}}, PlaceOrganisation{merkur, None}, PlaceOrganisation{cotta, merkur}},
		{"classify", nil, ClassifyCommunity{integrators, CommunityPartners}, ClassifyCommunity{integrators, CommunityOther}},
		{"join", nil, join(goethe, "2026-06-01", "advocate"), join(goethe, "", "Beirat")},
		{"join, and again with another date", nil, join(goethe, "2026-06-01", "advocate"), join(goethe, "2026-07-01", "advocate")},
		{"join again", nil, join(schiller, "", "Beirat"), join(schiller, "", "advocate")},
		{"leave", nil, LeaveCommunity{schiller, integrators}, join(schiller, "")},
		{"affiliate", nil, affiliate(goethe, "Berater", ""), affiliate(goethe, "Berater", "Lektorat")},
		{"correct an affiliation", nil, affiliate(schiller, "Lektor", ""), affiliate(schiller, "Berater", "Satz")},
		{"remove an affiliation", nil, RemoveAffiliation{schiller, id(8)}, affiliate(schiller, "Lektor", "")},
		{"relate", nil, relate(goethe, id(9), schiller, "Jena"), relate(goethe, id(9), schiller, "Weimar")},
		{"relate again", nil, relate(schiller, id(9), goethe, "Weimar"), Unrelate{schiller, id(9)}},
		{"unrelate", nil, Unrelate{schiller, id(9)}, relate(schiller, id(9), goethe, "Weimar")},
		{"snooze a person", nil, SnoozePerson{goethe, "2026-12-01"}, SnoozePerson{goethe, "2027-01-01"}},
		{"log", nil, LogConversation{answer, callWith(goethe), ConversationWords{Text: "x"}}, CorrectConversation{answer, callWith(goethe), ConversationWords{Text: "y"}}},
		{"log a question", nil, LogConversation{answer, callWith(goethe), ConversationWords{Text: "x"}}, SettleAnswer{Conversation: answer}},
		{"correct", nil, correct("Will die Preisliste"), correct("Will beides")},
		{"correct again", []Command{correct("Will die Preisliste")}, correct("Will beides"), correct("Will nichts")},
		{"settle", nil, SettleAnswer{Conversation: call, By: answer}, nil},
		{"await", []Command{SettleAnswer{Conversation: call, By: answer}}, SettleAnswer{Conversation: call, Await: true}, nil},
		{"plan", nil, PlanFollowUp{id(52), plan, "x"}, SnoozeFollowUp{id(52), "2027-01-01"}},
		{"change a plan", nil, ChangeFollowUp{draft, plan, "x"}, ChangeFollowUp{draft, plan, "y"}},
		{"snooze", nil, SnoozeFollowUp{draft, "2026-12-01"}, SnoozeFollowUp{draft, "2026-12-02"}},
		{"done", nil, CloseFollowUp{draft, FollowUpDone}, ReopenFollowUp{draft}},
		{"cancel", nil, CloseFollowUp{draft, FollowUpCancelled}, ReopenFollowUp{draft}},
		{"reopen", []Command{CloseFollowUp{draft, FollowUpDone}}, ReopenFollowUp{draft}, CloseFollowUp{draft, FollowUpCancelled}},
		{"name a device", nil, NameDevice{me, id(98), "Laptop"}, NameDevice{me, id(98), "Notebook"}},
		{"name a device anew", []Command{NameDevice{me, id(98), "Laptop"}}, NameDevice{me, id(98), "Notebook"}, NameDevice{me, id(98), "Reise"}},
		{"settle a conflict", nil, SettleConflict{id(8), person(goethe), []Answer{
			{Field: FieldNote, Keep: KeepMine, Mine: TextValue("Weimar"), Theirs: TextValue("Jena")},
			{Field: TagField("doku"), Keep: KeepTheirs, Theirs: TextValue("doku")},
		}}, note("Weimar", "Bonn")},
		{"rename", nil, RenameWorkspace{home, "Jena"}, RenameWorkspace{home, "Bonn"}},
		{"channel", nil, channel("Stammtisch"), channel("Tisch")},
		{"channel anew", []Command{channel("Stammtisch")}, channel("Tisch"), channel("Tafel")},
		{"field", nil, field("Kunde"), field("Nummer")},
		{"field anew", []Command{field("Kunde")}, field("Nummer"), field("Zahl")},
		{"segment", nil, segment("Runde", "beirat"), segment("Runde", "presse")},
		{"segment anew", []Command{segment("Runde", "beirat")}, segment("Kreis", "presse"), segment("Kreis", "beirat")},
		{"archive a segment", []Command{segment("Runde", "beirat")}, Archive{Record: Stream{KindSegment, circle}}, nil},
		{"raise a need", nil, RaiseNeed{Need: id(82), Words: words("Doku"), Voices: []Voice{voiceOf(goethe)}}, RouteNeed{id(82), herder}},
		{"raise a need and hear more", nil, RaiseNeed{Need: id(82), Words: words("Doku")}, AddVoice{Need: id(82), Voice: voiceOf(goethe)}},
		{"withdraw a need", nil, Withdraw{Record: need(wish)}, nil},
		{"revise", nil, ReviseNeed{wish, words("Doku auf Deutsch")}, ReviseNeed{wish, words("Handbuch")}},
		{"route", nil, RouteNeed{wish, herder}, RouteNeed{wish, None}},
		{"schedule", nil, ScheduleNeed{wish, "2026-12-01"}, ScheduleNeed{wish, "2026-12-02"}},
		{"add a voice", nil, voice("Bitte"), voice("Dringend")},
		{"change a voice", []Command{voice("Bitte")}, voice("Dringend"), voice("Eilt")},
		{"remove a voice", nil, RemoveVoice{wish, goethe}, AddVoice{Need: wish, Voice: voiceOf(goethe), Quote: "Doch"}},
		{"decide", nil, DecideNeed{wish, NeedYes, "Kommt"}, DecideNeed{wish, NeedYes, "Kommt bald"}},
		{"decide anew", []Command{DecideNeed{wish, NeedYes, "Kommt"}}, DecideNeed{wish, NeedNo, "Doch nicht"}, DecideNeed{wish, NeedLater, ""}},
		{"tell", []Command{DecideNeed{wish, NeedYes, ""}}, TellBack{Need: wish, Person: goethe}, TakeTellingBack{wish, goethe}},
		{"tell another answer", []Command{DecideNeed{wish, NeedYes, ""}, TellBack{Need: wish, Person: goethe}, DecideNeed{wish, NeedNo, ""}}, TellBack{Need: wish, Person: goethe}, TakeTellingBack{wish, goethe}},
		{"tell the last", []Command{DecideNeed{wish, NeedYes, ""}, TellBack{Need: wish, Person: goethe}}, TellBack{Need: wish, Person: schiller}, nil},
		{"take a telling back", []Command{DecideNeed{wish, NeedYes, ""}, TellBack{Need: wish, Person: goethe}}, TakeTellingBack{wish, goethe}, TellBack{Need: wish, Person: goethe}},
		{"close", nil, CloseNeed{wish, "doppelt"}, ReopenNeed{wish}},
		{"reopen a need", []Command{CloseNeed{wish, "doppelt"}}, ReopenNeed{wish}, CloseNeed{wish, "erledigt"}},
		{"hear about a closed need", []Command{CloseNeed{wish, "doppelt"}}, voice("Bitte"), nil},
		{"several at once", nil, Batch{"x", []Command{
			AddRecord{Record: person(unborn), Changes: name},
			join(unborn, "2026-06-01"), affiliate(unborn, "x", ""), owner(person(unborn), me), rhythm(person(unborn), 7),
			LogConversation{answer, callWith(unborn), ConversationWords{Text: "x"}},
			SettleAnswer{Conversation: call, By: answer},
		}}, note("Jena", "Weimar")},
	}
}

func (s *scenario) undo(commands ...ID) *scenario { return s.when(Undo{Commands: commands}) }

func TestUndoAndRedo(t *testing.T) {
	covered := map[string]bool{}
	for _, u := range undoables() {
		t.Run(u.name, func(t *testing.T) {
			s := given(t, world()...)
			for _, c := range u.first {
				s.when(c)
			}
			before := s.ledger.snapshot()
			if s.when(u.command); s.err != nil || len(s.events) == 0 {
				t.Fatal("not carried out", s.err)
			}
			for _, e := range s.events {
				covered[e.EventType()] = true
			}
			after := s.ledger.snapshot()
			for range 2 { // undo, redo, undo, redo
				for _, want := range []map[Stream]string{before, after} {
					if s.undo(s.last); s.err != nil {
						t.Fatal(s.err)
					}
					for _, e := range s.events {
						covered[e.EventType()] = true
					}
					compare(t, s.ledger.snapshot(), want)
				}
			}
		})
	}
	for _, eventType := range EventTypes() {
		if !covered[eventType] && !undoneElsewhere[eventType] {
			t.Errorf("nobody tries to undo %s", eventType)
		}
	}
}

// undoneElsewhere are the event types that come from other commands than those
// of undoables, and those that cannot be undone.
var undoneElsewhere = map[string]bool{
	"workspace.founded.v1": true, "import.started.v1": true, "import.rows-rejected.v1": true, "import.finished.v1": true,
	"import.undone.v1": true, "import.redone.v1": true, "member.added.v1": true,
	"workspace.conflict-settled.v1": true, "member.conflict-settled.v1": true, "organisation.conflict-settled.v1": true,
	"community.conflict-settled.v1": true, "conversation.conflict-settled.v1": true, "follow-up.conflict-settled.v1": true,
	"segment.conflict-settled.v1": true, "need.conflict-settled.v1": true,
	// The same code for every kind of record:
	"organisation.details-changed.v1": true, "community.details-changed.v1": true, "member.details-changed.v1": true,
	"organisation.archived.v1": true, "community.archived.v1": true, "member.archived.v1": true,
	"organisation.unarchived.v1": true, "community.unarchived.v1": true, "member.unarchived.v1": true,
	"member.withdrawn.v1": true, "member.reinstated.v1": true, "workspace.withdrawn.v1": true, "workspace.reinstated.v1": true,
	"import.withdrawn.v1": true, "import.reinstated.v1": true,
	"workspace.erased.v1": true, "member.erased.v1": true, "person.erased.v1": true, "organisation.erased.v1": true,
	"community.erased.v1": true, "conversation.erased.v1": true, "follow-up.erased.v1": true, "import.erased.v1": true,
	"segment.erased.v1": true, "need.erased.v1": true,
}

func compare(t *testing.T, got, want map[Stream]string) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for stream, text := range want {
		if got[stream] != text {
			t.Errorf("%s\nis  %s\nnot %s", stream, got[stream], text)
		}
	}
	for stream, text := range got {
		if _, ok := want[stream]; !ok {
			t.Errorf("%s should not be there: %s", stream, text)
		}
	}
	t.FailNow()
}

func TestUndoLeavesAloneWhatSomebodyChangedSince(t *testing.T) {
	for _, u := range undoables() {
		if u.intervention == nil || u.name == "several at once" {
			continue
		}
		t.Run(u.name, func(t *testing.T) {
			s := given(t, world()...)
			for _, c := range u.first {
				s.when(c)
			}
			undo := s.when(u.command).last
			if s.when(u.intervention); s.err != nil || len(s.events) == 0 {
				t.Fatal("the intervention was not carried out", s.err)
			}
			intervention, changed := s.last, s.ledger.snapshot()
			if s.undo(undo); s.err == nil {
				t.Fatalf("%v overwrites what a colleague did", asKept(s.events))
			}
			if !RefusedWith(s.err, RefusedChangedMeanwhile) && !RefusedWith(s.err, RefusedCycle) {
				t.Fatal(s.err)
			}
			compare(t, s.ledger.snapshot(), changed)
			s.when(Undo{Commands: []ID{undo}, KeepChanged: true}).refused(RefusedNothingToUndo)

			// Once that is taken back too, the undo goes through.
			if s.undo(intervention); s.err != nil {
				t.Fatal(s.err)
			}
			if s.undo(undo); s.err != nil {
				t.Fatal(s.err)
			}
		})
	}
}

func TestUndoingTwiceDoesNothing(t *testing.T) {
	for _, u := range undoables() {
		t.Run(u.name, func(t *testing.T) {
			s := given(t, world()...)
			for _, c := range u.first {
				s.when(c)
			}
			command := s.when(u.command).last
			if s.undo(command); s.err != nil {
				t.Fatal(s.err)
			}
			before := s.ledger.snapshot()
			if s.undo(command); s.err == nil {
				t.Errorf("the second undo gave %v", asKept(s.events))
			}
			compare(t, s.ledger.snapshot(), before)
		})
	}
}

func TestUndoOfImports(t *testing.T) {
	of := of{Stream{KindImport, cards}}
	s := given(t).when(StartImport{cards, "csv", nil})
	start := s.last
	finish := s.when(FinishImport{Import: cards}).last
	s.undo(finish).refused(RefusedNothingToUndo)
	s.undo(start).then(&ImportUndone{of: of}).
		undo(s.last).then(&ImportRedone{of: of}).
		undo(s.last).then(&ImportUndone{of: of}).
		undo(start).refused(RefusedNothingToUndo)
}

func TestWhatCannotBeUndone(t *testing.T) {
	s := given(t)
	s.undo(s.when(FoundWorkspace{home, "Weimar"}).last).refused(RefusedCannotUndo)
	s = given(t, personAdded(goethe, "Goethe"))
	s.undo(s.when(Erase{goethe}).last).refused(RefusedErased)
	given(t).undo(id(4711)).refused(RefusedNothingToUndo)

	s = given(t, personAdded(goethe, "Goethe"))
	rhythm := s.when(SetRhythm{person(goethe), 30}).last
	s.when(Withdraw{Record: person(goethe)}).undo(rhythm).refused(RefusedWithdrawn)
}

func TestUndoOfAnImportKeepsTheWorkPutIntoIt(t *testing.T) {
	add := func(i ID) AddRecord {
		return AddRecord{Record: person(i), Changes: []Change{{Field: FieldName, Now: NameValue(Name{Family: "x"})}}}
	}
	s := given(t)
	imported := s.when(Batch{"import", []Command{add(goethe), add(schiller), add(unborn)}}).last
	s.when(SetRhythm{person(schiller), 30})
	s.undo(imported).refused(RefusedChangedMeanwhile)
	s.when(Undo{Commands: []ID{imported}, KeepChanged: true}).
		then(&RecordWithdrawn{of: of{person(unborn)}}, &RecordWithdrawn{of: of{person(goethe)}})
}

func TestUndoMakesNoCircleOfOrganisations(t *testing.T) {
	s := given(t, organisationAdded(cotta, "Cotta"), organisationAdded(merkur, "Merkur"), &OrganisationPlaced{of: of{organisation(merkur)}, Parent: cotta})
	apart := s.when(PlaceOrganisation{merkur, None}).last
	s.when(PlaceOrganisation{cotta, merkur}).undo(apart).refused(RefusedCycle)
}
