package conversations

import (
	"slices"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/workspace"
)

// draft is what stands in the form: as plain data, so that it can be kept
// until the conversation is recorded.
type draft struct {
	Channel        string              `json:"channel"`
	Direction      domain.Direction    `json:"direction"`
	At             time.Time           `json:"at"`
	Precision      domain.Precision    `json:"precision"`
	Seconds        int                 `json:"seconds,omitempty"`
	People         []picker.Item       `json:"people,omitempty"`
	Ours           []picker.Item       `json:"ours,omitempty"`
	Organisations  []picker.Item       `json:"organisations,omitempty"`
	Mentions       []picker.Item       `json:"mentions,omitempty"`
	Subject        string              `json:"subject,omitempty"`
	Place          string              `json:"place,omitempty"`
	Text           string              `json:"text,omitempty"`
	Tags           []string            `json:"tags,omitempty"`
	Sentiment      *int                `json:"sentiment,omitempty"`
	AnswerExpected bool                `json:"answerExpected,omitempty"`
	AnswerTheirs   bool                `json:"answerTheirs,omitempty"`
	AnswerBy       domain.Day          `json:"answerBy,omitempty"`
	Attachments    []domain.Attachment `json:"attachments,omitempty"`
	FollowUps      []planned           `json:"followUps,omitempty"`
	Needs          []string            `json:"needs,omitempty"` // the titles of what they want
	Reason         string              `json:"reason,omitempty"`
	// Version is of the conversation that is corrected: a draft upon another
	// wording than the present one is not taken up again.
	Version int `json:"version,omitempty"`
	// Affiliations say where new people belong, by the ids of both.
	Affiliations map[string]string `json:"affiliations,omitempty"`
	// Emails and Phones are of new people, as they were typed.
	Emails map[string]string `json:"emails,omitempty"`
	Phones map[string]string `json:"phones,omitempty"`
	// External is by what a mail is known elsewhere.
	External string `json:"external,omitempty"`
}

// planned is a follow-up that is recorded with the conversation.
type planned struct {
	Text string     `json:"text"`
	Due  domain.Day `json:"due,omitempty"`
	For  domain.ID  `json:"for,omitzero"`
}

// newDraft is the form as it opens for a conversation just held.
func newDraft(d *desk.Desk) draft {
	return draft{
		Channel: domain.ChannelCall, Direction: domain.DirectionMutual,
		At: d.Workspace.Now().Truncate(time.Minute), Precision: domain.PrecisionMinute,
		Ours: []picker.Item{me(d)},
	}
}

func me(d *desk.Desk) picker.Item {
	return picker.MemberItem(d, projections.MemberRow{ID: d.Workspace.Me()})
}

// lineDraft is the form with what a line said. Names that are still ambiguous
// are taken as the likeliest.
func lineDraft(d *desk.Desk, line quicklog.Resolved) draft {
	f := newDraft(d)
	f.Channel, f.Direction, f.At, f.Precision = line.Channel, line.Direction, line.When.At, line.When.Precision
	f.Seconds, f.Subject, f.Text, f.Tags = int(line.Duration.Seconds()), line.Subject, line.Text, slices.Clone(line.Tags)
	f.AnswerExpected, f.AnswerTheirs, f.AnswerBy = line.AnswerExpected, line.AnswerTheirs, line.AnswerBy
	if line.SentimentGiven {
		sentiment := line.Sentiment
		f.Sentiment = &sentiment
	}
	for _, o := range line.TheirOrganisations {
		f.Organisations = append(f.Organisations, resolved(d, o, kit.OrganisationFace))
	}
	for _, list := range [][]quicklog.Resolution{line.OurPeople, line.TheirPeople} {
		for _, p := range list {
			f.takePerson(d, p, &f.People)
		}
	}
	for _, m := range line.Mentioned {
		if !m.Chosen.Ours {
			f.takePerson(d, m, &f.Mentions)
		}
	}
	for _, u := range line.FollowUps {
		due := u.Due
		if due == "" {
			due = domain.DayOf(d.Workspace.Now()).Add(1)
		}
		forWhom := u.For.Member
		if forWhom == domain.None {
			forWhom = d.Workspace.Me()
		}
		f.FollowUps = append(f.FollowUps, planned{Text: u.Text, Due: due, For: forWhom})
	}
	return f
}

// letterDraft is the form with a mail.
func letterDraft(d *desk.Desk, l workspace.Letter) draft {
	f := draft{
		Channel: domain.ChannelMail, Direction: l.Direction, At: l.At, Precision: domain.PrecisionMinute,
		Subject: l.Subject, Text: l.Text, External: l.MessageID, Emails: map[string]string{},
	}
	for _, id := range l.Ours {
		f.Ours = append(f.Ours, picker.MemberItem(d, projections.MemberRow{ID: id, Name: d.MemberName(id)}))
	}
	for _, c := range l.People {
		if c.Person != domain.None {
			f.People = append(f.People, picker.PartyItem(projections.Party{ID: c.Person, Kind: domain.KindPerson, Name: c.Name}, c.Name))
			continue
		}
		item := picker.Item{ID: d.Workspace.NewID().String(), Label: c.Label(), Sub: c.Address, New: true}
		f.People, f.Emails[item.ID] = append(f.People, item), c.Address
	}
	return f
}

func (f *draft) takePerson(d *desk.Desk, r quicklog.Resolution, into *[]picker.Item) {
	item := resolved(d, r, kit.PersonFace)
	if r.Chosen.Ours && !item.New {
		f.Ours = append(f.Ours, item)
		return
	}
	*into = append(*into, item)
	if !item.New {
		return
	}
	note := func(notes *map[string]string, value string) {
		if value == "" {
			return
		}
		if *notes == nil {
			*notes = map[string]string{}
		}
		(*notes)[item.ID] = value
	}
	note(&f.Emails, r.Email)
	note(&f.Phones, r.Phone)
	if at := r.Name.Organisation; at >= 0 && at < len(f.Organisations) {
		note(&f.Affiliations, f.Organisations[at].ID)
	}
}

func resolved(d *desk.Desk, r quicklog.Resolution, kind kit.FaceKind) picker.Item {
	chosen := r.Chosen
	if r.State == quicklog.Ambiguous && len(r.Choices) > 0 {
		chosen = r.Choices[0]
	}
	if chosen.ID == domain.None {
		return picker.Item{ID: d.Workspace.NewID().String(), Label: r.Name.Text, New: true}
	}
	id := chosen.ID.String()
	return picker.Item{ID: id, Label: chosen.Label, Sub: chosen.Detail, Face: &kit.Face{Kind: kind, ID: id, Name: chosen.Label}}
}

// knownDraft is the form with a conversation that is to be corrected.
func knownDraft(d *desk.Desk, c *domain.Conversation, e *projections.TimelineEntry) draft {
	f := draft{
		Version: c.Version, Channel: c.Content.Channel, Direction: c.Content.Direction,
		At: c.Content.When.At.In(d.Workspace.Now().Location()), Precision: c.Content.When.Precision,
		Seconds: c.Content.Seconds, Subject: c.Words.Subject, Place: c.Words.Place, Text: c.Words.Text,
		Tags: slices.Clone(c.Words.Tags), Sentiment: c.Content.Sentiment,
		AnswerExpected: c.Content.AnswerExpected, AnswerTheirs: c.Content.AnswerTheirs, AnswerBy: c.Content.AnswerBy, Attachments: slices.Clone(c.Words.Attachments),
	}
	items := func(parties []projections.Party) []picker.Item {
		var list []picker.Item
		for _, p := range parties {
			list = append(list, picker.PartyItem(p, d.PartyName(p)))
		}
		return list
	}
	f.People, f.Ours = items(e.People), items(e.Ours)
	f.Organisations, f.Mentions = items(e.Organisations), items(e.Mentions)
	return f
}

// empty reports whether nothing was said yet that would be a loss.
func (f draft) empty() bool {
	return len(f.People)+len(f.Organisations)+len(f.Tags)+len(f.Attachments)+len(f.FollowUps)+len(f.Needs) == 0 &&
		f.Subject == "" && f.Place == "" && f.Text == "" && f.Reason == ""
}
