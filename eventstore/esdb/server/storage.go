package server

import (
	"slices"
	"sync"
)

// record is one committed event. Its body, what the clients sent as data and
// metadata, lies in the storage and not with it, so that the index of a long
// ledger stays small.
type record struct {
	stream      string
	kind        string // the event's type
	contentType string
	id          [16]byte
	revision    int64 // number in its stream
	position    int64 // number in the whole server, from 1
	ticks       int64 // when it was committed: 100 ns since the Unix epoch
}

// body is what the server does not look into, except for metadata of streams.
type body struct {
	data, meta []byte
}

// storage keeps what was committed, in order. Everything else that the server
// knows follows from it.
type storage interface {
	// each visits all records in the order of their positions. Bodies are read
	// only where visit asks for them, and before it returns.
	each(visit func(r record, content func() body) error) error
	// commit adds records, all or none.
	commit(records []record, bodies []body) error
	body(position int64) (body, error)
	// forget removes bodies and records for good, as a scavenge does.
	forget(positions []int64) error
	// replace drops everything and puts these in its place.
	replace(records []record, bodies []body) error
	close() error
}

// memory is storage that ends with the process.
type memory struct {
	mu      sync.RWMutex
	records []record
	bodies  map[int64]body
}

func newMemory() *memory { return &memory{bodies: map[int64]body{}} }

func (m *memory) each(visit func(record, func() body) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, r := range m.records {
		if err := visit(r, func() body { return m.bodies[r.position] }); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) commit(records []record, bodies []body) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = append(m.records, records...)
	for i, r := range records {
		m.bodies[r.position] = bodies[i]
	}
	return nil
}

func (m *memory) body(position int64) (body, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	found, ok := m.bodies[position]
	if !ok {
		return body{}, errGone
	}
	return found, nil
}

func (m *memory) forget(positions []int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, position := range positions {
		delete(m.bodies, position)
	}
	m.records = slices.DeleteFunc(m.records, func(r record) bool {
		_, kept := m.bodies[r.position]
		return !kept
	})
	return nil
}

func (m *memory) replace(records []record, bodies []body) error {
	m.mu.Lock()
	m.records, m.bodies = nil, map[int64]body{}
	m.mu.Unlock()
	return m.commit(records, bodies)
}

func (m *memory) close() error { return nil }
