package projections

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Counts returns the numbers beside the places of the window.
func (v *Views) Counts(ctx context.Context) (counts Counts, err error) {
	err = v.read(ctx, func(r *reader) error {
		for kind, to := range map[int64]*int{
			kindCode(domain.KindPerson):       &counts.People,
			kindCode(domain.KindOrganisation): &counts.Organisations,
			kindCode(domain.KindCommunity):    &counts.Communities,
			kindCode(domain.KindMember):       &counts.Members,
			kindCode(domain.KindImport):       &counts.Imports,
			kindCode(domain.KindSegment):      &counts.Segments,
			tallyConversations:                &counts.Conversations,
			tallyFollowUps:                    &counts.FollowUps,
			tallyNeeds:                        &counts.Needs,
		} {
			n, err := r.tally(kind, listedActive)
			if err != nil {
				return err
			}
			*to = n
		}
		counts.Events, err = r.q("SELECT position FROM generation").number()
		return err
	})
	return counts, err
}

// Imports returns all imports, newest first.
func (v *Views) Imports(ctx context.Context) (rows []ImportRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		return r.q("SELECT content FROM import WHERE listed > 0 ORDER BY at DESC, n DESC").each(func(s *sqlite.Stmt) error {
			var row ImportRow
			if err := json.Unmarshal(columnBlob(s, 0), &row); err != nil {
				return err
			}
			row.At = row.At.Local()
			rows = append(rows, row)
			return nil
		})
	})
	return rows, err
}

// Rejected returns the rows of an import that could not be taken over.
func (v *Views) Rejected(ctx context.Context, id domain.ID) ([]domain.RejectedRow, error) {
	f, _, err := load(ctx, v.source, domain.Stream{Kind: domain.KindImport, ID: id})
	if err != nil {
		return nil, err
	}
	return f.Aggregate.(*domain.Import).Rejected, nil
}

// maxTags is how many tags are offered.
const maxTags = 200

// Tags returns the tags that begin with the given text, most used first.
func (v *Views) Tags(ctx context.Context, prefix string) (rows []TagRow, err error) {
	counts := map[string]int{}
	err = v.read(ctx, func(r *reader) error {
		prefix := domain.NormalTag(prefix)
		for _, space := range []int64{spaceTag, spaceTalkTag, spaceNeedTag} {
			err := r.q("SELECT key, count(*) FROM term WHERE space = ? AND key >= ? AND key < ? GROUP BY key").
				int(space).text(prefix).text(prefix + "\U0010FFFF").each(func(s *sqlite.Stmt) error {
				counts[s.ColumnText(0)] += s.ColumnInt(1)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	for tag, count := range counts {
		rows = append(rows, TagRow{tag, count})
	}
	slices.SortFunc(rows, func(a, b TagRow) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Tag, b.Tag))
	})
	return rows[:min(len(rows), maxTags)], err
}

// ByEmail returns the records with an e-mail address.
func (v *Views) ByEmail(ctx context.Context, address string) ([]domain.ID, error) {
	return v.byTerm(ctx, spaceEmail, normalEmail(address))
}

// ByPhone returns the records with a telephone number.
func (v *Views) ByPhone(ctx context.Context, number string) ([]domain.ID, error) {
	return v.byTerm(ctx, spacePhone, normalPhone(number))
}

// ByIdentity returns the records with an account on a service.
func (v *Views) ByIdentity(ctx context.Context, service, account string) ([]domain.ID, error) {
	return v.byTerm(ctx, spaceIdentity, identityKey(service, account))
}

// ByExternalUID returns the records that a file knows under an identifier.
func (v *Views) ByExternalUID(ctx context.Context, uid string) ([]domain.ID, error) {
	return v.byTerm(ctx, spaceUID, uid)
}

// ByDomain returns the organisations with a web or e-mail domain.
func (v *Views) ByDomain(ctx context.Context, host string) ([]domain.ID, error) {
	return v.byTerm(ctx, spaceHost, hostOf(host))
}

func (v *Views) byTerm(ctx context.Context, space int64, key string) (ids []domain.ID, err error) {
	if key == "" {
		return nil, nil
	}
	err = v.read(ctx, func(r *reader) error {
		return r.q("SELECT r.id FROM term t CROSS JOIN record r ON r.n = t.n WHERE t.space = ? AND t.key = ? ORDER BY t.n").
			int(space).text(trimKey(key)).each(func(s *sqlite.Stmt) error {
			var id domain.ID
			s.ColumnBytes(0, id[:])
			ids = append(ids, id)
			return nil
		})
	})
	return ids, err
}
