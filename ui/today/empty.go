package today

import (
	"context"
	"time"

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
func (p *page) empty(people int, t tally, now time.Time) fyne.CanvasObject {
	title := kit.NewText(kit.Faint, titleOf(p.queue, t, now))
	body := p.first()
	if people > 0 {
		picture := newDonePicture()
		picture.set(t)
		log := kit.NewPrimaryButton(i18n.T("today.empty.log"), kit.KeyLabel("Ctrl+L"), func() { p.desk.QuickLog("") })
		left, right := kit.NewSpace(), kit.NewSpace()
		body = kit.NewScroll(kit.NewPadded(64, kit.Margin, 24, kit.Margin,
			kit.NewColumn(8, picture, kit.NewLine(0, left, log, right).Grow(left, right))))
	}
	return kit.NewGround(kit.ColorPanel, kit.NewFrame(p.head(title), body, nil))
}

// first shows the three ways to begin.
func (p *page) first() fyne.CanvasObject {
	step := func(icon kit.Icon, key string, button *kit.Button) fyne.CanvasObject {
		words := kit.NewColumn(2, kit.NewText(kit.Bold, i18n.T(key)), kit.NewParagraph(kit.Secondary, i18n.T(key+".text")))
		mark := kit.NewFixed(28, kit.NewColumn(0, kit.NewChannelMark(icon)))
		return kit.NewCard(kit.NewPadded(4, 6, 4, 6, kit.NewLine(14, mark, words, button).Grow(words)))
	}
	log := kit.NewPrimaryButton(i18n.T("today.first.log.action"), kit.KeyLabel("Ctrl+L"), func() { p.desk.QuickLog("") })
	bring := kit.NewButton(kit.Quiet, i18n.T("today.first.import.action"), func() { p.desk.Shell.Open(kit.Route{Page: desk.PageImport}) })
	sample := kit.NewButton(kit.Quiet, i18n.T("today.first.sample.action"), p.loadSample)
	return kit.NewScroll(kit.NewPadded(72, kit.Margin, 24, kit.Margin, narrow(kit.NewColumn(12,
		kit.NewText(kit.Title, i18n.T("today.first.title")),
		kit.NewPadded(0, 0, 8, 0, kit.NewParagraph(kit.Body, i18n.T("today.first.text"))),
		step(kit.IconConversation, "today.first.log", log),
		step(kit.IconImport, "today.first.import", bring),
		step(kit.IconCommunity, "today.first.sample", sample),
	))))
}

// narrowWidth is how wide text may run and still be read with ease.
const narrowWidth = 680

// narrow keeps an object in the middle and at a width that reads well.
func narrow(object fyne.CanvasObject) fyne.CanvasObject {
	left, right := kit.NewSpace(), kit.NewSpace()
	return kit.NewLine(0, left, kit.NewFixed(narrowWidth, object), right).Grow(left, right)
}

// loadSample brings the sample community in, with progress and the way back.
func (p *page) loadSample() {
	ctx, cancel := context.WithCancel(context.Background())
	progress := kit.NewProgress(i18n.T("today.sample.loading"), cancel)
	title := kit.NewText(kit.Faint, titleOf(p.queue, tally{}, p.desk.Workspace.Now()))
	card := narrow(kit.NewCard(kit.NewPadded(6, 6, 6, 6, progress)))
	p.set(kit.NewGround(kit.ColorPanel, kit.NewFrame(p.head(title), kit.NewPadded(72, kit.Margin, 0, kit.Margin, kit.NewColumn(0, card)), nil)))
	p.desk.Async.Go(func() {
		report, err := p.desk.Workspace.LoadDemo(ctx, demo.Options{
			People: demo.DefaultPeople, Conversations: demo.DefaultConversations, Seed: 1, Now: p.desk.Workspace.Now(),
			Language: i18n.Language(),
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
