package domain

import (
	"slices"
	"strings"
	"time"
)

// The fields of records that do not stand in a dossier. They are names for
// asking about a clash; a dossier has no such values.
const (
	BesideRhythm     Field = "beside:rhythm"   // Value.Number, in days
	BesideOwner      Field = "beside:owner"    // Value.Text, the id of a member
	BesideParent     Field = "beside:parent"   // Value.Text, the id of an organisation
	BesideTaxonomy   Field = "beside:taxonomy" // Value.Text, a CommunityKind
	BesideSnoozed    Field = "beside:snoozed"  // Value.Text, a day
	BesideDue        Field = "beside:due"      // Value.Text, a day
	BesideFor        Field = "beside:for"      // Value.Text, the id of a member
	BesidePeople     Field = "beside:people"   // Value.Text, ids of people between spaces
	BesideOurs       Field = "beside:ours"     // ids of members
	BesideMentions   Field = "beside:mentions" // ids of people
	BesideGroups     Field = "beside:organisations"
	BesideTalk       Field = "beside:conversation" // the id of a conversation
	BesideText       Field = "beside:text"
	BesideSubject    Field = "beside:subject"
	BesideTags       Field = "beside:tags" // Value.Text, between commas
	BesidePlace      Field = "beside:place"
	BesideFiles      Field = "beside:attachments" // Value.Text, names between commas
	BesideChannel    Field = "beside:channel"
	BesideDirection  Field = "beside:direction"
	BesideWhen       Field = "beside:when"      // Value.Text, RFC 3339
	BesideSeconds    Field = "beside:seconds"   // Value.Number
	BesideSentiment  Field = "beside:sentiment" // Value.Number
	BesideExpected   Field = "beside:answer-expected"
	BesideAnswerBy   Field = "beside:answer-by" // Value.Text, a day
	BesideAnswers    Field = "beside:answers"   // the id of a conversation
	BesideRoles      Field = "beside:roles"     // Value.Text, between commas
	BesideSince      Field = "beside:since"     // Value.Text, a day
	BesideFrom       Field = "beside:from"      // Value.Date
	BesideTo         Field = "beside:to"        // Value.Date
	BesideEnded      Field = "beside:ended"
	BesideTitle      Field = "beside:title"
	BesideDepartment Field = "beside:department"
	BesideRelation   Field = "beside:relation" // Value.Text, a RelationKind
	BesideOther      Field = "beside:other"    // the id of a person
	BesideName       Field = "beside:name"
	BesideRetired    Field = "beside:retired"
	BesideChoices    Field = "beside:choices" // Value.Text, between commas
	BesideFilter     Field = "beside:filter"  // without a text: a filter is not said in a line
)

// beside reports whether a field does not stand in a dossier.
func (f Field) beside() bool { return strings.HasPrefix(string(f), "beside:") }

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
	ConversationWords
}

var (
	planFacets = []facet[intended]{
		facetOf(BesideDue, func(p *intended) *Day { return &p.Due }, sayText[Day]),
		facetOf(BesideFor, func(p *intended) *ID { return &p.For }, sayID),
		facetOf(BesideText, func(p *intended) *string { return &p.text }, sayText[string]),
		facetOf(BesidePeople, func(p *intended) *[]ID { return &p.People }, sayIDs),
		facetOf(BesideGroups, func(p *intended) *[]ID { return &p.Organisations }, sayIDs),
		facetOf(BesideTalk, func(p *intended) *ID { return &p.Conversation }, sayID),
	}
	spokenFacets = []facet[spoken]{
		facetOf(BesideChannel, func(c *spoken) *string { return &c.Channel }, sayText[string]),
		facetOf(BesideDirection, func(c *spoken) *Direction { return &c.Direction }, sayText[Direction]),
		{
			field: BesideWhen,
			same: func(a, b spoken) bool {
				return a.When.At.Equal(b.When.At) && a.When.Precision == b.When.Precision
			},
			take:  func(to *spoken, from spoken) { to.When = from.When },
			value: func(c spoken) *Value { return TextValue(c.When.At.Format(time.RFC3339)) },
		},
		facetOf(BesideSeconds, func(c *spoken) *int { return &c.Seconds }, sayNumber[int]),
		facetOf(BesidePeople, func(c *spoken) *[]ID { return &c.People }, sayIDs),
		facetOf(BesideOurs, func(c *spoken) *[]ID { return &c.Ours }, sayIDs),
		facetOf(BesideGroups, func(c *spoken) *[]ID { return &c.Organisations }, sayIDs),
		facetOf(BesideMentions, func(c *spoken) *[]ID { return &c.Mentions }, sayIDs),
		facetOf(BesideSentiment, func(c *spoken) **int { return &c.Sentiment }, func(n *int) *Value {
			if n == nil {
				return nil
			}
			return sayNumber(*n)
		}),
		facetOf(BesideExpected, func(c *spoken) *bool { return &c.AnswerExpected }, sayYes),
		facetOf(BesideAnswerBy, func(c *spoken) *Day { return &c.AnswerBy }, sayText[Day]),
		facetOf(BesideAnswers, func(c *spoken) *ID { return &c.Answers }, sayID),
		facetOf(BesideSubject, func(c *spoken) *string { return &c.Subject }, sayText[string]),
		facetOf(BesideText, func(c *spoken) *string { return &c.Text }, sayText[string]),
		facetOf(BesideTags, func(c *spoken) *[]string { return &c.Tags }, sayWords),
		facetOf(BesidePlace, func(c *spoken) *string { return &c.Place }, sayText[string]),
		{
			field: BesideFiles,
			same: func(a, b spoken) bool {
				return slices.Equal(a.ConversationWords.Attachments, b.ConversationWords.Attachments)
			},
			take: func(to *spoken, from spoken) {
				to.ConversationWords.Attachments = from.ConversationWords.Attachments
				to.ConversationContent.Attachments = from.ConversationContent.Attachments
			},
			value: func(c spoken) *Value {
				var names []string
				for _, a := range c.ConversationWords.Attachments {
					names = append(names, a.Name)
				}
				return sayWords(names)
			},
		},
	}
	membershipFacets = []facet[Membership]{
		facetOf(BesideRoles, func(m *Membership) *[]string { return &m.Roles }, sayWords),
		facetOf(BesideSince, func(m *Membership) *Day { return &m.Since }, sayText[Day]),
	}
	affiliationFacets = []facet[Affiliation]{
		facetOf(BesideGroups, func(a *Affiliation) *ID { return &a.Organisation }, sayID),
		facetOf(BesideFrom, func(a *Affiliation) *PartialDate { return &a.From }, sayDate),
		facetOf(BesideTo, func(a *Affiliation) *PartialDate { return &a.To }, sayDate),
		facetOf(BesideEnded, func(a *Affiliation) *bool { return &a.Ended }, sayYes),
		facetOf(BesideTitle, func(a *Affiliation) *string { return &a.Title }, sayText[string]),
		facetOf(BesideDepartment, func(a *Affiliation) *string { return &a.Department }, sayText[string]),
	}
	relationFacets = []facet[Relation]{
		facetOf(BesideOther, func(r *Relation) *ID { return &r.Other }, sayID),
		facetOf(BesideRelation, func(r *Relation) *RelationKind { return &r.Kind }, sayText[RelationKind]),
		facetOf(BesideText, func(r *Relation) *string { return &r.Note }, sayText[string]),
	}
	channelFacets = []facet[ChannelDefinition]{
		facetOf(BesideName, func(d *ChannelDefinition) *string { return &d.Name }, sayText[string]),
		facetOf(BesideRetired, func(d *ChannelDefinition) *bool { return &d.Retired }, sayYes),
	}
	fieldFacets = []facet[FieldDefinition]{
		facetOf(BesideName, func(d *FieldDefinition) *string { return &d.Name }, sayText[string]),
		facetOf(BesideRetired, func(d *FieldDefinition) *bool { return &d.Retired }, sayYes),
		facetOf(BesideChoices, func(d *FieldDefinition) *[]string { return &d.Choices }, sayWords),
	}
	segmentFacets = []facet[segmented]{
		facetOf(BesideName, func(s *segmented) *string { return &s.name }, sayText[string]),
		facetOf(BesideFilter, func(s *segmented) *Filter { return &s.filter }, func(Filter) *Value { return nil }),
	}
	rhythmFacets   = whole(BesideRhythm, sayNumber[Rhythm])
	ownerFacets    = whole(BesideOwner, sayID)
	parentFacets   = whole(BesideParent, sayID)
	taxonomyFacets = whole(BesideTaxonomy, sayText[CommunityKind])
	snoozedFacets  = whole(BesideSnoozed, sayText[Day])
	dueFacets      = whole(BesideDue, sayText[Day])
	nameFacets     = whole(BesideName, sayText[string])
)

type segmented struct {
	name   string
	filter Filter
}
