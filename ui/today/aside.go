package today

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// aside shows who the row with the cursor is about, and where the row came
// from, so that one can call without opening anything.
type aside struct {
	desk    *desk.Desk
	loader  *kit.Loader
	host    *fyne.Container
	content fyne.CanvasObject
	row     *projections.QueueRow
	shown   string // the row that is shown

	timeline  *timeline.Timeline
	following bool // the timeline is loaded
}

const (
	// mostFacts is how many ways to reach somebody and how many other follow-ups
	// stand in the aside; all of them stand on the page of the person.
	mostFacts = 3
	// originLines is how much of the conversation a row came from is shown.
	originLines = 5
	// widestFacts keeps what a fact is called within sight of what it says.
	widestFacts float32 = 640
)

func newAside(d *desk.Desk) *aside {
	a := &aside{desk: d, loader: kit.NewLoader(d.Async), host: container.NewStack()}
	a.timeline = timeline.New(timeline.Params{Desk: d, Plain: true})
	a.content = kit.NewGround(kit.ColorGround, a.host)
	return a
}

// facts is what the aside shows of a row.
type facts struct {
	person *projections.PersonPage
	origin *projections.TimelineEntry // the conversation the row came from
	need   *projections.NeedPage
}

// show loads what belongs to a row; the one before stays until it has come.
func (a *aside) show(row *projections.QueueRow) {
	a.row = row
	if row == nil {
		a.hide()
		a.shown = ""
		a.set(nil)
		return
	}
	if a.shown == "" {
		a.set(kit.NewLoadingState())
	}
	a.load()
}

// hide stops what is running.
func (a *aside) hide() {
	a.loader.Stop()
	a.timeline.Hide()
	a.following = false
}

// changed loads again what a change concerns.
func (a *aside) changed(c workspace.Changed) {
	if a.row != nil && (c.Touches(aboutOf(a.row)) || c.Kinds(domain.KindConversation, domain.KindFollowUp, domain.KindNeed)) {
		a.load()
	}
}

func (a *aside) load() {
	row := a.row
	kit.Load(context.Background(), a.loader, func(ctx context.Context) (facts, error) { return a.fetch(ctx, row) },
		func(f facts, err error) {
			if err != nil {
				a.set(kit.NewErrorState(workspace.Explain(err), a.load))
				return
			}
			a.shown = rowID(row)
			a.set(a.build(row, f))
		})
}

func (a *aside) fetch(ctx context.Context, row *projections.QueueRow) (f facts, err error) {
	views := a.desk.Workspace.Views()
	if about := aboutOf(row); about.Kind == domain.KindPerson {
		if f.person, err = views.Person(ctx, about.ID, a.desk.Workspace.Now()); err != nil {
			return f, err
		}
	}
	if row.Need != nil {
		f.need, err = views.Need(ctx, row.Need.ID)
		return f, err
	}
	from := row.Conversation
	if row.FollowUp != nil {
		from = row.FollowUp.Conversation
	}
	if from != domain.None {
		f.origin, err = views.Conversation(ctx, from)
	}
	return f, err
}

func (a *aside) set(object fyne.CanvasObject) {
	a.host.Objects = nil
	if object != nil {
		a.host.Objects = []fyne.CanvasObject{object}
	}
	a.host.Refresh()
}

// build sets who and why above the last conversations, which scroll by
// themselves.
func (a *aside) build(row *projections.QueueRow, f facts) fyne.CanvasObject {
	if f.need != nil {
		return kit.NewScroll(kit.NewPadded(18, 24, 24, 24, kit.NewColumn(16, a.head(row, f), kit.NewMeasure(widestFacts, a.need(f.need)))))
	}
	body := kit.NewColumn(18, a.about(row, f))
	if f.person != nil {
		for _, group := range []fyne.CanvasObject{a.contact(f.person), a.open(row, f.person)} {
			if group != nil {
				body.Add(group)
			}
		}
	}
	head := kit.NewColumn(16, a.head(row, f), kit.NewMeasure(widestFacts, body))
	about := aboutOf(row)
	if about.Kind != domain.KindPerson && about.Kind != domain.KindOrganisation {
		return kit.NewScroll(kit.NewPadded(18, 24, 24, 24, head))
	}
	a.timeline.Of(about)
	if !a.following {
		a.following = true
		a.timeline.Show()
	}
	return kit.NewFrame(kit.NewColumn(0, kit.NewPadded(18, 24, 16, 24, head), kit.NewHairline()), a.timeline.Content(), nil)
}

func (a *aside) head(row *projections.QueueRow, f facts) fyne.CanvasObject {
	name := aboutName(a.desk, row)
	if name == "" {
		name = titleOfRow(a.desk, row)
	}
	title := kit.NewText(kit.Title, name)
	title.Shrink = row.Need == nil
	title.Wrap = !title.Shrink // what is needed is a sentence
	words := kit.NewColumn(2, title)
	if sub := a.sub(f); len(sub) > 0 {
		words.Add(kit.NewRichText(sub...))
	}
	buttons := kit.NewLine(8, kit.NewButton(kit.Quiet, i18n.T("today.open"), func() { a.desk.Open(aboutOf(row)) }))
	return kit.NewLine(16, kit.NewAvatar(kit.FaceHead, faceOf(a.desk, row, func() { a.host.Refresh() })), words, buttons).Grow(words).Break(kit.HeadLeast)
}

// sub is what somebody is: position, organisation, since when known to whom.
func (a *aside) sub(f facts) []kit.Span {
	if f.person == nil || f.person.Erased {
		return nil
	}
	var spans []kit.Span
	add := func(text string, tap func()) {
		color := fyne.ThemeColorName("")
		if tap != nil {
			color = kit.ColorAccent
		}
		spans = append(spans, kit.Span{Text: text, Style: kit.Secondary, Color: color, OnTap: tap})
	}
	between := func() {
		if len(spans) > 0 {
			add(" · ", nil)
		}
	}
	if f.person.JobTitle != "" {
		add(f.person.JobTitle, nil)
	}
	if f.person.Organisation != "" {
		between()
		add(f.person.Organisation, a.openOrganisation(f.person))
	}
	if !f.person.LastContact.IsZero() {
		between()
		add(i18n.T("today.last-contact", when.Speak(f.person.LastContact, a.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)), nil)
	}
	return spans
}

// openOrganisation leads to the organisation that stands in the head, if it is a
// record.
func (a *aside) openOrganisation(p *projections.PersonPage) func() {
	for _, at := range p.Affiliations {
		if at.OrganisationName == p.Organisation {
			return func() { a.desk.Open(domain.Stream{Kind: domain.KindOrganisation, ID: at.Organisation}) }
		}
	}
	return nil
}

// about is where the row came from: the conversation in which it was promised,
// or which waits for an answer, or why it is time to speak again.
func (a *aside) about(row *projections.QueueRow, f facts) fyne.CanvasObject {
	heading := kit.NewSectionHeader(i18n.T("today.about"))
	if f.origin != nil {
		return kit.NewColumn(8, heading, a.entry(f.origin, originLines))
	}
	text := kit.NewParagraph(kit.Body, kit.Capital(workspace.Why(row.Why)))
	return kit.NewColumn(6, heading, text)
}

// open are the other things to do with the person.
func (a *aside) open(row *projections.QueueRow, p *projections.PersonPage) fyne.CanvasObject {
	now := a.desk.Workspace.Now()
	group := kit.NewColumn(0, kit.NewPadded(0, 0, 4, 0, kit.NewSectionHeader(i18n.T("today.open-follow-ups"))))
	found := 0
	for _, f := range p.FollowUps {
		if row.FollowUp != nil && row.FollowUp.ID == f.ID || f.Erased || f.Missing || found == mostFacts {
			continue
		}
		tone := kit.Neutral
		if f.Due < domain.DayOf(now) {
			tone = kit.Late
		}
		found++
		group.Add(kit.NewFactRow(f.Text, when.SpeakDay(f.Due, now, i18n.Language()), tone, nil))
	}
	if found == 0 {
		return nil
	}
	return group
}

// contact are the ways to reach the person.
func (a *aside) contact(p *projections.PersonPage) fyne.CanvasObject {
	group := kit.NewColumn(0, kit.NewPadded(0, 0, 4, 0, kit.NewSectionHeader(i18n.T("today.contact"))))
	found := 0
	for _, f := range p.Facts {
		if f.Value.Point == nil || f.Value.Point.Address != nil || found == mostFacts {
			continue
		}
		found++
		value := workspace.ValueText(f.Value)
		row := kit.NewFactRow(workspace.FieldLabel(f), value, kit.Neutral, func() { a.copy(value) })
		row.Tooltip = i18n.T("today.copy")
		group.Add(row)
	}
	if found == 0 {
		return nil
	}
	return group
}

func (a *aside) copy(value string) {
	fyne.CurrentApp().Clipboard().SetContent(value)
	a.desk.Shell.Toast(kit.Toast{Text: i18n.T("today.copied"), Tone: kit.Good})
}
