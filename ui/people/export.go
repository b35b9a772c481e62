package people

import (
	"context"
	"io"
	"slices"
	"strings"

	"kontor/exchange"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/workspace"
)

// vCardVersion is the version that every program in use can read.
const vCardVersion = "3.0"

// export writes a person into a file for other programs.
func export(d *desk.Desk, p projections.PersonRow) {
	d.AskSave(fileName(displayName(p))+".vcf", i18n.T("people.action.export"), func(path string) {
		d.Run(func(ctx context.Context) error {
			contact, err := d.Workspace.ContactOf(ctx, p.ID)
			if err != nil {
				return err
			}
			return workspace.WriteFile(path, func(out io.Writer) error {
				return exchange.WriteVCards(out, vCardVersion, slices.Values([]exchange.Contact{contact}))
			})
		}, func() {
			d.Wrote(path, "")
		})
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
