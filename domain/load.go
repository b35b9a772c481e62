package domain

// The typed loads return nil, without an error, for a record that does not
// exist. What they return is shared: a decision reads it and leaves it as it is.

func load[T Aggregate](s State, kind Kind, id ID) (T, error) {
	var none T
	if id == None {
		return none, nil
	}
	a, err := s.Load(Stream{Kind: kind, ID: id})
	if err != nil || a == nil {
		return none, err
	}
	t, _ := a.(T)
	return t, nil
}

// LoadPerson returns a person.
func LoadPerson(s State, id ID) (*Person, error) { return load[*Person](s, KindPerson, id) }

// LoadOrganisation returns an organisation.
func LoadOrganisation(s State, id ID) (*Organisation, error) {
	return load[*Organisation](s, KindOrganisation, id)
}

// LoadMember returns one of us.
func LoadMember(s State, id ID) (*Member, error) { return load[*Member](s, KindMember, id) }

// LoadConversation returns a conversation.
func LoadConversation(s State, id ID) (*Conversation, error) {
	return load[*Conversation](s, KindConversation, id)
}

// LoadFollowUp returns a follow-up.
func LoadFollowUp(s State, id ID) (*FollowUp, error) { return load[*FollowUp](s, KindFollowUp, id) }

// LoadSegment returns a segment.
func LoadSegment(s State, id ID) (*Segment, error) { return load[*Segment](s, KindSegment, id) }

// LoadNeed returns a need.
func LoadNeed(s State, id ID) (*Need, error) { return load[*Need](s, KindNeed, id) }

// described is what the kinds in Dossiers have in common.
type described interface {
	Aggregate
	head() *Head
	dossier() Dossier
}

func (h *Head) head() *Head              { return h }
func (p *Person) dossier() Dossier       { return p.Dossier }
func (o *Organisation) dossier() Dossier { return o.Dossier }
func (c *Community) dossier() Dossier    { return c.Dossier }
func (m *Member) dossier() Dossier       { return m.Dossier }

type headed interface{ head() *Head }

// HeadOf returns what the record has in common with every other; nil if it
// does not exist.
func HeadOf(a Aggregate) *Head {
	if h, ok := a.(headed); ok {
		return h.head()
	}
	return nil
}

// openHead returns the head of a record that may still be changed, or the
// refusal.
func openHead(s State, record Stream) (*Head, Aggregate, error) {
	a, err := s.Load(record)
	if err != nil {
		return nil, nil, err
	}
	if a == nil {
		return nil, nil, refuse(RefusedNotFound, record)
	}
	h := HeadOf(a)
	if err := h.open(); err != nil {
		return nil, nil, err
	}
	return h, a, nil
}
