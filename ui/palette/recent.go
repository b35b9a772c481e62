package palette

import (
	"context"
	"maps"
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
	// pinnedPage is where they keep what is to stand at the top.
	pinnedPage = "pinned"
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

func pinnedOf(s workspace.Settings) []string { return strings.Fields(s.Pages[pinnedPage]) }

// pinned tells whether a line stands at the top for good.
func (c *card) pinned(id string) bool {
	return slices.Contains(pinnedOf(c.desk.Workspace.Settings()), id)
}

// pin lets the record under the cursor stand at the top, or no longer.
func (c *card) pin() {
	chosen := c.selected()
	if chosen == nil || chosen.record.ID == domain.None {
		return
	}
	id := chosen.id
	err := c.desk.Workspace.ChangeSettings(func(s *workspace.Settings) {
		pins := pinnedOf(*s)
		if slices.Contains(pins, id) {
			pins = slices.DeleteFunc(pins, func(other string) bool { return other == id })
		} else {
			pins = append(pins, id)
		}
		pages := maps.Clone(s.Pages)
		if pages == nil {
			pages = map[string]string{}
		}
		pages[pinnedPage] = strings.Join(pins, " ")
		s.Pages = pages
	})
	if err != nil {
		c.desk.Fail(err)
		return
	}
	if strings.TrimSpace(c.entry.Text) == "" {
		c.search()
		return
	}
	c.showHints()
}

// atFirst is what stands there before anything is typed: what is pinned, what
// was opened last, and what can be done.
func (c *card) atFirst(ctx context.Context) []line {
	settings := c.desk.Workspace.Settings()
	pins := pinnedOf(settings)
	lines := c.known(ctx, "palette.group.pinned", pins)
	recent := slices.DeleteFunc(recentOf(settings), func(entry string) bool { return slices.Contains(pins, entry) })
	lines = append(lines, c.known(ctx, "palette.group.recent", recent)...)
	lines = append(lines, head("palette.group.commands"))
	for _, command := range c.commands() {
		lines = append(lines, c.commandLine(command))
	}
	return lines
}

// knownFirst puts what is pinned, then what was opened last, before the others
// whose names begin as it was typed.
func (c *card) knownFirst(hits []projections.Hit, text string) {
	settings := c.desk.Workspace.Settings()
	known := append(slices.Clone(pinnedOf(settings)), recentOf(settings)...)
	typed := strings.Fields(fold(text))
	place := func(hit projections.Hit) int {
		at := slices.Index(known, string(hit.Kind)+":"+hit.ID.String())
		if at < 0 || hit.Approximate || !named(typed, hit.Title) {
			return len(known)
		}
		return at
	}
	slices.SortStableFunc(hits, func(a, b projections.Hit) int { return place(a) - place(b) })
}

// named reports whether each word that was typed begins one of a name.
func named(typed []string, name string) bool {
	words := strings.Fields(fold(name))
	for _, want := range typed {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, want) }) {
			return false
		}
	}
	return true
}

// known are records that the settings hold by their ids, under a head.
func (c *card) known(ctx context.Context, group string, entries []string) (lines []line) {
	now := c.desk.Workspace.Now()
	for _, entry := range entries {
		kind, arg, _ := strings.Cut(entry, ":")
		hit, found := c.recentHit(ctx, domain.Kind(kind), desk.RouteID(arg))
		if !found {
			continue
		}
		if lines == nil {
			lines = append(lines, head(group))
		}
		lines = append(lines, c.hitLine(hit, now))
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
