package conversations

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// reader shows one conversation in full.
type reader struct {
	desk    *desk.Desk
	onBack  func()
	loader  *kit.Loader
	id      domain.ID
	folded  bool
	earlier bool // the first wordings are shown too
	shown   *full
	more    *kit.IconButton
	host    *kit.Frame
	scroll  *kit.Scroll
	pane    *kit.ReadPane
	enters  bool // the keyboard goes into it once it has come
}

// full is everything about one conversation.
type full struct {
	entry    *projections.TimelineEntry
	record   *domain.Conversation
	channels map[string]string // names of the user's own channels
}

func newReader(d *desk.Desk, onBack func()) *reader {
	r := &reader{desk: d, onBack: onBack, loader: kit.NewLoader(d.Async)}
	r.host = kit.NewFrame(nil, r.nothing(), nil)
	r.pane = kit.NewReadPane(onBack)
	return r
}

func (r *reader) nothing() fyne.CanvasObject {
	return kit.NewEmptyState(kit.Empty{
		Icon: kit.IconConversation, Title: i18n.T("conversations.none-chosen"), Text: i18n.T("conversations.none-chosen.text"),
	})
}

// Content implements roster.Side.
func (r *reader) Content() fyne.CanvasObject { return r.host }

// Shows implements roster.Side.
func (r *reader) Shows(id domain.ID) bool { return r.id == id && r.shown != nil }

// Reload implements roster.Side.
func (r *reader) Reload() { r.load() }

// Stop implements roster.Side.
func (r *reader) Stop() { r.loader.Stop() }

// Save implements roster.Side.
func (r *reader) Save() any { return nil }

// Restore implements roster.Side.
func (r *reader) Restore(any) {}

// Show implements roster.Side.
func (r *reader) Show(id domain.ID) {
	if r.id != id {
		r.id, r.earlier, r.shown, r.scroll, r.enters = id, false, nil, nil, false
	}
	if id == domain.None {
		r.loader.Stop()
		r.host.SetBody(r.nothing())
		return
	}
	r.load()
}

func (r *reader) load() {
	if r.id == domain.None {
		return
	}
	id := r.id
	kit.Load(context.Background(), r.loader, func(ctx context.Context) (*full, error) {
		return fetchFull(ctx, r.desk, id)
	}, func(f *full, err error) {
		switch {
		case err != nil:
			r.shown = nil
			r.host.SetBody(kit.NewErrorState(workspace.Explain(err), r.load))
		case f == nil:
			r.shown = nil
			r.host.SetBody(kit.NewEmptyState(kit.Empty{
				Icon: kit.IconConversation, Title: i18n.T("conversations.gone"), Text: i18n.T("conversations.gone.text"),
			}))
		default:
			r.shown = f
			r.show()
		}
	})
}

func fetchFull(ctx context.Context, d *desk.Desk, id domain.ID) (*full, error) {
	entry, err := d.Workspace.Views().Conversation(ctx, id)
	if err != nil || entry == nil {
		return nil, err
	}
	a, err := d.Workspace.Record(ctx, domain.Stream{Kind: domain.KindConversation, ID: id})
	record, ok := a.(*domain.Conversation)
	if err != nil || !ok {
		return nil, err
	}
	f := &full{entry: entry, record: record, channels: map[string]string{}}
	agreed, err := d.Workspace.Agreed(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range agreed.Channels {
		f.channels[c.ID] = c.Name
	}
	return f, nil
}

// channelName is how a channel is called.
func (f *full) channelName(id string) string {
	if name, own := f.channels[id]; own {
		return name
	}
	return i18n.T("channel." + id)
}

// SetFolded implements roster.Side.
func (r *reader) SetFolded(folded bool) {
	r.folded = folded
	if r.shown != nil {
		r.show()
	}
}

func (r *reader) record() domain.Stream {
	return domain.Stream{Kind: domain.KindConversation, ID: r.id}
}

// changeable reports whether there is a conversation that can still be worked on.
func (r *reader) changeable() bool {
	return r.shown != nil && !r.shown.record.Withdrawn && !r.shown.record.Erased
}

// widestText is how wide what was said is set at most.
const widestText float32 = 760

func (r *reader) show() {
	offset := float32(0)
	if r.scroll != nil {
		offset = r.scroll.Offset()
	}
	body := kit.NewColumn(18, r.parts()...)
	r.scroll = kit.NewScroll(kit.NewPadded(16, 24, 28, 24, kit.NewMeasure(widestText, body)))
	r.host.SetBody(kit.NewFrame(kit.NewColumn(0, kit.NewPadded(18, 24, 14, 24, r.head()), kit.NewHairline()), r.pane, nil))
	r.pane.Set(r.scroll)
	r.scroll.SetOffset(offset)
	if r.enters {
		r.enter()
	}
}

// enter gives the keyboard to the conversation, once it has come.
func (r *reader) enter() {
	r.enters = r.shown == nil
	if !r.enters {
		r.desk.Shell.Canvas().Focus(r.pane)
	}
}

// head says who spoke with whom, when and how.
func (r *reader) head() fyne.CanvasObject {
	e := r.shown.entry
	title := kit.NewParagraph(kit.Title, r.title())
	title.MaxLines = 2
	about := kit.NewColumn(2, title, kit.NewParagraph(kit.Secondary, r.circumstances()))
	objects := []fyne.CanvasObject{kit.NewChannelMark(timeline.ChannelIcon(e.Channel)), about}
	if r.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), r.onBack)}, objects...)
	}
	if r.changeable() {
		r.more = kit.NewIconButton(kit.IconMore, i18n.T("conversations.more")+"  M", r.showMenu)
		correct := kit.NewButton(kit.Quiet, i18n.T("conversations.correct"), func() { r.desk.EditConversation(r.id) })
		correct.Shortcut = "E"
		objects = append(objects, correct, r.more)
	}
	return kit.NewLine(12, objects...).Grow(about).Break(kit.HeadLeast)
}

// showMenu opens what can be done with the conversation.
func (r *reader) showMenu() { kit.OpenMenuBelow(r.more, r.menu()) }

// title is the subject, or who spoke with whom.
func (r *reader) title() string {
	if r.shown.entry.Subject != "" {
		return r.shown.entry.Subject
	}
	return Between(r.desk, *r.shown.entry)
}

// Between says who of us spoke with whom: "Du ↔ Schiller, Goethe".
func Between(d *desk.Desk, e projections.TimelineEntry) string {
	ours, theirs := namesOf(d, e.Ours), namesOf(d, e.People)
	if theirs == "" {
		theirs = namesOf(d, e.Organisations)
	}
	switch {
	case theirs == "" && ours == "":
		return i18n.T("conversations.nobody")
	case theirs == "":
		return kit.Capital(ours)
	case ours == "":
		return theirs
	}
	switch e.Direction {
	case domain.DirectionIncoming:
		return theirs + " → " + ours
	case domain.DirectionOutgoing:
		return kit.Capital(ours) + " → " + theirs
	}
	return kit.Capital(ours) + " ↔ " + theirs
}

func namesOf(d *desk.Desk, parties []projections.Party) string {
	var names []string
	for _, p := range parties {
		if name := d.PartyName(p); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// circumstances are the channel, the exact time, how long it took and where.
func (r *reader) circumstances() string {
	e := r.shown.entry
	now := r.desk.Workspace.Now()
	parts := []string{r.shown.channelName(e.Channel), when.ExactTo(e.At.In(now.Location()), i18n.Language(), e.Precision)}
	if e.Seconds > 0 {
		parts = append(parts, lengthText(e.Seconds))
	}
	if e.Place != "" {
		parts = append(parts, e.Place)
	}
	return strings.Join(parts, " · ")
}

// parts are what stands below the head, as far as there is any.
func (r *reader) parts() []fyne.CanvasObject {
	e, record := r.shown.entry, r.shown.record
	var parts []fyne.CanvasObject
	add := func(objects ...fyne.CanvasObject) {
		for _, object := range objects {
			if object != nil {
				parts = append(parts, object)
			}
		}
	}
	switch {
	case record.Erased:
		add(notice(kit.Neutral, i18n.T("conversations.erased"), i18n.T("conversations.erased.text")))
	case record.Withdrawn:
		add(notice(kit.Soon, i18n.T("conversations.withdrawn"), i18n.T("conversations.withdrawn.text")))
	case e.Missing:
		add(notice(kit.Neutral, i18n.T("conversations.missing"), i18n.T("conversations.missing.text")))
	}
	if answer := r.answer(); answer != nil {
		add(answer)
	}
	if participants := r.participants(); participants != nil {
		add(participants)
	}
	if strings.TrimSpace(e.Text) != "" {
		add(markdown.New(e.Text, r.desk.OpenLink))
	}
	if badges := r.badges(); len(badges) > 0 {
		add(kit.NewFlow(6, badges...))
	}
	if files := r.files(); files != nil {
		add(files)
	}
	add(r.followUps(), r.needs())
	add(r.history())
	return parts
}

func notice(tone kit.Tone, title, text string) fyne.CanvasObject {
	head := kit.NewText(kit.Bold, title)
	head.SetColor(tone.Color())
	return kit.NewNotice(tone, kit.NewColumn(2, head, kit.NewParagraph(kit.Body, text)))
}

// badges are how it went, and the tags.
func (r *reader) badges() []fyne.CanvasObject {
	e := r.shown.entry
	var badges []fyne.CanvasObject
	if e.Sentiment != nil {
		tone := kit.Neutral
		switch {
		case *e.Sentiment > 0:
			tone = kit.Good
		case *e.Sentiment < 0:
			tone = kit.Late
		}
		badges = append(badges, kit.NewBadge(tone, i18n.T("conversations.went", i18n.T("sentiment."+strconv.Itoa(*e.Sentiment)))))
	}
	for _, tag := range e.Tags {
		badges = append(badges, kit.NewBadge(kit.Neutral, "#"+tag))
	}
	return badges
}
