package people

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/when"
	"kontor/workspace"
)

// contact are the ways to reach somebody.
func (t *detail) contact() []dossier.Line {
	var points []projections.FactRow
	for _, fact := range t.shown.page.Facts {
		if fact.Value.Point != nil {
			points = append(points, fact)
		}
	}
	slices.SortStableFunc(points, func(a, b projections.FactRow) int {
		x, y := a.Value.Point, b.Value.Point
		if x.Kind != y.Kind {
			return slices.Index(pointKinds, x.Kind) - slices.Index(pointKinds, y.Kind)
		}
		if x.Preferred != y.Preferred {
			return map[bool]int{true: -1, false: 1}[x.Preferred]
		}
		return slices.Compare(x.ID[:], y.ID[:])
	})
	var lines []dossier.Line
	for _, fact := range points {
		point := *fact.Value.Point
		line := t.fact(fact, workspace.PointLabel(point), workspace.ValueText(fact.Value))
		if point.Address != nil {
			line.Value = workspace.AddressText(*point.Address, "\n")
			line.Copy = line.Value
		}
		line.Open, line.OpenIcon = dossier.Reach(t.desk, point), dossier.ReachIcon(point)
		line.Edit = func() dossier.Editor { return t.editPoint(point, &fact.Value) }
		lines = append(lines, line)
	}
	return lines
}

// pointKinds is the order of the ways to reach somebody.
var pointKinds = []domain.PointKind{
	domain.PointEmail, domain.PointPhone, domain.PointIdentity, domain.PointURL, domain.PointDomain, domain.PointAddress,
}

// fact is the line of a field: with where it came from, its history, and the way
// to take it away.
func (t *detail) fact(fact projections.FactRow, label, value string) dossier.Line {
	origin := dossier.Origin(t.desk, fact, t.shown.names)
	return dossier.Line{
		Key: dossier.FieldKey(fact.Field), Label: label, Value: value, Copy: value, Origin: origin, Tooltip: origin,
		Menu: []kit.MenuItem{
			{Label: i18n.T("people.fact.history"), Icon: kit.IconHistory, Separator: true, OnTap: func() {
				dossier.ShowHistory(t.desk, t.record(), fact.Field, label, t.shown.names)
			}},
			{Label: i18n.T("people.fact.remove"), Icon: kit.IconTrash, Danger: true, OnTap: func() {
				t.desk.Do(t.changed(fact.Field, &fact.Value, nil), nil)
			}},
		},
	}
}

func copyText(d *desk.Desk, text string) { dossier.Copy(d, text) }

// importNames are the files of the imports that values came from.
func importNames(ctx context.Context, d *desk.Desk, facts []projections.FactRow) (map[domain.ID]string, error) {
	if !slices.ContainsFunc(facts, func(f projections.FactRow) bool { return f.Origin.Import != domain.None }) {
		return nil, nil
	}
	imports, err := d.Workspace.Views().Imports(ctx)
	names := map[domain.ID]string{}
	for _, row := range imports {
		names[row.ID] = strings.Join(row.Files, ", ")
	}
	return names, err
}

// shownFormer is how many former affiliations are shown at first.
const shownFormer = 2

// affiliations are where somebody belongs, then where they did.
func (t *detail) affiliations() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	former, hidden := 0, 0
	for _, a := range t.shown.page.Affiliations {
		if a.Ended {
			if former++; former > shownFormer && !t.former {
				hidden++
				continue
			}
		}
		rows = append(rows, t.affiliation(a))
	}
	if hidden > 0 {
		rows = append(rows, kit.NewPadded(4, 0, 0, 0, kit.NewLink(kit.Secondary, i18n.N("people.former.more", hidden), func() {
			t.former = true
			t.showFacts()
		})))
	}
	return rows
}

func (t *detail) affiliation(a projections.AffiliationRow) fyne.CanvasObject {
	style := kit.Body
	if a.Ended {
		style = kit.Faint
	}
	text := kit.NewColumn(0, kit.NewParagraph(style, organisationName(a)))
	if said := joined(" · ", a.Title, a.Department, spanText(a.Affiliation)); said != "" {
		text.Add(kit.NewParagraph(kit.Faint, said))
	}
	face := kit.NewAvatar(22, kit.Face{Kind: kit.OrganisationFace, ID: a.Organisation.String(), Name: organisationName(a)})
	line := kit.NewPadded(3, 0, 3, 0, kit.NewLine(8, face, text).Grow(text))
	return kit.NewPressable(line, func() { t.desk.Open(organisationStream(a.Organisation)) })
}

// spanText is the time of an affiliation: "seit März 2024", "2019 bis 2023".
func spanText(a domain.Affiliation) string {
	from, to := sinceText(a.From), sinceText(a.To)
	switch {
	case from != "" && to != "":
		return i18n.T("people.from-to", from, to)
	case to != "":
		return i18n.T("people.until", to)
	case a.Ended:
		return i18n.T("people.former")
	case from != "":
		return i18n.T("people.since", from)
	}
	return ""
}

// further is everything else that is known: of the name, the birthday, the
// language, the tags, the fields that users defined, and what a file said beyond
// that.
func (t *detail) further() []dossier.Line {
	p := t.shown.page
	var lines []dossier.Line
	say := func(line dossier.Line, edit func() dossier.Editor) {
		if strings.TrimSpace(line.Value) != "" {
			line.Edit = edit
			lines = append(lines, line)
		}
	}
	for _, fact := range p.Facts {
		switch fact.Field {
		case domain.FieldBirthday:
			say(t.fact(fact, i18n.T("field.birthday"), workspace.ValueText(fact.Value)), t.editBirthday)
		case domain.FieldLanguage:
			say(t.fact(fact, i18n.T("field.language"), workspace.LanguageText(fact.Value.Text)), t.editLanguage)
		}
	}
	for _, part := range factNames {
		text := *part.of(&p.FullName)
		say(dossier.Line{Key: part.key, Label: i18n.T(part.key), Value: text, Copy: text}, func() dossier.Editor { return t.editNamePart(part) })
	}
	if len(p.Tags) > 0 {
		lines = append(lines, dossier.Line{Key: "tags", Label: i18n.T("people.tags"), Value: hashed(p.Tags), Edit: t.editTags})
	}
	for _, definition := range t.shown.fields {
		for _, fact := range p.Facts {
			if fact.Field == domain.CustomField(definition.ID) {
				say(t.fact(fact, definition.Name, workspace.ValueText(fact.Value)), func() dossier.Editor { return t.editCustom(definition) })
			}
		}
	}
	for _, fact := range p.Facts {
		if strings.HasPrefix(string(fact.Field), "extra:") {
			say(t.fact(fact, workspace.FieldLabel(fact), workspace.ValueText(fact.Value)), nil)
		}
	}
	return lines
}

// namePart is a part of a name that stands among the facts.
type namePart struct {
	key string
	of  func(*domain.Name) *string
}

var factNames = []namePart{
	{"people.name.nickname", func(n *domain.Name) *string { return &n.Nickname }},
	{"people.name.phonetic", func(n *domain.Name) *string { return &n.Phonetic }},
	{"people.name.former", func(n *domain.Name) *string { return &n.Former }},
}

// note is what is written about somebody; the line above it says since when.
func (t *detail) note() ([]dossier.Line, []fyne.CanvasObject) {
	for _, fact := range t.shown.page.Facts {
		if fact.Field == domain.FieldNote && strings.TrimSpace(fact.Value.Text) != "" {
			line := t.fact(fact, when.Speak(fact.Since, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay), "")
			line.Copy, line.Edit = fact.Value.Text, t.editNote
			return []dossier.Line{line}, []fyne.CanvasObject{markdown.New(fact.Value.Text, t.follow)}
		}
	}
	return nil, nil
}

// follow opens a link of a note.
func (t *detail) follow(address *url.URL) {
	if err := fyne.CurrentApp().OpenURL(address); err != nil {
		t.desk.Fail(err)
	}
}

// joined puts together what is not empty.
func joined(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(part string) bool { return part == "" }), between)
}
