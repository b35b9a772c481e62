package people

import (
	"context"
	"encoding/json"
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

// erase destroys what is known about a person, after every place was shown and
// the name was typed, and then shows the certificate.
func erase(d *desk.Desk, p projections.PersonRow) {
	var preview workspace.Erasure
	d.Prepare(func(ctx context.Context) (err error) {
		preview, err = d.Workspace.PreviewErase(ctx, p.ID)
		return err
	}, func() { askErase(d, p, preview) })
}

// elsewhereShown is how many records that name the person are named.
const elsewhereShown = 5

func askErase(d *desk.Desk, p projections.PersonRow, preview workspace.Erasure) {
	name := displayName(p)
	typed := kit.NewEntry(name)
	field := kit.NewField(i18n.T("people.erase.type", name), typed)
	field.Check = func() string {
		if !strings.EqualFold(strings.TrimSpace(typed.Text), name) {
			return i18n.T("people.erase.not-the-name")
		}
		return ""
	}
	lead := kit.NewParagraph(kit.Body, i18n.T("people.erase.lead"))
	lead.SetColor(kit.ColorLate)
	parts := []fyne.CanvasObject{lead, kit.NewColumn(0, erasedPlaces(preview)...)}
	if len(preview.Elsewhere) > 0 {
		parts = append(parts, elsewhere(preview.Elsewhere))
	}
	form := kit.NewForm(append(parts, kit.NewParagraph(kit.Secondary, i18n.T("people.erase.kept")), field)...)
	var dialog *kit.Dialog
	dialog = kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("people.erase.title", name), Content: form, Width: 520, Submit: i18n.T("people.erase.submit"), Danger: true, Focus: typed,
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			dialog.Close() // before the certificate comes to lie above it
			var certificate workspace.Erasure
			d.Run(func(ctx context.Context) (err error) {
				certificate, err = d.Workspace.Erase(ctx, p.ID)
				return err
			}, func() { showCertificate(d, certificate) })
			return false
		},
	})
}

// erasedPlaces are the places that an erasure reaches, with how many there are.
func erasedPlaces(e workspace.Erasure) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, place := range []struct {
		key string
		n   int
	}{
		{"alone", e.Alone}, {"shared", e.Shared}, {"follow-ups", e.FollowUps}, {"needs", e.Needs}, {"attachments", e.Attachments}, {"imports", e.Imports},
	} {
		rows = append(rows, kit.NewFactRow(i18n.T("people.erase."+place.key), i18n.Number(place.n), kit.Neutral, nil))
	}
	return rows
}

func elsewhere(hits []projections.Hit) fyne.CanvasObject {
	column := kit.NewColumn(2, kit.NewText(kit.Bold, i18n.T("people.erase.elsewhere")))
	for i, hit := range hits {
		if i == elsewhereShown {
			column.Add(kit.NewText(kit.Faint, i18n.N("people.erase.more", len(hits)-i)))
			break
		}
		column.Add(kit.NewParagraph(kit.Secondary, joined(" · ", hit.Title, hit.Detail)))
	}
	return kit.NewNotice(kit.Soon, column)
}

// showCertificate shows what was destroyed; it can be kept as a file.
func showCertificate(d *desk.Desk, e workspace.Erasure) {
	rows := []fyne.CanvasObject{
		kit.NewFactRow(i18n.T("people.erase.when"), when.Exact(e.At, i18n.Language()), kit.Neutral, nil),
		kit.NewFactRow(i18n.T("people.erase.record"), e.Person.String(), kit.Neutral, nil),
		kit.NewFactRow(i18n.T("people.erase.keys"), i18n.Number(e.Keys), kit.Neutral, nil),
	}
	rows = append(rows, erasedPlaces(e)...)
	kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("people.erase.done"), Width: 540, Submit: i18n.T("people.erase.save"), Leave: i18n.T("kit.action.close"),
		Content: kit.NewColumn(14, kit.NewColumn(0, rows...), kit.NewParagraph(kit.Secondary, i18n.T("people.erase.done.text"))),
		OnSubmit: func() bool {
			saveCertificate(d, e)
			return true
		},
	})
}

func saveCertificate(d *desk.Desk, e workspace.Erasure) {
	name := i18n.T("people.erase.file") + "-" + string(domain.DayOf(e.At)) + ".json"
	d.AskSave(name, i18n.T("people.erase.done"), func(path string) {
		d.Run(func(context.Context) error {
			text, err := json.MarshalIndent(e, "", "  ")
			if err != nil {
				return err
			}
			return workspace.WriteBytes(path, append(text, '\n'))
		}, func() { d.Wrote(path, "") })
	})
}
