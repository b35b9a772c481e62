package conversations

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/facet"
	"kontor/ui/kit"
	"kontor/ui/roster"
	"kontor/ui/timeline"
	"kontor/when"
)

// list is what the roster of conversations asks of the workspace: the timeline
// of everything that was said, newest first.
type list struct {
	*roster.List[projections.TimelineEntry, filter]
	desk     *desk.Desk
	rows     *timeline.Rows
	loader   *kit.Loader
	words    *facet.Vocabulary
	channels map[string]string // names of the user's own channels
	members  []projections.MemberRow
}

// mostCounted is up to how many conversations a filter says its number.
const mostCounted = 2000

func newList(d *desk.Desk) *list {
	l := &list{desk: d, loader: kit.NewLoader(d.Async), words: facet.NewVocabulary(d.Workspace)}
	l.rows = timeline.NewRows(d, func(tag string) { l.SetFilter(func(f *filter) { f.Tag = tag }) })
	l.rows.OnElse = func(event *fyne.PointEvent) { timeline.TapList(l.Rows, event) }
	return l
}

func (l *list) params() roster.Params[projections.TimelineEntry, filter] {
	d := l.desk
	return roster.Params[projections.TimelineEntry, filter]{
		Desk: d, Page: desk.PageConversations, Title: i18n.T("conversations.title"), Placeholder: i18n.T("conversations.filter"),
		NewLabel: i18n.T("conversations.new"), NewIcon: kit.IconPlus, NewKey: "Ctrl+N", OnNew: func() { d.EditConversation(domain.None) },
		Hints: []string{
			"J  K", i18n.T("conversations.key.move"), "E", i18n.T("conversations.key.correct"), "F", i18n.T("conversations.key.plan"),
			"N", i18n.T("conversations.key.need"),
		},
		ID:     func(e projections.TimelineEntry) domain.ID { return e.Record.ID },
		Cursor: func(e projections.TimelineEntry) string { return e.Cursor },
		Fetch: func(ctx context.Context, f filter, _ roster.Order, t kit.Turn) ([]projections.TimelineEntry, error) {
			q := f.query(d.Workspace.Now())
			// What follows in the list is what was before in time.
			q.Before, q.After, q.From, q.Last, q.Limit = t.After, t.Before, t.From, t.Last, t.Limit
			return d.Workspace.Views().Timeline(ctx, q)
		},
		Count: l.countAll, OnFetch: l.learn, Read: l.read,
		Text: func(f *filter) *string { return &f.Text }, Facets: l.facets, Offers: l.offers,
		Group:  func(e projections.TimelineEntry) string { return dayHead(e, d.Workspace.Now()) },
		Create: l.rows.Create, Update: l.rows.Update, Height: l.rows.Height, Standard: 84,
		Tooltip: func(e projections.TimelineEntry) string {
			return when.ExactTo(e.At.In(d.Workspace.Now().Location()), i18n.Language(), e.Precision)
		},
		Counted: i18n.Number,
		Empty: func() kit.Empty {
			return kit.Empty{
				Icon: kit.IconConversation, Title: i18n.T("conversations.empty"), Text: i18n.T("conversations.empty.text"),
				Action: i18n.T("conversations.empty.action"), Key: kit.KeyLabel("Ctrl+L"), OnTap: func() { d.QuickLog("") },
			}
		},
		NoneFit: kit.Empty{
			Title: i18n.T("conversations.none-fit"), Text: i18n.T("conversations.none-fit.text"), Action: i18n.T("conversations.clear-filter"),
		},
	}
}

func (l *list) countAll(ctx context.Context, f filter) (c roster.Count, err error) {
	counts, err := l.desk.Workspace.Views().Counts(ctx)
	if c.All = counts.Conversations; err != nil || f.plain() && !f.Withdrawn {
		c.Shown = c.All
		return c, err
	}
	shown, whole, err := l.desk.Workspace.Views().CountTimeline(ctx, f.query(l.desk.Workspace.Now()), mostCounted)
	c.Shown, c.More = shown[projections.EntryConversation], !whole
	c.All = max(c.All, c.Shown)
	return c, err
}

// askDay asks which day to go to.
func (l *list) askDay() {
	timeline.AskDay(l.desk, func(day domain.Day) {
		l.Jump(projections.TimelineAt(day.Add(1).In(l.desk.Workspace.Now().Location())))
	})
}

// dayHead is the day of a conversation as people say it, or the month or the
// year where no more is known.
func dayHead(e projections.TimelineEntry, now time.Time) string {
	at := e.At.In(now.Location())
	if e.Precision == domain.PrecisionMonth || e.Precision == domain.PrecisionYear {
		return when.ExactTo(at, i18n.Language(), e.Precision)
	}
	return when.SpeakDay(domain.DayOf(at), now, i18n.Language())
}

// known is what the filters need to know.
type known struct {
	channels map[string]string
	members  []projections.MemberRow
}

// learn reads the channels and who we are, and forgets the values of words with a
// colon once there are none.
func (l *list) learn() {
	if !facet.Spoken(l.Filter.Text) {
		l.words.Forget()
	}
	kit.Load(context.Background(), l.loader, func(ctx context.Context) (k known, err error) {
		agreed, err := l.desk.Workspace.Agreed(ctx)
		if err != nil {
			return k, err
		}
		k.channels = map[string]string{}
		for _, channel := range agreed.Channels {
			k.channels[channel.ID] = channel.Name
		}
		k.members, err = l.desk.Workspace.Views().Members(ctx)
		return k, err
	}, func(k known, err error) {
		if err != nil {
			l.desk.Fail(err)
			return
		}
		l.channels, l.members = k.channels, k.members
		l.ShowFilter()
	})
}

// channelName is how a channel is called.
func (l *list) channelName(id string) string {
	if name, own := l.channels[id]; own {
		return name
	}
	return i18n.T("channel." + id)
}
