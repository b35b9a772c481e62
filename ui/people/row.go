package people

import (
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// row formats a person.
func (l *list) row(p projections.PersonRow) kit.RowData {
	now := l.desk.Workspace.Now()
	data := kit.RowData{
		Face: l.face(p), Title: displayName(p), Sub: place(p), SideTone: desk.Lateness(p.Rhythm, p.LastContact, now),
	}
	switch {
	case p.Erased:
		data.SideTone = kit.Neutral
	case p.LastContact.IsZero():
		data.Side = i18n.T("people.never")
	default:
		data.Side = when.Ago(p.LastContact, now, i18n.Language(), domain.PrecisionMinute)
	}
	return data
}

// displayName is the name, or a word for a person without one.
func displayName(p projections.PersonRow) string {
	if name := desk.PersonName(p); name != "" {
		return name
	}
	if p.Email != "" {
		return p.Email
	}
	return i18n.T("people.nameless")
}

// place says where somebody belongs: "Cotta · Integrator", else what else tells
// them apart.
func place(p projections.PersonRow) string {
	var said []string
	for _, part := range []string{p.Organisation, p.JobTitle} {
		if part != "" {
			said = append(said, part)
		}
	}
	if len(said) == 0 {
		said = append(said, p.Communities...)
	}
	if len(said) == 0 && p.Email != displayName(p) {
		said = append(said, p.Email)
	}
	return strings.Join(said, " · ")
}
