package dashboard

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/chart"
	"kontor/ui/kit"
)

// chartHeight is that of the charts over time.
const chartHeight float32 = 176

// part is a channel or a direction of the columns; the last one may stand for
// all others.
type part struct {
	name string
	of   func(p projections.SeriesPoint) int
}

// mostParts is how many parts a column has; the smallest ones become one.
const mostParts = 4

func (v *view) channelName(channel string) string {
	if name, ok := v.channels[channel]; ok {
		return name
	}
	return i18n.T("channel." + channel)
}

var directions = []domain.Direction{domain.DirectionOutgoing, domain.DirectionIncoming, domain.DirectionMutual}

func (v *view) parts() []part {
	var parts []part
	if v.choice.Parts == partsDirection {
		for _, direction := range directions {
			parts = append(parts, part{i18n.T("direction." + string(direction)), func(p projections.SeriesPoint) int { return p.Directions[direction] }})
		}
		return parts
	}
	shown := map[string]bool{}
	for _, c := range v.Channels {
		if c.Now == 0 {
			continue
		}
		if len(parts) == mostParts-1 && len(v.Channels) > mostParts {
			parts = append(parts, part{i18n.T("dashboard.other-channels"), func(p projections.SeriesPoint) (n int) {
				for channel, count := range p.Channels {
					if !shown[channel] {
						n += count
					}
				}
				return n
			}})
			break
		}
		if len(parts) == mostParts {
			break
		}
		shown[c.Channel] = true
		parts = append(parts, part{v.channelName(c.Channel), func(p projections.SeriesPoint) int { return p.Channels[c.Channel] }})
	}
	return parts
}

// talks are the conversations over time.
func (v *view) talks() fyne.CanvasObject {
	parts := v.parts()
	columns := make([]chart.Column, len(v.Series))
	for i, point := range v.Series {
		c := chart.Column{Label: pieceLabel(point.DaySpan, v.days()), Before: float64(point.Before)}
		c.Says = i18n.T("dashboard.talks.says", pieceTitle(point.DaySpan), i18n.N("dashboard.talks.count", point.Conversations), point.Before)
		c.Open = v.open(i18n.T("dashboard.conversations")+" · "+spanText(point.DaySpan), point.List)
		for _, part := range parts {
			c.Parts = append(c.Parts, float64(part.of(point)))
		}
		columns[i] = c
	}
	legend := make([]chart.Entry, 0, len(parts)+1)
	for _, part := range parts {
		legend = append(legend, chart.Entry{Name: part.name})
	}
	legend = append(legend, chart.Entry{Name: i18n.T("dashboard.before"), Line: true})
	choose := kit.NewSegments([]kit.Segment{
		{Value: partsChannel, Label: i18n.T("dashboard.by-channel")}, {Value: partsDirection, Label: i18n.T("dashboard.by-direction")},
	}, partsChannel, func(value string) { v.set(func(c *choice) { c.Parts = value }) })
	if v.choice.Parts != "" {
		choose.SetValue(v.choice.Parts)
	}
	return card(i18n.T("dashboard.talks"), "", choose, chart.NewLegend(legend), chart.NewColumns(columns, v.talksHeight()))
}

// talksHeight lets the columns end where the communities beside them do.
func (v *view) talksHeight() float32 {
	return max(chartHeight, float32(len(v.reached()))*26-41)
}

// sentiment is how the conversations felt, over time.
func (v *view) sentiment() fyne.CanvasObject {
	if !v.Sentiment.Has {
		return card(i18n.T("dashboard.feeling"), "", kit.NewParagraph(kit.Faint, i18n.T("dashboard.feeling.empty")))
	}
	points := make([]chart.Point, len(v.Series))
	for i, point := range v.Series {
		p := chart.Point{Label: pieceLabel(point.DaySpan, v.days()), Value: point.Sentiment, Has: point.Sentiments > 0}
		p.Says = i18n.T("dashboard.feeling.none", pieceTitle(point.DaySpan))
		if p.Has {
			p.Says = i18n.T("dashboard.feeling.says", pieceTitle(point.DaySpan), signed(point.Sentiment), mood(point.Sentiment), point.Sentiments)
		}
		p.Open = v.open(i18n.T("dashboard.conversations")+" · "+spanText(point.DaySpan), point.List)
		points[i] = p
	}
	about := i18n.N("dashboard.feeling.about", v.felt(), signed(v.Sentiment.Now), mood(v.Sentiment.Now))
	return card(i18n.T("dashboard.feeling"), about, chart.NewLine(points, chart.LineParams{
		Least: -2, Most: 2, Height: chartHeight - 30,
		Levels: map[float64]string{-2: i18n.T("sentiment.-2"), 0: i18n.T("sentiment.0"), 2: i18n.T("sentiment.2")},
	}))
}

// beginnings say who began the conversations, and over which channels they went.
func (v *view) beginnings() fyne.CanvasObject {
	total := v.Conversations.Now
	if total == 0 {
		return card(i18n.T("dashboard.begins"), "", kit.NewParagraph(kit.Faint, i18n.T("dashboard.begins.empty")))
	}
	var parts []chart.Part
	for _, direction := range directions {
		for _, d := range v.Directions {
			if d.Direction != direction {
				continue
			}
			name := i18n.T("direction." + string(direction))
			moved, _ := change(d.Figure, true, relative(d.Figure))
			p := chart.Part{Name: name, Value: d.Now, Words: i18n.T("dashboard.begins.words", int(d.Now), percent(d.Now/total))}
			p.Says = i18n.T("dashboard.begins.says", name, int(d.Now), moved)
			p.Open = v.open(name+" · "+spanText(v.days()), d.List)
			parts = append(parts, p)
		}
	}
	var bars []chart.Bar
	most := 1.0
	for _, c := range v.Channels {
		most = max(most, c.Now, c.Before)
	}
	for _, c := range v.Channels[:min(len(v.Channels), 4)] {
		name := v.channelName(c.Channel)
		moved, _ := change(c.Figure, true, relative(c.Figure))
		bar := chart.Bar{Name: name, Share: c.Now / most, Before: c.Before / most, Had: c.Had, Words: i18n.Number(int(c.Now))}
		bar.Says = i18n.T("dashboard.begins.says", name, int(c.Now), moved)
		bar.Open = v.open(name+" · "+spanText(v.days()), c.List)
		bars = append(bars, bar)
	}
	return card(i18n.T("dashboard.begins"), "", chart.NewShare(parts), chart.NewBars(bars))
}
