package shared

import (
	"maps"
	"slices"
)

// Op is what a connection was asked for.
type Op string

// The calls of a [Log], and making the connection.
const (
	OpDial     Op = "dial"
	OpRead     Op = "read"
	OpLast     Op = "last"
	OpAppend   Op = "append"
	OpKeep     Op = "keep"
	OpTruncate Op = "truncate"
	OpProtect  Op = "protect"
	OpWatch    Op = "watch"
)

// Call is a call that reached, or did not reach, a [Memory].
type Call struct {
	Client   string
	Op       Op
	Stream   string
	Expected int64   // of an append
	Events   []Event // of an append
}

// Fault is what happens to a call.
type Fault int

// The faults.
const (
	// Fine lets the call through.
	Fine Fault = iota
	// Unreachable breaks the connection before the call: [ErrOffline].
	Unreachable
	// LoseRequest breaks it before an append was carried out, without the client
	// knowing: [ErrInDoubt].
	LoseRequest
	// LoseReply breaks it after an append was carried out: [ErrInDoubt].
	LoseReply
	// MoveHead refuses an append with [ErrHeadMoved], as a node does that knows
	// more than the one that was read from. To have others append in between,
	// let the function of OnCall do so.
	MoveHead
	// Deny refuses with [ErrDenied], and a connection with [ErrCredentials].
	Deny
	// TooBig refuses an append with [ErrTooLarge].
	TooBig
)

// OnCall has every call's fate decided by a function, which may use the server
// itself, through other connections. It is called by the goroutine of the call.
func (m *Memory) OnCall(fate func(Call) Fault) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault = fate
}

// Next gives the next append, by whatever client, a fault, and lets all after
// it through. Calls of other kinds pass.
func (m *Memory) Next(fault Fault) {
	m.OnCall(func(c Call) Fault {
		if c.Op != OpAppend {
			return Fine
		}
		m.OnCall(nil)
		return fault
	})
}

func (m *Memory) ask(call Call) Fault {
	m.mu.Lock()
	fate, offline := m.fault, m.offline[call.Client] || m.offline[Everyone]
	m.mu.Unlock()
	switch {
	case offline:
		return Unreachable
	case fate == nil:
		return Fine
	}
	return fate(call)
}

// Everyone stands for all clients.
const Everyone = "*"

// SetOffline takes a client's network away, or gives it back. Its connections
// break.
func (m *Memory) SetOffline(client string, offline bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.offline[client] = offline
	if offline {
		m.disconnect(client)
	}
}

// disconnect breaks connections. The server is locked.
func (m *Memory) disconnect(client string) {
	for l := range maps.Clone(m.open) {
		if client == Everyone || l.client == client {
			l.disconnect()
		}
	}
}

// Backup is what a server held at one time.
type Backup struct {
	streams map[string]*memoryStream
}

// Backup copies everything.
func (m *Memory) Backup() Backup {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Backup{cloned(m.streams)}
}

// Restore takes the server back to a backup. All connections break.
func (m *Memory) Restore(b Backup) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.streams = cloned(b.streams)
	m.disconnect(Everyone)
}

// Reset empties the server. All connections break.
func (m *Memory) Reset() { m.Restore(Backup{}) }

// Truncate takes the events of a stream from a revision on away, as a restored
// server lacks them. All connections break.
func (m *Memory) Truncate(stream string, from int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.streams[stream]; s != nil && from < int64(len(s.events)) {
		s.events = s.events[:from:from]
	}
	m.disconnect(Everyone)
}

// Alter changes an event that the server has, as a server does that lies.
func (m *Memory) Alter(stream string, revision int64, change func(*Event)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.streams[stream]
	s.events = slices.Clone(s.events)
	e := copied(s.events[revision])
	change(&e)
	s.events[revision] = e
}

// Streams names the streams that have events, in order.
func (m *Memory) Streams() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for name, s := range m.streams {
		if len(s.events) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// All returns every event of a stream that can be read.
func (m *Memory) All(stream string) []Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Event
	if s := m.streams[stream]; s != nil {
		for _, e := range s.visible() {
			all = append(all, copied(e))
		}
	}
	return all
}

// ACLOf returns the rights that a stream was given.
func (m *Memory) ACLOf(stream string) (ACL, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.streams[stream]
	if s == nil || s.acl == nil {
		return ACL{}, false
	}
	return *s.acl, true
}

// Connections counts the open connections of a client.
func (m *Memory) Connections(client string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for l := range m.open {
		if client == Everyone || l.client == client {
			n++
		}
	}
	return n
}

// cloned copies the streams. Events are never changed in place, so their bytes
// can be shared.
func cloned(streams map[string]*memoryStream) map[string]*memoryStream {
	out := make(map[string]*memoryStream, len(streams))
	for name, s := range streams {
		out[name] = &memoryStream{events: slices.Clone(s.events), keep: s.keep, from: s.from, acl: s.acl}
	}
	return out
}
