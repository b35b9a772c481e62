package palette

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// command is something to do. Its name is the text under its key; the words
// under key + ".words" are those it is also found by, in both languages.
type command struct {
	key      string
	icon     kit.Icon
	shortcut string
	act      func()
}

func (c *card) commands() []command {
	d := c.desk
	open := func(page string) func() { return func() { d.Shell.Open(kit.Route{Page: page}) } }
	edit := func(form func(domain.ID)) func() { return func() { form(domain.None) } }
	list := []command{
		{"palette.command.log", kit.IconConversation, "Ctrl+L", func() { d.QuickLog("") }},
		{"palette.command.new-person", kit.IconPersonAdd, "Ctrl+N", edit(d.EditPerson)},
		{"palette.command.new-organisation", kit.IconOrganisation, "", edit(d.EditOrganisation)},
		{"palette.command.new-community", kit.IconCommunity, "", edit(d.EditCommunity)},
		{"palette.command.new-conversation", kit.IconNote, "", edit(d.EditConversation)},
		{"palette.command.new-need", kit.IconNeed, "", func() { d.RaiseNeed(desk.NeedStart{}) }},
		{"palette.command.today", kit.IconToday, d.Shell.PlaceKey(desk.PageToday), open(desk.PageToday)},
		{"palette.command.people", kit.IconPerson, d.Shell.PlaceKey(desk.PagePeople), open(desk.PagePeople)},
		{"palette.command.organisations", kit.IconOrganisation, d.Shell.PlaceKey(desk.PageOrganisations), open(desk.PageOrganisations)},
		{"palette.command.communities", kit.IconCommunity, d.Shell.PlaceKey(desk.PageCommunities), open(desk.PageCommunities)},
		{"palette.command.conversations", kit.IconConversation, d.Shell.PlaceKey(desk.PageConversations), open(desk.PageConversations)},
		{"palette.command.needs", kit.IconNeed, d.Shell.PlaceKey(desk.PageNeeds), open(desk.PageNeeds)},
		{"palette.command.import", kit.IconImport, d.Shell.PlaceKey(desk.PageImport), open(desk.PageImport)},
		{"palette.command.duplicates", kit.IconMerge, "", func() {
			d.Shell.Open(kit.Route{Page: desk.PageImport, Arg: desk.ArgDuplicates})
		}},
		{"palette.command.settings", kit.IconSettings, d.Shell.PlaceKey(desk.PageSettings), open(desk.PageSettings)},
		{"palette.command.undo", kit.IconUndo, "Ctrl+Z", d.Undo},
		{"palette.command.redo", kit.IconHistory, "Ctrl+Y", d.Redo},
	}
	for _, more := range d.Commands {
		if more.Idle == nil || !more.Idle() {
			list = append(list, command{more.Key, more.Icon, more.Shortcut, more.Act})
		}
	}
	return list
}

func (c *card) commandLine(command command) line {
	shortcut := ""
	if command.shortcut != "" {
		shortcut = kit.KeyLabel(command.shortcut)
	}
	return line{
		id: command.key, act: command.act,
		data: kit.RowData{
			Face:  kit.Face{Kind: kit.SymbolFace, ID: command.key, Icon: command.icon},
			Title: i18n.T(command.key), Side: shortcut,
		},
	}
}

// matchCommands are the commands that fit a text, the best first. It is sure
// where a word of the first begins with what was typed.
func (c *card) matchCommands(text string) (lines []line, sure bool) {
	commands := c.commands()
	typed := fold(strings.TrimSpace(text))
	source := make([]string, len(commands))
	for i, command := range commands {
		source[i] = fold(i18n.T(command.key) + " " + i18n.T(command.key+".words"))
	}
	begins := func(i int) bool {
		return strings.HasPrefix(source[i], typed) || strings.Contains(source[i], " "+typed)
	}
	matches := fuzzy.Find(typed, source)
	slices.SortStableFunc(matches, func(a, b fuzzy.Match) int {
		if begins(a.Index) != begins(b.Index) {
			if begins(a.Index) {
				return -1
			}
			return 1
		}
		return b.Score - a.Score
	})
	for _, m := range matches {
		// Letters that lie scattered over all the words say nothing.
		if !begins(m.Index) && !together(m.MatchedIndexes) {
			continue
		}
		lines = append(lines, c.commandLine(commands[m.Index]))
	}
	return lines, len(matches) > 0 && len([]rune(typed)) >= 2 && begins(matches[0].Index)
}

// mostApart is how far the letters of a fuzzy match may lie apart, for each of
// them.
const mostApart = 3

func together(indexes []int) bool {
	return len(indexes) > 1 && indexes[len(indexes)-1]-indexes[0] < mostApart*len(indexes)
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// fold makes words that are written differently alike.
func fold(s string) string { return umlauts.Replace(strings.ToLower(s)) }
