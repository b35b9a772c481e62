package domain

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// desk is a laptop of a team: what it did since it last met the others, to be
// decided again on what they did.
type desk struct {
	*memory
	tail []doing
}

type doing struct {
	command Command
	by      Issued
	old     []Recorded
}

// laptop is a copy of the ledger on another machine, whose commands have ids of
// their own.
func (m *memory) laptop(number int) *desk {
	d := &desk{memory: newMemory()}
	for _, r := range m.history {
		d.add(r)
	}
	d.issued = 100 * number
	return d
}

func (m *memory) add(r Recorded) {
	s := r.Event.Stream()
	if m.records[s] == nil {
		m.records[s] = NewAggregate(s.Kind)
	}
	m.records[s].Apply(r)
	m.history = append(m.history, r)
	m.commands[r.Command] = append(m.commands[r.Command], r)
}

// do carries a command out offline.
func (d *desk) do(c Command) error {
	by := d.issue()
	events, err := c.Decide(d, by)
	if err != nil || len(events) == 0 {
		return err
	}
	d.record(by, events...)
	d.tail = append(d.tail, doing{c, by, d.commands[by.Command]})
	return nil
}

// meets decides the tail again, on what the colleague has.
func (d *desk) meets(t fataler, colleague *memory) []Redecided {
	t.Helper()
	var all []Redecided
	for i, own := range d.tail {
		again, err := Redecide(own.command, colleague, own.by, own.old)
		if err != nil {
			t.Fatalf("%s: %v", own.command.CommandName(), err)
		}
		colleague.record(own.by, again.Events...)
		for n, r := range colleague.commands[own.by.Command] { // what is new gets another id
			if n >= len(own.old) || !reflect.DeepEqual(asKept([]Event{r.Event}), asKept([]Event{own.old[n].Event})) {
				colleague.commands[own.by.Command][n].EventID[2]++
			}
		}
		d.tail[i].old = colleague.commands[own.by.Command]
		all = append(all, again)
	}
	return all
}

// both is what becomes of mine after a colleague's commands.
func both(t *testing.T, mine Command, theirs ...Command) (Redecided, *memory) {
	t.Helper()
	base := given(t, world()...).ledger
	here, there := base.laptop(1), base.laptop(2)
	if err := here.do(mine); err != nil {
		t.Fatal("mine:", err)
	}
	for _, c := range theirs {
		if err := there.do(c); err != nil {
			t.Fatal("theirs:", err)
		}
	}
	again := here.meets(t, there.memory)
	if len(again) == 0 {
		t.Fatal("mine changed nothing to begin with")
	}
	return again[0], there.memory
}

func noteOf(was, now string) Change {
	return Change{Field: FieldNote, Was: TextValue(was), Now: TextValue(now)}
}

func TestFieldsThatNobodyElseChangedGoThrough(t *testing.T) {
	birthday := Change{Field: FieldBirthday, Now: DateValue(PartialDate{1749, 8, 28})}
	mine := ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Weimar"), birthday}}
	again, ledger := both(t, mine, ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Bonn")}})

	want := ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Weimar")}}
	if !same[Command](again.Left, want) || again.Why.Code != RefusedChangedMeanwhile {
		t.Errorf("left is %+v, for %v", again.Left, again.Why)
	}
	p, _ := LoadPerson(ledger, goethe)
	if p.Birthday().Year != 1749 || p.Dossier.Text(FieldNote) != "Bonn" {
		t.Errorf("the person is %+v", p.Dossier)
	}
	history := func(s Stream) ([]Recorded, error) {
		return slices.DeleteFunc(slices.Clone(ledger.history), func(r Recorded) bool { return r.Event.Stream() != s }), nil
	}
	clashes, err := Clashes(again.Left, ledger, history)
	if err != nil || len(clashes) != 1 {
		t.Fatal(clashes, err)
	}
	c := clashes[0]
	if c.Field != FieldNote || c.Base.Text != "Jena" || c.Mine.Text != "Weimar" || c.Theirs.Text != "Bonn" || c.By != me || c.At.IsZero() || c.Device != id(99) {
		t.Errorf("the clash is %+v", c)
	}
	answer := Answer{Field: c.Field, Keep: KeepMine, Mine: c.Mine, Theirs: c.Theirs}
	settling, err := Settling(again.Left, id(8), ledger, map[Stream][]Answer{person(goethe): {answer}})
	if err != nil {
		t.Fatal(err)
	}
	s := &scenario{t: t, ledger: ledger}
	s.when(settling).then(
		&DetailsChanged{of: of{person(goethe)}, Origin: manual, Sealed: Described{[]Change{noteOf("Bonn", "Weimar")}}},
		&ConflictSettled{of: of{person(goethe)}, Command: id(8), Sealed: Answers{[]Answer{answer}}},
	)
	s.when(settling) // the answer is noted once more, the note stands
	s.when(ChangeDetails{person(goethe), manual, []Change{noteOf("Weimar", "Rom")}}).when(settling).refused(RefusedChangedMeanwhile)
}

func TestTheSameThingChangedTwiceAsks(t *testing.T) {
	for _, u := range undoables() {
		if u.intervention == nil || len(u.first) > 0 {
			continue
		}
		t.Run(u.name, func(t *testing.T) {
			base := given(t, world()...).ledger
			here, there := base.laptop(1), base.laptop(2)
			if err := here.do(u.command); err != nil {
				t.Fatal(err)
			}
			if err := there.do(u.intervention); err != nil || len(there.tail) == 0 {
				return // it builds on mine
			}
			theirs := there.snapshot()
			again := here.meets(t, there.memory)[0]
			if again.Left == nil && len(again.Events) > 0 && !commute[u.name] {
				t.Fatalf("%v overwrites what a colleague did", asKept(again.Events))
			}
			if again.Left == nil {
				return
			}
			if again.Why == nil || len(again.Events) > 0 && !reflect.DeepEqual(checkJournal(t, again.Left), again.Left) {
				t.Errorf("left is %+v for %v", again.Left, again.Why)
			}
			if len(again.Events) == 0 {
				compare(t, there.snapshot(), theirs)
			}
		})
	}
}

// commute are the pairs of undoables in which each changes something else.
var commute = map[string]bool{
	"add a voice": true, "remove a voice": true, // facts: both are noted
	"several at once": true, "join": true, "join, and again with another date": true, "affiliate": true, "relate": true,
	"correct an affiliation": true,
}

func TestPlansAndCorrectionsMeetPartByPart(t *testing.T) {
	plan := FollowUpPlan{Due: "2026-12-24", For: me, People: []ID{goethe}, Origin: manual}
	later := plan
	later.Due = "2026-11-24"
	again, ledger := both(t, ChangeFollowUp{draft, plan, "Entwurf schicken"}, ChangeFollowUp{draft, later, "Entwurf drucken"})
	f, _ := LoadFollowUp(ledger, draft)
	if again.Left != nil || f.Plan.Due != "2026-12-24" || f.Text != "Entwurf drucken" {
		t.Errorf("%+v, left %+v", f, again.Left)
	}
	plan.For = herder
	again, ledger = both(t, ChangeFollowUp{draft, plan, "x"}, ChangeFollowUp{draft, later, "y"})
	f, _ = LoadFollowUp(ledger, draft)
	if again.Left == nil || f.Plan.For != herder || f.Text != "y" {
		t.Errorf("%+v, left %+v", f, again.Left)
	}
	clashes, err := Clashes(again.Left, ledger, func(Stream) ([]Recorded, error) { return ledger.history, nil })
	if err != nil || len(clashes) != 1 || clashes[0].Field != FieldText || clashes[0].Mine.Text != "x" || clashes[0].Theirs.Text != "y" {
		t.Errorf("%+v %v", clashes, err)
	}

	mine, theirs := callWith(goethe), callWith(goethe, schiller)
	mine.Seconds = 600
	again, ledger = both(t, CorrectConversation{call, mine, ConversationWords{Text: "Will die Doku", Subject: "Doku"}},
		CorrectConversation{call, theirs, ConversationWords{Text: "Will die Doku", Reason: "vertippt"}})
	c, _ := LoadConversation(ledger, call)
	if again.Left != nil || len(c.Content.People) != 2 || c.Content.Seconds != 600 || c.Words.Subject != "Doku" {
		t.Errorf("%+v %+v, left %+v", c.Content, c.Words, again.Left)
	}
	again, ledger = both(t, CorrectConversation{call, mine, ConversationWords{Text: "Will beides"}},
		CorrectConversation{call, theirs, ConversationWords{Text: "Will nichts"}})
	c, _ = LoadConversation(ledger, call)
	if again.Left == nil || c.Words.Text != "Will nichts" || c.Content.Seconds != 600 {
		t.Errorf("%+v %+v, left %+v", c.Content, c.Words, again.Left)
	}
	answers := map[Stream][]Answer{conversation(call): {{Field: FieldText, Keep: KeepMine, Mine: TextValue("Will beides"), Theirs: TextValue("Will nichts")}}}
	settling, err := Settling(again.Left, id(8), ledger, answers)
	if err != nil {
		t.Fatal(err)
	}
	s := (&scenario{t: t, ledger: ledger}).when(settling)
	if c, _ = LoadConversation(ledger, call); s.err != nil || c.Words.Text != "Will beides" || len(c.Content.People) != 2 {
		t.Errorf("%+v %+v %v", c.Content, c.Words, s.err)
	}
	if _, err := Settling(again.Left, id(8), ledger, answers); !RefusedWith(err, RefusedChangedMeanwhile) {
		t.Error("it changed once more, and", err)
	}
}

func TestWhatAColleagueFulfilledNeedsNothing(t *testing.T) {
	join := JoinCommunity{Person: goethe, Community: integrators, Since: "2026-11-18"}
	earlier := join
	earlier.Since, earlier.Roles = "2026-11-01", []string{"advocate"}
	for name, pair := range map[string][2]Command{
		"same value":           {SetRhythm{person(goethe), 30}, SetRhythm{person(goethe), 30}},
		"archived":             {Archive{Record: person(goethe)}, Archive{Record: person(goethe)}},
		"archived, taken back": {Archive{Record: person(goethe)}, Withdraw{Record: person(goethe)}},
		"joined":               {join, earlier},
		"left":                 {LeaveCommunity{schiller, integrators}, LeaveCommunity{schiller, integrators}},
		"done":                 {CloseFollowUp{draft, FollowUpDone}, CloseFollowUp{draft, FollowUpDone}},
		"done, cancelled":      {CloseFollowUp{draft, FollowUpDone}, CloseFollowUp{draft, FollowUpCancelled}},
		"taken back":           {Withdraw{Record: person(goethe)}, Withdraw{Record: person(goethe)}},
		"settled":              {SettleAnswer{Conversation: call, By: answer}, SettleAnswer{Conversation: call}},
		"erased":               {Erase{goethe}, Erase{goethe}},
		"taken back, erased":   {Withdraw{Record: person(goethe)}, Erase{goethe}},
		"note":                 {ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Bonn")}}, ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Bonn")}}},
	} {
		t.Run(name, func(t *testing.T) {
			if again, _ := both(t, pair[0], pair[1]); len(again.Events) > 0 || again.Left != nil {
				t.Errorf("%v, left %+v for %v", asKept(again.Events), again.Left, again.Why)
			}
		})
	}
}

func TestFactsAreNeverRefused(t *testing.T) {
	log := LogConversation{answer, callWith(goethe), ConversationWords{Text: "Goethe will die Doku"}}
	again, _ := both(t, log, Withdraw{Record: person(goethe)})
	if again.Left != nil || len(again.Events) != 1 {
		t.Errorf("%v, left %+v", again.Events, again.Left)
	}
	again, ledger := both(t, log, Erase{goethe})
	c, _ := LoadConversation(ledger, answer)
	if again.Left != nil || c == nil || c.Words.Text != "" || !slices.Equal(again.Unnamed, []ID{goethe}) {
		t.Errorf("%+v, left %+v, %v", c, again.Left, again.Unnamed)
	}
	log.Content.People = []ID{goethe, schiller}
	again, ledger = both(t, log, Erase{goethe})
	if c, _ = LoadConversation(ledger, answer); again.Left != nil || c.Words.Text == "" || len(again.Unnamed) != 1 {
		t.Errorf("%+v, left %+v, %v", c, again.Left, again.Unnamed)
	}
}

func TestNothingIsTypedIntoWhatIsErased(t *testing.T) {
	for _, mine := range []Command{
		ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Weimar")}},
		JoinCommunity{Person: goethe, Community: integrators, Roles: []string{"geheim"}},
		Affiliate{Person: goethe, Affiliation: Affiliation{ID: id(9), Organisation: cotta, Title: "geheim"}},
		Relate{Person: schiller, Relation: Relation{ID: id(10), Other: goethe, Kind: RelationFamily, Note: "geheim"}},
		PlanFollowUp{id(52), FollowUpPlan{Due: "2026-12-24", People: []ID{goethe}}, "geheim"},
		Withdraw{Record: conversation(call), Reason: "geheim"},
		CorrectConversation{call, callWith(goethe), ConversationWords{Text: "geheim"}},
	} {
		again, _ := both(t, Batch{"x", []Command{mine}}, Erase{goethe}, EraseConversation{call})
		if len(again.Events) > 0 {
			t.Errorf("%s gives %v", mine.CommandName(), asKept(again.Events))
		}
		if again.Left == nil {
			continue
		}
		args, err := EncodeCommand(again.Left)
		if err != nil || again.Why.Code != RefusedErased || bytes.Contains(args, []byte("geheim")) || bytes.Contains(args, []byte("Weimar")) {
			t.Errorf("%s leaves %s (%v) for %v", mine.CommandName(), args, err, again.Why)
		}
	}
}

func TestABatchLeavesWhatCannotGo(t *testing.T) {
	mine := Batch{"log-conversation", []Command{
		LogConversation{answer, callWith(goethe), ConversationWords{Text: "x"}},
		SetRhythm{person(goethe), 30},
		PlanFollowUp{id(52), FollowUpPlan{Due: "2026-12-24", People: []ID{schiller}}, "y"},
		SnoozeFollowUp{id(52), "2026-12-31"},
		ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Weimar"), set("tag:x", "x")}},
	}}
	again, ledger := both(t, mine, SetRhythm{person(goethe), 60}, ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Bonn")}}, Erase{schiller})
	p, _ := LoadPerson(ledger, goethe)
	if p.Rhythm != 60 || p.Dossier.Get("tag:x") == nil || p.Dossier.Text(FieldNote) != "Bonn" {
		t.Errorf("%+v", p)
	}
	want := Batch{"log-conversation", []Command{
		SetRhythm{person(goethe), 30},
		PlanFollowUp{id(52), FollowUpPlan{Due: "2026-12-24", People: []ID{schiller}}, ""},
		SnoozeFollowUp{id(52), "2026-12-31"}, // it builds on the one before
		ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Weimar")}},
	}}
	if !same[Command](again.Left, want) {
		t.Errorf("left is %+v", again.Left)
	}
	if len(again.Events) != 2 {
		t.Errorf("%v", asKept(again.Events))
	}
}

func TestAnErasureIsCarriedOutOnce(t *testing.T) {
	redacted := callWith(goethe, schiller)
	redacted.Replaces, redacted.Origin = call, Origin{How: OriginRedaction}
	erase := func(replacement ID) Command {
		return Batch{"erase-person", []Command{
			EraseConversation{call}, LogConversation{replacement, redacted, ConversationWords{Text: "▇▇▇"}}, Erase{goethe},
		}}
	}
	again, _ := both(t, erase(id(43)), erase(id(44)))
	if len(again.Events) > 0 || again.Left != nil {
		t.Errorf("%v, left %+v", asKept(again.Events), again.Left)
	}
}

func TestAnUndoTakesBackWhatIsLeft(t *testing.T) {
	base := given(t, world()...).ledger
	here, there := base.laptop(1), base.laptop(2)
	if err := here.do(Batch{"x", []Command{
		SetRhythm{person(goethe), 30},
		AssignOwner{person(goethe), me},
		ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Weimar"), set("tag:x", "x")}},
	}}); err != nil {
		t.Fatal(err)
	}
	done := here.tail[0].by.Command
	here.meets(t, there.memory)
	here, there = there.laptop(1), there.laptop(2) // both have it now
	here.issued = 150
	if err := here.do(Undo{Commands: []ID{done}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Command{SetRhythm{person(goethe), 60}, AssignOwner{person(goethe), None}, ChangeDetails{person(goethe), manual, []Change{noteOf("Weimar", "Bonn")}}} {
		if err := there.do(c); err != nil {
			t.Fatal(err)
		}
	}
	again := here.meets(t, there.memory)[0]
	p, _ := LoadPerson(there, goethe)
	if p.Rhythm != 60 || p.Owner != None || p.Dossier.Get("tag:x") != nil || p.Dossier.Text(FieldNote) != "Bonn" {
		t.Errorf("%+v", p)
	}
	want := Batch{"undo", []Command{
		ChangeDetails{person(goethe), manual, []Change{noteOf("Weimar", "Jena")}},
		Undo{Commands: []ID{done}, KeepChanged: true},
	}}
	if !same[Command](again.Left, want) {
		t.Errorf("left is %+v", again.Left)
	}
}

func TestAnUndoOfWhatWasRefusedIsLeft(t *testing.T) {
	base := given(t, world()...).ledger
	here, there := base.laptop(1), base.laptop(2)
	if err := here.do(SetRhythm{person(goethe), 30}); err != nil {
		t.Fatal(err)
	}
	if err := here.do(Undo{Commands: []ID{here.tail[0].by.Command}}); err != nil {
		t.Fatal(err)
	}
	if err := there.do(SetRhythm{person(goethe), 60}); err != nil {
		t.Fatal(err)
	}
	again := here.meets(t, there.memory)
	if again[0].Left == nil || again[1].Left == nil || again[1].Why.Code != RefusedNothingToUndo || len(again[1].Events) > 0 {
		t.Errorf("%+v", again)
	}
}

func TestDecidingAgainLosesNothingAndOverwritesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := randomWorld()
		for range rapid.IntRange(0, 15).Draw(t, "before") {
			c, by := drawCommand(t, base), base.issue()
			if events, err := c.Decide(base, by); err == nil {
				base.record(by, events...)
			}
		}
		here, there := base.laptop(1), base.laptop(2)
		for _, d := range []*desk{there, here} {
			for range rapid.IntRange(0, 12).Draw(t, "commands") {
				c := drawCommand(t, d)
				if len(d.tail) > 0 && rapid.IntRange(0, 5).Draw(t, "undo") == 0 {
					c = Undo{Commands: []ID{rapid.SampledFrom(d.tail).Draw(t, "undone").by.Command}}
				}
				_ = d.do(c) // a refusal changes nothing
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "erase") == 0 {
			_ = there.do(Erase{goethe})
		}
		for _, own := range here.tail {
			before := there.snapshot()
			again, err := Redecide(own.command, there, own.by, own.old)
			if err != nil {
				t.Fatal(err)
			}
			twice, err := Redecide(own.command, there, own.by, own.old)
			if err != nil || !reflect.DeepEqual(again, twice) || !reflect.DeepEqual(before, there.snapshot()) {
				t.Fatalf("%+v and then %+v (%v)", again, twice, err)
			}
			if (again.Left == nil) != (again.Why == nil) {
				t.Fatalf("left %+v for %v", again.Left, again.Why)
			}
			if !aboutMerging(own.command) { // which brings over what the other one has now
				checkSeen(t, own.old, again.Events)
			}
			after := there.laptop(3)
			after.record(own.by, again.Events...)
			checkKept(t, own, again, after.memory)
			old := after.commands[own.by.Command]
			if third, err := Redecide(own.command, there, own.by, old); len(old) > 0 && (err != nil || third.Left != nil ||
				!reflect.DeepEqual(asKept(third.Events), asKept(again.Events))) {
				t.Fatalf("%+v\nonce more gives %v, left %+v (%v)\ninstead of %v", own.command, asKept(third.Events), third.Left, third.Why, asKept(again.Events))
			}
			there.record(own.by, again.Events...)
		}
	})
}

// checkSeen finds events that replace what the user never saw.
func checkSeen(t *rapid.T, old []Recorded, events []Event) {
	for _, e := range events {
		changed, ok := e.(*DetailsChanged)
		if !ok {
			continue
		}
		for _, c := range changed.Sealed.Changes {
			seen := slices.ContainsFunc(old, func(r Recorded) bool {
				o, ok := r.Event.(*DetailsChanged)
				return ok && slices.ContainsFunc(o.Sealed.Changes, func(w Change) bool {
					return w.Field == c.Field && sameValue(w.Was, c.Was) && sameValue(w.Now, c.Now)
				})
			})
			if !seen {
				t.Fatalf("%+v was never wanted like this", c)
			}
		}
	}
}

func aboutMerging(c Command) bool {
	switch c := c.(type) {
	case Batch:
		return slices.ContainsFunc(c.Parts, aboutMerging)
	case MergePeople, UnmergePerson:
		return true
	}
	return false
}

// checkKept finds what a command had led to and what is now neither so nor left.
func checkKept(t *rapid.T, own doing, again Redecided, after *memory) {
	if again.Left != nil || aboutMerging(own.command) {
		return
	}
	for i, r := range own.old {
		a, later := after.records[r.Event.Stream()], own.old[i+1:]
		if p, ok := a.(*Person); ok { // who was merged is found elsewhere
			root, _ := RootOf(after, p.Stream.ID)
			a = after.records[person(root)]
		}
		if slices.ContainsFunc(later, func(l Recorded) bool { return l.Event.Stream() == r.Event.Stream() }) {
			continue // something else followed
		}
		switch e := r.Event.(type) {
		case *DetailsChanged:
			for _, c := range e.Sealed.Changes {
				if !sameValue(a.(described).dossier().Get(c.Field), c.Now) {
					t.Fatalf("%+v led to %v; %+v got lost", own.command, asKept(eventsOf(own.old)), c)
				}
			}
		case *RhythmSet:
			if rhythmOf(a) != e.Rhythm {
				t.Fatalf("%+v got lost", e)
			}
		case *OwnerAssigned:
			if ownerOf(a) != e.Member {
				t.Fatalf("%+v got lost", e)
			}
		case *ConversationLogged, *FollowUpPlanned, *RecordAdded, *SegmentDefined:
			if a == nil {
				t.Fatalf("%s got lost", e.EventType())
			}
		}
	}
}

func eventsOf(recorded []Recorded) (events []Event) {
	for _, r := range recorded {
		events = append(events, r.Event)
	}
	return events
}
