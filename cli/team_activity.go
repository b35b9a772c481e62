package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/when"
	"kontor/workspace"
)

// activityJSON is a step that somebody took.
type activityJSON struct {
	Command    domain.ID   `json:"command"`
	Position   int64       `json:"position"`
	At         time.Time   `json:"at"`
	By         partyJSON   `json:"by"`
	Device     domain.ID   `json:"device"`
	DeviceName string      `json:"deviceName,omitempty"`
	Here       bool        `json:"here"`
	Shared     bool        `json:"shared"`
	Events     int         `json:"events"`
	Entries    []entryJSON `json:"entries"`
}

func (a *app) teamActivityCommand() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use: "activity", Short: i18n.T("cli.team.activity.short"), Args: arguments(0, 0),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
			if limit < 1 {
				return misused("cli.usage.bad-value", "--limit", limit)
			}
			steps, err := w.Activities(ctx, 0, limit)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(activitiesAsJSON(steps))
			}
			for _, s := range steps {
				a.printActivity(s, w.Now())
			}
			if len(steps) == 0 {
				a.say("cli.timeline.none")
			}
			return nil
		}),
	}
	c.Flags().IntVar(&limit, "limit", 20, i18n.T("cli.flag.team-limit"))
	return c
}

func activitiesAsJSON(steps []workspace.Activity) []activityJSON {
	out := make([]activityJSON, len(steps))
	for i, s := range steps {
		out[i] = activityJSON{
			Command: s.Command, Position: s.Position, At: s.At, By: party(s.Actor), Device: s.Device, DeviceName: s.DeviceName,
			Here: s.Here, Shared: s.Shared, Events: s.Count, Entries: []entryJSON{},
		}
		for _, e := range s.Entries {
			out[i].Entries = append(out[i].Entries, entry(e))
		}
	}
	return out
}

func (a *app) printActivity(s workspace.Activity, now time.Time) {
	where := s.DeviceName
	if where == "" {
		where = i18n.T("cli.team.device.unnamed")
	}
	if s.Here {
		where += " " + i18n.T("cli.team.device.here")
	}
	if !s.Shared {
		where += ", " + i18n.T("cli.team.activity.unshared")
	}
	fmt.Fprintf(a.Out, "%s · %s · %s\n", when.Exact(s.At.In(now.Location()), i18n.Language()), orElse(s.Actor.Name, i18n.T("cli.team.attention.somebody")), where)
	for _, e := range s.Entries {
		a.printEntry(e, now)
	}
	if more := s.Count - len(s.Entries); more > 0 {
		fmt.Fprintln(a.Out, " ", i18n.N("cli.team.activity.more", more))
	}
}
