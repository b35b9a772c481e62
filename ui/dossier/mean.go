package dossier

import (
	"slices"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
)

// standingsShown is how many of them the panel names.
const standingsShown = 6

// SetMean takes over the mean of the health of some people; each of them leads to
// their page.
func (h *Health) SetMean(d *desk.Desk, all []projections.Standing) {
	if len(all) == 0 {
		h.Set(0, domain.HealthNone, "", nil)
		return
	}
	score := projections.MeanHealth(all)
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
