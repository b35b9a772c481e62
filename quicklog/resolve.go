package quicklog

import (
	"slices"
	"strings"

	"kontor/domain"
)

// Directory knows the people and organisations of the workspace.
type Directory interface {
	// People gives those a name may mean. organisation is where the line says
	// the person is, or empty.
	People(name, organisation string) []Candidate
	Organisations(name string) []Candidate
}

// Candidate is a known record that a name may mean.
type Candidate struct {
	ID     domain.ID
	Label  string  // "Johann W. Goethe"
	Detail string  // "Cotta"
	Score  float64 // 0 to 1
	// Exact means that the name is spelt like this, or like a part of it.
	Exact bool
	// Ours marks a colleague among the candidates.
	Ours bool
}

// State says how far a name is known.
type State string

// The states of a name.
const (
	Known     State = "known"     // one clear candidate
	Ambiguous State = "ambiguous" // several: somebody has to choose
	Unknown   State = "unknown"   // nobody: offered as new
)

// Resolution is what a name means.
type Resolution struct {
	Name   Name
	State  State
	Chosen Candidate // where known
	// Choices are the candidates, best first, where ambiguous; and the near
	// misses where unknown.
	Choices []Candidate
	// Proposed are the parts of the name for a new person, Email and Phone how
	// to reach them where that was typed.
	Proposed domain.Name
	Email    string
	Phone    string
}

// Resolved is a line with its names looked up. The lists are as long and in
// the same order as those of the line.
type Resolved struct {
	Line
	TheirPeople        []Resolution
	TheirOrganisations []Resolution
	OurPeople          []Resolution
	Mentioned          []Resolution
}

// Complete reports whether nothing is left to choose. Unknown names do not
// count: they become new records.
func (r Resolved) Complete() bool {
	for _, list := range [][]Resolution{r.TheirPeople, r.OurPeople, r.TheirOrganisations, r.Mentioned} {
		for _, n := range list {
			if n.State == Ambiguous {
				return false
			}
		}
	}
	return true
}

// Elsewhere reports whether the line puts a name at an organisation, and the only
// one it may mean is known to be at another: then somebody else is likely meant.
func (r Resolved) Elsewhere(n Resolution) bool {
	at := n.Name.Organisation
	if n.State != Ambiguous || len(n.Choices) != 1 || n.Choices[0].Detail == "" || at < 0 || at >= len(r.TheirOrganisations) {
		return false
	}
	organisation := r.TheirOrganisations[at]
	for _, meant := range append([]Candidate{organisation.Chosen}, organisation.Choices...) {
		if meant.Label == n.Choices[0].Detail {
			return false
		}
	}
	return true
}

// How much better the best candidate must be to be taken without asking, and
// from which score on a misspelt name is taken at all or at least offered.
const (
	clearLead  = 0.15
	nearlySure = 0.92
	worthAsk   = 0.5
	mostChoice = 8
)

// Resolve looks up the names of a line.
func Resolve(l Line, d Directory) Resolved {
	r := Resolved{Line: l}
	for _, n := range l.Organisations {
		r.TheirOrganisations = append(r.TheirOrganisations, settle(n, d.Organisations(n.Text), domain.Name{}))
	}
	for _, n := range l.People {
		r.TheirPeople = append(r.TheirPeople, l.person(n, d))
	}
	for _, n := range l.Ours {
		r.OurPeople = append(r.OurPeople, l.colleague(n, d))
	}
	for _, n := range l.Mentions {
		if n.Member != domain.None && !n.Partly {
			r.Mentioned = append(r.Mentioned, ours(n))
		} else if whole, ok := r.mentioned(n, d); ok {
			r.Mentioned = append(r.Mentioned, whole)
		} else if n.Member != domain.None {
			r.Mentioned = append(r.Mentioned, l.colleague(n, d))
		} else {
			r.Mentioned = append(r.Mentioned, l.person(n, d))
		}
	}
	return r
}

func (l Line) person(n Name, d Directory) Resolution {
	organisation := ""
	if n.Organisation >= 0 && n.Organisation < len(l.Organisations) {
		organisation = l.Organisations[n.Organisation].Text
	}
	found := settle(n, d.People(n.Text, organisation), SplitName(n.Text))
	if strings.Contains(n.Text, "@") && !strings.Contains(n.Text, " ") {
		found.Email = n.Text
	}
	if strings.HasPrefix(n.Text, "+") {
		found.Phone = n.Text
	}
	return found
}

// colleague asks where only a part of a colleague's name was given and
// somebody else is called the same.
func (l Line) colleague(n Name, d Directory) Resolution {
	us := ours(n)
	if !n.Partly {
		return us
	}
	for _, c := range ranked(d.People(n.Text, "")) {
		if c.Exact {
			us.State = Ambiguous
			us.Choices = append(us.Choices, c)
		}
	}
	if us.State == Ambiguous {
		us.Choices = append([]Candidate{us.Chosen}, us.Choices...)
		us.Chosen = Candidate{}
	}
	return us
}

func ours(n Name) Resolution {
	return Resolution{
		Name: n, State: Known, Proposed: SplitName(n.Text),
		Chosen: Candidate{ID: n.Member, Label: n.Text, Score: 1, Exact: true, Ours: true},
	}
}

func ranked(found []Candidate) []Candidate {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b Candidate) int {
		switch {
		case a.Exact != b.Exact:
			if a.Exact {
				return -1
			}
			return 1
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return found[:min(len(found), mostChoice)]
}

// settle decides between candidates. Among namesakes the score decides, which
// the directory raises for those at the right organisation.
func settle(n Name, found []Candidate, proposed domain.Name) Resolution {
	out := Resolution{Name: n, State: Unknown, Choices: ranked(found), Proposed: proposed}
	if len(out.Choices) == 0 {
		return out
	}
	best := out.Choices[0]
	lead := 1.0
	if len(out.Choices) > 1 && (!best.Exact || out.Choices[1].Exact) {
		lead = best.Score - out.Choices[1].Score
	}
	switch {
	case lead >= clearLead && (best.Exact || best.Score >= nearlySure):
		out.State, out.Chosen, out.Choices = Known, best, nil
	case best.Exact || best.Score >= worthAsk:
		out.State = Ambiguous
	}
	return out
}
