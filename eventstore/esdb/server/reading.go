package server

import (
	"math"
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

// forwards lists at most limit records of a stream from the revision on.
func (d *database) forwards(name string, from int64, limit int, ticks int64) ([]*record, streamState) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	state := d.state(name)
	if state != present {
		return nil, state
	}
	s := d.streams[name]
	start := s.search(max(from, d.visibleFrom(name, ticks)))
	end := min(len(s.records), start+limit)
	return s.records[start:end:end], present
}

// backwards lists at most limit records of a stream from the revision down.
func (d *database) backwards(name string, from int64, limit int, ticks int64) ([]*record, streamState) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	state := d.state(name)
	if state != present {
		return nil, state
	}
	s := d.streams[name]
	first := d.visibleFrom(name, ticks)
	var found []*record
	upper := len(s.records)
	if from < math.MaxInt64 {
		upper = s.search(from + 1)
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
func (d *database) allForwards(from int64, limit int) []*record {
	d.mu.RLock()
	defer d.mu.RUnlock()
	start := d.searchAll(from)
	end := min(len(d.all), start+limit)
	return d.all[start:end:end]
}

// allBackwards lists records of all streams below the position, newest first.
func (d *database) allBackwards(below int64, limit int) []*record {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var found []*record
	for i := d.searchAll(below) - 1; i >= 0 && len(found) < limit; i-- {
		found = append(found, d.all[i])
	}
	return found
}

// searchAll is the index of the first record from the position on.
func (d *database) searchAll(position int64) int {
	low, high := 0, len(d.all)
	for low < high {
		middle := (low + high) / 2
		if d.all[middle].position < position {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// position is the highest that was given so far.
func (d *database) position() int64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.last
}
