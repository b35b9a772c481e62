package people

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
)

// nameInput edits the parts of a name, beside the face; the rare ones stand
// behind a link.
type nameInput struct {
	parts  map[string]*kit.Entry
	more   *kit.Column
	link   *kit.Link
	column *kit.Column
	field  *kit.Field
}

// nameParts name the parts of a name, those that are always shown first.
var nameParts = []string{"title", "given", "family", "middle", "particle", "suffix", "nickname", "phonetic", "former", "display"}

// rareParts are shown on demand, in lines.
var rareParts = [][]string{{"middle", "particle", "suffix"}, {"nickname", "phonetic"}, {"former", "display"}}

func newNameInput(face, photo fyne.CanvasObject, onChange func()) *nameInput {
	n := &nameInput{parts: map[string]*kit.Entry{}}
	for _, part := range nameParts {
		e := kit.NewEntry("")
		e.OnChanged = func(string) { onChange() }
		n.parts[part] = e
	}
	field := func(part string) *kit.Field { return kit.NewField(i18n.T("people.name."+part), n.parts[part]) }
	given, family := field("given"), field("family")
	n.field = family
	line := kit.NewLine(12, kit.NewFixed(92, field("title")), given, family).Grow(given, family).Top()
	n.more = kit.NewColumn(12)
	for _, parts := range rareParts {
		var fields []*kit.Field
		for _, part := range parts {
			fields = append(fields, field(part))
		}
		n.more.Add(kit.NewFieldLine(fields...))
	}
	n.more.Hide()
	n.link = kit.NewLink(kit.Secondary, i18n.T("people.name.more"), n.showMore)
	n.column = kit.NewColumn(12,
		kit.NewLine(14, face, line).Grow(line),
		kit.NewLine(8, photo, n.link).Grow(photo),
		n.more)
	return n
}

func (n *nameInput) showMore() {
	n.more.Show()
	n.link.Hide()
	n.column.Refresh()
}

// of points to the part of a name.
func of(name *domain.Name) map[string]*string {
	return map[string]*string{
		"title": &name.Title, "given": &name.Given, "middle": &name.Middle, "particle": &name.Particle,
		"family": &name.Family, "suffix": &name.Suffix, "nickname": &name.Nickname,
		"phonetic": &name.Phonetic, "former": &name.Former, "display": &name.Display,
	}
}

func (n *nameInput) set(name domain.Name) {
	for part, text := range of(&name) {
		n.parts[part].SetText(*text)
	}
	for _, parts := range rareParts {
		for _, part := range parts {
			if n.parts[part].Text != "" {
				n.showMore()
			}
		}
	}
}

func (n *nameInput) read() domain.Name {
	var name domain.Name
	for part, text := range of(&name) {
		*text = strings.TrimSpace(n.parts[part].Text)
	}
	return name
}

func (n *nameInput) first() fyne.Focusable { return n.parts["given"] }
