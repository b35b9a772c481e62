package logline

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
)

const line = "Telefonat Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di"

// weimar is a desk with Schiller at Cotta, and two people called Müller.
func weimar(t *testing.T, o desktest.Options) (b *desktest.Bench, log func(string)) {
	t.Helper()
	b = desktest.Open(t, o)
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	b.AddPerson(domain.Name{Given: "Friedrich", Family: "Müller"})
	b.AddPerson(domain.Name{Given: "Johannes", Family: "Müller"})
	cotta := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindOrganisation, ID: cotta}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}},
	})
	b.Must(domain.Affiliate{Person: schiller, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: cotta}})
	return b, New(b.Desk)
}

// conversations are the recorded ones, newest first.
func conversations(b *desktest.Bench) []projections.TimelineEntry {
	b.T.Helper()
	entries, err := b.Workspace.Views().Timeline(context.Background(), projections.TimelineQuery{Kinds: []projections.EntryKind{projections.EntryConversation}})
	if err != nil {
		b.T.Fatal(err)
	}
	return entries
}

func isOpen(b *desktest.Bench) bool { return b.Window.Canvas().Overlays().Top() != nil }

func wants(t *testing.T, b *desktest.Bench, words ...string) {
	t.Helper()
	texts := b.Texts()
	for _, word := range words {
		if !strings.Contains(texts, word) {
			t.Errorf("%q is not in sight:\n%s", word, texts)
		}
	}
}

func TestOneLineAndEnterRecordTheConversationAndItsFollowUp(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("")
	b.Type(line)
	b.Press(fyne.KeyReturn)
	if isOpen(b) {
		t.Fatal("the card is still open")
	}
	found := conversations(b)
	if len(found) != 1 || found[0].Text != "will deutsche Doku #docs" || len(found[0].People) != 1 || found[0].People[0].Name != "Friedrich Schiller" {
		t.Fatalf("recorded: %+v", found)
	}
	if len(found[0].Tags) != 1 || found[0].Tags[0] != "docs" || found[0].Channel != domain.ChannelCall {
		t.Errorf("channel %q, tags %q", found[0].Channel, found[0].Tags)
	}
	due, err := b.Workspace.Views().FollowUps(context.Background(), projections.FollowUpQuery{})
	if err != nil || len(due) != 1 || due[0].Text != "Entwurf schicken" || due[0].Due != "2026-11-24" {
		t.Errorf("follow-ups: %+v, %v", due, err)
	}
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.OnAction == nil {
		t.Fatal("nothing offers to take it back")
	}
	if draft := b.Workspace.Draft(draftName); draft != "" {
		t.Errorf("the draft is still there: %q", draft)
	}
	b.Shell.Toasts.Act()
	if found := conversations(b); len(found) != 0 {
		t.Errorf("after Undo: %+v", found)
	}
	log("")
	if texts := b.Texts(); strings.Contains(texts, "deutsche Doku, ") {
		t.Errorf("what was recorded came back: %s", texts)
	}
}

func TestThePreviewSaysWhatWouldBeRecorded(t *testing.T) {
	for language, want := range map[string][]string{
		"de": {"Gespräch festhalten", "Kanal", "Telefon", "Mit", "Friedrich Schiller", "(Cotta)", "Wiedervorlage", "Schlagwörter", "#docs", "festhalten", "ausführlich"},
		"en": {"Log a conversation", "Channel", "With", "Friedrich Schiller", "(Cotta)", "Follow-up", "Tags", "#docs", "in full"},
	} {
		t.Run(language, func(t *testing.T) {
			b, log := weimar(t, desktest.Options{Language: language})
			log(line)
			wants(t, b, want...)
			b.NoKeys()
		})
	}
}

func TestWordsAreColouredByWhatTheyMean(t *testing.T) {
	b, _ := weimar(t, desktest.Options{})
	c := card{desk: b.Desk, loader: kit.NewLoader(b.Async), picked: map[string]quicklog.Resolution{}}
	c.open(line + " mit Kräuter")
	defer c.overlay.Close()
	look := map[string]kit.Span{}
	var joined strings.Builder
	for _, span := range c.highlight(c.line.Text()) {
		joined.WriteString(span.Text)
		look[strings.TrimSpace(span.Text)] = span
	}
	if joined.String() != c.line.Text() {
		t.Fatalf("coloured are other words: %q", joined.String())
	}
	if look["Telefonat"].Color != kit.ColorAccent || look["#docs"].Color != kit.ColorAccent {
		t.Errorf("channel and tag: %+v, %+v", look["Telefonat"], look["#docs"])
	}
	if look["Schiller"].Line != kit.ColorAccent {
		t.Errorf("a known name: %+v", look["Schiller"])
	}
	c.line.SetText("Treffen Zelter, Müller: Singakademie")
	for _, span := range c.highlight(c.line.Text()) {
		look[strings.TrimSpace(span.Text)] = span
	}
	if look["Zelter"].Line != kit.ColorGood || look["Müller"].Line != kit.ColorSoon {
		t.Errorf("a new name %+v, an unclear one %+v", look["Zelter"], look["Müller"])
	}
}

func TestAnUnknownNameIsRecordedAsNew(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("Treffen Carl Zelter: Singakademie")
	wants(t, b, "Carl Zelter", "– neu")
	b.Press(fyne.KeyReturn)
	found := conversations(b)
	if len(found) != 1 || len(found[0].People) != 1 || found[0].People[0].Name != "Carl Zelter" {
		t.Fatalf("recorded: %+v", found)
	}
	rows, err := b.Workspace.Views().People(context.Background(), projections.PeopleQuery{})
	if err != nil || len(rows) != 4 {
		t.Errorf("%d people, %v", len(rows), err)
	}
}

func TestAnUnclearNameIsChosenWithDownAndEnter(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("")
	b.Type("Treffen Müller: Vertrag")
	wants(t, b, "– wer?", "WER IST „MÜLLER“?", "Friedrich Müller", "Johannes Müller", "„Müller“ neu anlegen")
	field := b.Window.Canvas().Focused()
	b.Press(fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown)
	if b.Window.Canvas().Focused() != field {
		t.Fatal("the line lost the keyboard")
	}
	b.Press(fyne.KeyReturn)
	if !isOpen(b) || strings.Contains(b.Texts(), "– wer?") {
		t.Fatal("the choice was not taken, or recorded at once")
	}
	b.Type(" unterschrieben")
	if strings.Contains(b.Texts(), "– wer?") {
		t.Error("typing on asks again")
	}
	b.Press(fyne.KeyReturn)
	found := conversations(b)
	if len(found) != 1 || len(found[0].People) != 1 || found[0].Text != "Vertrag unterschrieben" {
		t.Fatalf("recorded: %+v", found)
	}
	if name := found[0].People[0].Name; name != "Johannes Müller" {
		t.Errorf("the second was chosen, recorded is %q", name)
	}
}

// While a name is asked about the foot names what Enter takes; after the answer it
// stays in sight that nothing is recorded, also while one types on.
func TestTheFootSaysWhatEnterDoes(t *testing.T) {
	for language, words := range map[string]struct{ first, second, fresh, record, open string }{
		"de": {"nimmt Friedrich Müller", "nimmt Johannes Müller", "legt „Müller“ neu an", "festhalten", "Noch nicht festgehalten – Enter hält fest"},
		"en": {"takes Friedrich Müller", "takes Johannes Müller", "adds “Müller” as new", "record", "Not recorded yet – Enter records"},
	} {
		b, log := weimar(t, desktest.Options{Language: language})
		foot := func(want string) {
			t.Helper()
			lines := strings.Split(b.Texts(), "\n")
			for _, other := range []string{words.first, words.second, words.fresh, words.record} {
				if got := slices.Contains(lines, other); got != (other == want) {
					t.Errorf("%q in sight %v, while it should be %q:\n%s", other, got, want, b.Texts())
				}
			}
		}
		log("")
		b.Type("call Müller: Vertrag")
		foot(words.first)
		b.Press(fyne.KeyDown)
		foot(words.second)
		b.Press(fyne.KeyDown)
		foot(words.fresh)
		b.Press(fyne.KeyUp, fyne.KeyReturn)
		foot(words.record)
		wants(t, b, words.open)
		b.Save("logline-answered-" + language)
		b.Type(" call Schiller")
		b.Async.Advance(time.Second)
		wants(t, b, words.open)
		b.Type(", Müller")
		b.Press(fyne.KeyReturn)
		if isOpen(b) {
			t.Error("Enter did not record")
		}
	}
}

func TestWhoIsSaidToBeElsewhereIsFirstOfferedAsNew(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	for line, want := range map[string]string{
		"Treffen Friedrich Schillar @ Lumen: zufrieden": "legt „Friedrich Schillar“ neu an",
		"Treffen Friedrich Schillar @ Cotta: zufrieden": "festhalten",
		"Treffen Friedrich Schillar: zufrieden":         "nimmt Friedrich Schiller",
	} {
		log(line)
		wants(t, b, want)
		b.Press(fyne.KeyEscape)
	}
}

func TestAnUnclearNameCanBeSomebodyNew(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("Treffen Müller: Vertrag")
	b.Press(fyne.KeyUp, fyne.KeyReturn, fyne.KeyReturn)
	rows, err := b.Workspace.Views().People(context.Background(), projections.PeopleQuery{})
	if err != nil || len(rows) != 4 || len(conversations(b)) != 1 {
		t.Errorf("%d people, %d conversations, %v", len(rows), len(conversations(b)), err)
	}
}

func TestEnterWaitsUntilTheLineIsUnderstood(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("")
	b.Async.Hold()
	b.Type("Mail Schiller: Danke")
	b.Press(fyne.KeyReturn)
	if !isOpen(b) || len(conversations(b)) != 0 {
		t.Fatal("recorded before it was understood")
	}
	for b.Async.Held() > 0 {
		b.Async.Release(0)
	}
	if found := conversations(b); isOpen(b) || len(found) != 1 || found[0].Text != "Danke" {
		t.Errorf("open %v, recorded %+v", isOpen(b), found)
	}
}

func TestEnterInAnEmptyLineRecordsNothing(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("")
	b.Press(fyne.KeyReturn)
	if !isOpen(b) || len(conversations(b)) != 0 {
		t.Error("an empty line was recorded")
	}
}

func TestTabGoesOnInTheForm(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	var got quicklog.Resolved
	var recorded func()
	b.LogInFull = func(r quicklog.Resolved, then func()) { got, recorded = r, then }
	log("")
	b.Type("Mail Schiller: Danke")
	b.Press(fyne.KeyTab)
	if isOpen(b) || got.Text != "Danke" || len(got.TheirPeople) != 1 || got.TheirPeople[0].State != quicklog.Known {
		t.Fatalf("open %v, understood %+v", isOpen(b), got)
	}
	if left, _ := unsaved.Read[written](b.Desk, draftName); left == nil || left.Line != "Mail Schiller: Danke" {
		t.Error("the form was not sent yet, and the line is lost")
	}
	recorded()
	if draft := b.Workspace.Draft(draftName); draft != "" {
		t.Errorf("recorded, and the draft is still there: %q", draft)
	}
}

func TestEscKeepsTheDraftAndItComesBack(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("")
	b.Type("Mail Schiller: D")
	b.Async.Advance(time.Second)
	wants(t, b, "Entwurf gesichert")
	b.Type("anke")
	b.Press(fyne.KeyEscape)
	if isOpen(b) {
		t.Fatal("Esc left it open")
	}
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != "Entwurf behalten – Strg L holt ihn zurück" {
		t.Errorf("Esc says %+v", toast)
	}
	b.Shell.Toasts.Dismiss()
	log("Goethe: ")
	if strings.Contains(b.Texts(), "Danke") {
		t.Error("what was asked for gave way to the draft")
	}
	b.Press(fyne.KeyEscape)
	if toast := b.Shell.Toasts.Current(); toast != nil {
		t.Errorf("nothing was typed, and Esc says %+v", toast)
	}
	log("")
	wants(t, b, "Friedrich Schiller")
	b.Press(fyne.KeyReturn)
	if found := conversations(b); len(found) != 1 || found[0].Text != "Danke" {
		t.Errorf("recorded: %+v", found)
	}
}

// A kept draft does not stand in the way of what is said about the steps after
// it: each notice is that of the key just pressed.
func TestUndoAndRedoRightAfterAKeptDraftSayWhatTheyDid(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	log("Treffen Schiller: Vertrag")
	b.Press(fyne.KeyReturn)
	log("")
	b.Type("Anruf Schiller: kurz")
	says := func(after, want string) {
		t.Helper()
		if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != want {
			t.Errorf("after %s it says %+v, want %q", after, toast, want)
		}
	}
	b.Press(fyne.KeyEscape)
	says("Esc", draftLeft())
	b.Undo()
	says("undo", "Treffen mit Friedrich Schiller zurückgenommen")
	b.Redo()
	says("redo", "Treffen mit Friedrich Schiller wieder festgehalten")
}

// A line that opens for somebody is no note: it begins with the channel by which
// they were last spoken with, and what was typed meanwhile stays.
func TestTheLineForSomebodyBeginsWithTheirChannel(t *testing.T) {
	b, _ := weimar(t, desktest.Options{})
	with := NewWith(b.Desk)
	tieck := b.AddPerson(domain.Name{Given: "Ludwig", Family: "Tieck"})
	spoke := func(channel string, days int) {
		b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
			Channel: channel, Direction: domain.DirectionMutual, People: []domain.ID{tieck}, Origin: domain.Origin{How: domain.OriginManual},
			When: domain.Moment{At: desktest.Now.AddDate(0, 0, -days), Precision: domain.PrecisionMinute},
		}})
	}
	opens := func(want string) {
		t.Helper()
		b.Async.Hold()
		with(domain.Stream{Kind: domain.KindPerson, ID: tieck}, "Ludwig Tieck")
		b.Type("Phantasus")
		for b.Async.Held() > 0 {
			b.Async.Release(0)
		}
		b.Type(" kommt")
		if line := b.Window.Canvas().Focused().(*kit.Entry).Text; line != want+"Phantasus kommt" {
			t.Errorf("the line is %q, not with %q", line, want)
		}
		b.Press(fyne.KeyEscape)
	}
	opens("Telefonat Ludwig Tieck: ")
	spoke(domain.ChannelMail, 9)
	opens("Mail Ludwig Tieck: ")
	spoke(domain.ChannelNote, 1)
	opens("Telefonat Ludwig Tieck: ")
}

func TestANoteSaysThatItIsNoContact(t *testing.T) {
	for language, want := range map[string]string{"de": "Notiz – zählt nicht als Kontakt", "en": "Note – does not count as contact"} {
		b, log := weimar(t, desktest.Options{Language: language})
		log("Schiller: will deutsche Doku")
		wants(t, b, want)
		b.Press(fyne.KeyEscape)
		log("will deutsche Doku")
		if strings.Contains(b.Texts(), want) {
			t.Error("nobody is in the line, and it is said all the same")
		}
	}
}

// A draft that came back stands selected: new words take its place and are not
// glued to it, and End goes on with it.
func TestADraftThatCameBackIsTypedOverOrGoneOnWith(t *testing.T) {
	b, log := weimar(t, desktest.Options{})
	line := func() string { return b.Window.Canvas().Focused().(*kit.Entry).Text }
	log("")
	b.Type("Mail Schiller: Danke")
	b.Press(fyne.KeyEscape)
	log("")
	wants(t, b, "Entwurf von heute 14:32 – Tippen ersetzt ihn, Ende schreibt weiter")
	if toast := b.Shell.Toasts.Current(); toast != nil {
		t.Errorf("the draft is back, and a toast still offers it: %+v", toast)
	}
	b.Press(fyne.KeyEnd)
	b.Type(" sehr")
	if line() != "Mail Schiller: Danke sehr" {
		t.Errorf("after End the line is %q", line())
	}
	b.Press(fyne.KeyEscape)
	log("")
	b.Type("Neu")
	if line() != "Neu" {
		t.Errorf("typed over, the line is %q", line())
	}
}

func TestShots(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		for name, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			t.Run(language+"-"+name, func(t *testing.T) {
				b, log := weimar(t, desktest.Options{Language: language, Mode: mode})
				log("Telefonat Müller, Schiller, Zelter @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di")
				b.Save("logline-" + language + "-" + name)
				b.NoKeys()
			})
		}
	}
}

const longLine = line + ", er fragt nach den Kosten für den Druck des dritten Bandes und nach dem Papier, das in Stuttgart liegt, und möchte vor der Messe noch wissen, wer die Korrekturen liest, sobald die Bogen gesetzt sind und der Setzer Zeit hat"

func TestALongLineKeepsItsColoursInAllItsRows(t *testing.T) {
	b, _ := weimar(t, desktest.Options{})
	c := card{desk: b.Desk, loader: kit.NewLoader(b.Async), picked: map[string]quicklog.Resolution{}}
	c.open(line)
	defer c.overlay.Close()
	room := c.preview.Position().Y
	b.Type(longLine[len(line):])
	if c.line.Rows() < 2 {
		t.Fatalf("%d rows", c.line.Rows())
	}
	grown := float32(c.line.Rows()-1) * 19
	if down := c.preview.Position().Y - room; down < grown {
		t.Errorf("%d rows push the preview down by %v", c.line.Rows(), down)
	}
	b.Press(fyne.KeyReturn)
	if found := conversations(b); len(found) != 1 || strings.Contains(found[0].Text, "\n") || !strings.Contains(found[0].Text, "der Setzer Zeit hat") {
		t.Errorf("recorded: %+v", found)
	}
}

// BenchmarkKey is a letter typed into a line of 300: read, looked up, coloured
// and laid out anew with its preview.
func BenchmarkKey(b *testing.B) {
	bench := desktest.Open(b, desktest.Options{})
	log := New(bench.Desk)
	log((longLine + longLine)[:300])
	for b.Loop() {
		bench.Type("a")
		bench.Press(fyne.KeyBackspace)
	}
}
