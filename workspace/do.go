package workspace

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/sirupsen/logrus"

	"kontor/domain"
	"kontor/eventstore"
)

// Done says what a command led to.
type Done struct {
	Command  domain.ID
	Title    string // what was done, under the key "command." + Title
	Position int64  // of the last event; 0 if nothing changed
	Events   []domain.Recorded
}

// Changed reports whether the command changed anything.
func (d Done) Changed() bool { return d.Position > 0 }

// ErrNobody means that nothing can be recorded because it is not known who works
// at this machine: see [Workspace.SetMe].
var ErrNobody error = &TeamError{"team.nobody"}

// Do carries out a command: it is decided on the present state, its events are
// recorded durably, the read models follow, and whoever listens is told. A
// *domain.Refusal means that nothing was changed.
func (w *Workspace) Do(ctx context.Context, c domain.Command) (Done, error) {
	return w.do(ctx, c, domain.None)
}

func (w *Workspace) do(ctx context.Context, c domain.Command, causation domain.ID) (Done, error) {
	w.writing.Lock()
	defer w.writing.Unlock()
	return w.decide(ctx, c, causation, nil)
}

// decide carries out a command, and with it settles what waited for a person;
// nil: nothing. The caller holds w.writing.
func (w *Workspace) decide(ctx context.Context, c domain.Command, causation domain.ID, settles *eventstore.Settlement) (Done, error) {
	issued, state := w.issued(causation), decideOn(stored{ctx: ctx, w: w})
	events, err := c.Decide(state, issued)
	if err != nil || len(events) == 0 {
		return Done{Command: issued.Command, Title: domain.Title(c)}, err
	}
	e := entry(c, issued, events, state.expect(events))
	e.Settles = settles
	return w.record(ctx, domain.Title(c), []eventstore.Entry{e})
}

// issued is who gives a command now.
func (w *Workspace) issued(causation domain.ID) domain.Issued {
	return domain.Issued{
		Command: w.NewID(), Actor: w.Me(), Device: w.ledger.Device(), At: w.now(), Causation: causation,
	}
}

// record appends decided commands and lets everything follow. The caller holds
// w.writing.
func (w *Workspace) record(ctx context.Context, title string, entries []eventstore.Entry) (Done, error) {
	done := Done{Command: entries[len(entries)-1].Issued.Command, Title: title}
	if w.Me() == domain.None {
		return done, ErrNobody
	}
	recorded, err := w.ledger.AppendBatch(ctx, entries)
	if err != nil {
		return done, fmt.Errorf("record %s: %w", title, err)
	}
	done.Events, done.Position = recorded, recorded[len(recorded)-1].Position
	w.folded.follow(recorded)
	w.project(ctx, recorded)
	return done, nil
}

// project brings the read models up to what was just recorded. The events are
// safe already: where the read models cannot follow, they are caught up later.
func (w *Workspace) project(ctx context.Context, recorded []domain.Recorded) {
	behind(w.views.Apply(context.WithoutCancel(ctx), recorded))
	w.changed.tell(Changed{Position: recorded[len(recorded)-1].Position, Streams: streamsOf(recorded)})
}

// behind notes that the read models could not follow.
func behind(err error) {
	if err != nil {
		logrus.WithError(err).Warn("the read models are behind the ledger; they will be caught up")
	}
}

// manyStreams is how many records a change names; above it, "anything" changed.
const manyStreams = 256

func streamsOf(recorded []domain.Recorded) []domain.Stream {
	seen := map[domain.Stream]bool{}
	var streams []domain.Stream
	note := func(s domain.Stream) {
		if s.ID != domain.None && !seen[s] {
			seen[s] = true
			streams = append(streams, s)
		}
	}
	for _, r := range recorded {
		note(r.Event.Stream())
		var people, organisations []domain.ID
		switch e := r.Event.(type) {
		case *domain.ConversationLogged:
			people, organisations = slices.Concat(e.People, e.Mentions), e.Organisations
		case *domain.ConversationCorrected:
			people, organisations = slices.Concat(e.People, e.Mentions), e.Organisations
		case *domain.FollowUpPlanned:
			people, organisations = e.People, e.Organisations
		case *domain.NeedRaised:
			for _, v := range e.Voices {
				people, organisations = append(people, v.Person), append(organisations, v.Organisation)
			}
		case *domain.NeedVoiceAdded:
			people, organisations = []domain.ID{e.Person}, []domain.ID{e.Organisation}
		case *domain.NeedVoiceRemoved:
			people = []domain.ID{e.Person}
		case *domain.PersonAffiliated:
			organisations = []domain.ID{e.Organisation}
		}
		for _, id := range people {
			note(domain.Stream{Kind: domain.KindPerson, ID: id})
		}
		for _, id := range organisations {
			note(domain.Stream{Kind: domain.KindOrganisation, ID: id})
		}
		if len(streams) > manyStreams {
			return nil
		}
	}
	return streams
}

// NewID makes an id: a UUIDv7, which sorts by the time it was made.
func (w *Workspace) NewID() domain.ID {
	if w.newID != nil {
		return w.newID()
	}
	id, err := uuid.NewV7()
	if err != nil {
		panic("the system gives no random numbers: " + err.Error())
	}
	return id
}
