package palette

import (
	"context"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

const (
	// recentPage is where the settings keep what was opened last. They hold ids
	// only: whoever these are stands in the ledger.
	recentPage = "recent"
	mostRecent = 12
)

var recentKinds = map[string]domain.Kind{
	desk.PagePeople: domain.KindPerson, desk.PageOrganisations: domain.KindOrganisation,
	desk.PageCommunities: domain.KindCommunity, desk.PageConversations: domain.KindConversation,
}

// Keep notes a record that was opened, the latest first. The window calls it for
// each route that is shown.
func Keep(s *workspace.Settings, r kit.Route) {
	kind, ok := recentKinds[r.Page]
	if !ok || desk.RouteID(r.Arg) == domain.None {
		return
	}
	entry := string(kind) + ":" + r.Arg
	kept := slices.DeleteFunc(recentOf(*s), func(other string) bool { return other == entry })
	kept = append([]string{entry}, kept...)
	if s.Pages == nil {
		s.Pages = map[string]string{}
	}
	s.Pages[recentPage] = strings.Join(kept[:min(len(kept), mostRecent)], " ")
}

func recentOf(s workspace.Settings) []string { return strings.Fields(s.Pages[recentPage]) }

// atFirst is what stands there before anything is typed: what was opened last,
// and what can be done.
func (c *card) atFirst(ctx context.Context) []line {
	var lines []line
	now := c.desk.Workspace.Now()
	for _, entry := range recentOf(c.desk.Workspace.Settings()) {
		kind, arg, _ := strings.Cut(entry, ":")
		hit, found := c.recentHit(ctx, domain.Kind(kind), desk.RouteID(arg))
		if !found {
			continue
		}
		if lines == nil {
			lines = append(lines, head("palette.group.recent"))
		}
		lines = append(lines, c.hitLine(hit, now))
	}
	lines = append(lines, head("palette.group.commands"))
	for _, command := range c.commands() {
		lines = append(lines, c.commandLine(command))
	}
	return lines
}

// recentHit is a record as the search would show it; records that are gone are
// left out.
func (c *card) recentHit(ctx context.Context, kind domain.Kind, id domain.ID) (projections.Hit, bool) {
	views, now := c.desk.Workspace.Views(), c.desk.Workspace.Now()
	hit := projections.Hit{Kind: kind, ID: id}
	switch kind {
	case domain.KindPerson:
		page, err := views.Person(ctx, id, now)
		if err != nil || page == nil || page.Erased || page.Missing {
			return hit, false
		}
		hit.Title, hit.Detail, hit.Photo = page.Name, page.Organisation, page.Photo
	case domain.KindOrganisation:
		page, err := views.Organisation(ctx, id)
		if err != nil || page == nil || page.Erased {
			return hit, false
		}
		hit.Title, hit.Detail = page.Name, page.City
	case domain.KindCommunity:
		page, err := views.Community(ctx, id, now)
		if err != nil || page == nil {
			return hit, false
		}
		hit.Title = page.Name
	case domain.KindConversation:
		entry, err := views.Conversation(ctx, id)
		if err != nil || entry == nil || entry.Withdrawn || entry.Erased || entry.Missing {
			return hit, false
		}
		hit.Title, hit.Detail, hit.At = entry.Subject, entry.Text, entry.At
	}
	return hit, hit.Title+hit.Detail != ""
}
