package logline

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/quicklog"
	"kontor/ui/kit"
)

// highlight colours the words of a line by what they mean. It reads the line
// itself, for the words must be coloured at once; who the names are is added
// when it is known.
func (c *card) highlight(text string) []kit.Span {
	line := c.understood.Line
	if c.understoodText != text {
		line = quicklog.Parse(text, c.now(), quicklog.Options{})
	}
	var spans []kit.Span
	at := 0
	plain := func(until int) {
		if until > at {
			spans = append(spans, kit.Span{Text: text[at:until], Style: kit.Input})
		}
	}
	for _, s := range line.Spans {
		plain(s.Start)
		spans = append(spans, c.span(text[s.Start:s.End], s.Role))
		at = s.End
	}
	plain(len(text))
	return spans
}

func (c *card) now() time.Time { return c.desk.Workspace.Now() }

func (c *card) span(word string, role quicklog.Role) kit.Span {
	span := kit.Span{Text: word, Style: kit.Input}
	switch role {
	case quicklog.RoleChannel, quicklog.RoleDirection, quicklog.RoleTag, quicklog.RoleSentiment:
		span.Color = kit.ColorAccent
	case quicklog.RoleOrganisation, quicklog.RoleSubject:
		span.Color = kit.ColorSoon
	case quicklog.RolePerson, quicklog.RoleOurs, quicklog.RoleMention:
		span.Line = c.colourOf(word)
	case quicklog.RoleWhen, quicklog.RoleDuration:
		span.Color = kit.ColorSecondary
	case quicklog.RoleFollowUp, quicklog.RoleDue, quicklog.RoleAssignee, quicklog.RoleAnswer:
		span.Mark = kit.ColorAccentBg
	}
	return span
}

// colourOf tells by the line under a name whether it is known, new or unclear.
func (c *card) colourOf(name string) fyne.ThemeColorName {
	name = strings.Trim(strings.TrimPrefix(name, "@"), `"`)
	for _, list := range named(c.understood) {
		for _, n := range list {
			if n.Name.Text != name {
				continue
			}
			switch n.State {
			case quicklog.Unknown:
				return kit.ColorGood
			case quicklog.Ambiguous:
				return kit.ColorSoon
			}
		}
	}
	return kit.ColorAccent
}
