package cli

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
	"kontor/workspace"
)

type partyJSON struct {
	ID     domain.ID   `json:"id"`
	Kind   domain.Kind `json:"kind"`
	Name   string      `json:"name"`
	Erased bool        `json:"erased,omitempty"`
}

type entryJSON struct {
	Kind           projections.EntryKind `json:"kind"`
	Event          domain.ID             `json:"event"`
	Record         domain.ID             `json:"record"`
	RecordKind     domain.Kind           `json:"recordKind"`
	Type           string                `json:"type,omitempty"`
	At             time.Time             `json:"at"`
	Precision      domain.Precision      `json:"precision,omitempty"`
	RecordedAt     time.Time             `json:"recordedAt"`
	Channel        string                `json:"channel,omitempty"`
	Direction      domain.Direction      `json:"direction,omitempty"`
	Minutes        int                   `json:"minutes,omitempty"`
	Ours           []partyJSON           `json:"ours,omitempty"`
	People         []partyJSON           `json:"people,omitempty"`
	Organisations  []partyJSON           `json:"organisations,omitempty"`
	Mentions       []partyJSON           `json:"mentions,omitempty"`
	Subject        string                `json:"subject,omitempty"`
	Text           string                `json:"text,omitempty"`
	Tags           []string              `json:"tags,omitempty"`
	Sentiment      *int                  `json:"sentiment,omitempty"`
	AnswerExpected bool                  `json:"answerExpected,omitempty"`
	AnswerTheirs   bool                  `json:"answerTheirs,omitempty"`
	AnswerBy       domain.Day            `json:"answerBy,omitempty"`
	AnswerOpen     bool                  `json:"answerOpen,omitempty"`
	Attachments    int                   `json:"attachments,omitempty"`
	Corrected      bool                  `json:"corrected,omitempty"`
	Erased         bool                  `json:"erased,omitempty"`
	FollowUps      []followUpJSON        `json:"followUps,omitempty"`
	By             partyJSON             `json:"by"`
}

type followUpJSON struct {
	ID     domain.ID            `json:"id"`
	Text   string               `json:"text"`
	Due    domain.Day           `json:"due"`
	For    string               `json:"for"`
	People []partyJSON          `json:"people"`
	State  domain.FollowUpState `json:"state"`
}

func (a *app) timelineCommand() *cobra.Command {
	var limit uint
	c := &cobra.Command{
		Use: "timeline [NAME|ID]", Short: i18n.T("cli.timeline.short"),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			query := projections.TimelineQuery{Limit: int(limit)}
			if len(args) > 0 {
				of, err := findRecord(ctx, w, strings.Join(args, " "), domain.KindPerson, domain.KindOrganisation, domain.KindCommunity)
				if err != nil {
					return err
				}
				query.Of = of
			}
			entries, err := wholeTimeline(ctx, w, query)
			if err != nil {
				return err
			}
			if a.json {
				out := []entryJSON{}
				for _, e := range entries {
					out = append(out, entry(e))
				}
				return a.printJSON(out)
			}
			for _, e := range entries {
				a.printEntry(e, w.Now())
			}
			if len(entries) == 0 {
				a.say("cli.timeline.none")
			}
			return nil
		}),
	}
	c.Flags().UintVar(&limit, "limit", 50, i18n.T("cli.flag.limit"))
	return c
}

// wholeTimeline reads page after page; a limit of 0 means everything.
func wholeTimeline(ctx context.Context, w *workspace.Workspace, query projections.TimelineQuery) ([]projections.TimelineEntry, error) {
	const page = 1000
	wanted := query.Limit
	var all []projections.TimelineEntry
	for {
		query.Limit = page
		if wanted > 0 {
			query.Limit = min(page, wanted-len(all))
		}
		entries, err := w.Views().Timeline(ctx, query)
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
		if len(entries) < query.Limit || len(all) == wanted {
			return all, nil
		}
		query.Before = entries[len(entries)-1].Cursor
	}
}

func entry(e projections.TimelineEntry) entryJSON {
	out := entryJSON{
		Kind: e.Kind, Event: e.Event, Record: e.Record.ID, RecordKind: e.Record.Kind, Type: e.Type,
		At: e.At, Precision: e.Precision, RecordedAt: e.RecordedAt, Channel: e.Channel, Direction: e.Direction,
		Minutes: e.Seconds / 60, Ours: parties(e.Ours), People: parties(e.People),
		Organisations: parties(e.Organisations), Mentions: parties(e.Mentions), Subject: e.Subject, Text: e.Text,
		Tags: e.Tags, Sentiment: e.Sentiment, AnswerExpected: e.AnswerExpected, AnswerTheirs: e.AnswerExpected && e.AnswerTheirs, AnswerBy: e.AnswerBy,
		AnswerOpen: e.AnswerOpen, Attachments: e.Attachments, Corrected: e.Corrected, Erased: e.Erased,
		By: party(e.Actor),
	}
	for _, f := range e.FollowUps {
		out.FollowUps = append(out.FollowUps, followUp(f))
	}
	return out
}

func followUp(f projections.FollowUpRow) followUpJSON {
	return followUpJSON{f.ID, f.Text, f.Due, f.For.Name, parties(f.People), f.State}
}

func party(p projections.Party) partyJSON { return partyJSON{p.ID, p.Kind, p.Name, p.Erased} }

func parties(list []projections.Party) []partyJSON {
	out := make([]partyJSON, len(list))
	for i, p := range list {
		out[i] = party(p)
	}
	return out
}

func (a *app) printEntry(e projections.TimelineEntry, now time.Time) {
	at := when.Speak(e.At, now, i18n.Language(), e.Precision)
	var what string
	switch e.Kind {
	case projections.EntryConversation:
		what = fmt.Sprintf("%s  %s %s %s", i18n.T("channel."+e.Channel), names(e.Ours), arrow(e.Direction), names(append(e.People, e.Organisations...)))
	case projections.EntryFollowUp:
		what = i18n.T("cli.timeline.follow-up", names(e.People))
	default:
		what = i18n.T("change." + e.Type)
	}
	fmt.Fprintf(a.Out, "%-18s %s\n", at, what)
	said := strings.ReplaceAll(e.Text, "\n", " ")
	if e.Kind == projections.EntryChange && strings.HasSuffix(e.Type, ".added.v1") {
		said = cameBy(e.Text)
	}
	for _, text := range []string{e.Subject, said} {
		if text != "" {
			fmt.Fprintf(a.Out, "%-18s %s\n", "", text)
		}
	}
	for _, f := range e.FollowUps {
		fmt.Fprintf(a.Out, "%-18s → %s · %s\n", "", f.Text, when.SpeakDay(f.Due, now, i18n.Language()))
	}
}

// cameBy says how a record that was added came; nothing where it was by hand.
func cameBy(origin string) string {
	if key := "origin." + origin; origin != domain.OriginManual && i18n.Has(key) {
		return i18n.T(key)
	}
	return ""
}

func arrow(d domain.Direction) string {
	switch d {
	case domain.DirectionIncoming:
		return "←"
	case domain.DirectionOutgoing:
		return "→"
	}
	return "↔"
}

func names(list []projections.Party) string {
	var all []string
	for _, p := range list {
		if p.Erased {
			all = append(all, i18n.T("person.erased"))
			continue
		}
		all = append(all, p.Name)
	}
	return strings.Join(all, ", ")
}

type queueJSON struct {
	Section projections.QueueSection `json:"section"`
	Reason  string                   `json:"reason"`
	Code    string                   `json:"code"`
	Person  *personJSON              `json:"person,omitempty"`
	Title   string                   `json:"title,omitempty"`
	Due     domain.Day               `json:"due,omitempty"`
	Days    int                      `json:"days"`
	// FollowUp, Need and Conversation are what the row is about, if it is one of them.
	FollowUp     domain.ID `json:"followUp,omitzero"`
	Need         domain.ID `json:"need,omitzero"`
	Conversation domain.ID `json:"conversation,omitzero"`
}

func (a *app) todayCommand() *cobra.Command {
	return &cobra.Command{
		Use: "today", Short: i18n.T("cli.today.short"), Args: arguments(0, 0),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
			queue, err := w.Today(ctx)
			if err != nil {
				return err
			}
			if a.json {
				out := []queueJSON{}
				for _, r := range queue.Rows {
					out = append(out, queueRow(r))
				}
				return a.printJSON(out)
			}
			a.printQueue(queue)
			return nil
		}),
	}
}

func queueRow(r projections.QueueRow) queueJSON {
	out := queueJSON{
		Section: r.Section, Reason: workspace.Why(r.Why), Code: r.Why.Code,
		Title: r.Title, Due: r.Due, Days: r.Days, Conversation: r.Conversation,
	}
	if r.FollowUp != nil {
		out.FollowUp = r.FollowUp.ID
	}
	if r.Need != nil {
		out.Need = r.Need.ID
	}
	if r.Person.ID != domain.None {
		out.Person = &personJSON{
			ID: r.Person.ID, Name: r.Person.Name, Organisation: r.Person.Organisation,
			Emails: nonEmpty(r.Person.Email), Phones: nonEmpty(r.Person.Phone),
			Communities: append([]string{}, r.Person.Communities...), Tags: append([]string{}, r.Person.Tags...),
		}
	}
	return out
}

func nonEmpty(s string) []string {
	if s == "" {
		return []string{}
	}
	return []string{s}
}

func (a *app) printQueue(queue projections.Queue) {
	width := 44 // so that the reasons stand below each other
	for _, r := range queue.Rows {
		width = max(width, utf8.RuneCountInString(r.Named(" · ")))
	}
	var section projections.QueueSection
	for _, r := range queue.Rows {
		if r.Section != section {
			section = r.Section
			fmt.Fprintf(a.Out, "%s\n", i18n.T("today.section."+string(section)))
		}
		fmt.Fprintf(a.Out, "  %-*s %s\n", width, r.Named(" · "), workspace.Why(r.Why))
	}
	if len(queue.Rows) == 0 {
		a.say("cli.today.none")
	}
}
