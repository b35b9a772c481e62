package workspace

import (
	"context"

	"kontor/domain"
	"kontor/eventstore/esdb"
	"kontor/eventstore/team"
	"kontor/i18n"
)

// TeamCheck is one step of looking at a server: its name, whether it went well,
// and what was found or is to be done, as sentences.
type TeamCheck struct {
	Name    string `json:"name"`
	Outcome string `json:"outcome"` // "ok", "failed", "skipped" or "warning"
	Said    string `json:"said,omitempty"`
}

// TestTeamServer looks step by step at how far one gets with a server, without
// changing anything there. err is what is wrong, nil if nothing is.
func (w *Workspace) TestTeamServer(ctx context.Context, server TeamServer) (checks []TeamCheck, err error) {
	return diagnose(ctx, server, w.ID())
}

// TestTeam looks at a server as [Workspace.TestTeamServer] does, for nobody's
// workspace yet.
func TestTeam(ctx context.Context, server TeamServer) (checks []TeamCheck, err error) {
	return diagnose(ctx, server, domain.None)
}

func diagnose(ctx context.Context, server TeamServer, workspace domain.ID) (checks []TeamCheck, err error) {
	d := esdb.Diagnose(ctx, server.config(), team.StreamName(workspace, team.Epoch))
	for _, s := range d.Steps {
		check := TeamCheck{Name: i18n.T("team.check." + string(s.Check)), Outcome: string(s.Outcome)}
		if s.Key != "" {
			check.Said = i18n.T(s.Key, i18n.Args(s.Args))
			if s.Args == nil {
				check.Said = i18n.T(s.Key)
			}
		}
		checks = append(checks, check)
	}
	return checks, d.Problem()
}
