package quicklog

import (
	"strings"
	"testing"
)

func TestCalledByWordsOfTheName(t *testing.T) {
	for _, c := range []struct{ text, name, want string }{
		{"Johann Goethe fragen", "Johann Wolfgang von Goethe", "Johann Goethe"},
		{"Charlotte von Stein, bitte", "Charlotte von Stein", "Charlotte von Stein"},
		{"Charlotte von Haus aus", "Charlotte von Stein", "Charlotte"},
		{"Goethe Johann", "Johann Goethe", "Goethe"},
		{"Müller-Lüdenscheidt.", "Karl Müller-Lüdenscheidt", "Müller-Lüdenscheidt"},
		{"goethe hat", "Johann Goethe", "goethe"},
		{"Schiller", "Johann Goethe", ""},
		{"", "Johann Goethe", ""},
		{"Goethe", "", ""},
	} {
		if got := c.text[:Called(c.text, c.name)]; got != c.want {
			t.Errorf("%q of %q is called %q, want %q", c.text, c.name, got, c.want)
		}
	}
}

func TestAMentionIsTheWholeNameWhereItIsKnown(t *testing.T) {
	at := now(t)
	for line, want := range map[string]string{
		"call Wieland: ask @Johann Goethe Entwurf":         "Johann Goethe known Johann Wolfgang Goethe",
		"call Wieland: ask @Charlotte Schiller, then more": "Charlotte Schiller known Charlotte Schiller",
		"call Wieland: ask @Johann":                        "Johann ambiguous ",
		"call Wieland: ask @Johann Neumann":                "Johann ambiguous ",
		"call Wieland: ask @Merck Darmstadt":               "Merck unknown ",
		"call Wieland: (@Johann Gottfried Herder) asks":    "Johann Gottfried Herder known Johann Gottfried Herder",
		"call Wieland: ask @Friedrich Schiller":            "Friedrich Schiller known Friedrich Schiller", // a colleague is a Friedrich too
		"call Wieland: ask @\"Johann Goethe\" Entwurf":     "Johann Goethe known Johann Wolfgang Goethe",
	} {
		r := Resolve(Parse(line, at, Options{Members: colleagues}), people)
		if len(r.Mentioned) != 1 {
			t.Fatalf("%s: %+v", line, r.Mentioned)
		}
		m := r.Mentioned[0]
		if got := m.Name.Text + " " + string(m.State) + " " + m.Chosen.Label; got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
		last := 0
		coloured := ""
		for _, s := range r.Spans {
			if s.Start < last || s.End <= s.Start {
				t.Errorf("%s: spans %+v", line, r.Spans)
			}
			last = s.End
			if s.Role == RoleMention {
				coloured = strings.Trim(line[s.Start:s.End], "@\"")
			}
		}
		if coloured != m.Name.Text {
			t.Errorf("%s: coloured is %q", line, coloured)
		}
	}
}

func TestAMentionAmongManyOfAName(t *testing.T) {
	var many weimar
	for _, family := range strings.Fields("Arnim Bach Carl Dach Eck Fink Gleim Herder Iffland") {
		many = append(many, Candidate{ID: id(byte(len(many) + 1)), Label: "Johann " + family})
	}
	r := Resolve(Parse("call Wieland: ask @Johann Iffland", now(t), Options{}), eight{many})
	if m := r.Mentioned[0]; m.State != Known || m.Chosen.Label != "Johann Iffland" {
		t.Errorf("mentioned %+v", m)
	}
}

// eight tells no more than the best eight, as the workspace does.
type eight struct{ weimar }

func (e eight) People(name, organisation string) []Candidate {
	return ranked(e.weimar.People(name, organisation))
}
