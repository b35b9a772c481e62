package projections

import (
	"context"
	"slices"
	"time"

	"kontor/domain"
)

// Standing is a person with how the relationship stands.
type Standing struct {
	Person PersonRow
	Health PersonHealth
}

// standingsRead is of how many people the health is looked at.
const standingsRead = 40

// Standings tell how the relationships with some people stand, the weakest first,
// and last those of whom it cannot be told yet; those without a contact are left
// out.
func (v *Views) Standings(ctx context.Context, people []PersonRow, now time.Time) ([]Standing, error) {
	var all []Standing
	for _, p := range people[:min(len(people), standingsRead)] {
		if p.LastContact.IsZero() {
			continue
		}
		h, err := v.Health(ctx, p.ID, now)
		if err != nil {
			return nil, err
		}
		if h != nil && len(h.Reasons) > 0 {
			all = append(all, Standing{p, *h})
		}
	}
	slices.SortStableFunc(all, func(a, b Standing) int {
		if told := compareBool(b.Health.State.Told(), a.Health.State.Told()); told != 0 {
			return told
		}
		return a.Health.Score - b.Health.Score
	})
	return all, nil
}

// MeanHealth is the mean of the scores of those who have one, rounded, with how
// many they are. Without any it is unclear how they stand, or nobody spoke with
// them.
func MeanHealth(all []Standing) (score int, state domain.HealthState, of int) {
	sum := 0
	for _, s := range all {
		if s.Health.State.Told() {
			sum += s.Health.Score
			of++
		}
	}
	switch {
	case len(all) == 0:
		return 0, domain.HealthNone, 0
	case of == 0:
		return 0, domain.HealthUnclear, 0
	}
	score = (sum + of/2) / of
	return score, domain.HealthOfScore(score), of
}
