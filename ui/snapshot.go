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
	Page    string // "today", "people", …
	Arg     string // what is selected there, as in a route
	Theme   string // "light" or "dark"
	Width   int    // in pixels
	Height  int
	Version string
}

// settling is how long a page may go on loading and moving, by its own clock.
const settling = 2 * time.Second

// Snapshot draws a page of an open workspace as the window would show it, by the
// toolkit's own renderer: no display is needed. The language is the present one.
// It replaces the toolkit's application, so it is for a process without a window.
func Snapshot(_ context.Context, w *workspace.Workspace, o SnapshotOptions) (image.Image, error) {
	app := test.NewApp()
	app.Settings().SetTheme(kit.NewTheme(Mode(o.Theme)))
	win := test.NewWindow(kit.NewText(kit.Body, ""))
	defer win.Close()
	win.SetPadded(false)
	win.Resize(fyne.NewSize(float32(o.Width), float32(o.Height)))
	still := kit.NewStill(w.Now())
	shown := &window{app: app, win: win, async: still, workspace: w, options: Options{Version: o.Version}}
	shown.office = newOffice(shown)
	defer shown.office.close()
	if !slices.Contains(shown.office.shell.Pages(), o.Page) {
		return nil, &UnknownPageError{o.Page, shown.office.shell.Pages()}
	}
	shown.office.shell.Open(kit.Route{Page: o.Page, Arg: o.Arg})
	still.Advance(settling)
	return win.Canvas().Capture(), nil
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
