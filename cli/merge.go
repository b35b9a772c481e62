package cli

import (
	"bufio"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/workspace"
)

// mergeJSON says who is one person now.
type mergeJSON struct {
	Command domain.ID `json:"command"`
	Kept    domain.ID `json:"kept"`
	Merged  domain.ID `json:"merged"`
}

func (a *app) mergeCommand() *cobra.Command {
	var yes, takeName, bothNotes bool
	c := &cobra.Command{
		Use: "merge KEEP OTHER", Short: i18n.T("cli.merge.short"), Long: i18n.T("cli.merge.long"), Args: arguments(2, 2),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			var both [2]domain.Stream
			for i, words := range args {
				record, err := findRecord(ctx, w, words, domain.KindPerson)
				if err != nil {
					return err
				}
				both[i] = record
			}
			compared, err := w.Compare(ctx, both[0].ID, both[1].ID)
			if err != nil {
				return err
			}
			merge := domain.MergePeople{Keep: compared.Keep.ID, Other: compared.Other.ID, BothNotes: bothNotes}
			if takeName {
				merge.Take = append(merge.Take, domain.FieldName)
			}
			if err := a.mayMerge(compared, merge, yes); err != nil {
				return err
			}
			done, err := w.Do(ctx, compared.Command(merge))
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(mergeJSON{done.Command, merge.Keep, merge.Other})
			}
			a.say("cli.merge.done", compared.Keep.Name, compared.Other.Name)
			return nil
		}),
	}
	c.Flags().BoolVar(&yes, "yes", false, i18n.T("cli.flag.merge-yes"))
	c.Flags().BoolVar(&takeName, "take-name", false, i18n.T("cli.merge.take-name"))
	c.Flags().BoolVar(&bothNotes, "both-notes", false, i18n.T("cli.merge.other-note"))
	return c
}

// mayMerge says what becomes of whom and asks whether that is meant.
func (a *app) mayMerge(c workspace.Comparison, merge domain.MergePeople, yes bool) error {
	if !a.json {
		a.say("cli.merge.preview", c.Keep.Name, c.KeepTalks, c.Other.Name, c.OtherTalks)
		if c.Apart {
			a.say("cli.merge.apart")
		}
		for _, row := range c.Rows {
			if !row.Choice || row.Field == domain.FieldNote && merge.BothNotes {
				continue
			}
			stays, goes := row.Mine, row.Other
			if slices.Contains(merge.Take, row.Field) {
				stays, goes = goes, stays
			}
			a.say("cli.merge.field", row.Label, workspace.FactText(row.Field, *stays), workspace.FactText(row.Field, *goes))
		}
	}
	switch {
	case yes:
		return nil
	case !a.Interactive:
		return told("cli.merge.needs-yes")
	case !a.confirm(bufio.NewReader(a.In), "cli.merge.ask"):
		return told("cli.merge.kept")
	}
	return nil
}

func (a *app) unmergeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "unmerge NAME|ID", Short: i18n.T("cli.unmerge.short"), Long: i18n.T("cli.unmerge.long"), Args: arguments(1, -1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			merged, keeper, err := findMerged(ctx, w, strings.Join(args, " "))
			if err != nil {
				return err
			}
			done, err := w.Do(ctx, domain.UnmergePerson{Person: merged.ID})
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(mergeJSON{done.Command, keeper, merged.ID})
			}
			a.say("cli.unmerge.done", merged.Name)
			return nil
		}),
	}
}

// findMerged finds who is meant to be given back: by the id or the name of the
// merged record, or as the only one who was merged with the person of that name.
func findMerged(ctx context.Context, w *workspace.Workspace, words string) (merged projections.Party, keeper domain.ID, err error) {
	all, err := w.Views().Merged(ctx, domain.None)
	if err != nil {
		return merged, keeper, err
	}
	var named []projections.MergedRow
	for _, m := range all {
		if strings.EqualFold(m.Name, words) || m.ID.String() == strings.ToLower(words) {
			named = append(named, m)
		}
	}
	if len(named) != 1 {
		record, err := findRecord(ctx, w, words, domain.KindPerson)
		if err != nil {
			return merged, keeper, err
		}
		named = slices.DeleteFunc(all, func(m projections.MergedRow) bool { return m.Into != record.ID })
	}
	switch len(named) {
	case 0:
		return merged, keeper, told("cli.unmerge.none", words)
	case 1:
		return named[0].Party, named[0].Into, nil
	}
	names := make([]string, len(named))
	for i, m := range named {
		names[i] = m.Name + " (" + m.ID.String() + ")"
	}
	return merged, keeper, told("cli.unmerge.several", words, strings.Join(names, ", "))
}
