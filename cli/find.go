package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/i18n"
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
	var fit []projections.Hit
	for _, h := range hits {
		for _, kind := range kinds {
			if h.Kind == kind {
				fit = append(fit, h)
			}
		}
	}
	if len(fit) == 0 {
		return domain.Stream{}, errors.New(i18n.T("cli.nobody-found", words))
	}
	if len(fit) > 1 && !fit[0].Approximate && !fit[1].Approximate && fit[0].Score <= fit[1].Score && fit[0].Title != fit[1].Title {
		return domain.Stream{}, errors.New(i18n.T("cli.several-found", words, titles(fit)))
	}
	return domain.Stream{Kind: fit[0].Kind, ID: fit[0].ID}, nil
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
	return domain.Stream{}, errors.New(i18n.T("cli.nobody-found", id))
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
