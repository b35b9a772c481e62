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
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/roster"
)

// submit presses Ctrl+Enter.
func submit(b *desktest.Bench) {
	b.T.Helper()
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(
		&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

func says(t *testing.T, b *desktest.Bench, wanted ...string) {
	t.Helper()
	texts := b.Texts()
	for _, text := range wanted {
		if !strings.Contains(texts, text) {
			t.Errorf("the window does not say %q", text)
		}
	}
}

// latest is the conversation that took place last.
func latest(b *desktest.Bench) *domain.Conversation {
	b.T.Helper()
	entries, err := b.Workspace.Views().Timeline(context.Background(), projections.TimelineQuery{Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 1})
	if err != nil || len(entries) == 0 {
		b.T.Fatalf("there is no conversation, %v", err)
	}
	a, err := b.Workspace.Record(context.Background(), entries[0].Record)
	if err != nil {
		b.T.Fatal(err)
	}
	return a.(*domain.Conversation)
}

func talk(b *desktest.Bench, words domain.ConversationWords, change func(*domain.ConversationContent)) domain.ID {
	b.T.Helper()
	id := b.Workspace.NewID()
	content := domain.ConversationContent{
		Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Ours: []domain.ID{b.Workspace.Me()},
		When:   domain.Moment{At: desktest.Now.Add(-time.Hour), Precision: domain.PrecisionMinute},
		Origin: domain.Origin{How: domain.OriginManual},
	}
	if change != nil {
		change(&content)
	}
	b.Must(domain.LogConversation{Conversation: id, Content: content, Words: words})
	return id
}

func TestALineGoesOnInTheFormAndIsRecordedWhole(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	line, err := b.Workspace.Understand(context.Background(),
		"Telefonat Schiller, Charlotte von Stein @ Cotta gestern 11 Uhr 20 Min: will Doku #doku, Entwurf schicken nächsten Di ++")
	if err != nil {
		t.Fatal(err)
	}
	recorded := false
	b.LogInFull(line, func() { recorded = true })
	says(t, b, "Friedrich Schiller", "Charlotte von Stein (neu)", "Cotta (neu)", "doku")
	submit(b)
	if !recorded {
		t.Error("whoever opened the form is not told that it was recorded")
	}
	c := latest(b)
	if c.Content.Channel != domain.ChannelCall || len(c.Content.People) != 2 || len(c.Content.Organisations) != 1 ||
		c.Content.Seconds != 20*60 || c.Content.When.At.Hour() != 11 || c.Content.Sentiment == nil || *c.Content.Sentiment != 2 {
		t.Errorf("recorded was %+v", c.Content)
	}
	entry, err := b.Workspace.Views().Conversation(context.Background(), c.Stream.ID)
	if err != nil || len(entry.FollowUps) != 1 || entry.FollowUps[0].Due != "2026-11-24" {
		t.Errorf("what followed is %+v, %v", entry.FollowUps, err)
	}
	stein, err := b.Workspace.Views().FindPeople(context.Background(), "Stein", "", 3)
	if err != nil || len(stein) != 1 || stein[0].Detail != "Cotta" {
		t.Errorf("the new person is %+v, %v: she should be at Cotta", stein, err)
	}
	b.Undo()
	counts, err := b.Workspace.Views().Counts(context.Background())
	if err != nil || counts.Conversations != 0 || counts.People != 1 || counts.Organisations != 0 {
		t.Errorf("after one undo there are %+v, %v", counts, err)
	}
}

func TestWhatIsTypedSurvivesClosing(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	b.EditConversation(domain.None)
	b.Type("schil")
	b.Press("Return")
	b.Async.Advance(time.Second)
	b.Press("Escape")
	if b.Workspace.Draft(draftName) == "" {
		t.Fatal("the draft was not kept")
	}
	b.EditConversation(domain.None)
	says(t, b, "Dein Entwurf, geschrieben heute 14:32.", "Friedrich Schiller")
	submit(b)
	if c := latest(b); len(c.Content.People) != 1 {
		t.Errorf("recorded was %+v", c.Content)
	}
	if b.Workspace.Draft(draftName) != "" {
		t.Error("the draft is still there after it was recorded")
	}
}

func TestADraftUponAnotherWordingIsLeft(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	id := talk(b, domain.ConversationWords{Text: "Zehn"}, nil)
	b.EditConversation(id)
	b.Type(" Stück")
	b.Async.Advance(time.Second)
	b.Press("Escape")
	b.EditConversation(id)
	says(t, b, "Dein Entwurf, geschrieben heute 14:32.")
	b.Press("Escape")
	content := latest(b).Content
	b.Must(domain.CorrectConversation{Conversation: id, Content: content, Words: domain.ConversationWords{Text: "Zwölf"}})
	b.EditConversation(id)
	if strings.Contains(b.Texts(), "Dein Entwurf") {
		t.Error("a draft upon the former wording would overwrite the present one")
	}
}

func TestAConversationWithNobodyAndNothingIsNotRecorded(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	b.EditConversation(domain.None)
	submit(b)
	says(t, b, "Nenn eine Person oder Organisation, oder schreib, worum es ging.")
}

func TestACorrectionKeepsTheFirstWording(t *testing.T) {
	b, p := open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	answers, external := b.Workspace.NewID(), "<mail@weimar.example>"
	id := talk(b, domain.ConversationWords{Text: "Will zehn Stück", ExternalID: external}, func(c *domain.ConversationContent) {
		c.People, c.Answers = []domain.ID{schiller}, answers
	})
	b.EditConversation(id)
	submit(b)
	if c := latest(b); len(c.Earlier) != 0 {
		t.Fatal("a correction that changes nothing was recorded")
	}
	p.Open(id)
	b.Press("E")
	b.Type(", nein, zwölf")
	submit(b)
	c := latest(b)
	if c.Words.Text != "Will zehn Stück, nein, zwölf" || len(c.Earlier) != 1 || c.Earlier[0].Words.Text != "Will zehn Stück" {
		t.Errorf("the wordings are %q and %+v", c.Words.Text, c.Earlier)
	}
	if c.Content.Answers != answers || c.Words.ExternalID != external {
		t.Error("the correction lost what the form does not show")
	}
	says(t, b, "Berichtigt", "Frühere Fassungen zeigen")
	p.reader.earlier = true
	p.reader.show()
	says(t, b, "Will zehn Stück\n", "Frühere Fassungen verbergen")
}

func TestAnAnswerIsSettledAndAwaitedAgain(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := talk(b, domain.ConversationWords{Text: "Was kostet es?"}, func(c *domain.ConversationContent) {
		c.Direction, c.AnswerExpected = domain.DirectionIncoming, true
	})
	p.Open(id)
	says(t, b, "Sie warten auf unsere Antwort")
	b.Press("D")
	if !latest(b).AnswerSettled {
		t.Fatal("D does not settle the answer")
	}
	says(t, b, "Niemand wartet mehr auf eine Antwort.")
	p.reader.settle(true)
	says(t, b, "Sie warten auf unsere Antwort")
}

func TestTheListIsFilteredCountedAndReadOn(t *testing.T) {
	b, p := open(t, desktest.Options{People: 60, Conversations: 400})
	if p.List.Paged.Len() != roster.PageSize {
		t.Errorf("at first %d conversations are read", p.List.Paged.Len())
	}
	b.Press("End")
	b.Press("End")
	if p.List.Paged.Len() <= roster.PageSize {
		t.Error("at the end of the list the next page is not read")
	}
	p.List.SetFilter(func(f *filter) { f.Channels = []string{domain.ChannelLetter} })
	for i := range p.List.Paged.Len() {
		if e := p.List.Paged.At(i); e.Channel != domain.ChannelLetter {
			t.Fatalf("a %s is among the letters", e.Channel)
		}
	}
	says(t, b, "Brief", "von ")
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	b.Shell.Open(kit.Route{Page: desk.PageConversations})
	if got := b.Shell.Page().(*page).List.Filter.Channels; len(got) != 1 {
		t.Errorf("the filter is %v when the page is opened again", got)
	}
}

func TestTheCountFollowsWhatIsRecorded(t *testing.T) {
	b, p := open(t, desktest.Options{})
	counted := func(want string) {
		t.Helper()
		if got := p.List.Counted(); got != want {
			t.Errorf("the head counts %s conversations, not %s", got, want)
		}
	}
	counted("0")
	talk(b, domain.ConversationWords{Text: "Eines"}, nil)
	talk(b, domain.ConversationWords{Text: "Noch eines"}, nil)
	counted("2")
	b.Undo()
	counted("1")
}

func TestAPeriodIsWholeDays(t *testing.T) {
	now := desktest.Now
	q := filter{Days: 1}.query(now)
	if q.Since.Hour() != 0 || q.Since.Day() != now.Day() {
		t.Errorf("today begins at %v", q.Since)
	}
	q = filter{Since: "2026-11-01", Until: "2026-11-03"}.query(now)
	if q.Since.Day() != 1 || q.Until.Day() != 4 || q.Until.Hour() != 0 {
		t.Errorf("the 1st to the 3rd is %v to %v", q.Since, q.Until)
	}
}

func TestWhenIsKeptAsExactlyAsItIsKnown(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	for _, c := range []struct {
		date, clock string
		precision   domain.Precision
		at          string
	}{
		{"gestern", "11:05", domain.PrecisionMinute, "2026-11-17 11:05"},
		{"gestern", "", domain.PrecisionDay, "2026-11-17 00:00"},
		{"3.11. 14 Uhr", "", domain.PrecisionMinute, "2026-11-03 14:00"},
		{"Oktober 2025", "", domain.PrecisionMonth, "2025-10-01 00:00"},
		{"2024", "", domain.PrecisionYear, "2024-01-01 00:00"},
	} {
		w := newWhenFields(b.Desk, newDraft(b.Desk), func() {})
		w.time.SetText(c.clock)
		w.date.Entry().SetText(c.date)
		var d draft
		w.read(&d)
		if d.Precision != c.precision || d.At.Format("2006-01-02 15:04") != c.at {
			t.Errorf("%q %q is %v to the %s", c.date, c.clock, d.At, d.Precision)
		}
	}
	for text, want := range map[string]time.Duration{"20": 20 * time.Minute, "1 Std.": time.Hour, "1 Std. 30 Min.": 90 * time.Minute, "": 0} {
		w := newWhenFields(b.Desk, newDraft(b.Desk), func() {})
		w.duration.SetText(text)
		if got, ok := w.length(); !ok || got != want {
			t.Errorf("%q took %v, %v", text, got, ok)
		}
	}
}

func TestAMentionIsSuggestedAndKept(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	herder := b.AddPerson(domain.Name{Given: "Johann Gottfried", Family: "Herder"})
	b.EditConversation(domain.None)
	f := &form{desk: b.Desk, agreed: domain.NewWorkspace(), start: newDraft(b.Desk), name: draftName}
	f.build(f.start)
	w := b.Shell.Overlay(kit.OverlayParams{Content: f.form, Width: formWidth, Focus: f.text.Entry()})
	b.Type("Auch @herd")
	b.Press("Return")
	b.Type("fragt")
	if got := f.text.Entry().Text; got != "Auch @Johann Gottfried Herder fragt" {
		t.Errorf("the text reads %q", got)
	}
	if d := f.read(); len(d.Mentions) != 1 || d.Mentions[0].ID != herder.String() {
		t.Errorf("mentioned are %v", d.Mentions)
	}
	f.text.Entry().SetText("Auch jemand fragt")
	if d := f.read(); len(d.Mentions) != 0 {
		t.Error("somebody is mentioned who is no longer in the text")
	}
	w.Close()
}

func TestAnAttachmentIsUnsealedUnderAHarmlessName(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	t.Setenv("TMPDIR", t.TempDir())
	a, err := b.Workspace.AttachContent(context.Background(), strings.NewReader("zwölf Bogen"), "../../Preis/liste.txt")
	if err != nil {
		t.Fatal(err)
	}
	path, err := unseal(b.Desk, a)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Base(path) != "liste.txt" || !strings.HasPrefix(filepath.Base(filepath.Dir(path)), openedPrefix) {
		t.Errorf("it was written to %s", path)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "zwölf Bogen" {
		t.Errorf("it holds %q, %v", content, err)
	}
	removeOpened(time.Now().Add(openedFor + time.Minute))
	if _, err := os.Stat(path); err == nil {
		t.Error("the copy is still there after its time")
	}
	if opensSafely(domain.Attachment{Name: "Preis.PDF.exe"}) || !opensSafely(domain.Attachment{Name: "Preis.pdf"}) {
		t.Error("programs can be opened, or papers cannot")
	}
}

func TestDroppedFilesAreAttached(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	file := filepath.Join(t.TempDir(), "Preis.txt")
	if err := os.WriteFile(file, []byte("zwölf"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := newFiles(b.Desk, nil, func() {})
	f.take([]fyne.URI{storage.NewFileURI(file), storage.NewFileURI(file)})
	if len(f.attachments) != 1 || f.attachments[0].Name != "Preis.txt" || f.attachments[0].Size != 6 {
		t.Errorf("attached are %+v", f.attachments)
	}
	talk(b, domain.ConversationWords{Text: "Preis", Attachments: f.attachments}, nil)
	says(t, b, "Preis.txt", "6 Byte")
}

// Whoever has just recorded something goes on with that, not with what was the
// newest before.
func TestWhatWasJustRecordedIsSelected(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	before := talk(b, domain.ConversationWords{Text: "vorher"}, nil)
	record := func(text string) {
		t.Helper()
		line, err := b.Workspace.Understand(context.Background(), "Telefonat Ludwig Tieck: "+text)
		if err != nil {
			t.Fatal(err)
		}
		command, err := b.Workspace.LogCommand(line)
		if err != nil {
			t.Fatal(err)
		}
		b.Do(command, nil)
		b.Async.Advance(time.Second)
	}
	selected := func(text string) {
		t.Helper()
		p := b.Shell.Page().(*page)
		row, listed := p.List.Find(p.Wanted)
		if !listed || row.Text != text || p.List.Rows.Selected() != p.Wanted.String() || p.reader.id != p.Wanted {
			t.Errorf("%q is not selected, but %+v", text, row)
		}
	}
	inSight := func() *page { return b.Shell.Page().(*page) }
	inSight().List.Rows.Select(before.String())
	record("in Sicht")
	selected("in Sicht")
	inSight().List.Rows.Select(before.String())
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	record("von woanders")
	b.Shell.Open(kit.Route{Page: desk.PageConversations})
	b.Async.Advance(time.Second)
	selected("von woanders")
	inSight().List.Rows.Select(before.String())
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	b.Shell.Open(kit.Route{Page: desk.PageConversations})
	b.Async.Advance(time.Second)
	selected("vorher")
}

func TestWordsWithAColonAskForTheTagAndForWhoTookPart(t *testing.T) {
	b, p := open(t, desktest.Options{})
	stein := b.AddPerson(domain.Name{Given: "Charlotte", Particle: "von", Family: "Stein"})
	b.Must(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: stein}, Member: b.Workspace.Me()})
	talk(b, domain.ConversationWords{Text: "Die Iphigenie", Tags: []string{"bühne"}}, func(c *domain.ConversationContent) { c.People = []domain.ID{stein} })
	talk(b, domain.ConversationWords{Text: "Ein Brief ohne sie"}, nil)
	for typed, want := range map[string]string{"tag:bühne": "1 von 2", "betreut:ich": "1 von 2", "betreut:niemand": "0 von 2", "tag:fehlt": "0 von 2"} {
		p.List.Search.SetText(typed)
		if got := p.List.Counted(); got != want {
			t.Errorf("%s: %s", typed, got)
		}
	}
	p.FocusFilter()
	p.List.Search.SetText("betreut:ich iphigenie")
	b.Press(fyne.KeyReturn)
	if p.List.Search.Text != "iphigenie" || len(p.List.Filter.With) != 1 || p.List.Counted() != "1 von 2" {
		t.Errorf("after Enter the field says %q, %+v, %s", p.List.Search.Text, p.List.Filter.With, p.List.Counted())
	}
}

func TestEnterGivesTheConversationTheKeyboard(t *testing.T) {
	b, p := open(t, desktest.Options{})
	talk(b, domain.ConversationWords{Text: strings.Repeat("Die Iphigenie soll in Versen stehen.\n\n", 80)}, nil)
	talk(b, domain.ConversationWords{Text: "Danach"}, func(c *domain.ConversationContent) { c.When.At = desktest.Now.AddDate(0, 0, -3) })
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyHome)
	wanted := p.Wanted
	b.Press(fyne.KeyReturn)
	if b.Window.Canvas().Focused() != fyne.Focusable(p.reader.pane) {
		t.Fatalf("the keyboard is with %T", b.Window.Canvas().Focused())
	}
	b.Press(fyne.KeyJ, fyne.KeyPageDown)
	if p.reader.scroll.Offset() == 0 || p.Wanted != wanted {
		t.Errorf("scrolled by %v, %s is shown instead of %s", p.reader.scroll.Offset(), p.Wanted, wanted)
	}
	b.Press(fyne.KeyE) // the keys of the page still work
	says(t, b, "Gespräch berichtigen")
	b.Press(fyne.KeyEscape)
	b.Window.Canvas().Focus(p.reader.pane)
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Focused() != fyne.Focusable(p.List.Rows) {
		t.Errorf("Esc leads to %T", b.Window.Canvas().Focused())
	}
}
