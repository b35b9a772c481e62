package workspace

import (
	"context"
	"slices"

	"kontor/domain"
)

// needs takes the person out of the needs that they asked for: their own words
// are destroyed, and their name in what others said. What is wanted, who else
// asked, what was decided and who was told is kept, in another need.
func (p *erasurePlan) needs(ctx context.Context) error {
	ids, err := p.w.views.NeedsHeardFrom(ctx, p.person.Stream.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		s := domain.Stream{Kind: domain.KindNeed, ID: id}
		record, err := p.w.Record(ctx, s)
		if err != nil {
			return err
		}
		n, ok := record.(*domain.Need)
		if !ok || n.Erased {
			continue
		}
		p.summary.Needs++
		p.records = append(p.records, s)
		p.commands = append(p.commands, domain.EraseNeed{Need: id})
		if !n.Withdrawn {
			p.commands = append(p.commands, p.redactedNeed(n))
		}
	}
	return nil
}

func (p *erasurePlan) redactedNeed(n *domain.Need) domain.RaiseNeed {
	plan := n.Plan
	plan.Origin = domain.Origin{How: domain.OriginRedaction}
	c := domain.RaiseNeed{
		Need: p.w.NewID(), Plan: plan,
		Words: domain.NeedWords{
			Title: p.redact(n.Words.Title), Text: p.redact(n.Words.Text),
			Tags: slices.DeleteFunc(slices.Clone(n.Words.Tags), p.names.MatchString),
		},
		Standing: n.Standing(), Reason: p.redact(n.Reason),
	}
	if n.Decision != nil {
		c.Wording = p.redact(n.Decision.Wording)
	}
	for _, v := range n.Heard {
		if slices.Contains(p.same, v.Person) {
			v.Erased, v.Quote = true, ""
		}
		c.Voices = append(c.Voices, v.Voice)
		c.Quotes = append(c.Quotes, p.redact(v.Quote))
	}
	return c
}
