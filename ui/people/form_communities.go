package people

import (
	"slices"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// memberships edits the communities somebody belongs to, one line each.
type memberships struct {
	onChange func()
	offered  []projections.CommunityRow
	names    map[domain.ID]string
	lines    []*membershipLine
	rows     *kit.Column
	add      *kit.Chip
	column   *kit.Column
	focus    func(fyne.Focusable)
}

type membershipLine struct {
	community domain.ID
	roles     *kit.Entry
}

func newMemberships(offered []projections.CommunityRow, names map[domain.ID]string, focus func(fyne.Focusable), onChange func()) *memberships {
	m := &memberships{onChange: onChange, offered: offered, names: names, rows: kit.NewColumn(8), focus: focus}
	m.add = kit.NewChip(kit.Neutral, "", m.choose)
	m.add.Set(kit.Neutral, kit.IconPlus, i18n.T("people.community"))
	m.column = kit.NewColumn(8, m.rows, kit.NewFlow(6, m.add))
	return m
}

func (m *memberships) set(list []membership) {
	m.lines = nil
	for _, one := range list {
		m.lines = append(m.lines, m.newLine(one))
	}
	m.show()
}

func (m *memberships) newLine(one membership) *membershipLine {
	line := &membershipLine{community: one.Community, roles: kit.NewEntry(i18n.T("people.roles.placeholder"))}
	line.roles.SetText(one.Roles)
	line.roles.OnChanged = func(string) { m.onChange() }
	return line
}

// choose offers the communities that are not among the lines.
func (m *memberships) choose() {
	var items []kit.MenuItem
	for _, row := range m.offered {
		if slices.ContainsFunc(m.lines, func(line *membershipLine) bool { return line.community == row.ID }) {
			continue
		}
		items = append(items, kit.MenuItem{Label: row.Name, Icon: kit.IconCommunity, OnTap: func() {
			m.names[row.ID] = row.Name
			line := m.newLine(membership{Community: row.ID})
			m.lines = append(m.lines, line)
			m.show()
			m.onChange()
			m.focus(line.roles)
		}})
	}
	if len(items) == 0 {
		items = append(items, kit.MenuItem{Label: i18n.T("people.no-communities"), Disabled: true})
	}
	kit.OpenMenuBelow(m.add, items)
}

func (m *memberships) show() {
	objects := make([]fyne.CanvasObject, len(m.lines))
	for i, line := range m.lines {
		name := kit.NewText(kit.Body, m.names[line.community])
		name.Shrink = true
		remove := kit.NewIconButton(kit.IconClose, i18n.T("picker.remove", m.names[line.community]), func() {
			m.lines = slices.DeleteFunc(m.lines, func(other *membershipLine) bool { return other == line })
			m.show()
			m.onChange()
		})
		objects[i] = kit.NewLine(8, kit.NewChannelMark(kit.IconCommunity), kit.NewFixed(180, name), line.roles, remove).Grow(line.roles)
	}
	m.rows.SetObjects(objects...)
	m.column.Refresh()
}

func (m *memberships) read() []membership {
	var list []membership
	for _, line := range m.lines {
		list = append(list, membership{line.community, line.roles.Text})
	}
	return list
}
