package timeline

import (
	"strconv"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
	"kontor/workspace"
)

// changeText says a change in one line: what changed, to what, and who did it.
func (t *Timeline) changeText(e *projections.TimelineEntry) string {
	parts := []string{i18n.T("change." + e.Type)}
	for _, list := range [][]projections.Party{e.Communities, e.Organisations, e.People, e.Members} {
		if names := t.names(list); names != "" {
			parts = append(parts, names)
		}
	}
	if e.Erased {
		parts = append(parts, i18n.T("timeline.erased"))
	} else if said := t.changeSaid(e); said != "" {
		parts = append(parts, said)
	}
	for _, c := range e.Changes {
		parts = append(parts, valueChange(c))
	}
	if by := t.p.Desk.PartyName(e.Actor); by != "" {
		parts = append(parts, by)
	}
	return strings.Join(parts, " · ")
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
		return roles(e.Text)
	}
	return e.Text
}

// roles says the roles that ship in the language of the reader.
func roles(list string) string {
	if list == "" {
		return ""
	}
	said := strings.Split(list, ", ")
	for i, role := range said {
		if key := "role." + role; i18n.Has(key) {
			said[i] = i18n.T(key)
		}
	}
	return strings.Join(said, ", ")
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
	label := workspace.FieldLabel(projections.FactRow{Field: c.Field, Value: *shown})
	if strings.HasPrefix(string(c.Field), "uid:") {
		return i18n.T("timeline.from-file")
	}
	switch {
	case c.Was == nil:
		return i18n.T("timeline.value.new", label, short(*c.Now))
	case c.Now == nil:
		return i18n.T("timeline.value.gone", label, short(*c.Was))
	}
	return i18n.T("timeline.value.changed", label, short(*c.Was), short(*c.Now))
}

// short is a value in a few words.
func short(v domain.Value) string {
	text := []rune(strings.ReplaceAll(workspace.ValueText(v), "\n", " "))
	if len(text) > 60 {
		return string(text[:60]) + "…"
	}
	return string(text)
}
