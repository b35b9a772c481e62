package people

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/facet"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// mostOffered is how many organisations are looked up for what is typed.
const mostOffered = 16

// name looks up how the community and the organisation of the filter are called,
// and forgets the values of words with a colon once there are none.
func (l *list) name() {
	f := l.Filter
	if !facet.Spoken(f.Text) {
		l.words.Forget()
	}
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

func (l *list) chooseTag(fyne.CanvasObject) {
	picker.Choose(l.desk, picker.ChooseParams{
		Title: i18n.T("people.by-tag"), Empty: i18n.T("people.no-tags"),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			return picker.TagOptions(ctx, l.desk, l.Filter.Tag)
		},
		OnChoose: func(o picker.Option) { l.SetFilter(func(f *filter) { f.Tag = o.ID }) },
	})
}

func (l *list) chooseCommunity(fyne.CanvasObject) {
	picker.Choose(l.desk, picker.ChooseParams{
		Title: i18n.T("people.by-community"), Empty: i18n.T("people.no-communities"),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			return picker.CommunityOptions(ctx, l.desk, l.Filter.Community)
		},
		OnChoose: func(o picker.Option) {
			id := desk.RouteID(o.ID)
			l.names[id] = o.Label
			l.SetFilter(func(f *filter) { f.Community = id })
		},
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
