package workspace

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
	"kontor/eventstore/team"
	"kontor/projections"
)

const phrase = "über allen Gipfeln ist Ruh"

// teamServer starts a server with the accounts anna and bert.
func teamServer(t *testing.T, o server.Options) *server.Server {
	t.Helper()
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

func reached(s *server.Server, account string) TeamServer {
	return TeamServer{Address: s.URL(), Account: account, Password: account + "-secret", CAFile: s.CAFile()}
}

func (s *scene) connect(to TeamServer) {
	s.t.Helper()
	if _, err := s.ConnectTeam(s.ctx, to, phrase); err != nil {
		s.t.Fatalf("connect: %v", err)
	}
	s.sync()
}

func (s *scene) sync() {
	s.t.Helper()
	if err := s.SyncNow(s.ctx); err != nil {
		s.t.Fatalf("sync: %v", err)
	}
}

// join fetches the only workspace of a server into a new folder.
func join(t *testing.T, from TeamServer) *scene {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "second")
	offers := must(LookForTeams(t.Context(), from))(t)
	if len(offers) != 1 {
		t.Fatalf("%d workspaces on the server", len(offers))
	}
	offer := must(offers[0].Open(phrase))(t)
	if offer.Name != "Weimar" {
		t.Errorf("the workspace is called %q", offer.Name)
	}
	must(JoinTeam(t.Context(), Joining{Dir: dir, FileKey: true, Offer: offer}))(t)
	s := openScene(t, dir)
	s.keepPassword(from.Password)
	if err := s.AddMyself(t.Context(), domain.Name{Given: "Bettina", Family: "Brentano"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *scene) rename(person domain.ID, given, family string) {
	s.t.Helper()
	record := domain.Stream{Kind: domain.KindPerson, ID: person}
	a := must(s.Record(s.ctx, record))(s.t).(*domain.Person)
	s.do(domain.ChangeDetails{
		Record: record, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{a.Dossier.SetChange(domain.FieldName, domain.NameValue(domain.Name{Given: given, Family: family}))},
	})
}

// same fails where two laptops show different things, or other things than a
// rebuild would.
func same(t *testing.T, a, b *scene) {
	t.Helper()
	one, two := must(a.ledger.Head(a.ctx))(t), must(b.ledger.Head(b.ctx))(t)
	if one != two {
		t.Fatalf("the ledgers end at %d %x and %d %x", one.Position, one.Hash[:4], two.Position, two.Hash[:4])
	}
	for _, s := range []*scene{a, b} {
		if d := must(s.views.Check(s.ctx, nil))(t); !d.Equal() {
			t.Errorf("the read models are not what a rebuild gives: %s", d)
		}
		if v := must(s.Verify(s.ctx, nil))(t); !v.OK || v.Missing > 0 {
			t.Errorf("verify: %s, %d missing", v.Fault, v.Missing)
		}
	}
	q := projections.TimelineQuery{Limit: 1000}
	x, y := must(a.views.Timeline(a.ctx, q))(t), must(b.views.Timeline(b.ctx, q))(t)
	if len(x) != len(y) {
		t.Fatalf("%d and %d entries", len(x), len(y))
	}
	for i := range x {
		if x[i].Event != y[i].Event || x[i].Text != y[i].Text || x[i].Subject != y[i].Subject {
			t.Errorf("entry %d differs", i)
		}
	}
}

// Journey 12: two work apart, change the same person differently, come back,
// decide, and see the same.
func TestTwoLaptopsWorkApartAndComeTogether(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	schiller := anna.add("Friedrich", "Schiler")
	anna.connect(reached(s, "anna"))
	if status := anna.TeamStatus(); status.State != TeamShared || status.Unshared != 0 {
		t.Errorf("after the first upload: %+v", status)
	}
	bert := join(t, reached(s, "bert"))
	bert.sync()
	anna.sync()
	same(t, anna, bert)

	s.Stop()
	anna.rename(schiller, "Friedrich", "Schiller")
	anna.do(domain.Batch{Title: "log-conversation", Parts: []domain.Command{talk(anna, schiller, "Die Räuber sind fertig")}})
	bert.rename(schiller, "F.", "von Schiller")
	bert.do(talk(bert, schiller, "Er will nach Mannheim"))
	if err := bert.SyncNow(bert.ctx); !errors.Is(err, shared.ErrOffline) {
		t.Fatalf("without a server: %v", err)
	}
	if status := bert.TeamStatus(); status.State != TeamOffline || status.Unshared == 0 {
		t.Errorf("offline: %+v", status)
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	anna.sync()
	bert.sync()
	waiting := must(bert.NeedsAttention(bert.ctx))(t)
	if len(waiting) != 1 || len(waiting[0].Clashes) != 1 {
		t.Fatalf("needs attention: %+v", waiting)
	}
	clash := waiting[0].Clashes[0]
	if clash.Mine.Name.Family != "von Schiller" || clash.Theirs.Name.Family != "Schiller" || clash.Base.Name.Family != "Schiler" {
		t.Errorf("the clash is %+v", clash)
	}
	if !strings.Contains(clash.Who, "Eckermann") || clash.Device != anna.Device() {
		t.Errorf("it was %q on %s", clash.Who, clash.Device)
	}
	done := must(bert.SettleAttention(bert.ctx, waiting[0].ID, map[domain.Stream][]domain.Answer{
		clash.Record: {{Field: clash.Field, Keep: domain.KeepMine, Mine: clash.Mine, Theirs: clash.Theirs}},
	}))(t)
	if !done.Changed() || bert.TeamStatus().Attention != 0 {
		t.Errorf("after the answer: %+v, %+v", done, bert.TeamStatus())
	}
	head := must(bert.ledger.Head(bert.ctx))(t)
	if _, err := bert.RetryAttention(bert.ctx, waiting[0].ID); !errors.Is(err, eventstore.ErrNotFound) {
		t.Errorf("a second answer: %v", err)
	}
	settled := must(bert.ledger.Attention(bert.ctx, false))(t)
	if len(settled) != 1 || settled[0].By != done.Command || must(bert.ledger.Head(bert.ctx))(t) != head {
		t.Errorf("settled: %+v", settled)
	}
	bert.sync()
	anna.sync()
	same(t, anna, bert)
	page := must(anna.views.Person(anna.ctx, schiller, anna.at()))(t)
	if page.FullName.Family != "von Schiller" {
		t.Errorf("the person is called %q", page.FullName.Full())
	}
	steps := must(anna.Activities(anna.ctx, 0, 10))(t)
	if len(steps) < 5 || steps[0].Here || !steps[0].Shared || steps[0].Actor.Name == "" {
		t.Errorf("what was done: %+v", steps)
	}
	if !slices.ContainsFunc(steps, func(a Activity) bool { return a.Here }) {
		t.Error("nothing was done here")
	}
}

func talk(s *scene, with domain.ID, said string) domain.LogConversation {
	return domain.LogConversation{
		Conversation: s.NewID(),
		Content: domain.ConversationContent{
			When: domain.Moment{At: s.Now(), Precision: domain.PrecisionMinute}, Channel: domain.ChannelCall,
			People: []domain.ID{with}, Ours: []domain.ID{s.Me()},
		},
		Words: domain.ConversationWords{Text: said},
	}
}

// What a colleague does shows by itself: the bell of the server rings, and
// whoever listens is told.
func TestColleaguesChangesComeByThemselves(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	bert.sync()
	came := make(chan domain.Stream, 100)
	remove := bert.OnChange(func(c Changed) {
		for _, stream := range c.Streams {
			came <- stream
		}
	})
	defer remove()
	anna.KeepShared()
	bert.KeepShared()
	goethe := anna.add("Johann Wolfgang", "Goethe")
	for stream := range came {
		if stream.ID == goethe {
			break
		}
	}
	page := must(bert.views.Person(bert.ctx, goethe, bert.at()))(t)
	if page == nil || page.Name == "" {
		t.Errorf("the person is not there: %+v", page)
	}
}

func TestAnInvitationNeedsNoPassphrase(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	anna.add("Charlotte", "von Stein")
	anna.connect(reached(s, "anna"))
	member := anna.NewID()
	anna.do(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: member}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Bettina"})}},
	})
	anna.sync()
	invitation := must(anna.Invite(anna.ctx, member))(t)
	if strings.Contains(invitation.Text, "Bettina") || strings.Contains(invitation.Text, "anna") {
		t.Error("the invitation can be read without its code")
	}
	if _, err := OpenInvitation(invitation.Text, team.NewCode()); !errors.Is(err, team.ErrCode) {
		t.Errorf("with another code: %v", err)
	}
	offer := must(OpenInvitation(invitation.Text, strings.ToLower(invitation.Code)))(t)
	offer.Server.Account, offer.Server.Password = "bert", "bert-secret"
	dir := filepath.Join(t.TempDir(), "joined")
	must(JoinTeam(t.Context(), Joining{Dir: dir, FileKey: true, Offer: offer}))(t)
	bert := openScene(t, dir)
	if bert.Me() != member {
		t.Error("the invitation does not say who joins")
	}
	counts := must(bert.views.Counts(bert.ctx))(t)
	if counts.People != 1 {
		t.Errorf("%d people came", counts.People)
	}
	if _, err := os.Stat(filepath.Join(dir, "team-ca.crt")); err != nil {
		t.Errorf("the certificate of the server did not come along: %v", err)
	}
}

// A workspace in which nothing was done is put aside for the team's; one with
// content is not touched.
func TestJoiningSparesWhatIsThere(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	anna.connect(reached(s, "anna"))
	offer := must(must(LookForTeams(t.Context(), reached(s, "bert")))(t)[0].Open(phrase))(t)

	full := newScene(t)
	full.add("Novalis", "")
	dir := full.Dir()
	if err := full.Close(); err != nil {
		t.Fatal(err)
	}
	full.Workspace = nil
	if _, err := JoinTeam(t.Context(), Joining{Dir: dir, FileKey: true, Offer: offer}); !errors.Is(err, team.ErrNotEmpty) {
		t.Errorf("into a folder with content: %v", err)
	}

	fresh := newScene(t)
	dir = fresh.Dir()
	if _, err := fresh.ConnectTeam(fresh.ctx, reached(s, "bert"), phrase); !errors.Is(err, ErrJoinInstead) {
		t.Errorf("connecting an empty workspace to a server that has one: %v", err)
	}
	if err := fresh.Close(); err != nil {
		t.Fatal(err)
	}
	fresh.Workspace = nil
	must(JoinTeam(t.Context(), Joining{Dir: dir, FileKey: true, Offer: offer}))(t)
	if joined := openScene(t, dir); joined.ID() != anna.ID() {
		t.Error("the folder does not hold the team's workspace")
	}
	aside, err := filepath.Glob(dir + "-before-*")
	if err != nil || len(aside) != 1 {
		t.Errorf("the empty workspace is gone: %v %v", aside, err)
	}
}

// Everything stays when the team is left, and coming back finds what both have.
func TestLeavingAndComingBack(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	anna.add("Karoline", "Günderrode")
	anna.connect(reached(s, "anna"))
	if err := anna.LeaveTeam(anna.ctx); err != nil {
		t.Fatal(err)
	}
	if status := anna.TeamStatus(); status.State != TeamSolo {
		t.Errorf("after leaving: %+v", status)
	}
	anna.add("Clemens", "Brentano")
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	if counts := must(bert.views.Counts(bert.ctx))(t); counts.People != 2 {
		t.Errorf("%d people", counts.People)
	}
}

// A diagnosis says in words what is wrong, without a word of the password.
func TestTheDiagnosisIsInWords(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	wrong := reached(s, "anna")
	wrong.Password = "falsch-und-geheim"
	for name, c := range map[string]struct {
		server TeamServer
		want   error
	}{
		"right":          {reached(s, "anna"), nil},
		"wrong password": {wrong, shared.ErrCredentials},
		"no authority":   {TeamServer{Address: "esdb://" + s.Address() + "?tls=true", Account: "anna", Password: "anna-secret"}, shared.ErrAuthority},
		"nobody there":   {TeamServer{Address: "esdb://127.0.0.1:1?tls=true", Account: "anna", Password: "x"}, shared.ErrOffline},
		"no address":     {TeamServer{Address: "weimar"}, shared.ErrAddress},
	} {
		checks, err := anna.TestTeamServer(context.Background(), c.server)
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, check := range checks {
			if check.Name == "" || strings.HasPrefix(check.Name, "team.") || strings.HasPrefix(check.Said, "team.") ||
				strings.Contains(check.Said, "geheim") {
				t.Errorf("%s: %+v", name, check)
			}
		}
	}
}

// Whoever is erased is erased on every laptop, also from what a colleague who
// did not know yet recorded alone with them.
func TestAnErasureReachesEverybody(t *testing.T) {
	t.Run("the erasure is shared first", func(t *testing.T) { anErasureReachesEverybody(t, false) })
	t.Run("the conversation is shared first", func(t *testing.T) { anErasureReachesEverybody(t, true) })
}

func anErasureReachesEverybody(t *testing.T, bertFirst bool) {
	t.Helper()
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	lenz := anna.add("Jakob Michael Reinhold", "Lenz")
	anna.do(talk(anna, lenz, "Lenz ging durchs Gebirg"))
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	bert.sync()
	if err := bert.KeepDraft("log", "mit Lenz sprechen"); err != nil {
		t.Fatal(err)
	}
	bert.do(talk(bert, lenz, "Er war ganz ruhig"))
	must(anna.Erase(anna.ctx, lenz))(t)
	if bertFirst {
		bert.sync()
	}
	anna.sync()
	bert.sync()
	anna.sync()
	bert.sync()
	same(t, anna, bert)
	for _, x := range []*scene{anna, bert} {
		for _, word := range []string{"Lenz", "Gebirg", "ruhig"} {
			if hits := must(x.views.Search(x.ctx, word, 10, x.at()))(t); len(hits) > 0 {
				t.Errorf("%q is found: %+v", word, hits)
			}
		}
		for r, err := range x.ledger.All(x.ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			if c, ok := r.Event.(*domain.ConversationLogged); ok && r.Secret == domain.SecretNone && c.Sealed.Text != "" {
				t.Errorf("a conversation still says %q", c.Sealed.Text)
			}
		}
	}
	if draft := bert.Draft("log"); strings.Contains(draft, "Lenz") {
		t.Errorf("the draft still says %q", draft)
	}
}

// An import stays what it was when colleagues' events come before it, but a field
// that a colleague filled otherwise meanwhile is asked about.
func TestAnImportThatMeetsAColleaguesChangeAsks(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	bring := func(to *scene, more string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "card.vcf")
		card := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sarah Austin\r\nN:Austin;Sarah;;;\r\nEMAIL:sarah@cotta.example\r\n" + more + "END:VCARD\r\n"
		if err := os.WriteFile(path, []byte(card), 0o600); err != nil {
			t.Fatal(err)
		}
		must(to.Import(to.ctx, []string{path}, ImportOptions{}))(t)
	}
	bring(anna, "")
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	bert.sync()
	bring(anna, "BDAY:1793-06-24\r\n")
	bring(bert, "BDAY:1793-06-25\r\nNOTE:mag Kaffee\r\n")
	anna.sync()
	bert.sync()
	waiting := must(bert.NeedsAttention(bert.ctx))(t)
	if len(waiting) != 1 || len(waiting[0].Clashes) != 1 || waiting[0].Clashes[0].Field != domain.FieldBirthday {
		t.Fatalf("needs attention: %+v", waiting)
	}
	anna.sync()
	same(t, anna, bert)
	people := must(anna.views.People(anna.ctx, projections.PeopleQuery{}))(t)
	page := must(anna.views.Person(anna.ctx, people[0].ID, anna.at()))(t)
	found := 0
	for _, fact := range page.Facts {
		switch {
		case fact.Field == domain.FieldNote && fact.Value.Text == "mag Kaffee":
			found++
		case fact.Field == domain.FieldBirthday && fact.Value.Date.Day == 24:
			found++
		}
	}
	if found != 2 {
		t.Errorf("the facts are %+v", page.Facts)
	}
}
