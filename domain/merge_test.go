package domain

import (
	"slices"
	"testing"
)

func TestAMergeBringsOverWhatIsMissing(t *testing.T) {
	mail := ContactPoint{ID: id(8), Kind: PointEmail, Value: "Friedrich@jena.example", Preferred: true}
	same := ContactPoint{ID: id(9), Kind: PointEmail, Value: "goethe@weimar.example"}
	card := Origin{How: OriginImport, Import: cards}
	s := given(t, append(world(),
		&DetailsChanged{of: of{person(goethe)}, Origin: manual, Sealed: Described{[]Change{
			{Field: PointField(id(10)), Now: PointValue(ContactPoint{ID: id(10), Kind: PointEmail, Value: "Goethe@Weimar.example", Preferred: true})},
		}}},
		&DetailsChanged{of: of{person(schiller)}, Origin: card, Sealed: Described{[]Change{
			{Field: PointField(id(8)), Now: PointValue(mail)},
			{Field: PointField(id(9)), Now: PointValue(same)},
			set(FieldNote, "Will die Doku"), set(UIDField("7"), "abc"),
		}}},
		&OwnerAssigned{of: of{person(schiller)}, Member: herder},
		&PersonAffiliated{of: of{person(goethe)}, Affiliation: id(12), Organisation: cotta, Sealed: AffiliationSaid{Title: "Autor"}},
		&PersonAffiliated{of: of{person(schiller)}, Affiliation: id(13), Organisation: cotta},
	)...)
	s.when(MergePeople{Keep: goethe, Other: schiller, BothNotes: true})
	if s.err != nil {
		t.Fatal(s.err)
	}
	p, _ := LoadPerson(s.ledger, goethe)
	if p.Dossier.Text(FieldNote) != "Jena\n\nWill die Doku" || p.Dossier[UIDField("7")].Origin != card {
		t.Errorf("he has %+v", p.Dossier)
	}
	points := p.Dossier.Points()
	if len(points) != 2 || points[1].Value != mail.Value || points[1].Preferred {
		t.Errorf("he is reached at %+v", points)
	}
	if p.Current()[0].ID != id(12) {
		t.Error("what the other one's record says of a place stands before their own")
	}
	if p.Name().Family != "Goethe" || p.Owner != herder || len(p.Memberships) != 1 || len(p.Affiliations) != 2 || len(p.Relations) != 0 {
		t.Errorf("he is %+v", p)
	}
	other, _ := LoadPerson(s.ledger, schiller)
	if other.MergedInto != goethe || other.Name().Family != "Schiller" || !slices.Contains(p.Merged, schiller) {
		t.Errorf("the other one is %+v", other)
	}
	s.when(SetRhythm{person(schiller), 14}).refused(RefusedMerged)
}

func TestUnmergeKeepsWhatWasAddedSince(t *testing.T) {
	s := given(t, append(world(), &DetailsChanged{of: of{person(schiller)}, Origin: manual, Sealed: Described{[]Change{
		set(FieldLanguage, "de"), set(FieldPurpose, "Freund"),
	}}})...)
	merge := s.when(MergePeople{Keep: goethe, Other: schiller}).last
	s.when(ChangeDetails{person(goethe), manual, []Change{
		{Field: FieldLanguage, Was: TextValue("de"), Now: TextValue("fr")}, noteOf("Jena", "Weimar"),
	}})
	s.undo(merge).refused(RefusedChangedMeanwhile)
	s.when(UnmergePerson{schiller})
	p, _ := LoadPerson(s.ledger, goethe)
	if p.Dossier.Text(FieldLanguage) != "fr" || p.Dossier.Text(FieldNote) != "Weimar" || p.Dossier.Get(FieldPurpose) != nil || len(p.Memberships) != 0 {
		t.Errorf("he is left with %+v", p)
	}
	other, _ := LoadPerson(s.ledger, schiller)
	if !other.Exists() || other.MergedInto != None || other.Dossier.Text(FieldLanguage) != "de" {
		t.Errorf("the other one came back as %+v", other)
	}
	s.when(UnmergePerson{schiller}).nothing()
}

func TestWhoWasMergedFurtherIsGivenBackLast(t *testing.T) {
	s := given(t, append(world(), personAdded(unborn, "Meyer"))...)
	s.when(MergePeople{Keep: schiller, Other: unborn}).when(MergePeople{Keep: goethe, Other: schiller})
	if root, _ := RootOf(s.ledger, unborn); root != goethe {
		t.Errorf("found under %s", root)
	}
	if all, _ := OnePerson(s.ledger, schiller); !slices.Equal(all, []ID{goethe, schiller, unborn}) {
		t.Errorf("one person are %v", all)
	}
	s.when(UnmergePerson{unborn}).refused(RefusedMerged)
	s.when(UnmergePerson{schiller}).when(UnmergePerson{unborn})
	if root, _ := RootOf(s.ledger, unborn); s.err != nil || root != unborn {
		t.Error(s.err, root)
	}
}

func TestTwoWhoMergeTheSameGetOnePerson(t *testing.T) {
	again, ledger := both(t, MergePeople{Keep: schiller, Other: goethe}, MergePeople{Keep: goethe, Other: schiller})
	if again.Left != nil || len(again.Events) > 0 {
		t.Errorf("left %+v, recorded %v", again.Left, asKept(again.Events))
	}
	if root, _ := RootOf(ledger, schiller); root != goethe {
		t.Errorf("found under %s", root)
	}
}

func TestMergingInToWhomAColleagueMerged(t *testing.T) {
	base := given(t, append(world(), personAdded(unborn, "Meyer"))...).ledger
	here, there := base.laptop(1), base.laptop(2)
	if err := here.do(MergePeople{Keep: schiller, Other: unborn}); err != nil {
		t.Fatal(err)
	}
	if err := there.do(MergePeople{Keep: goethe, Other: schiller}); err != nil {
		t.Fatal(err)
	}
	again := here.meets(t, there.memory)
	if root, _ := RootOf(there, unborn); again[0].Left != nil || root != goethe {
		t.Errorf("left %+v, found under %s", again[0].Left, root)
	}
}

func TestWhatIsSaidOfAMergedPersonReachesTheOther(t *testing.T) {
	again, ledger := both(t, ChangeDetails{person(schiller), manual, []Change{set(FieldLanguage, "de")}}, MergePeople{Keep: goethe, Other: schiller})
	p, _ := LoadPerson(ledger, goethe)
	if again.Left != nil || p.Dossier.Text(FieldLanguage) != "de" {
		t.Errorf("left %+v, he has %+v", again.Left, p.Dossier)
	}
	again, _ = both(t, ChangeDetails{person(schiller), manual, []Change{set(FieldNote, "Bonn")}}, MergePeople{Keep: goethe, Other: schiller})
	left, ok := again.Left.(ChangeDetails)
	if !ok || left.Record != person(goethe) || again.Why.Code != RefusedChangedMeanwhile {
		t.Errorf("another note is left as %+v", again.Left)
	}
	again, ledger = both(t, LogConversation{id(88), callWith(schiller), ConversationWords{Text: "Preise"}}, MergePeople{Keep: goethe, Other: schiller})
	if c, _ := LoadConversation(ledger, id(88)); again.Left != nil || c == nil {
		t.Error("a conversation got lost")
	}
	again, _ = both(t, Withdraw{Record: person(schiller)}, MergePeople{Keep: goethe, Other: schiller})
	if again.Left == nil || again.Why.Code != RefusedMerged {
		t.Errorf("withdrawing left %+v", again.Left)
	}
	again, _ = both(t, MergePeople{Keep: goethe, Other: schiller}, TellApart{One: goethe, Other: schiller})
	if again.Left == nil || again.Why.Code != RefusedToldApart {
		t.Errorf("merging who was told apart left %+v", again.Left)
	}
}

func TestAMergeAsksWhereAColleagueChangedWhatItReplaces(t *testing.T) {
	merge := MergePeople{Keep: goethe, Other: schiller, Take: []Field{FieldName}}
	again, ledger := both(t, merge, ChangeDetails{person(goethe), manual, []Change{
		{Field: FieldName, Was: NameValue(Name{Family: "Goethe"}), Now: NameValue(Name{Family: "von Goethe"})},
	}})
	p, _ := LoadPerson(ledger, goethe)
	left, ok := again.Left.(ChangeDetails)
	if !ok || left.Changes[0].Field != FieldName || p.Name().Family != "von Goethe" || !slices.Contains(p.Merged, schiller) {
		t.Errorf("left %+v, he is %+v", again.Left, p)
	}
}

func TestAnErasureReachesAllRecordsOfAPerson(t *testing.T) {
	for _, who := range []ID{goethe, schiller} {
		s := given(t, world()...).when(MergePeople{Keep: goethe, Other: schiller})
		s.when(Erase{who})
		for _, id := range []ID{goethe, schiller} {
			if p, _ := LoadPerson(s.ledger, id); !p.Erased {
				t.Errorf("erasing %s leaves %s", who, id)
			}
		}
		s.when(UnmergePerson{schiller}).refused(RefusedErased)
	}
}

func TestACorrectionLeavesAConversationWithWhomItWasHeld(t *testing.T) {
	s := given(t, world()...)
	s.when(LogConversation{id(88), callWith(schiller), ConversationWords{Text: "Preise"}})
	s.when(MergePeople{Keep: goethe, Other: schiller})
	s.when(CorrectConversation{id(88), callWith(goethe), ConversationWords{Text: "Nachlass"}})
	if c, _ := LoadConversation(s.ledger, id(88)); !slices.Equal(c.Content.People, []ID{schiller}) || c.Words.Text != "Nachlass" {
		t.Errorf("it is with %v", c.Content.People)
	}
}

func TestTellingBackReachesBothVoicesOfOnePerson(t *testing.T) {
	s := given(t, world()...) // the wish has the voices of both
	s.when(DecideNeed{wish, NeedYes, "Im März"}).when(MergePeople{Keep: goethe, Other: schiller})
	s.when(TellBack{Need: wish, Person: goethe})
	if n, _ := LoadNeed(s.ledger, wish); !n.Closed || !n.Knows(schiller) {
		t.Errorf("the need is %+v", n)
	}
}
