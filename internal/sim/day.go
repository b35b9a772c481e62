package main

import (
	"math/rand/v2"
	"time"
)

// work is what somebody does in one minute.
type work struct {
	followUp bool // plans one, beside the conversation
	edit     bool // changes a detail, beside the conversation
	person   int
	field    int
}

// laptop is one member's machine: the real engine, or its model.
type laptop interface {
	// do carries out commands without the server.
	do(w work) error
	// round brings ledger and server together, once.
	round() error
	// lag is how many events the server has that this laptop has not, and pending
	// how many own commands the server has not.
	lag() (events int64, pending int)
}

// plan is what is simulated.
type plan struct {
	laptops, days int
	office        time.Duration // a day
	seed          uint64
}

func (p plan) people() int { return max(200, 20*p.laptops) }

// fields are how many fields of a person people change.
const fields = 2

// start is the first morning.
var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// absence is when a laptop has no network.
type absence struct{ from, to time.Time }

func (a absence) covers(t time.Time) bool { return !t.Before(a.from) && t.Before(a.to) }

// absenceOf: every tenth laptop is away for a quarter of an office day on each
// day, and every fiftieth, and at least one, from the first hour until the last
// day's noon. Of one short day the latter misses half.
func (p plan) absenceOf(index, day int) absence {
	morning := start.AddDate(0, 0, day)
	switch {
	case index%50 == 1:
		last := start.AddDate(0, 0, p.days-1)
		return absence{start.Add(p.office / 8), last.Add(p.office / 2)}
	case index%10 == 3:
		from := morning.Add(p.office / 4)
		return absence{from, from.Add(p.office / 4)}
	}
	return absence{}
}

// member is somebody who works on a laptop all days.
type member struct {
	index  int
	plan   plan
	net    *network
	random *rand.Rand
	laptop laptop
	fail   func(error)
}

func newMember(index int, p plan, n *network, l laptop, fail func(error)) *member {
	return &member{index, p, n, rand.New(rand.NewPCG(p.seed, uint64(index))), l, fail}
}

// live is one conversation a minute in office hours, a follow-up with every
// third and a changed detail with every fifth.
func (m *member) live() {
	var left time.Time // when the network went; zero while it is there
	minutes := int(m.plan.office / time.Minute)
	for day := range m.plan.days {
		away := m.plan.absenceOf(m.index, day)
		for minute := range minutes {
			at := start.AddDate(0, 0, day).Add(time.Duration(minute)*time.Minute + time.Duration(m.random.Int64N(int64(time.Minute))))
			m.net.clock.until(at)
			offline := away.covers(m.net.clock.now())
			if offline && left.IsZero() {
				left = away.from
			}
			if !offline && !left.IsZero() {
				m.comeBack(away.to.Sub(left))
				left = time.Time{}
			}
			if !offline {
				m.share() // the bell would have rung meanwhile
			}
			w := work{followUp: m.random.IntN(3) == 0, edit: m.random.IntN(5) == 0, person: m.random.IntN(m.plan.people()), field: m.random.IntN(fields)}
			if err := m.laptop.do(w); err != nil {
				m.fail(err)
				return
			}
			if !offline {
				m.share()
			}
		}
	}
}

func (m *member) comeBack(away time.Duration) {
	began := m.net.clock.now()
	incoming, own := m.laptop.lag()
	m.share()
	m.net.counted.Back = append(m.net.counted.Back, comeback{Away: away, Incoming: incoming, Own: own, Took: m.net.clock.now().Sub(began)})
}

// share lets rounds follow each other, with the engine's waits in between, until
// one succeeds.
func (m *member) share() {
	for failures := 0; ; failures++ {
		m.net.counted.Rounds++
		err := m.laptop.round()
		if err == nil {
			return
		}
		if !isHeadMoved(err) {
			m.fail(err)
			return
		}
		m.net.counted.GaveUp++
		wait := min(5*time.Minute, time.Second<<min(failures, 16))
		m.net.clock.pass(time.Duration(float64(wait) * (0.5 + 0.5*m.random.Float64())))
	}
}
