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
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/when"
	"kontor/workspace"
)

// contact are the ways to reach somebody. A press copies one.
func (t *detail) contact() []fyne.CanvasObject {
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
	var rows []fyne.CanvasObject
	for _, fact := range points {
		value := workspace.ValueText(fact.Value)
		copied := value
		if a := fact.Value.Point.Address; a != nil {
			copied = workspace.AddressText(*a, "\n")
			rows = append(rows, t.block(workspace.PointLabel(*fact.Value.Point), copied, fact))
			continue
		}
		row := kit.NewFactRow(workspace.PointLabel(*fact.Value.Point), value, kit.Neutral, nil)
		row.OnTap, row.Tooltip = func() { t.copy(copied) }, joined(" · ", value, t.origin(fact), i18n.T("people.copies"))
		rows = append(rows, row)
	}
	return rows
}

// pointKinds is the order of the ways to reach somebody.
var pointKinds = []domain.PointKind{
	domain.PointEmail, domain.PointPhone, domain.PointIdentity, domain.PointURL, domain.PointDomain, domain.PointAddress,
}

// block is a fact of several lines.
func (t *detail) block(label, text string, fact projections.FactRow) fyne.CanvasObject {
	said := kit.NewParagraph(kit.Secondary, text)
	said.SetColor(kit.ColorText)
	block := kit.NewPressable(kit.NewPadded(3, 0, 3, 0, kit.NewColumn(0, kit.NewText(kit.Secondary, label), said)), func() { t.copy(text) })
	block.Tooltip = joined(" · ", t.origin(fact), i18n.T("people.copies"))
	return block
}

func (t *detail) copy(text string) { copyText(t.desk, text) }

func copyText(d *desk.Desk, text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	first, _, _ := strings.Cut(text, "\n")
	d.Shell.Toast(kit.Toast{Text: i18n.T("people.copied", first), Tone: kit.Good})
}

// origin says where a value came from, since when and by whom.
func (t *detail) origin(fact projections.FactRow) string {
	how := fact.Origin.How
	if key := "origin." + how; i18n.Has(key) {
		how = i18n.T(key)
	}
	if file := t.shown.names[fact.Origin.Import]; file != "" {
		how = i18n.T("people.origin.import", file)
	}
	since := when.Speak(fact.Since, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	return joined(" · ", how, i18n.T("people.since", since), t.desk.MemberName(fact.By))
}

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
	name := kit.NewText(style, organisationName(a))
	name.Shrink = true
	text := kit.NewColumn(0, name)
	if said := joined(" · ", a.Title, a.Department, spanText(a.Affiliation)); said != "" {
		under := kit.NewParagraph(kit.Faint, said)
		under.MaxLines = 2
		text.Add(under)
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
// fields that users defined, and what a file said beyond that.
func (t *detail) further() []fyne.CanvasObject {
	p := t.shown.page
	var rows []fyne.CanvasObject
	say := func(label, value, tooltip string) {
		if strings.TrimSpace(value) == "" {
			return
		}
		row := kit.NewFactRow(label, value, kit.Neutral, nil)
		row.OnTap, row.Tooltip = func() { t.copy(value) }, joined(" · ", value, tooltip, i18n.T("people.copies"))
		rows = append(rows, row)
	}
	for _, fact := range p.Facts {
		if fact.Field == domain.FieldBirthday {
			say(i18n.T("field.birthday"), workspace.ValueText(fact.Value), t.origin(fact))
		}
	}
	say(i18n.T("people.name.nickname"), p.FullName.Nickname, "")
	say(i18n.T("people.name.phonetic"), p.FullName.Phonetic, "")
	say(i18n.T("people.name.former"), p.FullName.Former, "")
	for _, definition := range t.shown.fields {
		for _, fact := range p.Facts {
			if fact.Field == domain.CustomField(definition.ID) {
				say(definition.Name, workspace.ValueText(fact.Value), t.origin(fact))
			}
		}
	}
	for _, fact := range p.Facts {
		if strings.HasPrefix(string(fact.Field), "extra:") {
			say(workspace.FieldLabel(fact), workspace.ValueText(fact.Value), t.origin(fact))
		}
	}
	return rows
}

func (t *detail) note() []fyne.CanvasObject {
	for _, fact := range t.shown.page.Facts {
		if fact.Field == domain.FieldNote && strings.TrimSpace(fact.Value.Text) != "" {
			return []fyne.CanvasObject{markdown.New(fact.Value.Text, t.follow)}
		}
	}
	return nil
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
