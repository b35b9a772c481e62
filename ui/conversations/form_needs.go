package conversations

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// needs edits what people wanted in the conversation: each line becomes a need
// with whoever took part as its voices.
type needs struct {
	desk     *desk.Desk
	onChange func()
	marked   func() string // what is marked in the text
	entries  []*kit.Entry
	rows     *kit.Column
	column   *kit.Column
}

func newNeeds(d *desk.Desk, titles []string, marked func() string, onChange func()) *needs {
	n := &needs{desk: d, onChange: onChange, marked: marked, rows: kit.NewColumn(8)}
	for _, title := range titles {
		n.entries = append(n.entries, n.newEntry(title))
	}
	add := kit.NewChip(kit.Neutral, "", n.add)
	add.Set(kit.Neutral, kit.IconPlus, i18n.T("conversations.form.need.add"))
	n.column = kit.NewColumn(8, n.rows, kit.NewFlow(6, add))
	n.show()
	return n
}

// add makes a line, with what is marked in the text.
func (n *needs) add() {
	title := strings.Join(strings.Fields(n.marked()), " ")
	entry := n.newEntry(title)
	n.entries = append(n.entries, entry)
	n.show()
	n.desk.Shell.Canvas().Focus(entry)
	if title != "" {
		n.onChange()
	}
}

func (n *needs) newEntry(title string) *kit.Entry {
	entry := kit.NewEntry(i18n.T("conversations.form.need.placeholder"))
	entry.SetText(title)
	entry.OnChanged = func(string) { n.onChange() }
	return entry
}

func (n *needs) show() {
	objects := make([]fyne.CanvasObject, len(n.entries))
	for i, entry := range n.entries {
		remove := kit.NewIconButton(kit.IconClose, i18n.T("conversations.form.need.remove"), func() {
			n.entries = slices.DeleteFunc(n.entries, func(other *kit.Entry) bool { return other == entry })
			n.show()
			n.onChange()
		})
		objects[i] = kit.NewLine(8, entry, remove).Grow(entry)
	}
	n.rows.SetObjects(objects...)
	if n.column != nil {
		n.column.Refresh()
	}
}

func (n *needs) read() []string {
	var titles []string
	for _, entry := range n.entries {
		if title := strings.TrimSpace(entry.Text); title != "" {
			titles = append(titles, title)
		}
	}
	return titles
}
