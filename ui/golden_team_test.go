package ui

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore/esdb/server"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

// The pages of the team look as they did while all is shared, while two changed
// the same, while the server cannot be reached, and after it was emptied.
func TestPagesOfATeamLookAsTheyDid(t *testing.T) {
	g := openGallery(t)
	anna, s, schiller := goldenTeam(t)
	for _, state := range []struct {
		name, page string
		reach      func()
	}{
		{"team-shared", "team", func() {}},
		{"attention-clash", "attention", func() { clash(t, anna, s, schiller) }},
		{"team-offline", "team", func() {
			s.Stop()
			rename(t, anna, schiller, "Friedrich Schiller, Hofrat")
			fails(t, anna)
		}},
		{"team-reset", "team", func() {
			if err := s.RestartEmpty(); err != nil {
				t.Fatal(err)
			}
			fails(t, anna)
		}},
	} {
		state.reach()
		for _, l := range []look{germanLight, englishDark} {
			g.showsAfter(fmt.Sprintf("%s-%s-%s", state.name, l.language, l.theme), l, anna, SnapshotOptions{Page: state.page}, nil, hideAddress)
		}
	}
}

const goldenPhrase = "über allen Gipfeln ist Ruh"

// goldenTeam is a workspace shared over a server, with somebody in it.
func goldenTeam(t *testing.T) (anna *workspace.Workspace, s *server.Server, schiller domain.ID) {
	t.Helper()
	t.Setenv("KONTOR_KEY_PLACE", "file")
	o := server.Options{Now: func() time.Time { return desktest.Now }}
	for _, name := range []string{"anna", "bert"} {
		o.Users = append(o.Users, server.User{Name: name, Password: name + "-secret"})
	}
	s, err := server.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	anna = goldenWorkspaceIn(t, "kontor-team", false)
	schiller = anna.NewID()
	do(t, anna, domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: schiller}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Display: "Friedrich Schiler"})}},
	})
	nameDevice(t, anna, "Schreibtisch")
	if _, err := anna.ConnectTeam(t.Context(), reached(s, "anna"), goldenPhrase); err != nil {
		t.Fatal(err)
	}
	syncs(t, anna)
	return anna, s, schiller
}

func reached(s *server.Server, account string) workspace.TeamServer {
	return workspace.TeamServer{Address: s.URL(), Account: account, Password: account + "-secret", CAFile: s.CAFile()}
}

// clash has a colleague join who changes what is changed here too.
func clash(t *testing.T, anna *workspace.Workspace, s *server.Server, schiller domain.ID) {
	t.Helper()
	offers, err := workspace.LookForTeams(t.Context(), reached(s, "bert"))
	if err != nil || len(offers) != 1 {
		t.Fatalf("%d workspaces, %v", len(offers), err)
	}
	offer, err := offers[0].Open(goldenPhrase)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := workspace.JoinTeam(t.Context(), workspace.Joining{Dir: "kontor-bert", FileKey: true, Offer: offer}); err != nil {
		t.Fatal(err)
	}
	bert := openGolden(t, "kontor-bert", 1, domain.Name{})
	bert.GiveTeamPassword("bert-secret")
	if err := bert.AddMyself(t.Context(), domain.Name{Given: "Bettina", Family: "Brentano"}); err != nil {
		t.Fatal(err)
	}
	nameDevice(t, bert, "Reiserechner")
	syncs(t, bert)
	syncs(t, anna)
	rename(t, bert, schiller, "Friedrich Schiller")
	syncs(t, bert)
	rename(t, anna, schiller, "Friedrich von Schiller")
	syncs(t, anna)
}

func do(t *testing.T, w *workspace.Workspace, c domain.Command) {
	t.Helper()
	if _, err := w.Do(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func nameDevice(t *testing.T, w *workspace.Workspace, name string) {
	t.Helper()
	do(t, w, domain.NameDevice{Member: w.Me(), Device: w.Device(), Name: name})
}

func rename(t *testing.T, w *workspace.Workspace, person domain.ID, name string) {
	t.Helper()
	record := domain.Stream{Kind: domain.KindPerson, ID: person}
	a, err := w.Record(t.Context(), record)
	if err != nil {
		t.Fatal(err)
	}
	do(t, w, domain.ChangeDetails{
		Record: record, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{a.(*domain.Person).Dossier.SetChange(domain.FieldName, domain.NameValue(domain.Name{Display: name}))},
	})
}

func syncs(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	if err := w.SyncNow(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func fails(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	if err := w.SyncNow(t.Context()); err == nil {
		t.Fatal("there is nobody to exchange with, and it succeeded")
	}
}

var anAddress = regexp.MustCompile(`^127\.0\.0\.1:\d+$`)

// hideAddress writes another address where that of the server stands, whose port
// is another one each time.
func hideAddress(s *scene) {
	each(s.win.Content(), func(text *kit.Text) {
		if anAddress.MatchString(text.Text()) {
			text.SetText("kontor.example.org:2113")
		}
	})
}
