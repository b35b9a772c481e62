package workspace

import (
	"errors"
	"path/filepath"
	"testing"

	"kontor/eventstore/esdb/server"
	"kontor/eventstore/team"
)

// A laptop was lost: the team founds its workspace anew from an archive, on an
// empty server. Everything is there under another key, which neither the old
// pass-phrase nor an old laptop or invitation comes to.
func TestFoundingAnewFromAnArchiveChangesTheKey(t *testing.T) {
	before := teamServer(t, server.Options{})
	anna := newScene(t)
	schiller := anna.add("Friedrich", "Schiller")
	anna.connect(reached(before, "anna"))
	lost := join(t, reached(before, "bert"))
	lost.sync()
	anna.sync()
	invitation := must(anna.Invite(anna.ctx, anna.Me()))(t)
	archive := filepath.Join(t.TempDir(), "archive.jsonl")
	must(anna.Export(anna.ctx, ExportArchive, archive, nil))(t)

	dir := filepath.Join(t.TempDir(), "anew")
	must(RestoreArchive(anna.ctx, archive, dir, anna.options(), nil))(t)
	anew := openScene(t, dir)
	if anew.ledger.WorkspaceKey() == anna.ledger.WorkspaceKey() {
		t.Fatal("the key is the same")
	}
	after := teamServer(t, server.Options{})
	const other = "wer immer strebend sich bemüht"
	must(anew.ConnectTeam(anew.ctx, reached(after, "anna"), other))(t)
	anew.sync()

	if _, err := lost.ConnectTeam(lost.ctx, reached(after, "bert"), phrase); err == nil {
		t.Error("the lost laptop is shared with twice")
	}
	if _, err := lost.ChangeTeamServer(lost.ctx, reached(after, "bert")); err != nil {
		t.Fatal(err)
	}
	if err := lost.SyncNow(lost.ctx); !errors.Is(err, team.ErrForeign) {
		t.Errorf("the lost laptop: %v", err)
	}
	offers := must(LookForTeams(t.Context(), reached(after, "bert")))(t)
	if len(offers) != 1 {
		t.Fatalf("%d workspaces", len(offers))
	}
	if _, err := offers[0].Open(phrase); !errors.Is(err, team.ErrPassphrase) {
		t.Errorf("the old pass-phrase: %v", err)
	}
	invited := must(OpenInvitation(invitation.Text, invitation.Code))(t)
	invited.Server, invited.ca = reached(after, "bert"), nil
	if _, err := JoinTeam(t.Context(), Joining{Dir: filepath.Join(t.TempDir(), "no"), FileKey: true, Offer: invited}); !errors.Is(err, team.ErrForeign) {
		t.Errorf("an old invitation: %v", err)
	}
	offer := must(offers[0].Open(other))(t)
	home := filepath.Join(t.TempDir(), "home")
	must(JoinTeam(t.Context(), Joining{Dir: home, FileKey: true, Offer: offer}))(t)
	bert := openScene(t, home)
	bert.keepPassword("bert-secret")
	bert.sync()
	if page := must(bert.views.Person(bert.ctx, schiller, bert.at()))(t); page == nil || page.FullName.Family != "Schiller" {
		t.Errorf("the person is %+v", page)
	}
	same(t, anew, bert)
}
