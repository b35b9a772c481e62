package workspace

import (
	"context"
	"errors"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/i18n"
	"kontor/projections"
)

// Attention is a step of one's own that could not be carried out any more on top
// of what colleagues did, or not wholly. It waits until a person decides.
type Attention struct {
	ID domain.ID
	At time.Time // of the step
	// Command is what is left of the step; nil where it was about somebody who was
	// erased, and nobody can know it any more.
	Command domain.Command
	Title   string            // of the step, under the key "command." + Title
	Reason  string            // why, as a sentence
	Record  domain.Stream     // what stands in the way; zero if nothing does
	About   projections.Party // the record, as it is called
	// Clashes are the fields to decide about one by one; none where the reason is
	// another.
	Clashes []Clash
}

// Clash is a field that two of us changed, with who it was.
type Clash struct {
	domain.Clash
	Name string // of the record
	Who  string // the colleague, "" if unknown
}

// NeedsAttention lists what waits for a decision, oldest first.
func (w *Workspace) NeedsAttention(ctx context.Context) ([]Attention, error) {
	open, err := w.ledger.Attention(ctx, true)
	if err != nil {
		return nil, err
	}
	list := make([]Attention, 0, len(open))
	for _, a := range open {
		item, err := w.attention(ctx, a)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, nil
}

func (w *Workspace) attention(ctx context.Context, a eventstore.Attention) (Attention, error) {
	item := Attention{ID: a.ID, At: a.At, Title: a.Name, Record: a.Record, Reason: i18n.T("refusal." + a.Reason)}
	var err error
	if a.Reason == "" {
		item.Reason = ""
	}
	if item.Command, err = teamArgs(a.Name, a.Args); err != nil {
		return item, err
	}
	if item.About, err = w.party(ctx, a.Record); err != nil || item.Command == nil {
		return item, err
	}
	item.Title = domain.Title(item.Command)
	w.writing.Lock()
	clashes, err := domain.Clashes(item.Command, stored{ctx: ctx, w: w}, w.historyOf(ctx))
	w.writing.Unlock()
	if err != nil {
		return item, err
	}
	for _, c := range clashes {
		about, err := w.party(ctx, c.Record)
		if err != nil {
			return item, err
		}
		by, err := w.party(ctx, domain.Stream{Kind: domain.KindMember, ID: c.By})
		if err != nil {
			return item, err
		}
		item.Clashes = append(item.Clashes, Clash{Clash: c, Name: about.Name, Who: by.Name})
	}
	return item, nil
}

func (w *Workspace) historyOf(ctx context.Context) func(domain.Stream) ([]domain.Recorded, error) {
	return func(s domain.Stream) ([]domain.Recorded, error) { return w.ledger.Load(ctx, s) }
}

// party is how a record is called.
func (w *Workspace) party(ctx context.Context, s domain.Stream) (projections.Party, error) {
	if s.ID == domain.None {
		return projections.Party{}, nil
	}
	return w.views.Party(ctx, s.ID)
}

// open finds what still waits.
func (w *Workspace) openAttention(ctx context.Context, id domain.ID) (eventstore.Attention, domain.Command, error) {
	list, err := w.ledger.Attention(ctx, true)
	if err != nil {
		return eventstore.Attention{}, nil, err
	}
	for _, a := range list {
		if a.ID == id {
			c, err := teamArgs(a.Name, a.Args)
			return a, c, err
		}
	}
	return eventstore.Attention{}, nil, eventstore.ErrNotFound
}

// RetryAttention carries out what is left of a step on the present state. If it
// is refused again, it goes on waiting.
func (w *Workspace) RetryAttention(ctx context.Context, id domain.ID) (Done, error) {
	return w.answer(ctx, id, eventstore.AttentionRetried, func(_ eventstore.Attention, c domain.Command) (domain.Command, error) {
		return c, nil
	})
}

// SettleAttention answers the clashes of a step, and records the answers. A
// clash without an answer keeps what a colleague set.
func (w *Workspace) SettleAttention(ctx context.Context, id domain.ID, answers map[domain.Stream][]domain.Answer) (Done, error) {
	return w.answer(ctx, id, eventstore.AttentionEdited, func(a eventstore.Attention, c domain.Command) (domain.Command, error) {
		return domain.Settling(c, a.Command, stored{ctx: ctx, w: w}, answers)
	})
}

// answer carries out a command that settles a step that waits. What it leads to
// and that the step waits no longer is recorded together: whatever happens in
// between, the answer is not given twice and not lost.
func (w *Workspace) answer(ctx context.Context, id domain.ID, how eventstore.AttentionAnswer,
	with func(eventstore.Attention, domain.Command) (domain.Command, error),
) (Done, error) {
	done, err := w.answered(ctx, id, how, with)
	if err != nil {
		return done, err
	}
	if !done.Changed() {
		return done, w.settled(ctx, id, how, done)
	}
	w.changed.tell(Changed{Position: w.views.Position()})
	return done, nil
}

func (w *Workspace) answered(ctx context.Context, id domain.ID, how eventstore.AttentionAnswer,
	with func(eventstore.Attention, domain.Command) (domain.Command, error),
) (Done, error) {
	w.writing.Lock()
	defer w.writing.Unlock()
	a, left, err := w.openAttention(ctx, id)
	if err != nil {
		return Done{}, err
	}
	if left == nil {
		return Done{}, &domain.Refusal{Code: domain.RefusedErased}
	}
	c, err := with(a, left)
	if err != nil {
		return Done{}, err
	}
	return w.decide(ctx, c, a.Command, &eventstore.Settlement{Entry: id, How: how})
}

// EditedAttention notes that a step was given anew in another form.
func (w *Workspace) EditedAttention(ctx context.Context, id domain.ID, done Done) error {
	return w.settled(ctx, id, eventstore.AttentionEdited, done)
}

// DiscardAttention gives up what is left of a step.
func (w *Workspace) DiscardAttention(ctx context.Context, id domain.ID) error {
	return w.settled(ctx, id, eventstore.AttentionDiscarded, Done{})
}

func (w *Workspace) settled(ctx context.Context, id domain.ID, how eventstore.AttentionAnswer, done Done) error {
	err := w.ledger.SettleAttention(ctx, id, how, done.Command)
	if errors.Is(err, eventstore.ErrNotFound) {
		return nil // somebody was faster, in the terminal say
	}
	w.changed.tell(Changed{Position: w.views.Position()})
	return err
}
