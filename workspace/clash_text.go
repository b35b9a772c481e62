package workspace

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
)

// ClashLabel is the name of the field that two of us changed, as people read it.
func (w *Workspace) ClashLabel(ctx context.Context, c Clash) (string, error) {
	kind, rest, _ := strings.Cut(string(c.Field), ":")
	if kind == "field" && rest != "" {
		agreed, err := w.Agreed(ctx)
		if err != nil {
			return "", err
		}
		if id, err := domain.ParseID(rest); err == nil && agreed != nil && agreed.Fields[id].Name != "" {
			return agreed.Fields[id].Name, nil
		}
	}
	for _, v := range []*domain.Value{c.Mine, c.Theirs, c.Base} {
		if v != nil && (kind != "point" || v.Point != nil) {
			return FieldLabel(projections.FactRow{Field: c.Field, Value: *v}), nil
		}
	}
	if kind == "point" {
		return i18n.T("team.clash.point"), nil
	}
	return FieldLabel(projections.FactRow{Field: c.Field}), nil
}

// ClashText says one of the values of a clash as people read it: whoever an id
// names by name, days and moments in words. "" says that there is none.
func (w *Workspace) ClashText(ctx context.Context, c Clash, v *domain.Value) (string, error) {
	if v == nil {
		return "", nil
	}
	field, _, _ := strings.Cut(string(c.Field), ":")
	switch domain.Field(field) {
	case domain.FieldOwner, domain.FieldParent, domain.FieldAssignee, domain.FieldPeople, domain.FieldOurs,
		domain.FieldMentions, domain.FieldGroups, domain.FieldEmployer, domain.FieldOther:
		return w.named(ctx, v.Text)
	case domain.FieldConversation, domain.FieldAnswers:
		return w.conversationNamed(ctx, v.Text)
	case domain.FieldChannel:
		return w.channelNamed(ctx, v.Text)
	}
	return clashWord(domain.Field(field), *v), nil
}

// clashWord says the values that need nothing but the words.
func clashWord(field domain.Field, v domain.Value) string {
	switch field {
	case domain.FieldSnoozed, domain.FieldDue, domain.FieldSince, domain.FieldAnswerBy:
		return when.SpeakDay(domain.Day(v.Text), time.Now(), i18n.Language())
	case domain.FieldWhen:
		if at, err := time.Parse(time.RFC3339, v.Text); err == nil {
			return when.Exact(at.Local(), i18n.Language())
		}
	case domain.FieldRhythm:
		return rhythmWord(v)
	case domain.FieldSeconds:
		if v.Number != nil {
			return i18n.T("timeline.minutes", int(math.Ceil(*v.Number/60)))
		}
	case domain.FieldSentiment:
		if v.Number != nil {
			return i18n.T("sentiment." + strconv.Itoa(int(*v.Number)))
		}
	case domain.FieldFilter:
		if v.Number != nil {
			return i18n.N("team.clash.rules", int(*v.Number))
		}
	case domain.FieldDecision:
		return known("need.answer.", v.Text)
	case domain.FieldDirection:
		return known("direction.", v.Text)
	case domain.FieldTaxonomy:
		return known("taxonomy.", v.Text)
	case domain.FieldRelation:
		return known("relation.", v.Text)
	case domain.FieldRoles:
		roles := strings.Split(v.Text, ", ")
		for i, role := range roles {
			roles[i] = known("role.", role)
		}
		return strings.Join(roles, ", ")
	}
	return ValueText(v)
}

func rhythmWord(v domain.Value) string {
	if v.Number == nil {
		return ""
	}
	switch r := domain.Rhythm(*v.Number); r {
	case domain.Never:
		return i18n.T("rhythm.never")
	case 0:
		return i18n.T("rhythm.none")
	default:
		return i18n.N("rhythm.days", int(r))
	}
}

// known is the word for something that ships, or what users call it themselves.
func known(prefix, word string) string {
	if i18n.Has(prefix + word) {
		return i18n.T(prefix + word)
	}
	return word
}

// named says the names behind ids that stand between spaces.
func (w *Workspace) named(ctx context.Context, ids string) (string, error) {
	var names []string
	for word := range strings.FieldsSeq(ids) {
		id, err := domain.ParseID(word)
		if err != nil {
			names = append(names, word)
			continue
		}
		party, err := w.views.Party(ctx, id)
		switch {
		case err != nil:
			return "", err
		case party.Erased:
			names = append(names, i18n.T("person.erased"))
		case party.Name == "":
			names = append(names, i18n.T("team.clash.unknown"))
		default:
			names = append(names, party.Name)
		}
	}
	return strings.Join(names, ", "), nil
}

// conversationNamed says which conversation an id names, by its day.
func (w *Workspace) conversationNamed(ctx context.Context, text string) (string, error) {
	id, err := domain.ParseID(text)
	if err != nil {
		return text, nil
	}
	record, err := w.Record(ctx, domain.Stream{Kind: domain.KindConversation, ID: id})
	if err != nil {
		return "", err
	}
	c, ok := record.(*domain.Conversation)
	if !ok {
		return i18n.T("team.clash.unknown"), nil
	}
	return i18n.T("team.clash.conversation", when.Speak(c.Content.When.At, w.now(), i18n.Language(), domain.PrecisionDay)), nil
}

func (w *Workspace) channelNamed(ctx context.Context, id string) (string, error) {
	if i18n.Has("channel." + id) {
		return i18n.T("channel." + id), nil
	}
	agreed, err := w.Agreed(ctx)
	if err != nil || agreed == nil {
		return id, err
	}
	for _, c := range agreed.Channels {
		if c.ID == id {
			return c.Name, nil
		}
	}
	return id, nil
}
