package workspace

import (
	"context"
	"slices"

	"kontor/domain"
	"kontor/exchange"
	"kontor/match"
	"kontor/projections"
)

// Outcome is what an import makes of one card or row.
type Outcome string

// The outcomes of a card.
const (
	OutcomeNew       Outcome = "new"
	OutcomeUpdated   Outcome = "updated"
	OutcomeUnchanged Outcome = "unchanged"
	// OutcomeDuplicate is a new person who resembles one who is known; both are
	// kept, and the pair waits for a human's decision.
	OutcomeDuplicate Outcome = "duplicate"
	OutcomeRejected  Outcome = "rejected"
)

// ImportItem is what an import makes of one card or row, for the dry run.
type ImportItem struct {
	File    string
	Line    int
	Name    string
	Outcome Outcome
	Person  domain.ID // the new or known record
	With    domain.ID // of a duplicate: whom it resembles
	Score   int       // of a duplicate, 0 to 100
	Reasons []exchange.Reason
}

const (
	// sureScore is the confidence from which two records are taken for the same
	// person.
	sureScore = 90
	// likeScore is the confidence from which a human is asked. It is also where
	// the review queue begins.
	likeScore = 60
)

// planner decides what each card of an import means. It writes nothing: it
// gives commands, and remembers what they will lead to, so that a second card
// about the same person meets the first.
type planner struct {
	w      *Workspace
	ctx    context.Context
	issued domain.Issued
	origin domain.Origin
	state  *domain.Overlay
	seen   *seen
	orgs   map[string]domain.ID           // by folded name
	bare   map[string][]namedOrganisation // those that this import brought, by name without legal form
	files  string
	dry    bool // nothing is kept, not even photos

	fresh []string // the names in orgs that the present card brought
	about func()   // remembers whom the present card is about
}

func newPlanner(ctx context.Context, w *Workspace, batch domain.ID) *planner {
	p := &planner{
		w: w, ctx: ctx,
		issued: w.issued(batch),
		origin: domain.Origin{How: domain.OriginImport, Import: batch},
		state:  domain.NewOverlay(stored{ctx: ctx, w: w}),
		seen:   newSeen(), orgs: map[string]domain.ID{}, bare: map[string][]namedOrganisation{},
	}
	return p
}

// recorded says that everything planned so far stands in the ledger up to a
// position, and how far the read models have come. The records themselves are
// read from there from now on.
func (p *planner) recorded(until, shown int64) {
	p.state = domain.NewOverlay(stored{ctx: p.ctx, w: p.w})
	p.seen.recorded(until, shown)
}

// plan decides about one card. What is refused leaves nothing behind.
func (p *planner) plan(c exchange.Contact) (ImportItem, []domain.Command, error) {
	item := ImportItem{File: p.files, Line: c.Line, Reasons: c.Warnings}
	p.fresh, p.about = nil, nil
	commands, err := p.commands(c, &item)
	if err != nil {
		for _, name := range p.fresh {
			delete(p.orgs, match.Fold(name))
			bare := bareName(name)
			p.bare[bare] = p.bare[bare][:len(p.bare[bare])-1]
		}
		return item, nil, err
	}
	if p.about != nil {
		p.about()
	}
	return item, commands, nil
}

func (p *planner) commands(c exchange.Contact, item *ImportItem) ([]domain.Command, error) {
	var commands []domain.Command
	var err error
	if c.IsOrganisation {
		item.Name = organisationName(c)
		commands, err = p.planOrganisation(c, item)
	} else {
		item.Name = c.Name.Full()
		commands, err = p.planPerson(c, item)
	}
	if err != nil || len(commands) == 0 {
		return nil, err
	}
	batch := domain.Batch{Parts: commands}
	events, err := batch.Decide(p.state, p.issued)
	if err != nil {
		return nil, err
	}
	return commands, p.state.Add(events, p.issued)
}

func (p *planner) planPerson(c exchange.Contact, item *ImportItem) ([]domain.Command, error) {
	print := fingerprint(c)
	uid := p.uid(c, print)
	profile := profileOf(c)
	known, sameCard, err := p.recognise(uid, print, profile, item)
	if err != nil {
		return nil, err
	}
	if known == nil {
		return p.newPerson(c, uid, print, profile, item)
	}
	item.Person = known.Stream.ID
	if knowsCard(known.Dossier, uid, print) {
		item.Outcome = OutcomeUnchanged
		return nil, nil
	}
	past, err := p.past(known.Stream)
	if err != nil {
		return nil, err
	}
	changes := p.updates(known.Dossier, c, sameCard, past)
	photo, err := p.photo(c, known.Dossier, past)
	if err != nil {
		return nil, err
	}
	changes = append(changes, photo...)
	commands, err := p.affiliation(known, c, sameCard, past)
	if err != nil {
		return nil, err
	}
	item.Outcome = OutcomeUpdated
	if len(changes) == 0 && len(commands) == 0 {
		item.Outcome = OutcomeUnchanged
	}
	changes = append(changes, p.cardKnown(known.Dossier, uid, print))
	p.about = func() { p.seen.add(known.Stream.ID, uid, profile) }
	change := domain.ChangeDetails{Record: known.Stream, Origin: p.origin, Changes: changes}
	return append([]domain.Command{change}, commands...), nil
}

func (p *planner) newPerson(
	c exchange.Contact, uid, print string, profile match.Profile, item *ImportItem,
) ([]domain.Command, error) {
	id := p.w.NewID()
	item.Person = id
	if item.Outcome == "" {
		item.Outcome = OutcomeNew
	}
	record := domain.Stream{Kind: domain.KindPerson, ID: id}
	changes := p.newValues(c)
	photo, err := p.photo(c, domain.Dossier{}, past{})
	if err != nil {
		return nil, err
	}
	changes = append(changes, photo...)
	changes = append(changes, domain.Change{Field: domain.UIDField(uid), Now: domain.TextValue(print)})
	person := domain.NewPerson()
	person.Stream = record
	affiliation, err := p.affiliation(person, c, false, past{})
	if err != nil {
		return nil, err
	}
	p.about = func() { p.seen.add(id, uid, profile) }
	add := domain.AddRecord{Record: record, Origin: p.origin, Changes: changes}
	return append([]domain.Command{add}, affiliation...), nil
}

// uid is the identifier under which the card is recognised again: the one that
// the file gives it, else its content.
func (p *planner) uid(c exchange.Contact, print string) string {
	if c.UID != "" {
		return "card:" + c.UID
	}
	return "content:" + print
}

// recognise finds the person whom a card is about, or notes in item whom it
// merely resembles. A person who was withdrawn or erased is nobody.
func (p *planner) recognise(uid, print string, profile match.Profile, item *ImportItem) (*domain.Person, bool, error) {
	person, err := p.byUID(uid, print, profile)
	if err != nil || person != nil {
		return person, true, err
	}
	best, err := p.resembling(profile)
	if err != nil || best.id == domain.None {
		return nil, false, err
	}
	person, err = p.alive(best.id)
	if err != nil || person == nil {
		return nil, false, err
	}
	item.Reasons = append(item.Reasons, best.reasons...)
	if best.score >= sureScore {
		return person, false, nil
	}
	item.Outcome, item.With, item.Score = OutcomeDuplicate, best.id, best.score
	return nil, false, nil
}

// byUID finds the person who came with the same card: word for word, or in an
// earlier state of it. Some programs give an identifier out anew; where the
// names are clearly different, now and at any time before, it does not count.
func (p *planner) byUID(uid, print string, profile match.Profile) (*domain.Person, error) {
	shown, err := p.w.views.ByExternalUID(p.ctx, uid)
	if err != nil {
		return nil, err
	}
	var people []*domain.Person
	for _, id := range append(p.seen.named(uid), shown...) {
		person, err := p.alive(id)
		if err != nil {
			return nil, err
		}
		if person == nil {
			continue
		}
		if knowsCard(person.Dossier, uid, print) {
			return person, nil
		}
		people = append(people, person)
	}
	for _, person := range people {
		if !match.Contradicts(personProfile(person), profile) {
			return person, nil
		}
	}
	for _, person := range people {
		past, err := p.past(person.Stream)
		if err != nil {
			return nil, err
		}
		if past.onceFitted(personProfile(person), profile) {
			return person, nil
		}
	}
	return nil, nil
}

func (p *planner) alive(id domain.ID) (*domain.Person, error) {
	id, err := domain.RootOf(p.state, id)
	if err != nil {
		return nil, err
	}
	person, err := domain.LoadPerson(p.state, id)
	if err != nil || person == nil || !person.Exists() || person.Erased {
		return nil, err
	}
	return person, nil
}

type resemblance struct {
	id      domain.ID
	score   int
	reasons []exchange.Reason
}

func (p *planner) resembling(profile match.Profile) (resemblance, error) {
	var best resemblance
	consider := func(id domain.ID, score int, reasons []exchange.Reason) {
		if score >= likeScore && score > best.score && (score >= sureScore || !otherPerson(reasons)) {
			best = resemblance{id, score, reasons}
		}
	}
	for _, key := range match.BlockingKeys(profile) {
		others := p.seen.under(key)
		if len(others) > 50 { // a key that many share says nothing
			continue
		}
		for _, other := range others {
			score, reasons := match.Score(other.profile, profile)
			consider(other.id, score, matchReasons(reasons))
		}
	}
	known, err := p.w.views.DuplicatesOf(p.ctx, profile, 5)
	if err != nil {
		return best, err
	}
	for _, k := range known {
		consider(k.Person.ID, k.Score, shownReasons(k.Reasons))
	}
	return best, nil
}

// otherPerson reports whether the names say that somebody else in the same
// household or office is meant.
func otherPerson(reasons []exchange.Reason) bool {
	return slices.ContainsFunc(reasons, func(r exchange.Reason) bool {
		return r.Key == "match.reason.other-given-name" || r.Key == "match.reason.other-family-name"
	})
}

func matchReasons(reasons []match.Reason) []exchange.Reason {
	list := make([]exchange.Reason, len(reasons))
	for i, r := range reasons {
		list[i] = exchange.Reason{Key: r.Key, Args: r.Args}
	}
	return list
}

func shownReasons(reasons []projections.Reason) []exchange.Reason {
	list := make([]exchange.Reason, len(reasons))
	for i, r := range reasons {
		list[i] = exchange.Reason{Key: r.Code, Args: r.Args}
	}
	return list
}

func personProfile(person *domain.Person) match.Profile {
	profile := match.Profile{Name: person.Name(), Birthday: person.Birthday()}
	for _, point := range person.Dossier.Points() {
		addToProfile(&profile, point)
	}
	return profile
}
