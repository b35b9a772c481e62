package kit

import "sync"

// Signal tells everyone who asked of a value, in the order in which they asked.
// The zero value is ready for use.
type Signal[T any] struct {
	mutex     sync.Mutex
	listeners []*listener[T]
}

type listener[T any] struct{ f func(T) }

// Listen calls f with every later value, in the goroutine that emits it. The
// returned function ends that; it may be called from within f and twice.
func (s *Signal[T]) Listen(f func(T)) (unsubscribe func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	mine := &listener[T]{f}
	s.listeners = append(s.listeners, mine)
	return func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		for i, other := range s.listeners {
			if other == mine {
				s.listeners = append(s.listeners[:i:i], s.listeners[i+1:]...)
				return
			}
		}
	}
}

// Emit tells all listeners.
func (s *Signal[T]) Emit(value T) {
	s.mutex.Lock()
	listeners := s.listeners
	s.mutex.Unlock()
	for _, l := range listeners {
		l.f(value)
	}
}
