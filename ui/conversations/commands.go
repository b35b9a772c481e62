package conversations

import (
	"slices"

	"kontor/domain"
	"kontor/quicklog"
	"kontor/ui/picker"
)

// commands are what records a draft: whoever is new, the conversation or its
// correction, the follow-ups and the needs. newID makes ids.
func (f draft) commands(conversation domain.ID, known *domain.Conversation, newID func() domain.ID) domain.Batch {
	manual := domain.Origin{How: domain.OriginManual}
	r := recording{draft: f, origin: manual, newID: newID}
	r.organisations()
	r.people(f.People)
	r.people(f.Mentions)
	batch := domain.Batch{Title: "log-conversation"}
	content, words := f.content(manual), f.words()
	if known == nil {
		r.parts = append(r.parts, domain.LogConversation{Conversation: conversation, Content: content, Words: words})
	} else {
		batch.Title = "correct-conversation"
		content.Answers, content.Replaces = known.Content.Answers, known.Content.Replaces
		content.Origin = known.Content.Origin
		words.ExternalID, words.Reason = known.Words.ExternalID, f.Reason
		r.parts = append(r.parts, domain.CorrectConversation{Conversation: conversation, Content: content, Words: words})
	}
	for _, u := range f.FollowUps {
		r.parts = append(r.parts, domain.PlanFollowUp{FollowUp: newID(), Text: u.Text, Plan: domain.FollowUpPlan{
			Due: u.Due, For: u.For, People: content.People, Organisations: content.Organisations,
			Conversation: conversation, Origin: manual,
		}})
	}
	for _, title := range f.Needs {
		r.parts = append(r.parts, f.need(newID(), title, conversation, content))
	}
	batch.Parts = r.parts
	return batch
}

// need is what the people of the conversation want. Who of us spoke with them sees
// to it until it is given to another.
func (f draft) need(id domain.ID, title string, conversation domain.ID, content domain.ConversationContent) domain.Command {
	c := domain.RaiseNeed{Need: id, Words: domain.NeedWords{Title: title}, Plan: domain.NeedPlan{Origin: content.Origin}}
	if len(content.Ours) > 0 {
		c.Plan.For = content.Ours[0]
	}
	for _, person := range content.People {
		voice := domain.Voice{Person: person, Conversation: conversation, Heard: content.When}
		if len(content.Organisations) == 1 {
			voice.Organisation = content.Organisations[0]
		}
		c.Voices = append(c.Voices, voice)
	}
	return c
}

func (f draft) content(origin domain.Origin) domain.ConversationContent {
	c := domain.ConversationContent{
		Channel: f.Channel, Direction: f.Direction, When: domain.Moment{At: f.At, Precision: f.Precision},
		Seconds: f.Seconds, People: ids(f.People), Ours: ids(f.Ours), Organisations: ids(f.Organisations),
		Mentions: ids(f.Mentions), Sentiment: f.Sentiment, AnswerExpected: f.AnswerExpected,
		Attachments: len(f.Attachments), Origin: origin,
	}
	if f.AnswerExpected {
		c.AnswerBy = f.AnswerBy
		c.AnswerTheirs = f.AnswerTheirs && f.Direction != domain.DirectionOutgoing
	}
	return c
}

func (f draft) words() domain.ConversationWords {
	return domain.ConversationWords{
		Subject: f.Subject, Text: f.Text, Tags: slices.Clone(f.Tags), Place: f.Place, Attachments: slices.Clone(f.Attachments),
		ExternalID: f.External,
	}
}

func ids(items []picker.Item) []domain.ID {
	var list []domain.ID
	for _, item := range items {
		if id, err := domain.ParseID(item.ID); err == nil {
			list = append(list, id)
		}
	}
	return list
}

// recording gathers the parts of one step.
type recording struct {
	draft  draft
	origin domain.Origin
	newID  func() domain.ID
	parts  []domain.Command
}

func (r *recording) organisations() {
	for _, item := range r.draft.Organisations {
		if item.New {
			r.add(domain.KindOrganisation, item, domain.Change{Field: domain.FieldName, Now: domain.TextValue(item.Label)})
		}
	}
}

func (r *recording) people(items []picker.Item) {
	for _, item := range items {
		if !item.New {
			continue
		}
		email, phone := r.draft.Emails[item.ID], r.draft.Phones[item.ID]
		var changes []domain.Change
		if item.Label != email {
			changes = append(changes, domain.Change{Field: domain.FieldName, Now: domain.NameValue(quicklog.SplitName(item.Label))})
		}
		changes = append(changes, r.point(domain.PointEmail, email)...)
		changes = append(changes, r.point(domain.PointPhone, phone)...)
		id := r.add(domain.KindPerson, item, changes...)
		if at, err := domain.ParseID(r.draft.Affiliations[item.ID]); err == nil && slices.Contains(ids(r.draft.Organisations), at) {
			r.parts = append(r.parts, domain.Affiliate{
				Person: id, Origin: r.origin, Affiliation: domain.Affiliation{ID: r.newID(), Organisation: at},
			})
		}
	}
}

func (r *recording) point(kind domain.PointKind, value string) []domain.Change {
	if value == "" {
		return nil
	}
	p := domain.ContactPoint{ID: r.newID(), Kind: kind, Value: value}
	return []domain.Change{{Field: domain.PointField(p.ID), Now: domain.PointValue(p)}}
}

func (r *recording) add(kind domain.Kind, item picker.Item, changes ...domain.Change) domain.ID {
	id := ids([]picker.Item{item})[0]
	r.parts = append(r.parts, domain.AddRecord{Record: domain.Stream{Kind: kind, ID: id}, Origin: r.origin, Changes: changes})
	return id
}
