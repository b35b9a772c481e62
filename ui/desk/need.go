package desk

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
)

// NeedStart is what the form for a new need opens with. The zero value is an
// empty form.
type NeedStart struct {
	Title string
	// People are the voices, and Quote is what they said.
	People []projections.Party
	Quote  string
	// Conversation is where it was said and Heard when; None and the zero moment
	// where it was said elsewhere, or just now.
	Conversation domain.ID
	Heard        domain.Moment
	// Words are what was said there, from which a quote can be taken.
	Words string
}

// NeedFrom is what the form opens with for a need that somebody spoke of: whoever
// of them took part are the voices.
func NeedFrom(e projections.TimelineEntry) NeedStart {
	start := NeedStart{
		Conversation: e.Record.ID, Heard: domain.Moment{At: e.At, Precision: e.Precision}, Words: e.Text,
	}
	for _, p := range e.People {
		if p.Kind == domain.KindPerson && !p.Erased && !p.Missing && !p.Gone {
			start.People = append(start.People, p)
		}
	}
	return start
}

// NeedState says how a need stands: its colour, its sign and its words.
func NeedState(n projections.NeedRow) (tone kit.Tone, icon kit.Icon, words string) {
	switch n.State {
	case domain.NeedClosed:
		return kit.Good, kit.IconCheck, i18n.T("needs.state.closed")
	case domain.NeedDecided:
		return kit.Accent, "", i18n.T("needs.state.decided")
	}
	return kit.Soon, "", i18n.T("needs.state.open")
}

// NeedTitle is what a need is called in the window.
func NeedTitle(n projections.NeedRow) string {
	switch {
	case n.Erased:
		return i18n.T("need.erased")
	case n.Missing || n.Title == "":
		return i18n.T("need.missing")
	}
	return n.Title
}

// NeedDue is by when something is to happen with a need, and how pressing that
// is; "" where there is no day, or no longer any.
func (d *Desk) NeedDue(n projections.NeedRow) (string, kit.Tone) {
	if n.Due == "" || n.State == domain.NeedClosed {
		return "", kit.Neutral
	}
	now := d.Workspace.Now()
	text := when.SpeakDay(n.Due, now, i18n.Language())
	switch today := domain.DayOf(now); {
	case n.Due < today:
		return text, kit.Late
	case n.Due <= today.Add(needSoon):
		return text, kit.Soon
	}
	return text, kit.Neutral
}

// needSoon is how many days before its day a need becomes pressing.
const needSoon = 3

// NeedVoices says how many asked, and of a need that is decided how many of them
// know.
func NeedVoices(n projections.NeedRow) string {
	voices := i18n.N("need.voices", n.Voices)
	if n.State == domain.NeedDecided {
		return voices + " · " + i18n.T("need.told-of", n.Told, n.Voices)
	}
	return voices
}

// NeedRow is the line of a need in a list.
func (d *Desk) NeedRow(n projections.NeedRow) kit.RowData {
	_, _, state := NeedState(n)
	data := kit.RowData{
		Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconNeed, ID: n.ID.String()}, Title: NeedTitle(n), Sub: state + " · " + NeedVoices(n),
	}
	data.Side, data.SideTone = d.NeedDue(n)
	return data
}

// Telling is a conversation that is about to be recorded because somebody is told
// something in it.
type Telling struct {
	Person        projections.Party
	Subject, Text string
	// Also is what is done with the conversation, in the same step.
	Also func(conversation domain.ID, at domain.Moment) []domain.Command
	// Draft is what the form is kept under until it is recorded.
	Draft string
}
