package workspace

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"

	"kontor/domain"
	"kontor/eventstore"
)

// Many is what DoMany did.
type Many struct {
	Done
	Count   int // commands carried out
	Refused int // commands left out because the domain refused them
}

// partsOfMany is how many commands are one entry of the journal.
const partsOfMany = 250

// DoMany carries out the same for many records, as one step that one undo takes
// back. A command that is refused is left out. It tells progress how many
// commands were dealt with; when ctx ends, what was done so far stays and can be
// taken back, and the error is that of ctx.
func (w *Workspace) DoMany(ctx context.Context, title string, commands iter.Seq[domain.Command], progress func(done int)) (Many, error) {
	m := &many{w: w, title: title, progress: progress}
	m.sum.Title = title
	b := w.startBulkAhead(context.WithoutCancel(ctx), aheadOfMany, m.followed)
	b.keepArgs, m.bulk = true, b
	var parts []domain.Command
	var err error
	record := func() {
		if err == nil && len(parts) > 0 {
			err = m.record(parts)
			parts = nil
		}
	}
	for c := range commands {
		if err = ctx.Err(); err != nil {
			break
		}
		if parts = append(parts, c); len(parts) == partsOfMany {
			record()
		}
		if err != nil {
			break
		}
	}
	record()
	w.writing.Lock()
	err = errors.Join(err, m.flush())
	w.writing.Unlock()
	err = errors.Join(err, b.close())
	m.sum.Position = b.last
	return m.sum, err
}

// Each transaction of DoMany is small and the read models are close behind, so
// that progress is true and a stop takes effect soon.
const (
	eventsOfMany = 200
	aheadOfMany  = 8
)

type many struct {
	w        *Workspace
	bulk     *bulk
	title    string
	sum      Many
	progress func(done int)

	mu   sync.Mutex
	done []int // how many were dealt with at each transaction that is not followed yet
}

// flush records what was decided. The caller holds w.writing.
func (m *many) flush() error {
	if len(m.bulk.entries) == 0 {
		return nil
	}
	m.mu.Lock()
	m.done = append(m.done, m.sum.Count+m.sum.Refused)
	m.mu.Unlock()
	return m.bulk.flush()
}

// followed tells of the progress that can be seen.
func (m *many) followed() {
	m.mu.Lock()
	done := m.done[0]
	m.done = m.done[1:]
	m.mu.Unlock()
	if m.progress != nil {
		m.progress(done)
	}
}

// record adds an entry to the journal. The first is the step that is undone;
// the others name it as what caused them.
func (m *many) record(parts []domain.Command) error {
	m.w.writing.Lock()
	defer m.w.writing.Unlock()
	issued := m.w.issued(m.sum.Command)
	var refusal *domain.Refusal
	before := len(m.bulk.entries)
	err := m.bulk.add(domain.Batch{Title: m.title, Parts: parts}, issued)
	if errors.As(err, &refusal) {
		all := len(parts)
		parts = slices.DeleteFunc(slices.Clone(parts), func(c domain.Command) bool {
			_, refused := c.Decide(decideOn(m.bulk.state), issued)
			return errors.As(refused, &refusal)
		})
		m.sum.Refused += all - len(parts)
		if len(parts) == 0 {
			return nil
		}
		err = m.bulk.add(domain.Batch{Title: m.title, Parts: parts}, issued)
	}
	if err != nil {
		return err
	}
	m.sum.Count += len(parts)
	if len(m.bulk.entries) > before && m.sum.Command == domain.None {
		m.sum.Command = issued.Command
	}
	if m.bulk.events >= eventsOfMany {
		return m.flush()
	}
	return nil
}

// stepOf lists the commands of the step that a command began, oldest first:
// itself, and those that DoMany recorded with it.
func (w *Workspace) commandsOf(ctx context.Context, first eventstore.Command) ([]domain.ID, error) {
	if first.Name != (domain.Batch{}).CommandName() {
		return []domain.ID{first.ID}, nil
	}
	var commands []domain.ID // newest first
	query := eventstore.CommandQuery{Limit: 500}
	for {
		page, err := w.ledger.Commands(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			switch {
			case c.Seq <= first.Seq:
				commands = append(commands, first.ID)
				slices.Reverse(commands)
				return commands, nil
			case c.Causation == first.ID && c.Name == first.Name:
				commands = append(commands, c.ID)
			}
		}
		if len(page) < query.Limit {
			slices.Reverse(commands)
			return append([]domain.ID{first.ID}, commands...), nil
		}
		query.Before = page[len(page)-1].Seq
	}
}
