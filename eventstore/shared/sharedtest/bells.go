package sharedtest

import (
	"context"
	"testing"

	"kontor/eventstore/shared"
)

func bell(_ *testing.T, l *laptop) {
	l.append(shared.None, events(0, 1)...)
	bell := l.watch(l.ctx, 0)
	other := l.other()
	other.append(0, events(1, 1)...)
	l.rings(bell)
	l.read(1, 10) // the connection is free for other calls meanwhile
	other.append(1, events(2, 2)...)
	l.rings(bell)
}

func bellForThePast(_ *testing.T, l *laptop) {
	l.append(shared.None, events(0, 3)...)
	l.rings(l.watch(l.ctx, 1))
}

func bellOfNothing(_ *testing.T, l *laptop) {
	bell := l.watch(l.ctx, shared.None)
	l.other().append(shared.None, events(0, 1)...)
	l.rings(bell)
}

func bellEnds(_ *testing.T, l *laptop) {
	l.append(shared.None, events(0, 1)...)
	ctx, cancel := context.WithCancel(l.ctx)
	bell := l.watch(ctx, 0)
	cancel()
	l.ends(bell)
	l.append(0, events(1, 1)...)
	l.rings(l.watch(l.ctx, 0))
}

func bellClosed(t *testing.T, l *laptop) {
	l.append(shared.None, events(0, 1)...)
	bell := l.watch(l.ctx, 0)
	if err := l.log.Close(); err != nil {
		t.Fatal(err)
	}
	l.ends(bell)
}
