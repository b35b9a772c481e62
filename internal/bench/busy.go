package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/workspace"
)

// readBudget is how long a page may take while very much is written.
const readBudget = 100 * time.Millisecond

// betweenPages is how long somebody looks at a page before the next one.
const betweenPages = 20 * time.Millisecond

// measureBusy: pages are read within a tenth of a second (p99) while the same is
// done with everybody in the workspace, while that is taken back, and while as
// many conversations are imported.
func (b *bench) measureBusy(dir string) error {
	w, err := b.open(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	everybody, err := somePeople(b, w, b.people)
	if err != nil {
		return err
	}
	var tagged workspace.Many
	for _, of := range []struct {
		name string
		work func() error
	}{
		{"reads-in-bulk-action", func() (err error) {
			tagged, err = w.DoMany(b.ctx, "tag-people", tags(everybody), nil)
			return err
		}},
		{"reads-in-undo", func() error {
			_, err := w.UndoCommand(b.ctx, tagged.Command)
			return err
		}},
		{"reads-in-import", func() error {
			_, err := w.LogAll(b.ctx, "bench", nil, conversations(w, everybody[:min(len(everybody), 5000)], bulkConversations))
			return err
		}},
	} {
		done := make(chan error, 1)
		start := time.Now()
		var took time.Duration
		go func() {
			err := of.work()
			took = time.Since(start)
			done <- err
		}()
		pages, by, err := b.readUntil(w, everybody, done)
		if err != nil {
			return err
		}
		if len(pages) == 0 {
			return fmt.Errorf("%s: nothing was read", of.name)
		}
		by.tell(of.name)
		b.budget(of.name, percentile(pages, 99).Seconds()/readBudget.Seconds(), 1, "p99 %s, median %s, longest %s of %d pages during %s",
			percentile(pages, 99), median(pages), slices.Max(pages), len(pages), took.Round(time.Millisecond))
	}
	return nil
}

// tags gives everybody a tag.
func tags(people []projections.PersonRow) func(yield func(domain.Command) bool) {
	return func(yield func(domain.Command) bool) {
		for i := range people {
			c := domain.ChangeDetails{
				Record: domain.Stream{Kind: domain.KindPerson, ID: people[i].ID}, Origin: domain.Origin{How: domain.OriginManual},
				Changes: []domain.Change{{Field: domain.TagField("bench"), Now: domain.TextValue("bench")}},
			}
			if !yield(c) {
				return
			}
		}
	}
}

// readUntil opens one page after the other until something is done.
func (b *bench) readUntil(w *workspace.Workspace, people []projections.PersonRow, done <-chan error) (took []time.Duration, by slowest, err error) {
	by = slowest{}
	pages := []struct {
		name string
		read func(of domain.ID) error
	}{
		{"people", func(domain.ID) error { _, err := somePeople(b, w, 100); return err }},
		{"person", func(of domain.ID) error {
			_, err := w.Views().Person(b.ctx, of, time.Now())
			if err == nil {
				_, err = w.Views().Timeline(b.ctx, projections.TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: of}, Limit: 30})
			}
			return err
		}},
		{"today", func(domain.ID) error { _, err := w.Today(b.ctx); return err }},
		{"conversations", func(domain.ID) error {
			_, err := w.Views().Timeline(b.ctx, projections.TimelineQuery{Limit: 30})
			return err
		}},
		{"search", func(domain.ID) error { _, err := w.Views().Search(b.ctx, "goeth", 20, time.Now()); return err }},
		{"counts", func(domain.ID) error { _, err := w.Views().Counts(b.ctx); return err }},
	}
	for i := 0; ; i++ {
		select {
		case err := <-done:
			return took, by, err
		case <-time.After(betweenPages):
		}
		page := pages[i%len(pages)]
		start := time.Now()
		if err := page.read(people[i*7919%len(people)].ID); err != nil {
			return took, by, errors.Join(err, <-done)
		}
		took = append(took, time.Since(start))
		by.add(page.name, took[len(took)-1])
	}
}
