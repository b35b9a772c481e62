package shared

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kontor/domain"
)

// Memory is a shared ledger in memory, for tests: a server that any number of
// connections can be made to, and that can misbehave in every way a real one
// does (see [Memory.OnCall] and the methods beside it). It is safe for use by
// several goroutines; each of its connections is for one.
type Memory struct {
	// Now is the server's clock.
	Now func() time.Time

	mu      sync.Mutex
	streams map[string]*memoryStream
	open    map[*memoryLog]bool
	offline map[string]bool
	fault   func(Call) Fault
}

type memoryStream struct {
	events []Event // revision = index
	keep   int     // 0: all
	from   int     // what is before is hidden
	acl    *ACL
}

// NewMemory makes an empty server.
func NewMemory() *Memory {
	return &Memory{
		Now:     time.Now,
		streams: map[string]*memoryStream{},
		open:    map[*memoryLog]bool{},
		offline: map[string]bool{},
	}
}

// Dial connects as the client "".
func (m *Memory) Dial(ctx context.Context) (Log, error) { return m.DialerFor("")(ctx) }

// DialerFor gives the dialer of one client. The name tells clients apart where
// faults are made.
func (m *Memory) DialerFor(name string) Dialer {
	return func(ctx context.Context) (Log, error) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrOffline, err)
		}
		l := &memoryLog{server: m, client: name, watches: map[*watch]bool{}}
		switch m.ask(Call{Client: name, Op: OpDial}) {
		case Fine:
		case Deny:
			return nil, ErrCredentials
		default:
			return nil, ErrOffline
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.open[l] = true
		return l, nil
	}
}

// visible returns the events that may still be read.
func (s *memoryStream) visible() []Event {
	first := min(s.from, len(s.events))
	if s.keep > 0 {
		first = max(first, len(s.events)-s.keep)
	}
	return s.events[first:]
}

func (m *Memory) stream(name string) *memoryStream {
	s := m.streams[name]
	if s == nil {
		s = &memoryStream{}
		m.streams[name] = s
	}
	return s
}

// append is the server's side of an append.
func (m *Memory) append(stream string, expected int64, events []Event) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.streams[stream]
	if s == nil {
		s = &memoryStream{}
	}
	done, err := Expect(int64(len(s.events))-1, expected, events, func(at int64) (domain.ID, bool) {
		if at >= int64(len(s.events)) {
			return domain.None, false
		}
		return s.events[at].ID, true
	})
	if done || err != nil {
		return expected + int64(len(events)), err
	}
	created := m.Now()
	for i, e := range events {
		e = copied(e)
		e.Revision, e.Created = expected+1+int64(i), created
		s.events = append(s.events, e)
	}
	m.streams[stream] = s
	for l := range m.open {
		l.ring(stream, int64(len(s.events))-1)
	}
	return int64(len(s.events)) - 1, nil
}

func copied(e Event) Event {
	e.Data, e.Meta = slices.Clone(e.Data), slices.Clone(e.Meta)
	return e
}

// memoryLog is one connection.
type memoryLog struct {
	server *Memory
	client string
	busy   atomic.Bool

	// Guarded by server.mu.
	broken  bool
	watches map[*watch]bool
}

type watch struct {
	stream string
	after  int64
	bell   chan struct{}
}

// enter finds out what shall happen to a call, and that connections are used as
// they may be.
func (l *memoryLog) enter(ctx context.Context, call Call) (Fault, func()) {
	if !l.busy.CompareAndSwap(false, true) {
		panic("shared: two goroutines use one connection at once")
	}
	leave := func() { l.busy.Store(false) }
	call.Client = l.client
	fault := Unreachable
	if ctx.Err() == nil && !l.isBroken() {
		fault = l.server.ask(call)
	}
	if fault == Unreachable || l.isBroken() {
		l.breakOff()
		return Unreachable, leave
	}
	return fault, leave
}

func (l *memoryLog) isBroken() bool {
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	return l.broken
}

func (l *memoryLog) Read(ctx context.Context, stream string, from int64, limit int) ([]Event, error) {
	fault, leave := l.enter(ctx, Call{Op: OpRead, Stream: stream})
	defer leave()
	if err := l.simple(fault); err != nil {
		return nil, err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	s := l.server.streams[stream]
	if s == nil || len(s.events) == 0 {
		return nil, ErrNotFound
	}
	var page []Event
	for _, e := range s.visible() {
		if e.Revision >= from && len(page) < limit {
			page = append(page, copied(e))
		}
	}
	return page, nil
}

func (l *memoryLog) Last(ctx context.Context, stream string) (Event, error) {
	fault, leave := l.enter(ctx, Call{Op: OpLast, Stream: stream})
	defer leave()
	if err := l.simple(fault); err != nil {
		return Event{}, err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	s := l.server.streams[stream]
	if s == nil || len(s.events) == 0 {
		return Event{}, ErrNotFound
	}
	return copied(s.events[len(s.events)-1]), nil
}

func (l *memoryLog) Append(ctx context.Context, stream string, expected int64, events []Event) (int64, error) {
	fault, leave := l.enter(ctx, Call{Op: OpAppend, Stream: stream, Expected: expected, Events: events})
	defer leave()
	switch fault {
	case LoseRequest:
		l.breakOff()
		return 0, ErrInDoubt
	case LoseReply:
		_, _ = l.server.append(stream, expected, events) // nobody learns of it
		l.breakOff()
		return 0, ErrInDoubt
	case MoveHead:
		return 0, ErrHeadMoved
	case TooBig:
		return 0, ErrTooLarge
	}
	if err := l.simple(fault); err != nil {
		return 0, err
	}
	return l.server.append(stream, expected, events)
}

func (l *memoryLog) Keep(ctx context.Context, stream string, count int) error {
	fault, leave := l.enter(ctx, Call{Op: OpKeep, Stream: stream})
	defer leave()
	if err := l.simple(fault); err != nil {
		return err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	l.server.stream(stream).keep = count
	return nil
}

func (l *memoryLog) Truncate(ctx context.Context, stream string, before int64) error {
	fault, leave := l.enter(ctx, Call{Op: OpTruncate, Stream: stream})
	defer leave()
	if err := l.simple(fault); err != nil {
		return err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	l.server.stream(stream).from = int(before)
	return nil
}

// Protect notes the rights; see [Memory.ACLOf].
func (l *memoryLog) Protect(ctx context.Context, stream string, acl ACL) error {
	fault, leave := l.enter(ctx, Call{Op: OpProtect, Stream: stream})
	defer leave()
	if err := l.simple(fault); err != nil {
		return err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	l.server.stream(stream).acl = &ACL{Read: slices.Clone(acl.Read), Write: slices.Clone(acl.Write), Described: acl.Described}
	return nil
}

func (l *memoryLog) Watch(ctx context.Context, stream string, after int64) (<-chan struct{}, error) {
	fault, leave := l.enter(ctx, Call{Op: OpWatch, Stream: stream})
	defer leave()
	if err := l.simple(fault); err != nil {
		return nil, err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	if l.broken {
		return nil, ErrOffline
	}
	w := &watch{stream: stream, after: after, bell: make(chan struct{}, 1)}
	l.watches[w] = true
	if s := l.server.streams[stream]; s != nil {
		l.ring(stream, int64(len(s.events))-1)
	}
	context.AfterFunc(ctx, func() {
		l.server.mu.Lock()
		defer l.server.mu.Unlock()
		l.end(w)
	})
	return w.bell, nil
}

// ring rings the bells of a stream. The server is locked.
func (l *memoryLog) ring(stream string, last int64) {
	for w := range l.watches {
		if w.stream == stream && last > w.after {
			w.after = last
			select {
			case w.bell <- struct{}{}:
			default: // it rings already
			}
		}
	}
}

// end ends a watch. The server is locked.
func (l *memoryLog) end(w *watch) {
	if l.watches[w] {
		delete(l.watches, w)
		close(w.bell)
	}
}

// simple turns the faults that every call can have into errors. Faults that
// only an append can have break the connection of another call.
func (l *memoryLog) simple(fault Fault) error {
	switch fault {
	case Fine:
		return nil
	case Deny:
		return ErrDenied
	default:
		l.breakOff()
		return ErrOffline
	}
}

func (l *memoryLog) breakOff() {
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	l.disconnect()
}

// disconnect ends the connection. The server is locked.
func (l *memoryLog) disconnect() {
	l.broken = true
	delete(l.server.open, l)
	for w := range maps.Clone(l.watches) {
		l.end(w)
	}
}

func (l *memoryLog) Close() error {
	l.breakOff()
	return nil
}
