package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/match"
	"kontor/projections"
	"kontor/workspace"
)

// findRecord finds the person, organisation or community that words or an id
// name. It fails where nobody or several are meant equally well.
func findRecord(ctx context.Context, w *workspace.Workspace, words string, kinds ...domain.Kind) (domain.Stream, error) {
	if id, err := uuid.Parse(words); err == nil {
		return recordByID(ctx, w, id, kinds)
	}
	hits, err := w.Views().Search(ctx, words, 20, w.Now())
	if err != nil {
		return domain.Stream{}, err
	}
	hits = slices.DeleteFunc(hits, func(h projections.Hit) bool { return !slices.Contains(kinds, h.Kind) })
	if len(hits) == 0 {
		return domain.Stream{}, told("cli.nobody-found", words)
	}
	meant := meantBy(words, hits)
	switch {
	case len(meant) > 1:
		return domain.Stream{}, told("cli.several-found", words, titles(meant))
	case len(meant) == 0:
		return domain.Stream{}, told("cli.nobody-like", words, titles(hits))
	}
	return domain.Stream{Kind: meant[0].Kind, ID: meant[0].ID}, nil
}

// meantBy are the hits that are meant equally well: those of exactly this name,
// else those that have all the words in their name, else the only one that is
// found, else whoever sounds like it most clearly.
func meantBy(words string, hits []projections.Hit) []projections.Hit {
	wanted := strings.Fields(match.Fold(words))
	those := func(fits func(name []string, h projections.Hit) bool) []projections.Hit {
		var fit []projections.Hit
		for _, h := range hits {
			if fits(strings.Fields(match.Fold(h.Title)), h) {
				fit = append(fit, h)
			}
		}
		return fit
	}
	for _, fits := range []func(name []string, h projections.Hit) bool{
		func(name []string, _ projections.Hit) bool { return slices.Equal(name, wanted) },
		func(name []string, _ projections.Hit) bool {
			return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(name, w) })
		},
		func(_ []string, h projections.Hit) bool { return !h.Approximate },
	} {
		if fit := those(fits); len(fit) > 0 {
			return fit
		}
	}
	if len(hits) > 1 && hits[0].Score == hits[1].Score {
		return nil
	}
	return hits[:1]
}

func recordByID(ctx context.Context, w *workspace.Workspace, id domain.ID, kinds []domain.Kind) (domain.Stream, error) {
	for _, kind := range kinds {
		s := domain.Stream{Kind: kind, ID: id}
		record, err := w.Record(ctx, s)
		if err != nil {
			return domain.Stream{}, err
		}
		if record != nil {
			return s, nil
		}
	}
	return domain.Stream{}, told("cli.nobody-found", id)
}

func titles(hits []projections.Hit) string {
	var list []string
	for i, h := range hits {
		if i == 5 {
			list = append(list, "…")
			break
		}
		title := h.Title
		if h.Detail != "" {
			title = fmt.Sprintf("%s (%s)", h.Title, h.Detail)
		}
		list = append(list, title)
	}
	return strings.Join(list, ", ")
}
