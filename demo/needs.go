package demo

import (
	"slices"
	"time"

	"kontor/domain"
)

// wish is something that people want of us, as the sample tells of it.
type wish struct {
	title, text string
	tags        []string
	quotes      []string // what they say, one after the other
	answer      domain.NeedAnswer
	wording     string
	reason      string // for which it is closed instead
	untold      int    // how many are still to be told
}

// wishes are the needs of the sample, in the order in which they are heard.
var wishes = []wish{
	{
		title: "Dokumentation auf Deutsch", text: "Die Einführung und das Handbuch liegen nur auf Englisch vor.", tags: []string{"doku"},
		quotes: []string{"Unsere Leute lesen kein Englisch.", "Wenigstens das Handbuch bräuchten wir auf Deutsch.", "Gibt es die Doku auch auf Deutsch?"},
		answer: domain.NeedYes, wording: "Das Handbuch erscheint im Frühjahr auf Deutsch, die Einführung folgt im Sommer.",
	},
	{
		title: "Preise für gemeinnützige Vereine", tags: []string{"preise"},
		quotes: []string{"Für einen Verein ist das zu teuer.", "Mit einem Vereinspreis wären wir dabei.", "Was zahlen Gemeinnützige?"},
		answer: domain.NeedYes, wording: "Gemeinnützige Vereine zahlen ab Januar die Hälfte.", untold: 1,
	},
	{
		title: "Anmeldung mit Keycloak", text: "Einmal anmelden für alle Werkzeuge des Hauses.", tags: []string{"sso"},
		quotes: []string{"Ohne Single Sign-on kommt bei uns nichts ins Netz.", "Wir haben schon Keycloak, das müsste reichen."},
		answer: domain.NeedLater, wording: "Steht für das nächste Jahr auf dem Plan; wir melden uns, sobald ein Termin feststeht.",
	},
	{
		title: "Eigene Schriften im Setzkasten", quotes: []string{"Unsere Hausschrift fehlt in der Liste.", "Kann man Schriften selbst hinzufügen?"},
		reason: "Geht schon: steht in der Einführung unter „Schriften“, alle Anfragenden haben den Hinweis bekommen.",
	},
	{
		title: "Schulung für Administratoren", tags: []string{"schulung"},
		quotes: []string{"Unsere Technik würde gern zwei Tage zu euch kommen.", "Bitte auch als Aufzeichnung."},
		answer: domain.NeedYes, wording: "Zweimal im Jahr in Weimar, mit Aufzeichnung.",
	},
	{
		title: "Schriftliche Antwort innerhalb von zwei Tagen", tags: []string{"support"},
		quotes: []string{"Wir warten oft eine Woche.", "Eine kurze Zwischenmeldung würde schon reichen.", "Wer ist eigentlich zuständig?"},
		answer: domain.NeedYes, wording: "Ab sofort gibt es am nächsten Werktag eine Zwischenmeldung mit Namen.", untold: 1,
	},
	{
		title: "Souffleur ohne Verbindung nutzen", text: "Auf der Bühne gibt es kein Netz.",
		quotes: []string{"Im Theater haben wir keinen Empfang.", "Wenn das Netz weg ist, steht alles."},
		answer: domain.NeedNo, wording: "Das lässt der Aufbau nicht zu; wir empfehlen den Ausdruck als Rückfall.", untold: 1,
	},
	{
		title: "Regionaltreffen im Süden", tags: []string{"treffen"},
		quotes: []string{"Weimar ist für uns weit.", "In München fänden sich sofort zwanzig Leute."},
	},
	{
		title: "Rechnung als XRechnung", tags: []string{"rechnung"},
		quotes: []string{"Als Behörde dürfen wir nichts anderes annehmen.", "Die Kämmerei verlangt eine E-Rechnung."},
	},
	{
		title: "Barrierefreie Formulare", tags: []string{"barrierefreiheit"},
		quotes: []string{"Mit dem Vorleseprogramm komme ich nicht hinein."},
	},
	{
		title: "Zeilenzähler als Erweiterung für den Editor", quotes: []string{"Ich möchte dafür nicht das Fenster wechseln."},
	},
	{
		title: "Ansprechperson für Übersetzungen", quotes: []string{"Wohin mit Fehlern in der Übersetzung?", "Wir würden gern mithelfen."},
	},
}

// asked is a need of the sample while it is being told.
type asked struct {
	*wish
	id      domain.ID
	owner   int
	people  []int32
	decided bool
}

// firstWish is the share of the conversations after which the first need is
// heard; the last one is heard shortly before the end.
const firstWish = 0.3

// hear lets somebody ask for something in a conversation that was logged. It
// throws dice of its own, so that the conversations stay what they are.
func (s *story) hear(t *talk, conversation domain.ID, said composed) {
	if said.phase != asking || s.people[t.person].english || len(s.members) == 0 {
		return
	}
	share := float64(s.logged) / float64(max(s.Conversations, 1))
	next := firstWish + (0.97-firstWish)*float64(len(s.asked))/float64(len(s.tongue.wishes)-1)
	if len(s.asked) < len(s.tongue.wishes) && share >= next {
		s.raise(t, conversation)
		return
	}
	if len(s.asked) == 0 || !s.wishing.chance(0.9) {
		return
	}
	need := s.asked[s.wishing.IntN(len(s.asked))]
	if need.decided || len(need.people) == len(need.quotes) || slices.Contains(need.people, t.person) {
		return
	}
	quote := need.quotes[len(need.people)]
	need.people = append(need.people, t.person)
	s.step(t.at, s.members[t.member].id, "add-voice", domain.AddVoice{Need: need.id, Voice: s.voice(t, conversation), Quote: quote})
}

func (s *story) voice(t *talk, conversation domain.ID) domain.Voice {
	p := &s.people[t.person]
	return domain.Voice{
		Person: p.id, Organisation: s.organisations[p.organisation].id, Conversation: conversation,
		Heard: domain.Moment{At: t.at.Truncate(time.Minute), Precision: domain.PrecisionMinute},
	}
}

func (s *story) raise(t *talk, conversation domain.ID) {
	need := &asked{wish: &s.tongue.wishes[len(s.asked)], id: s.wishID(t.at), owner: len(s.asked) % min(len(s.members), 3), people: []int32{t.person}}
	s.asked = append(s.asked, need)
	s.step(t.at, s.members[t.member].id, "raise-need", domain.RaiseNeed{
		Need:   need.id,
		Plan:   domain.NeedPlan{For: s.members[need.owner].id, Due: domain.DayOf(workday(t.at.AddDate(0, 0, 28))), Origin: origin},
		Words:  domain.NeedWords{Title: need.title, Text: need.text, Tags: need.tags},
		Voices: []domain.Voice{s.voice(t, conversation)}, Quotes: need.quotes[:1],
	})
	if need.answer == "" && need.reason == "" {
		return
	}
	s.later(s.wished(t.at, s.wishing.between(20, 40)), func(at time.Time) { s.decide(need, at) })
}

// wishID makes the id of a need without changing those that are made after it.
func (s *story) wishID(at time.Time) domain.ID {
	if s.NewID != nil {
		return s.NewID()
	}
	return s.wishIDs.make(at)
}

// wished is a moment of a working day so many days after another.
func (s *story) wished(after time.Time, days int) time.Time {
	day := workday(after.AddDate(0, 0, days))
	return time.Date(day.Year(), day.Month(), day.Day(), 9+s.wishing.IntN(8), s.wishing.IntN(60), 0, 0, day.Location())
}

func (s *story) decide(need *asked, at time.Time) {
	need.decided = true
	owner := s.members[need.owner].id
	if need.reason != "" {
		s.step(at, owner, "close-need", domain.CloseNeed{Need: need.id, Reason: need.reason})
		return
	}
	s.step(at, owner, "decide-need", domain.DecideNeed{Need: need.id, Answer: need.answer, Wording: need.wording})
	for _, person := range need.people[:len(need.people)-min(need.untold, len(need.people))] {
		s.later(s.wished(at, s.wishing.between(1, 6)), func(at time.Time) {
			s.step(at, owner, "tell-back", domain.TellBack{Need: need.id, Person: s.people[person].id})
		})
	}
}
