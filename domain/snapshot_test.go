package domain

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// snapshot is what people see of a ledger, as text by record: without versions
// and times, without records that were taken back, without what is retired.
func (m *memory) snapshot() map[Stream]string {
	all := map[Stream]string{}
	for stream, a := range m.records {
		if h := HeadOf(a); !h.Withdrawn {
			text, err := json.Marshal(visible(a))
			if err != nil {
				panic(err)
			}
			all[stream] = string(text)
		}
	}
	return all
}

func visible(a Aggregate) any {
	h := HeadOf(a)
	state := map[string]any{"archived": h.Archived, "erased": h.Erased}
	if d, ok := a.(described); ok {
		values := map[Field]Value{}
		for f, fact := range d.dossier() {
			values[f] = fact.Value
		}
		state["dossier"] = values
	}
	switch a := a.(type) {
	case *Member:
		devices := maps.Clone(a.Devices)
		maps.DeleteFunc(devices, func(_ ID, name string) bool { return name == "" })
		if len(devices) > 0 {
			state["rest"] = devices
		}
	case *Person:
		state["memberships"] = sorted(a.Memberships, func(m Membership) string { return m.Community.String() })
		state["affiliations"] = sorted(a.Affiliations, func(a Affiliation) string { return a.ID.String() })
		state["relations"] = sorted(a.Relations, func(r Relation) string { return r.ID.String() })
		state["rest"] = []any{a.Rhythm, a.Owner, a.SnoozedUntil, a.MergedInto, a.Merged, a.Apart}
	case *Organisation:
		state["rest"] = []any{a.Parent, a.Owner}
	case *Community:
		state["rest"] = []any{a.Taxonomy, a.Rhythm, a.Owner}
	case *Conversation:
		words := withoutReason(a.Words)
		state["rest"] = []any{a.Content, words, a.AnswerSettled, a.AnsweredBy}
	case *FollowUp:
		state["rest"] = []any{a.Plan, a.Text, a.State}
	case *Workspace:
		channels := slices.DeleteFunc(slices.Clone(a.Channels), func(d ChannelDefinition) bool { return d.Retired })
		fields := maps.Clone(a.Fields)
		maps.DeleteFunc(fields, func(_ ID, d FieldDefinition) bool { return d.Retired })
		state["rest"] = []any{a.Name, sorted(channels, func(d ChannelDefinition) string { return d.ID }), fields}
	case *Segment:
		state["rest"] = []any{a.Name, a.Filter}
	case *Need:
		answer, wording := a.decided()
		state["rest"] = []any{a.Plan, a.Words, a.Heard, tellings(a), answer, wording, a.Closed, a.Reason}
	case *Import:
		state["rest"] = []any{a.Format, a.Files, a.Finished, a.Counts, a.Rejected, a.Undone}
	}
	return state
}

// tellings is who was told what, in a stable order.
func tellings(n *Need) []NeedTold {
	var all []NeedTold
	for person, t := range n.Tellings {
		all = append(all, NeedTold{person, t})
	}
	return sorted(all, func(t NeedTold) string { return t.Person.String() })
}

func sorted[T any](list []T, by func(T) string) []T {
	ordered := append([]T{}, list...)
	slices.SortFunc(ordered, func(a, b T) int { return cmp.Compare(by(a), by(b)) })
	return ordered
}
