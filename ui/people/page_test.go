package people

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/dossier"
	"kontor/ui/kit"
)

// withMail shows somebody who has a mail address and a birthday, with the
// keyboard on the list.
func withMail(t *testing.T) (b *desktest.Bench, p *page, stein domain.ID, mail domain.ContactPoint) {
	t.Helper()
	b, p = open(t, desktest.Options{})
	_, _, stein = weimar(b)
	mail = domain.ContactPoint{ID: b.Workspace.NewID(), Kind: domain.PointEmail, Value: "stein@hof.example"}
	b.Must(domain.ChangeDetails{Record: personStream(stein), Origin: manual, Changes: []domain.Change{
		{Field: domain.PointField(mail.ID), Now: domain.PointValue(mail)},
		{Field: domain.FieldBirthday, Now: domain.DateValue(domain.PartialDate{Year: 1742, Month: 12, Day: 25})},
	}})
	p.List.Rows.Select(stein.String())
	b.Window.Canvas().Focus(p.List.Rows)
	return b, p, stein, mail
}

func TestReasonsOfTheHealthOpenTheirConversations(t *testing.T) {
	b, p, stein, _ := withMail(t)
	logged(b, stein, desktest.Now.AddDate(-2, 0, 0))
	logged(b, stein, desktest.Now.AddDate(-1, 0, 0))
	all := rowsOf(p)
	b.Press(fyne.KeyH)
	says(t, b, "Aktualität", "Zuletzt vor 3 Tagen gesprochen, erwartet alle 90", "Gegenseitigkeit", "Entwicklung", "Tiefe", "Häufigkeit")
	b.NoKeys()
	b.Tap("Aktualität")
	says(t, b, "Hinter Aktualität")
	if got := rowsOf(p); got >= all || got == 0 {
		t.Errorf("behind the reason are %d rows of %d", got, all)
	}
	b.Tap("Aktualität")
	if got := rowsOf(p); got != all {
		t.Errorf("pressed again, %d rows of %d are shown", got, all)
	}
	b.Press(fyne.KeyH)
	saysNot(t, b, "Gegenseitigkeit")
}

func TestEscClosesTheReasonsAndAWarningThatIsNoneSaysSo(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, _, _ := weimar(b)
	for i := range 3 {
		logged(b, goethe, desktest.Now.AddDate(0, 0, -3*i-1))
	}
	p.Open(goethe)
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyH)
	says(t, b, "Gegenseitigkeit")
	b.Press(fyne.KeyEscape)
	saysNot(t, b, "Gegenseitigkeit")
	b.Press(fyne.KeyA)
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != "Hier ist nichts, wovor zu warnen wäre." {
		t.Errorf("A says %+v", toast)
	}
}

// rowsOf counts the conversations in the timeline of the person who is shown.
func rowsOf(p *page) int {
	n := 0
	list := p.detail().timeline.List()
	list.SelectLast()
	last := list.Selected()
	list.SelectFirst()
	for n = 1; list.Selected() != last && n < 50; n++ {
		list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyJ})
	}
	return n
}

func TestFactsAreEditedWhereTheyStand(t *testing.T) {
	b, p, stein, mail := withMail(t)
	key := dossier.FieldKey(domain.PointField(mail.ID))
	b.Press(fyne.KeyF)
	if got := p.detail().facts.Focused(); got != key {
		t.Fatalf("F leads to %q", got)
	}
	says(t, b, "von Hand", "ändern") // where it came from stands below
	before := personOf(t, b, stein).Version

	// Esc leaves everything as it was.
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyEnd)
	b.Type("x")
	b.Press(fyne.KeyEscape)
	if got := personOf(t, b, stein).Version; got != before {
		t.Error("Esc changed something")
	}
	if p.detail().facts.Focused() != key {
		t.Error("after Esc the keyboard is elsewhere")
	}

	// What is wrong is said, and what was typed stays.
	b.Press(fyne.KeyReturn)
	entry := b.Window.Canvas().Focused().(*kit.Entry)
	entry.SetText("stein")
	b.Press(fyne.KeyReturn)
	says(t, b, "„stein“")
	if p.detail().facts.Editing() != key || personOf(t, b, stein).Version != before {
		t.Fatal("an address that is none was taken")
	}
	entry.SetText("charlotte@hof.example")
	b.Press(fyne.KeyTab) // saves, and goes on to what can be edited next
	points := personOf(t, b, stein).Dossier.Points()
	if points[0].Value != "charlotte@hof.example" || personOf(t, b, stein).Version != before+1 {
		t.Fatalf("the address is %q after %d events", points[0].Value, personOf(t, b, stein).Version-before)
	}
	if got := p.detail().facts.Editing(); got == "" || got == key {
		t.Errorf("Tab leads to editing %q", got)
	}
	b.Press(fyne.KeyEscape)
	b.Undo()
	if got := personOf(t, b, stein).Dossier.Points()[0].Value; got != mail.Value {
		t.Errorf("after one undo it is %q", got)
	}
}

// What a colleague changed while the field was open is not overwritten, and what
// was typed is not lost.
func TestAFactChangedByAColleagueIsNotOverwritten(t *testing.T) {
	b, p, stein, mail := withMail(t)
	b.Press(fyne.KeyF, fyne.KeyReturn)
	entry := b.Window.Canvas().Focused().(*kit.Entry)
	theirs := mail
	theirs.Value = "kochberg@hof.example"
	b.Must(domain.ChangeDetails{Record: personStream(stein), Origin: manual, Changes: []domain.Change{
		{Field: domain.PointField(mail.ID), Was: domain.PointValue(mail), Now: domain.PointValue(theirs)},
	}})
	if b.Window.Canvas().Focused() != fyne.Focusable(entry) {
		t.Fatal("the change took the field away")
	}
	entry.SetText("weimar@hof.example")
	b.Press(fyne.KeyReturn)
	if got := personOf(t, b, stein).Dossier.Points()[0].Value; got != theirs.Value {
		t.Errorf("the colleague's value became %q", got)
	}
	if p.detail().facts.Editing() == "" || entry.Text != "weimar@hof.example" {
		t.Error("what was typed is lost")
	}
	b.Press(fyne.KeyEscape)
	says(t, b, theirs.Value)
}

func TestAFactIsAddedAndItsHistoryShown(t *testing.T) {
	b, p, stein, mail := withMail(t)
	t1 := p.detail()
	t1.facts.Begin(dossier.FieldKey(domain.FieldNote), t1.editNote())
	b.Type("Mag keine Anrufe vor zehn.")
	b.Tap("speichern")
	if got := personOf(t, b, stein).Dossier.Text(domain.FieldNote); got != "Mag keine Anrufe vor zehn." {
		t.Errorf("the note is %q", got)
	}
	moved := mail
	moved.Value = "neu@hof.example"
	b.Must(t1.changed(domain.PointField(mail.ID), domain.PointValue(mail), domain.PointValue(moved)))
	dossier.ShowHistory(b.Desk, personStream(stein), domain.PointField(mail.ID), "Mail", nil)
	says(t, b, "Verlauf: Mail", "neu@hof.example", "stein@hof.example")
	b.Tap("Wieder einsetzen")
	if got := personOf(t, b, stein).Dossier.Points()[0].Value; got != mail.Value {
		t.Errorf("brought back is %q", got)
	}
}

func TestTagsAreEditedWhereTheyStand(t *testing.T) {
	b, p, stein, _ := withMail(t)
	p.detail().facts.Begin("tags", p.detail().editTags())
	b.Type("Hof")
	b.Press(fyne.KeyReturn) // takes the tag
	b.Press(fyne.KeyReturn) // saves
	if got := personOf(t, b, stein).Dossier.Tags(); len(got) != 1 || got[0] != "hof" {
		t.Errorf("the tags are %q", got)
	}
	says(t, b, "#hof")
}

func TestSinceOneSpokeLast(t *testing.T) {
	b, _, stein, _ := withMail(t)
	herder := b.Workspace.NewID()
	b.Must(domain.AddRecord{Record: domain.Stream{Kind: domain.KindMember, ID: herder}, Origin: manual, Changes: []domain.Change{
		{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Johann", Family: "Herder"})},
	}})
	b.Must(domain.LogConversation{
		Conversation: b.Workspace.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, Ours: []domain.ID{herder}, People: []domain.ID{stein},
			When: domain.Moment{At: desktest.Now.AddDate(0, 0, -1), Precision: domain.PrecisionMinute},
		},
		Words: domain.ConversationWords{Subject: "Die Schnittstelle"},
	})
	says(t, b, "Seit eurem Gespräch", "Johann Herder: Die Schnittstelle")
	b.Press(fyne.KeyI)
	says(t, b, "gestern")
	b.NoKeys()
}

func TestAComplaintGoesBeforeOtherAnswers(t *testing.T) {
	b, _, stein, _ := withMail(t)
	bad := -1
	for days, sentiment := range map[int]*int{1: nil, 2: &bad} {
		b.Must(domain.LogConversation{
			Conversation: b.Workspace.NewID(),
			Content: domain.ConversationContent{
				Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, AnswerExpected: true, Sentiment: sentiment,
				People: []domain.ID{stein}, When: domain.Moment{At: desktest.Now.AddDate(0, 0, -days), Precision: domain.PrecisionMinute},
			},
			Words: domain.ConversationWords{Subject: map[bool]string{true: "Fehler", false: "Frage"}[sentiment != nil]},
		})
	}
	says(t, b, "Offene Beschwerde · 16. November 2026, vor 2 Tagen", "Charlotte von Stein: Fehler", "Wartet auf Antwort · gestern")
	b.Press(fyne.KeyA)
	if route := b.Shell.Route(); route.Page != desk.PageConversations {
		t.Errorf("the warning leads to %+v", route)
	}
	b.NoKeys()
}

// What they promised stands among the open things in its words, with who
// said it and its day.
func TestWhatTheyPromisedStandsAmongTheOpen(t *testing.T) {
	b, _, stein, _ := withMail(t)
	b.Must(domain.LogConversation{
		Conversation: b.Workspace.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelCall, AnswerExpected: true, AnswerTheirs: true, AnswerBy: domain.DayOf(desktest.Now).Add(5),
			People: []domain.ID{stein}, When: domain.Moment{At: desktest.Now, Precision: domain.PrecisionMinute},
		},
		Words: domain.ConversationWords{Text: "Über Berlin geredet, sie wird nächsten Montag zurückrufen"},
	})
	says(t, b, "zurückrufen", "von Charlotte von Stein zugesagt", "bis Mo 23. Nov.", "Zugesagt bis Mo 23. Nov.")
	if texts := b.Texts(); strings.Contains(texts, "Antwort offen") {
		t.Errorf("a promise is no open answer:\n%s", texts)
	}
	b.NoKeys()
}

func TestErasingFromTheWindow(t *testing.T) {
	b, p, stein, _ := withMail(t)
	erase(b.Desk, p.detail().shown.page.PersonRow)
	says(t, b, "Charlotte von Stein endgültig löschen", "Gespräche, deren Worte zerstört werden")
	b.Type("Charlotte")
	b.Press(fyne.KeyReturn)
	says(t, b, "Das ist nicht der Name.")
	if personOf(t, b, stein).Erased {
		t.Fatal("erased without the name")
	}
	b.Window.Canvas().Focused().(*kit.Entry).SetText("Charlotte von Stein")
	b.Press(fyne.KeyReturn)
	says(t, b, "Bescheinigung der Löschung", "Schließen", stein.String())
	if !personOf(t, b, stein).Erased {
		t.Error("the person is still there")
	}
	hits, err := b.Workspace.Views().Search(context.Background(), "Stein", 10, desktest.Now)
	if err != nil || len(hits) > 0 {
		t.Errorf("still found: %v, %v", hits, err)
	}
	b.Press(fyne.KeyEscape)
	if said := b.Texts(); strings.Contains(said, "Charlotte") {
		t.Error("the window still says the name")
	}
}

func TestKeysLeadToTheOrganisation(t *testing.T) {
	b, _, stein, _ := withMail(t)
	hof := b.Workspace.NewID()
	b.Must(domain.AddRecord{Record: organisationStream(hof), Origin: manual, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Hof Weimar")}}})
	b.Must(domain.Affiliate{Person: stein, Origin: manual, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: hof}})
	b.Press(fyne.KeyO)
	if got := b.Shell.Route().Arg; got != hof.String() {
		t.Errorf("O leads to %v", b.Shell.Route())
	}
}

func TestPageShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 100, Conversations: 1500})
				b.Window.Canvas().Focus(p.List.Rows)
				b.Press(fyne.KeyH)
				b.Save("person-health-" + name)
				b.Press(fyne.KeyH)
				if later, err := b.Workspace.Views().People(context.Background(), projections.PeopleQuery{Text: "Schiller", Page: projections.Page{Limit: 1}}); err == nil && len(later) > 0 {
					p.List.Rows.Select(later[0].ID.String())
				}
				b.Press(fyne.KeyI)
				b.Save("person-since-" + name)
				b.Press(fyne.KeyI, fyne.KeyF, fyne.KeyReturn)
				b.Save("person-edit-" + name)
				b.Press(fyne.KeyEscape, fyne.KeyPlus)
				b.Save("person-add-" + name)
				b.Press(fyne.KeyEscape)
				erase(b.Desk, p.detail().shown.page.PersonRow)
				b.Save("person-erase-" + name)
			})
		}
	}
}
