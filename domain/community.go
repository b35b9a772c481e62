package domain

import "maps"

// Community is a group that the company keeps in conversation with.
type Community struct {
	Head
	Dossier  Dossier
	Taxonomy CommunityKind
	Rhythm   Rhythm
	Owner    ID
}

// NewCommunity is a community of which nothing is known yet.
func NewCommunity() *Community { return &Community{Dossier: Dossier{}} }

// Name is how the community is called.
func (c *Community) Name() string { return c.Dossier.Text(FieldName) }

// Apply adds one event.
func (c *Community) Apply(r Recorded) {
	c.Head.apply(r)
	switch e := r.Event.(type) {
	case *RecordAdded:
		c.Taxonomy = e.Taxonomy
		c.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *DetailsChanged:
		c.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *CommunityClassified:
		c.Taxonomy = e.Taxonomy
	case *RhythmSet:
		c.Rhythm = e.Rhythm
	case *OwnerAssigned:
		c.Owner = e.Member
	case *RecordErased:
		c.Dossier = Dossier{}
	}
}

func (c *Community) clone() Aggregate {
	d := *c
	d.Dossier = maps.Clone(c.Dossier)
	return &d
}

// CommunityClassified says where in the taxonomy a community belongs.
type CommunityClassified struct {
	of
	noSecret
	Taxonomy CommunityKind `json:"taxonomy"`
	Was      CommunityKind `json:"was"`
}

// EventType is the persisted name.
func (*CommunityClassified) EventType() string { return "community.classified.v1" }

// Member is one of us.
type Member struct {
	Head
	Dossier Dossier
	Devices map[ID]string // what the member calls their machines
}

// NewMember is a member of whom nothing is known yet.
func NewMember() *Member { return &Member{Dossier: Dossier{}} }

// Name is how the member is called.
func (m *Member) Name() Name {
	if v := m.Dossier.Get(FieldName); v != nil && v.Name != nil {
		return *v.Name
	}
	return Name{}
}

// Apply adds one event.
func (m *Member) Apply(r Recorded) {
	m.Head.apply(r)
	switch e := r.Event.(type) {
	case *RecordAdded:
		m.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *DetailsChanged:
		m.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *RecordErased:
		m.Dossier, m.Devices = Dossier{}, nil
	case *DeviceNamed:
		m.nameDevice(e.Device, e.Sealed.Name)
	}
}

func (m *Member) clone() Aggregate {
	c := *m
	c.Dossier, c.Devices = maps.Clone(m.Dossier), maps.Clone(m.Devices)
	return &c
}
