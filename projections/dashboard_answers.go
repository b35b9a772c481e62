package projections

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// answers counts what we owed an answer to at the end of both periods, and how
// long what was asked in them waited for one.
func (b *board) answers() error {
	questions, err := b.questions()
	if err != nil {
		return err
	}
	var open, medians [2]float64
	var counts [2]int
	ends := [2]time.Time{b.endOf(b.spans[spanNow].to), b.endOf(b.spans[spanBefore].to)}
	for i, s := range b.spans {
		open[i] = float64(owedAt(questions, ends[i]))
		medians[i], counts[i] = response(questions, s)
	}
	for i := range b.Weeks {
		last := b.course.end(i)
		median, count := response(questions, span{last - 6, last})
		b.Weeks[i].Unanswered, b.Weeks[i].Response = owedAt(questions, b.endOf(last)), Measure{median, count > 0}
	}
	owed := &OwedQuery{Who: b.Query.Who, Member: b.Query.Member}
	if b.spans[spanNow].to < b.today {
		owed.At = ends[spanNow]
	}
	b.Unanswered = Figure{Now: open[0], Before: open[1], Has: true, Had: true, List: List{Owed: owed}}
	asked := b.timeline(b.spans[spanNow])
	asked.Directions = []domain.Direction{domain.DirectionIncoming, domain.DirectionMutual}
	list := List{Timeline: asked}
	b.Response = Figure{Now: medians[0], Before: medians[1], Has: counts[0] > 0, Had: counts[1] > 0, List: list}
	b.Answers = Figure{Now: float64(counts[0]), Before: float64(counts[1]), Has: true, Had: true, List: list}
	return nil
}

func (b *board) filtered() bool { return b.among != nil || b.member != 0 }

// owedAt counts the questions to which we owed an answer at a moment.
func owedAt(questions []question, at time.Time) (n int) {
	moment := at.UnixMicro()
	for _, q := range questions {
		if q.at < moment && q.answered > moment {
			n++
		}
	}
	return n
}

// owed lists the conversations to which we owed an answer at a moment, the
// longest waiting first.
func (b *board) owed(moment int64, limit int) (positions []int64, err error) {
	if limit <= 0 {
		return nil, nil
	}
	err = b.q(`SELECT h.day, h.position, h.content FROM asked a CROSS JOIN held h ON h.day = a.day AND h.position = a.position
		WHERE a.answered > ? AND a.at < ? ORDER BY a.at, a.position`).int(moment).int(moment).each(func(r *sqlite.Stmt) error {
		h := holding{day: r.ColumnInt64(0), position: r.ColumnInt64(1)}
		h.unpack(columnBlob(r, 2))
		if !b.meant(&h) {
			return nil
		}
		if positions = append(positions, h.position); len(positions) == limit {
			return errEnough
		}
		return nil
	})
	return positions, err
}

// response is the median time until what we were asked in some days was
// answered, in seconds, and of how many answers.
func response(questions []question, s span) (median float64, count int) {
	var waits []int64
	for _, q := range questions {
		if q.day >= s.from && q.day <= s.to && q.answered != openAnswer {
			waits = append(waits, q.answered-q.at)
		}
	}
	if len(waits) == 0 {
		return 0, 0
	}
	slices.Sort(waits)
	middle := float64(waits[len(waits)/2])
	if len(waits)%2 == 0 {
		middle = (middle + float64(waits[len(waits)/2-1])) / 2
	}
	return middle / float64(time.Second/time.Microsecond), len(waits)
}

// Owed returns the conversations to which we owed an answer at a moment, the
// longest waiting first.
func (v *Views) Owed(ctx context.Context, q OwedQuery) (entries []TimelineEntry, err error) {
	err = v.read(ctx, func(r *reader) error {
		b, err := r.newBoard(DashboardQuery{Who: q.Who, Member: q.Member}, v.options.Clock())
		if err != nil {
			return err
		}
		at := q.At
		if at.IsZero() {
			at = v.options.Clock()
		}
		positions, err := b.owed(at.UnixMicro(), int(Page{Limit: q.Limit}.limit(200)))
		if err != nil {
			return err
		}
		for _, position := range positions {
			c, err := r.cardAt(position)
			if err != nil {
				return err
			}
			if c == nil {
				continue
			}
			e, err := r.conversationEntry(c)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}
