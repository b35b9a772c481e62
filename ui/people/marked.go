package people

import (
	"bytes"
	"context"
	"io"
	"iter"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/roster"
)

// actions are done with all people who are marked.
func (l *list) actions() []roster.Action {
	archive := roster.Action{Icon: kit.IconArchive, Label: i18n.T("people.action.archive"), Do: func(c *roster.Choice) {
		title, back := "archive-people", l.Filter.Archived
		if back {
			title = "unarchive-people"
		}
		c.Do(title, func(id domain.ID) domain.Command { return domain.Archive{Record: personStream(id), Back: back} })
	}}
	return []roster.Action{
		{Icon: kit.IconTag, Label: i18n.T("people.marked.tag"), Do: l.tagMarked},
		{Icon: kit.IconCommunity, Label: i18n.T("people.action.community"), Do: l.joinMarked},
		{Icon: kit.IconClock, Label: i18n.T("people.action.rhythm"), Do: l.rhythmOfMarked},
		{Icon: kit.IconPerson, Label: i18n.T("people.action.owner"), Do: l.ownerOfMarked},
		archive,
		{Icon: kit.IconDownload, Label: i18n.T("people.marked.export"), Do: l.exportMarked},
	}
}

func (l *list) tagMarked(c *roster.Choice) {
	tags := picker.Tags(l.desk, i18n.T("people.tags.placeholder"), func() {})
	field := kit.NewField(i18n.T("people.tags"), tags.Object())
	field.Check = tags.Check
	form := kit.NewForm(field)
	ask(l.desk, "people.marked.tag", kit.DialogParams{Content: form, Focus: tags.Entry(), OnSubmit: func() bool {
		chosen := tags.Labels()
		if !form.Validate() || len(chosen) == 0 {
			return false
		}
		c.Do("tag-people", func(id domain.ID) domain.Command {
			change := domain.ChangeDetails{Record: personStream(id), Origin: manual}
			for _, tag := range chosen {
				change.Changes = append(change.Changes, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
			}
			return change
		})
		return true
	}})
}

func (l *list) joinMarked(c *roster.Choice) {
	var rows []projections.CommunityRow
	l.desk.Prepare(func(ctx context.Context) (err error) {
		rows, err = openCommunities(ctx, l.desk)
		return err
	}, func() {
		if len(rows) == 0 {
			l.desk.Shell.Toast(kit.Toast{Text: i18n.T("people.no-communities"), Tone: kit.Soon})
			return
		}
		community := kit.NewSelect(communityOptions(rows), rows[0].ID.String(), nil)
		roles := kit.NewEntry(i18n.T("people.roles.placeholder"))
		form := kit.NewForm(
			kit.NewField(i18n.T("people.community"), community),
			kit.NewField(i18n.T("people.roles"), roles).Hint(i18n.T("people.roles.hint")))
		ask(l.desk, "people.action.community", kit.DialogParams{Content: form, OnSubmit: func() bool {
			joined, as, since := desk.RouteID(community.Value()), desk.ReadRoles(roles.Text), domain.DayOf(l.desk.Workspace.Now())
			c.Do("join-people", func(id domain.ID) domain.Command {
				return domain.JoinCommunity{Person: id, Community: joined, Roles: as, Since: since, Origin: manual}
			})
			return true
		}})
	})
}

func (l *list) rhythmOfMarked(c *roster.Choice) {
	input := newRhythmInput(0, func() {})
	form := kit.NewForm(input.field.Hint(i18n.T("people.rhythm.hint")))
	ask(l.desk, "people.action.rhythm", kit.DialogParams{Content: form, OnSubmit: func() bool {
		if !form.Validate() {
			return false
		}
		rhythm, _ := input.read()
		c.Do("rhythm-of-people", func(id domain.ID) domain.Command { return domain.SetRhythm{Record: personStream(id), Rhythm: rhythm} })
		return true
	}})
}

func (l *list) ownerOfMarked(c *roster.Choice) {
	var members []projections.MemberRow
	l.desk.Prepare(func(ctx context.Context) (err error) {
		members, err = l.desk.Workspace.Views().Members(ctx)
		return err
	}, func() {
		owner := kit.NewSelect(ownerOptions(l.desk, members), l.desk.Workspace.Me().String(), nil)
		ask(l.desk, "people.action.owner", kit.DialogParams{
			Content: kit.NewForm(kit.NewField(i18n.T("people.owner"), owner)),
			OnSubmit: func() bool {
				member := desk.RouteID(owner.Value())
				c.Do("owner-of-people", func(id domain.ID) domain.Command {
					return domain.AssignOwner{Record: personStream(id), Member: member}
				})
				return true
			},
		})
	})
}

func (l *list) exportMarked(c *roster.Choice) {
	save := func(ending string, write func(io.Writer, iter.Seq[exchange.Contact]) error) func() {
		return func() {
			c.Save(i18n.T("people.marked.file")+ending, i18n.T("people.marked.export"),
				func(ctx context.Context, out *bytes.Buffer, ids []domain.ID, progress func(done, total int)) error {
					var failed error
					err := write(out, func(yield func(exchange.Contact) bool) {
						for i, id := range ids {
							var contact exchange.Contact
							if failed = ctx.Err(); failed == nil {
								contact, failed = l.desk.Workspace.ContactOf(ctx, id)
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
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.Rows)
	size := l.Rows.Size()
	kit.OpenMenu(l.desk.Shell.Canvas(), at.AddXY(size.Width-200, size.Height-90), []kit.MenuItem{
		{Label: i18n.T("people.marked.vcard"), Icon: kit.IconPerson, OnTap: save(".vcf", func(w io.Writer, all iter.Seq[exchange.Contact]) error {
			return exchange.WriteVCards(w, vCardVersion, all)
		})},
		{Label: i18n.T("people.marked.csv"), Icon: kit.IconDocument, OnTap: save(".csv", exchange.WriteCSV)},
	})
}
