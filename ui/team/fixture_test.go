package team

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/domain"
	"kontor/eventstore/esdb/server"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

const words = "über allen Gipfeln ist Ruh"

// serve starts a server with the accounts anna and bert.
func serve(t *testing.T) *server.Server {
	t.Helper()
	var o server.Options
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
	return s
}

func reached(s *server.Server, account string) workspace.TeamServer {
	return workspace.TeamServer{Address: s.URL(), Account: account, Password: account + "-secret", CAFile: s.CAFile()}
}

// open is a desk with the pages of the team.
func open(t *testing.T, o desktest.Options) (*desktest.Bench, *[]workspace.TeamOffer) {
	t.Helper()
	t.Setenv("KONTOR_KEY_PLACE", "file")
	b := desktest.Open(t, o)
	joined := &[]workspace.TeamOffer{}
	Register(b.Desk, Params{Join: func(offer workspace.TeamOffer) { *joined = append(*joined, offer) }})
	return b, joined
}

// connect shares the workspace of a bench.
func connect(b *desktest.Bench, s *server.Server) {
	b.T.Helper()
	ctx := context.Background()
	if _, err := b.Workspace.ConnectTeam(ctx, reached(s, "anna"), words); err != nil {
		b.T.Fatal(err)
	}
	sync(b.T, b.Workspace)
}

func sync(t testing.TB, w *workspace.Workspace) {
	t.Helper()
	if err := w.SyncNow(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// colleague is another laptop that joined.
func colleague(t *testing.T, s *server.Server) *workspace.Workspace {
	t.Helper()
	ctx := context.Background()
	offers, err := workspace.LookForTeams(ctx, reached(s, "bert"))
	if err != nil || len(offers) != 1 {
		t.Fatalf("%d workspaces, %v", len(offers), err)
	}
	offer, err := offers[0].Open(words)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "bert")
	if _, err := workspace.JoinTeam(ctx, workspace.Joining{Dir: dir, FileKey: true, Offer: offer}); err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(ctx, dir, workspace.Options{FileKey: true, Now: func() time.Time { return desktest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	w.GiveTeamPassword("bert-secret")
	if err := w.AddMyself(ctx, domain.Name{Given: "Bettina", Family: "Brentano"}); err != nil {
		t.Fatal(err)
	}
	sync(t, w)
	return w
}

// rename gives a person another name.
func rename(t testing.TB, w *workspace.Workspace, person domain.ID, name domain.Name, title string) {
	t.Helper()
	record := domain.Stream{Kind: domain.KindPerson, ID: person}
	a, err := w.Record(context.Background(), record)
	if err != nil {
		t.Fatal(err)
	}
	dossier := a.(*domain.Person).Dossier
	_, err = w.Do(context.Background(), domain.ChangeDetails{
		Record: record, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{
			dossier.SetChange(domain.FieldName, domain.NameValue(name)),
			dossier.SetChange(domain.FieldNote, domain.TextValue(title)),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// clashing are two laptops that changed the same person without knowing of each
// other; the one of the bench came second.
func clashing(t *testing.T, o desktest.Options) (*desktest.Bench, *workspace.Workspace, domain.ID) {
	t.Helper()
	s := serve(t)
	b, _ := open(t, o)
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiler"})
	connect(b, s)
	bert := colleague(t, s)
	sync(t, b.Workspace)
	rename(t, bert, schiller, domain.Name{Given: "Friedrich", Family: "Schiller"}, "wohnt jetzt in Jena und liest dort über Geschichte")
	sync(t, bert)
	rename(t, b.Workspace, schiller, domain.Name{Given: "Friedrich", Family: "von Schiller"}, "zieht nach Weimar")
	sync(t, b.Workspace)
	return b, bert, schiller
}

func wants(t *testing.T, b *desktest.Bench, texts ...string) {
	t.Helper()
	seen := b.Texts()
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			t.Errorf("%q is not in sight:\n%s", text, seen)
		}
	}
}

func show(b *desktest.Bench, page string) { b.Shell.Open(kit.Route{Page: page}) }

func teamPage(b *desktest.Bench) *page {
	show(b, desk.PageTeam)
	return b.Shell.Page().(*page)
}

// forget empties a server, as somebody who sets it up anew does.
func forget(t testing.TB, s *server.Server) {
	t.Helper()
	s.Stop()
	if err := s.RestartEmpty(); err != nil {
		t.Fatal(err)
	}
}

// entryIn is the first field to type into within an object.
func entryIn(object fyne.CanvasObject) *kit.Entry {
	switch o := object.(type) {
	case *kit.Entry:
		return o
	case *fyne.Container:
		for _, part := range o.Objects {
			if found := entryIn(part); found != nil {
				return found
			}
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			if found := entryIn(part); found != nil {
				return found
			}
		}
	}
	return nil
}
