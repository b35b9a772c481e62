package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/when"
	"kontor/workspace"
)

// attentionJSON is a step that waits for a person.
type attentionJSON struct {
	ID      domain.ID   `json:"id"`
	At      time.Time   `json:"at"`
	Step    string      `json:"step"`
	Title   string      `json:"title"`
	Reason  string      `json:"reason,omitempty"`
	About   *partyJSON  `json:"about,omitempty"`
	Gone    bool        `json:"gone,omitempty"` // nobody can carry it out any more
	Clashes []clashJSON `json:"clashes"`
}

type clashJSON struct {
	Record domain.ID  `json:"record"`
	Name   string     `json:"name"`
	Field  string     `json:"field"`
	Label  string     `json:"label"`
	Before string     `json:"before"`
	Mine   string     `json:"mine"`
	Theirs string     `json:"theirs"`
	By     string     `json:"by,omitempty"`
	At     *time.Time `json:"at,omitempty"`
}

// answered is what the command line decides; each names a step by its id.
type answered struct {
	retry, discard, mine, theirs string
	edit                         string // the step whose fields Keep answers
	keep                         []string
}

func (a *app) teamAttentionCommand() *cobra.Command {
	var o answered
	c := &cobra.Command{
		Use: "attention [ID]", Short: i18n.T("cli.team.attention.short"), Long: i18n.T("cli.team.attention.long"), Args: arguments(0, 1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			if len(args) > 0 {
				o.edit = args[0]
			}
			list, err := w.NeedsAttention(ctx)
			if err != nil {
				return err
			}
			return a.attend(ctx, w, list, o)
		}),
	}
	flags := c.Flags()
	flags.StringVar(&o.retry, "retry", "", i18n.T("cli.flag.team-retry"))
	flags.StringVar(&o.discard, "discard", "", i18n.T("cli.flag.team-discard"))
	flags.StringVar(&o.mine, "mine", "", i18n.T("cli.flag.team-mine"))
	flags.StringVar(&o.theirs, "theirs", "", i18n.T("cli.flag.team-theirs"))
	flags.StringArrayVar(&o.keep, "keep", nil, i18n.T("cli.flag.team-keep"))
	c.MarkFlagsMutuallyExclusive("retry", "discard", "mine", "theirs", "keep")
	return c
}

func (a *app) attend(ctx context.Context, w *workspace.Workspace, list []workspace.Attention, o answered) error {
	find := func(id string) (workspace.Attention, error) {
		for _, item := range list {
			if item.ID.String() == id || len(id) >= 6 && strings.HasSuffix(item.ID.String(), id) {
				return item, nil
			}
		}
		if _, err := uuid.Parse(id); err != nil {
			return workspace.Attention{}, told("cli.bad-id", id)
		}
		return workspace.Attention{}, told("cli.team.attention.unknown", id)
	}
	var item workspace.Attention
	var err error
	switch {
	case o.retry != "":
		if item, err = find(o.retry); err == nil {
			_, err = w.RetryAttention(ctx, item.ID)
		}
	case o.discard != "":
		if item, err = find(o.discard); err == nil {
			err = w.DiscardAttention(ctx, item.ID)
		}
	case o.mine != "":
		if item, err = find(o.mine); err == nil {
			err = a.settleStep(ctx, w, item, []string{domain.KeepMine})
		}
	case o.theirs != "":
		if item, err = find(o.theirs); err == nil {
			err = a.settleStep(ctx, w, item, []string{domain.KeepTheirs})
		}
	case len(o.keep) > 0 && o.edit == "":
		return misused("cli.usage.too-few", "kontor team attention ID --keep FIELD=mine|theirs") // i18n: a command line
	case len(o.keep) > 0:
		if item, err = find(o.edit); err == nil {
			err = a.settleStep(ctx, w, item, o.keep)
		}
	default:
		if o.edit != "" {
			if item, err = find(o.edit); err != nil {
				return err
			}
			list = []workspace.Attention{item}
		}
		return a.printAttention(ctx, w, list)
	}
	if err != nil {
		return err
	}
	left := len(list) - 1
	if a.json {
		return a.printJSON(map[string]any{"settled": item.ID, "left": left})
	}
	a.say("cli.team.attention.settled", i18n.N("cli.team.steps", left))
	return nil
}

// settleStep answers every clash of a step: with one word for all of them, or field
// by field. No field may be left without an answer.
func (a *app) settleStep(ctx context.Context, w *workspace.Workspace, item workspace.Attention, keep []string) error {
	if len(item.Clashes) == 0 {
		return told("cli.team.attention.no-clash")
	}
	answers := map[domain.Stream][]domain.Answer{}
	used := map[string]bool{}
	for _, clash := range item.Clashes {
		label, err := w.ClashLabel(ctx, clash)
		if err != nil {
			return err
		}
		choice := ""
		for _, k := range keep {
			field, which, byField := cutLast(k)
			if byField && !strings.EqualFold(field, string(clash.Field)) && !strings.EqualFold(field, label) {
				continue
			}
			if which != domain.KeepMine && which != domain.KeepTheirs {
				return misused("cli.team.attention.bad-keep", k)
			}
			choice, used[k] = which, true
		}
		if choice == "" {
			return told("cli.team.attention.unanswered", clash.Field)
		}
		answers[clash.Record] = append(answers[clash.Record], domain.Answer{
			Field: clash.Field, Keep: choice, Mine: clash.Mine, Theirs: clash.Theirs,
		})
	}
	if i := slices.IndexFunc(keep, func(k string) bool { return !used[k] }); i >= 0 {
		return misused("cli.team.attention.bad-keep", keep[i])
	}
	_, err := w.SettleAttention(ctx, item.ID, answers)
	return err
}

// cutLast parts FIELD=CHOICE at its last sign, because fields may have one.
func cutLast(keep string) (field, which string, byField bool) {
	if at := strings.LastIndexByte(keep, '='); at >= 0 {
		return keep[:at], keep[at+1:], true
	}
	return "", keep, false
}

func (a *app) printAttention(ctx context.Context, w *workspace.Workspace, list []workspace.Attention) error {
	out := []attentionJSON{}
	for _, item := range list {
		one, err := attentionAsJSON(ctx, w, item)
		if err != nil {
			return err
		}
		out = append(out, one)
	}
	if a.json {
		return a.printJSON(out)
	}
	if len(out) == 0 {
		a.say("cli.team.attention.none")
	}
	for i, item := range out {
		a.printOneAttention(item, list[i].At.In(w.Now().Location()))
	}
	return nil
}

func (a *app) printOneAttention(item attentionJSON, at time.Time) {
	heading := item.Title
	if item.About != nil && item.About.Name != "" {
		heading += ": " + item.About.Name
	}
	fmt.Fprintf(a.Out, "%s  %s\n  %s\n", item.ID, heading, when.Exact(at, i18n.Language()))
	if item.Reason != "" {
		fmt.Fprintln(a.Out, " ", item.Reason)
	}
	for _, c := range item.Clashes {
		empty := i18n.T("cli.team.attention.empty")
		who := c.By
		if who == "" {
			who = i18n.T("cli.team.attention.somebody")
		}
		a.say("cli.team.attention.clash", c.Field, c.Label, orElse(c.Before, empty), orElse(c.Mine, empty), orElse(c.Theirs, empty), who)
	}
	switch {
	case item.Gone:
		a.say("cli.team.attention.gone", item.ID)
	case len(item.Clashes) > 0:
		a.say("cli.team.attention.answer", item.ID)
	default:
		a.say("cli.team.attention.retry", item.ID)
	}
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func attentionAsJSON(ctx context.Context, w *workspace.Workspace, item workspace.Attention) (attentionJSON, error) {
	out := attentionJSON{
		ID: item.ID, At: item.At, Step: item.Title, Title: i18n.T("command." + item.Title), Reason: item.Reason,
		Gone: item.Command == nil, Clashes: []clashJSON{},
	}
	if item.About.ID != domain.None {
		about := party(item.About)
		out.About = &about
	}
	for _, c := range item.Clashes {
		one := clashJSON{Record: c.Record.ID, Name: c.Name, Field: string(c.Field), By: c.Who, At: moment(c.At)}
		var err error
		if one.Label, err = w.ClashLabel(ctx, c); err != nil {
			return out, err
		}
		for _, v := range []struct {
			value *domain.Value
			into  *string
		}{{c.Base, &one.Before}, {c.Mine, &one.Mine}, {c.Theirs, &one.Theirs}} {
			if *v.into, err = w.ClashText(ctx, c, v.value); err != nil {
				return out, err
			}
		}
		out.Clashes = append(out.Clashes, one)
	}
	return out, nil
}
