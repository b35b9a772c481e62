package people

import (
	"slices"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// behind is what a number or a segment asked for. It lasts as long as the
// window, since nothing of it is kept.
type behind struct {
	Query *projections.PeopleQuery
	Label string
}

// showBehind lists the people whom the argument of a route asks for.
func (p *page) showBehind(arg string) {
	if a, ok := p.desk.AskedBy(arg); ok && a.People != nil {
		p.list.SetFilter(func(f *filter) { *f = filter{Behind: behind{a.People, a.Label}} })
		p.list.ShowFilter()
	}
}

// within narrows a query to the people that were asked for. Where both name a
// community or an owner, the other becomes a rule.
func (b behind) within(q *projections.PeopleQuery) {
	a := b.Query
	if a == nil {
		return
	}
	q.Segment, q.WentQuiet, q.CameBack, q.OutOfRhythm = a.Segment, a.WentQuiet, a.CameBack, a.OutOfRhythm
	q.RhythmDay, q.Of = a.RhythmDay, a.Of
	q.Archived = q.Archived || a.Archived
	var both []domain.Rule
	narrow := func(own *domain.ID, asked domain.ID, about domain.RuleAbout) {
		switch {
		case asked == domain.None || *own == asked:
		case *own == domain.None:
			*own = asked
		default:
			both = append(both, domain.Rule{About: about, Op: domain.OpIs, Record: asked})
		}
	}
	narrow(&q.Community, a.Community, domain.AboutCommunity)
	narrow(&q.Owner, a.Owner, domain.AboutOwner)
	if q.Filter != nil {
		both = append(both, q.Filter.Rules...)
	}
	if f := a.Filter; f != nil && len(both) == 0 {
		q.Filter = f
	} else if f != nil && len(f.Groups) == 0 {
		q.Filter = &domain.Filter{Rules: both, Groups: []domain.RuleGroup{{Match: f.Match, Rules: f.Rules}}}
	} else if f != nil && (f.Match == "" || f.Match == domain.MatchAll) {
		q.Filter = &domain.Filter{Rules: append(both, f.Rules...), Groups: f.Groups}
	} else if len(both) > 0 {
		q.Filter = &domain.Filter{Rules: both}
	}
}

// rules are what the filter asks for as the rules of a segment; false where a
// part of it cannot be said so.
func (f filter) rules(me domain.ID) (domain.Filter, bool) {
	rules := slices.Clone(f.Rules)
	add := func(rule domain.Rule) { rules = append(rules, rule) }
	if f.Community != domain.None {
		add(domain.Rule{About: domain.AboutCommunity, Op: domain.OpIs, Record: f.Community})
	}
	if f.Tag != "" {
		add(domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: f.Tag})
	}
	if f.Organisation != domain.None {
		add(domain.Rule{About: domain.AboutOrganisation, Op: domain.OpIs, Record: f.Organisation})
	}
	if f.Mine {
		add(domain.Rule{About: domain.AboutOwner, Op: domain.OpIs, Record: me})
	}
	if f.SilentDays > 0 {
		add(domain.Rule{About: domain.AboutLastContact, Op: domain.OpLonger, Days: f.SilentDays - 1})
	}
	if f.Archived {
		add(domain.Rule{About: domain.AboutArchived, Op: domain.OpIs})
	}
	asked := domain.Filter{Rules: rules}
	return asked, len(rules) > 0 && f.Behind.Query == nil && f.Text == ""
}

// saveOffer offers to keep the filter as a segment.
func (l *list) saveOffer() kit.MenuItem {
	asked, can := l.Filter.rules(l.desk.Workspace.Me())
	return kit.MenuItem{
		Label: i18n.T("people.save-segment"), Icon: kit.IconLayers, Separator: true, Disabled: !can || l.desk.NewSegment == nil,
		OnTap: func() { l.desk.NewSegment(asked) },
	}
}
