package people

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
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
	inFacts  bool // they are shown in its place
	former   bool // all former affiliations are shown
	head     *kit.Column
	foot     *kit.Column
	more     *kit.IconButton
	health   *dossier.Health
	since    *dossier.Since
	facts    *dossier.Facts
	panes    *kit.Facts
	timeline *timeline.Timeline
	content  fyne.CanvasObject
}

func newDetail(d *desk.Desk, id domain.ID, back func()) *detail {
	t := &detail{desk: d, id: id, back: back, head: kit.NewColumn(0), foot: kit.NewColumn(0), facts: dossier.NewFacts(d)}
	t.health = dossier.NewHealth(t.showHead)
	t.since = dossier.NewSince(d, personStream(id), t.showHead)
	t.timeline = timeline.New(timeline.Params{Desk: d, Of: t.record()})
	t.panes = kit.NewFacts(t.timeline.Content(), t.facts.Content())
	t.panes.OnFold = func(folded bool) {
		t.narrow = folded
		t.showHead()
	}
	t.facts.OnLeave = func() { d.Shell.Canvas().Focus(t.timeline.List()) }
	t.content = kit.NewFrame(t.head, t.panes, t.foot)
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

// showMenu opens what can be done with the person, unless they were erased.
func (t *detail) showMenu() { kit.OpenMenuBelow(t.more, t.menu()) }

// SetFolded implements roster.Detail.
func (t *detail) SetFolded(folded bool) {
	t.folded = folded
	t.showHead()
}

// key does what a key means on the page of a person.
func (t *detail) key(name fyne.KeyName) bool {
	if t.shown.page == nil || t.shown.page.Erased {
		return false
	}
	switch name {
	case fyne.KeyEscape:
		return t.health.Close() || t.since.Close()
	case fyne.KeyH:
		t.health.Toggle()
	case fyne.KeyI:
		t.since.Toggle()
	case fyne.KeyF:
		t.focusFacts()
	case fyne.KeyP:
		dossier.SavePDF(t.desk, t.record(), displayName(t.shown.page.PersonRow))
	case fyne.KeyA:
		dossier.OpenFirst(t.desk, t.warnings())
	case fyne.KeyO:
		if of := t.organisation(); of != domain.None {
			t.desk.Open(organisationStream(of))
		}
	default:
		return false
	}
	return true
}

// hints are the keys that work here, beside those of the list.
func (t *detail) hints() (h dossier.Hints) {
	if t.shown.page.Erased {
		return nil
	}
	h.Warning(t.warnings())
	h.Add(true, "P", "dossier.key.pdf")
	h.Add(t.health.Known(), "H", "dossier.key.health")
	h.Add(t.since.Any(), "I", "dossier.key.since")
	h.Add(t.facts.Any(), "F", "dossier.key.facts")
	h.Add(t.organisation() != domain.None, "O", "dossier.key.organisation")
	h.Add(true, "M", "dossier.key.menu")
	return h.Timeline()
}

// focusFacts gives the keyboard to the facts, which may have been folded away.
func (t *detail) focusFacts() {
	if t.narrow && !t.inFacts {
		t.chooseFacts(true)
		t.showHead()
	}
	t.facts.Focus()
}

func (t *detail) chooseFacts(facts bool) {
	t.inFacts = facts
	t.panes.ShowFacts(facts)
}

// organisation is where the person is now, None for nowhere.
func (t *detail) organisation() domain.ID {
	for _, a := range t.shown.page.Affiliations {
		if !a.Ended {
			return a.Organisation
		}
	}
	return domain.None
}

// log opens the one-line log with the person in it.
func (t *detail) log() {
	if !t.shown.page.Erased {
		t.desk.LogWith(t.record(), t.logName())
	}
}

// logName is how the one-line log finds the person: without title and suffix.
func (t *detail) logName() string {
	if name := t.shown.page.FullName.Short(); name != "" {
		return name
	}
	return displayName(t.shown.page.PersonRow)
}

// Show implements roster.Detail.
func (t *detail) Show(s shown) {
	t.shown = s
	t.since.Set(s.since)
	t.showHealth()
	t.showFacts()
	t.showHead()
}

func (t *detail) showFacts() {
	t.facts.OnAdd = nil
	if !t.shown.page.Erased {
		t.facts.OnAdd = t.offerFacts
	}
	t.facts.Show(t.groups())
}

// showHealth takes over the reasons; the one whose conversations are in the
// timeline is marked.
func (t *detail) showHealth() {
	h := t.shown.health
	if h == nil {
		return
	}
	t.health.Set(h.Score, h.State, i18n.T("people.health.why"), dossier.ReasonLines(h, t.timeline.Only(), t.showBehind))
}

// showBehind shows the conversations behind a reason, or all of them again.
func (t *detail) showBehind(label string, q projections.TimelineQuery) {
	if t.timeline.Only() == label {
		t.timeline.ShowAll()
	} else {
		t.timeline.ShowOnly(label, q.Days, q.Channels)
	}
	if t.inFacts {
		t.chooseFacts(false)
	}
	t.showHealth()
	t.showHead()
}

func (t *detail) showHead() {
	if t.shown.page == nil {
		return
	}
	p := t.shown.page
	title := kit.NewParagraph(kit.Title, displayName(p.PersonRow))
	title.MaxLines = 2
	about := kit.NewColumn(0, title, kit.NewRichText(t.about()...))
	if last := t.lastLine(); len(last) > 0 {
		about.Add(kit.NewRichText(last...))
	}
	if p.Archived {
		about.Add(kit.NewPadded(4, 0, 0, 0, kit.NewFlow(6, kit.NewBadge(kit.Neutral, i18n.T("people.archived.badge")))))
	}
	column := kit.NewColumn(12, kit.NewLine(12, t.headLine(about)...).Grow(about).Break(kit.HeadLeast))
	for _, part := range []fyne.CanvasObject{t.health.Panel(), dossier.Warnings(t.warnings()), t.since.Band()} {
		if part != nil {
			column.Add(part)
		}
	}
	if t.narrow {
		column.Add(kit.NewSegments([]kit.Segment{
			{Value: "", Label: i18n.T("people.history")}, {Value: "facts", Label: i18n.T("people.facts")},
		}, map[bool]string{true: "facts"}[t.inFacts], func(value string) { t.chooseFacts(value != "") }))
	}
	t.head.SetObjects(kit.NewPadded(18, 24, 14, 24, column), kit.NewHairline())
	t.foot.SetObjects(t.hints().Foot()...)
	if t.content != nil {
		t.content.Refresh()
	}
}

// headLine is the face, who it is, how it stands, and what can be done.
func (t *detail) headLine(about fyne.CanvasObject) []fyne.CanvasObject {
	p := t.shown.page
	t.more = kit.NewIconButton(kit.IconMore, i18n.T("people.more")+"  M", t.showMenu)
	objects := []fyne.CanvasObject{kit.NewAvatar(kit.FaceHead, t.desk.Face(p.PersonRow, t.showHead)), about}
	if t.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), t.back)}, objects...)
	}
	if p.Erased {
		return objects
	}
	if figure := t.health.Figure(); figure != nil {
		objects = append(objects, figure)
	}
	return append(objects, kit.NewIconButton(kit.IconEdit, i18n.T("people.edit")+"  E", func() { t.desk.EditPerson(t.id) }),
		kit.NewPrimaryButton(i18n.T("people.log"), "L", t.log), t.more)
}
