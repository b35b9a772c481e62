package team

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Who is invited, beside the id of a member.
const (
	inviteOpen = ""
	inviteNew  = "new"
)

// invite asks who is to join, and makes the invitation.
func (p *page) invite() {
	options := []kit.Option{{Value: inviteNew, Label: i18n.T("team.invite.new")}}
	for _, m := range p.about.members {
		if m.ID != p.desk.Workspace.Me() {
			options = append(options, kit.Option{Value: m.ID.String(), Label: m.Name})
		}
	}
	options = append(options, kit.Option{Value: inviteOpen, Label: i18n.T("team.invite.open")})
	name := kit.NewEntry(i18n.T("team.who.placeholder"))
	nameField := kit.NewField(i18n.T("team.invite.name"), name).Required()
	who := kit.NewSelect(options, inviteNew, nil)
	form := kit.NewForm(kit.NewField(i18n.T("team.invite.who"), who), nameField,
		kit.NewParagraph(kit.Secondary, i18n.T("team.invite.account")))
	var dialog *kit.Dialog
	who.OnChange = func(value string) {
		if value == inviteNew {
			nameField.Show()
		} else {
			nameField.Hide()
		}
		form.Refresh()
		dialog.Changed()
	}
	dialog = kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("team.invite.title"), Content: form, Submit: i18n.T("team.invite.make"), Focus: name,
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			dialog.Close()
			p.makeInvitation(who.Value(), strings.TrimSpace(name.Text))
			return false
		},
	})
}

// makeInvitation adds who is new, makes the invitation and shows it.
func (p *page) makeInvitation(who, name string) {
	var made workspace.Invitation
	p.desk.Run(func(ctx context.Context) (err error) {
		member, _ := domain.ParseID(who)
		if who == inviteNew {
			if member, err = addMember(ctx, p.desk.Workspace, name); err != nil {
				return err
			}
		}
		made, err = p.desk.Workspace.Invite(ctx, member)
		return err
	}, func() {
		p.load()
		p.showInvitation(made)
	})
}

// addMember adds somebody to those of us.
func addMember(ctx context.Context, w *workspace.Workspace, name string) (domain.ID, error) {
	id := w.NewID()
	_, err := w.Do(ctx, domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(quicklog.SplitName(name))}},
	})
	return id, err
}

func (p *page) showInvitation(made workspace.Invitation) {
	text := kit.NewTextArea("", 5)
	text.SetText(made.Text)
	code := kit.NewSelectableText(kit.Title, made.Code)
	copyButton := func(label, what string) *kit.Button {
		b := kit.NewButton(kit.Quiet, label, func() {
			fyne.CurrentApp().Clipboard().SetContent(what)
			p.desk.Shell.Toast(kit.Toast{Text: i18n.T("team.invite.copied"), Tone: kit.Good})
		})
		b.Icon = kit.IconCopy
		return b
	}
	copyText := copyButton(i18n.T("team.invite.copy-text"), made.Text)
	copyCode := copyButton(i18n.T("team.invite.copy-code"), made.Code)
	content := kit.NewColumn(14,
		kit.NewParagraph(kit.Body, i18n.T("team.invite.two")),
		kit.NewField(i18n.T("team.invite.text"), text), kit.NewLine(0, copyText),
		kit.NewField(i18n.T("team.invite.code"), code), kit.NewLine(0, copyCode),
		kit.NewParagraph(kit.Secondary, i18n.T("team.invite.account")))
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("team.invite.made"), Content: content, Width: 540, Submit: i18n.T("team.invite.done"), Focus: copyText,
		OnSubmit: func() bool { return true },
	})
}
