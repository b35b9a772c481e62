package demo

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"time"

	"kontor/domain"
)

// dice is the source of all chance in a story. It is seeded, so that a story
// can be told again.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, 0x4b6f6e746f72))}
}

// chance is true with the given probability.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between is a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// around is a positive number whose logarithm is normally distributed about
// the logarithm of the median: most are near it, a few are far above.
func (d dice) around(median, spread float64) float64 {
	return median * math.Exp(spread*d.NormFloat64())
}

// days is a number of days that is mostly near the median.
func (d dice) days(median float64, low, high int) int {
	return min(max(int(d.around(median, 0.7)), low), high)
}

func oneOf[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// byWeight is an index into weights, each as likely as its weight.
func byWeight(d dice, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	at := d.Float64() * total
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// idMaker makes UUIDv7 whose time is that of the story and whose random part
// follows from the seed. Ids of the same millisecond ascend.
type idMaker struct {
	dice dice
	last int64
	seq  uint16
}

func (m *idMaker) make(at time.Time) domain.ID {
	ms := at.UnixMilli()
	switch {
	case ms > m.last:
		m.last, m.seq = ms, 0
	case m.seq == 1<<12-1:
		m.last, m.seq = m.last+1, 0
	default:
		m.seq++
	}
	var id domain.ID
	binary.BigEndian.PutUint64(id[:8], uint64(m.last)<<16|7<<12|uint64(m.seq))
	binary.BigEndian.PutUint64(id[8:], m.dice.Uint64()&(1<<62-1)|1<<63)
	return id
}

// deck gives the numbers below n in random order, all of them before any comes
// again.
type deck struct {
	cards []int
	used  int
}

func (k *deck) draw(d dice, n int) int {
	if len(k.cards) != n {
		k.cards = d.Perm(n)
		k.used = 0
	}
	if k.used == n {
		last := k.cards[n-1]
		d.Shuffle(n, func(i, j int) { k.cards[i], k.cards[j] = k.cards[j], k.cards[i] })
		if n > 1 && k.cards[0] == last {
			k.cards[0], k.cards[n-1] = k.cards[n-1], k.cards[0]
		}
		k.used = 0
	}
	k.used++
	return k.cards[k.used-1]
}
