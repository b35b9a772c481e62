package demo

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"kontor/domain"
)

func TestEveryCommandIsAcceptedInTheOrderOfTime(t *testing.T) {
	for _, people := range []int{1, 2, 7, 60, 700} {
		for seed := range uint64(3) {
			o := small()
			o.People, o.Conversations, o.Seed = people, people*5, seed
			t.Run(fmt.Sprintf("%d people, seed %d", people, seed), func(t *testing.T) {
				_, steps := told(t, o)
				before := o.Now.AddDate(-years, 0, 0).Add(-24 * time.Hour)
				for _, s := range steps {
					if s.At.Before(before) || s.At.After(o.Now) {
						t.Fatalf("%s at %s, after %s", s.Title, s.At, before)
					}
					before = s.At
				}
			})
		}
	}
}

func TestCountsAreAsAskedFor(t *testing.T) {
	for _, size := range [][2]int{{0, 100}, {1, 0}, {1, 1}, {3, 50}, {60, 0}, {60, 30}, {60, 400}, {61, 400}, {400, 90}, {1500, 9000}} {
		o := small()
		o.People, o.Conversations = size[0], size[1]
		l, steps := told(t, o)
		people, conversations := 0, 0
		each(l, func(*domain.Person) { people++ })
		for _, s := range steps {
			for _, c := range s.Commands {
				if _, ok := c.(domain.LogConversation); ok {
					conversations++
				}
			}
		}
		if size[0] == 0 {
			size[1] = 0 // nobody to talk to
		}
		if got := [2]int{people, conversations}; got != size {
			t.Errorf("got %v people and conversations, want %v", got, size)
		}
	}
}

func TestTheSameOptionsGiveTheSameSteps(t *testing.T) {
	_, first := told(t, small())
	_, second := told(t, small())
	if !reflect.DeepEqual(first, second) {
		t.Error("two tellings differ")
	}
	o := small()
	o.Seed++
	if _, other := told(t, o); reflect.DeepEqual(first, other) {
		t.Error("another seed tells the same")
	}
}

func TestTheStoryEndsAtAnyTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no zones on this machine:", err)
	}
	for _, now := range []time.Time{
		time.Date(2026, 11, 21, 1, 58, 7, 9, time.UTC),    // at night, on a Saturday
		time.Date(2026, 3, 29, 12, 0, 0, 0, berlin),       // the clocks were put forward
		time.Date(2027, 1, 1, 0, 0, 0, 0, berlin),         // nothing happened today yet
		time.Date(2028, 2, 29, 23, 59, 59, 0, time.Local), // three years ago there was no such day
		time.Date(2026, 3, 13, 10, 0, 0, 0, berlin),       // during a fair
	} {
		o := small()
		o.Now, o.Member, o.Workspace = now, domain.None, domain.None
		l, steps := told(t, o)
		conversations, open := 0, 0
		each(l, func(*domain.Conversation) { conversations++ })
		each(l, func(f *domain.FollowUp) {
			if f.State == domain.FollowUpOpen {
				open++
			}
		})
		if last := steps[len(steps)-1].At; conversations != o.Conversations || open < 4 || last.After(now) || now.Sub(last) > 100*time.Hour {
			t.Errorf("%s: %d conversations, %d open follow-ups, the last step at %s", now, conversations, open, last)
		}
	}
}

func TestTheSampleHasNeedsInEveryState(t *testing.T) {
	l, _ := told(t, small())
	states, voices := map[domain.NeedState]int{}, 0
	toTell := 0
	each(l, func(n *domain.Need) {
		states[n.State()]++
		voices += len(n.Heard)
		if n.State() == domain.NeedDecided {
			toTell += n.ToTell()
		}
		for _, v := range n.Heard {
			if v.Conversation == domain.None || v.Quote == "" {
				t.Errorf("nobody knows where %+v was heard", v)
			}
		}
	})
	if states[domain.NeedOpen] < 3 || states[domain.NeedDecided] == 0 || states[domain.NeedClosed] < 2 || voices < 16 || toTell == 0 {
		t.Errorf("needs %v with %d voices, %d to tell", states, voices, toTell)
	}
}

func TestTheStoryCanBeStopped(t *testing.T) {
	n := 0
	for range Generate(small()) {
		if n++; n == 50 {
			break
		}
	}
	if n != 50 {
		t.Errorf("%d steps instead of 50", n)
	}
}

func TestTheDefaultSample(t *testing.T) {
	o := small()
	l, _ := told(t, o)
	count := map[domain.Kind]int{}
	for s := range l.records {
		count[s.Kind]++
	}
	for kind, want := range map[domain.Kind]int{
		domain.KindMember: 5, domain.KindCommunity: 9, domain.KindOrganisation: 14, domain.KindPerson: 60,
	} {
		if count[kind] != want {
			t.Errorf("%d of kind %s instead of %d", count[kind], kind, want)
		}
	}

	today := domain.DayOf(o.Now)
	var late, now, soon, unanswered, withdrawn, corrected, mentions, long int
	each(l, func(f *domain.FollowUp) {
		switch days := f.Plan.Due.Sub(today); {
		case f.State != domain.FollowUpOpen:
		case days < 0:
			late++
		case days == 0:
			now++
		case days < 8:
			soon++
		}
	})
	each(l, func(c *domain.Conversation) {
		if c.Content.AnswerExpected && !c.AnswerSettled {
			unanswered++
		}
		if c.Withdrawn {
			withdrawn++
		}
		if len(c.Earlier) > 0 {
			corrected++
		}
		if strings.Contains(c.Words.Text, "\n\n") {
			long++
		}
		mentions += len(c.Content.Mentions)
	})
	for what, n := range map[string]int{
		"overdue": late, "due today": now, "due this week": soon, "unanswered": unanswered, "withdrawn": withdrawn,
		"corrected": corrected, "mentions": mentions, "longer texts": long,
	} {
		if n == 0 {
			t.Errorf("nothing is %s", what)
		}
	}
}

func TestListsShowEveryStateOfContact(t *testing.T) {
	o := small()
	l, _ := told(t, o)
	rhythms := map[domain.ID]domain.Rhythm{}
	each(l, func(c *domain.Community) { rhythms[c.Stream.ID] = c.Rhythm })
	last := map[domain.ID]time.Time{}
	each(l, func(c *domain.Conversation) {
		for _, p := range c.Content.People {
			if c.Content.CountsAsContact() && c.Content.When.At.After(last[p]) {
				last[p] = c.Content.When.At
			}
		}
	})
	var green, amber, red, never int
	each(l, func(p *domain.Person) {
		at, ok := last[p.Stream.ID]
		rhythm := float64(rhythms[p.Memberships[0].Community])
		switch days := o.Now.Sub(at).Hours() / 24; {
		case !ok:
			never++
		case days < 0.7*rhythm:
			green++
		case days <= rhythm:
			amber++
		default:
			red++
		}
	})
	if green < 25 || amber < 4 || red < 10 || never > 4 {
		t.Errorf("green %d, amber %d, red %d, never %d", green, amber, red, never)
	}
}

func TestNobodyCanBeReached(t *testing.T) {
	o := small()
	o.People, o.Conversations = 5000, 100
	l, _ := told(t, o)
	emails, mobiles := map[string]bool{}, map[string]bool{}
	check := func(d domain.Dossier) {
		for _, p := range d.Points() {
			switch p.Kind {
			case domain.PointEmail:
				if emails[p.Value] {
					t.Errorf("%s twice", p.Value)
				}
				emails[p.Value] = true
				if !strings.HasSuffix(p.Value, ".example") || strings.Trim(p.Value, "abcdefghijklmnopqrstuvwxyz0123456789-.@") != "" {
					t.Errorf("%s is not an address of the sample", p.Value)
				}
			case domain.PointDomain:
				if !strings.HasSuffix(p.Value, ".example") {
					t.Errorf("%s may exist", p.Value)
				}
			case domain.PointPhone:
				kept := false
				for _, block := range append([]string{"+49 171 39200", "+49 176 040690"}, exchanges...) {
					kept = kept || strings.HasPrefix(p.Value, block)
				}
				if !kept {
					t.Errorf("%s may be somebody's", p.Value)
				}
				if p.Label == "mobile" && mobiles[p.Value] {
					t.Errorf("%s twice", p.Value)
				}
				mobiles[p.Value] = true
			}
		}
	}
	names := map[string]int{}
	each(l, func(p *domain.Person) { check(p.Dossier); names[p.Name().Short()]++ })
	each(l, func(o *domain.Organisation) { check(o.Dossier) })
	each(l, func(m *domain.Member) { check(m.Dossier) })
	if len(names) < 4950 {
		t.Errorf("only %d different names", len(names))
	}
}

func TestTextsHaveNoGaps(t *testing.T) {
	for seed := range uint64(40) {
		o := small()
		o.Seed = seed / 2
		if seed%2 == 1 {
			o.Language = English
		}
		for s := range Generate(o) {
			for _, c := range s.Commands {
				c, ok := c.(domain.LogConversation)
				if !ok {
					continue
				}
				text := c.Words.Text
				if text == "" || strings.Contains(text, "  ") || strings.Contains(text, " .") || strings.Contains(text, "..") ||
					strings.ContainsAny(text, "{}[|]") || !strings.Contains("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ*@0123456789", text[:1]) && text[0] < 0x80 {
					t.Errorf("seed %d: %q", seed, text)
				}
			}
		}
	}
}

func TestPhrases(t *testing.T) {
	for _, bad := range []string{"[a|b", "{nichts}", "{tag"} {
		if p, err := parsePhrase(bad); err == nil {
			t.Errorf("%q is read as %v", bad, p)
		}
	}
	for _, th := range append(texts(German).themes, texts(English).themes...) {
		parts := 0
		for _, p := range []pool{th.subject, th.ask, th.progress, th.trouble, th.praise, th.spoken, th.written, th.detail, th.task, th.ourLetter, th.theirLetter} {
			for _, it := range p.phrases {
				parts += it.parts()
			}
		}
		if parts < 100 {
			t.Errorf("%s has only %d parts", th.name, parts)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, size := range [][2]int{{60, 400}, {10_000, 90_000}} {
		b.Run(fmt.Sprintf("%d people", size[0]), func(b *testing.B) {
			o := small()
			o.People, o.Conversations = size[0], size[1]
			b.ReportAllocs()
			for b.Loop() {
				for range Generate(o) {
				}
			}
			b.ReportMetric(float64(size[1])*float64(b.N)/b.Elapsed().Seconds(), "conversations/s")
		})
	}
}
