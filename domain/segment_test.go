package domain

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// circle is a segment.
var circle = id(61)

var anyRule = rapid.Custom(func(t *rapid.T) Rule {
	r := Rule{About: rapid.SampledFrom(RuleAbouts).Draw(t, "about"), Type: rapid.SampledFrom(FieldTypes).Draw(t, "type")}
	ops := RuleOps[r.About]
	if r.About == AboutField {
		ops = FieldOps[r.Type]
	}
	r.Op = rapid.SampledFrom(ops).Draw(t, "op")
	r.Record = rapid.SampledFrom([]ID{None, integrators, cotta, me, id(8)}).Draw(t, "record")
	r.Channel = rapid.SampledFrom([]string{"", ChannelMail}).Draw(t, "channel")
	r.State = rapid.SampledFrom(RhythmStates).Draw(t, "state")
	r.Days, r.Number = rapid.IntRange(-1, 90).Draw(t, "days"), float64(rapid.IntRange(-2, 2).Draw(t, "number"))
	r.Day, r.Text = anyDay.Draw(t, "day"), anyWord.Draw(t, "text")
	return r
})

var anyFilter = rapid.Custom(func(t *rapid.T) Filter {
	f := Filter{Match: rapid.SampledFrom(Matches).Draw(t, "match"), Rules: rapid.SliceOfN(anyRule, 0, 3).Draw(t, "rules")}
	for range rapid.IntRange(0, 2).Draw(t, "groups") {
		f.Groups = append(f.Groups, RuleGroup{rapid.SampledFrom(Matches).Draw(t, "match"), rapid.SliceOfN(anyRule, 0, 2).Draw(t, "rules")})
	}
	return f
})

func tagged(tag string) Filter { return Filter{Rules: []Rule{{About: AboutTag, Op: OpIs, Text: tag}}} }

func TestASegmentKeepsWhatWasTypedSealed(t *testing.T) {
	s := given(t, world()...).when(DefineSegment{circle, " Beirat ", tagged(" #Geheimer Rat ")})
	if s.err != nil || len(s.events) != 1 {
		t.Fatal(s.events, s.err)
	}
	skeleton, err := json.Marshal(s.events[0])
	if err != nil || string(skeleton) != `{"filter":{"rules":[{"about":"tag","op":"is"}]}}` {
		t.Errorf("the skeleton is %s (%v)", skeleton, err)
	}
	segment, err := LoadSegment(s.ledger, circle)
	if err != nil || segment.Name != "Beirat" || !same(segment.Filter, tagged("geheimer-rat")) {
		t.Errorf("the segment is %+v (%v)", segment, err)
	}
}

func TestASegmentIsChangedAndNotMadeTwice(t *testing.T) {
	s := given(t, world()...).when(DefineSegment{circle, "Beirat", tagged("beirat")})
	if s.when(DefineSegment{circle, "Beirat", tagged("Beirat")}); s.err != nil || len(s.events) != 0 {
		t.Error("the same segment again gives", s.events, s.err)
	}
	s.when(DefineSegment{circle, "Presse", tagged("presse")})
	e, ok := s.events[0].(*SegmentChanged)
	if !ok || e.Sealed.Was != "Beirat" || e.Sealed.WasTexts[0] != "beirat" {
		t.Errorf("a change gives %+v", s.events[0])
	}
}

func TestASegmentThatCannotBeAskedIsRefused(t *testing.T) {
	for name, f := range map[string]Filter{
		"unknown match":       {Match: "some"},
		"unknown rule":        {Rules: []Rule{{About: "weather", Op: OpIs}}},
		"unknown comparison":  {Rules: []Rule{{About: AboutTag, Op: OpHad, Text: "x"}}},
		"no tag":              {Rules: []Rule{{About: AboutTag, Op: OpIs, Text: " # "}}},
		"no community":        {Rules: []Rule{{About: AboutCommunity, Op: OpIs}}},
		"days in the future":  {Rules: []Rule{{About: AboutLastContact, Op: OpWithin, Days: -1}}},
		"field without a day": {Rules: []Rule{{About: AboutField, Op: OpAtLeast, Type: FieldTypeDate, Record: id(8)}}},
		"in a group":          {Groups: []RuleGroup{{Rules: []Rule{{About: AboutRhythm, Op: OpIs, State: "early"}}}}},
		"too many":            {Rules: make([]Rule, MaxRules+1)},
	} {
		t.Run(name, func(t *testing.T) {
			if s := given(t, world()...).when(DefineSegment{circle, "Beirat", f}); !RefusedWith(s.err, RefusedBadFilter) {
				t.Errorf("gives %v, %v", s.events, s.err)
			}
		})
	}
	if s := given(t, world()...).when(DefineSegment{circle, " ", Filter{}}); !RefusedWith(s.err, RefusedNoName) {
		t.Error("a segment without a name:", s.err)
	}
}

func TestPartingAndJoiningAFilterGivesItBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFilter.Draw(t, "filter").normal()
		clear, texts := f.parted()
		clear.each(func(r *Rule) {
			if r.Text != "" {
				t.Fatal("a typed text stayed in the clear part")
			}
		})
		if got := clear.joined(texts); !same(got, f) {
			t.Fatalf("%+v\nbecomes %+v", f, got)
		}
	})
}

func TestArchivedPeopleAreAskedForByARuleOfTheWholeFilter(t *testing.T) {
	archived := Rule{About: AboutArchived, Op: OpIs}
	for _, c := range []struct {
		f    Filter
		want bool
	}{
		{Filter{Rules: []Rule{archived}}, true},
		{Filter{Match: MatchAny, Rules: []Rule{archived}}, false},
		{Filter{Rules: []Rule{{About: AboutArchived, Op: OpIsNot}}}, false},
		{Filter{Groups: []RuleGroup{{Rules: []Rule{archived}}}}, false},
	} {
		if got := c.f.ArchivedOnly(); got != c.want {
			t.Errorf("%+v: %v", c.f, got)
		}
	}
}
