package organisations

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
)

// detail is the page of one organisation.
type detail struct {
	desk *desk.Desk
	id   domain.ID
	back func()

	shown    shown
	folded   bool // only one pane has room: a way back is needed
	narrow   bool // the facts have no room beside the timeline
	facts    bool // they are shown in its place
	head     *kit.Column
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

func (t *detail) record() domain.Stream {
	return domain.Stream{Kind: domain.KindOrganisation, ID: t.id}
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

// SetFolded implements roster.Detail.
func (t *detail) SetFolded(folded bool) {
	t.folded = folded
	t.showHead()
}

// log opens the one-line log with the organisation in it.
func (t *detail) log() { t.desk.QuickLog("@" + quoted(t.shown.page.Name) + ": ") }

// quoted keeps a name of several words together in the one-line log.
func quoted(name string) string {
	if strings.ContainsAny(name, " ,&@:") {
		return `"` + strings.ReplaceAll(name, `"`, "") + `"`
	}
	return name
}

// Show implements roster.Detail.
func (t *detail) Show(s shown) {
	t.shown = s
	t.showHead()
	t.column.SetObjects(t.groups()...)
}

func (t *detail) showHead() {
	if t.shown.page == nil {
		return
	}
	o := t.shown.page
	title := kit.NewText(kit.Title, name(o.OrganisationRow))
	title.Shrink = true
	about := kit.NewColumn(0, title, kit.NewRichText(t.about()...))
	if o.Archived {
		about.Add(kit.NewPadded(4, 0, 0, 0, kit.NewFlow(6, kit.NewBadge(kit.Neutral, i18n.T("organisations.archived.badge")))))
	}
	edit := kit.NewButton(kit.Quiet, i18n.T("organisations.edit"), func() { t.desk.EditOrganisation(t.id) })
	var more *kit.IconButton
	more = kit.NewIconButton(kit.IconMore, i18n.T("organisations.more"), func() {
		kit.OpenMenuBelow(more, menu(t.desk, t.id, o.Archived))
	})
	log := kit.NewPrimaryButton(i18n.T("organisations.log"), "L", t.log)
	objects := []fyne.CanvasObject{kit.NewAvatar(kit.FaceHead, face(o.OrganisationRow)), about, edit, log, more}
	if t.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), t.back)}, objects...)
	}
	column := kit.NewColumn(14, kit.NewLine(12, objects...).Grow(about))
	if notice := t.notice(); notice != nil {
		column.Add(notice)
	}
	if t.narrow {
		column.Add(kit.NewSegments([]kit.Segment{
			{Value: "", Label: i18n.T("organisations.history")}, {Value: "facts", Label: i18n.T("organisations.facts")},
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

// about is the line below the name: where, which domain, whose.
func (t *detail) about() []kit.Span {
	o := t.shown.page
	var spans []kit.Span
	say := func(text string, onTap func()) {
		if text == "" {
			return
		}
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: " · ", Style: kit.Secondary})
		}
		span := kit.Span{Text: text, Style: kit.Secondary, OnTap: onTap}
		if onTap != nil {
			span.Color = kit.ColorAccent
		}
		spans = append(spans, span)
	}
	say(o.Domain, nil)
	say(o.City, nil)
	if o.Parent != domain.None && o.ParentName != "" {
		say(i18n.T("organisations.part-of", o.ParentName), func() { t.desk.Open(domain.Stream{Kind: domain.KindOrganisation, ID: o.Parent}) })
	}
	if owner := t.desk.MemberName(o.Owner); o.Owner == t.desk.Workspace.Me() {
		say(i18n.T("organisations.owned-by-you"), nil)
	} else if owner != "" {
		say(i18n.T("organisations.owned-by", owner), nil)
	}
	if !o.LastContact.IsZero() {
		now := t.desk.Workspace.Now()
		say(i18n.T("organisations.last", when.Ago(o.LastContact, now, i18n.Language(), domain.PrecisionDay)), nil)
	}
	if len(spans) == 0 {
		say(i18n.T("organisations.nobody"), nil)
	}
	return spans
}

// notice warns of answers that are still open, before anyone calls.
func (t *detail) notice() fyne.CanvasObject {
	theirs, oldest := 0, projections.TimelineEntry{}
	for _, e := range t.shown.unanswered {
		if e.Direction == domain.DirectionOutgoing {
			continue
		}
		theirs++
		if oldest.At.IsZero() || e.At.Before(oldest.At) {
			oldest = e
		}
	}
	if theirs == 0 {
		return nil
	}
	now := t.desk.Workspace.Now()
	text := i18n.N("organisations.waiting", theirs, when.Ago(oldest.At, now, i18n.Language(), domain.PrecisionDay))
	what := oldest.Subject
	if what == "" {
		what = oldest.Text
	}
	head := kit.NewText(kit.Bold, text)
	head.SetColor(kit.ColorLate)
	said := kit.NewParagraph(kit.Body, who(t.desk, oldest)+what)
	said.MaxLines = 2
	return kit.NewPressable(kit.NewNotice(kit.Late, kit.NewColumn(2, head, said)), func() { t.desk.Open(oldest.Record) })
}

// who says who spoke: "Schiller: ".
func who(d *desk.Desk, e projections.TimelineEntry) string {
	var names []string
	for _, p := range e.People {
		names = append(names, d.PartyName(p))
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, ", ") + ": "
}
