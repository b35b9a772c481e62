package timeline

import (
	"strings"

	"kontor/projections"
)

// narrowed is a part of the timeline that something beside it chose, such as the
// conversations behind a number. It compares.
type narrowed struct {
	Label    string
	Days     projections.DaySpan
	Channels string // joined by spaces
}

// ShowOnly leaves of the timeline what is behind a number: the conversations of
// some days over some channels. The label says so on a chip, which ends it.
func (t *Timeline) ShowOnly(label string, days projections.DaySpan, channels []string) {
	t.setFilter(filter{View: viewTalks, Only: narrowed{label, days, strings.Join(channels, " ")}})
}

// ShowAll ends what ShowOnly began, and every other filter.
func (t *Timeline) ShowAll() { t.setFilter(filter{View: viewAll}) }

// Only is the label that was given to ShowOnly, "" where it was ended.
func (t *Timeline) Only() string { return t.filter.Only.Label }

func (n narrowed) query(q *projections.TimelineQuery) {
	if n.Label == "" {
		return
	}
	q.Days = n.Days
	if len(q.Channels) == 0 {
		q.Channels = strings.Fields(n.Channels)
	}
}
