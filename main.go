// Kontor keeps a company in conversation with its communities. Every
// conversation is an event in a ledger; everything it shows is computed from
// them.
package main

import (
	"context"
	"image"
	"io"
	"os"
	"os/signal"
	"syscall"

	"fyne.io/fyne/v2/app"
	"github.com/mattn/go-isatty"

	"kontor/cli"
	"kontor/i18n"
	"kontor/ui"
	"kontor/workspace"
	"kontor/workspace/door"
)

// version is set when a release is built.
var version = "0.1.0"

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := i18n.SetLanguage(i18n.Detect()); err != nil {
		panic(err) // the languages that are detected are the ones that ship
	}
	return cli.Run(ctx, cli.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version, Interactive: isatty.IsTerminal(os.Stdin.Fd()) && isatty.IsTerminal(os.Stderr.Fd()),
		OpenWindow: func(ctx context.Context, o cli.WindowOptions) error {
			return ui.OnScreen(func() error {
				return ui.Run(ctx, app.NewWithID("app.kontor.Kontor"), ui.Options{
					Dir: o.Dir, Language: o.Language, Version: version, Serve: serve,
				})
			})
		},
		Snapshot: func(ctx context.Context, w *workspace.Workspace, p cli.Picture) (image.Image, error) {
			return ui.Snapshot(ctx, w, ui.SnapshotOptions{
				Page: p.Page, Arg: p.Arg, Keys: p.Keys, Theme: p.Theme, Width: p.Width, Height: p.Height, Version: version,
			})
		},
	}, os.Args[1:])
}

// serve carries out a command line of a terminal in the window that holds the
// workspace.
func serve(ctx context.Context, w *workspace.Workspace, line door.CommandLine, in io.Reader, out, errs io.Writer) int {
	return cli.Run(ctx, cli.Env{
		In: in, Out: out, Err: errs, Version: version, Interactive: line.Interactive, Workspace: w, Dir: line.Dir,
	}, line.Args)
}
