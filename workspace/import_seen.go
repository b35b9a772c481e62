package workspace

import (
	"slices"

	"kontor/domain"
	"kontor/match"
)

// seen is whom the cards of this import were about, as far as the read models
// do not show it yet. It keeps what was lately seen and forgets what the read
// models have caught up with, so that it does not grow with the file.
type seen struct {
	now   generation
	older []generation
}

// generation is whom the cards between two records of the import were about.
type generation struct {
	people map[string][]seenPerson // by blocking key
	uids   map[string][]domain.ID
	until  int64 // the position of the ledger at its end
}

type seenPerson struct {
	id      domain.ID
	profile match.Profile
}

func newGeneration() generation {
	return generation{people: map[string][]seenPerson{}, uids: map[string][]domain.ID{}}
}

func newSeen() *seen { return &seen{now: newGeneration()} }

func (s *seen) add(id domain.ID, uid string, profile match.Profile) {
	if !slices.Contains(s.now.uids[uid], id) {
		s.now.uids[uid] = append(s.now.uids[uid], id)
	}
	for _, key := range match.BlockingKeys(profile) {
		others := s.now.people[key]
		if !slices.ContainsFunc(others, func(s seenPerson) bool { return s.id == id }) {
			s.now.people[key] = append(others, seenPerson{id, profile})
		}
	}
}

// recorded says that everything seen so far stands in the ledger up to a
// position, and how far the read models have come.
func (s *seen) recorded(until, shown int64) {
	s.now.until = until
	s.older = append(s.older, s.now)
	s.now = newGeneration()
	// One generation more than needed: reading may lag behind by a transaction.
	for len(s.older) > 1 && s.older[1].until <= shown {
		s.older = s.older[1:]
	}
}

// under gives those seen under a blocking key.
func (s *seen) under(key string) []seenPerson {
	people := s.now.people[key]
	for _, g := range s.older {
		if more := g.people[key]; len(more) > 0 {
			people = slices.Concat(people, more)
		}
	}
	return people
}

// named gives those seen under the identifier of a card, the latest first.
func (s *seen) named(uid string) []domain.ID {
	ids := slices.Clone(s.now.uids[uid])
	for _, g := range s.older {
		ids = append(ids, g.uids[uid]...)
	}
	return ids
}
