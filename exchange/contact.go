// Package exchange carries people in and out of Kontor: vCard, CSV, mail
// signatures and the lossless archive. It turns files into Contacts and
// Contacts into files; what a contact means for the ledger is decided in
// package workspace.
package exchange

import (
	"kontor/domain"
)

// Contact is one person, or one organisation, as a file describes it.
// The IDs of contact points are left empty by readers.
type Contact struct {
	// UID is the identifier that the file gives to the card, if any; together
	// with the kind of the file it makes the same card recognisable again.
	UID string
	// Line is the line of the file where the card or row starts, counted from 1.
	Line int
	// IsOrganisation is true where the card describes a company (vCard KIND:org,
	// or a card with an organisation and no person's name).
	IsOrganisation bool

	Name         domain.Name
	Organisation string   // name of the company
	Units        []string // departments, outermost first
	JobTitle     string
	Role         string
	Points       []domain.ContactPoint // e-mails, phones, addresses, identities, urls
	Birthday     domain.PartialDate
	Language     string // BCP 47
	Note         string
	Categories   []string // tags or groups
	Photo        []byte
	PhotoType    string // media type: image/jpeg, image/png
	// PhotoURL is set where the file only points to a photo. It is never loaded.
	PhotoURL string
	// Relations are people named on the card ("spouse", "assistant").
	Relations []Relation
	// Connected is the day since which the two know each other (LinkedIn), RFC 3339 date.
	Connected string
	// Extra holds what the file says and Kontor has no field for, by its name
	// there; it becomes custom fields or is shown in the dry run.
	Extra map[string]string
	// Warnings say what the reader left out, such as a photo that is too large.
	Warnings []Reason
}

// Relation is another person named on a card.
type Relation struct {
	Kind string // "spouse", "assistant", "manager", or as written
	Name string
}

// Rejected is an entry of a file that could not be read as a contact.
type Rejected struct {
	Line   int    // line where the entry starts, counted from 1
	Reason Reason // why
	Raw    string // the entry as it stands in the file, so that nothing is lost (cut at 64 KiB)
}

// Reason is a translatable explanation: a key and its arguments. Arguments
// never hold personal data beyond what stands in the user's own file.
type Reason struct {
	Key  string // such as "import.reason.no-name"
	Args []any
}
