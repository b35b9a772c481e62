// Package report puts what is known of a person or an organisation on one page of
// paper: what one colleague hands to another before a call or an offer.
package report

import (
	"time"

	"kontor/domain"
)

// Dossier is what stands on the page, every text as it is printed, in the language
// that was spoken when it was read.
type Dossier struct {
	Kind     domain.Kind
	Language string // "de" or "en"

	Name     string
	Initials string
	Photo    []byte // as it was stored: JPEG, PNG or GIF; nil for the initials
	About    []string
	Last     string   // the last contact
	Marks    []string // tags and communities
	Health   *Health
	Warnings []Warning
	Facts    []Fact
	KnownBy  []Fact // who of us spoke with them, how often and when last
	People   []Acquaintance
	Open     []Task
	Talks    []Talk // the latest first
	// MorePeople and MoreTalks are how many there are beside those that are named
	// here; MoreTalks is -1 where nobody counted so far.
	MorePeople, MoreTalks int

	AsOf      time.Time
	By        string // who made the page
	Workspace string
	Position  int64 // the last entry of the ledger that was read
}

// Health is how the relationship stands.
type Health struct {
	Score int // 0 to 100
	State domain.HealthState
	Said  string
}

// Warning is what is to be known before anyone calls.
type Warning struct{ Title, Text string }

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Acquaintance is somebody at an organisation, and who of us knows them.
type Acquaintance struct {
	Name, Role, Last string
	KnownBy          []string // the one who spoke most with them first
}

// Task is something that one of us promised or that somebody waits for.
type Task struct {
	Text, Whose, Due string
	Late             bool
}

// Talk is a conversation.
type Talk struct{ Day, Channel, Subject, Who, Text string }

// FileName is what the file is called that is proposed: the name and the day.
func (d *Dossier) FileName() string {
	return fileName(d.Name) + " " + string(domain.DayOf(d.AsOf)) + ".pdf"
}
