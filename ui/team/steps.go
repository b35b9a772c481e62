package team

import (
	"context"

	"kontor/ui/kit"
)

// steps are those of the newest that were scrolled through so far. The ledger is
// read backwards only, so they grow at one end.
type steps struct {
	list    []step
	whole   bool // the oldest is here
	loading bool
	loader  *kit.Loader
	fetch   func(ctx context.Context, after *step, limit int) ([]step, error)
	changed func(err error)
}

// stepsPage is how many steps are read at a time.
const stepsPage = 60

// reset reads the newest and drops the rest.
func (s *steps) reset() { s.load(nil, stepsPage) }

// refresh reads as many as there are, so that the reader keeps the place.
func (s *steps) refresh() { s.load(nil, max(stepsPage, len(s.list))) }

// need reads on when a step near the end is in sight.
func (s *steps) need(index int) {
	if s.loading || s.whole || len(s.list) == 0 || index < len(s.list)-stepsPage/2 {
		return
	}
	last := s.list[len(s.list)-1]
	s.load(&last, stepsPage)
}

func (s *steps) stop() {
	s.loading = false
	s.loader.Stop()
}

func (s *steps) load(after *step, limit int) {
	s.loading = true
	kit.Load(context.Background(), s.loader, func(ctx context.Context) ([]step, error) {
		return s.fetch(ctx, after, limit)
	}, func(more []step, err error) {
		s.loading = false
		if err == nil {
			if after == nil {
				s.list = more
			} else {
				s.list = append(s.list, more...)
			}
			s.whole = len(more) < limit
		}
		s.changed(err)
	})
}
