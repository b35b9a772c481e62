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
	periodWeek        = "days-7"
	periodFour        = "days-28"
	periodNinety      = "days-90"
	periodYear        = "days-365"
	periodThisWeek    = "this-week"
	periodThisMonth   = "this-month"
	periodThisQuarter = "this-quarter"
	periodOwn         = "own"
)

// periods are offered in this order: the last so many days, then those of the
// calendar, whose days say nothing.
var periods = []struct {
	name string
	days int
}{
	{periodWeek, 7},
	{periodFour, 28},
	{periodNinety, 90},
	{periodYear, 365},
	{periodThisWeek, 0},
	{periodThisMonth, 0},
	{periodThisQuarter, 0},
}

const (
	partsChannel   = "channel"
	partsDirection = "direction"
)

// span are the days of the period, both inclusive, and the days before it that it
// is compared with: those of the calendar as far as this one is by now, all
// others as many days just before.
func (c choice) span(now time.Time) (days, against projections.DaySpan) {
	today := domain.DayOf(now)
	if first, before := c.begins(today); first != "" {
		days = projections.DaySpan{From: first, To: today}
		last := min(before.Add(today.Sub(first)), first.Add(-1))
		return days, projections.DaySpan{From: before, To: last}
	}
	days = projections.DaySpan{From: today.Add(-27), To: today}
	if c.Period == periodOwn && c.From.Valid() && c.To.Valid() && c.From <= c.To {
		days = projections.DaySpan{From: c.From, To: c.To}
	}
	for _, p := range periods {
		if p.name == c.Period {
			days.From = today.Add(1 - p.days)
		}
	}
	return days, projections.DaySpan{From: days.From.Add(days.From.Sub(days.To) - 1), To: days.From.Add(-1)}
}

// begins says on which day a period of the calendar began, and the one before
// it; none where the period is not of the calendar.
func (c choice) begins(today domain.Day) (first, before domain.Day) {
	t := today.In(time.UTC)
	months := 0
	switch c.Period {
	case periodThisWeek:
		first = today.Add(-(int(t.Weekday()-i18n.FirstWeekday()) + 7) % 7)
		return first, first.Add(-7)
	case periodThisMonth:
		months = 1
	case periodThisQuarter:
		months = 3
	default:
		return "", ""
	}
	month := t.Month() - (t.Month()-1)%time.Month(months)
	begin := time.Date(t.Year(), month, 1, 0, 0, 0, 0, time.UTC)
	return domain.DayOf(begin), domain.DayOf(begin.AddDate(0, -months, 0))
}

func (c choice) query(now time.Time) projections.DashboardQuery {
	days, against := c.span(now)
	return projections.DashboardQuery{
		From: days.From, To: days.To, Against: against,
		Who: projections.Who{Community: c.Community, Segment: c.Segment}, Member: c.Member,
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
	known := c.Period == periodOwn
	for _, p := range periods {
		known = known || p.name == c.Period
	}
	if !known {
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
