package demo

import (
	"time"

	"kontor/domain"
)

// The languages in which the sample can be told.
const (
	German  = "de"
	English = "en"
)

// tongue is what the sample says in a language beside its texts: lists of the same
// length in each, so that the same seed tells the same story.
type tongue struct {
	folder                        string // of the texts; those that are missing there are the same in all languages
	weekdays                      [7]string
	months                        [12]string
	few, deadlines                []string
	thousands                     byte
	amount                        [2]string // what stands before and behind a sum of money
	again                         string    // before the subject of an answer
	greetWoman, greetMan, greetUs string    // of letters
	woman, man                    string    // before a family name
	urgent, praise, pilot         string    // tags
	longer                        string    // the reason for which a length was corrected
	customerNumber, newsletter    string
	decides                       [2]string // of men, of women
	personTags                    []string
	titles                        map[domain.CommunityKind][]string
	trades                        map[domain.CommunityKind]string // what an organisation does
	fairs                         map[time.Month]fair
	wishes                        []wish
}

// tongueOf is German for a language in which there is no sample.
func tongueOf(language string) *tongue {
	if language == English {
		return &english
	}
	return &german
}

var german = tongue{
	folder:   "sample/",
	weekdays: [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	months: [12]string{
		"Januar", "Februar", "März", "April", "Mai", "Juni",
		"Juli", "August", "September", "Oktober", "November", "Dezember",
	},
	few: []string{"zwei", "drei", "vier", "fünf", "sechs"},
	deadlines: []string{
		"bis Freitag", "bis Ende der Woche", "bis Monatsende", "bis nächsten Dienstag",
		"in den nächsten Tagen", "bis Mitte nächster Woche", "noch diese Woche",
	},
	thousands: '.', amount: [2]string{"", " €"}, again: "AW: ",
	greetWoman: "Liebe ", greetMan: "Lieber ", greetUs: "Guten Tag", woman: "Frau ", man: "Herr ",
	urgent: "dringend", praise: "lob", pilot: "pilot", longer: "Dauer berichtigt",
	customerNumber: "Kundennummer", newsletter: "Rundbrief", decides: [2]string{"Entscheider", "Entscheiderin"},
	personTags: []string{"pilot", "rundbrief", "referenz", "erprobung", "messe", "beirat", "schulung", "vip"},
	titles: map[domain.CommunityKind][]string{
		domain.CommunityCustomers:      {"Herstellung", "Lektorat", "Leitung Satz", "Dramaturgie", "Technische Leitung", "Verwaltung", "Bibliothek", "Geschäftsführung"},
		domain.CommunityEmployees:      {"Lager", "Buchhaltung", "Entwicklung", "Gestaltung"},
		domain.CommunityPartners:       {"Geschäftsführung", "Projektleitung", "Vertrieb"},
		domain.CommunityDevelopers:     {"Entwicklung", "Architektur", "Technische Leitung"},
		domain.CommunitySalesAgents:    {"Vertrieb", "Innendienst", "Gebietsleitung"},
		domain.CommunityConsultants:    {"Beratung", "Senior-Beratung"},
		domain.CommunityIntegrators:    {"Einrichtung", "Projektleitung", "Betrieb", "Support"},
		domain.CommunitySuppliers:      {"Einkauf", "Werkstatt", "Disposition", "Verkauf"},
		domain.CommunityOpinionLeaders: {"Redaktion", "Freie Mitarbeit", "Ressortleitung", "Bildredaktion"},
	},
	trades: map[domain.CommunityKind]string{
		domain.CommunityCustomers:      "Arbeitet mit Setzkasten und Souffleur.",
		domain.CommunityIntegrators:    "Richtet unsere Programme bei Kunden ein.",
		domain.CommunityDevelopers:     "Baut Erweiterungen auf unserer Schnittstelle.",
		domain.CommunityPartners:       "Bietet gemeinsam mit uns an.",
		domain.CommunitySalesAgents:    "Verkauft unsere Programme in der Fläche.",
		domain.CommunityConsultants:    "Berät Verlage und Theater bei der Auswahl.",
		domain.CommunitySuppliers:      "Liefert Papier, Druck oder Pulte.",
		domain.CommunityOpinionLeaders: "Schreibt über Bücher, Theater und Technik.",
	},
	fairs:  map[time.Month]fair{time.March: {"Ostermesse Leipzig", "Leipzig, Halle 4"}, time.October: {"Michaelismesse Leipzig", "Leipzig, Halle 2"}},
	wishes: wishes,
}

var english = tongue{
	folder:   "sample/en/",
	weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months: [12]string{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
	few: []string{"two", "three", "four", "five", "six"},
	deadlines: []string{
		"by Friday", "by the end of the week", "by the end of the month", "by Tuesday next week",
		"in the next few days", "by the middle of next week", "later this week",
	},
	thousands: ',', amount: [2]string{"€", ""}, again: "Re: ",
	greetWoman: "Dear ", greetMan: "Dear ", greetUs: "Dear colleagues", woman: "Ms ", man: "Mr ",
	urgent: "urgent", praise: "praise", pilot: "pilot", longer: "Length corrected",
	customerNumber: "Customer number", newsletter: "Newsletter", decides: [2]string{"decision-maker", "decision-maker"},
	personTags: []string{"pilot", "newsletter", "reference", "trial", "fair", "board", "training", "vip"},
	titles: map[domain.CommunityKind][]string{
		domain.CommunityCustomers:      {"Production", "Editing", "Head of typesetting", "Dramaturgy", "Technical director", "Administration", "Library", "Management"},
		domain.CommunityEmployees:      {"Store", "Accounts", "Development", "Design"},
		domain.CommunityPartners:       {"Management", "Project management", "Sales"},
		domain.CommunityDevelopers:     {"Development", "Architecture", "Technical director"},
		domain.CommunitySalesAgents:    {"Sales", "Sales office", "Regional manager"},
		domain.CommunityConsultants:    {"Consultant", "Senior consultant"},
		domain.CommunityIntegrators:    {"Installations", "Project management", "Operations", "Support"},
		domain.CommunitySuppliers:      {"Purchasing", "Workshop", "Dispatch", "Sales"},
		domain.CommunityOpinionLeaders: {"Editor", "Freelance writer", "Head of section", "Picture editor"},
	},
	trades: map[domain.CommunityKind]string{
		domain.CommunityCustomers:      "Works with Setzkasten and Souffleur.",
		domain.CommunityIntegrators:    "Installs our programs for customers.",
		domain.CommunityDevelopers:     "Builds extensions on our interface.",
		domain.CommunityPartners:       "Makes joint offers with us.",
		domain.CommunitySalesAgents:    "Sells our programs across the country.",
		domain.CommunityConsultants:    "Advises publishers and theatres on what to choose.",
		domain.CommunitySuppliers:      "Supplies paper, print or desks.",
		domain.CommunityOpinionLeaders: "Writes about books, theatre and technology.",
	},
	fairs:  map[time.Month]fair{time.March: {"Leipzig Easter Fair", "Leipzig, hall 4"}, time.October: {"Leipzig Michaelmas Fair", "Leipzig, hall 2"}},
	wishes: englishWishes,
}
