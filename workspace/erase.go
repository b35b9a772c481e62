package workspace

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// Erasure says what the erasure of a person does, or did. It holds no personal
// data but what the preview is asked to show.
type Erasure struct {
	Person domain.ID `json:"person"`
	At     time.Time `json:"at"`
	// Alone counts the conversations with nobody else: their words are destroyed.
	Alone int `json:"conversationsDestroyed"`
	// Shared counts those with others: the person is taken out of their words.
	Shared    int `json:"conversationsRedacted"`
	FollowUps int `json:"followUpsDestroyed"`
	// Needs counts those that the person asked for: their words are taken out.
	Needs       int `json:"needsRedacted"`
	Attachments int `json:"attachmentsDestroyed"`
	// Imports counts those whose rejected rows or file names said the person's
	// name: these texts are destroyed.
	Imports int `json:"importsDestroyed"`
	Keys    int `json:"keysDestroyed"`
	// Elsewhere are records that still name the person in words that nobody
	// linked to them; a human must look at them.
	Elsewhere []projections.Hit `json:"-"`
}

// PreviewErase says what the erasure of a person would do.
func (w *Workspace) PreviewErase(ctx context.Context, person domain.ID) (Erasure, error) {
	plan, err := w.planErasure(ctx, person)
	if err != nil {
		return Erasure{}, err
	}
	return plan.summary, nil
}

// Erase makes everything personal about a person unreadable for good, in the
// ledger and in every copy of it. It cannot be undone. What others need of the
// conversations they shared is kept, with the person taken out of the words.
func (w *Workspace) Erase(ctx context.Context, person domain.ID) (Erasure, error) {
	w.writing.Lock()
	defer w.writing.Unlock()
	if err := w.views.CatchUp(ctx, nil); err != nil { // what comes in bulk is not seen yet
		return Erasure{}, fmt.Errorf("find what is to be erased: %w", err)
	}
	plan, err := w.planErasure(ctx, person)
	if err != nil {
		return Erasure{}, err
	}
	done, err := w.decide(ctx, domain.Batch{Title: "erase-person", Parts: plan.commands}, domain.None, nil)
	if err != nil {
		return Erasure{}, err
	}
	// From here on the order stands in the ledger: it is carried out to its end.
	ctx = context.WithoutCancel(ctx)
	for _, s := range plan.records {
		delete(w.folded.records, s)
	}
	subjects := make([]domain.ID, len(plan.records))
	for i, s := range plan.records {
		subjects[i] = s.ID
	}
	erased, err := w.ledger.Erase(ctx, done.Events[len(done.Events)-1].EventID, subjects...)
	if err != nil {
		return plan.summary, fmt.Errorf("destroy the keys: %w", err)
	}
	if err := w.ledger.Attachments().Remove(ctx, plan.attachments...); err != nil {
		return plan.summary, fmt.Errorf("destroy the attachments: %w", err)
	}
	if err := w.drafts.redact(ctx, plan.redact); err != nil {
		return plan.summary, fmt.Errorf("take the person out of the drafts: %w", err)
	}
	plan.summary.Keys, plan.summary.At = erased.Keys, w.now()
	if err := w.views.Refold(ctx, plan.records, w.views.Position()); err != nil {
		return plan.summary, fmt.Errorf("take the person out of the read models: %w", err)
	}
	w.changed.tell(Changed{Position: w.views.Position()})
	return plan.summary, nil
}

type erasurePlan struct {
	w           *Workspace
	person      *domain.Person
	same        []domain.ID // all records about the person: with those that were merged
	names       *regexp.Regexp
	commands    []domain.Command
	records     []domain.Stream // whose words are destroyed
	attachments []eventstore.Address
	summary     Erasure
}

func (w *Workspace) planErasure(ctx context.Context, id domain.ID) (*erasurePlan, error) {
	same, err := domain.OnePerson(records{ctx, w}, id)
	if err != nil {
		return nil, err
	}
	id = same[0]
	stream := domain.Stream{Kind: domain.KindPerson, ID: id}
	record, err := w.Record(ctx, stream)
	if err != nil {
		return nil, err
	}
	person, ok := record.(*domain.Person)
	switch {
	case !ok || record == nil:
		return nil, &domain.Refusal{Code: domain.RefusedNotFound, Record: stream}
	case person.Erased:
		return nil, &domain.Refusal{Code: domain.RefusedErased, Record: stream}
	}
	plan := &erasurePlan{w: w, person: person, same: same, summary: Erasure{Person: id, At: w.now()}}
	if err := plan.identify(ctx); err != nil {
		return nil, err
	}
	if err := plan.conversations(ctx, stream); err != nil {
		return nil, err
	}
	if err := plan.followUps(ctx); err != nil {
		return nil, err
	}
	if err := plan.needs(ctx); err != nil {
		return nil, err
	}
	if err := plan.imports(ctx); err != nil {
		return nil, err
	}
	plan.commands = append(plan.commands, domain.Erase{Person: id})
	for _, one := range same {
		plan.records = append(plan.records, domain.Stream{Kind: domain.KindPerson, ID: one})
	}
	hits, err := w.views.Search(ctx, person.Name().Full(), 50, w.now())
	if err != nil {
		return nil, err
	}
	if err := plan.formerKeepers(ctx); err != nil {
		return nil, err
	}
	for _, h := range hits {
		handled := slices.Contains(plan.records, domain.Stream{Kind: h.Kind, ID: h.ID})
		if !handled && !h.Approximate {
			plan.summary.Elsewhere = append(plan.summary.Elsewhere, h)
		}
	}
	return plan, nil
}

// identify finds out by what the person is called in words, in all records about
// them.
func (p *erasurePlan) identify(ctx context.Context) error {
	var names []domain.Name
	var points []domain.ContactPoint
	for _, id := range p.same {
		one, err := domain.LoadPerson(records{ctx, p.w}, id)
		if err != nil {
			return err
		}
		if one == nil {
			continue
		}
		names, points = append(names, one.Name()), append(points, one.Dossier.Points()...)
		if v := one.Dossier.Get(domain.FieldPhoto); v != nil && v.Attachment != nil {
			p.destroy(*v.Attachment)
		}
	}
	p.names = namesOf(names, points)
	return nil
}

// formerKeepers are the people into whom somebody was merged once, and is not any
// more: what they got then stands in their history.
func (p *erasurePlan) formerKeepers(ctx context.Context) error {
	for _, id := range p.same {
		recorded, err := p.w.History(ctx, domain.Stream{Kind: domain.KindPerson, ID: id})
		if err != nil {
			return err
		}
		for _, r := range recorded {
			e, ok := r.Event.(*domain.PersonMerged)
			if !ok || slices.Contains(p.same, e.Into) {
				continue
			}
			keeper, err := domain.LoadPerson(records{ctx, p.w}, e.Into)
			if err != nil {
				return err
			}
			named := slices.ContainsFunc(p.summary.Elsewhere, func(h projections.Hit) bool { return h.ID == e.Into })
			if keeper != nil && !keeper.Erased && !named {
				p.summary.Elsewhere = append(p.summary.Elsewhere, projections.Hit{Kind: domain.KindPerson, ID: e.Into, Title: keeper.Name().Full()})
			}
		}
	}
	return nil
}

func (p *erasurePlan) destroy(a domain.Attachment) {
	if address, err := eventstore.ParseAddress(a.Address); err == nil && !slices.Contains(p.attachments, address) {
		p.attachments = append(p.attachments, address)
		p.summary.Attachments++
	}
}

func (p *erasurePlan) conversations(ctx context.Context, of domain.Stream) error {
	query := projections.TimelineQuery{Of: of, Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 500}
	for {
		entries, err := p.w.views.Timeline(ctx, query)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := p.conversation(ctx, e.Record); err != nil {
				return err
			}
		}
		if len(entries) < query.Limit {
			return nil
		}
		query.Before = entries[len(entries)-1].Cursor
	}
}

func (p *erasurePlan) conversation(ctx context.Context, s domain.Stream) error {
	record, err := p.w.Record(ctx, s)
	if err != nil {
		return err
	}
	c, ok := record.(*domain.Conversation)
	if !ok || c.Erased || slices.Contains(p.records, s) {
		return nil
	}
	p.records = append(p.records, s)
	p.commands = append(p.commands, domain.EraseConversation{Conversation: s.ID})
	others, err := p.othersIn(ctx, c.Content)
	if err != nil {
		return err
	}
	if !others || c.Withdrawn {
		p.summary.Alone++
		for _, a := range c.Words.Attachments {
			p.destroy(a)
		}
		return nil
	}
	p.summary.Shared++
	content := c.Content
	content.Replaces, content.Origin = s.ID, domain.Origin{How: domain.OriginRedaction}
	words := c.Words
	words.Subject, words.Text = p.redact(words.Subject), p.redact(words.Text)
	words.Place, words.Reason, words.ExternalID = p.redact(words.Place), "", ""
	words.Tags = slices.DeleteFunc(slices.Clone(words.Tags), p.names.MatchString)
	words.Attachments = slices.Clone(words.Attachments)
	for i := range words.Attachments {
		words.Attachments[i].Name = p.redact(words.Attachments[i].Name)
	}
	p.commands = append(p.commands, domain.LogConversation{Conversation: p.w.NewID(), Content: content, Words: words})
	return nil
}

// othersIn reports whether anyone else, not erased, was in the conversation.
func (p *erasurePlan) othersIn(ctx context.Context, c domain.ConversationContent) (bool, error) {
	for _, id := range slices.Concat(c.People, c.Mentions) {
		if slices.Contains(p.same, id) {
			continue
		}
		record, err := p.w.Record(ctx, domain.Stream{Kind: domain.KindPerson, ID: id})
		if err != nil {
			return false, err
		}
		if other, ok := record.(*domain.Person); ok && !other.Erased {
			return true, nil
		}
	}
	return false, nil
}

func (p *erasurePlan) followUps(ctx context.Context) error {
	for _, closed := range []bool{false, true} {
		query := projections.FollowUpQuery{About: p.person.Stream, Closed: closed, Page: projections.Page{Limit: 500}}
		for {
			list, err := p.w.views.FollowUps(ctx, query)
			if err != nil {
				return err
			}
			for _, row := range list {
				if err := p.followUp(ctx, row.ID); err != nil {
					return err
				}
			}
			if len(list) < query.Limit {
				break
			}
			query.After = list[len(list)-1].Cursor
		}
	}
	return nil
}

func (p *erasurePlan) followUp(ctx context.Context, id domain.ID) error {
	s := domain.Stream{Kind: domain.KindFollowUp, ID: id}
	record, err := p.w.Record(ctx, s)
	if err != nil {
		return err
	}
	f, ok := record.(*domain.FollowUp)
	if !ok || f.Erased {
		return nil
	}
	p.summary.FollowUps++
	p.records = append(p.records, s)
	p.commands = append(p.commands, domain.EraseFollowUp{FollowUp: id})
	plan := f.Plan
	plan.People = slices.DeleteFunc(slices.Clone(plan.People), func(id domain.ID) bool { return slices.Contains(p.same, id) })
	if f.State == domain.FollowUpOpen && len(plan.People) > 0 && !f.Withdrawn {
		p.commands = append(p.commands, domain.PlanFollowUp{FollowUp: p.w.NewID(), Plan: plan, Text: p.redact(f.Text)})
	}
	return nil
}

// imports finds the imports that kept a text which names the person.
func (p *erasurePlan) imports(ctx context.Context) error {
	rows, err := p.w.views.Imports(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		named := slices.ContainsFunc(row.Files, p.names.MatchString)
		if !named && row.Counts.Rejected > 0 {
			rejected, err := p.w.views.Rejected(ctx, row.ID)
			if err != nil {
				return err
			}
			named = slices.ContainsFunc(rejected, func(r domain.RejectedRow) bool { return p.names.MatchString(r.Raw) })
		}
		if named {
			p.summary.Imports++
			p.records = append(p.records, domain.Stream{Kind: domain.KindImport, ID: row.ID})
		}
	}
	return nil
}

// Redacted stands in a text where a name was taken out.
const Redacted = "▇▇▇"

func (p *erasurePlan) redact(text string) string { return p.names.ReplaceAllString(text, Redacted) }

// namesOf finds whatever names a person, by all names they have: every part of the name with three
// letters or more (with the German genitive), the addresses and the accounts.
func namesOf(names []domain.Name, points []domain.ContactPoint) *regexp.Regexp {
	var exact, words []string
	for _, n := range names {
		exact = append(exact, n.Full(), n.Short(), n.Display)
		for _, part := range []string{n.Given, n.Middle, n.Family, n.Nickname, n.Former, n.Display, n.Phonetic} {
			words = append(words, strings.Fields(part)...)
		}
	}
	for _, point := range points {
		exact = append(exact, point.Value)
		if point.Address != nil {
			exact = append(exact, point.Address.Street)
		}
	}
	var patterns []string
	for _, e := range exact {
		if utf8.RuneCountInString(e) >= 4 {
			patterns = append(patterns, regexp.QuoteMeta(e))
		}
	}
	for _, word := range words {
		if utf8.RuneCountInString(word) >= 3 {
			patterns = append(patterns, wholeWord(word))
		}
	}
	if len(patterns) == 0 {
		return regexp.MustCompile(`\z.`) // matches nothing
	}
	slices.SortStableFunc(patterns, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`(?i)` + strings.Join(patterns, "|"))
}

// wholeWord finds a word by itself. Borders are known between Latin letters
// only; a word in another script is found anywhere.
func wholeWord(word string) string {
	pattern := regexp.QuoteMeta(word)
	if first, _ := utf8.DecodeRuneInString(word); first < utf8.RuneSelf {
		pattern = `\b` + pattern
	}
	if last, _ := utf8.DecodeLastRuneInString(word); last < utf8.RuneSelf {
		pattern += `(?:s|es|'s|’s)?\b`
	}
	return pattern
}
