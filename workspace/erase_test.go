package workspace

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// holding lists the files in a folder that hold a text as it is, in any case of
// its letters.
func holding(t *testing.T, dir, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(text))) {
			found = append(found, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestErasedPersonIsFoundNowhere(t *testing.T) {
	s := newScene(t)
	whole := s.add("Ottokar", "Wurmlinger", email("ottokar@wurmlinger.example"))
	schiller := s.add("Friedrich", "Schiller")
	s.log("Telefonat Ottokar Wurmlinger: ganz allein, er ist krank")
	s.log("Treffen Ottokar Wurmlinger, Friedrich Schiller: Wurmlinger und Schiller streiten #wallenstein, Wurmlingers Brief schicken morgen")
	letter := s.attach("Brief an Wurmlinger.txt", "Lieber Ottokar")
	s.do(domain.LogConversation{
		Conversation: s.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelMail, When: domain.Moment{At: s.Now(), Precision: domain.PrecisionMinute}, People: []domain.ID{whole}, Ours: []domain.ID{s.Me()},
		},
		Words: domain.ConversationWords{Text: "mit Anhang", Attachments: []domain.Attachment{letter}},
	})
	if err := s.KeepDraft("log", "Mail an ottokar@wurmlinger.example wegen Schiller"); err != nil {
		t.Fatal(err)
	}
	imported(s, ImportOptions{}, s.file("wurmlinger.vcf", "BEGIN:VCARD", "VERSION:3.0", "NOTE:Wurmlinger ohne Namen", "END:VCARD"))

	preview := must(s.PreviewErase(s.ctx, whole))(t)
	erased := must(s.Erase(s.ctx, whole))(t)
	if erased.Alone != 2 || erased.Shared != 1 || erased.Attachments != 1 || erased.FollowUps == 0 || erased.Imports != 1 {
		t.Errorf("erased %+v", erased)
	}
	if preview.Alone != erased.Alone || preview.Shared != erased.Shared || preview.FollowUps != erased.FollowUps {
		t.Errorf("the preview said %+v, done was %+v", preview, erased)
	}
	s.isGone(whole)
	if _, err := s.OpenAttachment(letter.Address); err == nil {
		t.Error("the attachment can still be read")
	}
	if draft := s.Draft("log"); strings.Contains(strings.ToLower(draft), "ottokar") || !strings.Contains(draft, "Schiller") {
		t.Errorf("the draft is %q", draft)
	}
	entries := must(s.Views().Timeline(s.ctx, projections.TimelineQuery{
		Of: domain.Stream{Kind: domain.KindPerson, ID: schiller}, Kinds: []projections.EntryKind{projections.EntryConversation},
	}))(t)
	if len(entries) != 1 || !strings.Contains(entries[0].Text, "Schiller streiten") || !strings.Contains(entries[0].Text, Redacted) {
		t.Errorf("Schiller's timeline is %+v", entries)
	}
	s.sound()
	if err := s.Rebuild(s.ctx, nil); err != nil {
		t.Fatal(err)
	}
	s.isGone(whole)
	_, err := s.PreviewErase(s.ctx, whole)
	s.refused(domain.RefusedErased, err)

	// No way back: neither by undo, nor by the archive.
	for range 3 {
		_, _ = s.Undo(s.ctx)
	}
	s.isGone(whole)
	archive := filepath.Join(t.TempDir(), "archive.jsonl")
	must(s.Export(s.ctx, ExportArchive, archive, nil))(t)
	if found := holding(t, filepath.Dir(archive), "wurmlinger"); len(found) > 0 {
		t.Error("the name stands in the archive")
	}
	dir := filepath.Join(t.TempDir(), "restored")
	must(RestoreArchive(s.ctx, archive, dir, s.options(), nil))(t)
	restored := openScene(t, dir)
	restored.isGone(whole)
	restored.sound()
}

func (s *scene) attach(name, content string) domain.Attachment {
	s.t.Helper()
	return must(s.AttachContent(s.ctx, strings.NewReader(content), name))(s.t)
}

func (s *scene) isGone(person domain.ID) {
	s.t.Helper()
	for _, words := range []string{"Wurmlinger", "ottokar@wurmlinger.example", "Ottokar"} {
		for _, hit := range must(s.Views().Search(s.ctx, words, 20, s.Now()))(s.t) {
			if !hit.Approximate {
				s.t.Errorf("a search for %s finds %+v", words, hit)
			}
		}
		if found := holding(s.t, s.Dir(), words); len(found) > 0 {
			s.t.Errorf("%s stands in %v", words, found)
		}
	}
	page := must(s.Views().Person(s.ctx, person, s.Now()))(s.t)
	if page != nil && (!page.Erased || page.Name != "" || len(page.Facts) > 0) {
		s.t.Errorf("the page of the person says %+v", page)
	}
	if p := s.person(person); !p.Erased || len(p.Dossier) > 0 {
		s.t.Errorf("the ledger says %+v", p)
	}
	for _, c := range must(s.ledger.Commands(s.ctx, eventstore.CommandQuery{Limit: 10_000}))(s.t) {
		for _, touched := range c.Touches {
			if touched.ID == person && len(c.ArgsSealed) > 0 {
				s.t.Errorf("the journal keeps the arguments of %s", c.Name)
			}
		}
	}
}
