package communities

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// pageSize is how many people are read at once.
const pageSize = 200

// people are the people of a community, those we have not spoken to for longest
// first if asked.
type people struct {
	desk      *desk.Desk
	community domain.ID
	onAdd     func()

	text   string
	order  projections.PeopleOrder
	paged  *kit.Paged[projections.PersonRow]
	counts *kit.Loader
	rows   *kit.List
	search *kit.Entry
	sort   *kit.Chip
	count  *kit.Text
	frame  *kit.Frame
	then   func() // once rows that replace the others have come
}

func newPeople(d *desk.Desk, community domain.ID, onAdd func()) *people {
	p := &people{
		desk: d, community: community, onAdd: onAdd, order: projections.PeopleByName,
		counts: kit.NewLoader(d.Async), count: kit.NewText(kit.Faint, ""),
	}
	p.paged = kit.NewPaged(d.Async, pageSize, func(person projections.PersonRow) string { return person.Cursor }, p.fetch)
	p.paged.OnChange, p.paged.OnGrow = p.came, func() { p.rows.Grow() }
	open := func(id string) { d.Open(domain.Stream{Kind: domain.KindPerson, ID: desk.RouteID(id)}) }
	p.rows = kit.NewList(kit.ListParams{
		Async:     d.Async,
		Count:     p.paged.Len,
		ID:        func(row int) string { return p.paged.At(row).ID.String() },
		Create:    func(int) fyne.CanvasObject { return kit.NewRow() },
		Update:    func(row int, object fyne.CanvasObject) { object.(*kit.Row).Set(p.row(p.paged.At(row))) },
		OnOpen:    open,
		OnVisible: p.paged.Need,
		Partial:   func() (above, below bool) { return !p.paged.Begun(), !p.paged.Whole() },
		OnEnd:     p.toEnd,
		OnKey:     p.key,
		OnMenu: func(id string, at fyne.Position) {
			kit.OpenMenu(d.Shell.Canvas(), at, []kit.MenuItem{
				{Label: i18n.T("communities.person.open"), Icon: kit.IconPerson, Key: kit.KeyLabel("Enter"), OnTap: func() { open(id) }},
				{Label: i18n.T("communities.person.log"), Icon: kit.IconConversation, Key: "L", OnTap: func() { p.log(id) }},
				{Label: i18n.T("communities.person.remove"), Icon: kit.IconClose, Separator: true, OnTap: func() {
					d.Do(domain.LeaveCommunity{Person: desk.RouteID(id), Community: community}, nil)
				}},
			})
		},
	})
	p.search = kit.NewSearchBox(i18n.T("communities.filter"), func(text string) {
		p.text = text
		p.begin()
	})
	p.search.OnSubmitted = func(string) { p.toRows() }
	p.sort = kit.NewChip(kit.Neutral, "", p.turn)
	p.showOrder()
	head := kit.NewLine(10, p.search, p.sort, p.count).Grow(p.search)
	p.frame = kit.NewFrame(kit.NewPadded(12, 24, 8, 24, head), kit.NewLoadingState(), nil)
	return p
}

func (p *people) toRows() {
	p.desk.Shell.Canvas().Focus(p.rows)
	if p.rows.Selected() == "" {
		p.rows.SelectFirst()
	}
}

func (p *people) turn() {
	if p.order == projections.PeopleByName {
		p.order = projections.PeopleByLastContact
	} else {
		p.order = projections.PeopleByName
	}
	p.showOrder()
	p.begin()
}

func (p *people) showOrder() {
	p.sort.Set(kit.Neutral, "", i18n.T("communities.order."+string(p.order)))
}

func (p *people) query() projections.PeopleQuery {
	return projections.PeopleQuery{Text: p.text, Community: p.community, Order: p.order}
}

func (p *people) fetch(ctx context.Context, t kit.Turn) ([]projections.PersonRow, error) {
	q := p.query()
	q.Page = projections.Page{After: t.After, From: t.From, Before: t.Before, Last: t.Last, Limit: t.Limit}
	return p.desk.Workspace.Views().People(ctx, q)
}

// toEnd fetches the first or the last of them.
func (p *people) toEnd(last bool) {
	p.then = p.rows.SelectFirst
	if last {
		p.then = p.rows.SelectLast
		p.paged.End()
		return
	}
	p.paged.Reset()
}

func (p *people) begin() {
	p.paged.Reset()
	p.recount()
}

func (p *people) reload() {
	p.paged.Refresh()
	p.recount()
}

func (p *people) stop() {
	p.paged.Stop()
	p.counts.Stop()
}

func (p *people) recount() {
	q := p.query()
	type counted struct{ shown, all int }
	kit.Load(context.Background(), p.counts, func(ctx context.Context) (c counted, err error) {
		views := p.desk.Workspace.Views()
		if c.shown, _, err = views.CountPeople(ctx, q); err != nil {
			return c, err
		}
		q.Text = ""
		c.all, _, err = views.CountPeople(ctx, q)
		return c, err
	}, func(c counted, err error) {
		p.count.SetText("")
		if err == nil && c.shown != c.all {
			p.count.SetText(i18n.T("kit.count.of", c.shown, c.all))
		}
		p.frame.Refresh()
	})
}

func (p *people) came(err error) {
	p.rows.Reload()
	switch {
	case err != nil:
		p.frame.SetBody(kit.NewErrorState(workspace.Explain(err), p.begin))
		return
	case p.paged.Len() == 0 && p.text != "":
		p.frame.SetBody(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconFilter, Title: i18n.T("communities.none-fit"), Text: i18n.T("communities.none-fit.text"),
		}))
	case p.paged.Len() == 0:
		p.frame.SetBody(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconPersonAdd, Title: i18n.T("communities.nobody"), Text: i18n.T("communities.nobody.text"),
			Action: i18n.T("communities.add-people"), Key: "A", OnTap: p.onAdd,
		}))
	default:
		p.frame.SetBody(p.rows)
		if p.then != nil {
			p.then()
			p.then = nil
		}
	}
}

func (p *people) key(event *fyne.KeyEvent, id string) bool {
	switch event.Name {
	case fyne.KeyL:
		p.log(id)
	case fyne.KeyE:
		if id != "" {
			p.desk.EditPerson(desk.RouteID(id))
		}
	case fyne.KeyA:
		p.onAdd()
	default:
		return false
	}
	return true
}

// log opens the one-line log with the person in it.
func (p *people) log(id string) {
	for i := range p.paged.Len() {
		if person := p.paged.At(i); person.ID.String() == id {
			p.desk.LogWith(domain.Stream{Kind: domain.KindPerson, ID: person.ID}, person.Name)
			return
		}
	}
}

// row formats a person.
func (p *people) row(person projections.PersonRow) kit.RowData {
	var sub []string
	for _, part := range []string{person.Organisation, person.JobTitle} {
		if part != "" {
			sub = append(sub, part)
		}
	}
	if len(sub) == 0 {
		sub = append(sub, person.Email)
	}
	data := kit.RowData{
		Face:  p.desk.Face(person, func() { p.rows.RefreshRow(person.ID.String()) }),
		Title: desk.PersonName(person), Sub: strings.Join(sub, " · "),
		Side: i18n.T("communities.never"), SideTone: kit.Neutral,
	}
	now := p.desk.Workspace.Now()
	if !person.LastContact.IsZero() {
		data.Side = when.Ago(person.LastContact, now, i18n.Language(), domain.PrecisionMinute)
		data.SideTone = desk.Lateness(person.Rhythm, person.LastContact, now)
	}
	return data
}
