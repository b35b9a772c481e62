package team

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// question is asked where the server has not what it had: what happened, what
// was not lost, and what each answer does. Nil where there is nothing to ask.
func (p *page) question() fyne.CanvasObject {
	var key string
	switch p.status.State {
	case workspace.TeamReset, workspace.TeamRestored, workspace.TeamDiverged:
		key = "team.ask." + string(p.status.State)
	default:
		return nil
	}
	again, does := "team.ask.again", "team.ask.again.text"
	if p.status.State == workspace.TeamReset {
		again, does = "team.ask.again.reset", "team.ask.again.reset.text"
	}
	content := kit.NewColumn(10,
		kit.NewText(kit.Heading, i18n.T(key)),
		kit.NewParagraph(kit.Body, i18n.T(key+".text")),
		kit.NewParagraph(kit.Body, i18n.T("team.ask.paused")),
		kit.NewParagraph(kit.Secondary, i18n.T(does)),
		kit.NewParagraph(kit.Secondary, i18n.T("team.ask.leave.text")),
		kit.NewFlow(8,
			kit.NewButton(kit.Primary, i18n.T(again), p.reconcile),
			kit.NewButton(kit.Quiet, i18n.T("team.leave"), p.leave)))
	return kit.NewNotice(kit.Soon, content)
}

// reconcile goes on after the answer; an empty server needs a pass-phrase.
func (p *page) reconcile() {
	if p.status.State != workspace.TeamReset {
		p.reconcileWith("")
		return
	}
	words := newPhrase()
	form := kit.NewForm(words.fields()...)
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("team.ask.again.reset"), Content: form, Submit: i18n.T("team.ask.again.reset"),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			p.reconcileWith(words.first.Text)
			return true
		},
	})
}

func (p *page) reconcileWith(words string) {
	p.desk.Shell.Toast(kit.Toast{Text: i18n.T("team.ask.working")})
	p.desk.Run(func(ctx context.Context) error { return p.desk.Workspace.ReconcileTeam(ctx, words) }, func() {
		p.desk.Shell.Toasts.Dismiss()
		p.desk.Shell.Toast(kit.Toast{Text: i18n.T("team.ask.done"), Tone: kit.Good})
	})
}
