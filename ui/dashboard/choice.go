package dashboard

import (
	"encoding/json"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
)

// choice is the period and whom the figures are about. It compares, and it holds
// no words about people: it is kept in the settings.
type choice struct {
	Period    string     `json:"period,omitempty"`
	From      domain.Day `json:"from,omitempty"` // of one's own period
	To        domain.Day `json:"to,omitempty"`
	Community domain.ID  `json:"community,omitzero"`
	Segment   domain.ID  `json:"segment,omitzero"`
	Member    domain.ID  `json:"member,omitzero"`
	Parts     string     `json:"parts,omitempty"` // the columns are of channels or directions
}

// The periods.
const (
	periodWeek    = "week"
	periodFour    = "four-weeks"
	periodQuarter = "quarter"
	periodYear    = "year"
	periodOwn     = "own"
)

// periods are offered in this order, with their lengths in days.
var periods = []struct {
	name string
	days int
}{{periodWeek, 7}, {periodFour, 28}, {periodQuarter, 91}, {periodYear, 364}}

const (
	partsChannel   = "channel"
	partsDirection = "direction"
)

// span are the days of the period, both inclusive. All but one's own end today,
// so that the period before is as long as what is known of this one.
func (c choice) span(now time.Time) (from, to domain.Day) {
	if c.Period == periodOwn && c.From.Valid() && c.To.Valid() && c.From <= c.To {
		return c.From, c.To
	}
	to = domain.DayOf(now)
	for _, p := range periods {
		if p.name == c.Period {
			return to.Add(1 - p.days), to
		}
	}
	return to.Add(-27), to
}

func (c choice) query(now time.Time) projections.DashboardQuery {
	from, to := c.span(now)
	return projections.DashboardQuery{
		From: from, To: to, Who: projections.Who{Community: c.Community, Segment: c.Segment}, Member: c.Member,
	}
}

func (c choice) periodName() string {
	if c.Period == periodOwn {
		return spanText(projections.DaySpan{From: c.From, To: c.To})
	}
	return i18n.T("dashboard.period." + c.Period)
}

func recall(d *desk.Desk) choice {
	c := choice{Period: periodFour}
	if kept := d.Workspace.Settings().Pages[desk.PageDashboard]; kept != "" {
		if err := json.Unmarshal([]byte(kept), &c); err != nil {
			c = choice{Period: periodFour} // written by another version
		}
	}
	if c.Period == "" {
		c.Period = periodFour
	}
	return c
}

func (c choice) keep(d *desk.Desk) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return d.Workspace.ChangeSettings(func(s *settings) {
		pages := map[string]string{desk.PageDashboard: string(text)}
		for page, kept := range s.Pages {
			if page != desk.PageDashboard {
				pages[page] = kept
			}
		}
		s.Pages = pages
	})
}
