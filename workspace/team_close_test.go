package workspace

import (
	"context"
	"errors"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
)

// The loop asks for the password in the middle of dialling. Closing must not hold
// what it asks for.
func TestClosingDoesNotWaitForALoopThatWaitsForIt(t *testing.T) {
	w := newScene(t)
	w.connect(reached(teamServer(t, server.Options{}), "anna"))
	for range 200 {
		w.team.syncer.Close()
		w.KeepShared()
		ended := make(chan struct{})
		go func() {
			w.endTeamwork()
			close(ended)
		}()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			t.Fatal("it waits for ever")
		}
		w.startTeamwork()
	}
}

func TestNothingIsRecordedWhileNobodyWorksHere(t *testing.T) {
	anna := newScene(t)
	s := teamServer(t, server.Options{})
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	bert.sync()
	if err := bert.SetMe(domain.None); err != nil {
		t.Fatal(err)
	}
	if err := bert.knowMe(t.Context()); err != nil || bert.Me() != domain.None {
		t.Errorf("it is taken to be %s, %v", bert.Me(), err)
	}
	add := domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: bert.NewID()}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: "Vulpius"})}},
	}
	if _, err := bert.Do(t.Context(), add); !errors.Is(err, ErrNobody) {
		t.Errorf("recorded: %v", err)
	}
	if err := bert.AddMyself(t.Context(), domain.Name{Family: "Arnim"}); err != nil {
		t.Fatal(err)
	}
	added, err := bert.History(t.Context(), domain.Stream{Kind: domain.KindMember, ID: bert.Me()})
	if err != nil || len(added) == 0 || added[0].Actor != bert.Me() {
		t.Errorf("%d events, %v: somebody else added them", len(added), err)
	}
	bert.do(add)
}

// An invitation may be accepted before it is shared whom it is for.
func TestWhoWasInvitedIsKnownAsSoonAsTheyCome(t *testing.T) {
	anna := newScene(t)
	s := teamServer(t, server.Options{})
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	invited := anna.NewID()
	anna.do(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: invited}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: "Vulpius"})}},
	})
	if err := bert.locals.SetMember(invited); err != nil {
		t.Fatal(err)
	}
	bert.actAs(invited)
	if err := bert.knowMe(t.Context()); err != nil || bert.Me() != domain.None {
		t.Errorf("it is taken to be %s, %v", bert.Me(), err)
	}
	anna.sync()
	bert.sync()
	if bert.Me() != invited {
		t.Errorf("it is %s who works here", bert.Me())
	}
}

func TestAnInvitationNamesNoFilesOfThisMachine(t *testing.T) {
	anna := newScene(t)
	to := reached(teamServer(t, server.Options{}), "anna")
	to.CAFile = ""
	if a, err := esdb.Parse(to.Address); err != nil || a.CAFile == "" {
		t.Fatalf("the address names no authority: %s", to.Address)
	}
	anna.connect(to)
	kept, _, err := anna.TeamServer(t.Context())
	if a, bad := esdb.Parse(kept.Address); err != nil || bad != nil || a.CAFile != "" || kept.CAFile == "" || !a.TLS {
		t.Errorf("kept as %+v, %v", kept.Address, err)
	}
	invitation := must(anna.Invite(t.Context(), domain.None))(t)
	offer := must(OpenInvitation(invitation.Text, invitation.Code))(t)
	if offer.Server.Address != kept.Address || len(offer.ca) == 0 {
		t.Errorf("%s, an authority of %d bytes", offer.Server.Address, len(offer.ca))
	}
}

// The password of a server that is given up must not go on being used, nor what
// is recorded go on to go there.
func TestAnotherServerIsDialledAtOnce(t *testing.T) {
	anna := newScene(t)
	s := teamServer(t, server.Options{})
	anna.connect(reached(s, "anna"))
	before := anna.team.syncer.Status()
	other := reached(s, "bert")
	if _, err := anna.ChangeTeamServer(context.Background(), other); err != nil {
		t.Fatal(err)
	}
	anna.add("Bettine", "Neu")
	anna.sync()
	if got, _, err := anna.TeamServer(t.Context()); err != nil || got.Account != "bert" {
		t.Errorf("%+v after %+v, %v", got, before, err)
	}
}

func TestAnImportOfAnotherMachineIsTakenBackThere(t *testing.T) {
	anna := newScene(t)
	s := teamServer(t, server.Options{})
	card := anna.file("card.vcf", "BEGIN:VCARD", "VERSION:3.0", "FN:Sarah Austin", "N:Austin;Sarah;;;", "END:VCARD")
	sum := must(anna.Import(t.Context(), []string{card}, ImportOptions{}))(t)
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	if _, err := bert.UndoImport(t.Context(), sum.Import); !errors.Is(err, ErrImportedElsewhere) {
		t.Errorf("%v", err)
	}
	must(anna.UndoImport(t.Context(), sum.Import))(t)
	anna.sync()
	bert.sync()
	if got := bert.people(); len(got) != 0 {
		t.Errorf("%d people", len(got))
	}
}
