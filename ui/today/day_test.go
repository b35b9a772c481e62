package today

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

// quiet adds people whose rhythm has run out.
func quiet(b *desktest.Bench, names ...string) []domain.ID {
	var ids []domain.ID
	for i, name := range names {
		id := b.AddPerson(domain.Name{Family: name})
		ids = append(ids, id)
		b.Must(talk(b, id, desktest.Now.AddDate(0, 0, -90+i)))
		b.Must(domain.SetRhythm{Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Rhythm: 30})
	}
	return ids
}

func talk(b *desktest.Bench, with domain.ID, at time.Time) domain.LogConversation {
	return domain.LogConversation{
		Conversation: b.Workspace.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelCall, When: domain.Moment{At: at}, People: []domain.ID{with}, Ours: []domain.ID{b.Workspace.Me()},
		},
		Words: domain.ConversationWords{Text: "Gesprochen"},
	}
}

func TestADayAsksForNoMorePeopleThanWasChosen(t *testing.T) {
	b, p := open(t, desktest.Options{})
	if err := b.Workspace.ChangeSettings(func(s *workspace.Settings) { s.DailyCatchUp = 2 }); err != nil {
		t.Fatal(err)
	}
	ids := quiet(b, "Arnim", "Brentano", "Chamisso", "Droste", "Eichendorff")
	want := "Im Gespräch bleiben|Arnim|Brentano|und 3 weitere Personen an anderen Tagen"
	if got := strings.Join(titles(p), "|"); got != want {
		t.Fatalf("rows: %s\nwant: %s", got, want)
	}
	b.Must(talk(b, ids[0], desktest.Now))
	want = "Im Gespräch bleiben|Brentano|und 3 weitere Personen an anderen Tagen"
	if got := strings.Join(titles(p), "|"); got != want {
		t.Errorf("after speaking with one, another came up:\n%s\nwant: %s", got, want)
	}
	if !strings.Contains(b.Texts(), "1 erledigt, 1 offen") {
		t.Errorf("in sight: %s", b.Texts())
	}
	b.Press(fyne.KeyS, fyne.KeyReturn)
	if got := b.Texts(); !strings.Contains(got, "Für heute ist alles getan") || !strings.Contains(got, "Mit\u00a01\u00a0Person\u00a0gesprochen.") {
		t.Errorf("after putting the other off: %s", got)
	}
}

func TestADayRemembersWhatWasDoneAlsoInAnotherWindow(t *testing.T) {
	b, _ := busy(t)
	b.Press(fyne.KeyD)
	if !strings.Contains(b.Texts(), "1 erledigt, 3 offen") {
		t.Fatalf("in sight: %s", b.Texts())
	}
	b.Shell.Open(kit.Route{Page: "people"})
	b.Shell.Back()
	if !strings.Contains(b.Texts(), "1 erledigt, 3 offen") {
		t.Errorf("coming back: %s", b.Texts())
	}
	b.Shell.Page().(*page).snooze(b.Shell.Page().(*page).items[1].row, today.Add(3))
	if !strings.Contains(b.Texts(), "1 erledigt, 3 offen") {
		t.Errorf("what was put off stands under the week: %s", b.Texts())
	}
	b.Undo()
	b.Undo()
	if !strings.Contains(b.Texts(), "4 insgesamt") {
		t.Errorf("after undoing both: %s", b.Texts())
	}
	yesterday := readDay(b.Workspace.Settings(), today.Add(1))
	if len(yesterday.Seen) != 0 {
		t.Error("another day remembers this one")
	}
}

func TestEverythingOverdueIsPutOffInOneStep(t *testing.T) {
	b, p := open(t, desktest.Options{})
	for i, text := range []string{"Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben"} {
		b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: text, Plan: domain.FollowUpPlan{Due: today.Add(-9 + i)}})
	}
	if !strings.Contains(b.Texts(), "Alle verschieben") {
		t.Fatalf("in sight: %s", b.Texts())
	}
	b.Press(fyne.KeyA, fyne.KeyReturn)
	rows := map[domain.Day]int{}
	for _, row := range p.queue.Rows {
		rows[row.Due]++
	}
	// The eighteenth is a Wednesday: Thursday, Friday, Monday, Tuesday, Wednesday.
	for offset, want := range map[int]int{1: 2, 2: 2, 5: 1, 6: 1, 7: 1} {
		if rows[today.Add(offset)] != want {
			t.Errorf("in %d days: %d, want %d", offset, rows[today.Add(offset)], want)
		}
	}
	if p.queue.Counts[projections.QueueOverdue] != 0 || p.items[0].of != doneKind {
		t.Errorf("the first line is %+v", p.items[0])
	}
	b.Save("today-week-left")
	b.Undo()
	if got := p.queue.Counts[projections.QueueOverdue]; got != 7 {
		t.Errorf("after one Undo %d are overdue", got)
	}
}

func TestWhatIsNotShownIsCounted(t *testing.T) {
	open(t, desktest.Options{})
	q := projections.Queue{Counts: map[projections.QueueSection]int{projections.QueueOverdue: 130}}
	if got := moreOf(q, projections.QueueOverdue, 100); got != "und 30 weitere Einträge" {
		t.Errorf("%q", got)
	}
	if got := moreOf(q, projections.QueueOverdue, 130); got != "" {
		t.Errorf("%q", got)
	}
}

func TestNextMonthEndsWithTheMonth(t *testing.T) {
	for from, want := range map[string]domain.Day{"2026-01-31": "2026-02-28", "2026-12-15": "2027-01-15", "2026-03-31": "2026-04-30"} {
		at, err := time.ParseInLocation(time.DateOnly, from, time.Local)
		if err != nil {
			t.Fatal(err)
		}
		if got := nextMonth(at); got != want {
			t.Errorf("from %s: %s", from, got)
		}
	}
}

func TestTheDayIsCountedOfWhatBecameOfIt(t *testing.T) {
	b, p := busy(t)
	b.Press(fyne.KeyJ, fyne.KeyJ, fyne.KeyD) // the answer to Herder
	got, err := p.fetch(context.Background())
	if err != nil || got.tally != (tally{answers: 1, left: 3}) {
		t.Errorf("tally %+v, %v", got.tally, err)
	}
}

func TestTheHeadCountsWhatStandsThere(t *testing.T) {
	b, p := busy(t)
	b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Vortrag halten", Plan: domain.FollowUpPlan{Due: today.Add(2)}})
	if rows := len(p.queue.Rows); rows != 5 || !strings.Contains(b.Texts(), "5 insgesamt") {
		t.Errorf("%d rows, and in sight: %s", rows, b.Texts())
	}
}

func TestHomeShowsTheHeadOfTheFirstSection(t *testing.T) {
	b, p := open(t, desktest.Options{})
	for i := range 30 {
		b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Anrufen", Plan: domain.FollowUpPlan{Due: today.Add(-i)}})
	}
	b.Press(fyne.KeyEnd)
	if p.list.State().Top == p.items[0].id {
		t.Fatal("the list is too short to scroll")
	}
	b.Press(fyne.KeyHome)
	if top := p.list.State().Top; top != p.items[0].id {
		t.Errorf("topmost is %s", top)
	}
}

func TestTheCursorStaysWhenAnotherRowLeavesAndComesBack(t *testing.T) {
	b, p := busy(t)
	first := p.list.Selected()
	last := p.items[len(p.items)-1]
	if last.row == nil || last.id == first || last.row.Section != projections.QueueCatchUp {
		t.Fatalf("the last row is %+v", last)
	}
	b.Must(talk(b, last.row.Person.ID, desktest.Now))
	b.Undo()
	if got := p.list.Selected(); got != first {
		t.Errorf("the cursor went from %s to %s", first, got)
	}
	b.Press(fyne.KeyD)
	b.Undo()
	if got := p.list.Selected(); got != first {
		t.Errorf("the row that was done came back, the cursor is on %s", got)
	}
}

func TestTheHeadSaysWhatCanBeCounted(t *testing.T) {
	b, p := busy(t)
	b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Vortrag halten", Plan: domain.FollowUpPlan{Due: today.Add(2)}})
	for i, it := range p.items {
		if it.row != nil && it.row.Title == "Vortrag halten" {
			p.list.Select(p.items[i].id)
		}
	}
	b.Press(fyne.KeyD) // before its day
	rows := len(p.queue.Rows)
	if rows != 4 || !strings.Contains(b.Texts(), "1 erledigt, 4 offen") {
		t.Errorf("%d rows, and in sight: %s", rows, b.Texts())
	}
}

func TestTheSumNamesEveryoneSpokenWith(t *testing.T) {
	b, p := open(t, desktest.Options{})
	ids := quiet(b, "Arnim")
	others := []domain.ID{b.AddPerson(domain.Name{Family: "Brentano"}), b.AddPerson(domain.Name{Family: "Chamisso"})}
	for _, id := range append(ids, others[0], others[0]) {
		b.Must(talk(b, id, desktest.Now))
	}
	note := talk(b, others[1], desktest.Now)
	note.Content.Channel = domain.ChannelNote
	b.Must(note)
	if got := b.Texts(); len(p.queue.Rows) != 0 || !strings.Contains(got, "Mit\u00a02\u00a0Personen\u00a0gesprochen.") {
		t.Errorf("in sight: %s", got)
	}
}

func TestWhatWasDoneIsNotTornAtTheEndOfALine(t *testing.T) {
	desktest.Open(t, desktest.Options{Language: "en"})
	for _, c := range []struct {
		done tally
		want string
		tall bool
	}{
		{tally{spoken: 2}, "Spoke_with_2_people.\n", false},
		{tally{followUps: 1, needs: 2}, "1_follow-up_done_· 2_needs_decided_or_closed.\n", false},
		{tally{followUps: 7, answers: 2, spoken: 6, needs: 2}, "7_follow-ups_done_· 2_answers_given_· spoke_with_6_people_· 2_needs_decided_or_closed.\n", true},
	} {
		if got := strings.ReplaceAll(doneText(c.done), "\u00a0", "_"); !strings.HasPrefix(got, c.want) || (c.done.pictureHeight() > doneHeight) != c.tall {
			t.Errorf("%+v: %q, %v high", c.done, got, c.done.pictureHeight())
		}
	}
}

// In a narrow window the head has a second line for its numbers, and the list
// begins below it.
func TestTheHeadIsNotCutInANarrowWindow(t *testing.T) {
	b, p := busy(t)
	b.Press(fyne.KeyD)
	wide := p.title.Size().Height
	b.Window.Resize(fyne.NewSize(985, 600))
	if p.title.Size().Height < 1.5*wide || p.title.HeightFor(p.title.Size().Width) > p.title.Size().Height {
		t.Errorf("%q has %v, as wide as the window %v", p.title.Text(), p.title.Size(), wide)
	}
}
