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
	for _, command := range []domain.Command{domain.MergePeople{Keep: goethe, Other: other}, domain.UnmergePerson{Person: other}} {
		step := must(s.StepOf(s.ctx, must(s.Do(s.ctx, command))(t).Command))(t)
		if len(step.About) != 2 || step.About[0].Name != "Wolfgang Göthe" || step.About[1].Name != "Johann Goethe" {
			t.Errorf("%s is about %v", step.Title, step.About)
		}
	}
}
