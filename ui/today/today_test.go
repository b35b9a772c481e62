package today

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

var today = domain.DayOf(desktest.Now)

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	return b, b.Shell.Page().(*page)
}

// busy is a queue with a follow-up that is late, one for today, an answer that is
// owed and somebody out of rhythm.
func busy(t *testing.T) (*desktest.Bench, *page) {
	t.Helper()
	b, p := open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	goethe := b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	herder := b.AddPerson(domain.Name{Given: "Gottfried", Family: "Herder"})
	wieland := b.AddPerson(domain.Name{Given: "Christoph", Family: "Wieland"})
	talk := b.Workspace.NewID()
	b.Must(domain.LogConversation{
		Conversation: talk,
		Content: domain.ConversationContent{
			Channel: domain.ChannelCall, When: domain.Moment{At: desktest.Now.AddDate(0, 0, -9)},
			People: []domain.ID{schiller}, Ours: []domain.ID{b.Workspace.Me()},
		},
		Words: domain.ConversationWords{Subject: "Preisliste"},
	})
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Preisliste schicken",
		Plan: domain.FollowUpPlan{Due: today.Add(-3), People: []domain.ID{schiller}, Conversation: talk},
	})
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Goethe anrufen",
		Plan: domain.FollowUpPlan{Due: today, People: []domain.ID{goethe}},
	})
	b.Must(domain.LogConversation{
		Conversation: b.Workspace.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, AnswerExpected: true,
			When:   domain.Moment{At: desktest.Now.AddDate(0, 0, -2)},
			People: []domain.ID{herder}, Ours: []domain.ID{b.Workspace.Me()},
		},
		Words: domain.ConversationWords{Subject: "Schnittstelle", Text: "Wie geht das?"},
	})
	b.Must(domain.LogConversation{
		Conversation: b.Workspace.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelMeeting, When: domain.Moment{At: desktest.Now.AddDate(0, 0, -64)},
			People: []domain.ID{wieland}, Ours: []domain.ID{b.Workspace.Me()},
		},
		Words: domain.ConversationWords{Text: "Vortrag"},
	})
	b.Must(domain.SetRhythm{Record: domain.Stream{Kind: domain.KindPerson, ID: wieland}, Rhythm: 60})
	return b, p
}

func titles(p *page) []string {
	var said []string
	for _, i := range p.items {
		said = append(said, i.data.Title)
	}
	return said
}

func TestTheQueueSaysWhatAndWhyAndHowLate(t *testing.T) {
	b, p := busy(t)
	want := "Überfällig|Preisliste schicken · Friedrich Schiller|Heute|Goethe anrufen|Antworten|Gottfried Herder|Im Gespräch bleiben|Christoph Wieland"
	if got := strings.Join(titles(p), "|"); got != want {
		t.Fatalf("rows:\n%s\nwant\n%s", got, want)
	}
	texts := b.Texts()
	for _, word := range []string{"Mittwoch, 18. November · 2 fällig · 4 insgesamt", "vor 3 Tagen", "Zugesagt Mo 9. Nov.: Preisliste", "„Schnittstelle“", "+4 Tage"} {
		if !strings.Contains(texts, word) {
			t.Errorf("%q is not in sight", word)
		}
	}
	if p.items[1].data.SideTone != kit.Late || p.items[7].data.SideTone != kit.Soon {
		t.Error("what is late is not coloured so")
	}
}

func TestDoneLeavesWithUndoAndTheCursorGoesOn(t *testing.T) {
	b, p := busy(t)
	late := p.list.Selected()
	b.Press(fyne.KeyD)
	if p.row(late) != nil {
		t.Fatal("the row that is done still stands there")
	}
	if row := p.row(p.list.Selected()); row == nil || row.Title != "Goethe anrufen" {
		t.Errorf("the cursor is on %+v", row)
	}
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.OnAction == nil || toast.Text != "Preisliste schicken (Friedrich Schiller) – erledigt" {
		t.Fatalf("toast: %+v", toast)
	}
	b.Shell.Toasts.Act()
	if p.row(late) == nil {
		t.Error("Undo did not bring the row back")
	}
	if p.list.Selected() != late {
		t.Error("the cursor does not go back to the row that came back")
	}
}

func TestAnAnswerIsSettledAndARhythmAsksForAConversation(t *testing.T) {
	b, p := busy(t)
	b.Press(fyne.KeyJ, fyne.KeyJ, fyne.KeyD)
	if got := strings.Join(titles(p), "|"); strings.Contains(got, "Herder") {
		t.Errorf("the answer still stands there: %s", got)
	}
	b.Press(fyne.KeyD)
	if len(b.Logged) != 1 || b.Logged[0] != "Treffen Christoph Wieland: " {
		t.Errorf("the one-line log was opened with %q", b.Logged)
	}
	if understood, err := b.Workspace.Understand(context.Background(), b.Logged[0]+"geht gut"); err != nil {
		t.Fatal(err)
	} else if _, err := b.Workspace.Log(context.Background(), understood); err != nil {
		t.Fatal(err)
	}
	b.Async.Advance(time.Second)
	if got := strings.Join(titles(p), "|"); strings.Contains(got, "Wieland") {
		t.Errorf("they spoke, and the row still stands there: %s", got)
	}
	b.Press(fyne.KeyL)
	if len(b.Logged) != 2 || p.row(p.list.Selected()) == nil {
		t.Errorf("L: %q", b.Logged)
	}
}

func TestCancelTakesOnlyFollowUps(t *testing.T) {
	b, p := busy(t)
	b.Press(fyne.KeyX)
	if got := strings.Join(titles(p), "|"); strings.Contains(got, "Preisliste") {
		t.Errorf("the follow-up still stands there: %s", got)
	}
	b.Press(fyne.KeyJ, fyne.KeyX)
	if got := strings.Join(titles(p), "|"); !strings.Contains(got, "Herder") {
		t.Errorf("X took an answer: %s", got)
	}
}

func TestSnooze(t *testing.T) {
	b, p := busy(t)
	late := p.list.Selected()
	b.Press(fyne.KeyS, fyne.KeyReturn)
	row := p.row(late)
	if row == nil || row.Section != projections.QueueWeek || row.Due != today.Add(1) {
		t.Fatalf("after snoozing until tomorrow: %+v", row)
	}
	if next := p.row(p.list.Selected()); next == nil || next.Title != "Goethe anrufen" {
		t.Errorf("the cursor went along with the row: %+v", next)
	}
	for _, id := range []string{"answer:", "person:"} {
		for _, i := range p.items {
			if strings.HasPrefix(i.id, id) {
				p.snooze(i.row, today.Add(3))
				break
			}
		}
	}
	got := strings.Join(titles(p), "|")
	if strings.Contains(got, "Wieland") || strings.Contains(got, "Antworten|") || !strings.Contains(got, "Antworten: Schnittstelle · Gottfried Herder") {
		t.Errorf("after snoozing an answer and a person: %s", got)
	}
}

func TestSnoozeToAnotherDayInWords(t *testing.T) {
	b, p := busy(t)
	late := p.list.Selected()
	p.askDay(func(until domain.Day) { p.snooze(p.row(late), until) })
	b.Press(fyne.KeyReturn)
	if p.row(late).Due != today.Add(-3) {
		t.Fatal("no day was taken for a day")
	}
	b.Type("nächsten Mo")
	b.Press(fyne.KeyReturn)
	if row := p.row(late); row == nil || row.Due != "2026-11-23" {
		t.Errorf("until: %+v", row)
	}
}

func TestSnoozeOffersEachDayOnce(t *testing.T) {
	for offset := range 7 {
		now := desktest.Now.AddDate(0, 0, offset)
		seen := map[domain.Day]string{}
		var last domain.Day
		for _, c := range snoozeChoices(now) {
			if c.day < last {
				t.Errorf("%v: %s stands behind a later day", now.Weekday(), c.key)
			}
			last = c.day
			if other, ok := seen[c.day]; ok {
				t.Errorf("%v: %s and %s are the same day", now.Weekday(), c.key, other)
			}
			seen[c.day] = c.key
			if c.key == "today.snooze.next-week" && c.day.In(time.UTC).Weekday() != time.Monday {
				t.Errorf("%v: next Monday is a %v", now.Weekday(), c.day.In(time.UTC).Weekday())
			}
			if c.day <= domain.DayOf(now) {
				t.Errorf("%s is not later", c.key)
			}
		}
	}
}

func TestEnterOpensThePerson(t *testing.T) {
	b, p := busy(t)
	id := p.row(p.list.Selected()).Person.ID
	b.Press(fyne.KeyReturn)
	if got := b.Shell.Route(); got != (kit.Route{Page: desk.PagePeople, Arg: id.String()}) {
		t.Errorf("opened %+v", got)
	}
	b.Shell.Back()
	again := b.Shell.Page().(*page)
	if row := again.row(again.list.Selected()); row == nil || row.Person.ID != id {
		t.Error("coming back, the cursor is elsewhere")
	}
}

func TestAChangeElsewhereKeepsThePlace(t *testing.T) {
	b, p := busy(t)
	b.Press(fyne.KeyJ)
	chosen := p.list.Selected()
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Noch früher", Plan: domain.FollowUpPlan{Due: today.Add(-8)},
	})
	if p.list.Selected() != chosen {
		t.Error("the cursor moved")
	}
	if !strings.Contains(b.Texts(), "Noch früher") {
		t.Error("the new row is not in sight")
	}
}

func TestAFollowUpWithoutAnybodyStandsOnItsOwn(t *testing.T) {
	b, p := open(t, desktest.Options{})
	b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Stand buchen", Plan: domain.FollowUpPlan{Due: today}})
	b.Press(fyne.KeyReturn, fyne.KeyL)
	if b.Shell.Page() != kit.Page(p) || len(b.Logged) != 1 || b.Logged[0] != "" {
		t.Errorf("page %+v, logged %q", b.Shell.Route(), b.Logged)
	}
}

func TestAnEmptyQueueTeachesAtFirstAndPleasesLater(t *testing.T) {
	b, p := open(t, desktest.Options{})
	if texts := b.Texts(); !strings.Contains(texts, "Hier beginnt dein Tag") || !strings.Contains(texts, "Strg L") {
		t.Errorf("at first: %s", texts)
	}
	p.loadSample()
	if len(p.items) == 0 || !strings.Contains(b.Texts(), "Muster-Community angelegt: 60 Personen") {
		t.Fatal("the sample community is not in sight")
	}
	b.Shell.Toasts.Act()
	if counts, err := b.Workspace.Views().Counts(context.Background()); err != nil || counts.People != 0 {
		t.Fatalf("after undoing the sample: %+v, %v", counts, err)
	}
	if !strings.Contains(b.Texts(), "Hier beginnt dein Tag") {
		t.Error("the beginning is not in sight again")
	}
	b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	p.load()
	if texts := b.Texts(); !strings.Contains(texts, "Für heute ist alles getan") {
		t.Errorf("all done: %s", texts)
	}
}

func TestAnErrorOffersToTryAgain(t *testing.T) {
	b, p := busy(t)
	p.show(answer{}, errors.New("the disk is gone"))
	if texts := b.Texts(); !strings.Contains(texts, "Erneut versuchen") || strings.Contains(texts, "Goethe anrufen") {
		t.Errorf("in sight: %s", texts)
	}
	p.load()
	if !strings.Contains(b.Texts(), "Goethe anrufen") {
		t.Error("the queue did not come back")
	}
}

func TestNamesAreShortenedOnlyWhereTheyMust(t *testing.T) {
	for _, c := range []struct {
		most       int
		name, want string
	}{
		{30, "Johann Friedrich Gottlieb Unger", "J. Friedrich Gottlieb Unger"},
		{40, "Johann Friedrich Gottlieb Unger", "Johann Friedrich Gottlieb Unger"},
		{12, "Charlotte von Stein", "C. von Stein"},
		{1, "Cotta", "Cotta"},
	} {
		if got := shortened(c.name, c.most); got != c.want {
			t.Errorf("%q in %d: %q", c.name, c.most, got)
		}
	}
}

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light, kit.Dark}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400})
				b.Save("today-" + name)
				b.NoKeys()
				b.Press(fyne.KeyEnd)
				b.Save("today-end-" + name)
				b.Press(fyne.KeyS)
				b.Save("today-snooze-" + name)
				b.NoKeys()
			})
			t.Run("done-"+name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode})
				b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
				p.load()
				b.Save("today-done-" + name)
				b.NoKeys()
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("today-first-" + name)
				b.NoKeys()
			})
		}
	}
}

func TestAWideWindowIsFilled(t *testing.T) {
	b, p := open(t, desktest.Options{Mode: kit.Dark, People: 200, Conversations: 2000, Width: 1920, Height: 1080})
	for range 12 { // a need takes more than one key
		if row := p.row(p.list.Selected()); row.FollowUp == nil {
			b.Press(fyne.KeyJ)
		} else if p.tally.followUps < 3 {
			b.Press(fyne.KeyD)
		}
	}
	if p.tally.followUps != 3 {
		t.Errorf("tally %+v", p.tally)
	}
	b.Save("today-wide-de-dark")
	b.Press(fyne.KeyEnd)
	b.Save("today-wide-end-de-dark")
}
