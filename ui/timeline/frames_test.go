package timeline

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/kit/kittest"
)

const manyEntries = 1_000_000

// anything is a made-up entry, some long, some short, a change now and then.
func anything(n int) projections.TimelineEntry {
	at := desktest.Now.Add(-time.Duration(n) * 3 * time.Hour)
	e := projections.TimelineEntry{
		Kind: projections.EntryConversation, Event: domain.ID{0: byte(n >> 24), 1: byte(n >> 16), 2: byte(n >> 8), 3: byte(n), 15: 1},
		Record: domain.Stream{Kind: domain.KindConversation, ID: domain.ID{0: byte(n >> 24), 1: byte(n >> 16), 2: byte(n >> 8), 3: byte(n), 15: 2}},
		At:     at, Precision: domain.PrecisionMinute, Channel: domain.Channels[n%len(domain.Channels)], Seconds: n % 4000,
		People: []projections.Party{{ID: domain.ID{15: byte(n)}, Kind: domain.KindPerson, Name: fmt.Sprintf("Person Nummer %d", n%900)}},
		Text:   strings.TrimSpace(strings.Repeat("Will die **Doku** auf Deutsch. ", 1+n%9)) + strconv.Itoa(n), Tags: []string{"doku"},
		RecordedAt: at, Cursor: strconv.Itoa(n),
	}
	if n%7 == 0 {
		e.Kind, e.Type, e.Text = projections.EntryChange, "person.details-changed.v1", ""
	}
	return e
}

// The window's work for a frame of scrolling stays within the frame, though each
// entry has a height of its own and a million of them have none yet.
func TestScrollingThroughAMillionEntriesKeepsTheFrame(t *testing.T) {
	b := desktest.Open(t, desktest.Options{Width: 1920, Height: 1080})
	tl := New(Params{Desk: b.Desk})
	tl.entries = kit.NewPaged(b.Async, pageSize, func(e projections.TimelineEntry) string { return e.Cursor },
		func(_ context.Context, turn kit.Turn) (entries []projections.TimelineEntry, err error) {
			at := func(cursor string) int { n, _ := strconv.Atoi(cursor); return n }
			from := 0
			switch {
			case turn.After != "":
				from = at(turn.After) + 1
			case turn.From != "":
				from = at(turn.From)
			case turn.Before != "":
				from = max(0, at(turn.Before)-turn.Limit)
				turn.Limit = at(turn.Before) - from
			case turn.Last:
				from = manyEntries - turn.Limit
			}
			for n := from; n < manyEntries && len(entries) < turn.Limit; n++ {
				entries = append(entries, anything(n))
			}
			return entries, nil
		})
	tl.entries.OnChange, tl.entries.OnGrow = tl.loaded, tl.grew
	b.Shell.Register("timeline", func(string) kit.Page {
		return &host{BasePage: kit.BasePage{At: kit.Route{Page: "timeline"}}, timeline: tl}
	})
	b.Shell.Open(kit.Route{Page: "timeline"})
	kittest.Frames(t, "timeline, down", func() { tl.list.ScrollBy(140) })
	if got := tl.entries.Len(); got > 30*pageSize {
		t.Errorf("%d entries are kept", got)
	}
	b.Window.Canvas().Focus(tl.list)
	start := time.Now()
	b.Press("End")
	if e := tl.Selected(); e == nil || e.Cursor != strconv.Itoa(manyEntries-1) {
		t.Fatalf("End shows %+v", e)
	}
	t.Logf("End: %v", time.Since(start))
	kittest.Frames(t, "timeline, up", func() { tl.list.ScrollBy(-140) })
}
