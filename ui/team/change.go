package team

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// trying is a dialog that tries something with the server before it closes, and
// says in itself what went wrong.
type trying struct {
	desk   *desk.Desk
	dialog *kit.Dialog
	said   *kit.Column
}

// newTrying opens a dialog around a form.
func newTrying(d *desk.Desk, p kit.DialogParams, form *kit.Form, try func(context.Context) error, then func(error) bool) {
	t := &trying{desk: d, said: kit.NewColumn(0)}
	p.Content = kit.NewColumn(14, form, t.said)
	p.OnSubmit = func() bool {
		if form.Validate() {
			t.try(try, then)
		}
		return false
	}
	t.dialog = kit.OpenDialog(d.Shell.Canvas(), p)
}

// say shows a word below the form.
func (t *trying) say(object fyne.CanvasObject) {
	t.said.SetObjects(object)
	t.dialog.Changed()
}

func (t *trying) try(try func(context.Context) error, then func(error) bool) {
	t.dialog.SetBusy(true)
	t.say(kit.NewProgress(i18n.T("team.testing"), nil))
	t.desk.Async.Go(func() {
		err := try(context.Background())
		t.desk.Async.Do(func() {
			if !t.dialog.IsOpen() {
				return
			}
			t.dialog.SetBusy(false)
			if then(err) {
				t.dialog.Close()
				return
			}
			t.say(notice(kit.Late, workspace.Explain(err)))
		})
	})
}

// changeAccess takes another address, account or password after trying them.
func (p *page) changeAccess() {
	a := newAccess(p.desk.AskFile)
	a.set(p.about.Server)
	kept := false
	newTrying(p.desk, kit.DialogParams{
		Title: i18n.T("team.change.title"), Submit: i18n.T("team.password.submit"), Focus: a.password,
	}, kit.NewForm(a.fields()...), func(ctx context.Context) (err error) {
		kept, err = p.desk.Workspace.ChangeTeamServer(ctx, a.server())
		return err
	}, func(err error) bool {
		if err != nil {
			return false
		}
		p.desk.Shell.Toast(kit.Toast{Text: keptText(kept, "team.change.done"), Tone: kit.Good})
		p.load()
		return true
	})
}

// keptText says what was done, or that the password is not kept.
func keptText(kept bool, key string) string {
	if kept {
		return i18n.T(key)
	}
	return i18n.T("team.password.not-kept")
}

// changePhrase closes the workspace on the server with another pass-phrase.
func (p *page) changePhrase() {
	words := newPhrase()
	objects := append(words.fields(), kit.NewParagraph(kit.Secondary, i18n.T("team.phrase.change.text")))
	newTrying(p.desk, kit.DialogParams{Title: i18n.T("team.phrase.change.title"), Focus: words.first}, kit.NewForm(objects...),
		func(ctx context.Context) error { return p.desk.Workspace.ChangePassphrase(ctx, words.first.Text) },
		func(err error) bool {
			if err == nil {
				p.desk.Shell.Toast(kit.Toast{Text: i18n.T("team.phrase.change.done"), Tone: kit.Good})
			}
			return err == nil
		})
}

// AskPassword asks for the password of the server where the machine does not
// know it. Out of reach of the server it is taken as it is.
func AskPassword(d *desk.Desk) {
	password := kit.NewPasswordEntry("")
	field := kit.NewField(i18n.T("team.password"), password).Hint(i18n.T("team.password.hint")).Required()
	account := kit.NewText(kit.Secondary, "")
	form := kit.NewForm(account, field)
	d.Async.Go(func() {
		server, _, err := d.Workspace.TeamServer(context.Background())
		d.Async.Do(func() {
			if err == nil {
				account.SetText(i18n.T("team.password.text", server.Account+" · "+hostOf(server.Address)))
			}
		})
	})
	kept := false
	newTrying(d, kit.DialogParams{
		Title: i18n.T("team.password.title"), Submit: i18n.T("team.password.submit"), Focus: password,
	}, form, func(ctx context.Context) error {
		server, _, err := d.Workspace.TeamServer(ctx)
		if err != nil {
			return err
		}
		server.Password = password.Text
		kept, err = d.Workspace.ChangeTeamServer(ctx, server)
		if err != nil && isOffline(err) {
			kept = d.Workspace.GiveTeamPassword(password.Text)
		}
		return err
	}, func(err error) bool {
		switch {
		case err == nil && kept:
			return true
		case err == nil:
			d.Shell.Toast(kit.Toast{Text: i18n.T("team.password.not-kept")})
			return true
		case isOffline(err):
			d.Shell.Toast(kit.Toast{Text: i18n.T("team.password.later")})
			return true
		}
		return false
	})
}

// isOffline tells whether the server could not be asked at all.
func isOffline(err error) bool {
	switch problemKey(err) {
	case "team.offline", "team.host-unknown", "team.port-silent", "team.in-doubt":
		return true
	}
	return errors.Is(err, context.DeadlineExceeded)
}
