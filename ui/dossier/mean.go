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
	score, state, of := projections.MeanHealth(all)
	var lines []HealthLine
	for _, s := range all[:min(len(all), standingsShown)] {
		lines = append(lines, HealthLine{
			Name: desk.PersonName(s.Person), Value: float64(s.Health.Score) / 100, Untold: !s.Health.State.Told(),
			Said: i18n.T("health.state."+string(s.Health.State)) + " · " + weakest(s.Health.Reasons),
			OnTap: func() {
				d.Open(domain.Stream{Kind: domain.KindPerson, ID: s.Person.ID})
			},
		})
	}
	title := i18n.T("dossier.health.people")
	if of > 0 {
		title += " · " + i18n.N("dossier.mean", of)
	}
	h.Set(score, state, title, lines)
}

// weakest is the reason that takes most away: a part of its weight or, of what is
// open, of the whole.
func weakest(reasons []projections.HealthReason) string {
	worst := slices.MaxFunc(reasons, func(a, b projections.HealthReason) int {
		lossA, lossB := loss(a), loss(b)
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

func loss(r projections.HealthReason) float64 {
	switch {
	case r.Aspect == domain.HealthHistory: // where nothing else is to be told
		return 0
	case r.Weight == 0:
		return 1 - r.Value
	}
	return r.Weight * (1 - r.Value)
}
