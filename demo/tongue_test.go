package demo

import (
	"slices"
	"strings"
	"testing"

	"kontor/domain"
)

// told in English, the story has the same people, days and steps, in other words.
func TestTheStoryIsTheSameInBothLanguages(t *testing.T) {
	o := small()
	_, german := told(t, o)
	o.Language = English
	_, english := told(t, o)
	if len(german) != len(english) {
		t.Fatalf("%d steps in German, %d in English", len(german), len(english))
	}
	other := 0
	for i, g := range german {
		e := english[i]
		if g.Title != e.Title || g.Actor != e.Actor || !g.At.Equal(e.At) || len(g.Commands) != len(e.Commands) {
			t.Fatalf("step %d is %s at %s in German and %s at %s in English", i, g.Title, g.At, e.Title, e.At)
		}
		for n, c := range g.Commands {
			said, ok := c.(domain.LogConversation)
			if !ok {
				continue
			}
			if also := e.Commands[n].(domain.LogConversation); also.Words.Text != said.Words.Text {
				other++
			}
		}
	}
	if other < 100 {
		t.Errorf("only %d texts differ", other)
	}
}

// Each pool has as many phrases in both languages, each with as many choices and
// slots: the dice fall alike.
func TestTheTextsHaveTheSameShapeInBothLanguages(t *testing.T) {
	german, english := texts(German), texts(English)
	compare := func(what string, a, b *pool) {
		if len(a.phrases) != len(b.phrases) {
			t.Errorf("%s: %d phrases in German, %d in English", what, len(a.phrases), len(b.phrases))
			return
		}
		for i := range a.phrases {
			if x, y := shape(a.phrases[i]), shape(b.phrases[i]); !slices.Equal(x, y) {
				t.Errorf("%s, phrase %d: %v in German, %v in English", what, i+1, x, y)
			}
		}
	}
	for i := range german.themes {
		a, b := &german.themes[i], &english.themes[i]
		if a.name != b.name || len(a.tags) != len(b.tags) || len(a.likely) != len(b.likely) {
			t.Errorf("%s and %s", a.name, b.name)
		}
		there := b.pools()
		for n, p := range a.pools() {
			compare(a.name, p, there[n])
		}
	}
	there := english.common()
	for n, p := range german.common() {
		compare("common", p, there[n])
	}
	if len(german.circle) != len(english.circle) || len(german.houses) != len(english.houses) || len(wishes) != len(englishWishes) {
		t.Error("not as many people, organisations or needs")
	}
	for i, w := range wishes {
		if e := englishWishes[i]; len(e.quotes) != len(w.quotes) || e.answer != w.answer || (e.reason == "") != (w.reason == "") || e.untold != w.untold {
			t.Errorf("%q is not %q", e.title, w.title)
		}
	}
}

func (t *theme) pools() []*pool {
	return []*pool{&t.subject, &t.ask, &t.progress, &t.trouble, &t.praise, &t.spoken, &t.written, &t.detail, &t.task, &t.ourLetter, &t.theirLetter}
}

func (l *library) common() []*pool {
	return []*pool{
		&l.next, &l.urgent, &l.glad, &l.mention, &l.referral, &l.remark, &l.reason, &l.addition, &l.mistake,
		&l.minutes, &l.agreed, &l.places, &l.opening, &l.ending, &l.notes, &l.acquainted,
	}
}

// shape counts the choices and the slots of a phrase, in whatever order they stand.
func shape(p phrase) (all []int) {
	for _, it := range p {
		switch {
		case it.choices != nil:
			all = append(all, 100+len(it.choices))
			for _, c := range it.choices {
				all = append(all, shape(c)...)
			}
		case it.slot != slotNone:
			all = append(all, int(it.slot))
		}
	}
	slices.Sort(all)
	return all
}

func TestNoGermanIsLeftInTheEnglishSample(t *testing.T) {
	o := small()
	o.Language = English
	_, steps := told(t, o)
	for _, s := range steps {
		for _, c := range s.Commands {
			var said []string
			switch c := c.(type) {
			case domain.LogConversation:
				said = append(c.Words.Tags, c.Words.Subject, c.Words.Text)
			case domain.PlanFollowUp:
				said = []string{c.Text}
			case domain.RaiseNeed:
				said = append(c.Quotes, c.Words.Title, c.Words.Text)
			}
			for _, text := range said {
				for _, word := range []string{" und ", " der ", " die ", " nicht ", " wir ", " für ", "ß", "schulung", "preise"} {
					if strings.Contains(" "+strings.ToLower(text)+" ", word) {
						t.Errorf("%q in %q", word, text)
					}
				}
			}
		}
	}
}
