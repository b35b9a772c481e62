package segments

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

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
				p.begin(all)
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
