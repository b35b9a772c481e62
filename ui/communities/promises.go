package communities

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// promises are the open follow-ups about the people of a community, those due
// first first.
type promises struct {
	desk      *desk.Desk
	community domain.ID
	paged     *kit.Paged[projections.FollowUpRow]
	rows      *kit.List
	frame     *kit.Frame
}

func newPromises(d *desk.Desk, community domain.ID) *promises {
	p := &promises{desk: d, community: community}
	p.paged = kit.NewPaged(d.Async, pageSize, func(f projections.FollowUpRow) string { return f.Cursor }, p.fetch)
	p.paged.OnChange, p.paged.OnGrow = p.came, func() { p.rows.Grow() }
	p.rows = kit.NewList(kit.ListParams{
		Async:     d.Async,
		Count:     p.paged.Len,
		ID:        func(row int) string { return p.paged.At(row).ID.String() },
		Create:    func(int) fyne.CanvasObject { return kit.NewRow() },
		Update:    func(row int, object fyne.CanvasObject) { object.(*kit.Row).Set(d.PromiseRow(p.paged.At(row))) },
		OnOpen:    p.open,
		OnVisible: p.paged.Need,
		Partial:   func() (above, below bool) { return !p.paged.Begun(), !p.paged.Whole() },
		OnKey: func(event *fyne.KeyEvent, id string) bool {
			if event.Name != fyne.KeyD || id == "" {
				return false
			}
			p.done(id)
			return true
		},
		OnMenu: func(id string, at fyne.Position) {
			kit.OpenMenu(d.Shell.Canvas(), at, []kit.MenuItem{
				{Label: i18n.T("promise.close"), Icon: kit.IconCheck, Key: "D", OnTap: func() { p.done(id) }},
				{Label: i18n.T("promise.open"), Icon: kit.IconConversation, Key: kit.KeyLabel("Enter"), OnTap: func() { p.open(id) }},
			})
		},
	})
	hints := kit.NewKeyHints("J  K", i18n.T("promise.key.move"), "D", i18n.T("promise.close"), kit.KeyLabel("Enter"), i18n.T("promise.open"))
	p.frame = kit.NewFrame(nil, kit.NewLoadingState(), kit.NewPadded(9, 24, 9, 24, hints))
	return p
}

func (p *promises) fetch(ctx context.Context, t kit.Turn) ([]projections.FollowUpRow, error) {
	if t.Before != "" || t.Last {
		return nil, nil // the list is read from its beginning
	}
	after := t.After
	if after == "" {
		after = t.From
	}
	return p.desk.Workspace.Views().FollowUps(ctx, projections.FollowUpQuery{
		Who: projections.Who{Community: p.community}, Page: projections.Page{After: after, Limit: t.Limit},
	})
}

func (p *promises) row(id string) *projections.FollowUpRow {
	for i := range p.paged.Len() {
		if row := p.paged.At(i); row.ID.String() == id {
			return &row
		}
	}
	return nil
}

// open shows what a follow-up is about.
func (p *promises) open(id string) {
	if row := p.row(id); row != nil {
		if to := desk.PromiseOpens(*row); to.ID != domain.None {
			p.desk.Open(to)
		}
	}
}

func (p *promises) done(id string) {
	p.desk.Do(domain.CloseFollowUp{FollowUp: desk.RouteID(id), As: domain.FollowUpDone}, nil)
}

func (p *promises) came(err error) {
	p.rows.Reload()
	switch {
	case err != nil:
		p.frame.SetBody(kit.NewErrorState(workspace.Explain(err), p.paged.Reset))
	case p.paged.Len() == 0:
		p.frame.SetBody(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconReminder, Title: i18n.T("communities.nothing-open"), Text: i18n.T("communities.nothing-open.text"),
		}))
	default:
		p.frame.SetBody(p.rows)
		if p.rows.Selected() == "" {
			p.rows.SelectFirst()
		}
	}
}
