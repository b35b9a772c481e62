package communities

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
)

// The views of a community.
const (
	segmentPeople  = "people"
	segmentHistory = "history"
	segmentOpen    = "open"
	segmentFacts   = "facts" // where they have no room at the side
)

// detail is the page of one community.
type detail struct {
	desk *desk.Desk
	id   domain.ID
	back func()

	shown    shown
	page     *projections.CommunityPage
	folded   bool // only one pane has room: a way back is needed
	narrow   bool // the facts have no room at the side
	segment  string
	head     *kit.Column
	foot     *kit.Column
	more     *kit.IconButton
	health   *dossier.Health
	facts    *dossier.Facts
	people   *people
	promises *promises          // made when they are first looked at
	timeline *timeline.Timeline // made when it is first looked at
	main     *kit.Frame
	panes    *kit.Facts
	content  fyne.CanvasObject
}

func newDetail(d *desk.Desk, id domain.ID, back func()) *detail {
	t := &detail{desk: d, id: id, back: back, segment: segmentPeople, head: kit.NewColumn(0), foot: kit.NewColumn(0), facts: dossier.NewFacts(d)}
	t.health = dossier.NewHealth(t.showHead)
	t.people = newPeople(d, id, t.addPeople)
	t.main = kit.NewFrame(nil, t.people.frame, nil)
	t.panes = kit.NewFacts(t.main, t.facts.Content())
	t.panes.OnFold = func(folded bool) {
		t.narrow = folded
		if !folded && t.segment == segmentFacts {
			t.choose(segmentPeople)
		}
		t.showHead()
	}
	t.facts.OnLeave = func() { d.Shell.Canvas().Focus(t.people.rows) }
	t.content = kit.NewFrame(t.head, t.panes, t.foot)
	t.people.begin()
	return t
}

func (t *detail) record() domain.Stream { return domain.Stream{Kind: domain.KindCommunity, ID: t.id} }

// ID implements roster.Detail.
func (t *detail) ID() domain.ID { return t.id }

// Content implements roster.Detail.
func (t *detail) Content() fyne.CanvasObject { return t.content }

// Stop implements roster.Detail.
func (t *detail) Stop() {
	t.people.stop()
	if t.promises != nil {
		t.promises.paged.Stop()
	}
	if t.timeline != nil {
		t.timeline.Hide()
	}
}

// showMenu opens what can be done with it.
func (t *detail) showMenu() { kit.OpenMenuBelow(t.more, menu(t.desk, t.id, t.page.Archived)) }

// SetFolded implements roster.Detail.
func (t *detail) SetFolded(folded bool) {
	t.folded = folded
	t.showHead()
}

func (t *detail) focusFilter() {
	t.choose(segmentPeople)
	t.showHead()
	t.desk.Shell.Canvas().Focus(t.people.search)
}

// Show implements roster.Detail.
func (t *detail) Show(s shown) {
	t.shown, t.page = s, s.page
	t.showHealth()
	t.facts.Show(t.groups())
	t.showHead()
}

// showHealth takes over how many are within their rhythm, and who is not.
func (t *detail) showHealth() {
	if t.page.WithRhythm == 0 {
		t.health.SetShare(0, "", "", nil)
		return
	}
	now := t.desk.Workspace.Now()
	var lines []dossier.HealthLine
	for _, p := range t.shown.late {
		line := dossier.HealthLine{
			Name: desk.PersonName(p), Said: i18n.T("communities.late.said", i18n.T("dossier.never"), p.Rhythm),
			OnTap: func() { t.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: p.ID}) },
		}
		if !p.LastContact.IsZero() {
			days := max(1, domain.DayOf(now).Sub(domain.DayOf(p.LastContact.In(now.Location()))))
			line.Value = min(1, float64(p.Rhythm)/float64(days))
			line.Said = i18n.T("communities.late.said", when.Ago(p.LastContact, now, i18n.Language(), domain.PrecisionDay), p.Rhythm)
		}
		lines = append(lines, line)
	}
	if t.shown.nLate > len(t.shown.late) {
		lines = append(lines, dossier.HealthLine{Name: i18n.N("communities.late.all", t.shown.nLate), OnTap: t.openLate})
	}
	title := i18n.T("communities.late.title")
	if len(lines) == 0 {
		title = i18n.T("communities.rhythm")
		lines = append(lines, dossier.HealthLine{Name: t.page.Name, Said: i18n.T("communities.late.none"), Value: 1})
	}
	t.health.SetShare(100*t.page.InRhythm/t.page.WithRhythm, i18n.T("communities.figure"), title, lines)
}

// openLate lists all who are out of their rhythm.
func (t *detail) openLate() {
	t.desk.OpenList(desk.Asked{Label: i18n.T("communities.late.label", t.page.Name), List: projections.List{People: late(t.id)}})
}

// reload reads the people and the follow-ups anew.
func (t *detail) reload() {
	t.people.reload()
	if t.promises != nil {
		t.promises.paged.Refresh()
	}
}

// key does what a key means on the page of a community.
func (t *detail) key(name fyne.KeyName) bool {
	switch {
	case t.page == nil:
		return false
	case name == fyne.KeyO:
		t.choose(segmentOpen)
		t.showHead()
		t.desk.Shell.Canvas().Focus(t.promises.rows)
	case name == fyne.KeyEscape:
		return t.health.Close()
	case name == fyne.KeyH:
		t.health.Toggle()
	case name == fyne.KeyF:
		if t.narrow && t.segment != segmentFacts {
			t.choose(segmentFacts)
			t.showHead()
		}
		t.facts.Focus()
	default:
		return false
	}
	return true
}

// hints are the keys that work here, beside those of the list.
func (t *detail) hints() (h dossier.Hints) {
	h.Add(true, "L", "dossier.key.log")
	h.Add(true, "O", "dossier.key.open")
	h.Add(t.health.Known(), "H", "dossier.key.late")
	h.Add(t.facts.Any(), "F", "dossier.key.facts")
	h.Add(true, "M", "dossier.key.menu")
	return h
}

// warnings say how many wait longer than they should; a press shows who, those
// who wait longest first.
func (t *detail) warnings() []dossier.Warning {
	if t.shown.nLate == 0 || t.health.Open {
		return nil
	}
	var names []string
	for _, p := range t.shown.late[:min(len(t.shown.late), 3)] {
		names = append(names, desk.PersonName(p))
	}
	return []dossier.Warning{{
		Tone: kit.Soon, Title: i18n.N("communities.late.warning", t.shown.nLate), Text: strings.Join(names, ", "), OnTap: t.health.Toggle,
	}}
}

// choose shows one of the views.
func (t *detail) choose(segment string) {
	t.segment = segment
	t.panes.ShowFacts(segment == segmentFacts)
	switch segment {
	case segmentPeople:
		t.main.SetBody(t.people.frame)
	case segmentOpen:
		if t.promises == nil {
			t.promises = newPromises(t.desk, t.id)
		}
		t.promises.paged.Reset()
		t.main.SetBody(t.promises.frame)
	case segmentHistory:
		first := t.timeline == nil
		if first {
			t.timeline = timeline.New(timeline.Params{Desk: t.desk, Of: t.record()})
		}
		t.main.SetBody(t.timeline.Content())
		if first {
			t.timeline.Show()
		}
	}
}

func (t *detail) showHead() {
	if t.page == nil {
		return
	}
	title := kit.NewParagraph(kit.Title, t.page.Name)
	title.MaxLines = 2
	sub := kit.NewParagraph(kit.Secondary, t.about())
	about := kit.NewColumn(0, title, sub)
	if t.page.Archived {
		about.Add(kit.NewPadded(4, 0, 0, 0, kit.NewFlow(6, kit.NewBadge(kit.Neutral, i18n.T("communities.archived.badge")))))
	}
	t.more = kit.NewIconButton(kit.IconMore, i18n.T("communities.more")+"  M", t.showMenu)
	objects := []fyne.CanvasObject{kit.NewAvatar(kit.FaceHead, kit.Face{Kind: kit.SymbolFace}), about}
	if figure := t.health.Figure(); figure != nil {
		objects = append(objects, figure)
	}
	objects = append(objects,
		kit.NewIconButton(kit.IconEdit, i18n.T("communities.edit")+"  E", func() { t.desk.EditCommunity(t.id) }),
		kit.NewPrimaryButton(i18n.T("communities.add-people"), "A", t.addPeople), t.more)
	if t.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), t.back)}, objects...)
	}
	segments := []kit.Segment{
		{Value: segmentPeople, Label: i18n.T("communities.segment.people", t.page.People)},
		{Value: segmentOpen, Label: i18n.T("communities.segment.open", t.shown.promises)},
		{Value: segmentHistory, Label: i18n.T("communities.segment.history")},
	}
	if t.narrow {
		segments = append(segments, kit.Segment{Value: segmentFacts, Label: i18n.T("communities.segment.facts")})
	}
	column := kit.NewColumn(12, kit.NewLine(12, objects...).Grow(about).Break(kit.HeadLeast))
	for _, part := range []fyne.CanvasObject{t.health.Panel(), dossier.Warnings(t.warnings())} {
		if part != nil {
			column.Add(part)
		}
	}
	column.Add(kit.NewSegments(segments, t.segment, t.choose))
	t.head.SetObjects(kit.NewPadded(18, 24, 10, 24, column), kit.NewHairline())
	t.foot.SetObjects(t.hints().Foot()...)
	if t.content != nil {
		t.content.Refresh()
	}
}

// about is the line below the name: the kind, whose it is, when we last spoke.
func (t *detail) about() string {
	text := kindName(t.page.Taxonomy)
	if t.page.Owner == t.desk.Workspace.Me() {
		text += " · " + i18n.T("communities.owned-by-you")
	} else if t.page.OwnerName != "" {
		text += " · " + i18n.T("communities.owned-by", t.page.OwnerName)
	}
	if last := t.page.LastContact; !last.IsZero() {
		text += " · " + i18n.T("communities.last", when.Ago(last, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay))
	}
	return text
}
