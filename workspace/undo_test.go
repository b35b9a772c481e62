package workspace

import (
	"os"
	"path/filepath"
	"testing"

	"kontor/domain"
)

func TestFoundingMakesTheWorkspaceAndItsFirstMember(t *testing.T) {
	s := newScene(t)
	members := must(s.Views().Members(s.ctx))(t)
	if len(members) != 1 || members[0].ID != s.Me() || members[0].Name != "Johann Eckermann" {
		t.Fatalf("members are %+v, I am %s", members, s.Me())
	}
	if agreed := must(s.Agreed(s.ctx))(t); agreed.Name != "Weimar" {
		t.Errorf("agreed is %+v", agreed)
	}
	_, err := s.Undo(s.ctx)
	s.refused(domain.RefusedNothingToUndo, err)
	s.sound()
}

func TestRefusalChangesNothingAndTellsNobody(t *testing.T) {
	s := newScene(t)
	before, told := s.events(), 0
	s.OnChange(func(Changed) { told++ })
	_, err := s.Do(s.ctx, domain.AddRecord{Record: domain.Stream{Kind: domain.KindPerson, ID: s.NewID()}})
	s.refused(domain.RefusedNoName, err)
	if s.events() != before || told != 0 {
		t.Errorf("%d events more, told %d times", s.events()-before, told)
	}
}

func TestChangeIsToldOnceItCanBeRead(t *testing.T) {
	s := newScene(t)
	var changes []Changed
	seen := 0
	remove := s.OnChange(func(c Changed) {
		changes = append(changes, c)
		seen = len(s.people())
	})
	id := s.add("Johann", "Goethe")
	if len(changes) != 1 || seen != 1 {
		t.Fatalf("told %d times, %d people were there then", len(changes), seen)
	}
	if c := changes[0]; !c.Touches(domain.Stream{Kind: domain.KindPerson, ID: id}) || c.Kinds(domain.KindConversation) {
		t.Errorf("the change names %v", c.Streams)
	}
	remove()
	s.add("Friedrich", "Schiller")
	if len(changes) != 1 {
		t.Error("told although nobody listens any more")
	}
}

func TestUndoAndRedoAlsoAfterRestart(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		s := newScene(t)
		pause := func() {
			if restarts {
				s.restart()
			}
		}
		s.add("Johann", "Goethe")
		s.add("Friedrich", "Schiller")
		steps := []struct {
			redo bool
			want []string
		}{
			{false, []string{"Johann Goethe"}},
			{false, []string{}},
			{true, []string{"Johann Goethe"}},
			{true, []string{"Friedrich Schiller", "Johann Goethe"}},
			{false, []string{"Johann Goethe"}}, // what was done again can be undone again
			{true, []string{"Friedrich Schiller", "Johann Goethe"}},
		}
		for i, step := range steps {
			pause()
			var err error
			if step.redo {
				_, err = s.Redo(s.ctx)
			} else {
				_, err = s.Undo(s.ctx)
			}
			if err != nil {
				t.Fatalf("restarts %v, step %d: %v", restarts, i, err)
			}
			s.wantNames(step.want...)
		}
		pause()
		_, err := s.Redo(s.ctx)
		s.refused(domain.RefusedNothingToUndo, err)
		s.sound()
	}
}

func TestRedoEndsWhenSomethingElseIsDone(t *testing.T) {
	s := newScene(t)
	s.add("Johann", "Goethe")
	must(s.Undo(s.ctx))(t)
	s.add("Friedrich", "Schiller")
	_, err := s.Redo(s.ctx)
	s.refused(domain.RefusedNothingToUndo, err)
	s.wantNames("Friedrich Schiller")
	must(s.Undo(s.ctx))(t)
	_, err = s.Undo(s.ctx)
	s.refused(domain.RefusedNothingToUndo, err)
}

func TestUndoOneCommandTwiceIsRefused(t *testing.T) {
	s := newScene(t)
	id := s.NewID()
	done := s.do(domain.AddRecord{
		Record:  domain.Stream{Kind: domain.KindPerson, ID: id},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: "Herder"})}},
	})
	s.add("Johann", "Goethe")
	must(s.UndoCommand(s.ctx, done.Command))(t)
	s.wantNames("Johann Goethe")
	_, err := s.UndoCommand(s.ctx, done.Command)
	s.refused(domain.RefusedAlreadyUndone, err)
	_, err = s.UndoCommand(s.ctx, s.NewID())
	s.refused(domain.RefusedNothingToUndo, err)
}

func TestUndoIsRefusedWhereSomebodyWorkedOnSince(t *testing.T) {
	s := newScene(t)
	id := s.NewID()
	done := s.do(domain.AddRecord{
		Record:  domain.Stream{Kind: domain.KindPerson, ID: id},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: "Herder"})}},
	})
	s.change(id, domain.FieldNote, domain.TextValue("Weimar, 1776"))
	_, err := s.UndoCommand(s.ctx, done.Command)
	s.refused(domain.RefusedChangedMeanwhile, err)
	s.wantNames("Herder")
}

func TestSettingsAreNotNeededToKnowWhoWorksHere(t *testing.T) {
	path := func(dir string) string { return filepath.Join(dir, localsFile) }
	spoil := func(content string) func(string) {
		return func(dir string) {
			if err := os.WriteFile(path(dir), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, harm := range map[string]func(dir string){
		"deleted":     func(dir string) { os.Remove(path(dir)) },
		"empty":       spoil(""),
		"broken":      spoil("{"),
		"another one": spoil(`{"member":"019c0000-0000-7000-8000-000000000001","settings":{}}`),
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			me := s.Me()
			colleague := s.NewID()
			s.do(domain.AddRecord{
				Record:  domain.Stream{Kind: domain.KindMember, ID: colleague},
				Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Anna", Family: "Amalia"})}},
			})
			s.add("Johann", "Goethe")
			s.restart(harm)
			if s.Me() != me {
				t.Fatalf("I am %s, was %s", s.Me(), me)
			}
			must(s.Undo(s.ctx))(t)
			s.wantNames()
		})
	}
}

func TestDraftsSurviveAndAreSealed(t *testing.T) {
	s := newScene(t)
	if err := s.KeepDraft("log", "Telefonat Goethe: Geheimnis"); err != nil {
		t.Fatal(err)
	}
	// As after a kill: the folder is copied as it lies there.
	killed := t.TempDir()
	if err := os.CopyFS(killed, os.DirFS(s.Dir())); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(killed, "lock"))
	if text := openScene(t, killed).Draft("log"); text != "Telefonat Goethe: Geheimnis" {
		t.Errorf("after a kill the draft is %q", text)
	}
	if found := holding(t, s.Dir(), "Geheimnis"); len(found) > 0 {
		t.Errorf("the draft can be read in %v", found)
	}
	s.restart(func(dir string) {
		if err := os.WriteFile(filepath.Join(dir, draftsFile), []byte("garbage"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	if text := s.Draft("log"); text != "" {
		t.Errorf("out of garbage came %q", text)
	}
	if err := s.KeepDraft("log", "noch einmal"); err != nil {
		t.Fatal(err)
	}
	s.restart()
	if text := s.Draft("log"); text != "noch einmal" {
		t.Errorf("the draft is %q", text)
	}
}
