package team

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// AskWho asks who of us works at this machine, after a team was joined; named is
// who somebody said to be before, or empty, and answered is called once it is
// known.
func AskWho(d *desk.Desk, named string, answered func()) {
	loader := kit.NewLoader(d.Async)
	kit.Load(context.Background(), loader, d.Workspace.Views().Members, func(members []projections.MemberRow, err error) {
		if err != nil {
			d.Fail(err)
			return
		}
		openWho(d, members, named, answered)
	})
}

func openWho(d *desk.Desk, members []projections.MemberRow, named string, answered func()) {
	var dialog *kit.Dialog
	work := func(do func(context.Context) error) {
		dialog.Close()
		d.Run(do, answered)
	}
	rows := kit.NewColumn(2)
	var first fyne.Focusable
	named = strings.TrimSpace(named)
	for _, m := range members {
		face := kit.NewAvatar(kit.FaceList, kit.Face{Kind: kit.PersonFace, ID: m.ID.String(), Name: m.Name})
		name := kit.NewText(kit.Strong, m.Name)
		row := kit.NewPressable(kit.NewPadded(6, 8, 6, 8, kit.NewLine(10, face, name).Grow(name)), func() {
			work(func(ctx context.Context) error { return d.Workspace.WorkHere(ctx, m.ID) })
		})
		switch {
		case strings.EqualFold(m.Name, named): // is here already, at another machine
			first, named = row, ""
		case first == nil:
			first = row
		}
		rows.Add(row)
	}
	name := kit.NewEntry(i18n.T("team.who.placeholder"))
	name.SetText(named)
	field := kit.NewField(i18n.T("team.who.new"), name)
	if first == nil || named != "" {
		first = name
	}
	content := kit.NewColumn(12, kit.NewParagraph(kit.Secondary, i18n.T("team.who.text")), rows, kit.NewHairline(), field)
	dialog = kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("team.who.title"), Content: content, Width: 420, Submit: i18n.T("team.who.add"), Focus: first,
		MustAnswer: true,
		OnSubmit: func() bool {
			typed := strings.TrimSpace(name.Text)
			if typed == "" {
				field.SetError(i18n.T("team.who.missing"))
				return false
			}
			work(func(ctx context.Context) error {
				return d.Workspace.AddMyself(ctx, quicklog.SplitName(typed))
			})
			return true
		},
	})
}
