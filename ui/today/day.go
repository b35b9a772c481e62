package today

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/projections"
	"kontor/workspace"
)

// dayPage is where the settings keep what was in the queue of a day.
const dayPage = "today.day"

// defaultDaily is how many people there are to catch up with on a day, where
// nobody chose a number.
const defaultDaily = 12

// day remembers what a day asked for: a queue alone only knows what is left of
// it. From the two together follow how much is done, and that those who were
// caught up with make no room for others on the same day.
type day struct {
	Day  domain.Day `json:"day"`
	Seen []string   `json:"seen,omitempty"` // names of rows, as rowID gives them
}

// tally is what became of the rows of a day.
type tally struct {
	followUps, answers, people, needs int // done today
	left                              int // of what was due today
	spoken                            int // with how many people one of us spoke today, asked for or not
}

func (t tally) done() int { return t.followUps + t.answers + t.people + t.needs }

func (t tally) all() int { return t.done() + t.left }

// isDue reports whether a row is to be done today rather than later in the week.
func isDue(row *projections.QueueRow) bool { return row.Section != projections.QueueWeek }

// readDay returns what the settings remember of a day.
func readDay(s workspace.Settings, on domain.Day) day {
	var kept day
	if err := json.Unmarshal([]byte(s.Pages[dayPage]), &kept); err != nil || kept.Day != on {
		return day{Day: on}
	}
	return kept
}

// keepDay remembers it, where it has changed.
func keepDay(w *workspace.Workspace, d day) error {
	text, err := json.Marshal(d)
	if err != nil || w.Settings().Pages[dayPage] == string(text) {
		return err
	}
	return w.ChangeSettings(func(s *workspace.Settings) {
		if s.Pages == nil {
			s.Pages = map[string]string{}
		}
		s.Pages[dayPage] = string(text)
	})
}

// meet takes the rows of a queue in, and takes those out of it who would be more
// people to catch up with than the day may ask for.
func (d *day) meet(q *projections.Queue, daily int) {
	people := 0
	for _, id := range d.Seen {
		if strings.HasPrefix(id, personPrefix) {
			people++
		}
	}
	q.Rows = slices.DeleteFunc(q.Rows, func(row projections.QueueRow) bool {
		id := rowID(&row)
		known := slices.Contains(d.Seen, id)
		if row.Section == projections.QueueCatchUp && !known {
			if people >= daily {
				q.Counts[projections.QueueCatchUp]--
				return true
			}
			people++
		}
		if !known { // what is done before its day is done today as well
			d.Seen = append(d.Seen, id)
		}
		return false
	})
}

// tally asks what became of the rows that are gone. What was only put off is
// neither done nor left.
func (d *day) tally(ctx context.Context, w *workspace.Workspace, q projections.Queue) (t tally, err error) {
	there := map[string]bool{}
	for i := range q.Rows {
		there[rowID(&q.Rows[i])] = true
		if isDue(&q.Rows[i]) {
			t.left++
		}
	}
	waiting, err := d.waiting(ctx, w, there)
	if err != nil {
		return t, err
	}
	for _, name := range d.Seen {
		if there[name] {
			continue
		}
		kind, text, _ := strings.Cut(name, ":")
		id, err := domain.ParseID(text)
		if err != nil {
			continue
		}
		switch kind + ":" {
		case followUpPrefix:
			row, err := w.Views().FollowUp(ctx, id)
			if err != nil {
				return t, err
			}
			if row != nil && row.State == domain.FollowUpDone {
				t.followUps++
			}
		case answerPrefix:
			if !waiting[id] {
				t.answers++
			}
		case needPrefix:
			need, err := w.Views().Need(ctx, id)
			if err != nil {
				return t, err
			}
			if need != nil && settledOn(d.Day, need) {
				t.needs++
			}
		case personPrefix:
			person, err := w.Views().Person(ctx, id, w.Now())
			if err != nil {
				return t, err
			}
			if person != nil && domain.DayOf(person.LastContact) == d.Day {
				t.people++
			}
		}
	}
	t.spoken, err = spokenToday(ctx, w)
	return t, err
}

// mostSpoken is how many conversations of a day are looked through.
const mostSpoken = 500

// spokenToday counts the people with whom the member spoke today.
func spokenToday(ctx context.Context, w *workspace.Workspace) (int, error) {
	now := w.Now()
	entries, err := w.Views().Timeline(ctx, projections.TimelineQuery{
		Kinds: []projections.EntryKind{projections.EntryConversation}, Member: w.Me(),
		Since: domain.DayOf(now).In(now.Location()), Until: domain.DayOf(now).Add(1).In(now.Location()), Limit: mostSpoken,
	})
	people := map[domain.ID]bool{}
	for _, e := range entries {
		if e.Channel == domain.ChannelNote {
			continue // nobody heard it
		}
		for _, p := range e.People {
			people[p.ID] = true
		}
	}
	return len(people), err
}

// settledOn tells whether a need was decided or closed on a day, and not only put
// off or given to another.
func settledOn(day domain.Day, need *projections.NeedPage) bool {
	decided := need.Decision != nil && domain.DayOf(need.Decision.At) == day
	return decided || !need.ClosedAt.IsZero() && domain.DayOf(need.ClosedAt) == day
}

// waiting are the conversations that still wait for an answer, where one of them
// has left the queue.
func (d *day) waiting(ctx context.Context, w *workspace.Workspace, there map[string]bool) (map[domain.ID]bool, error) {
	gone := slices.ContainsFunc(d.Seen, func(name string) bool { return strings.HasPrefix(name, answerPrefix) && !there[name] })
	if !gone {
		return nil, nil
	}
	entries, err := w.Views().Unanswered(ctx, projections.QueueQuery{Member: w.Me(), Now: w.Now()})
	waiting := map[domain.ID]bool{}
	for _, e := range entries {
		waiting[e.Record.ID] = true
	}
	return waiting, err
}
