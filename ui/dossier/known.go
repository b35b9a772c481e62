package dossier

import (
	"cmp"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// KnownBy are who of us spoke with somebody, how often, and when last.
func KnownBy(d *desk.Desk, rows []projections.KnownByRow) []Line {
	var lines []Line
	for _, k := range rows {
		lines = append(lines, Line{
			Key: "known:" + k.Member.String(), Label: d.PartyName(projections.Party{ID: k.Member, Name: k.Name}), Value: often(d, k),
			Tooltip: i18n.N("people.conversations", k.Conversations) + " · " + i18n.T("people.last-contact", when.Exact(k.Last, i18n.Language())),
		})
	}
	return lines
}

// often says in a few words how often one of us spoke with somebody, and when last.
func often(d *desk.Desk, k projections.KnownByRow) string {
	return i18n.Number(k.Conversations) + " · " + when.Ago(k.Last, d.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
}

// knownNamed is with how many people each of us is named; their menu names more.
// knownUs is of how many of us it is told at first.
const (
	knownNamed  = 2
	knownListed = 20
	knownUs     = 4
)

// acquainted is somebody whom one of us knows.
type acquainted struct {
	person domain.ID
	name   string
	by     projections.KnownByRow
}

// KnownAmong are who of us spoke with the people of an organisation, each with
// those they spoke with most. The menu of a line names more of them, with how
// often and when last, and leads to them. Unless all of us are asked for, the last
// line names how many more there are, and shows them.
func KnownAmong(d *desk.Desk, o *projections.OrganisationPage, all bool, showAll func()) []Line {
	shown := o.KnownBy
	if !all && len(shown) > knownUs+1 {
		shown = shown[:knownUs]
	}
	lines := KnownBy(d, shown)
	for i, k := range shown {
		with := knownTo(o, k.Member)
		var names []string
		for j, a := range with[:min(len(with), knownListed)] {
			if j < knownNamed {
				names = append(names, a.name+" "+i18n.Number(a.by.Conversations))
			}
			lines[i].Menu = append(lines[i].Menu, kit.MenuItem{
				Label: a.name + " · " + often(d, a.by), Icon: kit.IconPerson,
				OnTap: func() { d.Open(domain.Stream{Kind: domain.KindPerson, ID: a.person}) },
			})
		}
		said := strings.Join(names, ", ")
		if rest := len(with) - len(names); rest > 0 {
			said += " " + i18n.N("dossier.known.more", rest)
		}
		lines[i].Label += " · " + lines[i].Value
		lines[i].Value = said
	}
	if rest := len(o.KnownBy) - len(shown); rest > 0 {
		lines = append(lines, Line{Key: "known:more", Value: i18n.N("dossier.known.us", rest), Tone: kit.Accent, Open: showAll})
	}
	return lines
}

// knownTo are the people of an organisation whom one of us knows, most spoken with
// first.
func knownTo(o *projections.OrganisationPage, member domain.ID) []acquainted {
	var with []acquainted
	for _, a := range o.People {
		if slices.ContainsFunc(with, func(other acquainted) bool { return other.person == a.Person }) {
			continue // in two places of it
		}
		for _, by := range o.Known[a.Person] {
			if by.Member == member && !a.Ended {
				with = append(with, acquainted{a.Person, cmp.Or(a.PersonName, i18n.T("person.erased")), by})
			}
		}
	}
	slices.SortStableFunc(with, func(a, b acquainted) int { return b.by.Conversations - a.by.Conversations })
	return with
}
