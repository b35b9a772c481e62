// Package ui is Kontor's window. It opens the workspace, puts the frame around
// the pages, and knows which feature package shows what; everything else is in
// the packages below it.
package ui

import (
	"context"
	"errors"
	"io"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"github.com/sirupsen/logrus"

	"kontor/i18n"
	"kontor/ui/allocator"
	"kontor/ui/desk"
	_ "kontor/ui/forget" // the toolkit keeps less
	"kontor/ui/kit"
	"kontor/ui/notices"
	"kontor/ui/tray"
	"kontor/workspace"
	"kontor/workspace/door"
)

// Options say what the window opens with.
type Options struct {
	Dir      string // the folder of the workspace
	Language string // "" for the one in the settings
	Version  string
	// Serve carries out a command line that a terminal asks for at the door, with
	// the workspace of this window, and returns its exit code.
	Serve func(ctx context.Context, w *workspace.Workspace, line door.CommandLine, in io.Reader, out, errs io.Writer) int
	// Async is how the window leaves its thread; nil for that of the running
	// program. Opened is told once the workspace stands in the window. Both are
	// for whoever measures the window.
	Async  kit.Async
	Opened func(d *desk.Desk)
}

// garbageShare is how much garbage may stand beside what is in use, in percent.
// Scrolling leaves much behind: at the 100 that Go takes by itself the heap of a
// large workspace is half as large again as at a third of it, and the time that
// collecting takes cannot be felt.
const garbageShare = 35

// Run opens the window and returns when it is closed, or when ctx ends.
func Run(ctx context.Context, app fyne.App, o Options) error {
	debug.SetGCPercent(garbageShare)
	allocator.GiveBack()
	settings := workspace.ReadSettings(o.Dir)
	if o.Language == "" {
		o.Language = settings.Language
	}
	if o.Language != "" {
		if err := i18n.SetLanguage(o.Language); err != nil {
			logrus.WithError(err).Warn("the language in the settings is not known")
		}
	}
	app.SetIcon(kit.AppIcon())
	if o.Async == nil {
		o.Async = kit.System()
	}
	w := &window{app: app, async: o.Async, options: o, ctx: ctx}
	w.wear(settings)
	if settings.Tray != trayOff {
		w.tray = w.newTray()
	}
	w.win = app.NewWindow(i18n.T("kit.app"))
	w.win.SetIcon(kit.AppIcon())
	w.win.SetMaster()
	w.win.Resize(startSize(settings))
	w.win.SetCloseIntercept(w.closed)
	w.begin(ctx)
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.close) })
	defer stop()
	w.win.ShowAndRun()
	return w.failed
}

// Mode is the mode of the theme that a setting names.
func Mode(setting string) kit.Mode {
	switch setting {
	case "light":
		return kit.Light
	case "dark":
		return kit.Dark
	}
	return kit.FollowSystem
}

// startSize is how large the window was, or else 1280 by 800 of the usual size,
// whatever the size of what it shows.
func startSize(s workspace.Settings) fyne.Size {
	if s.WindowWidth < 640 || s.WindowHeight < 480 {
		share := 100 / float32(percentOf(s))
		return fyne.NewSize(1280*share, 800*share)
	}
	return fyne.NewSize(s.WindowWidth, s.WindowHeight)
}

// window is the window from its opening to its end.
type window struct {
	app         fyne.App
	win         fyne.Window
	async       kit.Async
	options     Options
	workspace   *workspace.Workspace
	tray        *tray.Tray // nil where there is none
	notices     *notices.Notices
	office      *office
	door        *door.Door
	ctx         context.Context // ends with the program
	joined      *joined         // a team was joined; asks who works here
	stopJoining func()          // cancels what is fetched from a team; nil while nothing is
	closing     bool
	failed      error
}

// begin shows the welcome in an empty folder, and opens the workspace in any
// other.
func (w *window) begin(ctx context.Context) {
	empty, err := workspace.IsEmptyFolder(w.options.Dir)
	switch {
	case err != nil:
		w.showError(ctx, err)
	case empty:
		w.win.SetContent(newWelcome(w.welcoming(ctx)))
	default:
		w.open(ctx, nil)
	}
}

// welcoming is what the welcome leads to.
func (w *window) welcoming(ctx context.Context) welcomeParams {
	return welcomeParams{
		window: w.win, async: w.async, focus: w.focusLater,
		choose: func(choice welcomeChoice) { w.open(ctx, &choice) },
		join:   w.join,
	}
}

// focusDelay is enough for the window to have drawn what gets the keyboard.
const focusDelay = 150 * time.Millisecond

// focusLater gives the keyboard to a field that is about to be drawn.
func (w *window) focusLater(field fyne.Focusable) {
	w.async.After(focusDelay, func() { w.win.Canvas().Focus(field) })
}

// openingWidth has room for what is said while the views follow a large ledger.
const openingWidth = 560

// open opens the workspace while the window already stands.
func (w *window) open(ctx context.Context, choice *welcomeChoice) {
	progress := kit.NewProgress(i18n.T("window.opening"), nil)
	w.win.SetContent(centred(kit.NewFixed(openingWidth, progress)))
	o := workspace.Options{Progress: func(done, total int64) {
		w.async.Do(func() {
			progress.Set(int(done), int(max(total, 1)))
			progress.SetText(i18n.T("window.catching-up", int(done), int(total)))
		})
	}}
	if choice != nil {
		o.Me = choice.me
	}
	w.async.Go(func() {
		opened, err := workspace.Open(ctx, w.options.Dir, o)
		w.async.Do(func() {
			if err != nil {
				w.showError(ctx, err)
				return
			}
			if w.closing {
				w.failed = opened.Close()
				return
			}
			w.workspace = opened
			w.openDoor()
			w.office = newOffice(w)
			w.notices = w.startNotices()
			if choice != nil {
				w.office.welcome(*choice)
			}
			w.arrive()
			opened.KeepShared()
			if w.options.Opened != nil {
				w.options.Opened(w.office.desk)
			}
		})
	})
}

// openDoor lets a second start of the program reach this window. Without a door
// it is told that the folder is in use.
func (w *window) openDoor() {
	host := door.Host{Raise: func() { w.async.Do(w.raise) }}
	if w.options.Serve != nil {
		opened := w.workspace
		host.Run = func(ctx context.Context, line door.CommandLine, in io.Reader, out, errs io.Writer) int {
			return w.options.Serve(ctx, opened, line, in, out, errs)
		}
	}
	var err error
	if w.door, err = door.Open(w.options.Dir, host); err != nil {
		logrus.WithError(err).Warn("a second start cannot reach this window")
	}
}

// raise brings the window to the front.
func (w *window) raise() {
	w.win.Show()
	w.win.RequestFocus()
}

func (w *window) showError(ctx context.Context, err error) {
	var locked interface{ MessageKey() string }
	if !errors.As(err, &locked) {
		logrus.WithError(err).Error("the workspace could not be opened")
	}
	w.win.SetContent(centred(kit.NewErrorState(workspace.Explain(err), func() { w.begin(ctx) })))
}

// close keeps the size of the window, closes the workspace and ends.
func (w *window) close() {
	if w.closing {
		return
	}
	w.closing = true
	if w.stopJoining != nil {
		w.stopJoining()
	}
	w.failed = w.shut()
	w.win.Close()
	w.app.Quit()
}

// shut lets go of the workspace, so that the window can end or open another.
func (w *window) shut() error {
	if w.office != nil {
		w.office.close()
		w.office = nil
	}
	if w.workspace == nil {
		return nil
	}
	size := w.win.Canvas().Size()
	err := w.workspace.ChangeSettings(func(s *workspace.Settings) {
		s.WindowWidth, s.WindowHeight = size.Width, size.Height
	})
	if w.door != nil {
		err = errors.Join(err, w.door.Close())
		w.door = nil
	}
	err = errors.Join(err, w.workspace.Close())
	w.workspace = nil
	return err
}
