package desktest

import (
	"context"
	_ "embed" // of the sample
	"encoding/json"
	"testing"

	"kontor/domain"
	"kontor/projections"
	"kontor/workspace"
)

// wish is a need of the sample.
type wish struct {
	Title   string
	Text    string
	Tags    []string
	Due     domain.Day
	Owner   int // of the members; 0 is the one at this machine, −1 nobody
	Voices  int
	Quotes  []string // what they said, in turn
	Answer  domain.NeedAnswer
	Wording string
	Told    int
	Reason  string
}

//go:embed needs.json
var sampleNeeds []byte

// RaiseNeeds records some needs of the people of the sample community, in every
// state a need can be in.
func RaiseNeeds(t testing.TB, w *workspace.Workspace) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	talks, err := w.Views().Timeline(ctx, projections.TimelineQuery{Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 120})
	must(err)
	members, err := w.Views().Members(ctx)
	must(err)
	var wishes []wish
	must(json.Unmarshal(sampleNeeds, &wishes))
	next := 0
	for _, wish := range wishes {
		need := domain.RaiseNeed{
			Need: w.NewID(), Words: domain.NeedWords{Title: wish.Title, Text: wish.Text, Tags: wish.Tags},
			Plan: domain.NeedPlan{Due: wish.Due, Origin: domain.Origin{How: domain.OriginManual}},
		}
		switch {
		case wish.Owner == 0:
			need.Plan.For = w.Me()
		case wish.Owner > 0:
			need.Plan.For = members[wish.Owner%len(members)].ID
		}
		heard := map[domain.ID]bool{}
		for ; len(need.Voices) < wish.Voices && next < len(talks); next++ {
			talk := talks[next]
			if len(talk.People) == 0 || heard[talk.People[0].ID] {
				continue
			}
			voice := domain.Voice{
				Person: talk.People[0].ID, Conversation: talk.Record.ID, Heard: domain.Moment{At: talk.At, Precision: talk.Precision},
			}
			if len(talk.Organisations) > 0 {
				voice.Organisation = talk.Organisations[0].ID
			}
			heard[voice.Person] = true
			if len(wish.Quotes) > 0 {
				need.Quotes = append(need.Quotes, wish.Quotes[len(need.Voices)%len(wish.Quotes)])
			}
			need.Voices = append(need.Voices, voice)
		}
		commands := []domain.Command{need}
		if wish.Answer != "" {
			commands = append(commands, domain.DecideNeed{Need: need.Need, Answer: wish.Answer, Wording: wish.Wording})
		}
		for _, voice := range need.Voices[:min(wish.Told, len(need.Voices))] {
			commands = append(commands, domain.TellBack{Need: need.Need, Person: voice.Person})
		}
		if wish.Reason != "" {
			commands = append(commands, domain.CloseNeed{Need: need.Need, Reason: wish.Reason})
		}
		for _, command := range commands {
			_, err := w.Do(ctx, command)
			must(err)
		}
	}
}
