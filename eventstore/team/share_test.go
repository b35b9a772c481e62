package team

import (
	"errors"
	"testing"

	"kontor/domain"
)

func TestTwoLaptopsShareWhatTheyRecord(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna").found()
	goethe := anna.person("Goethe")
	anna.called("Über die Farbenlehre", goethe)
	anna.round()
	ben := newLaptop(t, server, c, "ben").join()
	alike(t, anna, ben)
	ben.change(goethe, domain.FieldNote, "mag kein Rauchen")
	ben.round()
	anna.round()
	alike(t, anna, ben)
	if got := anna.note(goethe); got != "mag kein Rauchen" {
		t.Errorf("Anna reads %q", got)
	}
	if status := anna.syncer.Status(); status.State != StateShared || status.Unshared != 0 || status.SharedAt.IsZero() {
		t.Errorf("the status is %+v", status)
	}
}

func TestWhatWasDoneOfflineIsPutOnTop(t *testing.T) {
	c := newClock()
	server := newServer(c)
	anna := newLaptop(t, server, c, "anna").found()
	goethe := anna.person("Goethe")
	anna.round()
	ben := newLaptop(t, server, c, "ben").join()

	anna.change(goethe, domain.FieldNote, "von Anna")
	anna.called("mit Anna", goethe)
	ben.change(goethe, domain.FieldNote, "von Ben")
	ben.change(goethe, domain.Field("tag:dichter"), "")
	ben.called("mit Ben", goethe)
	anna.round()
	ben.round()
	anna.round()
	alike(t, anna, ben)

	if got := ben.note(goethe); got != "von Anna" {
		t.Errorf("the note is %q", got)
	}
	open := ben.attention()
	if len(open) != 1 || open[0].Name != "change-person" && open[0].Record != goethe {
		t.Fatalf("needs attention: %+v", open)
	}
	if len(anna.attention()) != 0 {
		t.Error("Anna is bothered with it")
	}
	if got := ben.syncer.Status().Attention; got != 1 {
		t.Errorf("the status shows %d", got)
	}
}

func TestAJoinedLaptopNeedsThePassphrase(t *testing.T) {
	c := newClock()
	server := newServer(c)
	newLaptop(t, server, c, "anna").found()
	log := newLaptop(t, server, c, "ben").dial()
	offers, err := Look(ctx, log)
	if err != nil || len(offers) != 1 || offers[0].Founding {
		t.Fatalf("%+v, %v", offers, err)
	}
	if _, _, err := offers[0].Open("falsch"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("%v", err)
	}
	name, _, err := offers[0].Open(phrase)
	if err != nil || name != "Weimar" {
		t.Errorf("%q, %v", name, err)
	}
}
