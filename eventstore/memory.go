package eventstore

import (
	"context"
	"iter"
	"slices"
	"sync"

	"kontor/domain"
)

// Memory is a store in memory, for tests and for trying things out.
type Memory struct {
	workspace domain.ID

	mu       sync.Mutex
	records  []Record
	journal  []Command
	erasures []Erasure
	versions map[domain.ID]int
	events   map[domain.ID]int // index in records
	commands map[domain.ID]int // index in journal
	closed   bool
}

// NewMemory returns an empty store of a workspace.
func NewMemory(workspace domain.ID) *Memory {
	return &Memory{
		workspace: workspace, versions: map[domain.ID]int{},
		events: map[domain.ID]int{}, commands: map[domain.ID]int{},
	}
}

// Append implements [Store].
func (m *Memory) Append(ctx context.Context, commits []Commit) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	if known, err := m.recall(commits); known || err != nil {
		return err
	}
	for _, c := range commits {
		if c.Settles != nil {
			return ErrNotFound
		}
		if c.Command != nil {
			if _, there := m.commands[c.Command.ID]; there {
				return ErrCommandKnown
			}
		}
	}
	before := [...]int{len(m.records), len(m.journal), len(m.erasures)}
	if err := m.appendAll(commits); err != nil {
		m.cut(before)
		return err
	}
	return nil
}

// recall fills in the positions of events that are there already. It reports
// whether all of them are; some are ErrPartlyKnown.
func (m *Memory) recall(commits []Commit) (bool, error) {
	found, total, last := 0, 0, -1
	for i := range commits {
		for j := range commits[i].Records {
			total++
			r := &commits[i].Records[j]
			index, there := m.events[r.EventID]
			if !there {
				continue
			}
			stored := &m.records[index]
			if stored.Stream != r.Stream || index <= last {
				return false, ErrPartlyKnown
			}
			r.Position, r.Version, r.Hash = stored.Position, stored.Version, stored.Hash
			last = index
			found++
		}
	}
	switch {
	case found == 0:
		return false, nil
	case found < total:
		return false, ErrPartlyKnown
	}
	for _, c := range commits {
		if c.Command == nil {
			continue
		}
		if index, there := m.commands[c.Command.ID]; there {
			stored := &m.journal[index]
			c.Command.Seq, c.Command.First, c.Command.Last = stored.Seq, stored.First, stored.Last
		}
	}
	return true, nil
}

func (m *Memory) appendAll(commits []Commit) error {
	for _, c := range commits {
		for _, e := range c.Expected {
			if actual := m.versions[e.Stream.ID]; actual != e.Version {
				return &ConflictError{Stream: e.Stream, Expected: e.Version, Actual: actual}
			}
		}
		first := int64(len(m.records)) + 1
		for i := range c.Records {
			if err := m.appendRecord(&c.Records[i]); err != nil {
				return err
			}
		}
		if c.Command != nil {
			c.Command.First, c.Command.Last = 0, 0
			if len(c.Records) > 0 {
				c.Command.First, c.Command.Last = first, int64(len(m.records))
			}
			if err := m.appendCommand(c.Command); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Memory) appendRecord(r *Record) (err error) {
	if _, there := m.events[r.EventID]; there {
		return ErrPartlyKnown // twice in one append
	}
	head := m.head()
	r.Position, r.Version = head.Position+1, m.versions[r.Stream]+1
	if r.Hash, err = new(chain).next(head.Hash, r); err != nil {
		return err
	}
	stored := *r
	stored.Skeleton, stored.Sealed = slices.Clone(r.Skeleton), slices.Clone(r.Sealed)
	m.events[r.EventID] = len(m.records)
	m.records = append(m.records, stored)
	m.versions[r.Stream] = r.Version
	if erases(r.Type) {
		m.noteErasure(Erasure{Subject: r.Stream, Event: r.EventID})
	}
	return nil
}

func (m *Memory) appendCommand(c *Command) error {
	if _, there := m.commands[c.ID]; there {
		return ErrCommandKnown // twice in one append
	}
	for _, t := range c.Touches {
		if _, err := codeOf(t.Kind); err != nil {
			return err
		}
	}
	c.Seq = int64(len(m.journal)) + 1
	stored := *c
	stored.Touches, stored.Undoes = slices.Clone(c.Touches), slices.Clone(c.Undoes)
	stored.ArgsSealed = slices.Clone(c.ArgsSealed)
	m.commands[c.ID] = len(m.journal)
	m.journal = append(m.journal, stored)
	for _, undone := range c.Undoes {
		if index, there := m.commands[undone]; there {
			m.journal[index].UndoneBy = c.ID
		}
	}
	return nil
}

// cut takes back a failed append.
func (m *Memory) cut(before [3]int) {
	m.records, m.journal, m.erasures = m.records[:before[0]], m.journal[:before[1]], m.erasures[:before[2]]
	clear(m.versions)
	clear(m.events)
	for i := range m.records {
		m.versions[m.records[i].Stream] = m.records[i].Version
		m.events[m.records[i].EventID] = i
	}
	clear(m.commands)
	for i := range m.journal {
		m.commands[m.journal[i].ID] = i
		m.journal[i].UndoneBy = domain.None
	}
	for i := range m.journal {
		for _, undone := range m.journal[i].Undoes {
			if index, there := m.commands[undone]; there {
				m.journal[index].UndoneBy = m.journal[i].ID
			}
		}
	}
}

func (m *Memory) head() Head {
	if len(m.records) == 0 {
		return Head{Hash: Genesis(m.workspace)}
	}
	last := &m.records[len(m.records)-1]
	return Head{Position: last.Position, Hash: last.Hash}
}

// ReadAll implements [Store].
func (m *Memory) ReadAll(ctx context.Context, after int64) iter.Seq2[*Record, error] {
	return m.each(ctx, max(0, after), func(*Record) bool { return true })
}

// ReadStream implements [Store].
func (m *Memory) ReadStream(ctx context.Context, stream domain.ID, after int) iter.Seq2[*Record, error] {
	return m.each(ctx, 0, func(r *Record) bool { return r.Stream == stream && r.Version > after })
}

func (m *Memory) each(ctx context.Context, from int64, wanted func(*Record) bool) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for position := from; ; position++ {
			m.mu.Lock()
			there := position < int64(len(m.records))
			var r Record
			if there {
				r = m.records[position]
			}
			m.mu.Unlock()
			if !there {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(&Record{Position: r.Position}, err)
				return
			}
			if wanted(&r) && !yield(&r, nil) {
				return
			}
		}
	}
}

// ReadByCommand implements [Store].
func (m *Memory) ReadByCommand(ctx context.Context, command domain.ID) ([]Record, error) {
	var found []Record
	for r, err := range m.each(ctx, 0, func(r *Record) bool { return r.Command == command }) {
		if err != nil {
			return nil, err
		}
		found = append(found, *r)
	}
	return found, nil
}

// Find implements [Store].
func (m *Memory) Find(_ context.Context, event domain.ID) (Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if index, there := m.events[event]; there {
		return m.records[index], nil
	}
	return Record{}, ErrNotFound
}

// At implements [Store].
func (m *Memory) At(_ context.Context, position int64) (Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if position < 1 || position > int64(len(m.records)) {
		return Record{}, ErrNotFound
	}
	return m.records[position-1], nil
}

// Head implements [Store].
func (m *Memory) Head(context.Context) (Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return Head{}, ErrClosed
	}
	return m.head(), nil
}

// Version implements [Store].
func (m *Memory) Version(_ context.Context, stream domain.ID) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.versions[stream], nil
}

// StreamKey implements [Store].
func (m *Memory) StreamKey(ctx context.Context, stream domain.ID) (KeyRef, error) {
	for r, err := range m.ReadStream(ctx, stream, 0) {
		if err != nil || !r.Key.IsZero() {
			return r.Key, err
		}
	}
	return KeyRef{}, nil
}

// Commands implements [Store].
func (m *Memory) Commands(_ context.Context, query CommandQuery) ([]Command, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	limit := query.Limit
	if limit <= 0 {
		limit = 100
	}
	var found []Command
	for _, c := range slices.Backward(m.journal) {
		if (query.Actor == domain.None || query.Actor == c.Actor) &&
			(query.Device == domain.None || query.Device == c.Device) &&
			(query.State == "" || query.State == c.State) &&
			(query.Before <= 0 || c.Seq < query.Before) && len(found) < limit {
			found = append(found, c)
		}
	}
	return found, nil
}

// Command implements [Store].
func (m *Memory) Command(_ context.Context, id domain.ID) (Command, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if index, there := m.commands[id]; there {
		return m.journal[index], nil
	}
	return Command{}, ErrNotFound
}

// Erasures implements [Store].
func (m *Memory) Erasures(context.Context) ([]Erasure, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.erasures), nil
}

// NoteErasures implements [Store].
func (m *Memory) NoteErasures(_ context.Context, erasures []Erasure) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range erasures {
		m.noteErasure(Erasure{Subject: e.Subject, Event: e.Event})
	}
	return nil
}

func (m *Memory) noteErasure(erasure Erasure) {
	if !slices.ContainsFunc(m.erasures, func(e Erasure) bool { return e.Subject == erasure.Subject }) {
		m.erasures = append(m.erasures, erasure)
	}
}

// Keys implements [Store].
func (m *Memory) Keys(_ context.Context, streams []domain.ID) ([]KeyRef, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var keys []KeyRef
	add := func(key KeyRef) {
		if !key.IsZero() && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for i := range m.records {
		if slices.Contains(streams, m.records[i].Stream) {
			add(m.records[i].Key)
		}
	}
	for i := range m.journal {
		if m.journal[i].touches(streams) {
			add(m.journal[i].ArgsKey)
		}
	}
	return keys, nil
}

func (c *Command) touches(streams []domain.ID) bool {
	return slices.ContainsFunc(c.Touches, func(s domain.Stream) bool { return slices.Contains(streams, s.ID) })
}

// Blank implements [Store].
func (m *Memory) Blank(_ context.Context, streams []domain.ID) (Blanked, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var blanked Blanked
	for _, stream := range streams {
		for i := range m.records {
			if r := &m.records[i]; r.Stream == stream && r.Sealed != nil {
				r.Sealed = nil
				blanked.Events++
			}
		}
		m.noteErasure(Erasure{Subject: stream})
		for i := range m.erasures {
			if m.erasures[i].Subject == stream {
				m.erasures[i].Done = true
			}
		}
	}
	for i := range m.journal {
		if c := &m.journal[i]; c.ArgsSealed != nil && c.touches(streams) {
			c.ArgsSealed = nil
			blanked.Commands++
		}
	}
	return blanked, nil
}

// Close implements [Store].
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

var (
	_ Store = (*Memory)(nil)
	_ Store = (*SQLite)(nil)
)
