package eventstore

import (
	"errors"
	"testing"

	"kontor/domain"
)

func TestReadingAheadKeepsOrderAndEndsWithTheLoop(t *testing.T) {
	broken := errors.New("broken")
	for _, length := range []int64{0, 1, 2, 3, 255, 256, 1000} {
		for _, leaveAt := range []int64{1, 2, 3, 200, 256, 2000} {
			ended := false
			source := func(yield func(domain.Recorded, error) bool) {
				defer func() { ended = true }()
				for position := int64(1); position <= length; position++ {
					var err error
					if position%7 == 0 {
						err = broken
					}
					if !yield(domain.Recorded{Meta: domain.Meta{Position: position}}, err) {
						return
					}
				}
			}
			last := int64(0)
			for e, err := range readAhead(source) {
				if e.Position != last+1 || (err != nil) != (e.Position%7 == 0) {
					t.Fatalf("position %d after %d, %v", e.Position, last, err)
				}
				if last = e.Position; last == leaveAt {
					break
				}
			}
			if want := min(length, leaveAt); last != want || !ended {
				t.Errorf("%d events, leaving at %d: read %d, source ended: %v", length, leaveAt, last, ended)
			}
		}
	}
}
