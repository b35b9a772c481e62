package workspace

import (
	"testing"

	"kontor/domain"
)

func TestWhatIsToBeUndoneHasAName(t *testing.T) {
	s := newScene(t)
	goethe := s.add("Johann", "Goethe")
	must(s.Do(s.ctx, domain.SetRhythm{Record: domain.Stream{Kind: domain.KindPerson, ID: goethe}, Rhythm: 30}))(t)
	last := must(s.Undoable(s.ctx))(t)
	if got := must(s.TitleOf(s.ctx, last.ID))(t); got != "set-rhythm" {
		t.Errorf("a single command is called %q", got)
	}
	record := domain.Stream{Kind: domain.KindPerson, ID: s.NewID()}
	done := must(s.Do(s.ctx, domain.Batch{Title: "save-person", Parts: []domain.Command{domain.AddRecord{
		Record: record, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: "Schiller"})}},
	}}}))(t)
	if got := must(s.TitleOf(s.ctx, done.Command))(t); got != "save-person" {
		t.Errorf("a batch is called %q", got)
	}
}

func TestAMergeIsToldByBothNames(t *testing.T) {
	s := newScene(t)
	goethe, other := s.add("Johann", "Goethe"), s.add("Wolfgang", "Göthe")
	merged := must(s.Do(s.ctx, domain.MergePeople{Keep: goethe, Other: other}))(t)
	parted := must(s.Do(s.ctx, domain.UnmergePerson{Person: other}))(t)
	for _, command := range []domain.ID{merged.Command, parted.Command} {
		step := must(s.StepOf(s.ctx, command))(t)
		if len(step.About) != 2 || step.About[0].Name != "Wolfgang Göthe" || step.About[1].Name != "Johann Goethe" {
			t.Errorf("%s is about %v", step.Title, step.About)
		}
	}
}
