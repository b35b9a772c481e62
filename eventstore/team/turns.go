package team

import (
	"context"
	"sync"

	"kontor/eventstore/shared"
)

// inTurn lets goroutines use a connection one after the other: whoever reads
// ahead, and whoever fetches keys for what was read.
type inTurn struct {
	shared.Log
	mu sync.Mutex
}

func (t *inTurn) Read(ctx context.Context, stream string, from int64, limit int) ([]shared.Event, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Log.Read(ctx, stream, from, limit)
}

func (t *inTurn) Last(ctx context.Context, stream string) (shared.Event, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Log.Last(ctx, stream)
}

func (t *inTurn) Append(ctx context.Context, stream string, expected int64, events []shared.Event) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Log.Append(ctx, stream, expected, events)
}

func (t *inTurn) Keep(ctx context.Context, stream string, count int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Log.Keep(ctx, stream, count)
}

func (t *inTurn) Truncate(ctx context.Context, stream string, before int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Log.Truncate(ctx, stream, before)
}

// Protect protects a stream, where the server knows accounts.
func (t *inTurn) Protect(ctx context.Context, stream string, acl shared.ACL) error {
	p, ok := t.Log.(shared.Protector)
	if !ok {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return p.Protect(ctx, stream, acl)
}
