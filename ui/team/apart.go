package team

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// apart is the page while the workspace is not shared: share it, or join a team.
type apart struct {
	page   *page
	access *access
	phrase *phrase
	form   *kit.Form
	host   *kit.Column // the way that was chosen
	ways   *kit.Segments
	said   *kit.Column // the diagnosis
	share  *kit.Button
	test   *kit.Button
	join   *JoinForm
	cancel context.CancelFunc
}

const (
	wayShare = "share"
	wayJoin  = "join"
)

func newApart(p *page) *apart {
	a := &apart{page: p, host: kit.NewColumn(14), said: kit.NewColumn(10), phrase: newPhrase()}
	a.access = newAccess(p.desk.AskFile)
	a.test = kit.NewButton(kit.Quiet, i18n.T("team.test"), a.look)
	a.share = kit.NewButton(kit.Primary, i18n.T("team.share"), a.connect)
	a.share.Shortcut = kit.KeyLabel("Enter")
	a.form = kit.NewForm(append(a.access.fields(), a.phrase.fields()...)...)
	a.join = NewJoinForm(JoinParams{
		Async: p.desk.Async, AskFile: p.desk.AskFile, Replaces: true, OnJoin: p.params.Join,
		OnRoom: p.body.Refresh,
	})
	for _, entry := range []*kit.Entry{a.access.address, a.access.account, a.access.password, a.access.ca, a.phrase.first, a.phrase.again} {
		entry.OnSubmitted = func(string) { a.connect() }
	}
	a.ways = kit.NewSegments([]kit.Segment{
		{Value: wayShare, Label: i18n.T("team.way.share")}, {Value: wayJoin, Label: i18n.T("team.way.join")},
	}, wayShare, a.choose)
	a.choose(wayShare)
	return a
}

func (a *apart) content() fyne.CanvasObject {
	left := card("", a.ways, a.host)
	right := kit.NewColumn(16, card(i18n.T("team.how.title"), how()...), a.said)
	wide := kit.NewLine(16, left, right).Grow(left, right).Top()
	return wide
}

// how says in three lines what sharing means.
func how() []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, line := range []struct {
		icon kit.Icon
		key  string
	}{
		{kit.IconOffline, "team.how.offline"}, {kit.IconLock, "team.how.sealed"}, {kit.IconMerge, "team.how.asks"},
	} {
		text := kit.NewParagraph(kit.Secondary, i18n.T(line.key))
		lines = append(lines, kit.NewLine(10, newSign(line.icon, kit.Accent), text).Grow(text).Top())
	}
	return lines
}

func (a *apart) choose(way string) {
	a.said.SetObjects()
	if way == wayJoin {
		a.host.SetObjects(a.join.Content())
		return
	}
	space := kit.NewSpace()
	a.host.SetObjects(a.form, kit.NewLine(8, a.test, space, a.share).Grow(space))
}

// look tests the connection and says step by step what was found.
func (a *apart) look() {
	server := a.access.server()
	a.begin(i18n.T("team.testing"), a.test)
	work(a, func(ctx context.Context) ([]workspace.TeamCheck, error) {
		return a.page.desk.Workspace.TestTeamServer(ctx, server)
	}, func(checks []workspace.TeamCheck, err error) {
		a.test.Enable()
		if len(checks) == 0 && err != nil {
			a.said.SetObjects(notice(kit.Late, workspace.Explain(err)))
			return
		}
		rows := checkRows(checks)
		if err == nil {
			rows = append(rows, notice(kit.Good, i18n.T("team.test.good")))
		}
		a.said.SetObjects(card(i18n.T("team.test.title"), rows...))
	})
}

// connect shares the workspace.
func (a *apart) connect() {
	if a.share.Disabled() || !a.form.Validate() {
		return
	}
	server, words := a.access.server(), a.phrase.first.Text
	a.begin(i18n.T("team.sharing"), a.share)
	work(a, func(ctx context.Context) (bool, error) {
		return a.page.desk.Workspace.ConnectTeam(ctx, server, words)
	}, func(kept bool, err error) {
		a.share.Enable()
		switch {
		case errors.Is(err, workspace.ErrJoinInstead):
			a.join.take(server, words)
			a.ways.SetValue(wayJoin)
			a.choose(wayJoin)
			a.said.SetObjects(notice(kit.Soon, workspace.Explain(err)))
		case err != nil:
			a.said.SetObjects(notice(kit.Late, workspace.Explain(err)))
		default:
			a.page.connected(kept)
		}
	})
}

// connected goes on where the workspace is shared now.
func (p *page) connected(kept bool) {
	text := i18n.T("team.share.done")
	if !kept {
		text = i18n.T("team.password.not-kept")
	}
	p.desk.Shell.Toast(kit.Toast{Text: text, Tone: kit.Good})
	p.load()
}

func (a *apart) begin(doing string, button *kit.Button) {
	button.Disable()
	a.said.SetObjects(kit.NewProgress(doing, func() {
		a.stop()
		button.Enable()
		a.said.SetObjects()
	}))
}

// stop ends what is running.
func (a *apart) stop() {
	if a.cancel != nil {
		a.cancel()
		a.cancel = nil
	}
	a.join.Stop()
}

// work does something away from the window's thread; what was cancelled
// meanwhile is not applied.
func work[T any](a *apart, do func(context.Context) (T, error), apply func(T, error)) {
	if a.cancel != nil {
		a.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	async := a.page.desk.Async
	async.Go(func() {
		result, err := do(ctx)
		async.Do(func() {
			if ctx.Err() == nil {
				apply(result, err)
			}
			cancel()
		})
	})
}
