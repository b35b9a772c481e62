package ui

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/ui/kit"
	"kontor/workspace"
)

// SnapshotOptions say what a snapshot shows.
type SnapshotOptions struct {
	Page string // "today", "people", …, or one of those that stand outside the frame
	Arg  string // what is selected there, as in a route
	// Keys are pressed one after the other before the picture is drawn, so that
	// forms, menus and dialogs can be seen: `Ctrl+K "Goethe" Down`. What stands in
	// quotes is typed.
	Keys    string
	Theme   string // "light" or "dark"
	Width   int    // in pixels
	Height  int
	Version string
}

// Pages that stand in the window before there is a workspace.
const (
	pageFirstRun = "first-run"
	pageJoin     = "join"
)

// settling is how long a page may go on loading and moving, by its own clock.
const settling = 2 * time.Second

// Snapshot draws a page of an open workspace as the window would show it, by the
// toolkit's own renderer: no display is needed. The language is the present one.
// It replaces the toolkit's application, so it is for a process without a window.
func Snapshot(ctx context.Context, w *workspace.Workspace, o SnapshotOptions) (image.Image, error) {
	s, err := openScene(ctx, w, o, nil)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.press(o.Keys); err != nil {
		return nil, err
	}
	return s.capture(), nil
}

// scene is a window that is drawn but never shown.
type scene struct {
	win   fyne.Window
	still *kit.Still
	shown *window
	keys  *kit.Keys // nil outside the frame
}

// openScene builds the window with the page; prepare (which may be nil) is
// called before the page opens.
func openScene(ctx context.Context, w *workspace.Workspace, o SnapshotOptions, prepare func(*scene)) (*scene, error) {
	app := test.NewApp()
	app.Settings().SetTheme(kit.NewTheme(Mode(o.Theme)))
	win := test.NewWindow(kit.NewText(kit.Body, ""))
	win.SetPadded(false)
	// The toolkit reads the clock only when it draws, and then forgets how to show
	// what it believes to be old: after a long start, all that was made for the
	// first picture, and cards and icons were missing in it. So it draws this
	// nothing first.
	win.Canvas().Capture()
	win.Resize(fyne.NewSize(float32(o.Width), float32(o.Height)))
	still := kit.NewStill(w.Now())
	s := &scene{win: win, still: still}
	s.shown = &window{app: app, win: win, async: still, workspace: w, options: Options{Version: o.Version}, ctx: ctx}
	if o.Page == pageFirstRun || o.Page == pageJoin {
		s.openWelcome(o.Page)
		return s, nil
	}
	office := newOffice(s.shown)
	s.shown.office, s.keys = office, office.shell.Keys
	if !slices.Contains(office.shell.Pages(), o.Page) {
		s.close()
		return nil, &UnknownPageError{o.Page, append(office.shell.Pages(), pageFirstRun, pageJoin)}
	}
	if prepare != nil {
		prepare(s)
	}
	office.shell.Open(kit.Route{Page: o.Page, Arg: o.Arg})
	still.Advance(settling)
	return s, nil
}

func (s *scene) openWelcome(page string) {
	p := s.shown.welcoming(s.shown.ctx)
	p.choose, p.join = func(welcomeChoice) {}, func(workspace.TeamOffer, introduction) {}
	content := newWelcome(p)
	if host, ok := content.(*fyne.Container); ok && page == pageJoin {
		showJoin(p, host, introduction{}, func() {})
	}
	s.win.SetContent(content)
	s.still.Advance(settling)
}

func (s *scene) close() {
	if s.shown.office != nil {
		s.shown.office.close()
	}
	s.win.Close()
}

// UnknownPageError says that there is no page of a name, and which there are.
type UnknownPageError struct {
	Page  string
	Pages []string
}

func (e *UnknownPageError) Error() string {
	return fmt.Sprintf("no page %q; there are %q", e.Page, e.Pages) // i18n: for the log; people are told by KnownPages
}

// KnownPages are the pages that there are.
func (e *UnknownPageError) KnownPages() []string { return e.Pages }
