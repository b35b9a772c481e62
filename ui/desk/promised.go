package desk

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/quicklog"
)

// Promised is what they said in a conversation that they would do, and who of
// them said so; ok is false where an answer is expected of them for another
// reason, or of nobody.
func (d *Desk) Promised(e *projections.TimelineEntry) (what, who string, ok bool) {
	if !e.AnswerExpected || !e.AnswerTheirs || e.Direction == domain.DirectionOutgoing {
		return "", "", false
	}
	theirs := e.People
	if len(theirs) == 0 {
		theirs = e.Organisations
	}
	var names []string
	for _, party := range append(e.People[:len(e.People):len(e.People)], e.Organisations...) {
		if party.Name != "" {
			names = append(names, party.Name)
		}
	}
	if !e.Erased && !e.Missing {
		what, who = quicklog.Promised(e.Text, names, e.At.In(d.Workspace.Now().Location()))
		if what == "" {
			what = e.Subject
		}
	}
	if what == "" {
		what = i18n.T("people.answer")
	}
	if who == "" && len(theirs) > 0 {
		who = d.PartyName(theirs[0])
		if more := len(theirs) - 1; more > 0 {
			who += " +" + i18n.Number(more)
		}
	}
	return what, who, true
}
