package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
	"kontor/workspace"
)

// needJSON is a need with everyone who asked.
type needJSON struct {
	ID       domain.ID         `json:"id"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	Tags     []string          `json:"tags"`
	State    domain.NeedState  `json:"state"`
	Answer   domain.NeedAnswer `json:"answer,omitempty"`
	Wording  string            `json:"wording,omitempty"`
	Owner    string            `json:"owner,omitempty"`
	Due      domain.Day        `json:"due,omitempty"`
	RaisedAt time.Time         `json:"raisedAt"`
	Voices   []voiceJSON       `json:"voices"`
	ToTell   int               `json:"toTell"`
}

type voiceJSON struct {
	Person       domain.ID `json:"person"`
	Name         string    `json:"name"`
	Organisation string    `json:"organisation,omitempty"`
	Conversation domain.ID `json:"conversation,omitzero"`
	Heard        time.Time `json:"heard"`
	Quote        string    `json:"quote,omitempty"`
	Told         bool      `json:"told"`
	Erased       bool      `json:"erased,omitempty"`
}

func (a *app) needsCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use: "needs [QUERY]", Short: i18n.T("cli.needs.short"),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			query := projections.NeedQuery{Text: strings.Join(args, " "), Page: projections.Page{Limit: 500}}
			if all {
				query.Shown = projections.NeedsAll
			}
			rows, err := allNeeds(ctx, w, query)
			if err != nil {
				return err
			}
			if !a.json {
				return a.printNeeds(rows, w.Now())
			}
			needs := []needJSON{}
			for _, row := range rows {
				page, err := w.Views().Need(ctx, row.ID)
				if err != nil {
					return err
				}
				if page != nil {
					needs = append(needs, needOf(page))
				}
			}
			return a.printJSON(needs)
		}),
	}
	c.Flags().BoolVar(&all, "all", false, i18n.T("cli.needs.all"))
	return c
}

func allNeeds(ctx context.Context, w *workspace.Workspace, query projections.NeedQuery) ([]projections.NeedRow, error) {
	var needs []projections.NeedRow
	for {
		rows, err := w.Views().Needs(ctx, query)
		if err != nil {
			return nil, err
		}
		if needs = append(needs, rows...); len(rows) < query.Limit {
			return needs, nil
		}
		query.After = rows[len(rows)-1].Cursor
	}
}

func needOf(p *projections.NeedPage) needJSON {
	n := needJSON{
		ID: p.ID, Title: p.Title, Text: p.Text, Tags: append([]string{}, p.Tags...), State: p.State, Answer: p.Answer,
		Owner: p.OwnerName, Due: p.Due, RaisedAt: p.RaisedAt, Voices: []voiceJSON{}, ToTell: p.ToTell,
	}
	if p.Decision != nil {
		n.Wording = p.Decision.Wording
	}
	for _, v := range p.Heard {
		n.Voices = append(n.Voices, voiceJSON{
			Person: v.Person, Name: v.Name, Organisation: v.OrganisationName, Conversation: v.Conversation, Heard: v.Heard.At,
			Quote: v.Quote, Told: v.Told != nil, Erased: v.Erased,
		})
	}
	return n
}

func (a *app) printNeeds(rows []projections.NeedRow, now time.Time) error {
	if len(rows) == 0 {
		a.say("cli.needs.none")
		return nil
	}
	table := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		due := ""
		if row.Due != "" {
			due = when.SpeakDay(row.Due, now, i18n.Language())
		}
		state := i18n.T("need.state." + string(row.State))
		if row.Answer != "" {
			state += ": " + i18n.T("need.answer."+string(row.Answer))
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", row.Title, state, i18n.N("cli.needs.voices", row.Voices), row.OwnerName, due)
	}
	return table.Flush()
}
