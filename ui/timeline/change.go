package timeline

import (
	"strconv"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/when"
	"kontor/workspace"
)

// changeText says a change in one line: whose record, what changed, to what,
// and who did it.
func (t *Timeline) changeText(e *projections.TimelineEntry) string {
	var about, with []projections.Party
	for _, list := range [][]projections.Party{e.People, e.Organisations, e.Communities, e.Members} {
		for _, party := range list {
			if party.ID == e.Record.ID && len(about) == 0 {
				about = append(about, party)
				continue
			}
			with = append(with, party)
		}
	}
	var said []string
	if names := t.names(with); names != "" {
		said = append(said, names)
	}
	if e.Erased {
		said = append(said, i18n.T("timeline.erased"))
	} else if text := t.changeSaid(e); text != "" {
		said = append(said, text)
	}
	for _, c := range e.Changes {
		if text := valueChange(c); text != "" {
			said = append(said, text)
		}
	}
	line := i18n.T("change." + e.Type)
	if len(said) > 0 {
		line = i18n.T("timeline.change", line, strings.Join(said, ", "))
	}
	if name := t.names(about); name != "" && e.Record != t.p.Of {
		line = name + " · " + line
	}
	switch by := t.p.Desk.PartyName(e.Actor); {
	case e.Actor.ID == t.p.Desk.Workspace.Me():
		line += " · " + i18n.T("timeline.by-you")
	case by != "":
		line += " · " + i18n.T("timeline.by", by)
	}
	return line
}

// changeSaid reads the text of a change by its type.
func (t *Timeline) changeSaid(e *projections.TimelineEntry) string {
	_, kind, _ := strings.Cut(strings.TrimSuffix(e.Type, ".v1"), ".")
	switch kind {
	case "added":
		if key := "origin." + e.Text; e.Text != domain.OriginManual && i18n.Has(key) {
			return i18n.T(key)
		}
		return ""
	case "rhythm-set":
		days, err := strconv.Atoi(e.Text)
		if err != nil {
			return ""
		}
		return RhythmText(domain.Rhythm(days))
	case "related", "relation-removed":
		return i18n.T("relation." + e.Text)
	case "snoozed":
		return when.SpeakDay(domain.Day(e.Text), t.p.Desk.Workspace.Now(), i18n.Language())
	case "classified":
		return i18n.T("taxonomy." + e.Text)
	case "joined-community":
		return desk.RolesText(desk.ReadRoles(e.Text))
	}
	return e.Text
}

// RhythmText says a rhythm as people do.
func RhythmText(r domain.Rhythm) string {
	switch {
	case r == domain.Never:
		return i18n.T("rhythm.never")
	case r == 0:
		return i18n.T("rhythm.none")
	}
	return i18n.N("rhythm.days", int(r))
}

// valueChange says which value became which.
func valueChange(c domain.Change) string {
	shown := c.Now
	if shown == nil {
		shown = c.Was
	}
	if shown == nil {
		return ""
	}
	if strings.HasPrefix(string(c.Field), "uid:") {
		return "" // under which name a file knows somebody says nothing to people
	}
	label := workspace.FieldLabel(projections.FactRow{Field: c.Field, Value: *shown})
	switch {
	case strings.HasPrefix(string(c.Field), "tag:") && c.Now != nil:
		return "#" + strings.TrimPrefix(string(c.Field), "tag:")
	case strings.HasPrefix(string(c.Field), "tag:"):
		return i18n.T("timeline.tag.gone", "#"+strings.TrimPrefix(string(c.Field), "tag:"))
	case strings.HasPrefix(string(c.Field), "field:"):
		label = i18n.T("timeline.custom")
		if c.Now == nil {
			return i18n.T("timeline.value.gone", label, short(c.Field, *c.Was))
		}
		return i18n.T("timeline.value.new", label, short(c.Field, *c.Now))
	case c.Was == nil:
		return i18n.T("timeline.value.new", label, short(c.Field, *c.Now))
	case c.Now == nil:
		return i18n.T("timeline.value.gone", label, short(c.Field, *c.Was))
	}
	return i18n.T("timeline.value.changed", label, short(c.Field, *c.Was), short(c.Field, *c.Now))
}

// short is a value in a few words.
func short(field domain.Field, v domain.Value) string {
	text := []rune(strings.ReplaceAll(workspace.FactText(field, v), "\n", " "))
	if len(text) > 60 {
		return string(text[:60]) + "…"
	}
	return string(text)
}
