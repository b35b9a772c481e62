package workspace

import (
	"sync"

	"kontor/domain"
)

// Changed says what the ledger gained. Views that show one of the records load
// again; their answer then includes everything up to Position.
type Changed struct {
	Position int64
	Streams  []domain.Stream // the records concerned; none means "anything"
}

// Touches reports whether the change concerns a record.
func (c Changed) Touches(s domain.Stream) bool {
	if len(c.Streams) == 0 {
		return true
	}
	for _, t := range c.Streams {
		if t == s {
			return true
		}
	}
	return false
}

// Kinds reports whether the change concerns a record of one of the kinds.
func (c Changed) Kinds(kinds ...domain.Kind) bool {
	if len(c.Streams) == 0 {
		return true
	}
	for _, t := range c.Streams {
		for _, k := range kinds {
			if t.Kind == k {
				return true
			}
		}
	}
	return false
}

// listeners calls whoever wants to know of changes, in the order in which they
// asked.
type listeners struct {
	mu   sync.Mutex
	next int
	list []listener
}

type listener struct {
	id int
	f  func(Changed)
}

func (l *listeners) add(f func(Changed)) (remove func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := l.next
	l.next++
	l.list = append(l.list, listener{id, f})
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		for i := range l.list {
			if l.list[i].id == id {
				l.list = append(l.list[:i:i], l.list[i+1:]...)
				return
			}
		}
	}
}

func (l *listeners) tell(c Changed) {
	l.mu.Lock()
	list := l.list
	l.mu.Unlock()
	for _, each := range list {
		each.f(c)
	}
}
