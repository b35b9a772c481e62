package sqlitelog

import (
	"context"
	"sync"
	"time"
)

// Watch rings at once for appends of this process, and within a second for
// those of others.
func (l *ledger) Watch(ctx context.Context, stream string, after int64) (<-chan struct{}, error) {
	done, err := l.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if l.life.Err() != nil {
		return nil, errClosed
	}
	bell := make(chan struct{}, 1)
	appended, forget := rings.listen(l.path)
	live, cancel := context.WithCancel(ctx)
	withLife := context.AfterFunc(l.life, cancel)
	l.watches.Go(func() {
		defer close(bell)
		defer forget()
		defer withLife()
		defer cancel()
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			last, err := l.head(live, stream)
			if err != nil {
				return
			}
			if last > after {
				after = last
				select {
				case bell <- struct{}{}:
				default: // it rings already
				}
			}
			select {
			case <-live.Done():
				return
			case <-appended:
			case <-tick.C:
			}
		}
	})
	return bell, nil
}

func (l *ledger) head(ctx context.Context, stream string) (int64, error) {
	done, err := l.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	return l.last(stream)
}

// bells tells the connections of this process to a file of each other's
// appends.
type bells struct {
	mu        sync.Mutex
	listeners map[string]map[chan struct{}]bool
}

var rings = &bells{listeners: map[string]map[chan struct{}]bool{}}

func (b *bells) listen(path string) (appended <-chan struct{}, forget func()) {
	listener := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners[path] == nil {
		b.listeners[path] = map[chan struct{}]bool{}
	}
	b.listeners[path][listener] = true
	return listener, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners[path], listener)
		if len(b.listeners[path]) == 0 {
			delete(b.listeners, path)
		}
	}
}

func (b *bells) ring(path string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for listener := range b.listeners[path] {
		select {
		case listener <- struct{}{}:
		default: // it will look anyhow
		}
	}
}
