package shared

import (
	"fmt"

	"kontor/domain"
)

// Expect decides about an append to a stream as EventStoreDB does, for
// implementations that keep the events themselves. last is the stream's last
// revision ([None]: no events), idAt finds the event at a revision, if it is
// still there. done says that the append was carried out before.
func Expect(last, expected int64, events []Event, idAt func(int64) (domain.ID, bool)) (done bool, err error) {
	if err := Appendable(expected, events); err != nil {
		return false, err
	}
	switch {
	case expected > last:
		return false, fmt.Errorf("%w: expected revision %d, the last is %d", ErrHeadMoved, expected, last)
	case expected == last:
		return false, nil
	}
	for i, e := range events {
		if id, ok := idAt(expected + 1 + int64(i)); !ok || id != e.ID {
			return false, fmt.Errorf("%w: expected revision %d, the last is %d", ErrHeadMoved, expected, last)
		}
	}
	return true, nil
}

// Appendable refuses what no implementation takes: a caller's mistake, or
// [ErrTooLarge].
func Appendable(expected int64, events []Event) error {
	if expected < None || len(events) == 0 {
		return fmt.Errorf("append of %d events after revision %d", len(events), expected)
	}
	for i, e := range events {
		if e.ID == domain.None || e.Type == "" {
			return fmt.Errorf("event %d of the append has no id or no type", i)
		}
	}
	if size := SizeOf(events); size > TooMuch {
		return fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	return nil
}
