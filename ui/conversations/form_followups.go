package conversations

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// followUps edits what is to be done after the conversation.
type followUps struct {
	desk     *desk.Desk
	members  []projections.MemberRow
	onChange func()
	lines    []*followUpLine
	rows     *kit.Column
	column   *kit.Column
}

type followUpLine struct {
	text *kit.Entry
	due  *kit.DateField
	whom *kit.Select
}

func newFollowUps(d *desk.Desk, known []planned, members []projections.MemberRow, onChange func()) *followUps {
	f := &followUps{desk: d, members: members, onChange: onChange, rows: kit.NewColumn(8)}
	for _, p := range known {
		f.lines = append(f.lines, f.newLine(p))
	}
	add := kit.NewChip(kit.Neutral, "", func() {
		line := f.newLine(planned{For: d.Workspace.Me()})
		f.lines = append(f.lines, line)
		f.show()
		d.Shell.Canvas().Focus(line.text)
	})
	add.Set(kit.Neutral, kit.IconPlus, i18n.T("conversations.form.follow-up.add"))
	f.column = kit.NewColumn(8, f.rows, kit.NewFlow(6, add))
	f.show()
	return f
}

func (f *followUps) newLine(p planned) *followUpLine {
	line := &followUpLine{text: kit.NewEntry(i18n.T("conversations.form.follow-up.placeholder")), due: picker.DayToCome(f.desk, f.onChange)}
	line.text.SetText(p.Text)
	line.text.OnChanged = func(string) { f.onChange() }
	line.due.SetDay(p.Due.In(f.desk.Workspace.Now().Location()))
	line.whom = kit.NewSelect(memberOptions(f.desk, f.members), p.For.String(), func(string) { f.onChange() })
	return line
}

// memberOptions are all of us.
func memberOptions(d *desk.Desk, members []projections.MemberRow) []kit.Option {
	options := make([]kit.Option, len(members))
	for i, m := range members {
		label := i18n.T("conversations.form.for", m.Name)
		if m.ID == d.Workspace.Me() {
			label = i18n.T("conversations.form.for-you")
		}
		options[i] = kit.Option{Value: m.ID.String(), Label: label}
	}
	return options
}

func (f *followUps) show() {
	objects := make([]fyne.CanvasObject, len(f.lines))
	for i, line := range f.lines {
		remove := kit.NewIconButton(kit.IconClose, i18n.T("conversations.form.follow-up.remove"), func() {
			f.lines = slices.DeleteFunc(f.lines, func(other *followUpLine) bool { return other == line })
			f.show()
			f.onChange()
		})
		objects[i] = kit.NewLine(8, line.text, kit.NewFixed(156, line.due), kit.NewFixed(150, line.whom), remove).Grow(line.text)
	}
	f.rows.SetObjects(objects...)
	if f.column != nil {
		f.column.Refresh()
	}
}

// check says what is wrong with a line; lines that say nothing are left out.
func (f *followUps) check() string {
	for _, line := range f.lines {
		if wrong := line.due.Check(); wrong != "" {
			return wrong
		}
		text, due := strings.TrimSpace(line.text.Text), picker.DayOf(line.due)
		if text != "" && due == "" {
			return i18n.T("conversations.form.follow-up.no-day")
		}
		if text == "" && due != "" {
			return i18n.T("conversations.form.follow-up.no-text")
		}
	}
	return ""
}

func (f *followUps) read() []planned {
	var list []planned
	for _, line := range f.lines {
		p := planned{Text: strings.TrimSpace(line.text.Text), Due: picker.DayOf(line.due)}
		if p.For = desk.RouteID(line.whom.Value()); p.For == domain.None {
			p.For = f.desk.Workspace.Me()
		}
		if p.Text != "" || p.Due != "" {
			list = append(list, p)
		}
	}
	return list
}
