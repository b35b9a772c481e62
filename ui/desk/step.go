package desk

import (
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Said says in words that a step was done ("desk.done"), taken back
// ("desk.undone") or done again ("desk.redone").
func (d *Desk) Said(how string, step workspace.Step) string {
	what := "command." + step.Title
	switch {
	case step.Title == "log-conversation" && step.Conversation != nil:
		return i18n.T(how+".conversation", d.conversationOf(step))
	case !i18n.Has(what):
		return i18n.T(how)
	}
	what = i18n.T(what)
	if names := d.namesOf(step); names != "" {
		what = i18n.T("desk.step.of", what, names)
	}
	return kit.Capital(i18n.T(how+".what", what))
}

// conversationOf says what kind of conversation it was, and with whom.
func (d *Desk) conversationOf(step workspace.Step) string {
	c := step.Conversation
	kind, names := i18n.T("desk.step.conversation"), d.namesOf(step)
	if key := "desk.step.channel." + c.Channel; i18n.Has(key) {
		kind = i18n.T(key)
	}
	switch {
	case names == "":
		return kind
	case c.Channel == domain.ChannelNote:
		return i18n.T("desk.step.about", kind, names)
	case c.Direction == domain.DirectionIncoming:
		return i18n.T("desk.step.from", kind, names)
	case c.Direction == domain.DirectionOutgoing:
		return i18n.T("desk.step.to", kind, names)
	}
	return i18n.T("desk.step.with", kind, names)
}

// namedInStep is how many are named; of more the number is said.
const namedInStep = 2

func (d *Desk) namesOf(step workspace.Step) string {
	var names []string
	for _, party := range step.About {
		if name := d.PartyName(party); name != "" {
			names = append(names, name)
		}
	}
	if more := len(names) - namedInStep; more > 0 {
		return i18n.N("desk.step.more", more, strings.Join(names[:namedInStep], ", "))
	}
	return strings.Join(names, i18n.T("desk.step.and"))
}
