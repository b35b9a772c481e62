package palette

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/when"
	"kontor/workspace"
)

// peekHeight is the least room that a record is looked at in.
const peekHeight = 380

// peek shows the essentials of the record under the cursor, beside the list.
type peek struct {
	desk   *desk.Desk
	loader *kit.Loader
	column *kit.Column
	line   fyne.CanvasObject
	pane   fyne.CanvasObject
	at     domain.Stream
}

func newPeek(d *desk.Desk) *peek {
	p := &peek{desk: d, loader: kit.NewLoader(d.Async), column: kit.NewColumn(10), line: kit.NewVerticalHairline()}
	p.pane = kit.NewScroll(kit.NewPadded(16, 18, 16, 18, p.column))
	p.line.Hide()
	p.pane.Hide()
	return p
}

func (p *peek) shown() bool { return p.pane.Visible() }

// showPeek opens the place beside the list, or closes it.
func (c *card) showPeek(show bool) {
	if show == c.peek.shown() {
		return
	}
	if !show {
		c.peek.loader.Stop()
		c.peek.line.Hide()
		c.peek.pane.Hide()
		c.laidOut()
		return
	}
	c.peek.at = domain.Stream{}
	c.peek.line.Show()
	c.peek.pane.Show()
	c.look()
	c.laidOut()
}

// look reads what is under the cursor.
func (c *card) look() {
	chosen := c.selected()
	if chosen == nil || chosen.record.ID == domain.None {
		c.peek.loader.Stop()
		c.peek.at = domain.Stream{}
		c.peek.column.SetObjects()
		return
	}
	c.peek.show(*chosen)
}

func (p *peek) show(l line) {
	if p.at == l.record {
		return
	}
	p.at = l.record
	title := kit.NewParagraph(kit.Heading, l.data.Title)
	head := kit.NewLine(12, kit.NewAvatar(kit.FaceHead-8, l.data.Face), title).Grow(title)
	p.column.SetObjects(head)
	kit.Load(context.Background(), p.loader, func(ctx context.Context) ([]detail, error) {
		return p.details(ctx, l.record)
	}, func(details []detail, err error) {
		objects := []fyne.CanvasObject{head}
		if err != nil {
			objects = append(objects, kit.NewParagraph(kit.Secondary, workspace.Explain(err)))
		}
		for _, d := range details {
			if d.name == "" {
				objects = append(objects, kit.NewParagraph(kit.Secondary, d.value))
				continue
			}
			objects = append(objects, kit.NewFactRow(d.name, d.value, d.tone, nil))
		}
		p.column.SetObjects(objects...)
	})
}

// detail is a fact of the card; without a name a text of its own.
type detail struct {
	name, value string
	tone        kit.Tone
}

// gathered collects details, those without a value left out.
type gathered []detail

func (g *gathered) say(key, value string, tone kit.Tone) {
	if value != "" {
		name := ""
		if key != "" {
			name = i18n.T("palette.peek." + key)
		}
		*g = append(*g, detail{name, value, tone})
	}
}

func (p *peek) details(ctx context.Context, record domain.Stream) ([]detail, error) {
	views, now := p.desk.Workspace.Views(), p.desk.Workspace.Now()
	switch record.Kind {
	case domain.KindPerson:
		return p.person(ctx, record.ID, now)
	case domain.KindOrganisation:
		page, err := views.Organisation(ctx, record.ID)
		if err != nil || page == nil {
			return nil, err
		}
		g := gathered{}
		g.say("city", page.City, kit.Neutral)
		g.say("domain", page.Domain, kit.Neutral)
		g.say("people", i18n.Number(page.OrganisationRow.People), kit.Neutral)
		g.say("last", spoken(page.LastContact, now), kit.Neutral)
		g.say("open", openFollowUps(page.FollowUps), kit.Neutral)
		g.say("tags", strings.Join(page.Tags, ", "), kit.Neutral)
		return append(g, p.latest(ctx, record, now)...), nil
	case domain.KindCommunity:
		page, err := views.Community(ctx, record.ID, now)
		if err != nil || page == nil {
			return nil, err
		}
		g := gathered{}
		g.say("people", i18n.Number(page.People), kit.Neutral)
		g.say("in-rhythm", i18n.T("kit.count.of", page.InRhythm, page.WithRhythm), kit.Neutral)
		g.say("owner", page.OwnerName, kit.Neutral)
		g.say("last", spoken(page.LastContact, now), kit.Neutral)
		return append(g, p.latest(ctx, record, now)...), nil
	case domain.KindConversation:
		entry, err := views.Conversation(ctx, record.ID)
		if err != nil || entry == nil {
			return nil, err
		}
		return p.conversation(*entry, now), nil
	case domain.KindNeed:
		return p.need(ctx, record.ID, now)
	case domain.KindFollowUp:
		row, err := views.FollowUp(ctx, record.ID)
		if err != nil || row == nil {
			return nil, err
		}
		g := gathered{}
		g.say("due", when.SpeakDay(row.Due, now, i18n.Language()), kit.Neutral)
		g.say("for", p.desk.PartyName(row.For), kit.Neutral)
		g.say("with", p.names(row.People), kit.Neutral)
		return g, nil
	}
	return nil, nil
}

func (p *peek) need(ctx context.Context, id domain.ID, now time.Time) ([]detail, error) {
	page, err := p.desk.Workspace.Views().Need(ctx, id)
	if err != nil || page == nil {
		return nil, err
	}
	tone, _, state := desk.NeedState(page.NeedRow)
	g := gathered{}
	g.say("state", state, tone)
	g.say("voices", i18n.Number(page.Voices), kit.Neutral)
	if page.State != domain.NeedOpen {
		g.say("told", i18n.T("kit.count.of", page.Told, page.Voices), kit.Neutral)
	}
	due, late := p.desk.NeedDue(page.NeedRow)
	g.say("due", due, late)
	g.say("for", p.desk.MemberName(page.Owner), kit.Neutral)
	g.say("tags", strings.Join(page.Tags, ", "), kit.Neutral)
	if page.Decision != nil {
		g.say("", page.Decision.Wording, kit.Neutral)
	}
	text := []rune(markdown.Plain(page.Text))
	if len(text) > longestPeek {
		text = append(text[:longestPeek:longestPeek], '…')
	}
	g.say("", string(text), kit.Neutral)
	return g, nil
}

func (p *peek) person(ctx context.Context, id domain.ID, now time.Time) ([]detail, error) {
	page, err := p.desk.Workspace.Views().Person(ctx, id, now)
	if err != nil || page == nil {
		return nil, err
	}
	g := gathered{}
	said := page.JobTitle
	if page.Organisation != "" && said != "" {
		said += " · "
	}
	g.say("", said+page.Organisation, kit.Neutral)
	health, err := p.desk.Workspace.Views().Health(ctx, id, now)
	if err != nil {
		return nil, err
	}
	if health != nil && health.State != domain.HealthNone {
		said := i18n.T("health.state." + string(health.State))
		if health.State.Told() {
			said = i18n.Number(health.Score) + " · " + said
		}
		g.say("health", said, kit.Neutral)
	}
	g.say("last", spoken(page.LastContact, now), desk.Lateness(page.Rhythm, page.LastContact, now))
	g.say("open", openFollowUps(page.FollowUps), kit.Neutral)
	if n := len(page.Unanswered); n > 0 {
		g.say("unanswered", i18n.Number(n), kit.Late)
	}
	g.say("mail", page.Email, kit.Neutral)
	g.say("phone", page.Phone, kit.Neutral)
	g.say("communities", strings.Join(page.Communities, ", "), kit.Neutral)
	g.say("tags", strings.Join(page.Tags, ", "), kit.Neutral)
	g.say("owner", p.desk.MemberName(page.Owner), kit.Neutral)
	return append(g, p.latest(ctx, domain.Stream{Kind: domain.KindPerson, ID: id}, now)...), nil
}

// latest is the last conversation, in a few lines.
func (p *peek) latest(ctx context.Context, of domain.Stream, now time.Time) []detail {
	entries, err := p.desk.Workspace.Views().Timeline(ctx, projections.TimelineQuery{
		Of: of, Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 1,
	})
	if err != nil || len(entries) == 0 {
		return nil // the rest is worth showing without it
	}
	return p.conversation(entries[0], now)
}

// longestPeek is how much of a text is shown, in characters.
const longestPeek = 240

func (p *peek) conversation(e projections.TimelineEntry, now time.Time) []detail {
	g := gathered{}
	g.say("when", when.Speak(e.At, now, i18n.Language(), e.Precision), kit.Neutral)
	g.say("with", p.names(e.People), kit.Neutral)
	g.say("", e.Subject, kit.Neutral)
	text := []rune(e.Text)
	if len(text) > longestPeek {
		text = append(text[:longestPeek:longestPeek], '…')
	}
	g.say("", string(text), kit.Neutral)
	return g
}

func (p *peek) names(parties []projections.Party) string {
	names := make([]string, len(parties))
	for i, party := range parties {
		names[i] = p.desk.PartyName(party)
	}
	return strings.Join(names, ", ")
}

func spoken(at, now time.Time) string {
	if at.IsZero() {
		return i18n.T("palette.peek.never")
	}
	return when.Speak(at, now, i18n.Language(), domain.PrecisionDay)
}

// openFollowUps says what is next, and how many follow.
func openFollowUps(rows []projections.FollowUpRow) string {
	switch len(rows) {
	case 0:
		return ""
	case 1:
		return rows[0].Text
	}
	return rows[0].Text + " +" + i18n.Number(len(rows)-1)
}
