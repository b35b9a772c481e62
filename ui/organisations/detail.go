package organisations

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

// detail is the page of one organisation.
type detail struct {
	desk *desk.Desk
	id   domain.ID
	back func()

	shown    shown
	folded   bool // only one pane has room: a way back is needed
	narrow   bool // the facts have no room beside the timeline
	inFacts  bool // they are shown in its place
	allOfUs  bool // all of us who know somebody there are named
	allTasks bool // all follow-ups are shown
	head     *kit.Column
	foot     *kit.Column
	more     *kit.IconButton
	health   *dossier.Health
	facts    *dossier.Facts
	panes    *kit.Facts
	timeline *timeline.Timeline
	content  fyne.CanvasObject
}

func newDetail(d *desk.Desk, id domain.ID, back func()) *detail {
	t := &detail{desk: d, id: id, back: back, head: kit.NewColumn(0), foot: kit.NewColumn(0), facts: dossier.NewFacts(d)}
	t.health = dossier.NewHealth(t.showHead)
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

// showMenu opens what can be done with it.
func (t *detail) showMenu() { kit.OpenMenuBelow(t.more, menu(t.desk, t.shown.page.OrganisationRow)) }

// name is what the organisation is called.
func (t *detail) name() string { return name(t.shown.page.OrganisationRow) }

// SetFolded implements roster.Detail.
func (t *detail) SetFolded(folded bool) {
	t.folded = folded
	t.showHead()
}

// log opens the one-line log with the organisation in it.
func (t *detail) log() {
	t.desk.LogWith(domain.Stream{Kind: domain.KindOrganisation, ID: t.shown.page.ID}, t.shown.page.Name)
}

// Show implements roster.Detail.
func (t *detail) Show(s shown) {
	t.shown = s
	t.health.SetMean(t.desk, s.standings)
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

// key does what a key means on the page of an organisation.
func (t *detail) key(name fyne.KeyName) bool {
	switch {
	case t.shown.page == nil:
		return false
	case name == fyne.KeyEscape:
		return t.health.Close()
	case name == fyne.KeyH:
		t.health.Toggle()
	case name == fyne.KeyF:
		if t.narrow && !t.inFacts {
			t.chooseFacts(true)
			t.showHead()
		}
		t.facts.Focus()
	case name == fyne.KeyP && !t.shown.page.Erased:
		dossier.SavePDF(t.desk, t.record(), t.name())
	case name == fyne.KeyA:
		dossier.OpenFirst(t.desk, t.warnings())
	case name == fyne.KeyO && t.shown.page.Parent != domain.None:
		t.desk.Open(domain.Stream{Kind: domain.KindOrganisation, ID: t.shown.page.Parent})
	default:
		return false
	}
	return true
}

// hints are the keys that work here, beside those of the list.
func (t *detail) hints() (h dossier.Hints) {
	h.Warning(t.warnings())
	h.Add(!t.shown.page.Erased, "P", "dossier.key.pdf")
	h.Add(t.health.Known(), "H", "dossier.key.health")
	h.Add(t.facts.Any(), "F", "dossier.key.facts")
	h.Add(t.shown.page.Parent != domain.None, "O", "dossier.key.parent")
	h.Add(true, "M", "dossier.key.menu")
	return h.Timeline()
}

func (t *detail) chooseFacts(facts bool) {
	t.inFacts = facts
	t.panes.ShowFacts(facts)
}

func (t *detail) showHead() {
	if t.shown.page == nil {
		return
	}
	o := t.shown.page
	title := kit.NewParagraph(kit.Title, name(o.OrganisationRow))
	title.MaxLines = 2
	about := kit.NewColumn(0, title, kit.NewRichText(t.about()...))
	if o.Archived {
		about.Add(kit.NewPadded(4, 0, 0, 0, kit.NewFlow(6, kit.NewBadge(kit.Neutral, i18n.T("organisations.archived.badge")))))
	}
	edit := kit.NewIconButton(kit.IconEdit, i18n.T("organisations.edit")+"  E", func() { t.desk.EditOrganisation(t.id) })
	t.more = kit.NewIconButton(kit.IconMore, i18n.T("organisations.more")+"  M", t.showMenu)
	log := kit.NewPrimaryButton(i18n.T("organisations.log"), "L", t.log)
	objects := []fyne.CanvasObject{kit.NewAvatar(kit.FaceHead, face(o.OrganisationRow)), about}
	if figure := t.health.Figure(); figure != nil {
		objects = append(objects, figure)
	}
	objects = append(objects, edit, log, t.more)
	if t.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), t.back)}, objects...)
	}
	column := kit.NewColumn(12, kit.NewLine(12, objects...).Grow(about).Break(kit.HeadLeast))
	for _, part := range []fyne.CanvasObject{t.health.Panel(), dossier.Warnings(t.warnings())} {
		if part != nil {
			column.Add(part)
		}
	}
	if t.narrow {
		column.Add(kit.NewSegments([]kit.Segment{
			{Value: "", Label: i18n.T("organisations.history")}, {Value: "facts", Label: i18n.T("organisations.facts")},
		}, map[bool]string{true: "facts"}[t.inFacts], func(value string) { t.chooseFacts(value != "") }))
	}
	t.head.SetObjects(kit.NewPadded(18, 24, 14, 24, column), kit.NewHairline())
	t.foot.SetObjects(t.hints().Foot()...)
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
	t.sayLast(say)
	if len(spans) == 0 {
		say(i18n.T("organisations.nobody"), nil)
	}
	return spans
}

// sayLast says when we spoke last, over which channel, and who of us with whom.
func (t *detail) sayLast(say func(text string, onTap func())) {
	o, now := t.shown.page, t.desk.Workspace.Now()
	e := t.shown.last
	if e == nil {
		if !o.LastContact.IsZero() {
			say(i18n.T("organisations.last", when.Ago(o.LastContact, now, i18n.Language(), domain.PrecisionDay)), nil)
		}
		return
	}
	said := i18n.T("organisations.last", when.Ago(e.At, now, i18n.Language(), domain.PrecisionDay))
	if channel := "channel." + e.Channel; i18n.Has(channel) {
		said += ", " + kit.Within(i18n.T(channel))
	}
	ours, theirs := names(t.desk, e.Ours), names(t.desk, e.People)
	switch {
	case ours != "" && theirs != "":
		said += ", " + ours + " ↔ " + theirs
	case ours+theirs != "":
		said += ", " + ours + theirs
	}
	say(said, nil)
}

func names(d *desk.Desk, parties []projections.Party) string {
	var said []string
	for _, p := range parties {
		said = append(said, d.PartyName(p))
	}
	return strings.Join(said, ", ")
}

// warnings are the complaints and answers that are open, and what is overdue,
// before anyone calls.
func (t *detail) warnings() []dossier.Warning {
	now, lang := t.desk.Workspace.Now(), i18n.Language()
	list := dossier.Complaints(t.desk, t.shown.page.Complaints)
	var oldest *projections.TimelineEntry
	n := 0
	for i := range t.shown.unanswered {
		e := &t.shown.unanswered[i]
		if e.AnswerTheirs || dossier.IsComplaint(t.shown.page.Complaints, *e) {
			continue
		}
		n++
		if oldest == nil || e.At.Before(oldest.At) {
			oldest = e
		}
	}
	if oldest != nil {
		what := oldest.Subject
		if what == "" {
			what = timeline.Plain(oldest.Text)
		}
		if who := names(t.desk, oldest.People); who != "" {
			what = who + ": " + what
		}
		title := i18n.N("organisations.waiting", n, when.Ago(oldest.At, now, lang, domain.PrecisionDay))
		list = append(list, dossier.Warning{Tone: kit.Late, Title: title, Text: what, OnTap: func() { t.desk.Open(oldest.Record) }, About: dossier.AboutAnswer})
	}
	var late []string
	for _, f := range t.shown.page.FollowUps {
		if f.Due < domain.DayOf(now) {
			late = append(late, f.Text)
		}
	}
	if len(late) > 0 {
		title := i18n.N("people.overdue", len(late), when.AgoDay(t.shown.page.FollowUps[0].Due, now, lang))
		list = append(list, dossier.Warning{Tone: kit.Late, Title: title, Text: strings.Join(late, " · ")})
	}
	return list
}
