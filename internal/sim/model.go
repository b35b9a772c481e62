package main

import (
	"errors"
	"time"

	"kontor/eventstore/shared"
)

func isHeadMoved(err error) bool { return errors.Is(err, shared.ErrHeadMoved) }

// The engine's measures, which the model follows; see package team.
const (
	pageSize = 500
	patience = 8
)

// stream is the modelled stream: how long it is, and who changed a detail last.
type stream struct {
	events  int64
	changed map[detail]change
	bytes   int64 // of an event, as the real engine was seen to send
	receive time.Duration
}

type detail struct{ person, field int }

type change struct {
	at int64 // position
	by int
}

// modelled is a laptop without a ledger: it knows how far it has read, and which
// commands it has not shared.
type modelled struct {
	index  int
	net    *network
	stream *stream
	read   int64
	own    []command
}

type command struct {
	isEdit bool
	of     detail
	base   int64 // what was known when it was decided
}

func (l *modelled) lag() (int64, int) { return l.stream.events - l.read, len(l.own) }

func (l *modelled) do(w work) error {
	before := len(l.own)
	l.own = append(l.own, command{})
	if w.followUp {
		l.own = append(l.own, command{})
	}
	if w.edit {
		l.own = append(l.own, command{isEdit: true, of: detail{w.person, w.field}, base: l.read})
	}
	l.net.counted.Commands += len(l.own) - before
	return nil
}

func (l *modelled) round() error {
	for moved := 0; ; {
		l.pull()
		err := l.push()
		if err == nil {
			return nil
		}
		if moved++; moved == patience {
			return err
		}
	}
}

func (l *modelled) pull() {
	before := l.read
	for {
		var page int64
		l.net.ask(func() { page = min(pageSize, l.stream.events-l.read) })
		l.read += page
		l.net.counted.Down += page * l.stream.bytes
		if page < pageSize {
			break
		}
	}
	came := l.read - before
	if came == 0 {
		return
	}
	l.net.clock.pass(time.Duration(came) * l.stream.receive)
	l.net.counted.Again += len(l.own)
	kept := l.own[:0]
	for _, c := range l.own {
		last, changed := l.stream.changed[c.of]
		if c.isEdit && changed && last.by != l.index && last.at > c.base && last.at <= l.read {
			l.net.counted.Attention++
			continue
		}
		kept = append(kept, c)
	}
	l.own = kept
}

func (l *modelled) push() error {
	for len(l.own) > 0 {
		most := min(shared.MaxEvents, int(shared.MaxAppend/l.stream.bytes))
		part := l.own[:min(most, len(l.own))]
		l.net.counted.Up += int64(len(part)) * l.stream.bytes
		err := l.net.write(func() (int, error) {
			if l.stream.events != l.read {
				return 0, shared.ErrHeadMoved
			}
			for _, c := range part {
				l.stream.events++
				if c.isEdit {
					l.stream.changed[c.of] = change{l.stream.events, l.index}
				}
			}
			l.read = l.stream.events
			return len(part), nil
		})
		if err != nil {
			return err
		}
		l.own = l.own[len(part):]
	}
	return nil
}
