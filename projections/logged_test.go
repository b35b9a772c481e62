package projections

import (
	"fmt"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// Conversations that come in bulk are written many at a time. One of them that
// was there already must not keep the others out, nor be counted twice.
func TestConversationsThatComeAgainAmongOthers(t *testing.T) {
	l := newLedger(t)
	people := []domain.ID{l.addPerson(domain.Name{Family: "Lenz"}), l.addPerson(domain.Name{Family: "Vogel"})}
	v := l.views()
	said := func(n int) {
		for i := range n {
			l.log(domain.ConversationContent{People: people[i%2 : i%2+1]}, domain.ConversationWords{Text: fmt.Sprint("Wort", i)})
		}
	}
	said(40)
	first := l.recs[2:]
	err := v.writer.fold(ctx, []domain.Recorded{first[0], first[20], first[39]})
	if err != nil {
		t.Fatal(err)
	}
	v.position.Store(2)
	said(40)
	if err := v.Apply(ctx, l.recs[2:]); err != nil {
		t.Fatal(err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
	if counts, err := v.Counts(ctx); err != nil || counts.Conversations != 80 {
		t.Errorf("%+v, %v", counts, err)
	}
}

// What many events change together is counted once, however slowly they come.
// Until then queries see what was there before, and at the end all of it.
func TestExpectedEventsShareATransaction(t *testing.T) {
	l := newLedger(t)
	l.addPerson(domain.Name{Family: "Lenz"})
	v := l.views()
	v.took = time.Hour // however slow this machine is
	bulk := v.Expect()
	for i := range manyEvents {
		l.addPerson(domain.Name{Family: fmt.Sprint("Vogel", i)})
		if err := bulk.Apply(ctx, l.recs[len(l.recs)-1:], nil); err != nil {
			t.Fatal(err)
		}
	}
	if v.Seen() != 1 || v.later != nil {
		t.Errorf("a transaction ended at %d, or will by itself", v.Seen())
	}
	if rows := shownPeople(t, v); rows != 1 {
		t.Errorf("%d people are seen before the end", rows)
	}
	if err := bulk.End(ctx); err != nil {
		t.Fatal(err)
	}
	if rows := shownPeople(t, v); rows != 1+manyEvents || v.Seen() != int64(len(l.recs)) {
		t.Errorf("%d people are seen, up to %d", rows, v.Seen())
	}
}

func shownPeople(t *testing.T, v *Views) int {
	t.Helper()
	shown, _, err := v.CountPeople(ctx, PeopleQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// Nobody who reads waits for somebody who brings much, not even while that one
// writes: only for what was recorded beside it, and that is committed already.
func TestWhoReadsDoesNotWaitForABulk(t *testing.T) {
	l := newLedger(t)
	l.addPerson(domain.Name{Family: "Lenz"})
	v := l.views()
	bulk := v.Expect()
	l.addPerson(domain.Name{Family: "Vogel"})
	if err := bulk.Apply(ctx, l.recs[1:], nil); err != nil {
		t.Fatal(err)
	}
	v.writing.Lock() // as it is during a long end of a transaction
	if rows := shownPeople(t, v); rows != 1 {
		t.Errorf("%d people are seen", rows)
	}
	v.writing.Unlock()

	l.addPerson(domain.Name{Family: "Hase"})
	if err := v.Apply(ctx, l.recs[2:]); err != nil {
		t.Fatal(err)
	}
	v.writing.Lock()
	if rows := shownPeople(t, v); rows != 3 {
		t.Errorf("%d people are seen after one was added beside the bulk", rows)
	}
	v.writing.Unlock()
	if err := bulk.End(ctx); err != nil {
		t.Fatal(err)
	}

	// The same of many that come at once, which nobody announced.
	from := len(l.recs)
	for i := range manyEvents {
		l.addPerson(domain.Name{Family: fmt.Sprint("Vogel", i)})
	}
	if err := v.Apply(ctx, l.recs[from:]); err != nil {
		t.Fatal(err)
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	if rows := shownPeople(t, v); rows != 3+manyEvents {
		t.Errorf("%d people are seen after many were added at once", rows)
	}
}

// A bulk that goes on for long is seen now and then, but not where each time the
// words of all records would be indexed anew.
func TestALongBulkIsSeenNowAndThen(t *testing.T) {
	l := newLedger(t)
	v := l.views()
	bulk := v.Expect()
	people := make([]domain.ID, 600)
	for i := range people {
		people[i] = l.addPerson(domain.Name{Family: fmt.Sprint("Lenz", i)})
	}
	if err := bulk.Apply(ctx, l.recs[:500], nil); err != nil {
		t.Fatal(err)
	}
	v.since = time.Now().Add(-time.Hour)
	if err := bulk.Apply(ctx, l.recs[500:], nil); err != nil {
		t.Fatal(err)
	}
	if rows := shownPeople(t, v); rows != 600 {
		t.Errorf("%d people are seen after a while", rows)
	}
	for _, id := range people {
		l.do(tagging(id, "messe"))
	}
	if err := bulk.Apply(ctx, l.recs[600:1100], nil); err != nil {
		t.Fatal(err)
	}
	v.since = time.Now().Add(-time.Hour)
	if err := bulk.Apply(ctx, l.recs[1100:], nil); err != nil {
		t.Fatal(err)
	}
	if v.Seen() != 600 {
		t.Errorf("all words were indexed before the end, at %d", v.Seen())
	}
	if err := bulk.End(ctx); err != nil || v.Seen() != 1200 {
		t.Errorf("seen up to %d, %v", v.Seen(), err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

// What is written while nobody brings more is read by nobody before all of it is.
func TestWhatIsWrittenMeanwhileIsSeenWithTheRest(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Lenz"})
	v := l.views()
	bulk := v.Expect()
	for range 3 {
		l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Text: "Messe", Tags: []string{"messe"}})
	}
	if err := bulk.Apply(ctx, l.recs[1:], nil); err != nil {
		t.Fatal(err)
	}
	if err := v.writeMeanwhile(ctx, 1, 1, 1); err != nil {
		t.Fatal(err)
	}
	w := v.writer
	if n := len(w.found) + len(w.common) + len(w.entries) + len(w.owed.talk) + len(w.owed.figures.held); n != 0 {
		t.Errorf("%d rows were not written", n)
	}
	if v.Seen() != 1 {
		t.Errorf("the transaction ended at %d", v.Seen())
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

func tagging(person domain.ID, tag string) domain.Command {
	return domain.ChangeDetails{
		Record:  domain.Stream{Kind: domain.KindPerson, ID: person},
		Changes: []domain.Change{{Field: domain.TagField(tag), Now: domain.TextValue(tag)}},
	}
}

// The rows of very many records are written before their transaction ends, and
// the full text is computed anew at its end, also for those that change again.
func TestVeryManyRecordsInOneTransaction(t *testing.T) {
	l := newLedger(t)
	v := l.views()
	v.took = time.Hour // however slow this machine is
	bulk := v.Expect()
	people := make([]domain.ID, maxDossiers+100)
	for i := range people {
		people[i] = l.addPerson(domain.Name{Family: fmt.Sprint("Lenz", i)})
	}
	if err := bulk.Apply(ctx, l.recs, nil); err != nil {
		t.Fatal(err)
	}
	if len(v.writer.owed.order) != 0 || v.Seen() != 0 {
		t.Errorf("%d records are held in memory, committed up to %d", len(v.writer.owed.order), v.Seen())
	}
	if err := v.end(ctx); err != nil {
		t.Fatal(err)
	}
	start := len(l.recs)
	for _, id := range people {
		l.do(tagging(id, "messe"))
	}
	if err := bulk.Apply(ctx, l.recs[start:], nil); err != nil {
		t.Fatal(err)
	}
	if !v.writer.owed.allWords {
		t.Error("the words of each record are to be taken out one by one")
	}
	start = len(l.recs)
	for _, id := range people[:3] {
		l.do(tagging(id, "leipzig"))
	}
	if err := bulk.Apply(ctx, l.recs[start:], nil); err != nil {
		t.Fatal(err)
	}
	if err := bulk.End(ctx); err != nil {
		t.Fatal(err)
	}
	if hits, err := v.Search(ctx, "leipzig messe", 10, l.clock); err != nil || len(hits) != 3 {
		t.Errorf("found %+v, %v", hits, err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

// Who has just read a record need not have it read again; but what was read too
// long ago is of no use.
func TestRecordsThatWereReadAreNotReadAgain(t *testing.T) {
	l := newLedger(t)
	goethe, schiller := l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	v := l.views()
	v.writer.folds = newFolds(foldsKept)
	told := map[domain.Stream][]domain.Recorded{}
	for _, id := range []domain.ID{goethe, schiller} {
		s := domain.Stream{Kind: domain.KindPerson, ID: id}
		recs, err := l.Load(ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		told[s] = recs
	}
	l.do(tagging(schiller, "jena"))
	if err := v.Apply(ctx, l.recs[2:]); err != nil {
		t.Fatal(err)
	}
	bulk := v.Expect()
	v.writer.folds, v.writer.owed.dossiers = newFolds(foldsKept), map[domain.Stream]*fold{}
	for i, want := range []int{0, 1} {
		person := []domain.ID{goethe, schiller}[i]
		start, loads := len(l.recs), l.loads
		l.do(tagging(person, "weimar"))
		if err := bulk.Apply(ctx, l.recs[start:], told); err != nil {
			t.Fatal(err)
		}
		if l.loads-loads != want {
			t.Errorf("%d records were read, not %d", l.loads-loads, want)
		}
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

// The writer keeps much of the file only while many events come: what it may keep
// is filled by those who read.
func TestTheWriterKeepsMuchOnlyForManyEvents(t *testing.T) {
	l := newLedger(t)
	v := l.views()
	kept := func() int64 {
		t.Helper()
		v.writing.Lock()
		defer v.writing.Unlock()
		var kilobytes int64
		err := sqlitex.ExecuteTransient(v.writer.Conn, "PRAGMA cache_size", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			kilobytes = -s.ColumnInt64(0)
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		return kilobytes
	}
	come := func(n int) {
		t.Helper()
		from := len(l.recs)
		for i := range n {
			l.addPerson(domain.Name{Family: fmt.Sprint("Lenz", i)})
		}
		if err := v.Apply(ctx, l.recs[from:]); err != nil {
			t.Fatal(err)
		}
	}
	read := func() {
		t.Helper()
		if _, err := v.Counts(ctx); err != nil {
			t.Fatal(err)
		}
	}
	come(1)
	if is := kept(); is != writerCache {
		t.Errorf("%d KB for one event", is)
	}
	bulk := v.Expect()
	come(manyEvents)
	if is := kept(); is != writerCacheMany {
		t.Errorf("%d KB although more are coming", is)
	}
	read()
	if is := kept(); is != writerCacheMany {
		t.Errorf("%d KB because somebody read", is)
	}
	if err := bulk.End(ctx); err != nil || kept() != writerCache {
		t.Errorf("%d KB after they came, %v", kept(), err)
	}
	come(manyEvents)
	if is := kept(); is != writerCache {
		t.Errorf("%d KB after many that nobody told of", is)
	}
	if err := v.CatchUp(ctx, nil); err != nil || kept() != writerCache {
		t.Errorf("%d KB after following the ledger, %v", kept(), err)
	}
}
