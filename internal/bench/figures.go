package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
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
	each := slowest{}
	for range 10 {
		for _, counted := range []struct {
			name string
			rule domain.Rule
		}{
			{"silent", domain.Rule{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 90}},
			{"spoken", domain.Rule{About: domain.AboutLastContact, Op: domain.OpWithin, Days: 365}},
			{"late", domain.Rule{About: domain.AboutRhythm, Op: domain.OpIs, State: domain.RhythmLate}},
			{"latest-sentiment", domain.Rule{About: domain.AboutSentiment, Op: domain.OpLatestAtMost, Number: -1}},
			{"mean-sentiment", domain.Rule{About: domain.AboutSentiment, Op: domain.OpMeanAtLeast, Number: 1}},
			{"nobody's", domain.Rule{About: domain.AboutOwner, Op: domain.OpIs}},
			{"mailed", domain.Rule{About: domain.AboutChannel, Op: domain.OpHad, Channel: domain.ChannelMail, Days: 365}},
		} {
			start := time.Now()
			if _, err := w.Views().CountFilter(b.ctx, domain.Filter{Rules: []domain.Rule{counted.rule}}); err != nil {
				return nil, err
			}
			took = append(took, time.Since(start))
			each.add(counted.name, time.Since(start))
		}
	}
	each.tell("segment-counts")
	return took, nil
}

// slowest is what took how long, by its name.
type slowest map[string][]time.Duration

func (s slowest) add(name string, took time.Duration) { s[name] = append(s[name], took) }

// mostTold is how many names are told of.
const mostTold = 12

// tell prints the median and the longest time of those that took longest.
func (s slowest) tell(what string) {
	names := slices.SortedFunc(maps.Keys(s), func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Max(s[b]), slices.Max(s[a])), strings.Compare(a, b))
	})
	var told []string
	for _, name := range names[:min(len(names), mostTold)] {
		told = append(told, fmt.Sprintf("%s %.1f to %.1f", name, milliseconds(median(s[name])), milliseconds(slices.Max(s[name]))))
	}
	fmt.Printf("told   %-24s median and longest in ms: %s\n", what, strings.Join(told, ", "))
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
