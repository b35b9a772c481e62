// Package notices says on the desktop what has become due: grouped, each thing
// once a day, and not in the hours in which somebody wants quiet.
package notices

import (
	"context"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/workspace"
)

const (
	// first is how long after the start it looks for the first time: the window
	// then stands, and what is due is in sight there.
	first = time.Minute
	// every is how often it looks.
	every = 5 * time.Minute
	// mostNamed is how many things are named; of more the number is said.
	mostNamed = 3
	// told is where the settings keep what was said today: the day and ids.
	told = "noticed"
)

// Params say where from and where to.
type Params struct {
	Async    kit.Async
	Queue    func(ctx context.Context) (projections.Queue, error)
	Settings func() workspace.Settings
	Change   func(func(*workspace.Settings)) error
	Send     func(title, text string)
	Now      func() time.Time
}

// Notices looks from time to time, until Stop.
type Notices struct {
	p      Params
	loader *kit.Loader
	cancel func()
}

// Start begins to look.
func Start(p Params) *Notices {
	n := &Notices{p: p, loader: kit.NewLoader(p.Async)}
	n.cancel = p.Async.After(first, n.look)
	return n
}

// Stop ends it.
func (n *Notices) Stop() {
	n.cancel()
	n.loader.Stop()
}

func (n *Notices) look() {
	n.cancel = n.p.Async.After(every, n.look)
	settings := n.p.Settings()
	if settings.NoNotices || settings.QuietAt(n.p.Now().Hour()) {
		return
	}
	kit.Load(context.Background(), n.loader, n.p.Queue, func(queue projections.Queue, err error) {
		if err != nil {
			logrus.WithError(err).Warn("what is due could not be looked up for a notice")
			return
		}
		n.say(queue)
	})
}

// say says what was not said today.
func (n *Notices) say(queue projections.Queue) {
	today := string(domain.DayOf(n.p.Now()))
	said := map[string]bool{}
	words := strings.Fields(n.p.Settings().Pages[told])
	if len(words) > 0 && words[0] == today {
		for _, id := range words[1:] {
			said[id] = true
		}
	} else {
		words = []string{today}
	}
	var fresh []string
	for _, row := range queue.Rows {
		id := idOf(row)
		if row.Section != projections.QueueOverdue && row.Section != projections.QueueToday || said[id] {
			continue
		}
		said[id] = true
		words = append(words, id)
		fresh = append(fresh, row.Named(" – "))
	}
	if len(fresh) == 0 {
		return
	}
	err := n.p.Change(func(s *workspace.Settings) {
		pages := map[string]string{told: strings.Join(words, " ")}
		for page, kept := range s.Pages {
			if page != told {
				pages[page] = kept
			}
		}
		s.Pages = pages
	})
	if err != nil {
		logrus.WithError(err).Warn("what was said on the desktop could not be kept")
	}
	named := fresh[:min(len(fresh), mostNamed)]
	text := strings.Join(named, "\n")
	if more := len(fresh) - len(named); more > 0 {
		text += "\n" + i18n.N("notices.more", more)
	}
	n.p.Send(i18n.N("notices.due", len(fresh)), text)
}

// idOf names what a row of the queue is about.
func idOf(row projections.QueueRow) string {
	switch {
	case row.FollowUp != nil:
		return row.FollowUp.ID.String()
	case row.Need != nil:
		return row.Need.ID.String()
	case row.Conversation != domain.None:
		return row.Conversation.String()
	}
	return row.Person.ID.String()
}
