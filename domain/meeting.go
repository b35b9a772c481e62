package domain

import (
	"slices"
	"strings"
	"time"
)

// The fields of what a record says beside its dossier. They name what two of us
// can disagree about; a dossier has no such values. Where a record has several
// of what they are a part of (memberships, affiliations, relations, devices,
// channels, fields), the id of the one follows after a colon.
const (
	FieldRhythm       Field = "rhythm"          // Value.Number, in days
	FieldOwner        Field = "owner"           // Value.Text, the id of a member
	FieldParent       Field = "parent"          // Value.Text, the id of an organisation
	FieldTaxonomy     Field = "taxonomy"        // Value.Text, a CommunityKind
	FieldSnoozed      Field = "snoozed"         // Value.Text, a day
	FieldDue          Field = "due"             // Value.Text, a day
	FieldAssignee     Field = "assignee"        // Value.Text, the id of a member
	FieldPeople       Field = "people"          // Value.Text, ids between spaces
	FieldOurs         Field = "ours"            // Value.Text, ids of members between spaces
	FieldMentions     Field = "mentions"        // Value.Text, ids of people between spaces
	FieldGroups       Field = "organisations"   // Value.Text, ids between spaces
	FieldConversation Field = "conversation"    // Value.Text, the id of a conversation
	FieldText         Field = "text"            // Value.Text
	FieldSubject      Field = "subject"         // Value.Text
	FieldTags         Field = "tags"            // Value.Text, between commas
	FieldPlace        Field = "place"           // Value.Text
	FieldAttachments  Field = "attachments"     // Value.Text, names between commas
	FieldChannel      Field = "channel"         // Value.Text, the id of a channel
	FieldDirection    Field = "direction"       // Value.Text, a Direction
	FieldWhen         Field = "when"            // Value.Text, RFC 3339
	FieldSeconds      Field = "seconds"         // Value.Number
	FieldSentiment    Field = "sentiment"       // Value.Number
	FieldExpected     Field = "answer-expected" // Value.Yes
	FieldTheirs       Field = "answer-theirs"   // Value.Yes
	FieldAnswerBy     Field = "answer-by"       // Value.Text, a day
	FieldAnswers      Field = "answers"         // Value.Text, the id of a conversation
	FieldRoles        Field = "roles"           // Value.Text, between commas
	FieldSince        Field = "since"           // Value.Text, a day
	FieldEmployer     Field = "employer"        // Value.Text, the id of an organisation
	FieldFrom         Field = "from"            // Value.Date
	FieldTo           Field = "to"              // Value.Date
	FieldEnded        Field = "ended"           // Value.Yes
	FieldTitle        Field = "title"           // Value.Text
	FieldDepartment   Field = "department"      // Value.Text
	FieldRelation     Field = "relation"        // Value.Text, a RelationKind
	FieldOther        Field = "other"           // Value.Text, the id of a person
	FieldRemark       Field = "remark"          // Value.Text, on a relation
	FieldDevice       Field = "device"          // Value.Text, its name
	FieldRetired      Field = "retired"         // Value.Yes
	FieldChoices      Field = "choices"         // Value.Text, between commas
	FieldFilter       Field = "filter"          // Value.Number, how many rules it has
	FieldNeed         Field = "need"            // Value.Text, its title
	FieldDecision     Field = "decision"        // Value.Text, a NeedAnswer
	FieldWording      Field = "wording"         // Value.Text, of a decision
)

// besideDossier are those of the fields that a record with a dossier has.
var besideDossier = []Field{
	FieldRhythm, FieldOwner, FieldParent, FieldTaxonomy, FieldSnoozed, FieldRoles, FieldSince, FieldEmployer, FieldFrom,
	FieldTo, FieldEnded, FieldTitle, FieldDepartment, FieldRelation, FieldOther, FieldRemark, FieldDevice,
}

func (f Field) beside() bool { return slices.Contains(besideDossier, fieldKind(f)) }

// of is the field of one of several.
func (f Field) of(id string) Field { return f + Field(":"+id) }

// A facet is one part of something that a command replaces as a whole, so that
// two of us who changed different parts of it do not get in each other's way.
type facet[T any] struct {
	field Field
	same  func(a, b T) bool
	take  func(to *T, from T)
	value func(T) *Value
}

func facetOf[T, V any](f Field, at func(*T) *V, say func(V) *Value) facet[T] {
	return facet[T]{
		field: f,
		same:  func(a, b T) bool { return same(*at(&a), *at(&b)) },
		take:  func(to *T, from T) { *at(to) = *at(&from) },
		value: func(t T) *Value { return say(*at(&t)) },
	}
}

// meet brings what I made of something together with what it has become by
// others since I saw it (base; nil if that is not known). Now has their changes
// and mine; left is the same with mine where both of us changed one part.
func meet[T any](facets []facet[T], base *T, mine, theirs T) (now, left T, clash bool) {
	if base != nil && same(*base, theirs) {
		return mine, mine, false
	}
	now, left = theirs, theirs
	for _, f := range facets {
		switch {
		case f.same(mine, theirs), base != nil && f.same(mine, *base):
		case base != nil && f.same(theirs, *base):
			f.take(&now, mine)
			f.take(&left, mine)
		default:
			f.take(&left, mine)
			clash = true
		}
	}
	return now, left, clash
}

func sayText[T ~string](t T) *Value {
	if t == "" {
		return nil
	}
	return TextValue(string(t))
}

func sayID(id ID) *Value {
	if id == None {
		return nil
	}
	return TextValue(id.String())
}

func sayIDs(ids []ID) *Value {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return sayText(strings.Join(texts, " "))
}

func sayWords(words []string) *Value { return sayText(strings.Join(words, ", ")) }

func sayNumber[T ~int](n T) *Value {
	f := float64(n)
	return &Value{Number: &f}
}

func sayYes(yes bool) *Value { return &Value{Yes: &yes} }

func sayDate(d PartialDate) *Value {
	if d.IsZero() {
		return nil
	}
	return DateValue(d)
}

// whole is something that has one part only.
func whole[T any](f Field, say func(T) *Value) []facet[T] {
	return []facet[T]{facetOf(f, func(t *T) *T { return t }, say)}
}

type intended struct {
	FollowUpPlan
	text string
}

type spoken struct {
	ConversationContent
	words ConversationWords
}

var (
	planFacets = []facet[intended]{
		facetOf(FieldDue, func(p *intended) *Day { return &p.Due }, sayText[Day]),
		facetOf(FieldAssignee, func(p *intended) *ID { return &p.For }, sayID),
		facetOf(FieldText, func(p *intended) *string { return &p.text }, sayText[string]),
		facetOf(FieldPeople, func(p *intended) *[]ID { return &p.People }, sayIDs),
		facetOf(FieldGroups, func(p *intended) *[]ID { return &p.Organisations }, sayIDs),
		facetOf(FieldConversation, func(p *intended) *ID { return &p.Conversation }, sayID),
	}
	spokenFacets = []facet[spoken]{
		facetOf(FieldChannel, func(c *spoken) *string { return &c.Channel }, sayText[string]),
		facetOf(FieldDirection, func(c *spoken) *Direction { return &c.Direction }, sayText[Direction]),
		{
			field: FieldWhen,
			same: func(a, b spoken) bool {
				return a.When.At.Equal(b.When.At) && a.When.Precision == b.When.Precision
			},
			take:  func(to *spoken, from spoken) { to.When = from.When },
			value: func(c spoken) *Value { return TextValue(c.When.At.Format(time.RFC3339)) },
		},
		facetOf(FieldSeconds, func(c *spoken) *int { return &c.Seconds }, sayNumber[int]),
		facetOf(FieldPeople, func(c *spoken) *[]ID { return &c.People }, sayIDs),
		facetOf(FieldOurs, func(c *spoken) *[]ID { return &c.Ours }, sayIDs),
		facetOf(FieldGroups, func(c *spoken) *[]ID { return &c.Organisations }, sayIDs),
		facetOf(FieldMentions, func(c *spoken) *[]ID { return &c.Mentions }, sayIDs),
		facetOf(FieldSentiment, func(c *spoken) **int { return &c.Sentiment }, func(n *int) *Value {
			if n == nil {
				return nil
			}
			return sayNumber(*n)
		}),
		facetOf(FieldExpected, func(c *spoken) *bool { return &c.AnswerExpected }, sayYes),
		facetOf(FieldTheirs, func(c *spoken) *bool { return &c.AnswerTheirs }, sayYes),
		facetOf(FieldAnswerBy, func(c *spoken) *Day { return &c.AnswerBy }, sayText[Day]),
		facetOf(FieldAnswers, func(c *spoken) *ID { return &c.Answers }, sayID),
		facetOf(FieldSubject, func(c *spoken) *string { return &c.words.Subject }, sayText[string]),
		facetOf(FieldText, func(c *spoken) *string { return &c.words.Text }, sayText[string]),
		facetOf(FieldTags, func(c *spoken) *[]string { return &c.words.Tags }, sayWords),
		facetOf(FieldPlace, func(c *spoken) *string { return &c.words.Place }, sayText[string]),
		{
			field: FieldAttachments,
			same: func(a, b spoken) bool {
				return slices.Equal(a.words.Attachments, b.words.Attachments)
			},
			take: func(to *spoken, from spoken) {
				to.words.Attachments = from.words.Attachments
				to.Attachments = from.Attachments
			},
			value: func(c spoken) *Value {
				var names []string
				for _, a := range c.words.Attachments {
					names = append(names, a.Name)
				}
				return sayWords(names)
			},
		},
	}
	membershipFacets = []facet[Membership]{
		facetOf(FieldRoles, func(m *Membership) *[]string { return &m.Roles }, sayWords),
		facetOf(FieldSince, func(m *Membership) *Day { return &m.Since }, sayText[Day]),
	}
	affiliationFacets = []facet[Affiliation]{
		facetOf(FieldEmployer, func(a *Affiliation) *ID { return &a.Organisation }, sayID),
		facetOf(FieldFrom, func(a *Affiliation) *PartialDate { return &a.From }, sayDate),
		facetOf(FieldTo, func(a *Affiliation) *PartialDate { return &a.To }, sayDate),
		facetOf(FieldEnded, func(a *Affiliation) *bool { return &a.Ended }, sayYes),
		facetOf(FieldTitle, func(a *Affiliation) *string { return &a.Title }, sayText[string]),
		facetOf(FieldDepartment, func(a *Affiliation) *string { return &a.Department }, sayText[string]),
	}
	relationFacets = []facet[Relation]{
		facetOf(FieldOther, func(r *Relation) *ID { return &r.Other }, sayID),
		facetOf(FieldRelation, func(r *Relation) *RelationKind { return &r.Kind }, sayText[RelationKind]),
		facetOf(FieldRemark, func(r *Relation) *string { return &r.Note }, sayText[string]),
	}
	channelFacets = []facet[ChannelDefinition]{
		facetOf(FieldName, func(d *ChannelDefinition) *string { return &d.Name }, sayText[string]),
		facetOf(FieldRetired, func(d *ChannelDefinition) *bool { return &d.Retired }, sayYes),
	}
	fieldFacets = []facet[FieldDefinition]{
		facetOf(FieldName, func(d *FieldDefinition) *string { return &d.Name }, sayText[string]),
		facetOf(FieldRetired, func(d *FieldDefinition) *bool { return &d.Retired }, sayYes),
		facetOf(FieldChoices, func(d *FieldDefinition) *[]string { return &d.Choices }, sayWords),
	}
	segmentFacets = []facet[segmented]{
		facetOf(FieldName, func(s *segmented) *string { return &s.name }, sayText[string]),
		facetOf(FieldFilter, func(s *segmented) *Filter { return &s.filter }, func(f Filter) *Value { return sayNumber(len(f.Rules) + len(f.Groups)) }),
	}
	needFacets = []facet[NeedWords]{
		facetOf(FieldNeed, func(w *NeedWords) *string { return &w.Title }, sayText[string]),
		facetOf(FieldText, func(w *NeedWords) *string { return &w.Text }, sayText[string]),
		facetOf(FieldTags, func(w *NeedWords) *[]string { return &w.Tags }, sayWords),
	}
	decisionFacets = []facet[decided]{
		facetOf(FieldDecision, func(d *decided) *NeedAnswer { return &d.answer }, sayText[NeedAnswer]),
		facetOf(FieldWording, func(d *decided) *string { return &d.wording }, sayText[string]),
	}
	rhythmFacets   = whole(FieldRhythm, sayNumber[Rhythm])
	ownerFacets    = whole(FieldOwner, sayID)
	parentFacets   = whole(FieldParent, sayID)
	taxonomyFacets = whole(FieldTaxonomy, sayText[CommunityKind])
	snoozedFacets  = whole(FieldSnoozed, sayText[Day])
	dueFacets      = whole(FieldDue, sayText[Day])
	nameFacets     = whole(FieldName, sayText[string])
	deviceFacets   = whole(FieldDevice, sayText[string])
	routeFacets    = whole(FieldAssignee, sayID)
)

type decided struct {
	answer  NeedAnswer
	wording string
}

type segmented struct {
	name   string
	filter Filter
}
