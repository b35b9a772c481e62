package projections

import (
	"fmt"
	"testing"
	"time"

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

// What many events change together is counted once, however slowly they come,
// and yet everybody who asks sees all of them.
func TestExpectedEventsShareATransaction(t *testing.T) {
	l := newLedger(t)
	l.addPerson(domain.Name{Family: "Lenz"})
	v := l.views()
	before := v.committed
	over := v.Expect()
	for range 3 {
		v.since = time.Now().Add(-time.Hour)
		l.addPerson(domain.Name{Family: "Vogel"})
		if err := v.Apply(ctx, l.recs[len(l.recs)-1:]); err != nil {
			t.Fatal(err)
		}
	}
	if v.committed != before || v.later != nil {
		t.Errorf("a transaction ended at %d, or will by itself", v.committed)
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 4 {
		t.Errorf("%d people are seen, %v", len(rows), err)
	}
	l.addPerson(domain.Name{Family: "Hase"})
	if err := v.Apply(ctx, l.recs[len(l.recs)-1:]); err != nil {
		t.Fatal(err)
	}
	over()
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.later == nil && v.uncommitted.Load() {
		t.Error("nobody ends the last transaction")
	}
}
