package projections

import "zombiezen.com/go/sqlite"

// weeksShown is how many weeks the course of a figure has.
const weeksShown = 12

// A Week is seven days of the course of the figures, whatever the period is.
type Week struct {
	DaySpan
	Conversations int
	InRhythm      Measure // the share of those with a rhythm, at its end
	Response      Measure // median seconds
	Unanswered    int     // at its end
	Kept          Measure // the share of the follow-ups that were due
	Sentiment     Measure // mean
}

// Measure is a number, or none where there was nothing to measure.
type Measure struct {
	Value float64
	Has   bool
}

// A course adds up the weeks.
type course struct {
	first int64 // day
	felt  [weeksShown]dayCount
	due   [weeksShown]int
	kept  [weeksShown]int
}

// beginWeeks lays out the weeks that end with the period, or today.
func (b *board) beginWeeks() {
	last := min(b.spans[spanNow].to, b.today)
	b.course.first = last - 7*weeksShown + 1
	for i := range weeksShown {
		from := b.course.first + 7*int64(i)
		b.Weeks = append(b.Weeks, Week{DaySpan: DaySpan{dayOf(from), dayOf(from + 6)}})
	}
}

// week is in which of the weeks a day is; false if in none.
func (c *course) week(day int64) (int, bool) {
	i := floorDiv(day-c.first, 7)
	return int(i), i >= 0 && i < weeksShown
}

// end is the last day of a week.
func (c *course) end(week int) int64 { return c.first + 7*int64(week) + 6 }

// since is the first day that the figures look at.
func (b *board) since() int64 { return min(b.spans[spanBefore].from, b.course.first) }

func (b *board) tellWeeks() {
	for i := range b.Weeks {
		w := &b.Weeks[i]
		w.Conversations = int(b.course.felt[i].conversations)
		w.Sentiment.Value, w.Sentiment.Has = b.course.felt[i].mean()
		if due := b.course.due[i]; due > 0 {
			w.Kept = Measure{float64(b.course.kept[i]) / float64(due), true}
		}
	}
}

// A question is a conversation to which we owed an answer, and when it was given.
type question struct{ day, at, answered int64 }

// questions are those that the figures look at: asked or answered since their
// first day, or still open.
func (b *board) questions() (all []question, err error) {
	query := "SELECT day, at, answered, position FROM asked WHERE answered >= ?"
	if b.filtered() && b.seen == nil {
		query = `SELECT a.day, a.at, a.answered, a.position, h.content FROM asked a CROSS JOIN held h
			ON h.day = a.day AND h.position = a.position WHERE a.answered >= ?`
	}
	var h holding
	var older []question
	var positions []int64
	err = b.q(query).int(dayStart(b.since() - 1).UnixMicro()).each(func(r *sqlite.Stmt) error {
		asked := question{r.ColumnInt64(0), r.ColumnInt64(1), r.ColumnInt64(2)}
		switch {
		case !b.filtered():
		case b.seen == nil:
			if h.unpack(columnBlob(r, 4)); !b.meant(&h) {
				return nil
			}
		case asked.day < b.since():
			older, positions = append(older, asked), append(positions, r.ColumnInt64(3))
			return nil
		default:
			if !b.seen.has(r.ColumnInt64(3)) {
				return nil
			}
		}
		all = append(all, asked)
		return nil
	})
	for i, asked := range older {
		if err != nil {
			return nil, err
		}
		_, err = b.q("SELECT content FROM held WHERE day = ? AND position = ?").int(asked.day).int(positions[i]).
			first(func(r *sqlite.Stmt) { h.unpack(columnBlob(r, 0)) })
		if b.meant(&h) {
			all = append(all, asked)
		}
	}
	return all, err
}
