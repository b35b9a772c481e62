// Package merging lays two people side by side and makes one of them.
package merging

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/workspace"
)

// Pair shows two people who may be the same side by side. The one with whom there
// are more conversations stays, unless the user wants it otherwise.
func Pair(d *desk.Desk, one, other domain.ID) { compare(d, one, other, true) }

// compare shows two people side by side, of whom the first one stays; with busier
// whoever has more conversations.
func compare(d *desk.Desk, keep, other domain.ID, busier bool) {
	var compared workspace.Comparison
	d.Prepare(func(ctx context.Context) (err error) {
		compared, err = d.Workspace.Compare(ctx, keep, other)
		return err
	}, func() {
		c := newComparison(d, compared)
		if busier && compared.OtherTalks > compared.KeepTalks {
			c.swap()
			clear(c.taken)
		}
		c.open()
	})
}

// Ask asks with whom somebody is to be merged, and compares the two.
func Ask(d *desk.Desk, person projections.PersonRow) {
	other := picker.People(d, i18n.T("merging.ask.placeholder"), false, nil)
	who := kit.NewField(i18n.T("merging.ask.who"), other.Object())
	who.Check = func() string {
		if ids := other.IDs(); len(ids) == 1 && ids[0] == person.ID {
			return i18n.T("merging.ask.self")
		}
		return other.CheckSome(i18n.T("merging.ask.nobody"))
	}
	form := kit.NewForm(kit.NewParagraph(kit.Secondary, i18n.T("merging.ask.text", desk.PersonName(person))), who)
	var dialog *kit.Dialog
	dialog = kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("merging.ask.title"), Content: form, Width: 480, Submit: i18n.T("merging.ask.submit"), Focus: other.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			dialog.Close() // before the comparison comes to lie above it
			compare(d, person.ID, other.IDs()[0], false)
			return false
		},
	})
}

// TellApart notes that two people are not the same.
func TellApart(d *desk.Desk, one, other domain.ID) {
	d.Do(domain.TellApart{One: one, Other: other}, nil)
}

// comparison is the dialog in which one person is made of two.
type comparison struct {
	desk   *desk.Desk
	of     workspace.Comparison
	taken  map[domain.Field]bool // whose value is the other one's
	both   bool                  // both notes stay
	list   *kit.List
	says   *kit.Text
	heads  [2]*head
	dialog *kit.Dialog
}

const dialogWidth = 820

func newComparison(d *desk.Desk, of workspace.Comparison) *comparison {
	c := &comparison{desk: d, of: of, taken: map[domain.Field]bool{}, both: true}
	c.says = kit.NewParagraph(kit.Secondary, "")
	c.heads = [2]*head{newHead(), newHead()}
	c.list = kit.NewList(kit.ListParams{
		Async: d.Async, Height: rowHeight,
		Count:  func() int { return len(c.of.Rows) },
		ID:     func(row int) string { return c.id(row) },
		Create: func(int) fyne.CanvasObject { return newRow() },
		Update: func(row int, object fyne.CanvasObject) { object.(*fieldRow).set(c.shown(row)) },
		OnOpen: func(string) { c.next() },
		OnKey:  c.key,
	})
	return c
}

func (c *comparison) id(row int) string {
	r := c.of.Rows[row]
	if r.Choice {
		return string(r.Field)
	}
	return strconv.Itoa(row)
}

func (c *comparison) open() {
	swap := kit.NewButton(kit.Quiet, i18n.T("merging.swap"), c.swap)
	swap.Shortcut = "S"
	apart := kit.NewButton(kit.Quiet, i18n.T("merging.apart"), c.apart)
	apart.Shortcut = "N"
	keys := kit.NewKeyHints("J  K", i18n.T("merging.key.move"), "←  →", i18n.T("merging.key.choose"), "B", i18n.T("merging.key.both"))
	space := kit.NewSpace()
	room := container.New(&room{c}, c.list)
	content := kit.NewColumn(10, c.says, newSides(c.heads), kit.NewHairline(), room, kit.NewHairline(),
		kit.NewLine(8, swap, apart, space).Grow(space), keys)
	c.say()
	c.list.Reload()
	c.list.SelectFirst()
	c.dialog = kit.OpenDialog(c.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("merging.title"), Content: content, Width: dialogWidth, Submit: i18n.T("merging.submit"), Focus: c.list,
		OnSubmit: c.merge,
	})
}

// say writes what will happen, and who stays.
func (c *comparison) say() {
	keep, other := desk.PersonName(c.of.Keep.PersonRow), desk.PersonName(c.of.Other.PersonRow)
	text := i18n.T("merging.says", keep, other, i18n.N("merging.talks", c.of.KeepTalks+c.of.OtherTalks))
	if c.of.Apart {
		text = i18n.T("merging.was-apart") + " " + text
	}
	c.says.SetText(text)
	c.heads[0].set(c.desk, c.of.Keep.PersonRow, c.of.KeepTalks, true)
	c.heads[1].set(c.desk, c.of.Other.PersonRow, c.of.OtherTalks, false)
}

func (c *comparison) shown(row int) shownRow {
	r := c.of.Rows[row]
	s := shownRow{label: r.Label, differs: r.Choice}
	if r.Mine != nil {
		s.mine, s.mineStays = oneLine(r.Field, *r.Mine), !r.Choice || !c.taken[r.Field]
	}
	if r.Other != nil {
		s.other, s.otherStays = oneLine(r.Field, *r.Other), !r.Choice || c.taken[r.Field]
	}
	if r.Choice && r.Field == domain.FieldNote && c.both {
		s.mineStays, s.otherStays = true, true
	}
	return s
}

func (c *comparison) key(event *fyne.KeyEvent, id string) bool {
	switch event.Name {
	case fyne.KeyLeft:
		c.choose(id, false, false)
	case fyne.KeyRight:
		c.choose(id, true, false)
	case fyne.KeyB:
		c.choose(id, false, true)
	case fyne.KeyS:
		c.swap()
	case fyne.KeyN:
		c.apart()
	default:
		return false
	}
	return true
}

func (c *comparison) row(id string) (workspace.Compared, bool) {
	for i, r := range c.of.Rows {
		if c.id(i) == id {
			return r, r.Choice
		}
	}
	return workspace.Compared{}, false
}

// choose says which value of a field stays.
func (c *comparison) choose(id string, other, both bool) {
	r, choice := c.row(id)
	if !choice || both && r.Field != domain.FieldNote {
		return
	}
	c.taken[r.Field] = other
	if r.Field == domain.FieldNote {
		c.both = both
	}
	c.list.Refresh()
}

// next chooses the other value of the row with the cursor.
func (c *comparison) next() {
	if r, choice := c.row(c.list.Selected()); choice {
		c.choose(c.list.Selected(), !c.taken[r.Field], false)
	}
}

// swap lets the other one stay.
func (c *comparison) swap() {
	c.of.Keep, c.of.Other = c.of.Other, c.of.Keep
	c.of.KeepTalks, c.of.OtherTalks = c.of.OtherTalks, c.of.KeepTalks
	for i, r := range c.of.Rows {
		c.of.Rows[i].Mine, c.of.Rows[i].Other = r.Other, r.Mine
		if r.Choice {
			c.taken[r.Field] = !c.taken[r.Field] // the value that was chosen stays chosen
		}
	}
	c.say()
	c.list.Reload()
}

func (c *comparison) apart() {
	c.dialog.Close()
	TellApart(c.desk, c.of.Keep.ID, c.of.Other.ID)
}

func (c *comparison) merge() bool {
	command := domain.MergePeople{Keep: c.of.Keep.ID, Other: c.of.Other.ID}
	for _, r := range c.of.Rows {
		switch {
		case !r.Choice:
		case r.Field == domain.FieldNote && c.both:
			command.BothNotes = true
		case c.taken[r.Field]:
			command.Take = append(command.Take, r.Field)
		}
	}
	slices.Sort(command.Take)
	c.dialog.Close()
	c.desk.Do(c.of.Command(command), nil)
	return false
}

// room is where the rows stand: as many as there are, up to rowsShown.
type room struct{ c *comparison }

func (r *room) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(500, rowHeight*min(max(float32(len(r.c.of.Rows)), 3), rowsShown))
}

func (r *room) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}
