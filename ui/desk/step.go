package desk

import (
	"slices"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/when"
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
	names := d.namesOf(step)
	switch {
	case step.Words != "":
		what = i18n.T("desk.step.words", d.wordsOf(step, names), d.doneTo(step))
	case names != "":
		what = i18n.T("desk.step.of", i18n.T(what), names)
	default:
		what = i18n.T(what)
	}
	return kit.Capital(i18n.T(how+".what", what))
}

// wordsMost is how much of a follow-up or a need is said.
const wordsMost = 60

// wordsOf is what a follow-up or a need says, with whom it is about unless that is
// said in it.
func (d *Desk) wordsOf(step workspace.Step, names string) string {
	words := []rune(step.Words)
	said := step.Words
	if len(words) > wordsMost {
		said = strings.TrimSpace(string(words[:wordsMost-1])) + "…"
	}
	if names == "" || strings.Contains(step.Words, names) {
		return said
	}
	return i18n.T("desk.step.words.about", said, names)
}

// doneTo says in short what was done with a follow-up or a need that is named.
func (d *Desk) doneTo(step workspace.Step) string {
	if step.Until != "" {
		return i18n.T("desk.step.put-off", when.SpeakDay(step.Until, d.Workspace.Now(), i18n.Language()))
	}
	if short := "desk.step.matter." + step.Title; i18n.Has(short) {
		return i18n.T(short)
	}
	return i18n.T("command." + step.Title)
}

// named tells whether a step is said with what it changed when it was just done.
func named(done workspace.Done) bool {
	for _, event := range done.Events {
		switch event.Event.Stream().Kind {
		case domain.KindFollowUp, domain.KindNeed, domain.KindConversation:
			return true
		}
	}
	return slices.Contains([]string{domain.SnoozePerson{}.CommandName(), domain.MergePeople{}.CommandName(), domain.UnmergePerson{}.CommandName(), "save-person"}, done.Title)
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
