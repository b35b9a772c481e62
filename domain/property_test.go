package domain

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The random worlds are small, so that commands meet the same records.
var (
	anyPerson       = rapid.SampledFrom([]ID{goethe, schiller, unborn})
	anyOrganisation = rapid.SampledFrom([]ID{cotta, merkur, id(23)})
	anyCommunity    = rapid.SampledFrom([]ID{integrators, id(32)})
	anyMember       = rapid.SampledFrom([]ID{None, me, herder})
	anyConversation = rapid.SampledFrom([]ID{call, answer})
	anyPart         = rapid.SampledFrom([]ID{id(8), id(9)}) // affiliations, relations, points
	anyDay          = rapid.SampledFrom([]Day{"", "2026-11-24", "2026-12-01", "2027-02-28"})
	anyDueDay       = rapid.SampledFrom([]Day{"2026-11-24", "2026-12-01"})
	anyWord         = rapid.SampledFrom([]string{"", "Jena", "Weimar", "Ελένη", "🖋"})
	anyRecord       = rapid.Custom(func(t *rapid.T) Stream {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return organisation(anyOrganisation.Draw(t, "organisation"))
		case 1:
			return community(anyCommunity.Draw(t, "community"))
		case 2:
			return conversation(anyConversation.Draw(t, "conversation"))
		}
		return person(anyPerson.Draw(t, "person"))
	})
)

// commands are one way each to draw a command. Those that begin a record come
// with the record's state, since a ledger begins no record twice.
var commands = []func(*rapid.T, State) Command{
	func(t *rapid.T, s State) Command {
		r := anyRecord.Draw(t, "record")
		if a, _ := s.Load(r); a != nil {
			return Withdraw{Record: r, Reason: anyWord.Draw(t, "reason")}
		}
		name := TextValue("Neu")
		if r.Kind == KindPerson {
			name = NameValue(Name{Family: "Neu"})
		}
		return AddRecord{Record: r, Taxonomy: CommunityPartners, Changes: []Change{{Field: FieldName, Now: name}}}
	},
	func(t *rapid.T, s State) Command {
		r, f := anyRecord.Draw(t, "record"), rapid.SampledFrom([]Field{FieldName, FieldNote, "tag:x"}).Draw(t, "field")
		c := Change{Field: f}
		if a, _ := s.Load(r); a != nil {
			if d, ok := a.(described); ok {
				c.Was = d.dossier().Get(f)
			}
		}
		if w := anyWord.Draw(t, "word"); w != "" && f == FieldName && r.Kind == KindPerson {
			c.Now = NameValue(Name{Family: w})
		} else if w != "" {
			c.Now = TextValue(w)
		}
		return ChangeDetails{Record: r, Changes: []Change{c}}
	},
	func(t *rapid.T, _ State) Command {
		return Archive{anyRecord.Draw(t, "record"), rapid.Bool().Draw(t, "back")}
	},
	func(t *rapid.T, _ State) Command { return Withdraw{Record: anyRecord.Draw(t, "record")} },
	func(t *rapid.T, _ State) Command {
		return SetRhythm{anyRecord.Draw(t, "record"), Rhythm(rapid.IntRange(-2, 4).Draw(t, "days"))}
	},
	func(t *rapid.T, _ State) Command {
		return AssignOwner{anyRecord.Draw(t, "record"), anyMember.Draw(t, "member")}
	},
	func(t *rapid.T, _ State) Command {
		return PlaceOrganisation{anyOrganisation.Draw(t, "organisation"), rapid.OneOf(rapid.Just(None), anyOrganisation).Draw(t, "parent")}
	},
	func(t *rapid.T, _ State) Command {
		return ClassifyCommunity{anyCommunity.Draw(t, "community"), rapid.SampledFrom(CommunityKinds).Draw(t, "taxonomy")}
	},
	func(t *rapid.T, _ State) Command {
		return JoinCommunity{
			Person: anyPerson.Draw(t, "person"), Community: anyCommunity.Draw(t, "community"),
			Roles: rapid.SliceOfN(anyWord, 0, 2).Draw(t, "roles"), Since: anyDay.Draw(t, "since"),
		}
	},
	func(t *rapid.T, _ State) Command {
		return LeaveCommunity{anyPerson.Draw(t, "person"), anyCommunity.Draw(t, "community")}
	},
	func(t *rapid.T, _ State) Command {
		return Affiliate{Person: anyPerson.Draw(t, "person"), Affiliation: Affiliation{
			ID: anyPart.Draw(t, "id"), Organisation: anyOrganisation.Draw(t, "organisation"), Title: anyWord.Draw(t, "title"),
			Ended: rapid.Bool().Draw(t, "ended"),
		}}
	},
	func(t *rapid.T, _ State) Command {
		return RemoveAffiliation{anyPerson.Draw(t, "person"), anyPart.Draw(t, "id")}
	},
	func(t *rapid.T, _ State) Command {
		return Relate{Person: anyPerson.Draw(t, "person"), Relation: Relation{
			anyPart.Draw(t, "id"), anyPerson.Draw(t, "other"), rapid.SampledFrom(RelationKinds).Draw(t, "kind"), anyWord.Draw(t, "note"),
		}}
	},
	func(t *rapid.T, _ State) Command {
		return Unrelate{anyPerson.Draw(t, "person"), anyPart.Draw(t, "id")}
	},
	func(t *rapid.T, _ State) Command {
		return SnoozePerson{anyPerson.Draw(t, "person"), anyDay.Draw(t, "until")}
	},
	func(t *rapid.T, s State) Command {
		c := anyConversation.Draw(t, "conversation")
		content := callWith(anyPerson.Draw(t, "person"), anyPerson.Draw(t, "person"))
		words := ConversationWords{Text: anyWord.Draw(t, "text"), Tags: []string{anyWord.Draw(t, "tag")}}
		if old, _ := LoadConversation(s, c); old != nil {
			return CorrectConversation{c, content, words}
		}
		return LogConversation{c, content, words}
	},
	func(t *rapid.T, _ State) Command {
		return SettleAnswer{anyConversation.Draw(t, "conversation"), anyConversation.Draw(t, "by"), rapid.Bool().Draw(t, "await")}
	},
	func(t *rapid.T, s State) Command {
		plan := FollowUpPlan{Due: anyDueDay.Draw(t, "due"), For: anyMember.Draw(t, "for"), People: []ID{anyPerson.Draw(t, "person")}}
		if old, _ := LoadFollowUp(s, draft); old != nil {
			return ChangeFollowUp{draft, plan, anyWord.Draw(t, "text")}
		}
		return PlanFollowUp{draft, plan, anyWord.Draw(t, "text")}
	},
	func(t *rapid.T, _ State) Command { return SnoozeFollowUp{draft, anyDay.Draw(t, "until")} },
	func(t *rapid.T, _ State) Command {
		return CloseFollowUp{draft, rapid.SampledFrom([]FollowUpState{FollowUpDone, FollowUpCancelled}).Draw(t, "as")}
	},
	func(*rapid.T, State) Command { return ReopenFollowUp{draft} },
	func(t *rapid.T, _ State) Command { return RenameWorkspace{home, anyWord.Draw(t, "name")} },
	func(t *rapid.T, _ State) Command {
		return DefineChannel{home, ChannelDefinition{"own-1", anyWord.Draw(t, "name"), rapid.Bool().Draw(t, "retired")}}
	},
	func(t *rapid.T, _ State) Command {
		return DefineField{home, FieldDefinition{
			ID: id(8), For: KindPerson, Name: anyWord.Draw(t, "name"), Retired: rapid.Bool().Draw(t, "retired"),
			Type: rapid.SampledFrom(FieldTypes).Draw(t, "type"), Choices: rapid.SliceOfN(anyWord, 0, 2).Draw(t, "choices"),
		}}
	},
	func(t *rapid.T, _ State) Command {
		return DefineSegment{circle, anyWord.Draw(t, "name"), anyFilter.Draw(t, "filter")}
	},
	func(t *rapid.T, _ State) Command {
		return Archive{Stream{KindSegment, circle}, rapid.Bool().Draw(t, "back")}
	},
	func(*rapid.T, State) Command { return Withdraw{Record: Stream{KindSegment, circle}} },
	drawMerge, drawMerge, drawMerge,
	drawNeedBegun, drawNeedBegun, drawNeedChanged, drawNeedChanged, drawNeedChanged,
}

var anyAnswer = rapid.SampledFrom(append(slices.Clone(NeedAnswers), ""))

func drawVoice(t *rapid.T) Voice {
	v := Voice{Person: anyPerson.Draw(t, "person"), Heard: Moment{morning.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, "day")), PrecisionDay}}
	if rapid.Bool().Draw(t, "said in") {
		v.Conversation = anyConversation.Draw(t, "conversation")
	}
	return v
}

func drawMerge(t *rapid.T, _ State) Command {
	one, other := anyPerson.Draw(t, "one"), anyPerson.Draw(t, "other")
	switch rapid.IntRange(0, 4).Draw(t, "of the two") {
	case 0, 1:
		return UnmergePerson{other}
	case 2:
		return TellApart{one, other, rapid.Bool().Draw(t, "back")}
	}
	take := rapid.SliceOfN(rapid.SampledFrom([]Field{FieldName, FieldNote}), 0, 2).Draw(t, "take")
	return MergePeople{one, other, take, rapid.Bool().Draw(t, "both notes")}
}

func drawNeedBegun(t *rapid.T, s State) Command {
	words := NeedWords{Title: anyWord.Draw(t, "title"), Text: anyWord.Draw(t, "text"), Tags: []string{anyWord.Draw(t, "tag")}}
	if old, _ := LoadNeed(s, wish); old != nil {
		return ReviseNeed{wish, words}
	}
	return RaiseNeed{
		Need: wish, Plan: NeedPlan{For: anyMember.Draw(t, "for"), Due: anyDay.Draw(t, "due")}, Words: words,
		Voices: []Voice{drawVoice(t), drawVoice(t)}, Quotes: []string{anyWord.Draw(t, "quote")},
	}
}

func drawNeedChanged(t *rapid.T, _ State) Command {
	switch rapid.IntRange(0, 10).Draw(t, "of the need") {
	case 0:
		return RouteNeed{wish, anyMember.Draw(t, "for")}
	case 1:
		return ScheduleNeed{wish, anyDay.Draw(t, "due")}
	case 2, 3:
		return AddVoice{wish, drawVoice(t), anyWord.Draw(t, "quote")}
	case 4:
		return RemoveVoice{wish, anyPerson.Draw(t, "person")}
	case 5:
		return DecideNeed{wish, anyAnswer.Draw(t, "answer"), anyWord.Draw(t, "wording")}
	case 6:
		return TakeTellingBack{wish, anyPerson.Draw(t, "person")}
	case 7:
		return CloseNeed{wish, anyWord.Draw(t, "reason")}
	case 8:
		return ReopenNeed{wish}
	case 9:
		return Withdraw{Record: need(wish)}
	}
	return TellBack{wish, anyPerson.Draw(t, "person"), Telling{Answer: anyAnswer.Draw(t, "told")}}
}

func drawCommand(t *rapid.T, s State) Command {
	draw := rapid.SampledFrom(commands).Draw(t, "command")
	if rapid.IntRange(0, 9).Draw(t, "batch") == 0 {
		return Batch{"x", []Command{draw(t, s), rapid.SampledFrom(commands[1:]).Draw(t, "second")(t, s)}}
	}
	return draw(t, s)
}

func randomWorld() *memory {
	m := newMemory()
	for _, e := range []Event{founded(), memberAdded(me, "Meister"), memberAdded(herder, "Herder")} {
		m.record(m.issue(), e)
	}
	return m
}

func TestUndoingEverythingGivesBackWhatWasBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomWorld()
		before := []map[Stream]string{m.snapshot()}
		var done []ID
		for range rapid.IntRange(1, 40).Draw(t, "commands") {
			c, by := drawCommand(t, m), m.issue()
			events, err := c.Decide(m, by)
			if err != nil || len(events) == 0 {
				continue
			}
			m.record(by, events...)
			done = append(done, by.Command)
			before = append(before, m.snapshot())
		}
		for i := len(done) - 1; i >= 0; i-- {
			by := m.issue()
			events, err := Undo{Commands: done[i : i+1]}.Decide(m, by)
			if err != nil {
				t.Fatalf("undo %d: %v", i, err)
			}
			m.record(by, events...)
			if got := m.snapshot(); !reflect.DeepEqual(got, before[i]) {
				t.Fatalf("after undo %d\n%v\ninstead of\n%v", i, got, before[i])
			}
		}
	})
}

func TestOneUndoTakesBackEverythingAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomWorld()
		before := m.snapshot()
		var done []ID
		for range rapid.IntRange(1, 15).Draw(t, "commands") {
			c, by := drawCommand(t, m), m.issue()
			if events, err := c.Decide(m, by); err == nil && len(events) > 0 {
				m.record(by, events...)
				done = append(done, by.Command)
			}
		}
		if len(done) == 0 {
			return
		}
		after, by := m.snapshot(), m.issue()
		for _, want := range []map[Stream]string{before, after, before} {
			events, err := Undo{Commands: done}.Decide(m, by)
			if err != nil {
				t.Fatal(err)
			}
			m.record(by, events...)
			if got := m.snapshot(); !reflect.DeepEqual(got, want) {
				t.Fatalf("%v\ninstead of\n%v", got, want)
			}
			done, by = []ID{by.Command}, m.issue()
		}
	})
}

func TestDecidingIsDeterministicAndChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomWorld()
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			c, by, before := drawCommand(t, m), m.issue(), m.snapshot()
			first, err1 := c.Decide(m, by)
			second, err2 := c.Decide(m, by)
			if !reflect.DeepEqual(asKept(first), asKept(second)) || !reflect.DeepEqual(err1, err2) {
				t.Fatalf("%v, %v and then %v, %v", asKept(first), err1, asKept(second), err2)
			}
			if !reflect.DeepEqual(m.snapshot(), before) {
				t.Fatal("deciding changed the state")
			}
			if err1 == nil {
				m.record(by, first...)
			}
		}
	})
}

func TestAnAgainDecidedCommandDoesNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomWorld()
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			c, by := drawCommand(t, m), m.issue()
			events, err := c.Decide(m, by)
			if err != nil {
				continue
			}
			m.record(by, events...)
			switch c.(type) {
			case AddRecord, LogConversation, PlanFollowUp, RaiseNeed, Batch:
				continue // the ledger knows their ids
			}
			if again, err := c.Decide(m, m.issue()); err == nil && len(again) > 0 {
				t.Fatalf("%s again gives %v", c.CommandName(), asKept(again))
			}
		}
	})
}

func TestApplyTakesAnyEventsInAnyOrder(t *testing.T) {
	var pool []Event
	for _, e := range eventSamples() {
		pool = append(pool, e, NewEvent(e.EventType(), e.Stream())) // and what is left once its words are gone
	}
	rapid.Check(t, func(t *rapid.T) {
		aggregates := map[Kind]Aggregate{}
		for _, k := range Kinds {
			aggregates[k] = NewAggregate(k)
		}
		for i, e := range rapid.SliceOfN(rapid.SampledFrom(pool), 0, 60).Draw(t, "events") {
			r := Recorded{Event: e, Meta: Meta{Version: i + 1, Secret: rapid.SampledFrom([]SecretState{SecretNone, SecretErased, SecretMissing}).Draw(t, "secret")}}
			for _, k := range Kinds { // each leaves alone what is not for it
				aggregates[k].Apply(r)
			}
			a := aggregates[e.Stream().Kind]
			if copied := a.(cloner).clone(); !reflect.DeepEqual(visible(copied), visible(a)) {
				t.Fatal("a copy differs")
			}
		}
	})
}
