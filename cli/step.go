package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/workspace"
)

// stepJSON is a step that was taken back, or done again.
type stepJSON struct {
	Command domain.ID `json:"command"`
	Events  int       `json:"events"`
}

// undoCommand names the step while the records are there that it made.
func (a *app) undoCommand() *cobra.Command {
	return a.stepCommand("undo", func(ctx context.Context, w *workspace.Workspace) (done workspace.Done, what string, err error) {
		last, err := w.Undoable(ctx)
		if err != nil {
			return done, "", err
		}
		step, err := w.StepOf(ctx, last.ID)
		if err == nil {
			done, err = w.UndoCommand(ctx, last.ID)
		}
		return done, stepText(step), err
	})
}

func (a *app) redoCommand() *cobra.Command {
	return a.stepCommand("redo", func(ctx context.Context, w *workspace.Workspace) (workspace.Done, string, error) {
		done, err := w.Redo(ctx)
		if err != nil {
			return done, "", err
		}
		step, err := w.StepOf(ctx, done.Command)
		return done, stepText(step), err
	})
}

// stepCommand takes the last step of the person at this machine back, or does
// it again, and says which one it was.
func (a *app) stepCommand(name string, step func(context.Context, *workspace.Workspace) (workspace.Done, string, error)) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: i18n.T("cli." + name + ".short"), Args: cobra.NoArgs,
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
			done, what, err := step(ctx, w)
			if domain.RefusedWith(err, domain.RefusedNothingToUndo) {
				return told("cli." + name + ".nothing")
			}
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(stepJSON{done.Command, len(done.Events)})
			}
			a.say("cli."+name+".done", what)
			return nil
		}),
	}
}

// stepText says what a step was: which kind of change, and about whom or what.
func stepText(s workspace.Step) string {
	title := s.Title
	if key := "command." + s.Title; i18n.Has(key) {
		title = i18n.T(key)
	}
	about := s.Words
	if about == "" {
		var names []string
		for _, party := range s.About {
			names = append(names, party.Name)
		}
		about = strings.Join(names, ", ")
	}
	if about == "" {
		return title
	}
	return i18n.T("cli.step.about", title, about)
}

func (a *app) eraseCommand() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use: "erase NAME|ID", Short: i18n.T("cli.erase.short"), Long: i18n.T("cli.erase.long"), Args: cobra.MinimumNArgs(1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			record, err := findRecord(ctx, w, strings.Join(args, " "), domain.KindPerson)
			if err != nil {
				return err
			}
			preview, err := w.PreviewErase(ctx, record.ID)
			if err != nil {
				return err
			}
			if err := a.mayErase(ctx, w, preview, yes); err != nil {
				return err
			}
			certificate, err := w.Erase(ctx, record.ID)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(certificate)
			}
			a.say("cli.erase.done", i18n.Number(certificate.Keys), certificate.Person)
			return nil
		}),
	}
	c.Flags().BoolVar(&yes, "yes", false, i18n.T("cli.flag.erase-yes"))
	return c
}

// mayErase shows every place that an erasure reaches and asks for the name.
func (a *app) mayErase(ctx context.Context, w *workspace.Workspace, e workspace.Erasure, yes bool) error {
	page, err := w.Views().Person(ctx, e.Person, w.Now())
	if err != nil || page == nil {
		return errors.Join(err, told("cli.nobody-found", e.Person))
	}
	if !a.json {
		a.say("cli.erase.preview", page.Name, e.Alone, e.Shared, e.Needs, e.FollowUps, e.Attachments, e.Imports)
		for _, hit := range e.Elsewhere {
			a.say("cli.erase.elsewhere", hit.Title, hit.Detail)
		}
	}
	switch {
	case yes:
		return nil
	case !a.Interactive:
		return told("cli.erase.needs-yes")
	}
	fmt.Fprint(a.Err, i18n.T("cli.erase.type-name", page.Name))
	answer, _ := bufio.NewReader(a.In).ReadString('\n')
	if strings.TrimSpace(answer) != page.Name {
		return told("cli.erase.kept")
	}
	return nil
}
