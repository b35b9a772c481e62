package domain

import "testing"

func TestAnswersAreKeptInTheHistory(t *testing.T) {
	mine := Answer{Field: FieldNote, Keep: KeepMine, Mine: TextValue("Weimar"), Theirs: TextValue("Jena")}
	theirs := Answer{Field: TagField("doku"), Keep: KeepTheirs, Theirs: TextValue("doku")}
	settled := func(answers ...Answer) *ConflictSettled {
		return &ConflictSettled{of: of{person(goethe)}, Command: id(8), Sealed: Answers{answers}}
	}
	settle := func(answers ...Answer) Command { return SettleConflict{id(8), person(goethe), answers} }

	s := given(t, world()...)
	s.when(settle()).nothing()
	s.when(settle(theirs)).then(settled(theirs)).undo(s.last).refused(RefusedNothingToUndo)
	s.when(settle(mine, theirs)).then(
		&DetailsChanged{of: of{person(goethe)}, Origin: manual, Sealed: Described{[]Change{noteOf("Jena", "Weimar")}}},
		settled(mine, theirs),
	)
	command := s.last
	s.undo(command).then(
		&DetailsChanged{of: of{person(goethe)}, Origin: manual, Sealed: Described{[]Change{noteOf("Weimar", "Jena")}}},
	)
	s.when(ChangeDetails{person(goethe), manual, []Change{noteOf("Jena", "Bonn")}}).
		when(settle(mine)).refused(RefusedChangedMeanwhile)
	s.when(Erase{goethe}).when(settle(mine)).refused(RefusedErased)
}

func TestWhatIsNoFieldOfADossierIsSettledByItsOwnCommand(t *testing.T) {
	s := given(t, world()...).when(SetRhythm{person(goethe), 60}).when(AssignOwner{person(goethe), herder})
	left := Batch{"x", []Command{SetRhythm{person(goethe), 30}, AssignOwner{person(goethe), me}}}
	history := func(Stream) ([]Recorded, error) {
		var own []Recorded
		for _, r := range s.ledger.history {
			if r.Event.Stream() == person(goethe) {
				own = append(own, r)
			}
		}
		return own, nil
	}
	clashes, err := Clashes(left, s.ledger, history)
	if err != nil || len(clashes) != 2 || clashes[0].Field != FieldRhythm || *clashes[0].Mine.Number != 30 ||
		*clashes[0].Theirs.Number != 60 || *clashes[0].Base.Number != 0 || clashes[0].By != me || clashes[1].Theirs.Text != herder.String() {
		t.Fatalf("%+v %v", clashes, err)
	}
	var answers []Answer
	for i, keep := range []string{KeepMine, KeepTheirs} {
		answers = append(answers, Answer{Field: clashes[i].Field, Keep: keep, Mine: clashes[i].Mine, Theirs: clashes[i].Theirs})
	}
	settling, err := Settling(left, id(8), s.ledger, map[Stream][]Answer{person(goethe): answers})
	if err != nil {
		t.Fatal(err)
	}
	s.when(settling).then(
		&ConflictSettled{of: of{person(goethe)}, Command: id(8), Sealed: Answers{answers}},
		&RhythmSet{of: of{person(goethe)}, Rhythm: 30, Was: 60},
	)
	if clashes, err = Clashes(left.Parts[0], s.ledger, history); err != nil || len(clashes) > 0 {
		t.Error("what is settled clashes still", clashes, err)
	}
	s.when(Erase{goethe})
	if clashes, err = Clashes(left, s.ledger, history); err != nil || len(clashes) > 0 {
		t.Error("who is erased clashes", clashes, err)
	}
}

func TestEveryCommandThatAsksCanBeAnswered(t *testing.T) {
	// Whatever is left because somebody changed the same thing says in which
	// fields, unless one of the two took the thing away as a whole.
	for _, u := range undoables() {
		if u.intervention == nil || len(u.first) > 0 || u.name == "several at once" {
			continue
		}
		base := given(t, world()...).ledger
		here, there := base.laptop(1), base.laptop(2)
		if here.do(u.command) != nil || there.do(u.intervention) != nil || len(there.tail) == 0 {
			continue
		}
		again := here.meets(t, there.memory)[0]
		if again.Left == nil || again.Why.Code != RefusedChangedMeanwhile {
			continue
		}
		clashes, err := Clashes(again.Left, there, func(s Stream) (own []Recorded, _ error) {
			for _, r := range there.history {
				if r.Event.Stream() == s {
					own = append(own, r)
				}
			}
			return own, nil
		})
		if err != nil || len(clashes) == 0 {
			t.Errorf("%s: %+v has no clashes (%v)", u.name, again.Left, err)
			continue
		}
		answers := map[Stream][]Answer{}
		for _, c := range clashes {
			if c.By == None || c.At.IsZero() {
				t.Errorf("%s: nobody changed %s", u.name, c.Field)
			}
			answers[c.Record] = append(answers[c.Record], Answer{Field: c.Field, Keep: KeepMine, Mine: c.Mine, Theirs: c.Theirs})
		}
		settling, err := Settling(again.Left, id(8), there, answers)
		if err != nil {
			t.Fatal(u.name, err)
		}
		s := (&scenario{t: t, ledger: there.memory}).when(settling)
		if s.err != nil || len(s.events) < 2 {
			t.Errorf("%s: settling gives %v, %v", u.name, asKept(s.events), s.err)
		}
	}
}

func TestDevicesHaveNames(t *testing.T) {
	laptop := id(98)
	s := given(t, world()...)
	s.when(NameDevice{me, laptop, " Reiselaptop "}).then(
		&DeviceNamed{of: of{Stream{KindMember, me}}, Device: laptop, Sealed: Named{Name: "Reiselaptop"}})
	s.when(NameDevice{me, laptop, "Reiselaptop"}).nothing()
	if m, _ := LoadMember(s.ledger, me); m.Devices[laptop] != "Reiselaptop" {
		t.Errorf("%+v", m.Devices)
	}
	s.when(NameDevice{me, laptop, " "}).refused(RefusedNoName)
	s.when(NameDevice{unborn, laptop, "x"}).refused(RefusedNotFound)
}
