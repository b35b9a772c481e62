package demo

import (
	"time"

	"kontor/domain"
)

// member is one of us.
type member struct {
	id    domain.ID
	name  domain.Name
	known bool // we know the name, so that texts can mention it
}

// communityState is a community as the story goes on.
type communityState struct {
	id     domain.ID
	kind   domain.CommunityKind
	rhythm domain.Rhythm
	// themes and channels are as likely here as their weights.
	themes   []float64
	channels []float64
}

type customFields struct{ customerNumber, newsletter domain.ID }

// colleagues are those of us besides the user.
var colleagues = []domain.Name{
	{Given: "Johann", Middle: "Peter", Family: "Eckermann"},
	{Given: "Caroline", Family: "Böhmer"},
	{Given: "Friedrich", Family: "Riemer"},
	{Given: "Henriette", Family: "Herz"},
}

// user is what the user is called where the ledger has no member yet.
var user = domain.Name{Given: "Wilhelm", Family: "Meister"}

const mostMembers = 40

// found makes what is there from the first day: members, communities and the
// fields of this workspace.
func (s *story) found() {
	s.addMembers()
	s.addCommunities()
	s.defineFields()
}

func (s *story) addMembers() {
	if s.Member == domain.None {
		s.Member = s.id(s.clock)
		s.members = []member{{id: s.Member, name: user, known: true}}
		s.addMember(s.members[0])
	} else {
		s.members = []member{{id: s.Member}}
	}
	for i := range min(len(colleagues)+s.People/2500, mostMembers-1) {
		m := member{id: s.id(s.clock), known: true}
		if i < len(colleagues) {
			m.name = colleagues[i]
		} else {
			m.name, _ = s.newName(&origins[0])
		}
		s.members = append(s.members, m)
		s.addMember(m)
	}
}

func (s *story) addMember(m member) {
	email := s.email(m.name.Given, m.name.Family, "federkiel.example")
	s.tick()
	s.step(s.clock, s.Member, "add-member", domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: m.id}, Origin: origin,
		Changes: []domain.Change{
			fact(domain.FieldName, domain.NameValue(m.name)),
			s.point(s.clock, domain.ContactPoint{Kind: domain.PointEmail, Label: "work", Value: email, Preferred: true}),
		},
	})
}

// tick lets some seconds pass.
func (s *story) tick() { s.clock = s.clock.Add(time.Duration(s.dice.between(2, 40)) * time.Second) }

func (s *story) addCommunities() {
	for i, c := range s.texts.communities {
		s.tick()
		state := communityState{id: s.id(s.clock), kind: c.kind, rhythm: c.rhythm, channels: channelsOf(c.kind)}
		for _, t := range s.texts.themes {
			state.themes = append(state.themes, t.likely[c.kind])
		}
		s.communities = append(s.communities, state)
		record := domain.Stream{Kind: domain.KindCommunity, ID: state.id}
		s.step(s.clock, s.Member, "add-community",
			domain.AddRecord{
				Record: record, Taxonomy: c.kind, Origin: origin,
				Changes: []domain.Change{
					textFact(domain.FieldName, c.name), textFact(domain.FieldPurpose, c.purpose),
					textFact(domain.FieldGoals, c.goals), textFact(domain.FieldChannels, c.channels),
				},
			},
			domain.SetRhythm{Record: record, Rhythm: c.rhythm},
			domain.AssignOwner{Record: record, Member: s.members[i%len(s.members)].id},
		)
	}
}

func (s *story) defineFields() {
	if s.Workspace == domain.None {
		return
	}
	s.tick()
	s.fields = customFields{customerNumber: s.id(s.clock), newsletter: s.id(s.clock)}
	s.step(s.clock, s.Member, "define-field",
		domain.DefineField{Workspace: s.Workspace, Field: domain.FieldDefinition{
			ID: s.fields.customerNumber, For: domain.KindOrganisation, Type: domain.FieldTypeText, Name: s.tongue.customerNumber,
		}},
		domain.DefineField{Workspace: s.Workspace, Field: domain.FieldDefinition{
			ID: s.fields.newsletter, For: domain.KindPerson, Type: domain.FieldTypeYesNo, Name: s.tongue.newsletter,
		}},
	)
}

// communityIndex finds a community of the taxonomy.
func (s *story) communityIndex(kind domain.CommunityKind) uint8 {
	for i, c := range s.communities {
		if c.kind == kind {
			return uint8(i)
		}
	}
	return 0
}
