package workspace

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"kontor/domain"
	"kontor/projections"
)

// Step is what a command did, as somebody remembers it who did it.
type Step struct {
	Title string // under the key "command." + Title
	// Conversation is what was recorded, nil where it was something else.
	Conversation *domain.ConversationContent
	// About are the people of the conversation or the follow-up, the organisations
	// where it has none; else the one record that was changed, if it was only one.
	About []projections.Party
	// Words are what the one follow-up or need says that was changed, empty where it
	// was something else.
	Words string
	// Until is the day to which that follow-up was put off, if it was.
	Until domain.Day
}

// StepOf tells what a command did. For one that takes back or does again it is
// what that was about.
func (w *Workspace) StepOf(ctx context.Context, command domain.ID) (Step, error) {
	for range 100 { // taken back and done again
		entry, err := w.ledger.Command(ctx, command)
		if err != nil {
			return Step{}, err
		}
		if entry.Name != (domain.Undo{}).CommandName() || len(entry.Undoes) == 0 {
			break
		}
		command = entry.Undoes[0]
	}
	title, err := w.TitleOf(ctx, command)
	if err != nil {
		return Step{}, err
	}
	events, err := w.ledger.CommandEvents(ctx, command)
	if err != nil {
		return Step{}, err
	}
	return w.StepFrom(ctx, title, events)
}

// StepFrom is StepOf where the events of the command are known.
func (w *Workspace) StepFrom(ctx context.Context, title string, events []domain.Recorded) (Step, error) {
	step := Step{Title: title}
	var pair []domain.ID // who became one person, or two again
	records, people := map[domain.ID]bool{}, map[domain.ID]bool{}
	for _, r := range events {
		if logged, ok := r.Event.(*domain.ConversationLogged); ok {
			step.Conversation = &logged.ConversationContent
		}
		switch event := r.Event.(type) {
		case *domain.PersonMerged:
			pair = []domain.ID{event.Stream().ID, event.Into}
		case *domain.PersonUnmerged:
			pair = []domain.ID{event.Stream().ID, event.From}
		}
		of := r.Event.Stream()
		records[of.ID] = true
		if of.Kind == domain.KindPerson {
			people[of.ID] = true
		}
	}
	var about []domain.ID
	switch {
	case len(pair) > 0:
		about = pair
	case step.Conversation != nil && len(step.Conversation.People) > 0:
		about = step.Conversation.People
	case step.Conversation != nil:
		about = step.Conversation.Organisations
	case len(records) == 1:
		var err error
		if about, err = w.single(ctx, &step, events); err != nil {
			return step, err
		}
	case len(people) == 1: // with the organisation that they brought
		about = slices.Collect(maps.Keys(people))
	}
	for _, id := range about {
		party, err := w.views.Party(ctx, id)
		if err != nil {
			return step, err
		}
		step.About = append(step.About, party)
	}
	if len(pair) > 0 {
		return step, w.ownName(ctx, &step.About[0], pair[0])
	}
	return step, nil
}

// ownName gives somebody who was merged their own name, not that of the one who
// stays.
func (w *Workspace) ownName(ctx context.Context, party *projections.Party, merged domain.ID) error {
	all, err := w.views.Merged(ctx, domain.None)
	if i := slices.IndexFunc(all, func(m projections.MergedRow) bool { return m.ID == merged }); i >= 0 {
		*party = all[i].Party
	}
	return err
}

// single tells what the one record says that was changed, and whom it is about.
func (w *Workspace) single(ctx context.Context, step *Step, events []domain.Recorded) ([]domain.ID, error) {
	stream := events[0].Event.Stream()
	record, err := w.Record(ctx, stream)
	if err != nil {
		return nil, err
	}
	people, organisations := []domain.ID(nil), []domain.ID(nil)
	switch r := record.(type) {
	case *domain.FollowUp:
		step.Words, people, organisations = r.Text, r.Plan.People, r.Plan.Organisations
	case *domain.Need:
		step.Words = r.Words.Title
	case *domain.Conversation:
		people, organisations = r.Content.People, r.Content.Organisations
	default:
		return []domain.ID{stream.ID}, nil
	}
	for _, r := range events {
		if snoozed, ok := r.Event.(*domain.FollowUpSnoozed); ok {
			step.Until = snoozed.Until
		}
	}
	if len(people) == 0 {
		return organisations, nil
	}
	return people, nil
}

// TitleOf is what a command of the journal is called, under the key "command." +
// the title; its name alone where its arguments are not kept or cannot be read.
func (w *Workspace) TitleOf(ctx context.Context, command domain.ID) (string, error) {
	entry, err := w.ledger.Command(ctx, command)
	if entry.Name == (domain.StartImport{}).CommandName() {
		return "import", err // all that was imported, not only its beginning
	}
	if err != nil || entry.Name != (domain.Batch{}).CommandName() {
		return entry.Name, err
	}
	args, err := w.ledger.Args(entry)
	var batch struct {
		Title string `json:"title"`
	}
	if err != nil || json.Unmarshal(args, &batch) != nil || batch.Title == "" {
		return entry.Name, nil
	}
	return batch.Title, nil
}
