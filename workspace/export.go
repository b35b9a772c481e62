package workspace

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/exchange"
	"kontor/projections"
)

// ExportFormat is a format that everything can be written in.
type ExportFormat string

// The formats of an export.
const (
	ExportArchive ExportFormat = "jsonl"
	ExportVCard   ExportFormat = "vcard"
	ExportCSV     ExportFormat = "csv"
)

// ExportFormats are all of them.
var ExportFormats = []ExportFormat{ExportArchive, ExportVCard, ExportCSV}

// Export writes everything into a file: the lossless archive, or the people as
// vCard 4.0 or CSV. It returns how many events or people were written. The file
// appears whole or not at all.
func (w *Workspace) Export(ctx context.Context, format ExportFormat, path string, progress func(done, total int64)) (int, error) {
	if !slices.Contains(ExportFormats, format) {
		return 0, ErrUnknownExport
	}
	count := 0
	err := WriteFile(path, func(f io.Writer) (err error) {
		out := bufio.NewWriterSize(f, 1<<20)
		if count, err = w.export(ctx, format, out, progress); err != nil {
			return err
		}
		return out.Flush()
	})
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	return count, nil
}

func (w *Workspace) export(ctx context.Context, format ExportFormat, out io.Writer, progress func(done, total int64)) (int, error) {
	if format == ExportArchive {
		report, err := w.writeArchive(ctx, out, progress)
		return int(report.Events), err
	}
	contacts := contactsOf{w: w, ctx: ctx, progress: progress}
	var err error
	if format == ExportVCard {
		err = exchange.WriteVCards(out, "4.0", contacts.all())
	} else {
		err = exchange.WriteCSV(out, contacts.all())
	}
	return contacts.count, errors.Join(err, contacts.err)
}

// contactsOf turns the people of a workspace into contacts, one by one.
type contactsOf struct {
	w        *Workspace
	ctx      context.Context
	progress func(done, total int64)
	count    int
	err      error
}

func (c *contactsOf) all() iter.Seq[exchange.Contact] {
	return func(yield func(exchange.Contact) bool) {
		counts, err := c.w.views.Counts(c.ctx)
		if err != nil {
			c.err = err
			return
		}
		query := projections.PeopleQuery{Order: projections.PeopleByName, Page: projections.Page{Limit: 500}}
		for {
			rows, err := c.w.views.People(c.ctx, query)
			if err != nil {
				c.err = err
				return
			}
			for _, row := range rows {
				contact, err := c.w.ContactOf(c.ctx, row.ID)
				if err != nil {
					c.err = err
					return
				}
				if !yield(contact) {
					return
				}
				if c.count++; c.progress != nil {
					c.progress(int64(c.count), int64(max(counts.People, c.count)))
				}
			}
			if len(rows) < query.Limit {
				return
			}
			query.After = rows[len(rows)-1].Cursor
		}
	}
}

// ContactOf is a person as other programs understand one.
func (w *Workspace) ContactOf(ctx context.Context, id domain.ID) (exchange.Contact, error) {
	page, err := w.views.Person(ctx, id, w.now())
	if err != nil || page == nil {
		return exchange.Contact{}, err
	}
	c := exchange.Contact{
		UID: "urn:uuid:" + id.String(), Name: page.FullName, Organisation: page.Organisation,
		JobTitle: page.JobTitle, Categories: page.Tags, Extra: map[string]string{},
	}
	for _, a := range page.Affiliations {
		if !a.Ended && a.OrganisationName == page.Organisation && a.Department != "" {
			c.Units = []string{a.Department}
		}
	}
	for _, f := range page.Facts {
		kind, rest, _ := strings.Cut(string(f.Field), ":")
		switch {
		case f.Value.Point != nil:
			c.Points = append(c.Points, *f.Value.Point)
		case f.Field == domain.FieldBirthday && f.Value.Date != nil:
			c.Birthday = *f.Value.Date
		case f.Field == domain.FieldLanguage:
			c.Language = f.Value.Text
		case f.Field == domain.FieldNote:
			c.Note = f.Value.Text
		case f.Field == domain.FieldPhoto && f.Value.Attachment != nil:
			if c.Photo, err = w.content(*f.Value.Attachment); err != nil {
				return c, err
			}
			c.PhotoType = f.Value.Attachment.Type
		case kind == "extra" && !strings.HasPrefix(rest, "relation:"):
			c.Extra[rest] = f.Value.Text
		}
	}
	return c, nil
}

func (w *Workspace) content(a domain.Attachment) ([]byte, error) {
	r, err := w.OpenAttachment(a.Address)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}
