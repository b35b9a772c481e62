package server

import (
	"errors"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// What an append or a deletion may expect instead of a revision.
const (
	expectNoStream int64 = -1
	expectAny      int64 = -2
	expectExists   int64 = -4
)

const (
	typeMetadata  = "$metadata"
	typeTombstone = "$streamDeleted"
	contentJSON   = "application/json"

	// tombstoneRevision is the number of the event that ends a stream for good.
	tombstoneRevision int64 = math.MaxInt64
)

// errGone means that a scavenge or a restored backup took an event away while
// somebody read it.
var errGone = errors.New("server: the event is no longer there")

// database keeps the streams and decides about appends. It holds the rules;
// storage only keeps.
type database struct {
	mu      sync.RWMutex
	storage storage
	streams map[string]*stream
	all     []*record
	recent  *recentCommits
	last    int64         // the highest position given so far
	changed chan struct{} // closed with the next commit
}

type stream struct {
	records    []*record // by revision; without gaps unless scavenged
	tombstoned bool
	settings   settings // from the newest event of the metadata stream
}

// last is the revision of the newest event, -1 without events.
func (s *stream) last() int64 {
	if s == nil || len(s.records) == 0 {
		return -1
	}
	return s.records[len(s.records)-1].revision
}

// at finds the record of the revision, if it is still there.
func (s *stream) at(revision int64) *record {
	i := s.search(revision)
	if i < len(s.records) && s.records[i].revision == revision {
		return s.records[i]
	}
	return nil
}

// search is the index of the first record from the revision on.
func (s *stream) search(revision int64) int {
	return sort.Search(len(s.records), func(i int) bool { return s.records[i].revision >= revision })
}

func openDatabase(from storage) (*database, error) {
	d := &database{storage: from, changed: make(chan struct{})}
	return d, d.load()
}

func (d *database) load() error {
	d.streams, d.all, d.recent = map[string]*stream{}, nil, newRecentCommits()
	return d.storage.each(func(r record, content func() body) error {
		var b body
		if strings.HasPrefix(r.stream, "$$") {
			b = content()
		}
		d.index(&r, b)
		return nil
	})
}

// index takes up a record that is in the storage. It looks into the bodies of
// metadata streams only.
func (d *database) index(r *record, b body) {
	s := d.grow(r.stream)
	if r.revision == tombstoneRevision {
		s.tombstoned = true
	} else {
		s.records = append(s.records, r)
	}
	if owner, is := strings.CutPrefix(r.stream, "$$"); is {
		d.grow(owner).settings = readSettings(b.data)
	}
	d.all = append(d.all, r)
	d.recent.note(r)
	d.last = max(d.last, r.position)
}

func (d *database) grow(name string) *stream {
	s := d.streams[name]
	if s == nil {
		s = &stream{}
		d.streams[name] = s
	}
	return s
}

// proposal is an event that a client wants to have appended.
type proposal struct {
	id          [16]byte
	kind        string
	contentType string
	body        body
}

type verdict int

const (
	accepted verdict = iota
	repeated         // was appended before; nothing happened
	moved            // the stream is not where the client expects it
	deleted          // the stream was deleted
)

// outcome is what became of an append or a deletion.
type outcome struct {
	verdict  verdict
	revision int64 // of the last event appended; where moved, of the stream
	position int64 // 0: none
	added    int
}

// append adds the proposals, or says why not.
func (d *database) append(name string, expected int64, proposals []proposal, ticks int64) (outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	result := d.check(name, expected, proposals)
	if result.verdict != accepted {
		return result, nil
	}
	work := d.begin(ticks)
	d.revive(work, name)
	for _, p := range proposals {
		work.add(name, p)
	}
	if owner, is := strings.CutPrefix(name, "$$"); is && d.softDeleted(owner) {
		work.add(name, d.truncated(proposals[len(proposals)-1].body.data, d.streams[owner].last()+1))
	}
	if err := d.carryOut(work); err != nil {
		return outcome{}, err
	}
	result.revision, result.added = d.streams[name].last(), len(proposals)
	result.position = work.position()
	return result, nil
}

// check applies the server's rules of expected revisions and of repeated
// appends. Only ids are compared, never contents.
func (d *database) check(name string, expected int64, proposals []proposal) outcome {
	s := d.streams[name]
	current := s.last()
	if owner, is := strings.CutPrefix(name, "$$"); d.tombstoned(name) || is && d.tombstoned(owner) {
		return outcome{verdict: deleted, revision: current}
	}
	if expected == expectExists {
		if d.softDeleted(name) {
			return outcome{verdict: deleted, revision: current}
		}
		if current < 0 && d.streams["$$"+name].last() < 0 {
			return outcome{verdict: moved, revision: current}
		}
	}
	switch {
	case expected == expectAny || expected == expectExists:
		return d.checkRecent(name, current, proposals)
	case expected > current:
		return outcome{verdict: moved, revision: current}
	case expected < current:
		return d.checkEarlier(name, expected, current, proposals)
	}
	return outcome{verdict: accepted, revision: current}
}

// checkRecent recognises a repeated append without an expected revision, as far
// as the memory of recent commits reaches.
func (d *database) checkRecent(name string, current int64, proposals []proposal) outcome {
	result := outcome{verdict: accepted, revision: current}
	for i, p := range proposals {
		known := d.recent.find(p.id)
		switch {
		case known != nil && known.stream == name:
			result = outcome{verdict: repeated, revision: known.revision, position: known.position}
		case i == 0:
			return outcome{verdict: accepted, revision: current}
		default:
			return outcome{verdict: moved, revision: current}
		}
	}
	return result
}

// checkEarlier recognises a repeated append by the ids that follow the expected
// revision.
func (d *database) checkEarlier(name string, expected, current int64, proposals []proposal) outcome {
	result := outcome{verdict: moved, revision: current}
	for i, p := range proposals {
		there := d.streams[name].at(expected + 1 + int64(i))
		if there == nil || there.id != p.id {
			if i == 0 && expected == expectNoStream && d.softDeleted(name) {
				return outcome{verdict: accepted, revision: current}
			}
			return outcome{verdict: moved, revision: current}
		}
		result = outcome{verdict: repeated, revision: there.revision, position: there.position}
	}
	return result
}

// delete hides all events of the stream; it can be written again and goes on
// counting.
func (d *database) delete(name string, expected, ticks int64) (outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	result := d.check(name, expected, nil)
	if result.verdict != accepted {
		return result, nil
	}
	work := d.begin(ticks)
	raw, err := d.rawSettings(name)
	if err != nil {
		return outcome{}, err
	}
	work.add("$$"+name, d.truncated(raw, tombstoneRevision))
	if err := d.carryOut(work); err != nil {
		return outcome{}, err
	}
	result.position = work.position()
	return result, nil
}

// tombstone ends the stream for good; its name is lost.
func (d *database) tombstone(name string, expected, ticks int64) (outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	result := d.check(name, expected, nil)
	if result.verdict != accepted {
		return result, nil
	}
	work := d.begin(ticks)
	work.add(name, proposal{id: uuid.New(), kind: typeTombstone, contentType: "application/octet-stream"})
	work.records[0].revision = tombstoneRevision
	if err := d.carryOut(work); err != nil {
		return outcome{}, err
	}
	result.position = work.position()
	return result, nil
}

// transaction collects records that are committed together.
type transaction struct {
	d       *database
	ticks   int64
	records []record
	bodies  []body
	next    map[string]int64
}

func (d *database) begin(ticks int64) *transaction {
	return &transaction{d: d, ticks: ticks, next: map[string]int64{}}
}

func (t *transaction) add(name string, p proposal) {
	next, known := t.next[name]
	if !known {
		next = t.d.streams[name].last() + 1
	}
	t.next[name] = next + 1
	t.records = append(t.records, record{
		stream: name, kind: p.kind, contentType: p.contentType, id: p.id,
		revision: next, position: t.d.last + 1 + int64(len(t.records)), ticks: t.ticks,
	})
	t.bodies = append(t.bodies, p.body)
}

func (t *transaction) position() int64 {
	if len(t.records) == 0 {
		return 0
	}
	return t.records[len(t.records)-1].position
}

// carryOut commits the transaction and wakes who waits for events.
func (d *database) carryOut(t *transaction) error {
	if len(t.records) == 0 {
		return nil
	}
	if err := d.storage.commit(t.records, t.bodies); err != nil {
		return err
	}
	for i := range t.records {
		d.index(&t.records[i], t.bodies[i])
	}
	close(d.changed)
	d.changed = make(chan struct{})
	return nil
}

// wake lets everybody who waits for events look again.
func (d *database) wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.changed)
	d.changed = make(chan struct{})
}

// revive prepares a soft-deleted stream for new events: it goes on counting,
// and the old events stay hidden.
func (d *database) revive(t *transaction, name string) {
	if !d.softDeleted(name) {
		return
	}
	raw, err := d.rawSettings(name)
	if err != nil {
		raw = nil // scavenged meanwhile: only the truncation is known
	}
	t.add("$$"+name, d.truncated(raw, d.streams[name].last()+1))
}

// truncated is the settings event that hides everything below the revision and
// keeps what else is set.
func (d *database) truncated(raw []byte, before int64) proposal {
	return proposal{
		id: uuid.New(), kind: typeMetadata, contentType: contentJSON,
		body: body{data: withTruncation(raw, before)},
	}
}

func (d *database) rawSettings(name string) ([]byte, error) {
	s := d.streams["$$"+name]
	if s.last() < 0 {
		return nil, nil
	}
	b, err := d.storage.body(s.records[len(s.records)-1].position)
	return b.data, err
}

func (d *database) tombstoned(name string) bool {
	s := d.streams[name]
	return s != nil && s.tombstoned
}

func (d *database) softDeleted(name string) bool {
	s := d.streams[name]
	return s != nil && s.settings.truncateBefore() == tombstoneRevision
}

// settingsOf is what the metadata stream says about a stream.
func (d *database) settingsOf(name string) settings {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if s := d.streams[name]; s != nil {
		return s.settings
	}
	return settings{}
}

// wait gives a channel that is closed with the next commit. Ask for it before
// reading, so that nothing is missed.
func (d *database) wait() <-chan struct{} {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.changed
}

// scavenge removes for good what reads no longer show, except the last event of
// a stream, and reports how many events went.
func (d *database) scavenge(ticks int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var positions []int64
	gone := map[*record]bool{}
	for name, s := range d.streams {
		first := d.visibleFrom(name, ticks)
		for _, r := range s.records {
			if (r.revision < first || s.tombstoned) && r.revision != s.last() {
				gone[r] = true
				positions = append(positions, r.position)
			}
		}
	}
	if err := d.storage.forget(positions); err != nil {
		return 0, err
	}
	swept := func(r *record) bool { return gone[r] }
	for _, s := range d.streams {
		s.records = slices.DeleteFunc(slices.Clone(s.records), swept)
	}
	d.all = slices.DeleteFunc(slices.Clone(d.all), swept)
	return len(positions), nil
}
