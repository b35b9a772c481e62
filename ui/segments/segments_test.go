package segments

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/dashboard"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/people"
)

var filled = desktest.Options{People: 120, Conversations: 1200}

func open(t *testing.T, o desktest.Options, before func(*desktest.Bench)) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	dashboard.Register(b.Desk)
	people.Register(b.Desk)
	if before != nil {
		before(b)
	}
	b.Shell.Open(kit.Route{Page: desk.PageSegments})
	b.Async.Advance(time.Second)
	return b, b.Shell.Page().(*page)
}

var id = func() domain.ID {
	parsed, err := domain.ParseID("0198c0de-0000-7000-8000-000000000001")
	if err != nil {
		panic(err)
	}
	return parsed
}()

func silent(b *desktest.Bench) {
	communities, err := b.Workspace.Views().Communities(context.Background(), desktest.Now)
	if err != nil || len(communities) < 2 {
		b.T.Fatal("no communities", err)
	}
	b.Must(domain.DefineSegment{Segment: id, Name: "Stille Partner", Filter: domain.Filter{
		Rules: []domain.Rule{{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 30}},
		Groups: []domain.RuleGroup{{Match: domain.MatchAny, Rules: []domain.Rule{
			{About: domain.AboutCommunity, Op: domain.OpIs, Record: communities[0].ID},
			{About: domain.AboutCommunity, Op: domain.OpIs, Record: communities[1].ID},
			{About: domain.AboutChannel, Op: domain.OpHad, Channel: domain.ChannelMail, Days: 365},
		}}},
	}})
}

func TestShots(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		for name, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			t.Run(language+"-"+name, func(t *testing.T) {
				o := filled
				o.Language, o.Mode = language, mode
				b, p := open(t, o, silent)
				b.NoKeys()
				b.Save("segments-" + language + "-" + name)
				all := domain.Filter{}
				for _, about := range domain.RuleAbouts {
					if about != domain.AboutField {
						all.Rules = append(all.Rules, p.builder.ruleAbout(about))
					}
				}
				p.begin(all, draftNew)
				b.Async.Advance(time.Second)
				b.NoKeys()
				b.Save("segments-all-" + language + "-" + name)
			})
		}
	}
	t.Run("empty", func(t *testing.T) {
		b, _ := open(t, desktest.Options{}, nil)
		b.NoKeys()
		b.Save("segments-empty")
	})
	t.Run("narrow", func(t *testing.T) {
		narrow := filled
		narrow.Width, narrow.Height = 800, 620
		b, p := open(t, narrow, silent)
		p.enter(id)
		b.Save("segments-narrow")
	})
}

func TestASegmentIsBuiltWithTheKeyboardAlone(t *testing.T) {
	b, p := open(t, filled, nil)
	b.Press(fyne.KeyN)
	b.Type("Still seit 90")
	tab := func(times int) {
		for range times {
			b.Window.Canvas().(interface{ FocusNext() }).FocusNext()
		}
	}
	days := func() bool {
		entry, ok := b.Window.Canvas().Focused().(*kit.Entry)
		return ok && entry.Text == "60"
	}
	for range 20 {
		if days() {
			break
		}
		tab(1)
	}
	entry, ok := b.Window.Canvas().Focused().(*kit.Entry)
	if !ok || entry.Text != "60" {
		t.Fatalf("the days were not reached with Tab: %T", b.Window.Canvas().Focused())
	}
	entry.SetText("")
	b.Type("90")
	b.Async.Advance(time.Second)
	want := people90(t, b)
	if got := b.Texts(); !strings.Contains(got, i18n.N("segments.count", want)) {
		t.Errorf("the count does not say %d while building: %s", want, got)
	}
	b.Press(fyne.KeyReturn)
	b.Async.Advance(time.Second)
	rows, err := b.Workspace.Views().Segments(context.Background())
	if err != nil || len(rows) != 1 || rows[0].Name != "Still seit 90" || rows[0].Filter.Rules[0].Days != 90 {
		t.Fatalf("the segment was not saved: %+v (%v)", rows, err)
	}
	if rows[0].People != want || len(p.rows) != 1 {
		t.Errorf("%d people, want %d; %d rows", rows[0].People, want, len(p.rows))
	}
	b.Press(fyne.KeyEscape)
	b.Press(fyne.KeyO)
	if b.Shell.Route().Page != desk.PagePeople || !strings.Contains(b.Texts(), "Still seit 90") {
		t.Error("O does not list the people under the name of the segment:", b.Shell.Route())
	}
}

func people90(t *testing.T, b *desktest.Bench) int {
	t.Helper()
	n, err := b.Workspace.Views().CountFilter(context.Background(), domain.Filter{Rules: []domain.Rule{
		{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 90},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWithoutANameNothingIsSaved(t *testing.T) {
	b, _ := open(t, filled, nil)
	b.Press(fyne.KeyN, fyne.KeyReturn)
	if !strings.Contains(b.Texts(), i18n.T("segments.no-name")) {
		t.Error("it is not said that a name is missing")
	}
	if rows, _ := b.Workspace.Views().Segments(context.Background()); len(rows) != 0 {
		t.Error("a segment without a name was saved")
	}
}

func TestChangesAreKeptWhileOthersWork(t *testing.T) {
	b, p := open(t, filled, silent)
	p.builder.filter.Rules[0].Days = 10
	p.builder.touched()
	b.AddPerson(domain.Name{Given: "Friederike", Family: "Brion"})
	b.Async.Advance(time.Second)
	if p.builder.filter.Rules[0].Days != 10 || p.builder.save.Disabled() {
		t.Error("what was being changed was lost when something else happened")
	}
}

func TestArchiveAndUndo(t *testing.T) {
	b, p := open(t, filled, silent)
	p.builder.archive()
	if !p.rows[0].Archived {
		t.Fatal("the segment was not archived")
	}
	b.Undo()
	if p.rows[0].Archived {
		t.Error("the archived segment did not come back")
	}
}

func TestTheFilterOfPeopleBecomesASegment(t *testing.T) {
	b, _ := open(t, filled, nil)
	b.NewSegment(domain.Filter{Rules: []domain.Rule{{About: domain.AboutTag, Op: domain.OpIs, Text: "docs"}}})
	b.Async.Advance(time.Second)
	p := b.Shell.Page().(*page)
	if p.builder == nil || len(p.builder.filter.Rules) != 1 || p.builder.filter.Rules[0].Text != "docs" {
		t.Error("the rules did not arrive")
	}
}

func TestWhatWasNotSavedIsThereAgain(t *testing.T) {
	b, p := open(t, filled, func(b *desktest.Bench) {
		silent(b)
		b.Must(domain.DefineSegment{Segment: b.Workspace.NewID(), Name: "Alle", Filter: domain.Filter{}})
	})
	other := p.rows[0].ID
	p.list.Select(id.String())
	p.builder.filter.Rules[0].Days = 10
	p.builder.touched()
	p.builder.name.SetText("Stille Kunden")
	p.list.Select(other.String())
	if p.builder.id != other || p.builder.changed() {
		t.Fatal("the other segment is not as it is saved")
	}
	if !strings.Contains(b.Texts(), i18n.T("segments.changed")) {
		t.Error("the list does not say what is unsaved")
	}
	b.Async.Advance(time.Second)
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	b.Shell.Open(kit.Route{Page: desk.PageSegments}) // as after a restart: another page
	b.Async.Advance(time.Second)
	p = b.Shell.Page().(*page)
	p.list.Select(id.String())
	if p.builder.name.Text != "Stille Kunden" || p.builder.filter.Rules[0].Days != 10 || !p.builder.changed() {
		t.Fatalf("the draft is gone: %q, %+v", p.builder.name.Text, p.builder.filter)
	}
	b.Must(domain.DefineSegment{Segment: id, Name: "Stille Freunde", Filter: p.row(id).Filter})
	b.Async.Advance(time.Second)
	b.Window.Canvas().Focus(p.builder.name)
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	b.Async.Advance(time.Second)
	if row := p.row(id); row.Name != "Stille Kunden" || row.Filter.Rules[0].Days != 10 || p.builder.changed() {
		t.Errorf("Ctrl+Enter saved %+v", row)
	}
	if strings.Contains(b.Texts(), i18n.T("segments.changed")) || b.Workspace.Draft(draftOf(id)) != "" {
		t.Error("a draft of what is saved remains")
	}
	b.Undo()
	b.Async.Advance(time.Second)
	if row := p.row(id); row.Filter.Rules[0].Days != 30 || p.builder.filter.Rules[0].Days != 30 {
		t.Errorf("undo leaves %+v", row)
	}
}

func TestADraftCanBeDiscardedAndANewOneComesBack(t *testing.T) {
	b, p := open(t, filled, silent)
	b.Press(fyne.KeyN)
	b.Type("Halb")
	b.Press(fyne.KeyEscape)
	if p.builder.id != id || !strings.Contains(b.Texts(), i18n.T("segments.draft-kept")) {
		t.Error("leaving a new segment does not say that it stays")
	}
	b.Press(fyne.KeyN)
	if p.builder.name.Text != "Halb" {
		t.Errorf("N begins with %q", p.builder.name.Text)
	}
	b.Tap(i18n.T("kit.action.discard"))
	b.Window.Canvas().Focus(p.list)
	b.Press(fyne.KeyN)
	if p.builder.name.Text != "" {
		t.Error("what was discarded came back")
	}
}
