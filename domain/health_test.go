package domain

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

const healthToday Day = "2026-11-21"

// ago makes contacts so many days before healthToday.
func ago(c HealthContact, days ...int) (contacts []HealthContact) {
	for _, d := range days {
		c.Day = healthToday.Add(-d)
		contacts = append(contacts, c)
	}
	return contacts
}

func TestHealthOfARelationship(t *testing.T) {
	meeting := HealthContact{Channel: ChannelMeeting, Direction: DirectionMutual, Seconds: 3600}
	mail := HealthContact{Channel: ChannelMail, Direction: DirectionOutgoing, Words: 40}
	often := ago(meeting, 1, 31, 61, 91, 121, 151, 181, 211, 241, 271, 301, 331)
	for _, c := range []struct {
		name     string
		contacts []HealthContact
		open     HealthOpen
		rhythm   Rhythm
		usual    int
		score    int
		state    HealthState
		values   []float64 // recency, frequency, depth, reciprocity, momentum
	}{
		{"nobody spoke", nil, HealthOpen{}, 30, 0, 0, HealthNone, nil},
		{"only in the future", ago(meeting, -1), HealthOpen{}, 30, 0, 0, HealthNone, nil},
		{"no contact wanted", ago(meeting, 3), HealthOpen{}, Never, 0, 0, HealthNone, nil},
		{"met today for the first time", ago(meeting, 0), HealthOpen{}, 30, 0, 0, HealthUnclear, []float64{1. / 3}},
		{"called three times on two days", ago(meeting, 0, 0, 7), HealthOpen{}, 30, 0, 0, HealthUnclear, []float64{2. / 3}},
		{"one call, and a complaint", ago(meeting, 3), HealthOpen{Complaints: []Day{healthToday.Add(-3)}}, 30, 0, 0, HealthUnclear, []float64{0.5, 1. / 3}},
		{"on three days of a week", ago(meeting, 0, 3, 6), HealthOpen{}, 30, 0, 100, HealthWarm, []float64{1, 1, 1, 1, 1}},
		{"every month in the rhythm", often, HealthOpen{}, 30, 0, 100, HealthWarm, []float64{1, 1, 1, 1, 1}},
		{"and a complaint is open", often, HealthOpen{Complaints: []Day{healthToday.Add(-3), healthToday}}, 30, 0, 50, HealthSteady, []float64{0.5, 1, 1, 1, 1, 1}},
		{"and our answer is late", often, HealthOpen{Overdue: []Day{healthToday.Add(-2)}}, 30, 0, 75, HealthWarm, []float64{0.75, 1, 1, 1, 1, 1}},
		{"both", often, HealthOpen{Complaints: []Day{healthToday}, Overdue: []Day{healthToday.Add(-2)}}, 30, 0, 38, HealthCooling, []float64{0.5, 0.75, 1, 1, 1, 1, 1}},
		{"what is open from tomorrow on", often, HealthOpen{Complaints: []Day{healthToday.Add(1)}}, 30, 0, 100, HealthWarm, []float64{1, 1, 1, 1, 1}},
		{"twice the rhythm ago", ago(meeting, 60, 61, 62), HealthOpen{}, 30, 0, 83, HealthWarm, []float64{0.5, 1, 1, 1, 1}},
		{"only we write", ago(mail, 10, 40, 70), HealthOpen{}, 30, 0, 79, HealthWarm, []float64{1, 1, 0.375, 0, 1}},
		{"their usual pause", ago(mail, 14, 21, 28), HealthOpen{}, 0, 7, 55, HealthSteady, []float64{0.5, 0.75, 0.375, 0, 1}},
		{"without rhythm and habit", ago(meeting, 90, 91, 92), HealthOpen{}, 0, 0, 89, HealthWarm, []float64{1, 1, 1, 1, 0.25}},
		{"less lately", ago(meeting, 75, 100, 110, 120, 130), HealthOpen{}, 30, 0, 65, HealthSteady, []float64{0.25, 1, 1, 1, 0.4}},
		{"forgotten after one meeting", ago(meeting, 700), HealthOpen{}, 30, 0, 10, HealthCold, []float64{0, 0, 1, 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := HealthOf(c.contacts, c.open, c.rhythm, c.usual, healthToday)
			if h.Score != c.score || h.State != c.state || len(h.Parts) != len(c.values) {
				t.Errorf("%d %s: %+v", h.Score, h.State, h.Parts)
			}
			for i, want := range c.values {
				if got := h.Parts[i].Value; math.Abs(got-want) > 0.005 {
					t.Errorf("%s is %.3f instead of %.3f %v", h.Parts[i].Aspect, got, want, h.Parts[i].Numbers)
				}
			}
		})
	}
}

func TestHealthStaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var contacts []HealthContact
		for range rapid.IntRange(0, 30).Draw(t, "contacts") {
			contacts = append(contacts, ago(HealthContact{
				Channel:   rapid.SampledFrom(append([]string{"own-1"}, Channels...)).Draw(t, "channel"),
				Direction: rapid.SampledFrom([]Direction{DirectionIncoming, DirectionOutgoing, DirectionMutual}).Draw(t, "direction"),
				Seconds:   rapid.IntRange(0, 9000).Draw(t, "seconds"), Words: rapid.IntRange(0, 200).Draw(t, "words"),
			}, rapid.IntRange(-5, 900).Draw(t, "days"))...)
		}
		var open HealthOpen
		for range rapid.IntRange(0, 3).Draw(t, "open") {
			open.Complaints = append(open.Complaints, healthToday.Add(rapid.IntRange(-400, 2).Draw(t, "complaint")))
			open.Overdue = append(open.Overdue, healthToday.Add(rapid.IntRange(-400, 2).Draw(t, "overdue")))
		}
		h := HealthOf(contacts, open, Rhythm(rapid.IntRange(-1, 200).Draw(t, "rhythm")), rapid.IntRange(0, 100).Draw(t, "usual"), healthToday)
		weights := 0.0
		for _, p := range h.Parts {
			if weights += p.Weight; p.Value < 0 || p.Value > 1 || p.From > p.To {
				t.Fatalf("%+v", p)
			}
		}
		if h.State.Told() && math.Abs(weights-1) > 1e-9 || !h.State.Told() && h.Score != 0 || h.Score < 0 || h.Score > 100 {
			t.Fatalf("weights %v, score %d", weights, h.Score)
		}
		if (h.State == HealthNone) != (len(h.Parts) == 0) {
			t.Fatalf("%s with %d parts", h.State, len(h.Parts))
		}
		// One more conversation today never makes a relationship less recent.
		more := HealthOf(append(contacts, ago(HealthContact{Channel: ChannelCall}, 0)...), HealthOpen{}, 30, 0, healthToday)
		if more.State.Told() && more.Parts[0].Value < 1 {
			t.Fatalf("spoken today, and recency is %v", more.Parts[0].Value)
		}
	})
}
