// Package cli is Kontor in the terminal: the same workspace as the window, for
// scripts and for those who prefer to type.
package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"

	"kontor/i18n"
	"kontor/workspace"
	"kontor/workspace/door"
)

// Env is what the commands work with.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Version  string
	// Interactive is true where a person answers questions.
	Interactive bool
	// Now is the clock; nil for the system's.
	Now func() time.Time
	// OpenWindow opens the window and returns when it is closed.
	OpenWindow func(ctx context.Context, o WindowOptions) error
	// Snapshot draws a page of the window without a display.
	Snapshot func(ctx context.Context, w *workspace.Workspace, p Picture) (image.Image, error)
	// Workspace is worked with where it is open already: in the window, for a
	// terminal that asks at its door. It is not closed, and what is said is said
	// in the language of the window.
	Workspace *workspace.Workspace
	// Dir is the folder that relative paths start from; empty for the working
	// folder of the process.
	Dir string
}

// WindowOptions say what the window opens with.
type WindowOptions struct {
	Dir      string // the folder of the workspace
	Language string // "" for the one in the settings
}

// app is one run of the program.
type app struct {
	Env
	dir      string
	json     bool
	language string
	verbose  bool
	secrets  *secrets      // of a command that takes them
	typed    *bufio.Reader // what such a command reads
}

// Run carries out the command line and returns the exit code. What is wrong is
// said in one line on the error output.
func Run(ctx context.Context, env Env, args []string) int {
	a := &app{Env: env}
	if a.Now == nil {
		a.Now = time.Now
	}
	a.speak(args)
	root := a.root()
	root.SetArgs(args)
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	translateHelp(root)
	if err := root.ExecuteContext(ctx); err != nil {
		if code, answered := a.askAtTheDoor(ctx, err, args); answered {
			return code
		}
		var asks *asking
		if errors.As(err, &asks) {
			return askingCode + int(asks.question)
		}
		fmt.Fprintln(env.Err, i18n.T("cli.error", oneLine(explain(err))))
		return exitCode(err)
	}
	return 0
}

// speak chooses the language: as the command line says, else the settings of
// the workspace, else it stays as it is.
func (a *app) speak(args []string) {
	if a.Workspace != nil {
		return
	}
	language := given(args, "lang")
	if language == "" {
		if dir, err := folder(given(args, "data")); err == nil {
			language = workspace.ReadSettings(dir).Language
		}
	}
	if language != "" {
		_ = i18n.SetLanguage(language) // a wrong one is refused once the command line is understood
	}
}

// exitCode tells scripts what kind of thing went wrong.
func exitCode(err error) int {
	var s *spoken
	switch {
	case errors.As(err, &s) && s.usage:
		return 2
	case errors.Is(err, context.Canceled):
		return 130
	}
	return 1
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "kontor",
		Short:         i18n.T("cli.root.short"),
		Long:          i18n.T("cli.root.long"),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchCommand,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.Workspace != nil {
				return nil // the window has said how
			}
			logrus.SetOutput(a.Err)
			logrus.SetLevel(logrus.ErrorLevel) // what matters to the reader is said in their language
			if a.verbose {
				logrus.SetLevel(logrus.DebugLevel)
			}
			if a.language != "" {
				if err := i18n.SetLanguage(a.language); err != nil {
					return misused("cli.bad-language", a.language)
				}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := a.folder()
			if err != nil {
				return err
			}
			if door.Raise(cmd.Context(), dir) == nil {
				a.say("cli.raised")
				return nil
			}
			if a.OpenWindow == nil {
				return told("cli.usage.no-window")
			}
			return a.OpenWindow(cmd.Context(), WindowOptions{Dir: dir, Language: a.language})
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.dir, "data", "", i18n.T("cli.flag.data"))
	flags.BoolVar(&a.json, "json", false, i18n.T("cli.flag.json"))
	flags.StringVar(&a.language, "lang", "", i18n.T("cli.flag.lang"))
	flags.BoolVarP(&a.verbose, "verbose", "v", false, i18n.T("cli.flag.verbose"))
	flags.BoolP("help", "h", false, i18n.T("cli.flag.help"))
	root.SetFlagErrorFunc(badFlag)
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(
		a.importCommand(), a.peopleCommand(), a.personCommand(), a.logCommand(), a.timelineCommand(),
		a.todayCommand(), a.needsCommand(), a.dossierCommand(), a.exportCommand(), a.verifyCommand(), a.rebuildCommand(), a.demoCommand(),
		a.undoCommand(), a.redoCommand(), a.mergeCommand(), a.unmergeCommand(), a.eraseCommand(), a.teamCommand(), a.snapshotCommand(), a.versionCommand(),
	)
	return root
}

// folder is where the workspace is: as the flag says, else KONTOR_DATA, else
// the data folder of the system.
func (a *app) folder() (string, error) { return folder(a.dir) }

func folder(dir string) (string, error) {
	if dir == "" {
		dir = os.Getenv("KONTOR_DATA")
	}
	if dir == "" {
		dir = filepath.Join(xdg.DataHome, "kontor")
	}
	return filepath.Abs(dir)
}

// open opens the workspace, with progress on the error output where the read
// models must catch up.
func (a *app) open(ctx context.Context) (*workspace.Workspace, error) {
	return a.openWith(ctx, workspace.Options{Progress: a.progress("cli.catching-up")})
}

func (a *app) openWith(ctx context.Context, o workspace.Options) (*workspace.Workspace, error) {
	if a.Workspace != nil {
		return a.Workspace, nil
	}
	dir, err := a.folder()
	if err != nil {
		return nil, err
	}
	o.Now = a.Now
	return workspace.Open(ctx, dir, o)
}

// close closes what openWith opened.
func (a *app) close(w *workspace.Workspace) error {
	if a.Workspace != nil {
		return nil
	}
	return w.Close()
}

// askAtTheDoor has the window that holds the workspace carry out the command
// line, where that is why it failed here.
func (a *app) askAtTheDoor(ctx context.Context, failed error, args []string) (code int, answered bool) {
	if a.Workspace != nil || !workspace.IsHeld(failed) {
		return 0, false
	}
	dir, err := a.folder()
	if err != nil {
		return 0, false
	}
	here, err := os.Getwd()
	if err != nil {
		return 0, false
	}
	line := door.CommandLine{Args: args, Dir: here, Interactive: a.Interactive}
	for {
		in := a.In
		if a.secrets != nil {
			in = a.handedOver()
		}
		code, err = door.Run(ctx, dir, line, in, a.Out, a.Err)
		if errors.Is(err, context.Canceled) {
			return exitCode(err), true
		}
		if err != nil {
			return code, false
		}
		again, err := a.answer(code)
		if err != nil {
			fmt.Fprintln(a.Err, i18n.T("cli.error", oneLine(explain(err))))
			return exitCode(err), true
		}
		if !again {
			return code, true
		}
	}
}

// path is a path of the command line as the process finds it.
func (a *app) path(given string) string {
	if a.Dir == "" || filepath.IsAbs(given) {
		return given
	}
	return filepath.Join(a.Dir, given)
}

// with opens the workspace, lets f work with it, and closes it.
func (a *app) with(f func(ctx context.Context, w *workspace.Workspace, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) (err error) {
		w, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.close(w)) }()
		return f(cmd.Context(), w, args)
	}
}

// progress says on the error output how far something has come, at most four
// times a second, and only to a person.
func (a *app) progress(key string) func(done, total int64) {
	if !a.Interactive || a.json {
		return nil
	}
	var last time.Time
	return func(done, total int64) {
		if total == 0 {
			return
		}
		if now := time.Now(); done >= total || now.Sub(last) > 250*time.Millisecond {
			last = now
			fmt.Fprintf(a.Err, "\r%s", i18n.T(key, i18n.Number(int(done)), i18n.Number(int(total))))
			if done >= total {
				fmt.Fprintln(a.Err)
			}
		}
	}
}

func (a *app) printJSON(v any) error {
	encoder := json.NewEncoder(a.Out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

func (a *app) say(key string, args ...any) { fmt.Fprintln(a.Out, i18n.T(key, args...)) }

func oneLine(s string) string {
	line := []rune(s)
	for i, r := range line {
		if r == '\n' || r == '\r' {
			line[i] = ' '
		}
	}
	return string(line)
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: i18n.T("cli.version.short"), Args: arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if a.json {
				return a.printJSON(map[string]string{"version": a.Version})
			}
			fmt.Fprintln(a.Out, "Kontor", a.Version)
			return nil
		},
	}
}
