package notices

import (
	"context"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/workspace"
)

// desktop is a queue, settings and a clock, and what was said.
type desktop struct {
	clock    *kit.Still
	rows     []projections.QueueRow
	settings workspace.Settings
	said     []string
}

func start(t *testing.T, hour int) *desktop {
	t.Helper()
	if err := i18n.SetLanguage(i18n.German); err != nil {
		t.Fatal(err)
	}
	d := &desktop{clock: kit.NewStill(time.Date(2026, 11, 18, hour, 0, 0, 0, time.Local))}
	n := Start(Params{
		Async:    d.clock,
		Queue:    func(context.Context) (projections.Queue, error) { return projections.Queue{Rows: d.rows}, nil },
		Settings: func() workspace.Settings { return d.settings },
		Change: func(f func(*workspace.Settings)) error {
			f(&d.settings)
			return nil
		},
		Send: func(title, text string) { d.said = append(d.said, title+": "+text) },
		Now:  d.clock.Now,
	})
	t.Cleanup(n.Stop)
	return d
}

func due(section projections.QueueSection, number byte, title, name string) projections.QueueRow {
	return projections.QueueRow{
		Section: section, Title: title, Person: projections.PersonRow{Name: name},
		FollowUp: &projections.FollowUpRow{ID: domain.ID{15: number}},
	}
}

func TestEachThingIsSaidOnceADay(t *testing.T) {
	d := start(t, 9)
	d.rows = []projections.QueueRow{
		due(projections.QueueOverdue, 1, "Entwurf schicken", "Friedrich Schiller"), due(projections.QueueWeek, 2, "Xenien", "Goethe"),
	}
	d.clock.Advance(first)
	if len(d.said) != 1 || d.said[0] != "Fällig: Entwurf schicken – Friedrich Schiller" {
		t.Fatalf("said %q", d.said)
	}
	if kept := d.settings.Pages[told]; strings.Contains(kept, "Schiller") {
		t.Error("a name stands in the settings")
	}
	d.clock.Advance(time.Hour)
	if len(d.said) != 1 {
		t.Fatalf("said %q", d.said)
	}
	d.rows = append(d.rows, due(projections.QueueToday, 3, "Anrufen", "Goethe"))
	d.clock.Advance(every)
	if len(d.said) != 2 || d.said[1] != "Fällig: Anrufen – Goethe" {
		t.Errorf("said %q", d.said)
	}
	d.clock.Advance(24 * time.Hour)
	if len(d.said) != 3 || !strings.HasPrefix(d.said[2], "2 Dinge sind fällig: ") {
		t.Errorf("the next day: %q", d.said)
	}
}

func TestManyAreSaidAsOne(t *testing.T) {
	d := start(t, 9)
	for i := range byte(5) {
		d.rows = append(d.rows, due(projections.QueueToday, i+1, "Anrufen", "Goethe"))
	}
	d.clock.Advance(first)
	if len(d.said) != 1 || !strings.HasPrefix(d.said[0], "5 Dinge sind fällig: ") || !strings.HasSuffix(d.said[0], "und 2 weitere") {
		t.Errorf("said %q", d.said)
	}
}

func TestInQuietHoursNothingIsSaidUntilTheyEnd(t *testing.T) {
	for _, c := range []struct {
		quiet string
		hour  int
		said  int
	}{
		{"", 20, 0}, {"", 7, 0}, {"", 8, 1}, {"none", 20, 1}, {"12-14", 13, 0}, {"12-14", 14, 1}, {"22-6", 23, 0}, {"22-6", 20, 1},
	} {
		d := start(t, c.hour)
		d.settings.Quiet = c.quiet
		d.rows = []projections.QueueRow{due(projections.QueueToday, 1, "Anrufen", "Goethe")}
		d.clock.Advance(2 * first)
		if len(d.said) != c.said {
			t.Errorf("quiet %q at %d: said %q", c.quiet, c.hour, d.said)
		}
	}
	d := start(t, 7)
	d.rows = []projections.QueueRow{due(projections.QueueToday, 1, "Anrufen", "Goethe")}
	d.clock.Advance(2 * time.Hour)
	if len(d.said) != 1 {
		t.Errorf("after the quiet hours: %q", d.said)
	}
}

func TestSwitchedOffNothingIsSaid(t *testing.T) {
	d := start(t, 9)
	d.settings.NoNotices = true
	d.rows = []projections.QueueRow{due(projections.QueueToday, 1, "Anrufen", "Goethe")}
	d.clock.Advance(time.Hour)
	if len(d.said) != 0 {
		t.Errorf("said %q", d.said)
	}
}
