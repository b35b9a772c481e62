package segments

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// choices are what rules can name, and how it is called.
type choices struct {
	communities []kit.Option
	members     []kit.Option
	channels    []kit.Option
	fields      []domain.FieldDefinition
	names       map[domain.ID]string // also of the organisations in the rules
}

// readChoices reads what can be named, and what the rules of these segments name.
func readChoices(ctx context.Context, d *desk.Desk, rows []projections.SegmentRow) (*choices, error) {
	views := d.Workspace.Views()
	c := &choices{names: map[domain.ID]string{}}
	communities, err := views.Communities(ctx, d.Workspace.Now())
	if err != nil {
		return nil, err
	}
	for _, row := range communities {
		c.names[row.ID] = row.Name
		if !row.Archived {
			c.communities = append(c.communities, kit.Option{Value: row.ID.String(), Label: row.Name})
		}
	}
	members, err := views.Members(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range members {
		name := row.Name
		if row.ID == d.Workspace.Me() {
			name = i18n.T("segments.me", row.Name)
		}
		c.names[row.ID] = name
		c.members = append(c.members, kit.Option{Value: row.ID.String(), Label: name})
	}
	agreed, err := d.Workspace.Agreed(ctx)
	if err != nil {
		return nil, err
	}
	for _, channel := range domain.Channels {
		c.channels = append(c.channels, kit.Option{Value: channel, Label: i18n.T("channel." + channel)})
	}
	for _, channel := range agreed.Channels {
		c.channels = append(c.channels, kit.Option{Value: channel.ID, Label: channel.Name})
	}
	for _, field := range agreed.Fields {
		if field.For == domain.KindPerson {
			c.names[field.ID] = field.Name
			if !field.Retired {
				c.fields = append(c.fields, field)
			}
		}
	}
	for _, row := range rows {
		if err := c.nameOrganisations(ctx, views, row.Filter); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// nameOrganisations looks up the organisations that rules name.
func (c *choices) nameOrganisations(ctx context.Context, views *projections.Views, f domain.Filter) error {
	for _, rule := range rulesOf(f) {
		if rule.About != domain.AboutOrganisation || rule.Record == domain.None || c.names[rule.Record] != "" {
			continue
		}
		organisation, err := views.Organisation(ctx, rule.Record)
		if err != nil {
			return err
		}
		if organisation != nil {
			c.names[rule.Record] = organisation.Name
		}
	}
	return nil
}

func rulesOf(f domain.Filter) []domain.Rule {
	rules := append([]domain.Rule(nil), f.Rules...)
	for _, group := range f.Groups {
		rules = append(rules, group.Rules...)
	}
	return rules
}

// sentence says a filter: "in Integratoren und still seit über 60 Tagen".
func (c *choices) sentence(f domain.Filter) string {
	var parts []string
	for _, rule := range f.Rules {
		parts = append(parts, c.clause(rule))
	}
	for _, group := range f.Groups {
		if said := c.joined(group.Match, c.clauses(group.Rules)); said != "" {
			if len(group.Rules) > 1 {
				said = i18n.T("segments.group", said)
			}
			parts = append(parts, said)
		}
	}
	if len(parts) == 0 {
		return i18n.T("segments.everyone")
	}
	return c.joined(f.Match, parts)
}

func (c *choices) clauses(rules []domain.Rule) []string {
	parts := make([]string, len(rules))
	for i, rule := range rules {
		parts[i] = c.clause(rule)
	}
	return parts
}

func (c *choices) joined(match domain.Match, parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	switch match {
	case domain.MatchAny:
		return strings.Join(parts, " "+i18n.T("segments.or")+" ")
	case domain.MatchNone:
		return i18n.T("segments.neither", strings.Join(parts, " "+i18n.T("segments.nor")+" "))
	}
	return strings.Join(parts, " "+i18n.T("segments.and")+" ")
}

// clause says a rule within a sentence.
func (c *choices) clause(r domain.Rule) string {
	about := i18n.T("segments.about." + string(r.About))
	value := c.value(r)
	switch r.About {
	case domain.AboutLastContact:
		if r.Op == domain.OpNever {
			return i18n.T("segments.says.last-contact.never")
		}
		return i18n.N("segments.says.last-contact."+string(r.Op), r.Days)
	case domain.AboutChannel:
		key := "segments.says.channel." + string(r.Op)
		if r.Op != domain.OpMostly && r.Days > 0 {
			return i18n.N(key+".days", r.Days, value)
		}
		return i18n.T(key, value)
	case domain.AboutArchived:
		return i18n.T("segments.says.archived." + string(r.Op))
	case domain.AboutDetail:
		return i18n.T("segments.says.detail."+string(r.Op), value)
	case domain.AboutField:
		about = c.names[r.Record]
		if about == "" {
			about = i18n.T("segments.about.field")
		}
		if r.Op == domain.OpFilled || r.Op == domain.OpEmpty {
			return i18n.T("segments.says.field."+string(r.Op), about)
		}
	case domain.AboutRole:
		if r.Record != domain.None {
			value = i18n.T("segments.role-in", value, c.names[r.Record])
		}
	}
	return i18n.T("segments.says", about, opName(r), value)
}

// value says what a rule compares with.
func (c *choices) value(r domain.Rule) string {
	none := i18n.T("segments.unset")
	or := func(text string) string {
		if text == "" {
			return none
		}
		return text
	}
	switch r.About {
	case domain.AboutOwner:
		if r.Record == domain.None {
			return i18n.T("segments.nobody")
		}
		return or(c.names[r.Record])
	case domain.AboutCommunity, domain.AboutOrganisation:
		return or(c.names[r.Record])
	case domain.AboutTag:
		if r.Text == "" {
			return none
		}
		return "#" + r.Text
	case domain.AboutRole:
		return or(desk.RoleName(r.Text))
	case domain.AboutRhythm:
		return i18n.T("rhythm.state." + string(r.State))
	case domain.AboutSentiment:
		return i18n.T("sentiment." + strconv.Itoa(int(r.Number)))
	case domain.AboutDetail:
		return i18n.T("rule.detail." + string(r.Detail))
	case domain.AboutChannel:
		for _, channel := range c.channels {
			if channel.Value == r.Channel {
				return channel.Label
			}
		}
		return none
	case domain.AboutField:
		switch r.Type {
		case domain.FieldTypeNumber:
			return i18n.Decimal(r.Number, -1)
		case domain.FieldTypeYesNo:
			if r.Number == 1 {
				return i18n.T("segments.yes")
			}
			return i18n.T("segments.no")
		case domain.FieldTypeDate:
			return or(dayText(r.Day))
		}
	}
	return or(r.Text)
}

func dayText(d domain.Day) string {
	if !d.Valid() {
		return ""
	}
	t := d.In(time.UTC)
	return workspace.DateText(domain.PartialDate{Year: t.Year(), Month: int(t.Month()), Day: t.Day()})
}

// opName is the word for a comparison.
func opName(r domain.Rule) string {
	if r.About == domain.AboutField && r.Type == domain.FieldTypeDate && (r.Op == domain.OpAtLeast || r.Op == domain.OpAtMost) {
		return i18n.T("segments.op.date." + string(r.Op))
	}
	return i18n.T("segments.op." + string(r.Op))
}
