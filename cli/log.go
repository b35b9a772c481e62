package cli

import (
	"bufio"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
	"kontor/workspace"
)

// logJSON is what was recorded.
type logJSON struct {
	Command      domain.ID  `json:"command"`
	Conversation *entryJSON `json:"conversation"`
	New          []newJSON  `json:"new"`
}

type newJSON struct {
	ID   domain.ID   `json:"id"`
	Kind domain.Kind `json:"kind"`
	Name string      `json:"name"`
}

func (a *app) logCommand() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use: `log "LINE"`, Short: i18n.T("cli.log.short"), Long: i18n.T("cli.log.long"), Args: arguments(1, -1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			line, err := w.Understand(ctx, strings.Join(args, " "))
			if err != nil {
				return err
			}
			if err := a.settle(&line, yes); err != nil {
				return err
			}
			done, err := w.Log(ctx, line)
			if err != nil {
				return err
			}
			return a.printLogged(ctx, w, done)
		}),
	}
	c.Flags().BoolVar(&yes, "yes", false, i18n.T("cli.flag.yes"))
	return c
}

// settle asks who is meant where that is not clear, and whether new people are
// wanted.
func (a *app) settle(line *quicklog.Resolved, yes bool) error {
	answers := bufio.NewReader(a.In)
	var unknown []string
	for _, list := range [][]quicklog.Resolution{line.TheirOrganisations, line.TheirPeople, line.OurPeople, line.Mentioned} {
		for i := range list {
			name := &list[i]
			if name.State == quicklog.Ambiguous {
				if err := a.choose(answers, name); err != nil {
					return err
				}
			}
			if name.State == quicklog.Unknown && !yes {
				if !a.Interactive {
					unknown = append(unknown, name.Name.Text)
				} else if !a.confirm(answers, "cli.log.new", name.Name.Text) {
					return told("cli.log.not-kept")
				}
			}
		}
	}
	if len(unknown) > 0 {
		return told("cli.log.unknown", strings.Join(unknown, ", "))
	}
	return nil
}

func (a *app) choose(answers *bufio.Reader, name *quicklog.Resolution) error {
	var labels []string
	for _, c := range name.Choices {
		label := c.Label
		if c.Detail != "" {
			label += " (" + c.Detail + ")"
		}
		labels = append(labels, label)
	}
	if !a.Interactive {
		return told("cli.log.ambiguous", name.Name.Text, strings.Join(labels, ", "))
	}
	fmt.Fprintln(a.Err, i18n.T("cli.log.choose", name.Name.Text))
	for i, label := range labels {
		fmt.Fprintf(a.Err, "  %d  %s\n", i+1, label)
	}
	fmt.Fprint(a.Err, i18n.T("cli.log.choose-number"))
	answer, _ := answers.ReadString('\n')
	n, err := strconv.Atoi(strings.TrimSpace(answer))
	switch {
	case err != nil || n < 0 || n > len(name.Choices):
		return told("cli.log.not-kept")
	case n == 0:
		name.State = quicklog.Unknown
	default:
		name.State, name.Chosen = quicklog.Known, name.Choices[n-1]
	}
	return nil
}

// confirm asks a question whose answer is yes unless it says no.
func (a *app) confirm(answers *bufio.Reader, key string, args ...any) bool {
	fmt.Fprint(a.Err, i18n.T(key, args...))
	answer, err := answers.ReadString('\n')
	if err != nil && answer == "" {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "n", "no", "nein":
		return false
	}
	return true
}

func (a *app) printLogged(ctx context.Context, w *workspace.Workspace, done workspace.Done) error {
	out := logJSON{Command: done.Command, New: []newJSON{}}
	for _, r := range done.Events {
		s := r.Event.Stream()
		switch e := r.Event.(type) {
		case *domain.RecordAdded:
			out.New = append(out.New, newJSON{s.ID, s.Kind, addedName(e)})
		case *domain.ConversationLogged:
			logged, err := w.Views().Conversation(ctx, s.ID)
			if err != nil {
				return err
			}
			if logged != nil {
				e := entry(*logged)
				out.Conversation = &e
				if !a.json {
					a.say("cli.log.done")
					a.printEntry(*logged, w.Now())
				}
			}
		}
	}
	if a.json {
		return a.printJSON(out)
	}
	return nil
}

func addedName(e *domain.RecordAdded) string {
	for _, c := range e.Sealed.Changes {
		switch {
		case c.Field != domain.FieldName || c.Now == nil:
		case c.Now.Name != nil:
			return c.Now.Name.Full()
		default:
			return c.Now.Text
		}
	}
	return ""
}
