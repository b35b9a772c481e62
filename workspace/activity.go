package workspace

import (
	"context"
	"slices"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// Activity is one step that somebody in the team took: a command and what it
// led to.
type Activity struct {
	Command    domain.ID
	Position   int64 // of its last event
	At         time.Time
	Actor      projections.Party
	Device     domain.ID
	DeviceName string // "" if nobody gave it one
	Here       bool   // it was done on this machine
	Shared     bool   // the team has it; true where there is no team
	Count      int    // its events
	// Entries are the first of them as they stand on a timeline; a long step, such
	// as an import, has more events than entries.
	Entries []projections.TimelineEntry
}

// activityEntries is how many entries of a step are shown.
const activityEntries = 3

// activityWindow is how many events are read at a time.
const activityWindow = 200

// Activities returns what was done, by anyone and on any machine, newest first
// in the order of the ledger: the steps before a position (0: from the end).
func (w *Workspace) Activities(ctx context.Context, before int64, limit int) ([]Activity, error) {
	return w.ActivitiesBy(ctx, domain.None, before, limit)
}

// ActivitiesBy returns what one of us did, on any machine; None: anyone.
func (w *Workspace) ActivitiesBy(ctx context.Context, member domain.ID, before int64, limit int) ([]Activity, error) {
	head, err := w.ledger.Head(ctx)
	if err != nil {
		return nil, err
	}
	confirmed, err := w.ledger.Confirmed(ctx)
	if err != nil {
		return nil, err
	}
	if before <= 0 {
		before = head.Position + 1
	}
	steps, err := w.stepsBefore(ctx, member, before, limit)
	if err != nil {
		return nil, err
	}
	names, err := w.deviceNames(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Activity, len(steps))
	for i, s := range steps {
		actor := s.first[0].Actor // a machine may be used by several of us
		entries, err := w.views.EntriesOf(ctx, s.first)
		if err != nil {
			return nil, err
		}
		list[i] = Activity{
			Command: s.command, Position: s.last, At: s.at, Device: s.device, DeviceName: names[machine{actor, s.device}],
			Here: s.device == w.ledger.Device(), Shared: s.last <= confirmed.Position, Count: s.count, Entries: entries,
		}
		if len(entries) > 0 {
			list[i].Actor = entries[0].Actor
		}
	}
	return list, nil
}

// step is a command as its events tell of it.
type step struct {
	command, device domain.ID
	at              time.Time
	last            int64
	count           int
	first           []projections.EventRef
}

// stepsBefore reads the ledger backwards, window by window, until there are
// enough whole steps. Of one member only their events are read.
func (w *Workspace) stepsBefore(ctx context.Context, member domain.ID, before int64, limit int) ([]step, error) {
	var steps []step // newest first
	for end := before; end > 1 && len(steps) <= limit; {
		var window []step
		var err error
		if member == domain.None {
			begin := max(1, end-activityWindow)
			window, err = w.stepsWithin(ctx, begin, end)
			end = begin
		} else {
			window, end, err = w.stepsOf(ctx, member, end)
		}
		if err != nil {
			return nil, err
		}
		for _, s := range slices.Backward(window) {
			if n := len(steps); n > 0 && steps[n-1].command == s.command {
				earlier := s
				earlier.last, earlier.count = steps[n-1].last, s.count+steps[n-1].count
				earlier.first = append(earlier.first, steps[n-1].first...)
				earlier.first = earlier.first[:min(len(earlier.first), activityEntries)]
				steps[n-1] = earlier
				continue
			}
			steps = append(steps, s)
		}
	}
	return steps[:min(len(steps), limit)], nil
}

// stepsWithin groups the events from begin to before end.
func (w *Workspace) stepsWithin(ctx context.Context, begin, end int64) ([]step, error) {
	var steps []step
	for r, err := range w.ledger.RecordsAfter(ctx, begin-1) {
		if err != nil {
			return nil, err
		}
		if r.Position >= end {
			break
		}
		steps = grouped(steps, r)
	}
	return steps, nil
}

// stepsOf groups the last events of a member before end, and says where they
// begin: 1 if there are no more.
func (w *Workspace) stepsOf(ctx context.Context, member domain.ID, end int64) (steps []step, begin int64, err error) {
	records, err := w.ledger.RecordsBy(ctx, member, end, activityWindow)
	if err != nil || len(records) == 0 {
		return nil, 1, err
	}
	for _, r := range slices.Backward(records) {
		steps = grouped(steps, &r)
	}
	return steps, records[len(records)-1].Position, nil
}

// grouped adds an event to the last step, or begins another one.
func grouped(steps []step, r *eventstore.Record) []step {
	if n := len(steps); n == 0 || steps[n-1].command != r.Command {
		steps = append(steps, step{command: r.Command, device: r.Device, at: r.RecordedAt})
	}
	s := &steps[len(steps)-1]
	s.last, s.count = r.Position, s.count+1
	if len(s.first) < activityEntries {
		s.first = append(s.first, reference(r))
	}
	return steps
}

func reference(r *eventstore.Record) projections.EventRef {
	return projections.EventRef{
		Event: r.EventID, Position: r.Position, Type: r.Type, Record: r.StreamRef(), Actor: r.Actor, At: r.RecordedAt,
	}
}

// machine is a device as one of us uses it: each may call it otherwise.
type machine struct{ member, device domain.ID }

// deviceNames are the names that members gave their machines.
func (w *Workspace) deviceNames(ctx context.Context) (map[machine]string, error) {
	names := map[machine]string{}
	members, err := w.views.Members(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		record, err := w.Record(ctx, domain.Stream{Kind: domain.KindMember, ID: m.ID})
		if err != nil {
			return nil, err
		}
		if member, ok := record.(*domain.Member); ok {
			for device, name := range member.Devices {
				names[machine{m.ID, device}] = name
			}
		}
	}
	return names, nil
}

// Device is the id of this installation.
func (w *Workspace) Device() domain.ID { return w.ledger.Device() }
