package dossier

import (
	"context"
	"slices"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
)

// Standing is a person with how the relationship stands.
type Standing struct {
	Person projections.PersonRow
	Health projections.PersonHealth
}

// standingsRead is of how many people the health is looked at.
const standingsRead = 40

// Standings tell how the relationships with some people stand, the weakest first;
// those without a contact are left out.
func Standings(ctx context.Context, views *projections.Views, people []projections.PersonRow, now time.Time) ([]Standing, error) {
	var all []Standing
	for _, p := range people[:min(len(people), standingsRead)] {
		if p.LastContact.IsZero() {
			continue
		}
		h, err := views.Health(ctx, p.ID, now)
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

// standingsShown is how many of them the panel names.
const standingsShown = 6

// SetMean takes over the mean of the health of some people; each of them leads to
// their page.
func (h *Health) SetMean(d *desk.Desk, all []Standing) {
	if len(all) == 0 {
		h.Set(0, domain.HealthNone, "", nil)
		return
	}
	sum := 0
	for _, s := range all {
		sum += s.Health.Score
	}
	score := (sum + len(all)/2) / len(all)
	var lines []HealthLine
	for _, s := range all[:min(len(all), standingsShown)] {
		lines = append(lines, HealthLine{
			Name: desk.PersonName(s.Person), Value: float64(s.Health.Score) / 100,
			Said: i18n.T("health.state."+string(s.Health.State)) + " · " + weakest(s.Health.Reasons),
			OnTap: func() {
				d.Open(domain.Stream{Kind: domain.KindPerson, ID: s.Person.ID})
			},
		})
	}
	h.Set(score, domain.HealthOfScore(score), i18n.T("dossier.health.people")+" · "+i18n.N("dossier.mean", len(all)), lines)
}

// weakest is the reason that takes most away.
func weakest(reasons []projections.HealthReason) string {
	worst := slices.MaxFunc(reasons, func(a, b projections.HealthReason) int {
		lossA, lossB := a.Weight*(1-a.Value), b.Weight*(1-b.Value)
		switch {
		case lossA < lossB:
			return -1
		case lossA > lossB:
			return 1
		}
		return 0
	})
	return reasonText(worst.HealthPart)
}
