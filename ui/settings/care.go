package settings

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// care looks after the ledger: checks it, writes it out, builds the views anew.
// One of these runs at a time, with progress and cancel.
type care struct {
	desk   *desk.Desk
	host   *kit.Column
	cancel context.CancelFunc
}

func newCare(d *desk.Desk) *care { return &care{desk: d, host: kit.NewColumn(8)} }

func (c *care) card(counts projections.Counts) fyne.CanvasObject {
	if c.cancel == nil { // else it goes on showing its progress
		c.idle("", kit.Neutral)
	}
	return card(i18n.T("settings.ledger"),
		kit.NewParagraph(kit.Secondary, i18n.T("settings.ledger.counts",
			int(counts.Events), counts.People, counts.Organisations, counts.Conversations)),
		c.host,
	)
}

// idle shows what can be done, under what was done last.
func (c *care) idle(said string, tone kit.Tone) {
	objects := []fyne.CanvasObject{kit.NewFlow(8,
		kit.NewButton(kit.Quiet, i18n.T("settings.export"), c.chooseExport),
		kit.NewButton(kit.Quiet, i18n.T("settings.verify"), c.verify),
		kit.NewButton(kit.Quiet, i18n.T("settings.rebuild"), c.rebuild),
	)}
	if said != "" {
		text := kit.NewParagraph(kit.Secondary, said)
		text.SetColor(tone.Color())
		objects = append(objects, text)
	}
	c.host.SetObjects(objects...)
}

// run does something long and says how it ended.
func (c *care) run(doing string, work func(ctx context.Context, progress func(done, total int64)) (said string, tone kit.Tone, err error)) {
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	bar := kit.NewProgress(doing, cancel)
	c.host.SetObjects(bar)
	last := time.Time{}
	progress := func(done, total int64) {
		if now := time.Now(); now.Sub(last) > 100*time.Millisecond {
			last = now
			c.desk.Async.Do(func() { bar.Set(int(done), int(max(total, 1))) })
		}
	}
	c.desk.Async.Go(func() {
		said, tone, err := work(ctx, progress)
		c.desk.Async.Do(func() {
			c.cancel = nil
			cancel()
			if err != nil {
				said, tone = workspace.Explain(err), kit.Late
			}
			c.idle(said, tone)
		})
	})
}

func (c *care) verify() {
	c.run(i18n.T("settings.verifying"), func(ctx context.Context, progress func(done, total int64)) (string, kit.Tone, error) {
		v, err := c.desk.Workspace.Verify(ctx, progress)
		if err != nil {
			return "", kit.Late, err
		}
		if !v.OK {
			return i18n.T("settings.verify.fault", v.Fault), kit.Late, nil
		}
		return i18n.T("settings.verify.ok", int(v.Events), int(v.Sealed)), kit.Good, nil
	})
}

func (c *care) rebuild() {
	c.run(i18n.T("settings.rebuilding"), func(ctx context.Context, progress func(done, total int64)) (string, kit.Tone, error) {
		err := c.desk.Workspace.Rebuild(ctx, progress)
		return i18n.T("settings.rebuild.done"), kit.Good, err
	})
}

// chooseExport asks in which format, then where to.
func (c *care) chooseExport() {
	var open *kit.Dialog
	format := workspace.ExportArchive
	choice := kit.NewSegments([]kit.Segment{
		{Value: string(workspace.ExportArchive), Label: i18n.T("settings.export.jsonl")},
		{Value: string(workspace.ExportVCard), Label: "vCard"},
		{Value: string(workspace.ExportCSV), Label: "CSV"},
	}, string(format), func(value string) { format = workspace.ExportFormat(value) })
	content := kit.NewColumn(12, choice, kit.NewParagraph(kit.Secondary, i18n.T("settings.export.text")))
	open = kit.OpenDialog(c.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("settings.export.title"), Content: content, Submit: i18n.T("settings.export.where"),
		OnSubmit: func() bool {
			open.Close()
			c.chooseFile(format)
			return false
		},
	})
}

var endings = map[workspace.ExportFormat]string{
	workspace.ExportArchive: ".jsonl", workspace.ExportVCard: ".vcf", workspace.ExportCSV: ".csv",
}

func (c *care) chooseFile(format workspace.ExportFormat) {
	name := "kontor-" + c.desk.Workspace.Now().Format(time.DateOnly) + endings[format]
	c.desk.AskSave(name, i18n.T("settings.export.title"), func(path string) { c.export(format, path) })
}

func (c *care) export(format workspace.ExportFormat, path string) {
	c.run(i18n.T("settings.exporting"), func(ctx context.Context, progress func(done, total int64)) (string, kit.Tone, error) {
		count, err := c.desk.Workspace.Export(ctx, format, path, progress)
		if err == nil {
			c.desk.Async.Do(func() { c.desk.Wrote(path, "") })
		}
		return i18n.T("settings.export.done", filepath.Base(path), count), kit.Good, err
	})
}

// Verify and Export do from elsewhere, such as the palette, what the buttons of
// the page do.
func (p *page) Verify() { p.care.verify() }

// Export asks where to write everything.
func (p *page) Export() { p.care.chooseExport() }

// stop cancels what is running when the page is left.
func (c *care) stop() {
	if c.cancel != nil {
		c.cancel()
	}
}
