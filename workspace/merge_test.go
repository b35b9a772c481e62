package workspace

import (
	"path/filepath"
	"testing"
	"time"

	"kontor/domain"
	"kontor/projections"
)

func (s *scene) merge(keep, other domain.ID) Done {
	s.t.Helper()
	compared := must(s.Compare(s.ctx, keep, other))(s.t)
	return s.do(compared.Command(domain.MergePeople{Keep: keep, Other: other, BothNotes: true}))
}

func (s *scene) talks(person domain.ID) int {
	s.t.Helper()
	return must(s.Views().ConversationsWith(s.ctx, person))(s.t)
}

// A merge moves no conversation in the ledger, so that it costs a few events
// whatever was said, and an unmerge gives each one back.
func TestMergeAndUnmergeOfPeopleWhoSpokeMuch(t *testing.T) {
	s := newScene(t)
	keep, other := s.add("Johann", "Goethe"), s.add("Wolfgang", "Göthe", email("w@goethe.example"))
	bulk := s.startBulk(s.ctx)
	for i := range 500 {
		content := domain.ConversationContent{
			Channel: domain.ChannelCall, When: domain.Moment{At: noon.Add(time.Duration(i) * -time.Hour)}, People: []domain.ID{other},
			Ours: []domain.ID{s.Me()}, Origin: domain.Origin{How: domain.OriginLog},
		}
		err := bulk.add(domain.LogConversation{Conversation: s.NewID(), Content: content, Words: domain.ConversationWords{Text: "Farben"}}, s.issued(domain.None))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := bulk.flush(); err != nil {
		t.Fatal(err)
	}
	if err := bulk.close(); err != nil {
		t.Fatal(err)
	}
	s.log("Telefonat Johann Goethe: über Steine")
	// The trace of both steps remains in the history; the words are as before, but
	// their index has other segments.
	trace := []string{"meta", "generation", "change", "entry", "words_data", "words_idx", "words_config", "talk_data", "talk_idx", "talk_config"}
	before := s.tables(trace...)
	began := time.Now()
	done := s.merge(keep, other)
	if len(done.Events) > 6 {
		t.Errorf("a merge is %d events", len(done.Events))
	}
	if s.talks(keep) != 501 || s.talks(other) != 501 {
		t.Errorf("there are %d and %d conversations", s.talks(keep), s.talks(other))
	}
	t.Logf("merged after %v", time.Since(began))
	s.wantNames("Johann Goethe")
	if page := must(s.Views().Person(s.ctx, other, s.Now()))(t); page.ID != keep || page.Email != "w@goethe.example" {
		t.Errorf("the page of the other one is %+v", page)
	}
	s.sound()
	began = time.Now()
	s.do(domain.UnmergePerson{Person: other})
	if s.talks(keep) != 1 || s.talks(other) != 500 {
		t.Errorf("given back: %d and %d conversations", s.talks(keep), s.talks(other))
	}
	t.Logf("parted after %v", time.Since(began))
	wantTables(t, s.tables(trace...), before)
	s.sound()
}

func TestUndoOfAMergeAlsoAfterFurtherWork(t *testing.T) {
	s := newScene(t)
	keep, other := s.add("Johann", "Goethe"), s.add("Wolfgang", "Göthe", email("w@goethe.example"))
	done := s.merge(keep, other)
	must(s.Undo(s.ctx))(t)
	s.wantNames("Johann Goethe", "Wolfgang Göthe")
	must(s.Redo(s.ctx))(t)
	s.wantNames("Johann Goethe")
	must(s.Undo(s.ctx))(t)
	done = s.merge(keep, other)
	point := s.person(keep).Dossier.Points()[0]
	moved := point
	moved.Value = "weimar@goethe.example"
	s.change(keep, domain.PointField(point.ID), domain.PointValue(moved))
	s.log("Telefonat Johann Goethe: über Steine")
	must(s.UndoCommand(s.ctx, done.Command))(t) // later, from the timeline
	s.wantNames("Johann Goethe", "Wolfgang Göthe")
	if got := values(s.person(keep), domain.PointEmail); len(got) != 1 || got[0] != "weimar@goethe.example" || s.talks(keep) != 1 {
		t.Errorf("what was added since is %q, with %d conversations", got, s.talks(keep))
	}
	s.sound()
}

func TestTheSameAddressBookAfterAMerge(t *testing.T) {
	s := newScene(t)
	path := s.file("i.vcf", card("UID:1", "N:Goethe;Johann;;;", "EMAIL:g@weimar.example"), card("UID:2", "N:Göthe;Wolfgang;;;", "EMAIL:w@hof.example"))
	r := imported(s, ImportOptions{}, path)
	keep, other := s.called("Johann Goethe").Stream.ID, s.called("Wolfgang Göthe").Stream.ID
	s.merge(keep, other)
	before := s.events()
	wantCounts(t, imported(s, ImportOptions{}, path), domain.ImportCounts{Unchanged: 2})
	if s.events() != before {
		t.Errorf("the same file recorded %d events", s.events()-before)
	}
	newer := s.file("i.vcf", card("UID:2", "N:Göthe;Wolfgang;;;", "EMAIL:w@hof.example", "TEL:03643 1"))
	wantCounts(t, imported(s, ImportOptions{}, newer), domain.ImportCounts{Updated: 1})
	s.wantNames("Johann Goethe")
	must(s.UndoImport(s.ctx, r.Import))(t)
	s.wantNames("Johann Goethe") // somebody worked on both
	s.do(domain.UnmergePerson{Person: other})
	s.wantNames("Johann Goethe", "Wolfgang Göthe")
	s.sound()
}

func TestTellingApartTakesAPairOffTheList(t *testing.T) {
	s := newScene(t)
	one, other := s.add("Hans", "Müller", email("hans@mueller.example")), s.add("Hans", "Müller", email("h.mueller@anders.example"))
	pairs := func() int {
		return len(must(s.Views().Duplicates(s.ctx, projections.Page{}))(t))
	}
	if pairs() != 1 {
		t.Fatalf("there are %d pairs", pairs())
	}
	s.do(domain.TellApart{One: other, Other: one})
	if pairs() != 0 || len(must(s.Views().ToldApart(s.ctx, one))(t)) != 1 {
		t.Errorf("there are %d pairs", pairs())
	}
	must(s.Undo(s.ctx))(t)
	if pairs() != 1 {
		t.Errorf("after undo there are %d pairs", pairs())
	}
	s.do(domain.TellApart{One: other, Other: one})
	s.merge(one, other) // whoever merges them all the same knows better
	must(s.Undo(s.ctx))(t)
	if compared := must(s.Compare(s.ctx, one, other))(t); !compared.Apart || pairs() != 0 {
		t.Errorf("undone they are %+v", compared)
	}
}

func TestErasingWhoWasMergedReachesBothRecords(t *testing.T) {
	s := newScene(t)
	keep, other := s.add("Ottokar", "Wurmlinger"), s.add("Ottokar", "Wurmlinger", email("ottokar@wurmlinger.example"))
	schiller := s.add("Friedrich", "Schiller")
	content := domain.ConversationContent{
		Channel: domain.ChannelCall, When: domain.Moment{At: s.Now()}, People: []domain.ID{other}, Ours: []domain.ID{s.Me()},
	}
	s.do(domain.LogConversation{Conversation: s.NewID(), Content: content, Words: domain.ConversationWords{Text: "Wurmlinger allein"}})
	content.People = []domain.ID{other, schiller}
	s.do(domain.LogConversation{Conversation: s.NewID(), Content: content, Words: domain.ConversationWords{Text: "Wurmlinger und Schiller"}})
	s.merge(keep, other)
	s.do(domain.UnmergePerson{Person: other})
	if preview := must(s.PreviewErase(s.ctx, other))(t); len(preview.Elsewhere) == 0 || preview.Elsewhere[len(preview.Elsewhere)-1].ID != keep {
		t.Errorf("it does not say that %s got what the other one had: %+v", keep, preview.Elsewhere)
	}
	s.merge(keep, other)
	erased := must(s.Erase(s.ctx, keep))(t)
	if erased.Alone != 1 || erased.Shared != 1 || erased.Keys < 4 {
		t.Errorf("erased %+v", erased)
	}
	s.isGone(keep)
	s.isGone(other)
	s.sound()
	archive := filepath.Join(t.TempDir(), "archive.jsonl")
	must(s.Export(s.ctx, ExportArchive, archive, nil))(t)
	if found := holding(t, filepath.Dir(archive), "wurmlinger"); len(found) > 0 {
		t.Error("the name stands in the archive")
	}
}

func TestAnArchiveBringsMergedPeopleBack(t *testing.T) {
	s := newScene(t)
	keep, other := s.add("Johann", "Goethe"), s.add("Wolfgang", "Göthe")
	s.log("Telefonat Wolfgang Göthe: über Farben")
	s.merge(keep, other)
	archive := filepath.Join(t.TempDir(), "archive.jsonl")
	must(s.Export(s.ctx, ExportArchive, archive, nil))(t)
	dir := filepath.Join(t.TempDir(), "restored")
	must(RestoreArchive(s.ctx, archive, dir, s.options(), nil))(t)
	r := openScene(t, dir)
	r.wantNames("Johann Goethe")
	r.do(domain.UnmergePerson{Person: other})
	if r.wantNames("Johann Goethe", "Wolfgang Göthe"); r.talks(other) != 1 || r.talks(keep) != 0 {
		t.Errorf("%d and %d conversations came back", r.talks(keep), r.talks(other))
	}
	r.sound()
}
