package server

import (
	"math"
	"sort"
	"strings"
	"time"
)

// ticksPerSecond is the resolution of the server's times: 100 ns.
const ticksPerSecond = int64(time.Second / 100)

type streamState int

const (
	present streamState = iota
	missing             // never written, or soft-deleted
	ended               // tombstoned
)

// state says whether a stream can be read.
func (d *database) state(name string) streamState {
	owner := strings.TrimPrefix(name, "$$")
	switch {
	case d.tombstoned(name) || d.tombstoned(owner):
		return ended
	case d.streams[name].last() < 0 || d.softDeleted(name):
		return missing
	}
	return present
}

// visibleFrom is the first revision that reads show.
func (d *database) visibleFrom(name string, ticks int64) int64 {
	s := d.streams[name]
	if s == nil {
		return 0
	}
	limits := s.settings
	if strings.HasPrefix(name, "$$") {
		one := int64(1)
		limits = settings{MaxCount: &one} // metadata streams keep their newest event
	}
	first := limits.truncateBefore()
	if limits.MaxCount != nil {
		first = max(first, s.last()-*limits.MaxCount+1)
	}
	if limits.MaxAge != nil {
		oldest := ticks - *limits.MaxAge*ticksPerSecond
		for i := s.search(first); i < len(s.records) && s.records[i].ticks < oldest; i++ {
			first = s.records[i].revision + 1
		}
	}
	return first
}

// view is how much of the database a read shows.
type view struct {
	ticks   int64 // the time; old events may be hidden
	horizon int64 // the highest position
}

// forwards lists at most limit records of a stream from the revision on.
func (d *database) forwards(name string, from int64, limit int, v view) ([]*record, streamState) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s, shown, state := d.shown(name, v)
	if state != present {
		return nil, state
	}
	start := min(shown, s.search(max(from, d.visibleFrom(name, v.ticks))))
	end := min(shown, start+limit)
	return s.records[start:end:end], present
}

// shown is the stream, how many of its records lie below the horizon, and
// whether it can be read.
func (d *database) shown(name string, v view) (*stream, int, streamState) {
	state := d.state(name)
	if state != present {
		return nil, 0, state
	}
	s := d.streams[name]
	count := below(s.records, v.horizon)
	if count == 0 {
		return nil, 0, missing
	}
	return s, count, present
}

// backwards lists at most limit records of a stream from the revision down.
func (d *database) backwards(name string, from int64, limit int, v view) ([]*record, streamState) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s, upper, state := d.shown(name, v)
	if state != present {
		return nil, state
	}
	first := d.visibleFrom(name, v.ticks)
	var found []*record
	if from < math.MaxInt64 {
		upper = min(upper, s.search(from+1))
	}
	for i := upper - 1; i >= 0 && len(found) < limit && s.records[i].revision >= first; i-- {
		found = append(found, s.records[i])
	}
	return found, present
}

// end is the revision of the newest event of a stream, -1 without events.
func (d *database) end(name string) int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.streams[name].last()
}

// allForwards lists records of all streams from the position on.
func (d *database) allForwards(from int64, limit int, v view) []*record {
	d.mu.RLock()
	defer d.mu.RUnlock()
	upper := below(d.all, v.horizon)
	start := min(upper, below(d.all, from-1))
	end := min(upper, start+limit)
	return d.all[start:end:end]
}

// allBackwards lists records of all streams below the position, newest first.
func (d *database) allBackwards(position int64, limit int, v view) []*record {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var found []*record
	upper := min(below(d.all, position-1), below(d.all, v.horizon))
	for i := upper - 1; i >= 0 && len(found) < limit; i-- {
		found = append(found, d.all[i])
	}
	return found
}

// below counts the records up to the position; they are in its order.
func below(records []*record, position int64) int {
	return sort.Search(len(records), func(i int) bool { return records[i].position > position })
}

// position is the highest that was given so far.
func (d *database) position() int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.last
}
