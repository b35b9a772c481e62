package dossier

import (
	"context"
	"io"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/report"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// saidAfter is how long writing the page may take before it is said that it is
// being written.
const saidAfter = 500 * time.Millisecond

// PDFItem is the entry of a menu that saves the page of a record as a PDF.
func PDFItem(d *desk.Desk, of domain.Stream, name string) kit.MenuItem {
	return kit.MenuItem{Label: i18n.T("dossier.pdf"), Icon: kit.IconDownload, Key: "P", OnTap: func() { SavePDF(d, of, name) }}
}

// SavePDF asks where to, and writes what is known of a person or an organisation
// on one page.
func SavePDF(d *desk.Desk, of domain.Stream, name string) {
	proposed := report.Dossier{Name: name, AsOf: d.Workspace.Now()}
	d.AskSave(proposed.FileName(), i18n.T("dossier.pdf.save"), func(path string) { WritePDF(d, of, path) })
}

// WritePDF writes the page and says so.
func WritePDF(d *desk.Desk, of domain.Stream, path string) {
	over := false
	stop := d.Async.After(saidAfter, func() {
		if !over {
			d.Shell.Toast(kit.Toast{Text: i18n.T("dossier.pdf.writing"), Stay: time.Hour})
		}
	})
	d.Async.Go(func() {
		gone, err := drawPDF(context.Background(), d.Workspace, of, path)
		d.Async.Do(func() {
			stop()
			over = true
			d.Shell.Toasts.Dismiss()
			switch {
			case err != nil:
				d.Fail(err)
			case gone:
				d.Shell.Toast(kit.Toast{Text: i18n.T("dossier.pdf.gone"), Tone: kit.Late})
			default:
				d.Wrote(path, i18n.T("dossier.pdf.done"))
			}
		})
	})
}

// drawPDF writes the page whole or not at all; gone is true where there is no such
// record any more.
func drawPDF(ctx context.Context, w *workspace.Workspace, of domain.Stream, path string) (gone bool, err error) {
	page, err := report.Read(ctx, w, of)
	if err != nil || page == nil {
		return page == nil, err
	}
	return false, workspace.WriteFile(path, func(out io.Writer) error { return report.Write(out, page) })
}
