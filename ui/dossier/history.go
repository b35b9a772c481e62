package dossier

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// version is a value that a field once had.
type version struct {
	value *domain.Value // nil: it was taken away
	by    domain.ID
	fact  projections.FactRow
}

// ShowHistory shows every value that a field of a record ever had, the latest
// first, any of which can be brought back.
func ShowHistory(d *desk.Desk, record domain.Stream, field domain.Field, label string, names map[domain.ID]string) {
	var versions []version
	d.Prepare(func(ctx context.Context) error {
		history, err := d.Workspace.History(ctx, record)
		versions = versionsOf(history, field)
		return err
	}, func() { openHistory(d, record, field, label, versions, names) })
}

func versionsOf(history []domain.Recorded, field domain.Field) []version {
	var versions []version
	take := func(changes []domain.Change, origin domain.Origin, meta domain.Meta) {
		for _, c := range changes {
			if c.Field != field {
				continue
			}
			v := version{value: c.Now, by: meta.Actor, fact: projections.FactRow{Field: field, Origin: origin, Since: meta.RecordedAt, By: meta.Actor}}
			versions = append([]version{v}, versions...)
		}
	}
	for _, r := range history {
		switch e := r.Event.(type) {
		case *domain.RecordAdded:
			take(e.Sealed.Changes, e.Origin, r.Meta)
		case *domain.DetailsChanged:
			take(e.Sealed.Changes, e.Origin, r.Meta)
		}
	}
	return versions
}

func openHistory(d *desk.Desk, record domain.Stream, field domain.Field, label string, versions []version, names map[domain.ID]string) {
	var overlay *kit.Overlay
	rows := []fyne.CanvasObject{kit.NewText(kit.Heading, i18n.T("dossier.history.title", label))}
	for i, v := range versions {
		said := i18n.T("dossier.history.removed")
		if v.value != nil {
			said = workspace.ValueText(*v.value)
			if v.value.Point != nil && v.value.Point.Address != nil {
				said = workspace.AddressText(*v.value.Point.Address, ", ")
			}
		}
		value := kit.NewParagraph(kit.Body, said)
		value.MaxLines = 4
		text := kit.NewColumn(0, value, kit.NewParagraph(kit.Faint, Origin(d, v.fact, names)))
		line := []fyne.CanvasObject{text}
		if i > 0 && v.value != nil {
			line = append(line, kit.NewButton(kit.Quiet, i18n.T("dossier.history.restore"), func() {
				overlay.Close()
				d.Do(domain.ChangeDetails{
					Record: record, Origin: domain.Origin{How: domain.OriginManual},
					Changes: []domain.Change{{Field: field, Was: versions[0].value, Now: v.value}},
				}, nil)
			}))
		}
		rows = append(rows, kit.NewLine(12, line...).Grow(text))
	}
	if len(versions) == 0 {
		rows = append(rows, kit.NewParagraph(kit.Secondary, i18n.T("dossier.history.none")))
	}
	close := kit.NewButton(kit.Quiet, i18n.T("dossier.close"), func() { overlay.Close() })
	space := kit.NewSpace()
	body := kit.NewColumn(14, append(rows, kit.NewLine(8, space, close).Grow(space))...)
	overlay = kit.OpenOverlay(d.Shell.Canvas(), kit.OverlayParams{Content: kit.NewPadded(22, 24, 22, 24, body), Width: 520, Focus: close})
}

// Origin says where a value came from, since when and by whom; names are the
// files of the imports.
func Origin(d *desk.Desk, fact projections.FactRow, names map[domain.ID]string) string {
	how := fact.Origin.How
	if key := "origin." + how; i18n.Has(key) {
		how = i18n.T(key)
	}
	if file := names[fact.Origin.Import]; file != "" {
		how = i18n.T("dossier.origin.import", file)
	}
	said := how + " · " + when.Speak(fact.Since, d.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	if by := d.MemberName(fact.By); by != "" {
		said += " · " + by
	}
	return said
}
