package projections

import (
	"bytes"
	"maps"
	"slices"

	"zombiezen.com/go/sqlite"
)

// A pulse is what the conversations with a person say about the course of the
// relationship: when it went quiet and was taken up again, when it was out of
// its rhythm, and over which channels it is held.
type pulse struct {
	communities []int64
	quiet, back []turn
	cover       []cover
	reached     []reach
}

type turn struct{ day, other int64 }

type cover struct {
	day int64
	coverageStep
}

type reach struct{ channel, day, most int64 }

// What a row of the table of turns says.
const (
	turnQuiet = 1
	turnBack  = 2
)

// The measures of a pulse.
const (
	pulseChannels = 200 // which channels we speak over most is told by so many contacts, the last ones
	pulseGaps     = 12  // the usual pause is the median of so many, the last ones
	pulseLeast    = 3   // and of no fewer
	shortestPause = 7   // days: nobody is called quiet for less than half as much again
	longSilence   = 90  // days after which somebody without a rhythm comes back
)

// quietAfter is after how many days of silence somebody has gone quiet: half as
// much again as the rhythm or, without one, the usual pause; 0 for never.
func quietAfter(rhythm int64, days []int64) int64 {
	expected := rhythm
	if rhythm == 0 {
		expected = usualPause(days)
	}
	if expected <= 0 {
		return 0
	}
	return (expected*3 + 1) / 2
}

// usualPause is the median of the last pauses between days of contact, which are
// ascending; 0 where there are too few.
func usualPause(days []int64) int64 {
	days = days[max(0, len(days)-pulseGaps-1):]
	if len(days) <= pulseLeast {
		return 0
	}
	var room [pulseGaps]int64
	gaps := room[:0]
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, days[i]-days[i-1])
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)/2], shortestPause)
}

// contacts are the days of contact with a person, ascending, and the channels.
type contacts struct {
	days  []int64
	last  map[int64]int64 // day, by channel
	count map[int64]int   // by channel
}

func (w *writer) contactsOf(n int64) (contacts, error) {
	c := contacts{last: map[int64]int64{}, count: map[int64]int{}}
	seen := 0
	err := w.q("SELECT at, what FROM entry WHERE subject = ? ORDER BY at DESC, position DESC").int(n).
		each(func(r *sqlite.Stmt) error {
			at, what := r.ColumnInt64(0), r.ColumnInt64(1)
			if !isContact(what) {
				return nil
			}
			day, channel := entryDay(at, what), what>>entryChannelShift
			c.days = append(c.days, day)
			last, known := c.last[channel]
			if !known || day > last {
				c.last[channel] = day
			}
			if seen++; seen <= pulseChannels {
				c.count[channel]++
			}
			return nil
		})
	slices.Sort(c.days) // the days of several zones need not be in the order of time
	c.days = slices.Compact(c.days)
	return c, err
}

// takePulse counts a person anew.
func (w *writer) takePulse(n int64) error {
	old, known, former, err := w.pulseOf(n)
	if err != nil {
		return err
	}
	now, alive, err := w.newPulse(n)
	if err != nil {
		return err
	}
	packed := now.pack()
	if known == alive && bytes.Equal(packed, former) {
		return nil
	}
	if !alive {
		if err := w.drop("pulse", n); err != nil {
			return err
		}
	} else {
		w.owed.figures.pulses = append(w.owed.figures.pulses, pulseRow{n, packed})
	}
	w.countCover(&old, -1)
	w.countCover(&now, 1)
	if err := w.changeTurns(n, turnQuiet, old.quiet, now.quiet); err != nil {
		return err
	}
	if err := w.changeTurns(n, turnBack, old.back, now.back); err != nil {
		return err
	}
	return w.changeReach(n, old.reached, now.reached)
}

func (c *conn) pulseOf(n int64) (p pulse, ok bool, content []byte, err error) {
	ok, err = c.q("SELECT content FROM pulse WHERE n = ?").int(n).first(func(r *sqlite.Stmt) { content = columnBlob(r, 0) })
	p.unpack(content)
	return p, ok, content, err
}

// newPulse computes a pulse from the timeline; there is none of somebody who is
// in no list.
func (w *writer) newPulse(n int64) (p pulse, ok bool, err error) {
	c, known, err := w.contact(n)
	if err != nil || !known || listing(c.state) == listedNot {
		return p, false, err
	}
	found, err := w.contactsOf(n)
	if err != nil {
		return p, false, err
	}
	_, err = w.q("SELECT communities FROM person WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		p.communities = (&unpacker{columnBlob(r, 0)}).ints()
	})
	slices.Sort(p.communities) // the ledger's order of joining is of no concern here
	p.reaches(found)
	if listing(c.state) == listedActive { // of those in the archive nobody is missed
		p.turns(c.rhythm, found.days)
		p.covers(c.rhythm, c.added, found.days)
	}
	return p, true, err
}

// turns finds when somebody went quiet and came back. What silence is too long
// without a rhythm follows from the pauses up to then, so that the past does not
// change with what comes later.
func (p *pulse) turns(rhythm int64, days []int64) {
	silence := int64(longSilence)
	if rhythm > 0 {
		silence = 2 * rhythm
	}
	for i, day := range days {
		next := int64(openAnswer)
		if i+1 < len(days) {
			next = days[i+1]
			if gap := next - day; gap > silence {
				p.back = append(p.back, turn{next, gap})
			}
		}
		if after := quietAfter(rhythm, days[:i+1]); after > 0 && next-day > after {
			p.quiet = append(p.quiet, turn{day + after + 1, next})
		}
	}
}

// covers finds from when until when somebody was out of the rhythm: from being
// added until the first contact, and whenever the rhythm ran out.
func (p *pulse) covers(rhythm, added int64, days []int64) {
	if rhythm <= 0 {
		return
	}
	steps := map[int64]coverageStep{}
	step := func(day, people, late int64) {
		s := steps[day]
		s.people += people
		s.late += late
		steps[day] = s
	}
	switch {
	case len(days) == 0:
		step(added, 1, 1)
	case added < days[0]:
		step(added, 1, 1)
		step(days[0], 0, -1)
	default:
		step(days[0], 1, 0)
	}
	for i, day := range days {
		if i+1 < len(days) && days[i+1] <= day+rhythm+1 {
			continue
		}
		step(day+rhythm+1, 0, 1)
		if i+1 < len(days) {
			step(days[i+1], 0, -1)
		}
	}
	for _, day := range slices.Sorted(maps.Keys(steps)) {
		if steps[day] != (coverageStep{}) {
			p.cover = append(p.cover, cover{day, steps[day]})
		}
	}
}

func (p *pulse) reaches(c contacts) {
	most := 0
	for _, count := range c.count {
		most = max(most, count)
	}
	for _, channel := range slices.Sorted(maps.Keys(c.last)) {
		r := reach{channel: channel, day: c.last[channel]}
		if c.count[channel] == most {
			r.most = 1
		}
		p.reached = append(p.reached, r)
	}
}

func (p *pulse) pack() []byte {
	var b packer
	b.ints(p.communities)
	for _, turns := range [][]turn{p.quiet, p.back} {
		b.int(int64(len(turns)))
		for _, t := range turns {
			b.int(t.day)
			b.int(t.other)
		}
	}
	b.int(int64(len(p.cover)))
	for _, c := range p.cover {
		b.int(c.day)
		b.int(c.people)
		b.int(c.late)
	}
	b.int(int64(len(p.reached)))
	for _, r := range p.reached {
		b.int(r.channel)
		b.int(r.day)
		b.int(r.most)
	}
	return b.b
}

func (p *pulse) unpack(content []byte) {
	u := unpacker{content}
	p.communities = u.appendInts(p.communities)
	for _, turns := range []*[]turn{&p.quiet, &p.back} {
		for range u.int() {
			*turns = append(*turns, turn{u.int(), u.int()})
		}
	}
	for range u.int() {
		p.cover = append(p.cover, cover{u.int(), coverageStep{u.int(), u.int()}})
	}
	for range u.int() {
		p.reached = append(p.reached, reach{u.int(), u.int(), u.int()})
	}
}

func (p *pulse) reset() {
	p.communities, p.quiet, p.back = p.communities[:0], p.quiet[:0], p.back[:0]
	p.cover, p.reached = p.cover[:0], p.reached[:0]
}

func (w *writer) countCover(p *pulse, sign int64) {
	for _, c := range p.cover {
		w.countCoverOf(0, c, sign)
		for _, community := range p.communities {
			w.countCoverOf(community, c, sign)
		}
	}
}

func (w *writer) countCoverOf(community int64, c cover, sign int64) {
	key := coverageKey{community, c.day}
	step := w.owed.figures.coverage[key]
	step.people += sign * c.people
	step.late += sign * c.late
	w.owed.figures.coverage[key] = step
}

func (w *writer) changeTurns(n, what int64, old, now []turn) error {
	for _, t := range old {
		if slices.Contains(now, t) {
			continue
		}
		if err := w.q("DELETE FROM turn WHERE what = ? AND day = ? AND n = ?").int(what).int(t.day).int(n).run(); err != nil {
			return err
		}
	}
	for _, t := range now {
		if slices.Contains(old, t) {
			continue
		}
		w.owed.figures.turns = append(w.owed.figures.turns, turnRow{what, n, t})
	}
	return nil
}

func (w *writer) changeReach(n int64, old, now []reach) error {
	for _, r := range old {
		if slices.Contains(now, r) {
			continue
		}
		if err := w.q("DELETE FROM reached WHERE channel = ? AND person = ?").int(r.channel).int(n).run(); err != nil {
			return err
		}
	}
	for _, r := range now {
		if slices.Contains(old, r) {
			continue
		}
		w.owed.figures.reached = append(w.owed.figures.reached, reachRow{n, r})
	}
	return nil
}
