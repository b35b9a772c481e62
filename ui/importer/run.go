package importer

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// run is a dry run or an import under way.
type run struct {
	cancel  context.CancelFunc
	content fyne.CanvasObject
	text    *kit.Text
	bar     *kit.Bar
}

// progressEvery is how often the bar moves: more often nobody sees.
const progressEvery = 80 * time.Millisecond

// start does a dry run or the import itself.
func (p *page) start(dry bool) {
	ctx, cancel := context.WithCancel(context.Background())
	key := "importer.importing"
	p.step = importing
	if dry {
		key, p.step = "importer.trying", trying
	}
	p.run = newRun(key, cancel)
	p.showStep()
	paths := p.readable()
	mappings := map[string]exchange.Mapping{}
	for _, f := range p.files {
		if isTable(f) {
			mappings[f.path] = f.mapping
		}
	}
	r := p.run
	p.desk.Async.Go(func() {
		var items []workspace.ImportItem
		last := time.Time{}
		report, err := p.desk.Workspace.Import(ctx, paths, workspace.ImportOptions{
			DryRun: dry, Mappings: mappings,
			Each: func(item workspace.ImportItem) { items = append(items, item) },
			Progress: func(done, total int64) {
				if now := time.Now(); now.Sub(last) > progressEvery {
					last = now
					count := len(items)
					p.desk.Async.Do(func() { r.set(count, done, total) })
				}
			},
		})
		p.desk.Async.Do(func() {
			cancel()
			p.finish(dry, items, report, err)
		})
	})
}

func newRun(key string, cancel context.CancelFunc) *run {
	r := &run{cancel: cancel, text: kit.NewText(kit.Secondary, ""), bar: kit.NewBar(kit.Neutral, 0)}
	title := kit.NewText(kit.Heading, i18n.T(key))
	stop := kit.NewButton(kit.Quiet, i18n.T("kit.action.cancel"), cancel)
	stop.Shortcut = kit.KeyLabel("Esc")
	card := kit.NewCard(kit.NewPadded(12, 12, 12, 12, kit.NewColumn(12,
		title, kit.NewLine(0, r.bar).Grow(r.bar), kit.NewLine(8, r.text, stop).Grow(r.text))))
	r.content = kit.NewPadded(24, kit.Margin, 24, kit.Margin, kit.NewColumn(0, card))
	return r
}

func (r *run) set(items int, done, total int64) {
	share := 0.0
	if total > 0 {
		share = min(float64(done)/float64(total), 1)
	}
	r.bar.Set(share)
	r.text.SetText(i18n.T("importer.progress", items, i18n.Percent(share)))
}

// finish shows what would happen or what happened. An import that was cancelled
// keeps what was recorded until then, which can be taken back.
func (p *page) finish(dry bool, items []workspace.ImportItem, report workspace.ImportReport, err error) {
	cancelled := errors.Is(err, context.Canceled)
	if dry && err != nil || err != nil && report.Import == domain.None {
		p.step = choosing
		if !cancelled {
			p.fail(err)
		}
		p.showIfTab()
		return
	}
	if err != nil && !cancelled {
		p.fail(err)
	}
	p.step = imported
	if dry {
		p.step = tried
	}
	p.outcome = newOutcome(p, dry, items, report, err != nil)
	p.unseen = p.hidden
	if p.hidden && !dry && err == nil {
		p.desk.Shell.Toast(kit.Toast{Text: p.outcome.said(), Tone: kit.Good, OnAction: p.outcome.undo})
		return
	}
	p.showIfTab()
}

func (p *page) showIfTab() {
	if p.tabs.Value() == tabImport {
		p.showStep()
	}
}
