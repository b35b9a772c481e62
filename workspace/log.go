package workspace

import (
	"context"
	"slices"
	"strings"
	"time"

	"kontor/domain"
	"kontor/exchange"
	"kontor/projections"
	"kontor/quicklog"
)

// Understand reads the one-line log and looks up who is meant.
func (w *Workspace) Understand(ctx context.Context, line string) (quicklog.Resolved, error) {
	options, err := w.logOptions(ctx)
	if err != nil {
		return quicklog.Resolved{}, err
	}
	directory := &directory{ctx: ctx, views: w.views, now: w.now()}
	resolved := quicklog.Resolve(quicklog.Parse(line, w.now(), options), directory)
	return resolved, directory.err
}

// LineWith is how a line begins for a conversation with people, or with an
// organisation: over the channel by which the first of them was last spoken
// with, or over the telephone where there was none or where it was a note. word
// is how a channel that ships is called.
func (w *Workspace) LineWith(ctx context.Context, about domain.Stream, names []string, word func(channel string) string) (string, error) {
	options, err := w.logOptions(ctx)
	if err != nil {
		return "", err
	}
	last, err := w.views.Timeline(ctx, projections.TimelineQuery{Of: about, Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 1})
	if err != nil {
		return "", err
	}
	people, organisation := names, ""
	if about.Kind == domain.KindOrganisation {
		people, organisation = nil, strings.Join(names, " ")
	}
	channel := domain.ChannelCall
	if len(last) > 0 && last[0].Channel != domain.ChannelNote {
		channel = last[0].Channel
	}
	called := word(channel)
	if !slices.Contains(domain.Channels, channel) {
		called = ""
	}
	for _, own := range options.Channels {
		if own.ID == channel {
			called = own.Names[0]
		}
	}
	if line := quicklog.Opening(called, channel, people, organisation, options); line != "" {
		return line, nil
	}
	return quicklog.Opening(word(domain.ChannelCall), domain.ChannelCall, people, organisation, options), nil
}

// logOptions are the channels and the members that a line may name.
func (w *Workspace) logOptions(ctx context.Context) (quicklog.Options, error) {
	agreed, err := w.Agreed(ctx)
	if err != nil {
		return quicklog.Options{}, err
	}
	members, err := w.views.Members(ctx)
	if err != nil {
		return quicklog.Options{}, err
	}
	var o quicklog.Options
	for _, c := range agreed.Channels {
		if !c.Retired {
			o.Channels = append(o.Channels, quicklog.Channel{ID: c.ID, Names: []string{c.Name}})
		}
	}
	for _, m := range members {
		if m.ID != w.Me() {
			o.Members = append(o.Members, quicklog.Member{ID: m.ID, Name: m.Name})
		}
	}
	return o, nil
}

// directory looks names up in the read models. The first error ends it.
type directory struct {
	ctx   context.Context
	views *projections.Views
	now   time.Time
	err   error
}

// candidatesShown is how many records a name may be offered to mean.
const candidatesShown = 8

func (d *directory) People(name, organisation string) []quicklog.Candidate {
	if d.err != nil {
		return nil
	}
	switch {
	case isEmail(name):
		return d.reachedBy(d.views.ByEmail(d.ctx, name))
	case strings.HasPrefix(name, "+"):
		if e164, ok := exchange.NormalPhone(name, exchange.PhoneRegion); ok {
			return d.reachedBy(d.views.ByPhone(d.ctx, e164))
		}
	}
	hits, err := d.views.FindPeople(d.ctx, name, organisation, candidatesShown)
	d.err = err
	return candidates(hits)
}

func isEmail(name string) bool { return strings.Contains(name, "@") && !strings.Contains(name, " ") }

// reachedBy are the people whom an address or a number reaches.
func (d *directory) reachedBy(ids []domain.ID, err error) []quicklog.Candidate {
	var list []quicklog.Candidate
	for _, id := range ids {
		if err != nil {
			break
		}
		var page *projections.PersonPage
		if page, err = d.views.Person(d.ctx, id, d.now); err == nil && page != nil && !page.Erased {
			list = append(list, quicklog.Candidate{ID: id, Label: page.Name, Detail: page.Organisation, Score: 1, Exact: true})
		}
	}
	d.err = err
	return list
}

func (d *directory) Organisations(name string) []quicklog.Candidate {
	if d.err != nil {
		return nil
	}
	hits, err := d.views.FindOrganisations(d.ctx, name, candidatesShown)
	d.err = err
	return candidates(hits)
}

func candidates(hits []projections.Hit) []quicklog.Candidate {
	list := make([]quicklog.Candidate, len(hits))
	for i, h := range hits {
		list[i] = quicklog.Candidate{ID: h.ID, Label: h.Title, Detail: h.Detail, Score: h.Score, Exact: !h.Approximate}
	}
	return list
}

// Log records what a line says: the conversation, whoever is new, and the
// follow-ups, as one step. Nothing in r may be ambiguous any more; unknown names
// become new records.
func (w *Workspace) Log(ctx context.Context, r quicklog.Resolved) (Done, error) {
	c, err := w.LogCommand(r)
	if err != nil {
		return Done{}, err
	}
	return w.Do(ctx, c)
}

// LogCommand is the command that records what a line says.
func (w *Workspace) LogCommand(r quicklog.Resolved) (domain.Command, error) {
	if !r.Complete() {
		return nil, &domain.Refusal{Code: domain.RefusedAmbiguous}
	}
	l := logging{w: w, r: r, origin: domain.Origin{How: domain.OriginLog}}
	l.organisations()
	l.people()
	l.conversation()
	l.followUps()
	return domain.Batch{Title: "log-conversation", Parts: l.parts}, nil
}

type logging struct {
	w       *Workspace
	r       quicklog.Resolved
	origin  domain.Origin
	parts   []domain.Command
	orgs    []domain.ID // as in r.TheirOrganisations
	content domain.ConversationContent
	id      domain.ID
}

func (l *logging) organisations() {
	for _, o := range l.r.TheirOrganisations {
		id := o.Chosen.ID
		if o.State == quicklog.Unknown {
			id = l.w.NewID()
			l.parts = append(l.parts, domain.AddRecord{
				Record: domain.Stream{Kind: domain.KindOrganisation, ID: id}, Origin: l.origin,
				Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue(o.Name.Text)}},
			})
		}
		l.orgs = append(l.orgs, id)
	}
	l.content.Organisations = l.orgs
}

func (l *logging) people() {
	l.content.Ours = []domain.ID{l.w.Me()}
	for _, o := range l.r.OurPeople {
		l.add(o, &l.content.People)
	}
	for _, p := range l.r.TheirPeople {
		l.add(p, &l.content.People)
	}
	for _, m := range l.r.Mentioned {
		if !m.Chosen.Ours {
			l.add(m, &l.content.Mentions)
		}
	}
}

// add puts a known or new person among the people given, and one of us among
// ours.
func (l *logging) add(p quicklog.Resolution, into *[]domain.ID) {
	switch {
	case p.State == quicklog.Known && p.Chosen.Ours:
		l.content.Ours = append(l.content.Ours, p.Chosen.ID)
	case p.State == quicklog.Known:
		*into = append(*into, p.Chosen.ID)
	default:
		*into = append(*into, l.newPerson(p))
	}
}

func (l *logging) newPerson(p quicklog.Resolution) domain.ID {
	id := l.w.NewID()
	var changes []domain.Change
	for kind, value := range map[domain.PointKind]string{domain.PointEmail: p.Email, domain.PointPhone: p.Phone} {
		if value != "" {
			point := domain.ContactPoint{ID: l.w.NewID(), Kind: kind, Value: value}
			changes = append(changes, domain.Change{Field: domain.PointField(point.ID), Now: domain.PointValue(point)})
		}
	}
	if name := p.Proposed; !name.IsZero() && len(changes) == 0 {
		changes = append(changes, domain.Change{Field: domain.FieldName, Now: domain.NameValue(name)})
	}
	l.parts = append(l.parts, domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: l.origin, Changes: changes,
	})
	if at := p.Name.Organisation; at >= 0 && at < len(l.orgs) {
		l.parts = append(l.parts, domain.Affiliate{
			Person: id, Origin: l.origin, Affiliation: domain.Affiliation{ID: l.w.NewID(), Organisation: l.orgs[at]},
		})
	}
	return id
}

func (l *logging) conversation() {
	r := l.r
	l.id = l.w.NewID()
	l.content.Channel, l.content.Direction, l.content.When = r.Channel, r.Direction, r.When
	l.content.Seconds = int(r.Duration.Seconds())
	l.content.AnswerExpected, l.content.AnswerTheirs, l.content.AnswerBy = r.AnswerExpected, r.AnswerTheirs, r.AnswerBy
	l.content.Origin = l.origin
	if r.SentimentGiven {
		l.content.Sentiment = &r.Sentiment
	}
	l.parts = append(l.parts, domain.LogConversation{
		Conversation: l.id, Content: l.content,
		Words: domain.ConversationWords{Subject: r.Subject, Text: r.Text, Tags: slices.Clone(r.Tags)},
	})
}

func (l *logging) followUps() {
	for _, f := range l.r.FollowUps {
		due := f.Due
		if due == "" {
			due = domain.DayOf(l.w.now()).Add(1)
		}
		plan := domain.FollowUpPlan{
			Due: due, For: f.For.Member, People: l.content.People, Organisations: l.content.Organisations,
			Conversation: l.id, Origin: l.origin,
		}
		if plan.For == domain.None {
			plan.For = l.w.Me()
		}
		l.parts = append(l.parts, domain.PlanFollowUp{FollowUp: l.w.NewID(), Plan: plan, Text: f.Text})
	}
}
