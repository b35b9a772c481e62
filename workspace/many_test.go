package workspace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kontor/domain"
	"kontor/projections"
)

func tagged(id domain.ID) domain.Command {
	return domain.ChangeDetails{
		Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.TagField("messe"), Now: domain.TextValue("messe")}},
	}
}

// What is done with many is one step, also after a restart, and whoever cannot
// take part does not keep the others.
func TestManyAreOneStep(t *testing.T) {
	s := newScene(t)
	var ids []domain.ID
	var add []domain.Command
	for n := range 700 {
		ids = append(ids, s.NewID())
		add = append(add, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindPerson, ID: ids[n]}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: fmt.Sprintf("N%03d", n)})}},
		})
	}
	must(s.Do(s.ctx, domain.Batch{Title: "create", Parts: add}))(t)
	must(s.Do(s.ctx, domain.Withdraw{Record: domain.Stream{Kind: domain.KindPerson, ID: ids[5]}}))(t)
	withTag := func() int {
		shown, _, err := s.Views().CountPeople(s.ctx, projections.PeopleQuery{Tag: "messe"})
		if err != nil {
			t.Fatal(err)
		}
		return shown
	}
	commands := func(yield func(domain.Command) bool) {
		for _, id := range ids {
			if !yield(tagged(id)) {
				return
			}
		}
	}
	var told []int // written before DoMany returns
	many, err := s.DoMany(s.ctx, "tag-people", commands, func(done int) { told = append(told, done) })
	if err != nil || many.Count != 699 || many.Refused != 1 || withTag() != 699 {
		t.Fatalf("%d done, %d refused, %d have the tag, %v", many.Count, many.Refused, withTag(), err)
	}
	if !slices.Equal(told, []int{250, 500, 700}) {
		t.Errorf("told %v", told)
	}
	s.restart()
	must(s.Do(s.ctx, domain.ChangeDetails{
		Record: domain.Stream{Kind: domain.KindPerson, ID: ids[7]}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.TagField("messe"), Was: domain.TextValue("messe")}},
	}))(t)
	must(s.UndoCommand(s.ctx, many.Command))(t)
	if n := withTag(); n != 0 {
		t.Errorf("after the undo %d have the tag", n)
	}
	must(s.Redo(s.ctx))(t)
	if n := withTag(); n < 690 {
		t.Errorf("done again, %d have the tag", n)
	}
	s.sound()
}

// Who stops in the middle can take back what was done until then.
func TestManyCanBeStopped(t *testing.T) {
	s := newScene(t)
	id := s.add("Johann", "Goethe")
	ctx, stop := context.WithCancel(s.ctx)
	many, err := s.DoMany(ctx, "tag-people", func(yield func(domain.Command) bool) {
		for n := range partsOfMany + 1 {
			if n == partsOfMany {
				stop()
			}
			if !yield(tagged(id)) {
				return
			}
		}
	}, nil)
	if !errors.Is(err, context.Canceled) || many.Count != partsOfMany || many.Command == domain.None {
		t.Fatalf("%+v, %v", many, err)
	}
	must(s.Undo(s.ctx))(t)
	nothing, err := s.DoMany(s.ctx, "tag-people", func(func(domain.Command) bool) {}, nil)
	if err != nil || nothing.Changed() {
		t.Errorf("nothing to do gave %+v, %v", nothing, err)
	}
}

// A long undo and a long redo tell how far they are, and are one step as ever.
func TestALongUndoTellsHowFarItIs(t *testing.T) {
	s := newScene(t)
	const many = longUndo + 300
	var ids []domain.ID
	var add []domain.Command
	for n := range many {
		ids = append(ids, s.NewID())
		add = append(add, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindPerson, ID: ids[n]}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: fmt.Sprintf("N%04d", n)})}},
		})
	}
	must(s.Do(s.ctx, domain.Batch{Title: "create", Parts: add}))(t)
	done := must(s.DoMany(s.ctx, "tag-people", func(yield func(domain.Command) bool) {
		for _, id := range ids {
			if !yield(tagged(id)) {
				return
			}
		}
	}, nil))(t)
	changes := 0
	s.OnChange(func(Changed) { changes++ })
	check := func(what string, wantTagged int, told []int) {
		t.Helper()
		if !slices.IsSorted(told) || len(told) < 4 || told[len(told)-1] != many {
			t.Errorf("%s told %v", what, told)
		}
		if shown, _, err := s.Views().CountPeople(s.ctx, projections.PeopleQuery{Tag: "messe"}); err != nil || shown != wantTagged {
			t.Errorf("after the %s %d have the tag, %v", what, shown, err)
		}
	}
	var told []int
	tell := func(done, total int) {
		if total != many {
			t.Errorf("of %d", total)
		}
		told = append(told, done)
	}
	must(s.UndoLong(s.ctx, done.Command, tell))(t)
	check("undo", 0, told)
	told = nil
	must(s.RedoLong(s.ctx, tell))(t)
	check("redo", many, told)
	if changes != 2 {
		t.Errorf("others were told %d times", changes)
	}
	s.sound()
}
