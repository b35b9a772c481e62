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
	for _, c := range []struct {
		name     string
		contacts []HealthContact
		rhythm   Rhythm
		usual    int
		score    int
		state    HealthState
		values   []float64 // recency, frequency, depth, reciprocity, momentum
	}{
		{"nobody spoke", nil, 30, 0, 0, HealthNone, nil},
		{"only in the future", ago(meeting, -1), 30, 0, 0, HealthNone, nil},
		{"no contact wanted", ago(meeting, 3), Never, 0, 0, HealthNone, nil},
		{"met today for the first time", ago(meeting, 0), 30, 0, 100, HealthWarm, []float64{1, 1, 1, 1, 1}},
		{"every month in the rhythm", ago(meeting, 1, 31, 61, 91, 121, 151, 181, 211, 241, 271, 301, 331), 30, 0, 100, HealthWarm, []float64{1, 1, 1, 1, 1}},
		{"twice the rhythm ago", ago(meeting, 60), 30, 0, 70, HealthSteady, []float64{0.5, 0.5, 1, 1, 1}},
		{"only we write", ago(mail, 10, 40, 70), 30, 0, 79, HealthWarm, []float64{1, 1, 0.375, 0, 1}},
		{"their usual pause", ago(mail, 14), 0, 7, 49, HealthCooling, []float64{0.5, 0.5, 0.375, 0, 1}},
		{"without rhythm and habit", ago(meeting, 90), 0, 0, 93, HealthWarm, []float64{1, 1, 1, 1, 0.5}},
		{"less lately", ago(meeting, 75, 100, 110, 120, 130), 30, 0, 65, HealthSteady, []float64{0.25, 1, 1, 1, 0.4}},
		{"forgotten", ago(meeting, 700), 30, 0, 10, HealthCold, []float64{0, 0, 1, 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := HealthOf(c.contacts, c.rhythm, c.usual, healthToday)
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
		h := HealthOf(contacts, Rhythm(rapid.IntRange(-1, 200).Draw(t, "rhythm")), rapid.IntRange(0, 100).Draw(t, "usual"), healthToday)
		weights := 0.0
		for _, p := range h.Parts {
			if weights += p.Weight; p.Value < 0 || p.Value > 1 || p.From > p.To {
				t.Fatalf("%+v", p)
			}
		}
		if len(h.Parts) > 0 && math.Abs(weights-1) > 1e-9 || h.Score < 0 || h.Score > 100 {
			t.Fatalf("weights %v, score %d", weights, h.Score)
		}
		if (h.State == HealthNone) != (len(h.Parts) == 0) {
			t.Fatalf("%s with %d parts", h.State, len(h.Parts))
		}
		// One more conversation today never makes a relationship less recent.
		more := HealthOf(append(contacts, ago(HealthContact{Channel: ChannelCall}, 0)...), 30, 0, healthToday)
		if len(more.Parts) > 0 && more.Parts[0].Value < 1 {
			t.Fatalf("spoken today, and recency is %v", more.Parts[0].Value)
		}
	})
}
