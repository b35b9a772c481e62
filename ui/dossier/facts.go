package dossier

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// Line is a fact in the column. Key names it for good: the cursor and what is
// being edited are kept by it.
type Line struct {
	Key     string
	Label   string
	Value   string
	Tone    kit.Tone
	Origin  string // where it came from, since when and by whom
	Tooltip string
	Copy    string // what is copied; "" where there is nothing to copy
	// Open leads to where the fact points: the mail program, the page of a record.
	Open     func()
	OpenIcon kit.Icon
	// Edit makes what the fact is edited with; nil where it cannot be.
	Edit func() Editor
	// Menu is what else can be done with it.
	Menu []kit.MenuItem
}

// Group is a part of the column under a title: lines, and what is drawn
// otherwise below them.
type Group struct {
	Title   string
	Lines   []Line
	Objects []fyne.CanvasObject
}

// Facts is the column of facts. It belongs to the window's thread.
type Facts struct {
	// OnLeave is told when Esc leaves the column.
	OnLeave func()
	// OnAdd shows what can be added, below an object; nil for nothing.
	OnAdd func(at fyne.CanvasObject)

	desk    *desk.Desk
	groups  []Group
	column  *kit.Column
	scroll  *kit.Scroll
	note    *kit.Text
	lines   []Line
	rows    map[string]*kit.FactLine
	editing *editing
	focused string // the key of the line under the cursor
	content *kit.Frame
	add     *kit.Link
	foot    *kit.Column
}

// NewFacts returns an empty column.
func NewFacts(d *desk.Desk) *Facts {
	f := &Facts{desk: d, column: kit.NewColumn(18), rows: map[string]*kit.FactLine{}, note: kit.NewParagraph(kit.Faint, "")}
	f.note.MaxLines = 3
	f.scroll = kit.NewScroll(kit.NewPadded(16, kit.Margin, 24, kit.Margin, f.column))
	f.foot = kit.NewColumn(0)
	f.content = kit.NewFrame(nil, f.scroll, f.foot)
	return f
}

// Content is what is drawn.
func (f *Facts) Content() fyne.CanvasObject { return f.content }

// Show takes over what is known. What is being edited stays, and so does the
// cursor.
func (f *Facts) Show(groups []Group) {
	f.groups = groups
	f.draw()
}

func (f *Facts) draw() {
	had := f.focusedRow()
	f.lines, f.rows = nil, map[string]*kit.FactLine{}
	var objects []fyne.CanvasObject
	edited := f.editing == nil
	for _, g := range f.groups {
		column := []fyne.CanvasObject{kit.NewPadded(0, 0, 4, 0, kit.NewSectionHeader(g.Title))}
		for _, line := range g.Lines {
			f.lines = append(f.lines, line)
			if f.editing != nil && f.editing.key == line.Key {
				column, edited = append(column, f.editing.object), true
				continue
			}
			column = append(column, f.row(line))
		}
		column = append(column, g.Objects...)
		if len(column) > 1 {
			objects = append(objects, kit.NewColumn(0, column...))
		}
	}
	if !edited { // a new fact, which has no place yet
		objects = append(objects, f.editing.object)
	}
	if f.OnAdd != nil {
		f.add = kit.NewLink(kit.Secondary, i18n.T("dossier.add"), func() { f.OnAdd(f.add) })
		f.add.Tooltip = i18n.T("dossier.add.tooltip") + "  +"
		objects = append(objects, kit.NewLine(0, f.add))
	}
	f.column.SetObjects(objects...)
	if row := f.rows[had]; row != nil {
		f.desk.Shell.Canvas().Focus(row)
	}
}

// focusedRow is the key of the line that has the keyboard, "" for none.
func (f *Facts) focusedRow() string {
	focused := f.desk.Shell.Canvas().Focused()
	for key, row := range f.rows {
		if focused == fyne.Focusable(row) {
			return key
		}
	}
	return ""
}

func (f *Facts) row(line Line) *kit.FactLine {
	row := kit.NewFactLine(line.Label, line.Value, line.Tone)
	switch {
	case line.Edit != nil:
		row.OnTap = func() { f.Edit(line.Key) }
	case line.Open != nil:
		row.OnTap = line.Open
	case line.Copy != "":
		row.OnTap = func() { f.copy(line) }
	case len(line.Menu) > 0:
		row.OnTap = func() { kit.OpenMenuBelow(row, f.menu(line)) }
	}
	if line.Open != nil && line.Edit != nil {
		icon := line.OpenIcon
		if icon == "" {
			icon = kit.IconLink
		}
		row.Acts = append(row.Acts, kit.FactAct{Icon: icon, OnTap: line.Open})
	}
	if line.Copy != "" {
		row.OnCopy = func() { f.copy(line) }
		row.Acts = append(row.Acts, kit.FactAct{Icon: kit.IconCopy, OnTap: row.OnCopy})
	}
	row.Tooltip = line.Tooltip
	if row.Tooltip == "" {
		row.Tooltip = line.Origin
	}
	row.OnLook = func(looked bool) { f.looked(line, looked) }
	row.OnMenu = func(at fyne.Position) { kit.OpenMenu(f.desk.Shell.Canvas(), at, f.menu(line)) }
	row.OnKey = func(event *fyne.KeyEvent) bool { return f.key(line, row, event) }
	f.rows[line.Key] = row
	return row
}

// looked says below the column where the fact under the cursor came from, and
// what can be done with it.
func (f *Facts) looked(line Line, looked bool) {
	if looked && f.focusedRow() == line.Key {
		f.focused = line.Key
	}
	if f.focusedRow() != line.Key {
		if f.focusedRow() == "" {
			f.foot.SetObjects()
			f.content.Refresh()
		}
		return
	}
	f.note.SetText(line.Origin)
	var hints []string
	if line.Edit != nil {
		hints = append(hints, kit.KeyLabel("Enter"), i18n.T("dossier.key.edit"))
	}
	hints = append(hints, "M", i18n.T("dossier.key.more"), "Esc", i18n.T("dossier.key.leave"))
	objects := []fyne.CanvasObject{kit.NewKeyHints(hints...)}
	if line.Origin != "" {
		objects = append([]fyne.CanvasObject{f.note}, objects...)
	}
	f.foot.SetObjects(kit.NewHairline(), kit.NewPadded(8, kit.Margin, 8, kit.Margin, kit.NewColumn(6, objects...)))
	f.content.Refresh()
}

func (f *Facts) menu(line Line) []kit.MenuItem {
	var items []kit.MenuItem
	if line.Edit != nil {
		items = append(items, kit.MenuItem{Label: i18n.T("dossier.edit"), Icon: kit.IconEdit, Key: kit.KeyLabel("Enter"), OnTap: func() { f.Edit(line.Key) }})
	}
	if line.Copy != "" {
		items = append(items, kit.MenuItem{Label: i18n.T("dossier.copy"), Icon: kit.IconCopy, Key: "C", OnTap: func() { f.copy(line) }})
	}
	if line.Open != nil {
		items = append(items, kit.MenuItem{Label: i18n.T("dossier.open"), Icon: kit.IconLink, OnTap: line.Open})
	}
	return append(items, line.Menu...)
}

func (f *Facts) copy(line Line) { Copy(f.desk, line.Copy) }

// Any tells whether there is a line that the keyboard can go to.
func (f *Facts) Any() bool { return len(f.rows) > 0 }

// Focus gives the keyboard to the line that had it last, or to the first.
func (f *Facts) Focus() {
	if row := f.rows[f.focused]; row != nil {
		f.to(f.focused)
		return
	}
	f.step("", 1)
}

// Focused is the key of the line that has the keyboard.
func (f *Facts) Focused() string { return f.focusedRow() }

func (f *Facts) to(key string) {
	f.desk.Shell.Canvas().Focus(f.rows[key])
	f.scroll.ShowObject(f.rows[key])
}

// step moves to the next line that is shown.
func (f *Facts) step(from string, by int) {
	at := -1
	for i, line := range f.lines {
		if line.Key == from {
			at = i
		}
	}
	if at < 0 && by < 0 {
		at = len(f.lines)
	}
	for at += by; at >= 0 && at < len(f.lines); at += by {
		if f.rows[f.lines[at].Key] != nil {
			f.to(f.lines[at].Key)
			return
		}
	}
}

func (f *Facts) key(line Line, row *kit.FactLine, event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyDown, fyne.KeyJ:
		f.step(line.Key, 1)
	case fyne.KeyUp, fyne.KeyK:
		f.step(line.Key, -1)
	case fyne.KeyHome:
		f.step("", 1)
	case fyne.KeyEnd:
		f.step("", -1)
	case fyne.KeyC:
		if line.Copy == "" {
			return false
		}
		f.copy(line)
	case fyne.KeyM, fyne.KeySpace:
		kit.OpenMenuBelow(row, f.menu(line))
	case fyne.KeyPlus:
		f.Add()
	case fyne.KeyEscape:
		if f.OnLeave == nil {
			return false
		}
		f.OnLeave()
	default:
		return false
	}
	return true
}

// Add shows what can be added.
func (f *Facts) Add() {
	if f.OnAdd != nil {
		f.scroll.ShowObject(f.add)
		f.OnAdd(f.add)
	}
}

// lineOf finds a line by its key.
func (f *Facts) lineOf(key string) (Line, bool) {
	for _, line := range f.lines {
		if line.Key == key {
			return line, true
		}
	}
	return Line{}, false
}

// FieldKey is the key of a line that says a field.
func FieldKey(field domain.Field) string { return "field:" + string(field) }
