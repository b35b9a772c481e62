package dashboard

import (
	"math"
	"strconv"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/workspace"
)

type settings = workspace.Settings

// dayText is a day with its month, and with its year where that is asked for.
func dayText(d domain.Day, year bool) string {
	t := d.In(time.UTC)
	date := domain.PartialDate{Month: int(t.Month()), Day: t.Day()}
	if year {
		date.Year = t.Year()
	}
	return workspace.DateText(date)
}

// spanText is a range of days: "1. November – 21. November 2026".
func spanText(s projections.DaySpan) string {
	if s.From == s.To {
		return dayText(s.To, true)
	}
	return i18n.T("dashboard.span", dayText(s.From, s.From.In(time.UTC).Year() != s.To.In(time.UTC).Year()), dayText(s.To, true))
}

// comparedText says which days stand against which.
func comparedText(days, against projections.DaySpan) string {
	return i18n.T("dashboard.compared", spanText(days), spanText(against))
}

// shortDay is a day for an axis: "3. Nov" or "3 Nov".
func shortDay(d domain.Day) string {
	t := d.In(time.UTC)
	return i18n.T("dashboard.axis.day", t.Day(), shortMonth(t))
}

func shortMonth(t time.Time) string {
	name := []rune(i18n.T("month." + strconv.Itoa(int(t.Month()))))
	return string(name[:min(len(name), 3)])
}

// pieceLabel is a piece of the period on the axis, and pieceTitle in a sentence.
func pieceLabel(s projections.DaySpan, whole projections.DaySpan) string {
	t := s.From.In(time.UTC)
	switch days := whole.To.Sub(whole.From) + 1; {
	case days > 200:
		return shortMonth(t)
	case days > 45:
		return shortDay(s.From)
	}
	return shortDay(s.From)
}

func pieceTitle(s projections.DaySpan) string {
	if s.From == s.To {
		return shortDay(s.From)
	}
	return i18n.T("dashboard.span", shortDay(s.From), shortDay(s.To))
}

// percent is a share of one in words.
func percent(share float64) string {
	return i18n.T("dashboard.percent", strconv.Itoa(int(math.Round(share*100))))
}

// wait is how long somebody waited: minutes, hours or days.
func wait(seconds float64) string {
	switch {
	case seconds < 90*60:
		return i18n.T("dashboard.minutes", i18n.Decimal(seconds/60, 0))
	case seconds < 48*3600:
		return i18n.T("dashboard.hours", i18n.Decimal(seconds/3600, 1))
	}
	return i18n.T("dashboard.days", i18n.Decimal(seconds/86400, 1))
}

// slight is the share of a number up to which a change is neither good nor bad.
const slight = 0.03

// change is how a number moved against the period before: an arrow, by how much,
// and whether that is good.
func change(f projections.Figure, moreIsGood bool, by func(difference float64) string) (text string, tone kit.Tone) {
	if !f.Has || !f.Had {
		return "", kit.Neutral
	}
	difference := f.Now - f.Before
	said := by(math.Abs(difference))
	switch {
	case difference == 0 || said == "" || said == by(0):
		return i18n.T("dashboard.same"), kit.Neutral
	case difference > 0:
		text = i18n.T("dashboard.up", said)
	default:
		text = i18n.T("dashboard.down", said)
	}
	switch {
	case math.Abs(difference) < slight*math.Abs(f.Before):
		return text, kit.Neutral
	case (difference > 0) == moreIsGood:
		return text, kit.Good
	}
	return text, kit.Late
}

// rounded is a figure to so many parts of one, as it is shown: the difference of
// two numbers must be that of those in sight.
func rounded(f projections.Figure, parts float64) projections.Figure {
	f.Now, f.Before = math.Round(f.Now*parts)/parts, math.Round(f.Before*parts)/parts
	return f
}

// relative says a difference as a share of what was before.
func relative(f projections.Figure) func(float64) string {
	return func(difference float64) string {
		if f.Before == 0 {
			return i18n.Number(int(difference))
		}
		return percent(difference / f.Before)
	}
}

func counted(difference float64) string { return i18n.Number(int(difference)) }

func points(difference float64) string {
	return i18n.N("dashboard.points", int(math.Round(difference*100)))
}

// mood is the name of the nearest feeling.
func mood(mean float64) string {
	return i18n.T("sentiment." + strconv.Itoa(int(math.Round(mean))))
}

// signed writes a mean with its sign.
func signed(mean float64) string {
	text := i18n.Decimal(mean, 1)
	if mean > 0 {
		return "+" + text
	}
	return text
}
