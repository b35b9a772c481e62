package projections

import (
	"testing"

	"kontor/domain"
)

// Between the ledger and the read models the machine may go off: by their
// position alone nobody could tell that they stand for other events.
func TestReadModelsThatCouldNotFollowAReplacedEndAreComputedAnew(t *testing.T) {
	l := newLedger(t)
	first := l.addPerson(domain.Name{Family: "Eins"})
	l.addPerson(domain.Name{Family: "Zwei"})
	v := l.views()
	if err := v.Doubt(ctx); err != nil {
		t.Fatal(err)
	}
	l.cut(1)
	l.addPerson(domain.Name{Family: "Drei"}) // a colleague's, in its place
	l.addPerson(domain.Name{Family: "Zwei"})
	path := v.path
	if err := v.Close(); err != nil { // before they followed
		t.Fatal(err)
	}
	v, err := Open(ctx, path, l, Options{Clock: v.options.Clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	if reason, stale := v.Stale(); reason != StaleVersion || !stale {
		t.Fatalf("they are taken to be of use: %q", reason)
	}
	if err := v.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 3 {
		t.Errorf("%+v, %v", rows, err)
	}

	for what, end := range map[string]func() error{
		"kept": func() error { return v.Trust(ctx) },
		"followed": func() error {
			return v.Refold(ctx, []domain.Stream{{Kind: domain.KindPerson, ID: first}}, int64(len(l.recs)))
		},
	} {
		if err := v.Doubt(ctx); err != nil {
			t.Fatal(err)
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if reason, err := v.examine(ctx); reason != "" || err != nil {
			t.Errorf("%s: %q, %v", what, reason, err)
		}
	}
}
