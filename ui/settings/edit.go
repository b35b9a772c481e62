package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// editMember gives one of us another name, or adds somebody.
func (p *page) editMember(m projections.MemberRow) {
	name := kit.NewEntry(i18n.T("settings.member.placeholder"))
	name.SetText(m.Name)
	objects := []fyne.CanvasObject{kit.NewField(i18n.T("field.name"), name).Required()}
	title := i18n.T("settings.member.edit")
	me := kit.NewCheck(i18n.T("settings.member.me"), m.ID == p.desk.Workspace.Me(), nil)
	if m.ID == domain.None {
		title = i18n.T("settings.member.add")
	} else if m.ID != p.desk.Workspace.Me() {
		objects = append(objects, me)
	}
	form := kit.NewForm(objects...)
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{Title: title, Content: form, OnSubmit: func() bool {
		if !form.Validate() {
			return false
		}
		if name.Text != m.Name {
			p.saveMember(m.ID, quicklog.SplitName(strings.TrimSpace(name.Text)))
		}
		if me.On() && m.ID != p.desk.Workspace.Me() {
			p.desk.Run(func(context.Context) error { return p.desk.Workspace.SetMe(m.ID) }, p.load)
		}
		return true
	}})
}

func (p *page) saveMember(id domain.ID, name domain.Name) {
	manual := domain.Origin{How: domain.OriginManual}
	if id == domain.None {
		p.desk.Do(domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindMember, ID: p.desk.Workspace.NewID()}, Origin: manual,
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(name)}},
		}, nil)
		return
	}
	record := domain.Stream{Kind: domain.KindMember, ID: id}
	var known *domain.Member
	p.desk.Run(func(ctx context.Context) error {
		a, err := p.desk.Workspace.Record(ctx, record)
		known, _ = a.(*domain.Member)
		return err
	}, func() {
		if known != nil {
			change := known.Dossier.SetChange(domain.FieldName, domain.NameValue(name))
			p.desk.Do(domain.ChangeDetails{Record: record, Origin: manual, Changes: []domain.Change{change}}, nil)
		}
	})
}

// editChannel names, retires or brings back a channel of one's own.
func (p *page) editChannel(c domain.ChannelDefinition) {
	name := kit.NewEntry(i18n.T("settings.channel.placeholder"))
	name.SetText(c.Name)
	retired := kit.NewCheck(i18n.T("settings.channel.retire"), c.Retired, nil)
	objects := []fyne.CanvasObject{kit.NewField(i18n.T("field.name"), name).Required()}
	title := i18n.T("settings.channel.add")
	if c.ID != "" {
		title = i18n.T("settings.channel.edit")
		objects = append(objects, retired)
	}
	form := kit.NewForm(objects...)
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{Title: title, Content: form, OnSubmit: func() bool {
		if !form.Validate() {
			return false
		}
		if c.ID == "" {
			c.ID = "own-" + p.desk.Workspace.NewID().String()
		}
		c.Name, c.Retired = strings.TrimSpace(name.Text), retired.On()
		p.desk.Do(domain.DefineChannel{Workspace: p.desk.Workspace.ID(), Channel: c}, nil)
		return true
	}})
}

// sample offers to take the sample community away again, nil where there is none.
func (p *page) sample(list []projections.ImportRow) fyne.CanvasObject {
	row := sampleOf(list)
	if row == nil {
		return nil
	}
	text := kit.NewParagraph(kit.Secondary, i18n.T("settings.sample.text"))
	remove := kit.NewButton(kit.Quiet, i18n.T("settings.sample.remove"), func() { p.undoImport(*row, i18n.T("origin.demo")) })
	return kit.NewPadded(0, 0, 16, 0, kit.NewNotice(kit.Accent, kit.NewLine(16, text, remove).Grow(text)))
}

// sampleOf is the latest import of the sample community that was not taken back.
func sampleOf(list []projections.ImportRow) *projections.ImportRow {
	for i := range list {
		if list[i].Format == domain.OriginDemo && !list[i].Undone {
			return &list[i]
		}
	}
	return nil
}

// RemoveSample takes the sample community away, from elsewhere such as the
// palette.
func (p *page) RemoveSample() {
	var list []projections.ImportRow
	p.desk.Prepare(func(ctx context.Context) (err error) {
		list, err = p.desk.Workspace.Views().Imports(ctx)
		return err
	}, func() {
		if row := sampleOf(list); row != nil {
			p.undoImport(*row, i18n.T("origin.demo"))
			return
		}
		p.desk.Shell.Toast(kit.Toast{Text: i18n.T("settings.sample.none")})
	})
}

// imports lists what was brought in; each can be taken back at any time.
func (p *page) imports(list []projections.ImportRow) fyne.CanvasObject {
	rows := kit.NewColumn(6)
	for i, row := range list {
		if i == 8 {
			break
		}
		rows.Add(p.importRow(row))
	}
	if len(list) == 0 {
		rows.Add(kit.NewParagraph(kit.Secondary, i18n.T("settings.imports.none")))
	}
	return card(i18n.T("settings.imports"), rows)
}

func (p *page) importRow(row projections.ImportRow) fyne.CanvasObject {
	name := strings.Join(row.Files, ", ")
	if row.Format == domain.OriginDemo {
		name = i18n.T("origin.demo")
	}
	c := row.Counts
	counts := i18n.T("settings.import.counts", c.New, c.Updated, c.Rejected)
	sub := when.Speak(row.At, p.desk.Workspace.Now(), i18n.Language(), domain.PrecisionMinute) + " · " + counts
	text := kit.NewColumn(0, kit.NewText(kit.Strong, name), kit.NewText(kit.Secondary, sub))
	if row.Undone {
		return kit.NewLine(8, text, kit.NewBadge(kit.Neutral, i18n.T("settings.import.undone"))).Grow(text)
	}
	undo := kit.NewButton(kit.Quiet, i18n.T("settings.import.undo"), func() { p.undoImport(row, name) })
	if _, newer := p.places[PlaceImports]; !newer {
		p.places[PlaceImports] = undo
	}
	return kit.NewLine(8, text, undo).Grow(text)
}

func (p *page) undoImport(row projections.ImportRow, name string) {
	kit.Confirm(p.desk.Shell.Canvas(), i18n.T("settings.import.undo.title", name), i18n.T("settings.import.undo.text"),
		i18n.T("settings.import.undo"), false, func() {
			var done workspace.Done
			p.desk.Run(func(ctx context.Context) (err error) {
				done, err = p.desk.Workspace.UndoImport(ctx, row.ID)
				return err
			}, func() {
				p.desk.Shell.Toast(kit.Toast{
					Text: i18n.T("settings.import.undo.done", name), Tone: kit.Good,
					OnAction: func() {
						p.desk.Run(func(ctx context.Context) error {
							_, err := p.desk.Workspace.UndoCommand(ctx, done.Command)
							return err
						}, nil)
					},
				})
			})
		})
}
