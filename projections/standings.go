package projections

import (
	"context"
	"slices"
	"time"
)

// Standing is a person with how the relationship stands.
type Standing struct {
	Person PersonRow
	Health PersonHealth
}

// standingsRead is of how many people the health is looked at.
const standingsRead = 40

// Standings tell how the relationships with some people stand, the weakest first;
// those without a contact are left out.
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
	slices.SortStableFunc(all, func(a, b Standing) int { return a.Health.Score - b.Health.Score })
	return all, nil
}

// MeanHealth is the mean of their scores, rounded; 0 of nobody.
func MeanHealth(all []Standing) int {
	if len(all) == 0 {
		return 0
	}
	sum := 0
	for _, s := range all {
		sum += s.Health.Score
	}
	return (sum + len(all)/2) / len(all)
}
