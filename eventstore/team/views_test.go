package team

import (
	"context"
	"iter"
	"os"
	"path/filepath"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// source is a ledger as the read models read it.
type source struct{ l *laptop }

func (s source) All(ctx context.Context, from int64) iter.Seq2[domain.Recorded, error] {
	return s.l.ledger.All(ctx, from-1)
}

func (s source) Load(ctx context.Context, stream domain.Stream) ([]domain.Recorded, error) {
	return s.l.ledger.Load(ctx, stream)
}

func (s source) Head(ctx context.Context) (int64, error) {
	head, err := s.l.ledger.Head(ctx)
	return head.Position, err
}

// keepViews has the read models follow the ledger from now on.
func (l *laptop) keepViews() {
	l.t.Helper()
	views, err := projections.Open(ctx, filepath.Join(l.dir, "views.db"), source{l}, projections.Options{Clock: l.now})
	if err == nil {
		err = views.Rebuild(ctx, nil)
	}
	if err != nil {
		l.t.Fatalf("%s: read models: %v", l.name, err)
	}
	l.views = views
	l.applied = func(r eventstore.Received) {
		if r.Touched == nil {
			l.follow(r.Incoming)
		} else if err := views.Refold(ctx, r.Touched, r.Head); err != nil {
			l.t.Errorf("%s: fold again: %v", l.name, err)
		}
	}
}

// doubt has the read models finish what they owe while the ledger still has what
// they owe it to.
func (l *laptop) doubt(ctx context.Context) (kept func(), err error) {
	if l.views == nil {
		return nil, nil
	}
	return func() {
		if err := l.views.Trust(ctx); err != nil {
			l.t.Errorf("%s: trust: %v", l.name, err)
		}
	}, l.views.Doubt(ctx)
}

func (l *laptop) follow(recorded []domain.Recorded) {
	if len(recorded) == 0 {
		return
	}
	if err := l.views.Apply(ctx, recorded); err != nil {
		l.t.Errorf("%s: read models: %v", l.name, err)
	}
}

func (l *laptop) dropViews() {
	if l.views == nil {
		return
	}
	if err := l.views.Close(); err != nil {
		l.t.Error(err)
	}
	l.views = nil
}

// checkViews compares the read models with a rebuild.
func (l *laptop) checkViews() {
	l.t.Helper()
	if l.views == nil {
		return
	}
	difference, err := l.views.Check(ctx, nil)
	if err != nil || !difference.Equal() {
		l.t.Errorf("%s: the read models differ from a rebuild: %v %v", l.name, difference, err)
	}
}

// reopen ends the program and starts it again.
func (l *laptop) reopen() {
	kept := l.views != nil
	l.shut()
	l.open()
	if kept {
		l.keepViews()
	}
}

// copied is a copy of the laptop's folder on another machine.
func (l *laptop) copied() *laptop {
	l.t.Helper()
	kept := l.views != nil
	l.shut()
	other := newLaptop(l.t, l.server, l.clock, l.name+"-copy")
	other.me, other.decide, other.knows = l.me, l.decide, l.knows
	if err := os.CopyFS(other.dir, os.DirFS(l.dir)); err != nil {
		l.t.Fatal(err)
	}
	for _, x := range []*laptop{l, other} {
		x.open()
		if kept {
			x.keepViews()
		}
	}
	return other
}
