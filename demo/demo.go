// Package demo makes up a sample community: people around a small software
// house in the Weimar of 1800 and what it talked about with them in the last
// three years. It is for trying Kontor out, for screenshots and for measuring.
//
// Nothing in it is real: domains end in .example, and phone numbers lie in the
// ranges that the German regulator keeps for films. What it gives are commands
// of the domain, in the order of time, to be carried out like any other.
package demo

import (
	"iter"
	"time"

	"kontor/domain"
)

// The size of the sample community unless asked otherwise.
const (
	DefaultPeople        = 60
	DefaultConversations = 400
)

// Options say what to make up. The same options give the same steps.
type Options struct {
	People        int // none gives no conversations either
	Conversations int
	Seed          uint64
	Language      string    // German unless it is English
	Now           time.Time // the end of the story, and the zone of its office hours

	// Member is the user, a member who exists in the ledger. If it is none, a
	// member is made up.
	Member domain.ID
	// Workspace exists in the ledger; it gets fields of its own. If it is none,
	// no fields are defined.
	Workspace domain.ID
	// NewID makes the ids. Without it they follow from the seed and from the
	// time of the step.
	NewID func() domain.ID
}

// Step is what one of us did at one moment, to be carried out as one command.
type Step struct {
	At    time.Time
	Actor domain.ID
	// Title is the name of the command that the step is mainly about.
	Title    string
	Commands []domain.Command
}

// Command is the step as one command.
func (s Step) Command() domain.Command {
	if len(s.Commands) == 1 {
		return s.Commands[0]
	}
	return domain.Batch{Title: s.Title, Parts: s.Commands}
}

// Generate tells the story of the sample community, step by step. Memory grows
// with the people and the organisations, not with the conversations.
func Generate(o Options) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		newStory(o, yield).tell()
	}
}
