package today

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/demo"
	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// empty is what stands in place of a queue without rows: a pleasant sight where
// everything is done, and a beginning where nobody is known yet.
func (p *page) empty(people int) fyne.CanvasObject {
	if people > 0 {
		return kit.NewEmptyState(kit.Empty{
			Icon: kit.IconToday, Title: i18n.T("today.empty.title"), Text: i18n.T("today.empty.text"),
			Action: i18n.T("today.empty.log"), Key: kit.KeyLabel("Ctrl+L"), OnTap: func() { p.desk.QuickLog("") },
		})
	}
	step := func(icon kit.Icon, title, text string, button *kit.Button) fyne.CanvasObject {
		words := kit.NewColumn(2, kit.NewText(kit.Bold, title), kit.NewParagraph(kit.Secondary, text))
		return kit.NewCard(kit.NewPadded(6, 6, 6, 6,
			kit.NewLine(14, kit.NewChannelMark(icon), words, button).Grow(words)))
	}
	log := kit.NewPrimaryButton(i18n.T("today.first.log.action"), kit.KeyLabel("Ctrl+L"), func() { p.desk.QuickLog("") })
	bring := kit.NewButton(kit.Quiet, i18n.T("today.first.import.action"), func() { p.desk.Shell.Open(kit.Route{Page: desk.PageImport}) })
	sample := kit.NewButton(kit.Quiet, i18n.T("today.first.sample.action"), p.loadSample)
	return kit.NewScroll(kit.NewPadded(32, kit.Margin, 24, kit.Margin, kit.NewColumn(12,
		kit.NewText(kit.Heading, i18n.T("today.first.title")),
		kit.NewPadded(0, 0, 8, 0, kit.NewParagraph(kit.Secondary, i18n.T("today.first.text"))),
		step(kit.IconConversation, i18n.T("today.first.log"), i18n.T("today.first.log.text"), log),
		step(kit.IconImport, i18n.T("today.first.import"), i18n.T("today.first.import.text"), bring),
		step(kit.IconCommunity, i18n.T("today.first.sample"), i18n.T("today.first.sample.text"), sample),
	)))
}

// loadSample brings the sample community in, with progress and the way back.
func (p *page) loadSample() {
	ctx, cancel := context.WithCancel(context.Background())
	progress := kit.NewProgress(i18n.T("today.sample.loading"), cancel)
	p.frame.SetBody(kit.NewPadded(32, kit.Margin, 0, kit.Margin, kit.NewColumn(0, kit.NewCard(kit.NewPadded(6, 6, 6, 6, progress)))))
	p.desk.Async.Go(func() {
		report, err := p.desk.Workspace.LoadDemo(ctx, demo.Options{
			People: demo.DefaultPeople, Conversations: demo.DefaultConversations, Seed: 1, Now: p.desk.Workspace.Now(),
		}, func(done, total int64) {
			p.desk.Async.Do(func() { progress.Set(int(done), int(total)) })
		})
		p.desk.Async.Do(func() {
			cancel()
			p.load()
			if err != nil {
				p.desk.Fail(err)
				return
			}
			p.saySample(report)
		})
	})
}

func (p *page) saySample(report workspace.DemoReport) {
	p.desk.Shell.Toast(kit.Toast{
		Text: i18n.T("today.sample.done", report.People, report.Conversations), Tone: kit.Good,
		OnAction: func() { p.desk.Run(p.takeSampleBack, nil) },
	})
}

// takeSampleBack undoes the latest import, which the sample community is.
func (p *page) takeSampleBack(ctx context.Context) error {
	imports, err := p.desk.Workspace.Views().Imports(ctx)
	if err != nil {
		return err
	}
	for _, row := range imports {
		if row.Format == domain.OriginDemo && !row.Undone {
			_, err = p.desk.Workspace.UndoImport(ctx, row.ID)
			return err
		}
	}
	return nil
}
