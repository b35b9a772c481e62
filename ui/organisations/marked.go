package organisations

import (
	"bytes"
	"context"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/roster"
)

// actions are done with all organisations that are marked.
func (l *list) actions() []roster.Action {
	return []roster.Action{
		{Icon: kit.IconTag, Label: i18n.T("organisations.marked.tag"), Do: l.tagMarked},
		{Icon: kit.IconArchive, Label: i18n.T("organisations.archive"), Do: func(c *roster.Choice) {
			title, back := "archive-organisations", l.Filter.Archived
			if back {
				title = "unarchive-organisations"
			}
			c.Do(title, func(id domain.ID) domain.Command { return domain.Archive{Record: record(id), Back: back} })
		}},
		{Icon: kit.IconDownload, Label: i18n.T("organisations.marked.export"), Do: l.exportMarked},
	}
}

func record(id domain.ID) domain.Stream {
	return domain.Stream{Kind: domain.KindOrganisation, ID: id}
}

func (l *list) tagMarked(c *roster.Choice) {
	tags := picker.Tags(l.desk, i18n.T("organisations.form.tags.placeholder"), func() {})
	field := kit.NewField(i18n.T("organisations.tags"), tags.Object())
	field.Check = tags.Check
	form := kit.NewForm(field)
	kit.OpenDialog(l.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("organisations.marked.tag"), Content: form, Focus: tags.Entry(),
		OnSubmit: func() bool {
			chosen := tags.Labels()
			if !form.Validate() || len(chosen) == 0 {
				return false
			}
			c.Do("tag-organisations", func(id domain.ID) domain.Command {
				change := domain.ChangeDetails{Record: record(id), Origin: domain.Origin{How: domain.OriginManual}}
				for _, tag := range chosen {
					change.Changes = append(change.Changes, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
				}
				return change
			})
			return true
		},
	})
}

func (l *list) exportMarked(c *roster.Choice) {
	c.Save(i18n.T("organisations.marked.file")+".csv", i18n.T("organisations.marked.export"),
		func(ctx context.Context, out *bytes.Buffer, ids []domain.ID, progress func(done, total int)) error {
			var failed error
			err := exchange.WriteCSV(out, func(yield func(exchange.Contact) bool) {
				for i, id := range ids {
					var contact exchange.Contact
					if failed = ctx.Err(); failed == nil {
						contact, failed = contactOf(ctx, l.desk, id)
					}
					if failed != nil {
						return
					}
					progress(i+1, len(ids))
					if contact.UID != "" && !yield(contact) {
						return
					}
				}
			})
			if failed != nil {
				return failed
			}
			return err
		})
}

// contactOf is an organisation as other programs understand one.
func contactOf(ctx context.Context, d *desk.Desk, id domain.ID) (exchange.Contact, error) {
	page, err := d.Workspace.Views().Organisation(ctx, id)
	if err != nil || page == nil || page.Erased {
		return exchange.Contact{}, err
	}
	c := exchange.Contact{
		UID: "urn:uuid:" + id.String(), IsOrganisation: true, Organisation: page.Name, Categories: page.Tags, Extra: map[string]string{},
	}
	for _, f := range page.Facts {
		switch {
		case f.Value.Point != nil:
			c.Points = append(c.Points, *f.Value.Point)
		case f.Field == domain.FieldNote:
			c.Note = f.Value.Text
		}
	}
	return c, nil
}
