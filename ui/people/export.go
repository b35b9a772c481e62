package people

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/exchange"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// vCardVersion is the version that every program in use can read.
const vCardVersion = "3.0"

// export writes a person into a file for other programs.
func export(d *desk.Desk, p projections.PersonRow) {
	d.AskSave(fileName(displayName(p))+".vcf", i18n.T("people.action.export"), func(file fyne.URIWriteCloser) { write(d, p, file) })
}

func write(d *desk.Desk, p projections.PersonRow, file fyne.URIWriteCloser) {
	d.Run(func(ctx context.Context) error {
		// The whole card is there before the file is touched.
		contact, err := d.Workspace.ContactOf(ctx, p.ID)
		var card bytes.Buffer
		if err == nil {
			err = exchange.WriteVCards(&card, vCardVersion, slices.Values([]exchange.Contact{contact}))
		}
		if err == nil {
			_, err = card.WriteTo(file)
		}
		if closing := file.Close(); err == nil {
			err = closing
		}
		return err
	}, func() {
		d.Shell.Toast(kit.Toast{Text: i18n.T("people.exported", file.URI().Name()), Tone: kit.Good})
	})
}

// fileName leaves out what file systems do not take.
func fileName(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name))
}
