package quicklog

import (
	"strings"
	"time"

	"kontor/domain"
	"kontor/when"
)

// Row is one line of the preview: a label and its parts, to be joined by " · ".
type Row struct {
	Label string // translation key
	Parts []Part
}

// Part is a piece of a row.
type Part struct {
	// Key is the translation of the part; {{.Text}} in it stands for Text. With
	// no key, Text is said as it is.
	Key  string
	Text string
	// Detail is said dimmed after the text: the organisation of a person.
	Detail string
	// State is set for names.
	State State
	// Hint is not recorded: it says how to have it otherwise.
	Hint bool
	// With joins the part to the one before by ", " instead of " · ".
	With bool
}

// The labels of the rows, in the order in which they come.
const (
	LabelChannel      = "quicklog.label.channel"
	LabelWith         = "quicklog.label.with"
	LabelOurs         = "quicklog.label.ours"
	LabelOrganisation = "quicklog.label.organisation"
	LabelSubject      = "quicklog.label.subject"
	LabelFollowUp     = "quicklog.label.follow-up"
	LabelAnswer       = "quicklog.label.answer"
	LabelTags         = "quicklog.label.tags"
	LabelMentions     = "quicklog.label.mentions"
	LabelSentiment    = "quicklog.label.sentiment"
)

// Preview tells what would be recorded. Rows of which the line says nothing
// are left out, except the channel. channelNames names the user's own channels
// by id.
func Preview(r Resolved, now time.Time, lang string, channelNames map[string]string) []Row {
	rows := []Row{{LabelChannel, channelParts(r.Line, now, lang, channelNames)}}
	add := func(label string, parts []Part) {
		if len(parts) > 0 {
			rows = append(rows, Row{label, parts})
		}
	}
	add(LabelWith, nameParts(r.TheirPeople, r.Organisations))
	add(LabelOurs, nameParts(r.OurPeople, nil))
	add(LabelOrganisation, nameParts(r.TheirOrganisations, nil))
	if r.Subject != "" {
		add(LabelSubject, []Part{{Text: r.Subject}})
	}
	for _, f := range r.FollowUps {
		add(LabelFollowUp, followUpParts(f, now, lang))
	}
	if r.AnswerExpected {
		add(LabelAnswer, answerParts(r.Line, now, lang))
	}
	var tags []Part
	for _, tag := range r.Tags {
		tags = append(tags, Part{Text: "#" + tag, With: true})
	}
	add(LabelTags, tags)
	add(LabelMentions, nameParts(r.Mentioned, nil))
	if r.SentimentGiven {
		add(LabelSentiment, []Part{{Key: sentimentKeys[r.Sentiment+2]}})
	}
	return rows
}

var sentimentKeys = [...]string{
	"quicklog.sentiment.very-bad", "quicklog.sentiment.bad", "quicklog.sentiment.neutral",
	"quicklog.sentiment.good", "quicklog.sentiment.very-good",
}

func channelParts(l Line, now time.Time, lang string, own map[string]string) []Part {
	channel := Part{Key: "quicklog.channel." + l.Channel}
	if name, ok := own[l.Channel]; ok {
		channel = Part{Text: name}
	}
	if l.Channel == domain.ChannelNote && len(l.People) > 0 {
		channel = Part{Key: "quicklog.channel.note.no-contact"}
	}
	parts := []Part{channel}
	switch l.Direction {
	case domain.DirectionIncoming:
		parts = append(parts, Part{Key: "quicklog.direction.incoming"})
	case domain.DirectionOutgoing:
		parts = append(parts, Part{Key: "quicklog.direction.outgoing"})
	}
	if l.WhenGiven {
		parts = append(parts, Part{Text: when.Speak(l.When.At, now, lang, l.When.Precision)})
	} else {
		parts = append(parts, Part{Key: "quicklog.now", Text: now.Format("15:04")})
	}
	if l.Duration > 0 {
		parts = append(parts, Part{Text: when.Length{Duration: l.Duration}.String()})
	}
	return parts
}

func nameParts(list []Resolution, organisations []Name) []Part {
	var parts []Part
	for _, n := range list {
		part := Part{Text: n.Name.Text, State: n.State, With: true}
		switch {
		case n.State == Known:
			part.Text, part.Detail = n.Chosen.Label, n.Chosen.Detail
		case n.Name.Organisation >= 0 && n.Name.Organisation < len(organisations):
			part.Detail = organisations[n.Name.Organisation].Text
		}
		parts = append(parts, part)
	}
	return parts
}

func followUpParts(f FollowUp, now time.Time, lang string) []Part {
	text := Part{Text: f.Text}
	if f.Text == "" {
		text = Part{Key: "quicklog.follow-up.again"}
	}
	due := Part{Key: "quicklog.follow-up.no-day"}
	if f.Due != "" {
		due = Part{Text: when.SpeakDay(f.Due, now, lang)}
	}
	who := Part{Key: "quicklog.follow-up.for-you"}
	if f.For.Text != "" {
		who = Part{Key: "quicklog.follow-up.for", Text: f.For.Text}
		if f.For.Member == domain.None {
			who.Key = "quicklog.follow-up.for-nobody"
		}
	}
	return []Part{text, due, who}
}

func answerParts(l Line, now time.Time, lang string) []Part {
	key := "quicklog.answer.ours"
	switch {
	case l.AnswerTheirs:
		key = "quicklog.answer.promised"
	case l.Direction == domain.DirectionOutgoing:
		key = "quicklog.answer.theirs"
	}
	parts := []Part{{Key: key}}
	if l.AnswerBy != "" {
		parts = append(parts, Part{Key: "quicklog.answer.by", Text: when.SpeakDay(l.AnswerBy, now, lang)})
	}
	if l.AnswerTheirs {
		parts = append(parts, Part{Key: "quicklog.answer.or-yours", Hint: true})
	}
	return parts
}

// Say writes a row as text. translate gives the text of a key.
func (r Row) Say(translate func(key string) string) string {
	var b strings.Builder
	for i, p := range r.Parts {
		if p.Hint {
			continue
		}
		switch {
		case i == 0:
		case p.With:
			b.WriteString(", ")
		default:
			b.WriteString(" · ")
		}
		b.WriteString(p.Say(translate))
	}
	return b.String()
}

// Say writes a part as text, with what is to be said of an unknown or
// ambiguous name.
func (p Part) Say(translate func(key string) string) string {
	s := p.Text
	if p.Key != "" {
		s = strings.ReplaceAll(translate(p.Key), "{{.Text}}", p.Text)
	}
	if p.Detail != "" {
		s += " (" + p.Detail + ")"
	}
	switch p.State {
	case Unknown:
		s += " " + translate("quicklog.name.unknown")
	case Ambiguous:
		s += " " + translate("quicklog.name.ambiguous")
	}
	return s
}
