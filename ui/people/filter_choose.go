package people

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// mostOffered is how many tags and communities a menu holds, the most used first.
const mostOffered = 16

// name looks up how the community and the organisation of the filter are called.
func (l *list) name() {
	f := l.Filter
	ruled := slices.ContainsFunc(f.Rules, func(r domain.Rule) bool { return r.Record != domain.None })
	if f.Community == domain.None && f.Organisation == domain.None && !ruled {
		return
	}
	views, now := l.desk.Workspace.Views(), l.desk.Workspace.Now()
	kit.Load(context.Background(), l.named, func(ctx context.Context) (map[domain.ID]string, error) {
		names := map[domain.ID]string{}
		if f.Community != domain.None {
			community, err := views.Community(ctx, f.Community, now)
			if err != nil {
				return nil, err
			}
			if community != nil {
				names[f.Community] = community.Name
			}
		}
		if f.Organisation != domain.None {
			organisation, err := views.Organisation(ctx, f.Organisation)
			if err != nil {
				return nil, err
			}
			if organisation != nil {
				names[f.Organisation] = organisation.Name
			}
		}
		for _, rule := range f.Rules {
			if rule.Record == domain.None {
				continue
			}
			party, err := views.Party(ctx, rule.Record)
			if err != nil {
				return nil, err
			}
			names[rule.Record] = party.Name
		}
		return names, nil
	}, func(names map[domain.ID]string, err error) {
		if err != nil {
			return // the list itself says what is wrong
		}
		// What is gone meanwhile must not hide everybody.
		l.names = names
		l.SetFilter(func(f *filter) {
			if names[f.Community] == "" {
				f.Community = domain.None
			}
			if names[f.Organisation] == "" {
				f.Organisation = domain.None
			}
		})
		l.ShowFilter()
	})
}

func (l *list) chooseSilence(at fyne.CanvasObject) {
	var items []kit.MenuItem
	for _, days := range silences {
		items = append(items, kit.MenuItem{
			Label: i18n.N("people.filter.silent", days), Marked: days == l.Filter.SilentDays,
			OnTap: func() { l.SetFilter(func(f *filter) { f.SilentDays = days }) },
		})
	}
	kit.OpenMenuBelow(at, items)
}

func (l *list) chooseTag(at fyne.CanvasObject) {
	var tags []projections.TagRow
	l.desk.Prepare(func(ctx context.Context) (err error) {
		tags, err = l.desk.Workspace.Views().Tags(ctx, "")
		return err
	}, func() {
		var items []kit.MenuItem
		for _, row := range tags[:min(len(tags), mostOffered)] {
			items = append(items, kit.MenuItem{
				Label: "#" + row.Tag, Key: i18n.Number(row.Count), Marked: row.Tag == l.Filter.Tag,
				OnTap: func() { l.SetFilter(func(f *filter) { f.Tag = row.Tag }) },
			})
		}
		l.Offer(at, items, i18n.T("people.no-tags"))
	})
}

func (l *list) chooseCommunity(at fyne.CanvasObject) {
	var rows []projections.CommunityRow
	l.desk.Prepare(func(ctx context.Context) (err error) {
		rows, err = l.desk.Workspace.Views().Communities(ctx, l.desk.Workspace.Now())
		return err
	}, func() {
		var items []kit.MenuItem
		for _, row := range rows {
			if row.Archived {
				continue
			}
			items = append(items, kit.MenuItem{
				Label: row.Name, Key: i18n.Number(row.People), Marked: row.ID == l.Filter.Community,
				OnTap: func() {
					l.names[row.ID] = row.Name
					l.SetFilter(func(f *filter) { f.Community = row.ID })
				},
			})
		}
		l.Offer(at, items, i18n.T("people.no-communities"))
	})
}

// chooseOrganisation asks for one by name: there are too many for a menu.
func (l *list) chooseOrganisation() {
	var dialog *kit.Dialog
	var found *picker.Picker
	found = picker.New(picker.Params{
		Async: l.desk.Async, Placeholder: i18n.T("people.by-organisation.placeholder"), Max: 1, OnError: l.desk.Fail,
		Find: func(ctx context.Context, text string) ([]picker.Item, error) {
			hits, err := l.desk.Workspace.Views().FindOrganisations(ctx, strings.TrimSpace(text), mostOffered)
			return organisationItems(hits), err
		},
		OnChange: func() {
			for _, item := range found.Items() {
				id, err := domain.ParseID(item.ID)
				if err != nil {
					continue
				}
				dialog.Close()
				l.names[id] = item.Label
				l.SetFilter(func(f *filter) { f.Organisation = id })
			}
		},
	})
	field := kit.NewField(i18n.T("people.organisation"), found.Object())
	field.Check = found.Check
	dialog = kit.OpenDialog(l.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("people.by-organisation"), Content: kit.NewForm(field), Submit: i18n.T("people.by-organisation.submit"),
		Focus: found.Entry(), OnSubmit: func() bool { return len(found.Items()) > 0 },
	})
}

func organisationItems(hits []projections.Hit) []picker.Item {
	items := make([]picker.Item, len(hits))
	for i, hit := range hits {
		id := hit.ID.String()
		items[i] = picker.Item{ID: id, Label: hit.Title, Sub: hit.Detail, Face: &kit.Face{Kind: kit.OrganisationFace, ID: id, Name: hit.Title}}
	}
	return items
}
