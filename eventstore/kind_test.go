package eventstore

import (
	"context"
	"testing"

	"kontor/domain"
)

func TestAnIdOfAnotherKindIsNoRecord(t *testing.T) {
	l, err := Open(context.Background(), t.TempDir(), Options{ForceFileKey: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	goethe := newPerson()
	say(t, l, goethe, "eins")
	recorded, err := l.Load(context.Background(), domain.Stream{Kind: domain.KindMember, ID: goethe.ID})
	if err != nil || len(recorded) != 0 {
		t.Errorf("loaded %d events of a person as a member (%v)", len(recorded), err)
	}
}
