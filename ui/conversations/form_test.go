package conversations

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"

	"kontor/domain"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

// opened builds the fields of a new conversation in an overlay.
func opened(t *testing.T) (*desktest.Bench, *form) {
	t.Helper()
	b, _ := open(t, desktest.Options{})
	f := &form{desk: b.Desk, agreed: domain.NewWorkspace(), start: newDraft(b.Desk), name: draftName}
	f.build(f.start)
	b.Shell.Overlay(kit.OverlayParams{Content: f.form, Width: formWidth, Focus: f.text.Entry(), OnShortcut: f.text.Shortcut})
	return b, f
}

func TestATagIsSuggestedAndKept(t *testing.T) {
	b, f := opened(t)
	talk(b, domain.ConversationWords{Text: "Zehn", Tags: []string{"doku"}}, nil)
	b.Type("Will #do")
	b.Press("Return")
	b.Type("bald")
	if got := f.text.Entry().Text; got != "Will #doku bald" {
		t.Errorf("the text reads %q", got)
	}
	if d := f.read(); len(d.Tags) != 1 || d.Tags[0] != "doku" || len(d.Mentions) != 0 {
		t.Errorf("tags %v, mentions %v", d.Tags, d.Mentions)
	}
}

func TestThePreviewComesAndGoesByKeys(t *testing.T) {
	b, f := opened(t)
	b.Type("Das **Buch**")
	preview := func() {
		pressed := &desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
		if !f.text.Shortcut(pressed) {
			t.Fatal("nobody took Ctrl+Shift+P")
		}
	}
	preview()
	if f.text.Entry().Visible() || !strings.Contains(b.Texts(), "Buch") {
		t.Error("the preview is not in sight")
	}
	preview()
	if !f.text.Entry().Visible() || b.Window.Canvas().Focused() != fyne.Focusable(f.text.Entry()) {
		t.Error("the writing does not go on")
	}
}

func TestFilesAreDroppedAndPasted(t *testing.T) {
	b, f := opened(t)
	path := filepath.Join(t.TempDir(), "Preis liste.txt")
	if err := os.WriteFile(path, []byte("zwölf Bogen"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f.files.paste("Guten Tag") || f.files.paste("/etc/passwd gelesen\n"+path) || f.files.paste("/gibt/es/nicht") {
		t.Error("words were taken for files")
	}
	if !f.files.paste(storage.NewFileURI(path).String()+"\r\n") || len(f.files.attachments) != 1 {
		t.Fatalf("attached are %v", f.files.attachments)
	}
	f.files.take([]fyne.URI{storage.NewFileURI(path)})
	if len(f.files.attachments) != 1 {
		t.Error("the same file is attached twice")
	}
	says(t, b, "Preis liste.txt", "bis 512,0 MB")
}

func TestACorrectionTakesOnlyWhatItChanged(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	id := talk(b, domain.ConversationWords{Subject: "Preise", Text: "Zehn"}, func(c *domain.ConversationContent) { c.People = []domain.ID{schiller} })
	b.EditConversation(id)
	b.Type(" Stück")
	content := latest(b).Content
	b.Must(domain.CorrectConversation{Conversation: id, Content: content, Words: domain.ConversationWords{Subject: "Preise von Cotta", Text: "Zehn"}})
	says(t, b, "Dieser Eintrag wurde inzwischen an anderer Stelle geändert.")
	submit(b)
	got := latest(b)
	if got.Words.Subject != "Preise von Cotta" || got.Words.Text == "Zehn" || len(got.Content.People) != 1 {
		t.Errorf("recorded was %+v, %+v", got.Words, got.Content)
	}
}

func TestAFollowUpLeftUnsavedIsTakenUpAgain(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	id := talk(b, domain.ConversationWords{Text: "Zehn"}, nil)
	entry, err := b.Workspace.Views().Conversation(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	members, err := b.Workspace.Views().Members(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	openPlan(b.Desk, entry, members)
	b.Type("Entwurf schicken")
	b.Async.Advance(time.Second) // it is kept by now, and Esc says so all the same
	b.Press(fyne.KeyEscape)
	says(t, b, "Als Entwurf behalten")
	openPlan(b.Desk, entry, members)
	says(t, b, "Dein Entwurf, geschrieben", "heute 14:32.")
	b.Window.Canvas().FocusNext()
	b.Type("morgen")
	b.Press(fyne.KeyReturn)
	entry, err = b.Workspace.Views().Conversation(context.Background(), id)
	if err != nil || len(entry.FollowUps) != 1 || entry.FollowUps[0].Text != "Entwurf schicken" || entry.FollowUps[0].Due != "2026-11-19" {
		t.Errorf("planned is %+v, %v", entry.FollowUps, err)
	}
	if b.Workspace.Draft(planDraftName+id.String()) != "" {
		t.Error("the draft is there still")
	}
}
