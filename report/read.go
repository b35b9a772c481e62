package report

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
	"kontor/workspace"
)

// How much is read of what may be long; the page has room for less.
const (
	talksRead   = 40
	talksCount  = 5000
	peopleRead  = 60
	factsShown  = 6
	largestFace = 20 << 20 // bytes of a photo that is taken
)

// Read gathers what the page says of a person or an organisation, in the current
// language; nil if there is no such record.
func Read(ctx context.Context, w *workspace.Workspace, of domain.Stream) (*Dossier, error) {
	r := &reading{ctx: ctx, workspace: w, views: w.Views(), of: of}
	r.dossier = &Dossier{
		Kind: of.Kind, Language: i18n.Language(), AsOf: w.Now(),
	}
	known, err := r.record()
	if err != nil || !known {
		return nil, err
	}
	r.dossier.Position = w.Views().Seen()
	for _, part := range []func() error{r.talks, r.maker} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return r.dossier, nil
}

// reading is one gathering.
type reading struct {
	ctx       context.Context
	workspace *workspace.Workspace
	views     *projections.Views
	of        domain.Stream
	members   map[domain.ID]string
	dossier   *Dossier
}

func (r *reading) record() (known bool, err error) {
	members, err := r.views.Members(r.ctx)
	if err != nil {
		return false, err
	}
	r.members = map[domain.ID]string{}
	for _, m := range members {
		r.members[m.ID] = m.Name
	}
	switch r.of.Kind {
	case domain.KindPerson:
		page, err := r.views.Person(r.ctx, r.of.ID, r.workspace.Now())
		if err != nil || page == nil || page.Erased {
			return false, err
		}
		return true, r.person(page)
	case domain.KindOrganisation:
		page, err := r.views.Organisation(r.ctx, r.of.ID)
		if err != nil || page == nil || page.Erased {
			return false, err
		}
		return true, r.organisation(page)
	}
	return false, fmt.Errorf("there is no dossier of a %s", r.of.Kind)
}

func (r *reading) person(p *projections.PersonPage) error {
	d := r.dossier
	d.Name, d.Initials = orElse(p.Name, "people.nameless"), p.Initials
	d.Photo = r.photo(p.Photo)
	position := p.JobTitle
	if p.Organisation != "" {
		position = strings.TrimPrefix(position+", "+p.Organisation, ", ")
	}
	d.about(position, r.owner(p.Owner))
	for _, m := range p.Memberships {
		mark := m.Name
		if len(m.Roles) > 0 {
			mark += ": " + strings.Join(m.Roles, ", ")
		}
		d.Marks = append(d.Marks, mark)
	}
	d.tags(p.Tags)
	h, err := r.views.Health(r.ctx, p.ID, r.workspace.Now())
	if err != nil {
		return err
	}
	if h != nil && len(h.Reasons) > 0 {
		d.Health = &Health{h.Score, h.State, i18n.T("health.state." + string(h.State))}
	}
	d.facts(p.Facts)
	if p.NextDue != "" {
		d.Facts = append(d.Facts, Fact{i18n.T("report.rhythm"), i18n.T("report.rhythm.value", p.Rhythm, r.day(p.NextDue))})
	}
	d.Facts = d.Facts[:min(len(d.Facts), factsShown)]
	d.KnownBy = r.knownBy(p.KnownBy)
	r.warn(p.Complaints)
	r.open(p.FollowUps, p.Unanswered, p.Needs)
	return nil
}

func (r *reading) organisation(o *projections.OrganisationPage) error {
	d := r.dossier
	d.Name = orElse(o.Name, "organisations.nameless")
	d.Initials = domain.Name{Display: d.Name}.Initials()
	parent := ""
	if o.ParentName != "" {
		parent = i18n.T("organisations.part-of", o.ParentName)
	}
	d.about(o.City, o.Domain, parent, r.owner(o.Owner))
	d.tags(o.Tags)
	rows, err := r.views.People(r.ctx, projections.PeopleQuery{
		Organisation: o.ID, Order: projections.PeopleByRecent, Page: projections.Page{Limit: peopleRead},
	})
	if err != nil {
		return err
	}
	standings, err := r.views.Standings(r.ctx, rows, r.workspace.Now())
	if err != nil {
		return err
	}
	if score, state, _ := projections.MeanHealth(standings); state != domain.HealthNone {
		d.Health = &Health{score, state, i18n.T("health.state." + string(state))}
	}
	d.facts(o.Facts)
	d.Facts = d.Facts[:min(len(d.Facts), factsShown)]
	d.KnownBy = r.knownBy(o.KnownBy)
	d.MorePeople = max(0, o.OrganisationRow.People-len(rows))
	for _, p := range rows {
		d.People = append(d.People, r.acquaintance(p, o))
	}
	r.warn(o.Complaints)
	var unanswered []projections.TimelineEntry
	entries, err := r.conversations()
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.AnswerOpen {
			unanswered = append(unanswered, e)
		}
	}
	r.open(o.FollowUps, unanswered, o.Needs)
	return nil
}

// acquaintance is one of the people of an organisation with those of us who know
// them best.
func (r *reading) acquaintance(p projections.PersonRow, o *projections.OrganisationPage) Acquaintance {
	a := Acquaintance{Name: orElse(p.Name, "people.nameless"), Last: i18n.T("report.never")}
	for _, place := range o.People {
		if place.Person == p.ID && !place.Ended {
			a.Role = place.Title
			break
		}
	}
	if !p.LastContact.IsZero() {
		a.Last = when.Ago(p.LastContact, r.workspace.Now(), i18n.Language(), domain.PrecisionDay)
	}
	for _, k := range o.Known[p.ID] {
		a.KnownBy = append(a.KnownBy, r.short(r.member(k.Member, k.Name))+" "+i18n.Number(k.Conversations))
	}
	return a
}

func (d *Dossier) about(parts ...string) {
	for _, part := range parts {
		if part != "" {
			d.About = append(d.About, part)
		}
	}
}

func (d *Dossier) tags(tags []string) {
	for _, tag := range tags {
		d.Marks = append(d.Marks, "#"+tag)
	}
}

// printedTexts are the facts in words that are printed beside contact points.
var printedTexts = []domain.Field{domain.FieldLegalName, domain.FieldFormerName, domain.FieldBirthday}

func (d *Dossier) facts(facts []projections.FactRow) {
	for _, f := range facts {
		point := f.Value.Point
		switch {
		case point != nil && point.Address != nil:
			d.Facts = append(d.Facts, Fact{pointLabel(*point), workspace.AddressText(*point.Address, ", ")})
		case point != nil:
			d.Facts = append(d.Facts, Fact{pointLabel(*point), point.Value})
		case slices.Contains(printedTexts, f.Field):
			d.Facts = append(d.Facts, Fact{workspace.FieldLabel(f), workspace.ValueText(f.Value)})
		}
	}
}

// pointLabel leaves out whether a point is for work, but of telephones: there is
// room for a word.
func pointLabel(p domain.ContactPoint) string {
	if p.Kind != domain.PointPhone {
		p.Label = ""
	}
	return workspace.PointLabel(p)
}

func (r *reading) owner(id domain.ID) string {
	if name := r.members[id]; name != "" {
		return i18n.T("organisations.owned-by", name)
	}
	return ""
}

// member is one of us by name: the page is read by others, to whom nobody is "you".
func (r *reading) member(id domain.ID, known string) string {
	if name := r.members[id]; name != "" {
		return name
	}
	return orElse(known, "person.erased")
}

// short is the last word of the name of one of us, where that is nobody else's.
func (r *reading) short(name string) string {
	last := name[strings.LastIndex(name, " ")+1:]
	same := 0
	for _, other := range r.members {
		if other[strings.LastIndex(other, " ")+1:] == last {
			same++
		}
	}
	if same > 1 {
		return name
	}
	return last
}

func orElse(name, key string) string {
	if strings.TrimSpace(name) == "" {
		return i18n.T(key)
	}
	return name
}

func (r *reading) names(parties []projections.Party) string {
	var names []string
	for _, p := range parties {
		if p.Kind == domain.KindMember {
			names = append(names, r.member(p.ID, p.Name))
		} else {
			names = append(names, orElse(p.Name, "person.erased"))
		}
	}
	return strings.Join(names, ", ")
}

func (r *reading) knownBy(rows []projections.KnownByRow) []Fact {
	var facts []Fact
	for _, k := range rows {
		last := when.Ago(k.Last, r.workspace.Now(), i18n.Language(), domain.PrecisionDay)
		facts = append(facts, Fact{r.member(k.Member, k.Name), i18n.T("report.known", k.Conversations, last)})
	}
	return facts
}

func (r *reading) warn(complaints []projections.TimelineEntry) {
	for _, e := range complaints {
		who := r.names(e.People)
		if who == "" {
			who = r.names(e.Organisations)
		}
		if ours := r.names(e.Ours); ours != "" {
			between := arrows[domain.DirectionMutual]
			if e.Direction == domain.DirectionIncoming {
				between = arrows[domain.DirectionOutgoing] // seen from them
			}
			who += between + ours
		}
		what := e.Subject
		if what == "" {
			what = projections.Plain(e.Text)
		}
		r.dossier.Warnings = append(r.dossier.Warnings, Warning{
			Title: i18n.T("report.complaint", r.moment(e)), Text: i18n.T("report.complaint.about", who, what),
		})
	}
}

func (r *reading) open(followUps []projections.FollowUpRow, unanswered []projections.TimelineEntry, needs []projections.NeedRow) {
	today := domain.DayOf(r.workspace.Now())
	for _, f := range followUps {
		task := Task{Text: orElse(f.Text, "timeline.erased"), Whose: r.member(f.For.ID, f.For.Name), Due: r.day(f.Due), Late: f.Due < today}
		if len(f.People) > 0 && r.of.Kind == domain.KindOrganisation {
			task.Text = i18n.T("report.open.with", task.Text, orElse(f.People[0].Name, "people.nameless"))
		}
		r.dossier.Open = append(r.dossier.Open, task)
	}
	for _, e := range unanswered {
		what := e.Subject
		if what == "" {
			what = projections.Plain(e.Text)
		}
		whose, late := i18n.T("report.answer.ours"), e.AnswerBy < today
		if e.AnswerTheirs {
			whose = i18n.T("report.answer.theirs")
		}
		due := i18n.T("report.since", r.moment(e))
		if e.AnswerBy >= today {
			due = r.day(e.AnswerBy)
		}
		r.dossier.Open = append(r.dossier.Open, Task{Text: what, Whose: whose, Due: due, Late: late && !e.AnswerTheirs})
	}
	for _, n := range needs {
		task := Task{Text: i18n.T("report.need", orElse(n.Title, "timeline.erased"), i18n.T("need.state."+string(n.State)))}
		if n.Owner != domain.None {
			task.Whose = r.member(n.Owner, n.OwnerName)
		}
		if n.Due != "" {
			task.Due, task.Late = r.day(n.Due), n.Due < today
		}
		r.dossier.Open = append(r.dossier.Open, task)
	}
}

func (r *reading) day(d domain.Day) string {
	return dayOf(d.In(r.workspace.Now().Location()))
}

// moment is when something was said, as far as it is known.
func (r *reading) moment(e projections.TimelineEntry) string {
	at := e.At.In(r.workspace.Now().Location())
	switch e.Precision {
	case domain.PrecisionYear, domain.PrecisionMonth:
		return when.Speak(at, r.workspace.Now(), i18n.Language(), e.Precision)
	}
	return r.day(domain.DayOf(at))
}

func (r *reading) conversations() ([]projections.TimelineEntry, error) {
	q := projections.TimelineQuery{Of: r.of, Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: talksRead}
	return r.views.Timeline(r.ctx, q)
}

var arrows = map[domain.Direction]string{
	domain.DirectionIncoming: " ← ", domain.DirectionOutgoing: " → ", domain.DirectionMutual: " ↔ ",
}

func (r *reading) talks() error {
	entries, err := r.conversations()
	if err != nil {
		return err
	}
	for _, e := range entries {
		if r.dossier.Last == "" && e.Channel != domain.ChannelNote && !e.At.After(r.workspace.Now()) {
			r.dossier.Last = i18n.T("report.last", r.moment(e), r.channel(e.Channel), r.who(e))
		}
		talk := Talk{Day: r.moment(e), Channel: r.channel(e.Channel), Subject: e.Subject, Who: r.who(e), Text: projections.Plain(e.Text)}
		switch {
		case e.Erased:
			talk.Text = i18n.T("timeline.erased")
		case e.Missing:
			talk.Text = i18n.T("timeline.missing")
		}
		r.dossier.Talks = append(r.dossier.Talks, talk)
	}
	counts, whole, err := r.views.CountTimeline(r.ctx, projections.TimelineQuery{
		Of: r.of, Kinds: []projections.EntryKind{projections.EntryConversation},
	}, talksCount)
	r.dossier.MoreTalks = max(0, counts[projections.EntryConversation]-len(entries))
	if !whole {
		r.dossier.MoreTalks = -1
	}
	return err
}

// who says who of us had a conversation with whom.
func (r *reading) who(e projections.TimelineEntry) string {
	ours, theirs := r.names(e.Ours), r.names(e.People)
	if theirs == "" {
		theirs = r.names(e.Organisations)
	}
	if ours == "" || theirs == "" {
		return ours + theirs
	}
	return ours + arrows[e.Direction] + theirs
}

func (r *reading) channel(name string) string {
	if key := "channel." + name; i18n.Has(key) {
		return i18n.T(key)
	}
	return name
}

// photo is the picture behind an address; one that cannot be read leaves the
// initials in place.
func (r *reading) photo(address string) []byte {
	if address == "" {
		return nil
	}
	content, err := r.workspace.OpenAttachment(address)
	if err != nil {
		return nil
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, largestFace+1))
	if err != nil || len(data) > largestFace {
		return nil
	}
	return data
}

// maker says who makes the page, and of which workspace.
func (r *reading) maker() error {
	r.dossier.By = r.members[r.workspace.Me()]
	agreed, err := r.workspace.Agreed(r.ctx)
	if err != nil {
		return err
	}
	if agreed != nil {
		r.dossier.Workspace = agreed.Name
	}
	return nil
}

// fileName leaves out what file systems do not take, and what makes a name too
// long for them.
func fileName(name string) string {
	name = strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case unicode.IsControl(c) || strings.ContainsRune(`/\:*?"<>|`, c):
			return '-'
		case !unicode.IsPrint(c):
			return -1
		}
		return c
	}, cut(name, 60)))
	if name = strings.TrimLeft(name, ". "); name == "" {
		return i18n.T("report.file")
	}
	return name
}

// cut is the beginning of a text, in characters.
func cut(text string, most int) string {
	for i := range text {
		if most--; most < 0 {
			return text[:i]
		}
	}
	return text
}
