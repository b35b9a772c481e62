package domain

import "time"

// Name is how a person is called. Given and Family may both be empty where
// only Display is known ("Goethe", a forum name).
type Name struct {
	Title    string `json:"title,omitempty"`    // "Dr.", "Prof."
	Given    string `json:"given,omitempty"`    // first name
	Middle   string `json:"middle,omitempty"`   // further given names
	Particle string `json:"particle,omitempty"` // "von", "van der"
	Family   string `json:"family,omitempty"`
	Suffix   string `json:"suffix,omitempty"`   // "jun.", "MBA"
	Phonetic string `json:"phonetic,omitempty"` // how it is spoken
	Nickname string `json:"nickname,omitempty"`
	Former   string `json:"former,omitempty"` // birth name or earlier name
	// Display is the name as a person or a file gave it, where the parts are
	// not known or would not give the right order.
	Display string `json:"display,omitempty"`
}

// PointKind is the kind of a contact point.
type PointKind string

// The kinds of contact points.
const (
	PointEmail    PointKind = "email"
	PointPhone    PointKind = "phone"
	PointAddress  PointKind = "address"
	PointIdentity PointKind = "identity" // account on a service: Mastodon, LinkedIn, XING, GitHub, a forum …
	PointURL      PointKind = "url"
	PointDomain   PointKind = "domain" // of an organisation: e-mail domain, "cotta.example"
)

// Address is a postal address.
type Address struct {
	Street   string `json:"street,omitempty"`
	Extended string `json:"extended,omitempty"` // flat, building, PO box
	PostCode string `json:"postCode,omitempty"`
	City     string `json:"city,omitempty"`
	Region   string `json:"region,omitempty"`
	Country  string `json:"country,omitempty"`
}

// ContactPoint is one way to reach a person or an organisation.
type ContactPoint struct {
	ID    ID        `json:"id"`
	Kind  PointKind `json:"kind"`
	Label string    `json:"label,omitempty"` // "work", "home", "mobile", "fax", or what the user typed
	// Service names the network of an identity: "mastodon", "linkedin", "xing",
	// "github", "facebook", "x", "forum" or what the user typed.
	Service string `json:"service,omitempty"`
	// Value is the e-mail address, the phone number as written, the account
	// name or the URL. For an address it is empty and Address is set.
	Value   string   `json:"value,omitempty"`
	Address *Address `json:"address,omitempty"`
	// Preferred marks the one to use first among its kind.
	Preferred bool `json:"preferred,omitempty"`
}

// PartialDate is a date of which parts may be unknown: a birthday without a
// year has Year 0. The zero value means that nothing is known.
type PartialDate struct {
	Year  int `json:"year,omitempty"`
	Month int `json:"month,omitempty"` // 1 to 12
	Day   int `json:"day,omitempty"`   // 1 to 31
}

// IsZero reports whether nothing is known of the date.
func (d PartialDate) IsZero() bool { return d == PartialDate{} }

// Origin says where a value came from.
type Origin struct {
	// How is one of the Origin constants.
	How string `json:"how"`
	// Import is the batch, where How is "import".
	Import ID `json:"import,omitzero"`
}

// The ways in which a value can come into the ledger.
const (
	OriginManual    = "manual"
	OriginLog       = "log"
	OriginImport    = "import"
	OriginSignature = "signature"
	OriginPasted    = "pasted" // a card that was pasted into the form of one person
	OriginDemo      = "demo"
	OriginRedaction = "redaction" // of the words about an erased person
	OriginMerge     = "merge"     // another record about the same person
)

// Precision says how exactly a moment is known.
type Precision string

// The precisions of a moment.
const (
	PrecisionMinute Precision = "minute"
	PrecisionDay    Precision = "day"
	PrecisionMonth  Precision = "month"
	PrecisionYear   Precision = "year"
)

// Direction says who spoke to whom.
type Direction string

// The directions of a conversation.
const (
	DirectionMutual   Direction = "mutual"   // a talk, both ways
	DirectionIncoming Direction = "incoming" // they wrote or called us
	DirectionOutgoing Direction = "outgoing" // we wrote or called them
)

// The channels that a new workspace starts with. Users add their own; the ids
// are persisted and never change.
const (
	ChannelCall    = "call"
	ChannelMail    = "mail"
	ChannelMeeting = "meeting"
	ChannelVideo   = "video"
	ChannelEvent   = "event" // event or fair
	ChannelLetter  = "letter"
	ChannelForum   = "forum"
	ChannelChat    = "chat"
	ChannelSocial  = "social" // social networks
	ChannelNote    = "note"   // an internal note about someone; not a conversation that resets a rhythm
)

// Channels lists the channels that a new workspace starts with, in the order
// in which they are offered.
var Channels = []string{
	ChannelCall, ChannelMail, ChannelMeeting, ChannelVideo, ChannelEvent,
	ChannelLetter, ChannelForum, ChannelChat, ChannelSocial, ChannelNote,
}

// CommunityKind is a community's place in the taxonomy of a company's
// communities.
type CommunityKind string

// The taxonomy that a new workspace starts with; users add their own kinds.
const (
	CommunityCustomers      CommunityKind = "customers"
	CommunityEmployees      CommunityKind = "employees"
	CommunityPartners       CommunityKind = "partners"
	CommunityDevelopers     CommunityKind = "developers"
	CommunitySalesAgents    CommunityKind = "sales-agents"
	CommunityConsultants    CommunityKind = "consultants"
	CommunityIntegrators    CommunityKind = "integrators"
	CommunitySuppliers      CommunityKind = "suppliers"
	CommunityOpinionLeaders CommunityKind = "opinion-leaders"
	CommunityOther          CommunityKind = "other"
)

// CommunityKinds lists the taxonomy in the order in which it is offered.
var CommunityKinds = []CommunityKind{
	CommunityCustomers, CommunityEmployees, CommunityPartners, CommunityDevelopers,
	CommunitySalesAgents, CommunityConsultants, CommunityIntegrators,
	CommunitySuppliers, CommunityOpinionLeaders, CommunityOther,
}

// Moment is a point in time with the precision to which it is known.
type Moment struct {
	At        time.Time `json:"at"`
	Precision Precision `json:"precision"`
}
