package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Field is what a column of a CSV file means.
type Field string

// The fields that a column can be mapped to. They are kept in saved mappings;
// their spelling never changes. Values, labels and parts that belong together
// share the same Column.N.
const (
	FieldIgnore Field = "ignore"

	FieldTitle    Field = "name.title"
	FieldGiven    Field = "name.given"
	FieldMiddle   Field = "name.middle"
	FieldParticle Field = "name.particle"
	FieldFamily   Field = "name.family"
	FieldSuffix   Field = "name.suffix"
	FieldPhonetic Field = "name.phonetic" // several are put together in the order of N
	FieldNickname Field = "name.nickname"
	FieldFormer   Field = "name.former"
	FieldDisplay  Field = "name.display"

	FieldEmail      Field = "email"
	FieldEmailLabel Field = "email.label"
	FieldPhone      Field = "phone"
	FieldPhoneLabel Field = "phone.label"
	FieldURL        Field = "url"
	FieldURLLabel   Field = "url.label"

	FieldStreet           Field = "address.street"
	FieldHouseNumber      Field = "address.house-number"
	FieldExtended         Field = "address.extended"
	FieldPostBox          Field = "address.post-box"
	FieldPostCode         Field = "address.post-code"
	FieldCity             Field = "address.city"
	FieldRegion           Field = "address.region"
	FieldCountry          Field = "address.country"
	FieldAddressFormatted Field = "address.formatted" // used where the parts are empty
	FieldAddressLabel     Field = "address.label"

	FieldIdentity        Field = "identity"
	FieldIdentityService Field = "identity.service"
	FieldIdentityLabel   Field = "identity.label"

	FieldOrganisation Field = "organisation"
	FieldDepartment   Field = "department"
	FieldJobTitle     Field = "job-title"
	FieldRole         Field = "role"

	FieldBirthday   Field = "birthday"
	FieldBirthYear  Field = "birthday.year"
	FieldBirthMonth Field = "birthday.month"
	FieldBirthDay   Field = "birthday.day"

	FieldNote          Field = "note"
	FieldTags          Field = "tags"
	FieldLanguage      Field = "language"
	FieldConnected     Field = "connected"
	FieldUID           Field = "uid"
	FieldPhotoURL      Field = "photo-url"
	FieldRelation      Field = "relation"
	FieldRelationLabel Field = "relation.label"
	FieldCustom        Field = "custom"
	FieldCustomLabel   Field = "custom.label"
)

// Fields lists every field in the order in which it is offered. The name of a
// field for people is the translation "import.field." + the field.
var Fields = []Field{
	FieldIgnore,
	FieldDisplay, FieldTitle, FieldGiven, FieldMiddle, FieldParticle, FieldFamily, FieldSuffix,
	FieldNickname, FieldFormer, FieldPhonetic,
	FieldOrganisation, FieldDepartment, FieldJobTitle, FieldRole,
	FieldEmail, FieldEmailLabel, FieldPhone, FieldPhoneLabel,
	FieldStreet, FieldHouseNumber, FieldExtended, FieldPostBox, FieldPostCode, FieldCity,
	FieldRegion, FieldCountry, FieldAddressFormatted, FieldAddressLabel,
	FieldIdentity, FieldIdentityService, FieldIdentityLabel, FieldURL, FieldURLLabel,
	FieldBirthday, FieldBirthYear, FieldBirthMonth, FieldBirthDay,
	FieldNote, FieldTags, FieldLanguage, FieldConnected, FieldUID, FieldPhotoURL,
	FieldRelation, FieldRelationLabel, FieldCustom, FieldCustomLabel,
}

// Source is the program that wrote a file, as far as its header tells.
type Source string

// The sources that Propose recognises.
const (
	SourceOther       Source = "other"
	SourceGoogle      Source = "google"
	SourceGoogleOld   Source = "google-old" // before 2024: "Given Name", "E-mail 1 - Type"
	SourceOutlook     Source = "outlook"
	SourceLinkedIn    Source = "linkedin"
	SourceThunderbird Source = "thunderbird"
)

// DateOrder says how a date such as 3/4/1980 is meant.
type DateOrder string

// The orders of numbers in a date. Where the order is unknown, a date that
// could be either is kept as a custom field instead of being guessed.
const (
	DateOrderUnknown DateOrder = ""
	DayFirst         DateOrder = "day-first"
	MonthFirst       DateOrder = "month-first"
)

// Column is what one column of a file means.
type Column struct {
	Header string `json:"header"`
	Field  Field  `json:"field"`
	// N tells apart several e-mails, phones, addresses … and ties a value to
	// its label and an address to its parts.
	N int `json:"n,omitempty"`
	// Label is the label of the contact point where no column gives one.
	Label string `json:"label,omitempty"`
	// Service is the network of an identity.
	Service string `json:"service,omitempty"`
	// Name is the name of a custom field, or the kind of a relation.
	Name string `json:"name,omitempty"`
}

// Mapping says what the columns of a CSV file mean. It is plain data that can
// be saved as JSON and found again by its fingerprint.
type Mapping struct {
	// Name is what the person called the saved profile.
	Name      string    `json:"name,omitempty"`
	Source    Source    `json:"source"`
	Columns   []Column  `json:"columns"`
	DateOrder DateOrder `json:"dateOrder,omitempty"`
	// Encoding and Dialect override what Sniff finds, where the person chose
	// them by hand.
	Encoding Encoding `json:"encoding,omitempty"`
	Dialect  *Dialect `json:"dialect,omitempty"`
}

// Fingerprint identifies the header that the mapping was made for. It depends
// on the names and the order of the columns only.
func (m Mapping) Fingerprint() string {
	header := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		header[i] = c.Header
	}
	return HeaderFingerprint(header)
}

// HeaderFingerprint is the fingerprint of the mappings that fit a header.
func HeaderFingerprint(header []string) string {
	h := sha256.New()
	for _, cell := range csvWithoutUnnamedTail(header) {
		h.Write([]byte(strings.ToLower(strings.TrimSpace(cell))))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// csvWithoutUnnamedTail drops the empty columns that a separator at the end of
// the header makes (Thunderbird writes one).
func csvWithoutUnnamedTail(header []string) []string {
	for len(header) > 0 && strings.TrimSpace(header[len(header)-1]) == "" {
		header = header[:len(header)-1]
	}
	return header
}

// Has reports whether a column is mapped to the field.
func (m Mapping) Has(f Field) bool {
	return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Field == f })
}
