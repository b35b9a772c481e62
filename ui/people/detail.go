package people

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
)

// detail is the page of one person.
type detail struct {
	desk *desk.Desk
	id   domain.ID
	back func()

	shown    shown
	folded   bool // only one pane has room: a way back is needed
	narrow   bool // the facts have no room beside the timeline
	facts    bool // they are shown in its place
	former   bool // all former affiliations are shown
	head     *kit.Column
	more     *kit.IconButton
	column   *kit.Column
	panes    *kit.Facts
	timeline *timeline.Timeline
	content  fyne.CanvasObject
}

func newDetail(d *desk.Desk, id domain.ID, back func()) *detail {
	t := &detail{desk: d, id: id, back: back, head: kit.NewColumn(0), column: kit.NewColumn(18)}
	t.timeline = timeline.New(timeline.Params{Desk: d, Of: t.record()})
	t.panes = kit.NewFacts(t.timeline.Content(), kit.NewScroll(kit.NewPadded(16, kit.Margin, 24, kit.Margin, t.column)))
	t.panes.OnFold = func(folded bool) {
		t.narrow = folded
		t.showHead()
	}
	t.content = kit.NewFrame(t.head, t.panes, nil)
	return t
}

func (t *detail) record() domain.Stream { return personStream(t.id) }

func personStream(id domain.ID) domain.Stream {
	return domain.Stream{Kind: domain.KindPerson, ID: id}
}

// ID implements roster.Detail.
func (t *detail) ID() domain.ID { return t.id }

// Content implements roster.Detail.
func (t *detail) Content() fyne.CanvasObject { return t.content }

// Begin loads the timeline.
func (t *detail) Begin() { t.timeline.Show() }

// Stop implements roster.Detail.
func (t *detail) Stop() { t.timeline.Hide() }

// Save keeps where the reader is in the timeline.
func (t *detail) Save() any { return t.timeline.Save() }

// Restore goes back to where the reader was in the timeline.
func (t *detail) Restore(state any) { t.timeline.Restore(state) }

func (t *detail) showMenu() { kit.OpenMenuBelow(t.more, t.menu()) }

// SetFolded implements roster.Detail.
func (t *detail) SetFolded(folded bool) {
	t.folded = folded
	t.showHead()
}

// log opens the one-line log with the person in it.
func (t *detail) log() {
	if !t.shown.page.Erased {
		t.desk.QuickLog(quoted(t.logName()) + ": ")
	}
}

// logName is how the one-line log finds the person: without title and suffix.
func (t *detail) logName() string {
	if name := t.shown.page.FullName.Short(); name != "" {
		return name
	}
	return displayName(t.shown.page.PersonRow)
}

// quoted keeps together what the one-line log would take apart.
func quoted(name string) string {
	if strings.ContainsAny(name, ",&@:#") {
		return `"` + strings.ReplaceAll(name, `"`, "") + `"`
	}
	return name
}

// Show implements roster.Detail.
func (t *detail) Show(s shown) {
	t.shown = s
	t.showHead()
	t.showFacts()
}

func (t *detail) showFacts() { t.column.SetObjects(t.groups()...) }

func (t *detail) showHead() {
	if t.shown.page == nil {
		return
	}
	p := t.shown.page
	title := kit.NewText(kit.Title, displayName(p.PersonRow))
	title.Shrink = true
	about := kit.NewColumn(0, title, kit.NewRichText(t.about()...))
	if p.Archived {
		about.Add(kit.NewPadded(4, 0, 0, 0, kit.NewFlow(6, kit.NewBadge(kit.Neutral, i18n.T("people.archived.badge")))))
	}
	t.more = kit.NewIconButton(kit.IconMore, i18n.T("people.more"), t.showMenu)
	objects := []fyne.CanvasObject{kit.NewAvatar(kit.FaceHead, t.desk.Face(p.PersonRow, t.showHead)), about}
	if !p.Erased {
		edit := func() { t.desk.EditPerson(t.id) }
		var button fyne.CanvasObject = kit.NewButton(kit.Quiet, i18n.T("people.edit"), edit)
		if t.folded { // the name needs the room
			button = kit.NewIconButton(kit.IconEdit, i18n.T("people.edit")+"  E", edit)
		}
		objects = append(objects, button,
			kit.NewPrimaryButton(i18n.T("people.log"), kit.KeyLabel("Ctrl+L"), t.log), t.more)
	}
	if t.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), t.back)}, objects...)
	}
	column := kit.NewColumn(14, kit.NewLine(12, objects...).Grow(about))
	if notice := t.notice(); notice != nil {
		column.Add(notice)
	}
	if t.narrow {
		column.Add(kit.NewSegments([]kit.Segment{
			{Value: "", Label: i18n.T("people.history")}, {Value: "facts", Label: i18n.T("people.facts")},
		}, map[bool]string{true: "facts"}[t.facts], func(value string) {
			t.facts = value != ""
			t.panes.ShowFacts(t.facts)
		}))
	}
	t.head.SetObjects(kit.NewPadded(18, 24, 14, 24, column), kit.NewHairline())
	if t.content != nil {
		t.content.Refresh()
	}
}
