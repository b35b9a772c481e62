package desk

import (
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
)

// PromiseRow is the line of a follow-up in a list: what is to be done, with whom
// and by whom, and when it is due.
func (d *Desk) PromiseRow(f projections.FollowUpRow) kit.RowData {
	now := d.Workspace.Now()
	about := d.PartyNames(append(f.People, f.Organisation...))
	if mine := d.PartyName(f.For); mine != "" {
		if about != "" {
			about += " · "
		}
		about += i18n.T("promise.for", mine)
	}
	data := kit.RowData{
		Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconReminder}, Title: f.Text, Sub: about,
		Side: i18n.T("promise.due", when.SpeakDay(f.Due, now, i18n.Language())),
	}
	if f.Text == "" {
		data.Title = i18n.T("timeline.follow-up")
	}
	switch today := domain.DayOf(now); {
	case f.State == domain.FollowUpDone:
		data.Side, data.SideTone = i18n.T("promise.done", data.Side), kit.Good
	case f.Due < today:
		data.SideTone = kit.Late
	case f.Due == today:
		data.SideTone = kit.Soon
	}
	return data
}

// PromiseOpens is what a follow-up leads to: the conversation from which it
// followed, or the first person; the zero Stream where there is neither.
func PromiseOpens(f projections.FollowUpRow) domain.Stream {
	switch {
	case f.Conversation != domain.None:
		return domain.Stream{Kind: domain.KindConversation, ID: f.Conversation}
	case len(f.People) > 0:
		return domain.Stream{Kind: domain.KindPerson, ID: f.People[0].ID}
	}
	return domain.Stream{}
}

// PartyNames are the names of several, with commas between them.
func (d *Desk) PartyNames(parties []projections.Party) string {
	var names []string
	for _, p := range parties {
		if name := d.PartyName(p); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
