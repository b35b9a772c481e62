package timeline

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

// host is a page that holds nothing but a timeline.
type host struct {
	kit.BasePage
	timeline *Timeline
}

func (h *host) Content() fyne.CanvasObject    { return h.timeline.Content() }
func (h *host) OnShow()                       { h.timeline.Show() }
func (h *host) OnHide()                       { h.timeline.Hide() }
func (h *host) DefaultFocus() fyne.Focusable  { return h.timeline.List() }
func (h *host) TypedKey(event *fyne.KeyEvent) { h.timeline.TypedKey(event) }

func show(b *desktest.Bench, of domain.Stream) *Timeline {
	t := New(Params{Desk: b.Desk, Of: of})
	b.Shell.Register("timeline", func(string) kit.Page {
		return &host{BasePage: kit.BasePage{At: kit.Route{Page: "timeline"}}, timeline: t}
	})
	b.Shell.Open(kit.Route{Page: "timeline"})
	return t
}

func person(id domain.ID) domain.Stream { return domain.Stream{Kind: domain.KindPerson, ID: id} }

// talk logs a conversation of the reader with somebody.
func talk(b *desktest.Bench, who domain.ID, change func(*domain.ConversationContent, *domain.ConversationWords)) domain.ID {
	id := b.Workspace.NewID()
	content := domain.ConversationContent{
		Channel: domain.ChannelCall, People: []domain.ID{who}, Ours: []domain.ID{b.Workspace.Me()},
		When: domain.Moment{At: desktest.Now.AddDate(0, 0, -1)}, Origin: domain.Origin{How: domain.OriginManual},
	}
	words := domain.ConversationWords{Text: "Will die **Doku** auf Deutsch."}
	change(&content, &words)
	b.Must(domain.LogConversation{Conversation: id, Content: content, Words: words})
	return id
}

// Every event that was ever recorded can be told, in both languages.
func TestEveryEventHasWords(t *testing.T) {
	before := i18n.Language()
	t.Cleanup(func() { _ = i18n.SetLanguage(before) })
	for _, language := range i18n.Languages() {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		for _, event := range domain.EventTypes() {
			if key := "change." + event; !i18n.Has(key) {
				t.Errorf("%s: %q has no words", language, key)
			}
		}
	}
}

func TestEntrySaysWhoSpokeWithWhom(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	herder := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record:  domain.Stream{Kind: domain.KindMember, ID: herder},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Gottfried", Family: "Herder"})}},
	})
	talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
		c.Seconds, w.Tags, c.When.At = 20*60, []string{"doku"}, desktest.Now.AddDate(0, 0, -6)
	})
	talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
		c.Direction, c.Ours, c.Channel = domain.DirectionIncoming, []domain.ID{herder}, domain.ChannelMail
		c.When.At, c.AnswerExpected = desktest.Now.AddDate(0, 0, -5), true
		w.Text = "Bittet um Antwort."
	})
	show(b, person(schiller))
	said := b.Texts()
	for _, want := range []string{
		"DO 12. NOV.", "FR 13. NOV.", "14:32 · 20 Min.", "Will die Doku auf Deutsch.", "#doku", "Antwort offen seit 5 Tagen",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in:\n%s", want, said)
		}
	}
	said = strings.ReplaceAll(said, "\n", "")
	for _, want := range []string{"Du ↔ Friedrich Schiller", "Friedrich Schiller → Gottfried Herder (uns)"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in:\n%s", want, said)
		}
	}
	b.NoKeys()
}

func TestChangesFoldAndUnfold(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	for _, days := range []domain.Rhythm{30, 60, 90} {
		b.Must(domain.SetRhythm{Record: person(schiller), Rhythm: days})
	}
	tl := show(b, person(schiller))
	if said := b.Texts(); !strings.Contains(said, "4 Änderungen") || strings.Contains(said, "alle 60 Tage") {
		t.Fatalf("the changes are not folded:\n%s", said)
	}
	b.Press(fyne.KeyJ, fyne.KeyReturn)
	if said := b.Texts(); !strings.Contains(said, "alle 60 Tage") || !strings.Contains(said, "Person angelegt") {
		t.Fatalf("the fold did not open:\n%s", said)
	}
	b.Must(domain.SetRhythm{Record: person(schiller), Rhythm: 14})
	if said := b.Texts(); !strings.Contains(said, "alle 14 Tage") || !strings.Contains(said, "alle 60 Tage") {
		t.Errorf("one more change closed the fold:\n%s", said)
	}
	b.Press(fyne.KeyReturn)
	if said := b.Texts(); strings.Contains(said, "alle 60 Tage") {
		t.Errorf("the fold did not close again:\n%s", said)
	}
	tl.filter.View = viewHistory
	tl.setFilter(tl.filter)
	if said := b.Texts(); !strings.Contains(said, "alle 60 Tage") {
		t.Errorf("the history folds:\n%s", said)
	}
}

func TestErasedPeopleHaveNoName(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	goethe := b.AddPerson(domain.Name{Given: "Wolfgang", Family: "Goethe"})
	talk(b, schiller, func(c *domain.ConversationContent, _ *domain.ConversationWords) { c.People = append(c.People, goethe) })
	if _, err := b.Workspace.Erase(context.Background(), goethe); err != nil {
		t.Fatal(err)
	}
	show(b, person(schiller))
	if said := b.Texts(); !strings.Contains(said, "gelöschte Person") || strings.Contains(said, "Goethe") {
		t.Errorf("an erased person is shown as\n%s", said)
	}
}

// A reader deep in the past stays there when something new happens.
func TestTheReaderStaysWhenSomethingHappens(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	for i := range 150 {
		talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
			c.When.At = desktest.Now.Add(-time.Duration(i) * 7 * time.Hour)
			w.Text = strings.Repeat("Wort ", 1+i%60)
		})
	}
	tl := show(b, person(schiller))
	if n := tl.entries.Len(); n != pageSize {
		t.Fatalf("%d entries were read at first, want %d", n, pageSize)
	}
	for range 14 {
		tl.list.ScrollBy(300)
	}
	if n := tl.entries.Len(); n <= pageSize {
		t.Fatalf("scrolling read no more than %d entries", n)
	}
	before := tl.list.State()
	talk(b, schiller, func(c *domain.ConversationContent, _ *domain.ConversationWords) { c.When.At = desktest.Now })
	if after := tl.list.State(); after != before {
		t.Errorf("the reader was at %+v and is at %+v", before, after)
	}
	if first := tl.entries.At(0); !first.At.Equal(desktest.Now) {
		t.Errorf("the newest entry is of %v", first.At)
	}
}

func TestFilters(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	talk(b, schiller, func(_ *domain.ConversationContent, w *domain.ConversationWords) {
		w.Text, w.Tags = "Erstens", []string{"doku"}
	})
	talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
		c.Channel, w.Text = domain.ChannelMail, "Zweitens"
	})
	talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
		c.When.At, c.Direction, w.Text = desktest.Now.AddDate(-1, 0, 0), domain.DirectionIncoming, "Drittens"
	})
	gone := talk(b, schiller, func(_ *domain.ConversationContent, w *domain.ConversationWords) { w.Text = "Viertens" })
	b.Must(domain.Withdraw{Record: domain.Stream{Kind: domain.KindConversation, ID: gone}})
	tl := show(b, person(schiller))
	for name, c := range map[string]struct {
		filter filter
		want   string
	}{
		"conversations": {filter{View: viewTalks}, "Erstens Zweitens Drittens"},
		"a tag":         {filter{View: viewAll, Tag: "doku"}, "Erstens"},
		"a channel":     {filter{View: viewTalks, Channel: domain.ChannelMail}, "Zweitens"},
		"a direction":   {filter{View: viewTalks, Direction: domain.DirectionIncoming}, "Drittens"},
		"lately":        {filter{View: viewTalks, Days: 30}, "Erstens Zweitens"},
		"a word":        {filter{View: viewTalks, Text: "zweit"}, "Zweitens"},
		"withdrawn":     {filter{View: viewTalks, Withdrawn: true}, "Erstens Zweitens Drittens Viertens"},
	} {
		tl.setFilter(c.filter)
		said := b.Texts()
		for _, text := range []string{"Erstens", "Zweitens", "Drittens", "Viertens"} {
			if want := slices.Contains(strings.Fields(c.want), text); want != strings.Contains(said, text) {
				t.Errorf("%s: %s in sight: %v, want %v", name, text, !want, want)
			}
		}
	}
	tl.setFilter(filter{View: viewTalks, Text: "nirgends"})
	if said := b.Texts(); !strings.Contains(said, i18n.T("timeline.none-fit")) {
		t.Errorf("nothing fits, and nothing says so:\n%s", said)
	}
}

func TestActions(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	talk(b, schiller, func(c *domain.ConversationContent, _ *domain.ConversationWords) {
		c.Direction, c.AnswerExpected = domain.DirectionIncoming, true
	})
	followUp := b.Workspace.NewID()
	b.Must(domain.PlanFollowUp{FollowUp: followUp, Text: "Preisliste schicken", Plan: domain.FollowUpPlan{
		Due: "2026-11-24", People: []domain.ID{schiller},
	}})
	tl := show(b, person(schiller))
	entry := func(kind projections.EntryKind) *projections.TimelineEntry {
		t.Helper()
		for i := range tl.items {
			if e := tl.items[i].entry; e != nil && e.Kind == kind {
				return e
			}
		}
		t.Fatalf("no entry of kind %s", kind)
		return nil
	}
	tl.list.Select(entry(projections.EntryConversation).Event.String())
	b.Press(fyne.KeyD)
	if entry(projections.EntryConversation).AnswerOpen {
		t.Error("D did not settle the answer")
	}
	tl.list.Select(entry(projections.EntryFollowUp).Event.String())
	b.Press(fyne.KeyD)
	if state := entry(projections.EntryFollowUp).FollowUps[0].State; state != domain.FollowUpDone {
		t.Errorf("after D the follow-up is %s", state)
	}
	talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
		c.When.At, w.Text = desktest.Now, "Ein Versehen"
	})
	tl.undo(entry(projections.EntryConversation))
	if said := b.Texts(); strings.Contains(said, "Versehen") || !strings.Contains(said, "Will die") {
		t.Errorf("after one entry was undone:\n%s", said)
	}
}

// What an import brought is taken back alone, not with all that came with it.
func TestUndoOfAnImportedEntryLeavesTheOthers(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	mails := func(yield func(domain.LogConversation) bool) {
		for _, text := range []string{"Erstens", "Zweitens", "Drittens"} {
			if !yield(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
				Channel: domain.ChannelMail, People: []domain.ID{schiller}, When: domain.Moment{At: desktest.Now},
			}, Words: domain.ConversationWords{Text: text}}) {
				return
			}
		}
	}
	if _, err := b.Workspace.LogAll(context.Background(), "mbox", []string{"a.mbox"}, mails); err != nil {
		t.Fatal(err)
	}
	tl := show(b, person(schiller))
	for i := range tl.items {
		if e := tl.items[i].entry; e != nil && e.Text == "Zweitens" {
			tl.undo(e)
			break
		}
	}
	said := b.Texts()
	for text, want := range map[string]bool{"Erstens": true, "Zweitens": false, "Drittens": true} {
		if strings.Contains(said, text) != want {
			t.Errorf("%s in sight: %v, want %v", text, !want, want)
		}
	}
}

// Mentions and web addresses lead somewhere, and nothing of the text is lost.
func TestLinks(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	tl := New(Params{Desk: b.Desk})
	text := "Mit @Amalie von Imhoff und @Herder, dann @Johann Goethe fragen, siehe https://kontor.example/a."
	spans := linked(text, "", tl.links(text, []projections.Party{
		{ID: b.Workspace.NewID(), Kind: domain.KindPerson, Name: "Gottfried Herder"},
		{ID: b.Workspace.NewID(), Kind: domain.KindPerson, Name: "Amalie von Imhoff"},
		{ID: b.Workspace.NewID(), Kind: domain.KindPerson, Name: "Johann Wolfgang von Goethe"},
	}))
	var all string
	var links []string
	for _, s := range spans {
		all += s.Text
		if s.OnTap != nil {
			links = append(links, s.Text)
		}
	}
	if all != text {
		t.Errorf("the text became %q", all)
	}
	if want := []string{"@Amalie von Imhoff", "@Herder", "@Johann Goethe", "https://kontor.example/a"}; !slices.Equal(links, want) {
		t.Errorf("the links are %q, want %q", links, want)
	}
}

// TestShots draws timelines into build/shots, to be looked at.
func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b := desktest.Open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400, Width: 680, Height: 800})
				tl := show(b, domain.Stream{})
				b.NoKeys()
				b.Save("timeline-" + name)
				tl.setFilter(filter{View: viewTalks, Tag: "doku", Days: 365})
				tl.bar.focus()
				b.Save("timeline-filter-" + name)
				b.NoKeys()
				tl.setFilter(filter{View: viewHistory})
				b.Save("timeline-history-" + name)
				b.NoKeys()
			})
		}
	}
}

// A day long ago is one page away, and from there the timeline is read on in
// both directions.
// A need that was raised with what two people had said on two days is one event
// and stands twice.
func TestEveryRowHasAnIDOfItsOwn(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	cotta := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record:  domain.Stream{Kind: domain.KindOrganisation, ID: cotta},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}},
	})
	heard := func(who domain.ID, days int) domain.Voice {
		return domain.Voice{Person: who, Organisation: cotta, Heard: domain.Moment{At: desktest.Now.AddDate(0, 0, -days)}}
	}
	schiller, goethe := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"}), b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	b.Must(domain.RaiseNeed{
		Need: b.Workspace.NewID(), Plan: domain.NeedPlan{Origin: domain.Origin{How: domain.OriginManual}}, Words: domain.NeedWords{Title: "Doku auf Deutsch"},
		Voices: []domain.Voice{heard(schiller, 3), heard(goethe, 5)}, Quotes: []string{"Ich brauche sie bald.", "Ich auch."},
	})
	tl := show(b, domain.Stream{Kind: domain.KindOrganisation, ID: cotta})
	said := b.Texts()
	seen := map[string]bool{}
	for _, it := range tl.items {
		if seen[it.id] {
			t.Errorf("two rows have the id %s:\n%s", it.id, said)
		}
		seen[it.id] = true
	}
	b.Press(fyne.KeyEnd)
	if e := tl.Selected(); e == nil || e.Text != "Ich auch." {
		t.Fatalf("the last is %+v in\n%s", e, said)
	}
	b.Press(fyne.KeyK)
	if e := tl.Selected(); e == nil || e.Text != "Ich brauche sie bald." {
		t.Errorf("above it stands %+v in\n%s", e, said)
	}
}

func TestJumpToADay(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	for i := range 400 {
		talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
			c.When.At = desktest.Now.AddDate(0, 0, -i)
			w.Text = strconv.Itoa(i)
		})
	}
	tl := show(b, person(schiller))
	if said := b.Texts(); !strings.Contains(said, "Gespräche 400") {
		t.Errorf("the view does not say its number:\n%s", said)
	}
	tl.JumpTo(domain.DayOf(desktest.Now.AddDate(0, 0, -300)))
	if e := tl.Selected(); e == nil || e.Text != "300" {
		t.Fatalf("the day shows %+v", e)
	}
	if n := tl.entries.Len(); n > 4*pageSize {
		t.Errorf("%d entries were read for it", n)
	}
	for i := range 299 {
		b.Press(fyne.KeyK)
		if e := tl.Selected(); e == nil || e.Text != strconv.Itoa(299-i) {
			t.Fatalf("above %d stands %+v", 300-i, e)
		}
	}
	b.Press(fyne.KeyEnd)
	if e := tl.Selected(); e == nil || e.Text != "399" && e.Kind != projections.EntryChange {
		t.Errorf("the end shows %+v", e)
	}
	b.Press(fyne.KeyHome)
	if e := tl.Selected(); e == nil || e.Kind != projections.EntryChange && e.Text != "0" {
		t.Errorf("the beginning shows %+v", e)
	}
	b.Press(fyne.KeyG)
	if said := b.Texts(); !strings.Contains(said, "Zu einem Tag springen") {
		t.Error("G does not ask for a day")
	}
}

// Before its day a promise of theirs warns of nothing; what they wait for does.
func TestTheChipOfAnAnswerSaysItsDay(t *testing.T) {
	b := desktest.Open(t, desktest.Options{Language: i18n.English})
	tl := New(Params{Desk: b.Desk})
	today := domain.DayOf(desktest.Now)
	for _, c := range []struct {
		direction domain.Direction
		theirs    bool
		by        domain.Day
		want      string
		tone      kit.Tone
	}{
		{domain.DirectionMutual, true, today.Add(5), "Promised by Mon 23 Nov", kit.Accent},
		{domain.DirectionMutual, true, today.Add(-1), "Promised by yesterday", kit.Soon},
		{domain.DirectionMutual, true, "", "Answer open for 3 days", kit.Soon},
		{domain.DirectionOutgoing, true, today.Add(5), "Answer expected by Mon 23 Nov", kit.Soon},
		{domain.DirectionIncoming, false, today.Add(5), "Answer expected by Mon 23 Nov", kit.Soon},
		{domain.DirectionIncoming, false, today.Add(-1), "Answer open for 3 days", kit.Late},
	} {
		e := projections.TimelineEntry{
			At: desktest.Now.AddDate(0, 0, -3), Direction: c.direction, AnswerExpected: true, AnswerTheirs: c.theirs, AnswerBy: c.by,
			Text: "she will call back by Monday",
		}
		if got := tl.answerChip(&e); got.text != c.want || got.tone != c.tone {
			t.Errorf("%+v: %q in tone %v", c, got.text, got.tone)
		}
	}
}
