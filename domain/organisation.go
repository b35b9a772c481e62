package domain

import "maps"

// Organisation is a company, an authority, a club: whom people belong to.
type Organisation struct {
	Head
	Dossier Dossier
	Parent  ID
	Owner   ID
}

// NewOrganisation is an organisation of which nothing is known yet.
func NewOrganisation() *Organisation { return &Organisation{Dossier: Dossier{}} }

// Name is how the organisation is called.
func (o *Organisation) Name() string { return o.Dossier.Text(FieldName) }

// Apply adds one event.
func (o *Organisation) Apply(r Recorded) {
	o.Head.apply(r)
	switch e := r.Event.(type) {
	case *RecordAdded:
		o.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *DetailsChanged:
		o.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *OrganisationPlaced:
		o.Parent = e.Parent
	case *OwnerAssigned:
		o.Owner = e.Member
	case *RecordErased:
		o.Dossier = Dossier{}
	}
}

func (o *Organisation) exists() bool { return o != nil && o.Exists() }

func (o *Organisation) clone() Aggregate {
	c := *o
	c.Dossier = maps.Clone(o.Dossier)
	return &c
}

// OrganisationPlaced says which organisation this one is a part of.
type OrganisationPlaced struct {
	of
	noSecret
	Parent ID `json:"parent,omitzero"`
	Was    ID `json:"was,omitzero"`
}

// EventType is the persisted name.
func (*OrganisationPlaced) EventType() string { return "organisation.placed.v1" }
