package projections

import (
	"encoding/json"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// projectOrganisation writes the rows of an organisation.
func (w *writer) projectOrganisation(n int64, o *domain.Organisation, state int64) error {
	former, err := w.q("SELECT state FROM record WHERE n = ?").int(n).number()
	if err != nil {
		return err
	}
	formerName := ""
	if former != 0 {
		if _, err := w.q("SELECT name FROM record WHERE n = ?").int(n).first(func(r *sqlite.Stmt) { formerName = r.ColumnText(0) }); err != nil {
			return err
		}
		if err := w.drop("organisation", n); err != nil {
			return err
		}
	}
	name := plainText(o.Name())
	if err := w.nameRecord(n, name, state); err != nil {
		return err
	}
	if state != 0 {
		parent, err := w.number(domain.Stream{Kind: domain.KindOrganisation, ID: o.Parent})
		if err != nil {
			return err
		}
		err = w.q("INSERT INTO organisation (n, sort, city, domain, tags, parent, added, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)").
			int(n).blob(w.sortKey(name)).text(plainText(cityOf(o.Dossier))).text(firstDomain(o.Dossier)).
			text(strings.Join(o.Dossier.Tags(), " ")).int(parent).int(o.AddedAt.UnixMicro()).int(listing(state)).run()
		if err != nil {
			return err
		}
	}
	if name != formerName || listing(state) == listedNot != (listing(former) == listedNot) {
		if err := w.oweDocuments(n); err != nil {
			return err
		}
	}
	return w.findOrganisation(n, o, state)
}

func cityOf(d domain.Dossier) string {
	for _, p := range d.Points(domain.PointAddress) {
		if p.Address != nil && p.Address.City != "" {
			return p.Address.City
		}
	}
	return ""
}

func firstDomain(d domain.Dossier) string {
	for _, p := range d.Points(domain.PointDomain, domain.PointURL) {
		if host := hostOf(p.Value); host != "" {
			return plainText(host)
		}
	}
	return ""
}

// hostOf is the domain in a web address or a domain as it was written.
func hostOf(s string) string {
	if _, after, ok := strings.Cut(s, "://"); ok {
		s = after
	}
	s, _, _ = strings.Cut(s, "/")
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "www.")
}

// projectCommunity writes the rows of a community.
func (w *writer) projectCommunity(n int64, c *domain.Community, state int64) error {
	former, err := w.communityRhythm(n)
	if err != nil {
		return err
	}
	if err := w.drop("community", n); err != nil {
		return err
	}
	name := plainText(c.Name())
	if err := w.nameRecord(n, name, state); err != nil {
		return err
	}
	if state != 0 {
		owner, err := w.number(domain.Stream{Kind: domain.KindMember, ID: c.Owner})
		if err != nil {
			return err
		}
		err = w.q("INSERT INTO community (n, sort, taxonomy, rhythm, owner, listed) VALUES (?, ?, ?, ?, ?, ?)").
			int(n).blob(w.sortKey(name)).text(string(c.Taxonomy)).int(int64(c.Rhythm)).int(owner).int(listing(state)).run()
		if err != nil {
			return err
		}
	}
	now, err := w.communityRhythm(n)
	if err != nil {
		return err
	}
	if now != former {
		if err := w.oweRhythms(n); err != nil {
			return err
		}
	}
	return w.findNamed(n, domain.KindCommunity, name, c.Dossier, state)
}

// communityRhythm is the rhythm that the community asks for, 0 for none.
func (w *writer) communityRhythm(n int64) (int64, error) {
	return w.q("SELECT rhythm FROM community WHERE n = ? AND listed = 1 AND rhythm > 0").int(n).number()
}

// projectMember writes the rows of one of us.
func (w *writer) projectMember(n int64, m *domain.Member, state int64) error {
	if err := w.drop("member", n); err != nil {
		return err
	}
	name := m.Name()
	shown := shownName(name, m.Dossier)
	if err := w.nameRecord(n, shown, state); err != nil {
		return err
	}
	if state == 0 {
		return nil
	}
	sortName := name.Sort()
	if sortName == "" {
		sortName = shown
	}
	return w.q("INSERT INTO member (n, sort, initials, listed) VALUES (?, ?, ?, ?)").
		int(n).blob(w.sortKey(sortName)).text(plainText(name.Initials())).int(listing(state)).run()
}

// projectImport writes the row of an import.
func (w *writer) projectImport(n int64, i *domain.Import, state int64) error {
	if err := w.drop("import", n); err != nil {
		return err
	}
	if err := w.nameRecord(n, "", state); err != nil || state == 0 {
		return err
	}
	content, err := json.Marshal(ImportRow{
		ID: i.Stream.ID, At: time.UnixMicro(i.AddedAt.UnixMicro()).UTC(), By: i.AddedBy, Format: i.Format, Files: i.Files,
		Counts: i.Counts, Finished: i.Finished, Undone: i.Undone,
	})
	if err != nil {
		return err
	}
	return w.q("INSERT INTO import (n, at, content, listed) VALUES (?, ?, ?, ?)").
		int(n).int(i.AddedAt.UnixMicro()).blob(content).int(listing(state)).run()
}
