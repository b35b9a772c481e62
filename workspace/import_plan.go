package workspace

import (
	"context"
	"errors"
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
	// likeScore is the confidence from which a human is asked.
	likeScore = 65
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
	seen   map[string][]seenPerson // by blocking key
	uids   map[string]domain.ID
	orgs   map[string]domain.ID // by folded name
	files  string
	dry    bool // nothing is kept, not even photos
}

type seenPerson struct {
	id      domain.ID
	profile match.Profile
}

func newPlanner(ctx context.Context, w *Workspace, batch domain.ID) *planner {
	p := &planner{
		w: w, ctx: ctx,
		issued: w.issued(batch),
		origin: domain.Origin{How: domain.OriginImport, Import: batch},
		seen:   map[string][]seenPerson{}, uids: map[string]domain.ID{}, orgs: map[string]domain.ID{},
	}
	p.forgetState()
	return p
}

// forgetState drops what was remembered of the records themselves; whom they
// are about stays known.
func (p *planner) forgetState() {
	p.state = domain.NewOverlay(stored{p.ctx, p.w})
}

// plan decides about one card.
func (p *planner) plan(c exchange.Contact) (ImportItem, []domain.Command, error) {
	item := ImportItem{File: p.files, Line: c.Line, Reasons: c.Warnings}
	var commands []domain.Command
	var err error
	if c.IsOrganisation {
		item.Name = organisationName(c)
		commands, err = p.planOrganisation(c, &item)
	} else {
		item.Name = c.Name.Full()
		commands, err = p.planPerson(c, &item)
	}
	if err != nil || len(commands) == 0 {
		return item, nil, err
	}
	batch := domain.Batch{Parts: commands}
	events, err := batch.Decide(p.state, p.issued)
	if err != nil {
		return item, nil, err
	}
	return item, commands, p.state.Add(events, p.issued)
}

func (p *planner) planPerson(c exchange.Contact, item *ImportItem) ([]domain.Command, error) {
	print := fingerprint(c)
	uid := p.uid(c, print)
	profile := profileOf(c)
	known, sameCard, err := p.recognise(uid, profile, item)
	if err != nil {
		return nil, err
	}
	if known == nil {
		return p.newPerson(c, uid, print, profile, item)
	}
	item.Person = known.Stream.ID
	if v := known.Dossier.Get(domain.UIDField(uid)); v != nil && v.Text == print {
		item.Outcome = OutcomeUnchanged
		return nil, nil
	}
	changes := p.updates(known.Dossier, c, sameCard)
	photo, err := p.photo(c, known.Dossier)
	if err != nil {
		return nil, err
	}
	changes = append(changes, photo...)
	commands, err := p.affiliation(known, c)
	if err != nil {
		return nil, err
	}
	item.Outcome = OutcomeUpdated
	if len(changes) == 0 && len(commands) == 0 {
		item.Outcome = OutcomeUnchanged
	}
	changes = append(changes, known.Dossier.SetChange(domain.UIDField(uid), domain.TextValue(print)))
	p.remember(known.Stream.ID, uid, profile)
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
	photo, err := p.photo(c, domain.Dossier{})
	if err != nil {
		return nil, err
	}
	changes = append(changes, photo...)
	changes = append(changes, domain.Change{Field: domain.UIDField(uid), Now: domain.TextValue(print)})
	person := domain.NewPerson()
	person.Stream = record
	affiliation, err := p.affiliation(person, c)
	if err != nil {
		return nil, err
	}
	p.remember(id, uid, profile)
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
func (p *planner) recognise(uid string, profile match.Profile, item *ImportItem) (*domain.Person, bool, error) {
	byUID, err := p.byUID(uid)
	if err != nil {
		return nil, false, err
	}
	for _, id := range byUID {
		person, err := p.alive(id)
		if err != nil {
			return nil, false, err
		}
		if person != nil && !match.Contradicts(personProfile(person), profile) {
			return person, true, nil
		}
	}
	best, err := p.resembling(profile)
	if err != nil || best.id == domain.None {
		return nil, false, err
	}
	person, err := p.alive(best.id)
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

func (p *planner) byUID(uid string) ([]domain.ID, error) {
	if id, ok := p.uids[uid]; ok {
		return []domain.ID{id}, nil
	}
	return p.w.views.ByExternalUID(p.ctx, uid)
}

func (p *planner) alive(id domain.ID) (*domain.Person, error) {
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
		if score >= likeScore && score > best.score {
			best = resemblance{id, score, reasons}
		}
	}
	for _, key := range match.BlockingKeys(profile) {
		others := p.seen[key]
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

func (p *planner) remember(id domain.ID, uid string, profile match.Profile) {
	p.uids[uid] = id
	for _, key := range match.BlockingKeys(profile) {
		others := p.seen[key]
		if !slices.ContainsFunc(others, func(s seenPerson) bool { return s.id == id }) {
			p.seen[key] = append(others, seenPerson{id, profile})
		}
	}
}

func personProfile(person *domain.Person) match.Profile {
	profile := match.Profile{Name: person.Name(), Birthday: person.Birthday()}
	for _, point := range person.Dossier.Points() {
		addToProfile(&profile, point)
	}
	return profile
}

// affiliation makes the person belong to the organisation on the card.
func (p *planner) affiliation(person *domain.Person, c exchange.Contact) ([]domain.Command, error) {
	if c.Organisation == "" {
		return nil, nil
	}
	organisation, commands, err := p.organisation(c.Organisation)
	if err != nil {
		return nil, err
	}
	title, department := c.JobTitle, ""
	if title == "" {
		title = c.Role
	}
	if len(c.Units) > 0 {
		department = c.Units[len(c.Units)-1]
	}
	a := domain.Affiliation{ID: p.w.NewID(), Organisation: organisation, Title: title, Department: department}
	for _, has := range person.Affiliations {
		if has.Organisation == organisation && !has.Ended {
			if has.Title != "" || title == "" {
				return commands, nil
			}
			has.Title = title
			if has.Department == "" {
				has.Department = department
			}
			a = has
		}
	}
	return append(commands, domain.Affiliate{Person: person.Stream.ID, Affiliation: a, Origin: p.origin}), nil
}

// organisation finds an organisation by its name or gives the command that
// makes it known.
func (p *planner) organisation(name string) (domain.ID, []domain.Command, error) {
	folded := match.Fold(name)
	if id, ok := p.orgs[folded]; ok {
		return id, nil, nil
	}
	id, err := p.w.organisationNamed(p.ctx, name)
	if err != nil {
		return domain.None, nil, err
	}
	var commands []domain.Command
	if id == domain.None {
		id = p.w.NewID()
		commands = append(commands, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindOrganisation, ID: id}, Origin: p.origin,
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue(name)}},
		})
	}
	p.orgs[folded] = id
	return id, commands, nil
}

// organisationNamed returns the organisation of exactly this name, None if
// there is none.
func (w *Workspace) organisationNamed(ctx context.Context, name string) (domain.ID, error) {
	hits, err := w.views.FindOrganisations(ctx, name, 5)
	if err != nil {
		return domain.None, err
	}
	for _, h := range hits {
		if match.Fold(h.Title) == match.Fold(name) {
			return h.ID, nil
		}
	}
	return domain.None, nil
}

func (p *planner) planOrganisation(c exchange.Contact, item *ImportItem) ([]domain.Command, error) {
	print := fingerprint(c)
	uid := p.uid(c, print)
	name := organisationName(c)
	id, commands, err := p.organisation(name)
	if err != nil {
		return nil, err
	}
	item.Person = id
	record := domain.Stream{Kind: domain.KindOrganisation, ID: id}
	if len(commands) > 0 {
		item.Outcome = OutcomeNew
		changes := append(p.newValues(c), domain.Change{Field: domain.UIDField(uid), Now: domain.TextValue(print)})
		return []domain.Command{domain.AddRecord{Record: record, Origin: p.origin, Changes: changes}}, nil
	}
	known, err := domain.LoadOrganisation(p.state, id)
	if err != nil {
		return nil, err
	}
	if known == nil || !known.Exists() || known.Erased {
		return nil, errors.New("an organisation in the list is not in the ledger; rebuild the read models")
	}
	if v := known.Dossier.Get(domain.UIDField(uid)); v != nil && v.Text == print {
		item.Outcome = OutcomeUnchanged
		return nil, nil
	}
	changes := p.updates(known.Dossier, c, known.Dossier.Get(domain.UIDField(uid)) != nil)
	item.Outcome = OutcomeUpdated
	if len(changes) == 0 {
		item.Outcome = OutcomeUnchanged
	}
	changes = append(changes, known.Dossier.SetChange(domain.UIDField(uid), domain.TextValue(print)))
	return []domain.Command{domain.ChangeDetails{Record: record, Origin: p.origin, Changes: changes}}, nil
}
