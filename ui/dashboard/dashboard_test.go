package dashboard

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"image/png"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/chart"
	"kontor/ui/conversations"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/people"
)

var filled = desktest.Options{People: 120, Conversations: 1200}

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	people.Register(b.Desk)
	conversations.Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PageDashboard})
	b.Async.Advance(time.Second)
	return b, b.Shell.Page().(*page)
}

func TestShots(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		for name, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			t.Run(language+"-"+name, func(t *testing.T) {
				o := filled
				o.Language, o.Mode = language, mode
				b, p := open(t, o)
				b.NoKeys()
				b.Save("dashboard-" + language + "-" + name)
				p.scroll.SetOffset(10000)
				b.Save("dashboard-end-" + language + "-" + name)
				b.Press("P")
				b.Save("dashboard-period-" + language + "-" + name)
				b.Press("Escape")
				p.figures.Unanswered.List.Owed.Limit = 50
				b.OpenList(desk.Asked{Label: i18n.T("dashboard.unanswered"), List: p.figures.Unanswered.List})
				b.NoKeys()
				b.Save("dashboard-owed-" + language + "-" + name)
				b.Shell.Back()
				b.OpenList(desk.Asked{Label: i18n.T("dashboard.missed"), List: p.figures.Kept.List})
				b.Save("dashboard-missed-" + language + "-" + name)
			})
		}
	}
	t.Run("narrow", func(t *testing.T) {
		small := filled
		small.Width, small.Height = 700, 600
		b, _ := open(t, small)
		b.Save("dashboard-narrow")
	})
	t.Run("large", func(t *testing.T) {
		large := filled
		large.Width, large.Height = 1920, 1080
		b, _ := open(t, large)
		b.Save("dashboard-large")
	})
}

func TestWithoutConversationsItTeaches(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	if !strings.Contains(b.Texts(), i18n.T("dashboard.empty")) {
		t.Error("the empty page says", b.Texts())
	}
	b.NoKeys()
	b.Save("dashboard-empty")
}

func TestOldNumbersStayInSightWhileOthersAreCounted(t *testing.T) {
	b, p := open(t, filled)
	shown := i18n.Number(int(p.figures.Conversations.Now))
	b.Async.Hold()
	p.set(func(c *choice) { c.Period = periodYear })
	b.Async.Advance(time.Second)
	if !p.veil.Visible() || !strings.Contains(b.Texts(), shown) {
		t.Error("the old numbers are not dimmed while others are counted")
	}
	for b.Async.Held() > 0 {
		b.Async.Release(0)
	}
	if p.veil.Visible() || p.figures.choice.Period != periodYear {
		t.Error("the new numbers are not shown")
	}
	if again := recall(b.Desk); again.Period != periodYear {
		t.Error("the period was not kept:", again)
	}
}

func TestANumberOpensItsListThenTheEventAndBackComesHome(t *testing.T) {
	b, p := open(t, filled)
	b.Press(fyne.KeyRight, fyne.KeyReturn)
	list, ok := b.Shell.Page().(*behind)
	if !ok || list.rows.Len() == 0 {
		t.Fatalf("Enter on the first number shows %T", b.Shell.Page())
	}
	if !strings.Contains(b.Texts(), i18n.T("dashboard.conversations")) {
		t.Error("the list does not say what it is")
	}
	b.Window.Canvas().Focus(list.list)
	for range 30 {
		b.Press(fyne.KeyDown)
	}
	selected := list.list.Selected()
	b.Press(fyne.KeyReturn)
	if got := b.Shell.Route(); got.Page != desk.PageConversations || got.Arg == "" {
		t.Fatal("Enter on a conversation leads to", got)
	}
	b.Shell.Back()
	b.Async.Advance(time.Second)
	again, ok := b.Shell.Page().(*behind)
	if !ok || again.list.Selected() != selected {
		t.Error("the way back does not lead to the conversation one came from")
	}
	b.Window.Canvas().Focus(again.list)
	b.Press(fyne.KeyEscape)
	if home, ok := b.Shell.Page().(*page); !ok || home.figures.Conversations.Now != p.figures.Conversations.Now {
		t.Error("Esc does not lead home")
	} else if focused := b.Window.Canvas().Focused(); focused == nil || focused != home.first {
		t.Errorf("at home the keyboard is with %T, not with the number one came from", focused)
	}
}

// numbers are all numbers on the page with the lists that they open, and how many
// rows each must have.
func numbers(f *figures) map[string]struct {
	list projections.List
	want int
} {
	type number = struct {
		list projections.List
		want int
	}
	all := map[string]number{
		"conversations": {f.Conversations.List, int(f.Conversations.Now)}, "unanswered": {f.Unanswered.List, int(f.Unanswered.Now)},
		"quiet": {f.WentQuiet.List, int(f.WentQuiet.Now)}, "back": {f.CameBack.List, int(f.CameBack.Now)},
		"missed": {f.Kept.List, f.missed()}, "promises": {f.Promises.List, int(f.Promises.Now)},
		"pending": {f.Pending.List, int(f.Pending.Now)},
	}
	for _, c := range f.Channels {
		all["channel "+c.Channel] = number{c.List, int(c.Now)}
	}
	for _, d := range f.Directions {
		all["direction "+string(d.Direction)] = number{d.List, int(d.Now)}
	}
	for _, row := range f.Coverage {
		all["outside "+row.Name] = number{row.Share.List, row.People - row.InRhythm}
	}
	for _, point := range f.Series {
		all["piece "+string(point.From)] = number{point.List, point.Conversations}
	}
	return all
}

func TestEveryNumberIsAsLongAsTheListThatItOpens(t *testing.T) {
	b, p := open(t, filled)
	ctx := context.Background()
	views := b.Workspace.Views()
	communities, err := views.Communities(ctx, desktest.Now)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*choice){
		"everyone":  func(*choice) {},
		"community": func(c *choice) { c.Community = communities[0].ID },
		"member":    func(c *choice) { c.Community, c.Member = domain.None, b.Workspace.Me() },
		"month":     func(c *choice) { c.Member, c.Period = domain.None, periodThisMonth },
		"year":      func(c *choice) { c.Period = periodYear },
		"past":      func(c *choice) { c.Period, c.From, c.To = periodOwn, "2026-08-01", "2026-09-15" },
	} {
		p.set(change)
		b.Async.Advance(time.Second)
		for what, n := range numbers(p.figures) {
			got := 0
			switch {
			case n.list.People != nil:
				got, _, err = views.CountPeople(ctx, *n.list.People)
			case n.list.Timeline != nil:
				var counts map[projections.EntryKind]int
				counts, _, err = views.CountTimeline(ctx, *n.list.Timeline, 100_000)
				got = counts[projections.EntryConversation]
			default:
				b.OpenList(desk.Asked{Label: what, List: n.list})
				list := b.Shell.Page().(*behind)
				for !list.rows.Whole() {
					list.rows.Need(list.rows.Len()-1, list.rows.Len())
					b.Async.Advance(time.Second)
				}
				got = list.rows.Len()
				b.Shell.Back()
				p = b.Shell.Page().(*page)
			}
			if err != nil || got != n.want {
				t.Errorf("%s, %s: the number says %d, the list has %d rows (%v)", name, what, n.want, got, err)
			}
		}
	}
}

func TestPeopleBehindANumberAreCounted(t *testing.T) {
	b, p := open(t, filled)
	f := p.figures
	b.OpenList(desk.Asked{Label: "Still", List: f.WentQuiet.List})
	b.Async.Advance(time.Second)
	said := b.Texts()
	if b.Shell.Route().Page != desk.PagePeople || !strings.Contains(said, "Still") {
		t.Error("who went quiet is not listed under a chip:", said)
	}
	if want := i18n.Number(int(f.WentQuiet.Now)); !strings.Contains(said, want) {
		t.Errorf("the list does not count %s: %s", want, said)
	}
	b.NoKeys()
	b.Save("dashboard-people")
}

func TestAMarkSaysItsValueAndOpens(t *testing.T) {
	b, p := open(t, filled)
	var columns *chart.Columns
	for _, object := range everything(b.Window.Canvas().Content()) {
		if found, ok := object.(*chart.Columns); ok {
			columns = found
		}
	}
	if columns == nil || len(columns.Marks()) != len(p.figures.Series) {
		t.Fatal("there are no columns, or not one for each day")
	}
	b.Window.Canvas().Focus(columns)
	b.Press(fyne.KeyEnd, fyne.KeyLeft)
	says := columns.Marks()[len(columns.Marks())-2].Says
	if columns.Marked() != len(columns.Marks())-2 || !strings.Contains(b.Texts(), says) {
		t.Errorf("the mark does not say %q", says)
	}
	b.Save("dashboard-mark")
	b.Press(fyne.KeyReturn)
	if b.Shell.Route().Page != desk.PageBehind {
		t.Error("Enter on a column leads to", b.Shell.Route())
	}
}

func everything(object fyne.CanvasObject) []fyne.CanvasObject {
	all := []fyne.CanvasObject{object}
	switch object := object.(type) {
	case *fyne.Container:
		for _, part := range object.Objects {
			all = append(all, everything(part)...)
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(object).Objects() {
			all = append(all, everything(part)...)
		}
	}
	return all
}

func TestExport(t *testing.T) {
	_, p := open(t, filled)
	picture, err := p.picture()
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(picture))
	if err != nil || drawn.Bounds().Dx() != int(pictureWidth) || drawn.Bounds().Dy() < 800 {
		t.Errorf("the picture is %v (%v)", drawn.Bounds(), err)
	}
	table, err := p.figures.csv()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff")))).ReadAll()
	if err != nil || len(lines) < 2*len(p.figures.Series)+10 {
		t.Errorf("the table has %d lines (%v)", len(lines), err)
	}
	if want := "dashboard."; strings.Contains(string(table), want) {
		t.Error("the table holds keys")
	}
}

// What the page says in words, the table says in numbers.
func TestTheTableSaysWhatThePageSays(t *testing.T) {
	b, p := open(t, filled)
	table, err := p.figures.csv()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	value := func(figure, of string, column int) float64 {
		for _, line := range lines {
			if line[0] == i18n.T("dashboard."+figure) && line[1] == of {
				n, err := strconv.ParseFloat(line[column], 64)
				if err != nil {
					t.Errorf("%s is %q", figure, line[column])
				}
				return n
			}
		}
		t.Errorf("%s, %q is not in the table", figure, of)
		return 0
	}
	const now, before = 4, 5
	said := b.Texts()
	for what, text := range map[string]string{
		"conversations": counted(value("conversations", "", now)), "before": i18n.T("dashboard.against", counted(value("conversations", "", before))),
		"rhythm": percent(value("in-rhythm", i18n.T("dashboard.everyone"), now)), "response": wait(value("csv.response", "", now)),
		"unanswered": counted(value("unanswered", "", now)), "kept": percent(value("kept", "", now)), "mood": signed(value("sentiment", "", now)),
		"quiet": i18n.N("dashboard.quiet.about", int(value("quiet.label", "", now))), "back": i18n.N("dashboard.back.about", int(value("back.label", "", now))),
	} {
		if !strings.Contains(said, text) {
			t.Errorf("%s is %q in the table, but the page does not say so", what, text)
		}
	}
	sum := 0.0
	for _, line := range lines {
		if line[0] == i18n.T("dashboard.csv.series") {
			n, _ := strconv.ParseFloat(line[now], 64)
			sum += n
		}
	}
	if sum != value("conversations", "", now) {
		t.Errorf("the course adds up to %v, not to %v", sum, value("conversations", "", now))
	}
}

func TestPeriods(t *testing.T) {
	now := desktest.Now
	for name, days := range map[string]int{periodWeek: 7, periodFour: 28, periodNinety: 90, periodYear: 365, "": 28} {
		span, against := choice{Period: name}.span(now)
		if span.To != domain.DayOf(now) || span.To.Sub(span.From)+1 != days || against.To != span.From.Add(-1) || against.To.Sub(against.From)+1 != days {
			t.Errorf("%q: %v against %v", name, span, against)
		}
	}
	own := choice{Period: periodOwn, From: "2026-01-01", To: "2026-01-31"}
	if span, against := own.span(now); span != (projections.DaySpan{From: own.From, To: own.To}) ||
		against != (projections.DaySpan{From: "2025-12-01", To: "2025-12-31"}) {
		t.Error("one's own period becomes", span, against)
	}
}

// Periods of the calendar stand against the one before as far as they are by
// now.
func TestPeriodsOfTheCalendar(t *testing.T) {
	for _, try := range []struct{ name, today, days, against string }{
		{periodThisWeek, "2026-11-18", "2026-11-16 2026-11-18", "2026-11-09 2026-11-11"},
		{periodThisWeek, "2026-11-16", "2026-11-16 2026-11-16", "2026-11-09 2026-11-09"},
		{periodThisWeek, "2026-11-15", "2026-11-09 2026-11-15", "2026-11-02 2026-11-08"},
		{periodThisMonth, "2026-11-18", "2026-11-01 2026-11-18", "2026-10-01 2026-10-18"},
		{periodThisMonth, "2026-03-31", "2026-03-01 2026-03-31", "2026-02-01 2026-02-28"},
		{periodThisMonth, "2026-01-02", "2026-01-01 2026-01-02", "2025-12-01 2025-12-02"},
		{periodThisQuarter, "2026-11-18", "2026-10-01 2026-11-18", "2026-07-01 2026-08-18"},
		{periodThisQuarter, "2026-02-01", "2026-01-01 2026-02-01", "2025-10-01 2025-11-01"},
	} {
		days, against := choice{Period: try.name}.span(domain.Day(try.today).In(time.Local))
		if got := string(days.From + " " + days.To); got != try.days {
			t.Errorf("%s on %s is %s", try.name, try.today, got)
		}
		if got := string(against.From + " " + against.To); got != try.against {
			t.Errorf("%s on %s stands against %s", try.name, try.today, got)
		}
	}
}

func TestLoadingAndFailure(t *testing.T) {
	b, p := open(t, filled)
	p.show(nil, errors.New("the disk is gone"))
	if said := b.Texts(); !strings.Contains(said, i18n.T("kit.error.title")) {
		t.Error("a failure says", said)
	}
	b.Tap(i18n.T("kit.action.retry"))
	if !strings.Contains(b.Texts(), i18n.T("dashboard.talks")) {
		t.Error("trying again does not show the numbers")
	}
	b.Async.Hold()
	p.set(func(c *choice) { c.Period = periodWeek })
	p.set(func(c *choice) { c.Period = periodNinety })
	for b.Async.Held() > 0 {
		b.Async.Release(b.Async.Held() - 1) // the later answer comes first
	}
	if p.figures.choice.Period != periodNinety {
		t.Error("an outdated answer replaced the newer one")
	}
}
