package main

import (
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/workspace"
)

// dashboards measures the whole dashboard of the last four weeks.
func (b *bench) dashboards(w *workspace.Workspace) (took []time.Duration, err error) {
	now := time.Now()
	q := projections.DashboardQuery{From: domain.DayOf(now).Add(-27), To: domain.DayOf(now)}
	for range 50 {
		start := time.Now()
		if _, err := w.Views().Dashboard(b.ctx, q, now); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
	}
	return took, nil
}

// segmentCounts measures the count that is shown while a segment is built, for
// several of its rules.
func (b *bench) segmentCounts(w *workspace.Workspace) (took []time.Duration, err error) {
	for range 10 {
		for _, rule := range []domain.Rule{
			{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 90},
			{About: domain.AboutLastContact, Op: domain.OpWithin, Days: 365},
			{About: domain.AboutRhythm, Op: domain.OpIs, State: domain.RhythmLate},
			{About: domain.AboutSentiment, Op: domain.OpLatestAtMost, Number: -1},
			{About: domain.AboutSentiment, Op: domain.OpMeanAtLeast, Number: 1},
			{About: domain.AboutOwner, Op: domain.OpIs},
			{About: domain.AboutChannel, Op: domain.OpHad, Channel: domain.ChannelMail, Days: 365},
		} {
			start := time.Now()
			if _, err := w.Views().CountFilter(b.ctx, domain.Filter{Rules: []domain.Rule{rule}}); err != nil {
				return nil, err
			}
			took = append(took, time.Since(start))
		}
	}
	return took, nil
}
