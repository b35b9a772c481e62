package projections

import (
	"maps"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// A document is what a record is found by in the full text search.
type document struct {
	class            int64
	own, orgs, notes string
}

// The classes of documents, which are part of their numbers in the index, so
// that it answers for one class without a look at the records.
const (
	classPerson = iota
	classArchived
	classOrganisation
	classCommunity
)

func (d document) empty() bool { return d.own == "" && d.orgs == "" && d.notes == "" }

// row is the number of the document in the full text index.
func (d document) row(n int64) int64 { return n<<2 | d.class }

// The full text indexes are changed at the end of a transaction, all at once and
// in the order of their rows: FTS5 writes out what it holds at every statement
// that opens a savepoint, which would otherwise be nearly every other one.

// talkChange is what is owed to the full text search for one entry: the words
// to take out, and the words to put in, "" for none.
type talkChange struct{ was, now string }

// putTalk adds the words of a conversation or a follow-up to the full text
// search. Words that were only taken out to be put in again, because something
// else about the record changed, are left where they are.
func (w *writer) putTalk(position int64, words string) error {
	if len(words) <= 2 {
		return nil
	}
	if w.building {
		return w.indexTalk(position, words)
	}
	change := w.owed.talk[position]
	change.now = words
	w.owed.talk[position] = change
	return nil
}

// dropTalk takes words out of the full text search, unless the same words are
// put in again before the transaction ends.
func (w *writer) dropTalk(position int64, words string) error {
	if len(words) <= 2 {
		return nil
	}
	change, owed := w.owed.talk[position]
	if !owed {
		change.was = words
	}
	change.now = ""
	w.owed.talk[position] = change
	return nil
}

// settleTalk takes out what was not put in again, then puts in what is new.
func (w *writer) settleTalk() error {
	positions := slices.Sorted(maps.Keys(w.owed.talk))
	for _, position := range positions {
		change := w.owed.talk[position]
		if change.was == "" || change.was == change.now {
			continue
		}
		if err := w.unindexTalk(position, change.was); err != nil {
			return err
		}
	}
	if err := w.flush(&w.talkDropped, "INSERT INTO talk (talk) VALUES ('flush')"); err != nil {
		return err
	}
	for _, position := range positions {
		change := w.owed.talk[position]
		if change.now == "" || change.was == change.now {
			continue
		}
		if err := w.indexTalk(position, change.now); err != nil {
			return err
		}
	}
	clear(w.owed.talk)
	return nil
}

// wordsChange is what is owed to the full text search for one record.
type wordsChange struct{ was, now document }

// settleWords takes out the words of records that changed, then puts in the new
// ones.
func (w *writer) settleWords() error {
	if err := w.oweAllWords(); err != nil {
		return err
	}
	if w.owed.allWords {
		if err := w.q("INSERT INTO words (words) VALUES ('delete-all')").run(); err != nil {
			return err
		}
		return w.indexDocuments()
	}
	numbers := slices.Sorted(maps.Keys(w.owed.words))
	for _, n := range numbers {
		change := w.owed.words[n]
		if change.was.empty() || change.was == change.now {
			continue
		}
		w.wordsDropped = true
		err := w.q("INSERT INTO words (words, rowid, names, notes) VALUES ('delete', ?, ?, ?)").
			int(change.was.row(n)).text(change.was.own + " " + change.was.orgs).text(change.was.notes).run()
		if err != nil {
			return err
		}
	}
	if err := w.flush(&w.wordsDropped, "INSERT INTO words (words) VALUES ('flush')"); err != nil {
		return err
	}
	for _, n := range numbers {
		change := w.owed.words[n]
		if change.now.empty() || change.was == change.now {
			continue
		}
		if err := w.indexDocument(n, change.now); err != nil {
			return err
		}
	}
	clear(w.owed.words)
	return nil
}

// Taking a record out of a full text index with secure-delete costs about as much
// as putting manyInserts records in, where there are 100,000: some words of it
// have long lists.
const manyInserts = 200

// oweAllWords owes the words of all records if that costs less than to take so
// many out, as when many people get a tag or a large import is taken back.
func (w *writer) oweAllWords() error {
	out := int64(0)
	for _, change := range w.owed.words {
		if !change.was.empty() && change.was != change.now {
			out++
		}
	}
	if out < 500 {
		return nil
	}
	all, err := w.q("SELECT count(*) FROM document").number()
	if err == nil && out*manyInserts > all {
		w.owed.allWords = true
		clear(w.owed.words)
	}
	return err
}

// indexDocuments indexes all records.
func (w *writer) indexDocuments() error {
	return w.q("SELECT n, class, own, orgs, notes FROM document ORDER BY n").each(func(r *sqlite.Stmt) error {
		return w.indexDocument(r.ColumnInt64(0), document{r.ColumnInt64(1), r.ColumnText(2), r.ColumnText(3), r.ColumnText(4)})
	})
}

func (w *writer) indexTalk(position int64, words string) error {
	return w.q("INSERT INTO talk (rowid, words) VALUES (?, ?)").int(position).text(match.FoldGerman(words)).run()
}

func (w *writer) unindexTalk(position int64, words string) error {
	w.talkDropped = true
	return w.q("INSERT INTO talk (talk, rowid, words) VALUES ('delete', ?, ?)").
		int(position).text(match.FoldGerman(words)).run()
}

// flush makes the full text index write what was taken out, before the same row
// is put in again: FTS5 with secure-delete loses words that a row has before and
// after, if it learns of both at once.
func (w *writer) flush(dropped *bool, command string) error {
	if !*dropped {
		return nil
	}
	*dropped = false
	return w.q(command).run()
}

func (c *conn) document(n int64) (d document, err error) {
	_, err = c.q("SELECT class, own, orgs, notes FROM document WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		d = document{r.ColumnInt64(0), r.ColumnText(1), r.ColumnText(2), r.ColumnText(3)}
	})
	return d, err
}

// setDocument makes the record found by the given words and no others.
func (w *writer) setDocument(n int64, now document) error {
	old, err := w.document(n)
	if err != nil || old == now {
		return err
	}
	if !w.wordsLater && !w.owed.allWords {
		change, owed := w.owed.words[n]
		if !owed {
			change.was = old
		}
		change.now = now
		w.owed.words[n] = change
	}
	if !old.empty() {
		if err := w.drop("document", n); err != nil {
			return err
		}
	}
	if now.empty() {
		return nil
	}
	return w.q("INSERT INTO document (n, class, own, orgs, notes) VALUES (?, ?, ?, ?, ?)").
		int(n).int(now.class).text(now.own).text(now.orgs).text(now.notes).run()
}

func (w *writer) indexDocument(n int64, d document) error {
	return w.q("INSERT INTO words (rowid, names, notes) VALUES (?, ?, ?)").
		int(d.row(n)).text(d.own + " " + d.orgs).text(d.notes).run()
}

// findPerson writes the keys and words that a person is found by.
func (w *writer) findPerson(n int64, p *domain.Person, state int64) error {
	if listing(state) == listedNot || state&stateErased != 0 {
		if err := w.setTerms(n, nil); err != nil {
			return err
		}
		if err := w.setProfile(n, nil); err != nil {
			return err
		}
		return w.setDocument(n, document{})
	}
	name := p.Name()
	names := strings.Join([]string{
		name.Title, name.Given, name.Middle, name.Particle, name.Family, name.Suffix,
		name.Nickname, name.Former, name.Phonetic, name.Display,
	}, " ")
	called := strings.Join([]string{
		name.Given, name.Middle, name.Particle, name.Family, name.Nickname, name.Former, name.Display,
	}, " ")
	terms := append(dossierTerms(p.Dossier), nameTerms(called, spacePersonWord, spacePersonSound)...)
	profile := profileOf(p)
	if err := w.setProfile(n, &profile); err != nil {
		return err
	}
	terms = append(append(terms, blockingTerms(profile)...), initialTerms(name)...)
	if err := w.setTerms(n, terms); err != nil {
		return err
	}
	own, notes := dossierWords(p.Dossier)
	d := document{own: plainFold(names + " " + own), notes: notes}
	if listing(state) == listedArchived {
		d.class = classArchived
	}
	if !w.building {
		orgs, err := w.orgWords(n)
		if err != nil {
			return err
		}
		d.orgs = orgs
	}
	return w.setDocument(n, d)
}

func plainFold(s string) string { return match.FoldGerman(plainText(s)) }

// orgWords are the names of the organisations that a person belongs to now.
func (w *writer) orgWords(n int64) (string, error) {
	var links []int64
	_, err := w.q("SELECT links FROM person WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		links = (&unpacker{columnBlob(r, 0)}).ints()
	})
	if err != nil {
		return "", err
	}
	slices.Sort(links)
	var names []string
	for _, org := range slices.Compact(links) {
		_, err := w.q(`SELECT name FROM record WHERE n = ? AND kind = ? AND state & ? = ?
			AND EXISTS (SELECT 1 FROM affiliation WHERE org = record.n AND rank < 2 AND person = ?)`).
			int(org).int(kindCode(domain.KindOrganisation)).int(stateAdded | stateWithdrawn).int(stateAdded).int(n).
			first(func(r *sqlite.Stmt) { names = append(names, plainFold(r.ColumnText(0))) })
		if err != nil {
			return "", err
		}
	}
	slices.Sort(names)
	return strings.Join(names, " "), nil
}

// oweDocuments notes the people of an organisation that is called otherwise now.
func (w *writer) oweDocuments(org int64) error {
	if w.building {
		return nil
	}
	return w.q("SELECT person FROM affiliation WHERE org = ? AND rank < 2").int(org).each(func(r *sqlite.Stmt) error {
		w.owed.documents[r.ColumnInt64(0)] = struct{}{}
		return nil
	})
}

func (w *writer) settleDocuments() error {
	for _, n := range slices.Sorted(maps.Keys(w.owed.documents)) {
		if err := w.settleDocument(n); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) settleDocument(n int64) error {
	d, err := w.document(n)
	if err != nil || d.empty() {
		return err
	}
	if d.orgs, err = w.orgWords(n); err != nil {
		return err
	}
	return w.setDocument(n, d)
}

// findOrganisation writes the keys and words that an organisation is found by.
func (w *writer) findOrganisation(n int64, o *domain.Organisation, state int64) error {
	names := o.Name() + " " + o.Dossier.Text(domain.FieldLegalName) + " " + o.Dossier.Text(domain.FieldFormerName)
	return w.findNamed(n, domain.KindOrganisation, names, o.Dossier, state)
}

// findNamed writes the keys and words that an organisation or a community is
// found by.
func (w *writer) findNamed(n int64, kind domain.Kind, names string, dossier domain.Dossier, state int64) error {
	if listing(state) == listedNot || state&stateErased != 0 {
		if err := w.setTerms(n, nil); err != nil {
			return err
		}
		return w.setDocument(n, document{})
	}
	class, wordSpace, soundSpace := int64(classOrganisation), int64(spaceOrgWord), int64(spaceOrgSound)
	if kind == domain.KindCommunity {
		class, wordSpace, soundSpace = classCommunity, spaceCommunityWord, spaceCommunitySound
	}
	terms := append(dossierTerms(dossier), nameTerms(plainText(names), wordSpace, soundSpace)...)
	if err := w.setTerms(n, terms); err != nil {
		return err
	}
	own, notes := dossierWords(dossier)
	return w.setDocument(n, document{class: class, own: plainFold(names + " " + own), notes: notes})
}

// dossierWords are the words by which any record is found: contact points and
// tags, and apart from them what was written about it.
func dossierWords(d domain.Dossier) (own, notes string) {
	var o, t strings.Builder
	for _, p := range d.Points() {
		o.WriteString(p.Value)
		o.WriteByte(' ')
		switch {
		case p.Kind == domain.PointPhone:
			o.WriteString(strings.Join(phoneWords(p.Value), " "))
			o.WriteByte(' ')
		case p.Address != nil:
			a := p.Address
			t.WriteString(strings.Join([]string{a.Street, a.Extended, a.PostCode, a.City, a.Region, a.Country, ""}, " "))
		}
	}
	o.WriteString(strings.Join(d.Tags(), " "))
	for _, f := range d.Fields() {
		switch {
		case f == domain.FieldName || strings.HasPrefix(string(f), "uid:") || strings.HasPrefix(string(f), "tag:"):
		default:
			if text := d[f].Value.Text; text != "" {
				t.WriteString(text)
				t.WriteByte('\n')
			}
		}
	}
	return o.String(), plainFold(t.String())
}
