package needs

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

// raise records a need of people, heard on the days before now.
func raise(b *desktest.Bench, title string, due domain.Day, people ...domain.ID) domain.ID {
	b.T.Helper()
	need := domain.RaiseNeed{
		Need: b.Workspace.NewID(), Words: domain.NeedWords{Title: title},
		Plan: domain.NeedPlan{For: b.Workspace.Me(), Due: due, Origin: domain.Origin{How: domain.OriginManual}},
	}
	for i, person := range people {
		need.Voices = append(need.Voices, domain.Voice{
			Person: person, Heard: domain.Moment{At: desktest.Now.AddDate(0, 0, -i-1), Precision: domain.PrecisionMinute},
		})
	}
	b.Must(need)
	return need.Need
}

// need is what the read models say of a need.
func need(b *desktest.Bench, id domain.ID) *projections.NeedPage {
	b.T.Helper()
	page, err := b.Workspace.Views().Need(context.Background(), id)
	if err != nil || page == nil {
		b.T.Fatalf("the need cannot be read: %v", err)
	}
	return page
}

// only is the only need there is.
func only(b *desktest.Bench) *projections.NeedPage {
	b.T.Helper()
	rows, err := b.Workspace.Views().Needs(context.Background(), projections.NeedQuery{Shown: projections.NeedsAll})
	if err != nil || len(rows) != 1 {
		b.T.Fatalf("there are %d needs, %v", len(rows), err)
	}
	return need(b, rows[0].ID)
}

func says(t *testing.T, b *desktest.Bench, texts ...string) {
	t.Helper()
	said := b.Texts()
	for _, text := range texts {
		if !strings.Contains(said, text) {
			t.Errorf("nowhere stands %q:\n%s", text, said)
		}
	}
	b.NoKeys()
}

func saysNot(t *testing.T, b *desktest.Bench, texts ...string) {
	t.Helper()
	said := b.Texts()
	for _, text := range texts {
		if strings.Contains(said, text) {
			t.Errorf("still there stands %q", text)
		}
	}
}

// submit presses Ctrl+Enter.
func submit(b *desktest.Bench) {
	b.T.Helper()
	pressed := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	if focused, ok := b.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(pressed)
		return
	}
	b.T.Fatal("nothing takes Ctrl+Enter")
}

// people adds three people of Weimar.
func people(b *desktest.Bench) (goethe, schiller, herder domain.ID) {
	return b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"}),
		b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"}),
		b.AddPerson(domain.Name{Given: "Gottfried", Family: "Herder"})
}

func TestEveryoneIsToldByKeysAlone(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		t.Run(language, func(t *testing.T) {
			b := desktest.Open(t, desktest.Options{Language: language})
			Register(b.Desk)
			goethe, schiller, herder := people(b)
			id := raise(b, "Handbuch ohne Netz lesen", "2026-11-20", goethe, schiller, herder)
			b.Shell.Open(kit.Route{Page: desk.PageNeeds})
			b.Window.Canvas().Focus(b.Shell.Page().(*page).List.Rows)

			// Before it is decided nobody can be told.
			b.Press(fyne.KeyR, fyne.KeyX)
			if need(b, id).Told != 0 {
				t.Fatal("somebody was told what nobody decided")
			}
			b.Press(fyne.KeyD)
			asked := map[string]string{"de": "gefragt von ", "en": "asked by "}[language]
			if !strings.Contains(b.Texts(), asked+"Gottfried Herder, Friedrich Schiller, Johann Goethe") {
				t.Errorf("what is decided does not say who asked: %s", b.Texts())
			}
			b.Press(fyne.KeyRight, fyne.KeyLeft)
			submit(b)
			submit(b)
			if page := need(b, id); page.State != domain.NeedDecided || page.Answer != domain.NeedYes {
				t.Fatalf("it is %s, %s", page.State, page.Answer)
			}

			b.Press(fyne.KeySpace, fyne.KeyX)
			if page := need(b, id); page.Told != 2 || page.State != domain.NeedDecided {
				t.Fatalf("%d were told, it is %s", page.Told, page.State)
			}
			b.Press(fyne.KeyX)
			if page := need(b, id); page.State != domain.NeedClosed {
				t.Fatalf("everyone was told, and it is %s", page.State)
			}
			says(t, b, map[string]string{"de": "Alle wissen Bescheid", "en": "Everyone knows"}[language])
			b.Undo()
			if page := need(b, id); page.Told != 2 || page.State != domain.NeedDecided {
				t.Errorf("taken back it says %d told, %s", page.Told, page.State)
			}
		})
	}
}

func TestADecisionIsNotMadeByAccident(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, _, _ := people(b)
	id := raise(b, "Handbuch", "", goethe)
	p.Open(id)
	b.Window.Canvas().Focus(p.List.Rows)

	b.Press(fyne.KeyD)
	submit(b)
	says(t, b, "Wähle ja, nein oder später.")
	b.Press(fyne.KeyN)
	saysNot(t, b, "Wähle ja, nein oder später.")
	submit(b)
	says(t, b, "Ohne Worte?")
	if need(b, id).State != domain.NeedOpen {
		t.Fatal("it was decided without a word, and nobody was asked for one")
	}
	b.Press(fyne.KeyEscape, fyne.KeyD)

	b.Press(fyne.KeyJ)
	b.Window.Canvas().FocusNext()
	b.Type("Ab Januar.")
	submit(b)
	if page := need(b, id); page.Answer != domain.NeedYes || page.Decision == nil || page.Decision.Wording != "Ab Januar." {
		t.Errorf("it is %s: %+v", page.Answer, page.Decision)
	}
}

func TestAVoiceIsAddedToASimilarNeed(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	goethe, schiller, _ := people(b)
	id := raise(b, "Handbuch ohne Netz lesen", "", goethe)
	schillers := projections.Party{ID: schiller, Kind: domain.KindPerson, Name: "Friedrich Schiller"}
	b.RaiseNeed(desk.NeedStart{People: []projections.Party{schillers}, Quote: "Im Zug geht nichts."})
	b.Type("Handbuch lesen")
	says(t, b, "GIBT ES DAS SCHON?", "Handbuch ohne Netz lesen", "1 Stimme")
	b.Press(fyne.KeyDown, fyne.KeyReturn)
	page := only(b)
	if page.ID != id || page.Voices != 2 || page.Heard[1].Quote != "Im Zug geht nichts." {
		t.Errorf("it has %d voices: %v", page.Voices, page.Heard)
	}
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("the form is still open")
	}
}

func TestEnterInTheEmptyNamesGoesOnToTheWords(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	people(b)
	b.RaiseNeed(desk.NeedStart{})
	b.Type("Handbuch")
	b.Window.Canvas().FocusNext()
	b.Type("Schil")
	b.Press(fyne.KeyReturn, fyne.KeyReturn)
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("Enter in the empty field saved the form")
	}
	b.Type("Im Zug geht nichts.")
	submit(b)
	if page := only(b); page.Voices != 1 || page.Heard[0].Quote != "Im Zug geht nichts." {
		t.Errorf("%d voices: %+v", page.Voices, page.Heard)
	}
}

func TestWithoutAVoiceTheSimilarNeedAsksForOne(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	goethe, _, _ := people(b)
	raise(b, "Handbuch ohne Netz lesen", "", goethe)
	b.RaiseNeed(desk.NeedStart{})
	b.Type("Handbuch lesen")
	b.Press(fyne.KeyDown, fyne.KeyReturn)
	says(t, b, "Neue Stimme für", "Doch ein eigenes")
	saysNot(t, b, "Wer kümmert sich?")
	b.Type("Schil")
	b.Press(fyne.KeyReturn)
	submit(b)
	if page := only(b); page.Voices != 2 {
		t.Errorf("it has %d voices", page.Voices)
	}
}

func TestTheFormSaysWhatIsMissingAndKeepsWhatWasTyped(t *testing.T) {
	b, p := open(t, desktest.Options{})
	b.RaiseNeed(desk.NeedStart{})
	submit(b)
	says(t, b, "Sag in einem Satz, was gebraucht wird.")
	b.Type("Rechnung mit Bestellnummer")
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Fatal("Esc left the form open")
	}
	b.RaiseNeed(desk.NeedStart{})
	says(t, b, "Rechnung mit Bestellnummer", "Weiter schreiben")
	submit(b)
	page := only(b)
	if page.Title != "Rechnung mit Bestellnummer" || page.Owner != b.Workspace.Me() {
		t.Errorf("it says %q for %s", page.Title, page.Owner)
	}
	if p.Wanted != page.ID {
		t.Error("the new need is not shown")
	}
	b.RaiseNeed(desk.NeedStart{})
	saysNot(t, b, "Weiter schreiben")
}

func TestOthersWordsStayWhileOnesOwnAreChanged(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	id := raise(b, "Handbuch", "")
	b.EditNeed(id)
	b.Type(" ohne Netz")
	b.Must(domain.ReviseNeed{Need: id, Words: domain.NeedWords{Title: "Handbuch", Text: "Auch im Zug."}})
	b.Must(domain.ScheduleNeed{Need: id, Due: "2026-12-01"})
	submit(b)
	page := need(b, id)
	if page.Title != "Handbuch ohne Netz" || page.Text != "Auch im Zug." || page.Due != "2026-12-01" {
		t.Errorf("it says %q, %q, %s", page.Title, page.Text, page.Due)
	}
}

func TestAClosedNeedNeedsAReason(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, _, _ := people(b)
	id := raise(b, "Handbuch", "", goethe)
	p.Open(id)
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyC)
	submit(b)
	if need(b, id).State != domain.NeedOpen {
		t.Fatal("it was closed without a reason")
	}
	b.Type("Hat sich erledigt")
	submit(b)
	if page := need(b, id); page.State != domain.NeedClosed || page.CloseReason != "Hat sich erledigt" {
		t.Errorf("it is %s: %q", page.State, page.CloseReason)
	}
	b.Press(fyne.KeyC)
	if need(b, id).State != domain.NeedOpen {
		t.Error("it was not reopened")
	}
}

func TestTheViewsOfTheList(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, schiller, _ := people(b)
	raise(b, "Erstes", "", goethe)
	decided := raise(b, "Zweites", "", schiller)
	closed := raise(b, "Drittes", "")
	b.Must(domain.DecideNeed{Need: decided, Answer: domain.NeedNo})
	b.Must(domain.CloseNeed{Need: closed, Reason: "doppelt"})
	b.Window.Canvas().Focus(p.List.Rows)
	listed := func() string {
		var titles []string
		for i := range p.List.Paged.Len() {
			titles = append(titles, p.List.Paged.At(i).Title)
		}
		return strings.Join(titles, " ")
	}
	for _, want := range []string{"Erstes", "Zweites", "Drittes", "Erstes Zweites"} {
		b.Press(fyne.KeyF)
		for _, title := range strings.Fields(want) {
			if got := listed(); !strings.Contains(got, title) || len(strings.Fields(got)) != len(strings.Fields(want)) {
				t.Errorf("listed are %q, not %q", got, want)
			}
		}
	}
	says(t, b, "3")
}

func TestTheTableDecidesToo(t *testing.T) {
	b, p := open(t, desktest.Options{Width: 1920, Height: 1080})
	goethe, schiller, _ := people(b)
	raise(b, "Erstes", "2026-11-20", goethe)
	second := raise(b, "Zweites", "2026-11-21", schiller)
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyHome, fyne.KeyW, fyne.KeyJ, fyne.KeyD, fyne.KeyN)
	submit(b)
	submit(b)
	if page := need(b, second); page.State != domain.NeedDecided {
		t.Errorf("the second is %s", page.State)
	}
	b.Press(fyne.KeyR)
	if p.List.Wide() || p.Wanted != second {
		t.Error("it is not opened from the table")
	}
}

func TestWhoeverIsToldInAConversationIsTicked(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, _, _ := people(b)
	id := raise(b, "Handbuch", "", goethe)
	b.Must(domain.DecideNeed{Need: id, Answer: domain.NeedYes, Wording: "Ab Januar."})
	var telling desk.Telling
	b.LogTelling = func(t desk.Telling) { telling = t }
	p.Open(id)
	p.enter()
	b.Press(fyne.KeyL)
	if telling.Person.ID != goethe || telling.Text != "Ab Januar." || telling.Also == nil {
		t.Fatalf("the form opens with %+v", telling)
	}
	conversation := b.Workspace.NewID()
	at := domain.Moment{At: desktest.Now, Precision: domain.PrecisionMinute}
	parts := []domain.Command{domain.LogConversation{Conversation: conversation, Content: domain.ConversationContent{
		Channel: domain.ChannelCall, Direction: domain.DirectionOutgoing, When: at, Ours: []domain.ID{b.Workspace.Me()}, People: []domain.ID{goethe},
	}}}
	b.Must(domain.Batch{Title: "log-conversation", Parts: append(parts, telling.Also(conversation, at)...)})
	page := need(b, id)
	if page.State != domain.NeedClosed || page.Heard[0].Told == nil || page.Heard[0].Told.Conversation != conversation {
		t.Errorf("it is %s: %+v", page.State, page.Heard[0].Told)
	}
}

func TestSentencesOfAConversation(t *testing.T) {
	got := sentences("Am 3. November fehlt das Handbuch. Im Zug geht nichts! Warum?")
	want := []string{"Am 3. November fehlt das Handbuch.", "Im Zug geht nichts!", "Warum?"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("the sentences are %q", got)
	}
}
