package kit

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// TestHeightsEqualTheSum compares the tree with plain summing after random
// changes.
func TestHeightsEqualTheSum(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for range 50 {
		count := 1 + random.IntN(2000)
		h := newHeights(count, 40)
		plain := make([]float64, count)
		for i := range plain {
			plain[i] = 40
		}
		for range random.IntN(500) {
			row, height := random.IntN(count), float64(20+random.IntN(200))
			h.set(row, height)
			plain[row] = height
		}
		var offset float64
		for row, height := range plain {
			if got := h.offset(row); math.Abs(got-offset) > 1e-6 {
				t.Fatalf("offset(%d of %d) = %v, want %v", row, count, got, offset)
			}
			if got, within := h.at(offset + height/2); got != row || math.Abs(within-height/2) > 1e-6 {
				t.Fatalf("at(middle of %d of %d) = %d, %v", row, count, got, within)
			}
			offset += height
		}
		if got := h.total(); math.Abs(got-offset) > 1e-6 {
			t.Fatalf("total = %v, want %v", got, offset)
		}
		if got, _ := h.at(offset + 1000); got != count-1 {
			t.Fatalf("past the end: row %d of %d", got, count)
		}
	}
}

func TestHeightsStayExactAtAMillion(t *testing.T) {
	h := newHeights(1_000_000, 52)
	h.set(3, 52.25)
	for _, row := range []int{999_999, 700_001} {
		if got, want := h.offset(row), float64(row)*52+0.25; got != want {
			t.Errorf("offset(%d) = %v, want %v", row, got, want)
		}
		if got, within := h.at(h.offset(row) + 0.5); got != row || within != 0.5 {
			t.Errorf("at row %d: %d and %v", row, got, within)
		}
	}
}
