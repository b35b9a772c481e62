package today

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// key works the queue off.
func (p *page) key(event *fyne.KeyEvent, id string) bool {
	if event.Name == fyne.KeyA && p.queue.Counts[projections.QueueOverdue] > 0 {
		p.openSnoozeAll(belowObject(p.list).SubtractXY(0, p.list.Size().Height-kit.GroupRowHeight))
		return true
	}
	row := p.row(id)
	if row == nil {
		return false
	}
	switch event.Name {
	case fyne.KeyD:
		p.done(row)
	case fyne.KeyS:
		p.openSnooze(row, p.besideRow(id))
	case fyne.KeyX:
		p.cancel(row)
	case fyne.KeyL:
		p.log(row)
	case fyne.KeyE:
		p.edit(row)
	default:
		return false
	}
	return true
}

// done does away with a row: the follow-up is done, the answer was given, the need
// is decided, or the next who asked for it is told. With somebody to stay in conversation with, only a conversation does.
func (p *page) done(row *projections.QueueRow) {
	p.acted[rowID(row)] = true
	switch {
	case row.FollowUp != nil:
		p.desk.Do(domain.CloseFollowUp{FollowUp: row.FollowUp.ID, As: domain.FollowUpDone}, nil)
	case row.Need != nil && row.Need.State == domain.NeedOpen:
		p.desk.DecideNeed(row.Need.ID)
	case row.Need != nil:
		p.desk.TellNext(row.Need.ID)
	case row.Conversation != domain.None:
		p.desk.Do(domain.SettleAnswer{Conversation: row.Conversation}, nil)
	default:
		p.log(row)
	}
}

func (p *page) cancel(row *projections.QueueRow) {
	if row.FollowUp != nil {
		p.acted[rowID(row)] = true
		p.desk.Do(domain.CloseFollowUp{FollowUp: row.FollowUp.ID, As: domain.FollowUpCancelled}, nil)
	}
}

// edit opens the form for who the row is about, or for the conversation.
func (p *page) edit(row *projections.QueueRow) {
	switch about := aboutOf(row); about.Kind {
	case domain.KindPerson:
		p.desk.EditPerson(about.ID)
	case domain.KindOrganisation:
		p.desk.EditOrganisation(about.ID)
	case domain.KindConversation:
		p.desk.EditConversation(about.ID)
	case domain.KindNeed:
		p.desk.EditNeed(about.ID)
	}
}

func (p *page) log(row *projections.QueueRow) {
	if row.Need != nil && row.Need.State != domain.NeedOpen {
		p.desk.TellNext(row.Need.ID)
		return
	}
	if name := aboutName(p.desk, row); name != "" {
		p.desk.LogWith(aboutOf(row), name)
		return
	}
	p.desk.QuickLog("")
}

// neighbour is the row that comes after one, or before it where it is the last:
// where the cursor goes when the row moves on to another day.
func (p *page) neighbour(id string) string {
	before := id
	for i, it := range p.items {
		if it.id != id {
			if !it.isHeader() {
				before = it.id
			}
			continue
		}
		for _, after := range p.items[i+1:] {
			if !after.isHeader() {
				return after.id
			}
		}
		break
	}
	return before
}

// openMenu offers everything that can be done with a row.
func (p *page) openMenu(row *projections.QueueRow, at fyne.Position) {
	if row == nil {
		return
	}
	if row.Need != nil {
		kit.OpenMenu(p.desk.Shell.Canvas(), at, p.needItems(row, at))
		return
	}
	items := []kit.MenuItem{
		{Label: i18n.T("today.menu.open"), Icon: kit.IconPerson, Key: kit.KeyLabel("Enter"), OnTap: func() { p.open(row) }},
		{Label: i18n.T("today.menu.log"), Icon: kit.IconConversation, Key: "L", OnTap: func() { p.log(row) }},
		{Label: i18n.T("today.menu.snooze"), Icon: kit.IconClock, Key: "S", OnTap: func() { p.openSnooze(row, at) }},
	}
	if row.FollowUp != nil || row.Conversation != domain.None {
		items = append(items, kit.MenuItem{Label: i18n.T("today.menu.done"), Icon: kit.IconCheck, Key: "D", OnTap: func() { p.done(row) }})
	}
	items = append(items, kit.MenuItem{Label: i18n.T("today.menu.edit"), Icon: kit.IconEdit, Key: "E", OnTap: func() { p.edit(row) }})
	if row.FollowUp != nil {
		items = append(items, kit.MenuItem{
			Label: i18n.T("today.menu.cancel"), Icon: kit.IconClose, Key: "X", Separator: true, OnTap: func() { p.cancel(row) },
		})
	}
	kit.OpenMenu(p.desk.Shell.Canvas(), at, items)
}

// needItems is what can be done with a need.
func (p *page) needItems(row *projections.QueueRow, at fyne.Position) []kit.MenuItem {
	next := kit.MenuItem{Label: i18n.T("needs.decide"), Icon: kit.IconCheck, Key: "D", OnTap: func() { p.done(row) }}
	if row.Need.State != domain.NeedOpen {
		next.Label, next.Icon = i18n.T("today.menu.tell-next"), kit.IconConversation
	}
	return []kit.MenuItem{
		{Label: i18n.T("need.open"), Icon: kit.IconNeed, Key: kit.KeyLabel("Enter"), OnTap: func() { p.open(row) }},
		next,
		{Label: i18n.T("today.menu.snooze"), Icon: kit.IconClock, Key: "S", OnTap: func() { p.openSnooze(row, at) }},
		{Label: i18n.T("today.menu.edit"), Icon: kit.IconEdit, Key: "E", OnTap: func() { p.edit(row) }},
	}
}

// besideRow is where a menu for a row opens: at the row's end, or at the list's
// where the row is out of sight.
func (p *page) besideRow(id string) fyne.Position {
	driver := fyne.CurrentApp().Driver()
	for object, of := range p.shown {
		if of == id && object.Visible() && object.Size().Height > 0 {
			at := driver.AbsolutePositionForObject(object)
			return at.AddXY(object.Size().Width-260, object.Size().Height-kit.Gap)
		}
	}
	return driver.AbsolutePositionForObject(p.list).AddXY(p.list.Size().Width-260, kit.RowHeight)
}
