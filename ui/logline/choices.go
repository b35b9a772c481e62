package logline

import (
	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/quicklog"
	"kontor/ui/kit"
)

// choices asks who is meant by a name. The keyboard stays in the line; Up, Down
// and Enter choose.
type choices struct {
	content *kit.Column
	pick    func(*quicklog.Candidate) // nil: somebody new
	name    *quicklog.Resolution
	rows    int
	// elsewhere tells that the line puts the name where the only candidate is not.
	elsewhere bool
	at        int
	asked     func() // told when there is another question or another row is marked
}

func newChoices(pick func(*quicklog.Candidate), asked func()) *choices {
	return &choices{content: kit.NewColumn(0), pick: pick, asked: asked}
}

func (c *choices) asking() bool { return c.name != nil }

// ask shows the candidates for a name, or nothing for nil. Marked is the likeliest
// one, or somebody new where the only one is elsewhere.
func (c *choices) ask(name *quicklog.Resolution, elsewhere bool) {
	defer c.asked()
	if name == nil {
		c.name, c.rows, c.at = nil, 0, 0
		c.content.SetObjects()
		return
	}
	if elsewhere != c.elsewhere || c.name == nil || c.name.Name.Text != name.Name.Text {
		c.at = 0
		if elsewhere {
			c.at = len(name.Choices)
		}
	}
	c.elsewhere = elsewhere
	c.name, c.rows = name, len(name.Choices)+1
	objects := []fyne.CanvasObject{
		kit.NewPadded(6, 0, 4, 0, kit.NewText(kit.Caps, i18n.T("logline.who", name.Name.Text))),
	}
	for i := range name.Choices {
		candidate := name.Choices[i]
		objects = append(objects, c.row(i, kit.RowData{
			Title: candidate.Label, Sub: candidate.Detail,
			Face: kit.Face{Kind: kit.PersonFace, ID: candidate.ID.String(), Name: candidate.Label},
		}))
	}
	objects = append(objects, c.row(len(name.Choices), kit.RowData{
		Title: i18n.T("logline.new", name.Name.Text),
		Face:  kit.Face{Kind: kit.SymbolFace, ID: name.Name.Text, Icon: kit.IconPersonAdd},
	}))
	c.content.SetObjects(objects...)
}

func (c *choices) row(i int, data kit.RowData) fyne.CanvasObject {
	row := kit.NewRow()
	row.Set(data)
	var content fyne.CanvasObject = row
	if i == c.at {
		content = kit.NewGround(kit.ColorSelected, row)
	}
	return kit.NewPressable(content, func() { c.at = i; c.choose() })
}

// move goes to another candidate; it reports whether there was one to go to.
func (c *choices) move(by int) bool {
	if !c.asking() {
		return false
	}
	c.at = (c.at + by + c.rows) % c.rows
	c.ask(c.name, c.elsewhere)
	return true
}

// marked is the candidate that Enter takes, nil for somebody new.
func (c *choices) marked() *quicklog.Candidate {
	if c.at < len(c.name.Choices) {
		return &c.name.Choices[c.at]
	}
	return nil
}

// choose takes the marked candidate.
func (c *choices) choose() { c.pick(c.marked()) }

// keys says what Enter does: it answers the question first, and records the line
// only when none is left.
func (c *choices) keys() fyne.CanvasObject {
	enter := i18n.T("quicklog.key.record")
	var hints []string
	if c.asking() {
		hints = append(hints, "↑ ↓", i18n.T("logline.key.choose"))
		if marked := c.marked(); marked != nil {
			enter = i18n.T("logline.key.take", marked.Label)
		} else {
			enter = i18n.T("logline.key.new", c.name.Name.Text)
		}
	}
	return kit.NewKeyHints(append(hints,
		kit.KeyLabel("Enter"), enter,
		kit.KeyLabel("Tab"), i18n.T("quicklog.key.details"),
		kit.KeyLabel("Esc"), i18n.T("quicklog.key.keep"),
	)...)
}
