package dossier

import (
	"slices"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// complaintsShown is how many open complaints are named; the others are counted.
const complaintsShown = 2

// Complaints are the warnings of open complaints, the latest first. Each says when
// it was made, by whom and to whom of us, and leads to the conversation.
func Complaints(d *desk.Desk, open []projections.TimelineEntry) []Warning {
	now, lang := d.Workspace.Now(), i18n.Language()
	var list []Warning
	for i, e := range open {
		if i == complaintsShown {
			list = append(list, Warning{Tone: kit.Late, Title: i18n.N("dossier.complaints.more", len(open)-i)})
			break
		}
		what := e.Subject
		if what == "" {
			what = timeline.Plain(e.Text)
		}
		who := d.PartyNames(e.People)
		if who == "" {
			who = d.PartyNames(e.Organisations)
		}
		if ours := d.PartyNames(e.Ours); ours != "" {
			arrow := " ↔ "
			if e.Direction == domain.DirectionIncoming {
				arrow = " → "
			}
			who += arrow + ours
		}
		list = append(list, Warning{
			Tone: kit.Late, Title: i18n.T("dossier.complaint", workspace.DateText(dateOf(e.At)), when.Ago(e.At, now, lang, domain.PrecisionDay)),
			Text:  i18n.T("dossier.complaint.about", who, what),
			OnTap: func() { d.Open(e.Record) }, About: AboutComplaint,
		})
	}
	return list
}

func dateOf(t time.Time) domain.PartialDate {
	return domain.PartialDate{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// IsComplaint reports whether a conversation is among the open complaints.
func IsComplaint(open []projections.TimelineEntry, e projections.TimelineEntry) bool {
	return slices.ContainsFunc(open, func(c projections.TimelineEntry) bool { return c.Record == e.Record })
}

// OpenFirst opens what the first warning that leads somewhere is about, and says
// so where there is none.
func OpenFirst(d *desk.Desk, list []Warning) {
	for _, w := range list {
		if w.OnTap != nil {
			w.OnTap()
			return
		}
	}
	said := "dossier.no-warning"
	if len(list) > 0 {
		said = "dossier.warning-here"
	}
	d.Shell.Toast(kit.Toast{Text: i18n.T(said)})
}
