package importer

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
)

// saveRejected writes what could not be read into a text file, to be put right
// and brought in again.
func (o *outcome) saveRejected() {
	d := o.page.desk
	save := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			d.Fail(err)
		case f != nil:
			rows := o.report.Rejected
			d.Run(func(context.Context) error { return closeAfter(f, writeRejected(f, rows)) }, func() {
				d.Shell.Toast(kit.Toast{Text: i18n.T("importer.rejected.saved", f.URI().Name()), Tone: kit.Good})
			})
		}
	}, d.Window)
	save.SetFileName("kontor-" + i18n.T("importer.rejected.file") + "-" + d.Workspace.Now().Format(time.DateOnly) + ".txt")
	save.SetFilter(storage.NewExtensionFileFilter([]string{".txt"}))
	save.Resize(fyne.NewSize(820, 560))
	save.Show()
}

func closeAfter(c io.Closer, err error) error {
	if closed := c.Close(); err == nil {
		err = closed
	}
	return err
}

// writeRejected writes each row with its file, its line and the reason above
// the words as they stood in the file.
func writeRejected(w io.Writer, rows []domain.RejectedRow) error {
	out := bufio.NewWriter(w)
	for _, row := range rows {
		where := i18n.T("importer.line-of", row.Line, row.File)
		if _, err := fmt.Fprintf(out, "%s: %s\r\n%s\r\n\r\n", where, i18n.T(row.Reason, row.Args...), row.Raw); err != nil {
			return err
		}
	}
	return out.Flush()
}
