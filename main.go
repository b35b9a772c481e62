// Kontor keeps a company in conversation with its communities. Every
// conversation is an event in a ledger; everything it shows is computed from
// them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"fyne.io/fyne/v2/app"
	"github.com/mattn/go-isatty"

	"kontor/cli"
	"kontor/i18n"
	"kontor/ui"
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
			return ui.Run(ctx, app.NewWithID("app.kontor.Kontor"), ui.Options{Dir: o.Dir, Language: o.Language, Version: version})
		},
	}, os.Args[1:])
}
