package dashboard

import (
	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/chart"
	"kontor/ui/kit"
)

// tile is one number: what it is, how much, how it changed, and its course.
type tile struct {
	name, value, change, against string
	says                         string // how it is counted
	tone                         kit.Tone
	course                       []chart.Value
	least                        float64 // the least range of the course
	open                         func()
}

func (v *view) tiles() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, t := range v.numbers() {
		value := kit.NewText(kit.Figure, t.value)
		changed, against := kit.NewText(kit.Secondary, t.change), kit.NewText(kit.Faint, t.against)
		changed.SetColor(t.tone.Color())
		changed.Shrink, against.Shrink = true, true
		name := kit.NewText(kit.Secondary, t.name)
		name.Shrink, value.Shrink = true, true
		card := kit.NewPressable(kit.NewCard(kit.NewColumn(1, name, value, changed, against,
			kit.NewPadded(7, 0, 0, 0, chart.NewSpark(t.course, t.least)))), t.open)
		card.Tooltip = t.says + " " + i18n.T("dashboard.course", len(t.course))
		v.ways[t.name] = card
		if v.first == nil {
			v.first = card
		}
		objects = append(objects, card)
	}
	return objects
}

func (v *view) numbers() []tile {
	none := i18n.T("dashboard.none")
	against := func(f projections.Figure, before string) string {
		if !f.Had {
			return i18n.T("dashboard.nothing-before")
		}
		return i18n.T("dashboard.against", before)
	}
	name := func(key string) string { return i18n.T("dashboard." + key) }
	when := " · " + spanText(v.days())
	make := func(key string, f projections.Figure, moreIsGood bool, say, by func(float64) string) tile {
		t := tile{name: name(key), value: none, against: against(f, say(f.Before)), open: v.open(name(key)+when, f.List)}
		if f.Has {
			t.value = say(f.Now)
		}
		t.change, t.tone = change(f, moreIsGood, by)
		return t
	}
	talks := make("conversations", v.Conversations, true, counted, relative(v.Conversations))
	talks.says = i18n.T("dashboard.says.conversations")
	talks.course, talks.least = v.course(func(w projections.Week) projections.Measure { return some(w.Conversations) }), v.Conversations.Now/20
	answers := make("response", v.Response, false, wait, wait)
	answers.says = i18n.N("dashboard.says.response", int(v.Answers.Now))
	answers.course, answers.least = v.course(func(w projections.Week) projections.Measure { return w.Response }), v.Response.Now/5
	owed := make("unanswered", v.Unanswered, false, counted, counted)
	owed.open = v.open(name("unanswered"), v.Unanswered.List)
	owed.says = i18n.T("dashboard.says.unanswered")
	owed.course, owed.least = v.course(func(w projections.Week) projections.Measure { return some(w.Unanswered) }), 4
	felt := make("sentiment", rounded(v.Sentiment, 10), true, signed, func(d float64) string { return i18n.Decimal(d, 1) })
	felt.says = i18n.N("dashboard.says.sentiment", v.felt())
	felt.course, felt.least = v.course(func(w projections.Week) projections.Measure { return w.Sentiment }), 1
	tiles := []tile{talks}
	if v.all != nil || len(v.communityRows) > 0 {
		row := v.all
		if row == nil {
			row = &v.communityRows[0]
		}
		covered := make("in-rhythm", rounded(row.Share, 100), true, percent, points)
		covered.open = v.open(i18n.T("dashboard.out-of-rhythm"), row.Share.List)
		covered.says = i18n.T("dashboard.says.in-rhythm", row.InRhythm, row.People, row.People-row.InRhythm)
		covered.course, covered.least = v.course(func(w projections.Week) projections.Measure { return w.InRhythm }), 0.2
		tiles = append(tiles, covered)
	}
	return append(tiles, answers, owed, v.kept(make("kept", rounded(v.Kept, 100), true, percent, points), when), felt)
}

// kept says how many follow-ups were done in time, and leads to the others: where
// there are none, to all.
func (v *view) kept(t tile, when string) tile {
	missed := v.missed()
	t.open = v.open(i18n.T("dashboard.missed")+when, v.Kept.List)
	switch {
	case missed == 0 && v.Promises.Now > 0:
		t.open = v.open(i18n.T("dashboard.promises")+when, v.Promises.List)
	case missed == 0 && v.Pending.Now > 0:
		t.open = v.open(i18n.T("dashboard.pending"), v.Pending.List)
	}
	t.says = i18n.T("dashboard.says.kept", int(v.Promises.Now)-missed, int(v.Promises.Now))
	if n := int(v.Pending.Now); n > 0 {
		t.says += " " + i18n.N("dashboard.says.pending", n)
	}
	t.course, t.least = v.course(func(w projections.Week) projections.Measure { return w.Kept }), 0.2
	return t
}

// missed is how many follow-ups were not done in time.
func (f *figures) missed() int {
	return int(f.Promises.Now*(1-f.Kept.Now) + 0.5)
}

// felt is how many conversations say how they felt.
func (f *figures) felt() (n int) {
	for _, point := range f.Series {
		n += point.Sentiments
	}
	return n
}

// course is one number of each of the last weeks.
func (f *figures) course(of func(projections.Week) projections.Measure) []chart.Value {
	values := make([]chart.Value, len(f.Weeks))
	for i, w := range f.Weeks {
		m := of(w)
		values[i] = chart.Value{Value: m.Value, Has: m.Has}
	}
	return values
}

func some(n int) projections.Measure { return projections.Measure{Value: float64(n), Has: true} }
