package ui

import (
	"context"
	"errors"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/team"
	"kontor/workspace"
)

// joined is what is to be done in a workspace that was just joined.
type joined struct {
	password string // of the server, for where the system keeps none
	ask      bool   // who works here is not known
	said     introduction
}

// introduction is what the welcome was told before a team was joined.
type introduction struct {
	name     string // as typed, maybe empty
	language string // "" if none was chosen
}

// join puts the workspace of a team in the place of the one that is open, which
// is empty: it is let go of, the other fetched, and the window opens again.
// Where the fetching is cancelled or fails, what is there is opened.
func (w *window) join(offer workspace.TeamOffer, said introduction) {
	if err := w.shut(); err != nil {
		w.showError(w.ctx, err)
		return
	}
	ctx, cancel := context.WithCancel(w.ctx)
	w.stopJoining = cancel
	text := i18n.T("team.joining.unnamed")
	if offer.Name != "" {
		text = i18n.T("team.joining", offer.Name)
	}
	progress := kit.NewProgress(text, cancel)
	w.win.SetContent(centred(kit.NewFixed(joinWidth, progress)))
	w.joined = &joined{password: offer.Server.Password, ask: offer.Member == domain.None, said: said}
	w.async.Go(func() {
		_, err := workspace.JoinTeam(ctx, workspace.Joining{
			Dir: w.options.Dir, Offer: offer, Progress: w.joining(progress),
		})
		w.async.Do(func() {
			cancel()
			w.stopJoining = nil
			switch {
			case w.closing:
			case errors.Is(err, context.Canceled):
				w.begin(w.ctx)
			case err != nil:
				w.showJoinError(offer, said, err)
			default:
				w.open(w.ctx, nil)
			}
		})
	})
}

const (
	joinWidth = 420
	// joinPace is how often the progress is drawn at most.
	joinPace = 100 * time.Millisecond
)

// joining shows how far the fetching is.
func (w *window) joining(progress *kit.Progress) func(done, total int64) {
	last := time.Time{}
	return func(done, total int64) {
		now := time.Now()
		if now.Sub(last) < joinPace && done < total {
			return
		}
		last = now
		w.async.Do(func() {
			progress.Set(int(done), int(max(total, 1)))
			progress.SetText(i18n.T("team.joining.progress", int(done), int(total)))
		})
	}
}

// showJoinError says what went wrong, and offers to try again or to go on with
// what is there.
func (w *window) showJoinError(offer workspace.TeamOffer, said introduction, err error) {
	back := kit.NewButton(kit.Quiet, i18n.T("welcome.back"), func() {
		w.joined = nil
		w.begin(w.ctx)
	})
	w.win.SetContent(centred(kit.NewFixed(joinWidth, kit.NewCard(kit.NewPadded(20, 24, 20, 24, kit.NewColumn(14,
		kit.NewText(kit.Heading, i18n.T("team.join.failed")),
		kit.NewParagraph(kit.Body, workspace.Explain(err)),
		kit.NewFlow(8, kit.NewButton(kit.Primary, i18n.T("kit.action.retry"), func() { w.join(offer, said) }), back)))))))
}

// arrive does what is left to do in a workspace that was just joined: it is
// given the password, and who works here is asked for.
func (w *window) arrive() {
	came := w.joined
	w.joined = nil
	d := w.office.desk
	if came != nil && came.password != "" {
		w.async.Go(func() { d.Workspace.GiveTeamPassword(came.password) })
	}
	said := introduction{}
	if came != nil {
		said = came.said
		w.office.speak(said.language)
	}
	if came != nil && came.ask {
		w.remember(true)
	}
	if !mustAsk(w.workspace) {
		if came != nil { // an invitation said who it is; the machine gets a name
			w.async.Go(func() { _ = d.Workspace.WorkHere(context.Background(), d.Workspace.Me()) })
		}
		return
	}
	team.AskWho(d, said.name, func() {
		w.remember(false)
		w.office.refresh()
	})
}

// whoIsAsked is kept in the settings until it was answered, so that closing the
// window does not make one a colleague.
const whoIsAsked = "team.who"

func mustAsk(w *workspace.Workspace) bool {
	return w.Me() == domain.None || w.Settings().Pages[whoIsAsked] != ""
}

func (w *window) remember(ask bool) {
	err := w.workspace.ChangeSettings(func(s *workspace.Settings) {
		if s.Pages == nil {
			s.Pages = map[string]string{}
		}
		delete(s.Pages, whoIsAsked)
		if ask {
			s.Pages[whoIsAsked] = desk.PageTeam
		}
	})
	if err != nil && w.office != nil {
		w.office.desk.Fail(err)
	}
}
