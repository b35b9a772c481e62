package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontor/eventstore/esdb/server"
	"kontor/workspace"
)

const phrase = "über allen Gipfeln ist Ruh"

// teamTest is a server with the accounts anna and bert, and terminals on two
// machines.
type teamTest struct {
	*server.Server
	t      *testing.T
	phrase string // a file
}

func newTeamTest(t *testing.T, o server.Options) *teamTest {
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
	file := filepath.Join(t.TempDir(), "phrase")
	if err := os.WriteFile(file, []byte(phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return &teamTest{s, t, file}
}

// as works at a machine with somebody's password.
func (s *teamTest) as(account string) { s.t.Setenv(workspace.PasswordVariable, account+"-secret") }

func (s *teamTest) connect(x *terminal, account string, more ...string) string {
	s.t.Helper()
	s.as(account)
	return x.ok(append([]string{
		"team", "connect", s.URL(), "--account", account, "--ca", s.CAFile(), "--passphrase-file", s.phrase,
	}, more...)...)
}

// two are two laptops of one team.
func (s *teamTest) two() (anna, bert *terminal) {
	s.t.Helper()
	anna, bert = newTerminal(s.t), newTerminal(s.t)
	anna.now, bert.now = time.Now(), time.Now()
	anna.ok("log", "--yes", "Telefonat Johann Goethe: Gruß")
	s.connect(anna, "anna", "--me", "Anna Amalia")
	s.connect(bert, "bert", "--me", "Bertuch")
	s.as("anna")
	anna.ok("team", "sync")
	return anna, bert
}

func TestTwoTerminalsShare(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, bert := s.two()
	if out := bert.ok("timeline", "Goethe"); !strings.Contains(out, "Gruß") {
		t.Errorf("who joined reads %s", out)
	}
	bert.ok("log", "--yes", "Telefonat Johann Goethe: aus Jena")
	var status struct {
		State          string
		Unshared       int
		Server         string
		Account        string
		NeedsAttention *int
		Devices        []struct {
			Name, Member string
			Here         bool
		}
	}
	bert.json(&status, "team", "status")
	if status.Unshared != 1 || status.State != "unshared" || status.Account != "bert" || status.NeedsAttention == nil {
		t.Errorf("before it is shared: %+v", status)
	}
	s.as("bert")
	bert.ok("team", "sync")
	s.as("anna")
	anna.ok("team", "sync")
	if out := anna.ok("timeline", "Goethe"); !strings.Contains(out, "aus Jena") {
		t.Errorf("what bert said is not in %s", out)
	}
	anna.json(&status, "team", "status")
	if status.Unshared != 0 || status.State != "shared" || len(status.Devices) != 2 {
		t.Errorf("after it was shared: %+v", status)
	}
	if out := bert.ok("team", "activity", "--json"); strings.Count(out, `"name": "Bertuch"`) < 3 {
		t.Errorf("bertuch did not add himself: %s", out)
	}
	anna.ok("team", "device", "Schreibtisch")
	var steps []struct {
		DeviceName string
		Here       bool
		By         struct{ Name string }
	}
	anna.json(&steps, "team", "activity", "--limit", "50")
	here, there := 0, 0
	for _, step := range steps {
		switch {
		case step.Here && step.DeviceName == "Schreibtisch":
			here++
		case step.By.Name == "Bertuch":
			there++
		}
	}
	if here == 0 || there == 0 {
		t.Errorf("activity: %+v", steps)
	}
	if out := anna.ok("team", "activity", "--limit", "3"); !strings.Contains(out, "Schreibtisch (dieser Rechner)") {
		t.Errorf("activity: %s", out)
	}
}

func TestAnInvitationIsTwoThingsThatTravelApart(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna := newTerminal(t)
	anna.now = time.Now()
	s.connect(anna, "anna")
	file := filepath.Join(t.TempDir(), "invitation")
	code, out, said := anna.run("team", "invite", "Bettina Brentano", "-o", file)
	if code != 0 || !strings.Contains(out, file) || !strings.Contains(said, "Code: ") {
		t.Fatalf("exit code %d, output %q, error %q", code, out, said)
	}
	secret := strings.Fields(strings.TrimPrefix(said, "Code: "))[0]
	if text, err := os.ReadFile(file); err != nil || strings.Contains(string(text), secret) || strings.Contains(out, secret) {
		t.Errorf("the code is where the text is: %v", err)
	}
	s.as("bert")
	bert := newTerminal(t)
	bert.now = time.Now()
	code, _, said = bert.run("team", "join", "--invitation", file, "--code", "AAAA-BBBB-CCCC-DDDD", "--account", "bert")
	if code != 1 || strings.Count(said, "\n") != 1 || !strings.Contains(said, "Code") {
		t.Errorf("with another code: %d, %q", code, said)
	}
	if out := bert.ok("team", "join", "--invitation", file, "--code", secret, "--account", "bert"); !strings.Contains(out, "Beigetreten") {
		t.Errorf("joining says %s", out)
	}
	bert.ok("log", "--yes", "Telefonat Clemens Brentano: Gruß")
	if out := bert.ok("timeline", "--json"); !strings.Contains(out, "Bettina Brentano") {
		t.Errorf("the invitation does not say who joins: %s", out)
	}
}

// Who works here can be said afterwards, without the server; sharing twice is said
// to be that.
func TestWhoWorksHereIsSaidAfterwards(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	_, bert := s.two()
	s.Stop()
	if out := bert.ok("team", "connect", "--me", "Bettina Brentano"); !strings.Contains(out, "Bettina Brentano (dieser Rechner)") {
		t.Errorf("it says %s", out)
	}
	if out := bert.ok("team", "activity"); strings.Contains(out, "manual") || strings.Count(out, "Bettina Brentano") != 2 {
		t.Errorf("somebody else added her: %s", out)
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	s.as("bert")
	code, _, said := bert.run("team", "connect", s.URL(), "--account", "bert", "--ca", s.CAFile())
	if code != 1 || !strings.Contains(said, "schon geteilt") {
		t.Errorf("exit code %d, error %q", code, said)
	}
}

// What cannot be shared is said in one line: what happened, that nothing was
// lost, and what to do. The same in both languages.
func TestBadDaysOfATeamAreSaidInOneLine(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	foreign := newTeamTest(t, server.Options{})
	expired := newTeamTest(t, server.Options{Certificate: server.Expired})
	wrongPhrase := filepath.Join(t.TempDir(), "other")
	shortPhrase := filepath.Join(t.TempDir(), "short")
	for path, text := range map[string]string{wrongPhrase: "ganz etwas anderes", shortPhrase: "kurz"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	founder := newTerminal(t)
	founder.now = time.Now()
	s.connect(founder, "anna")
	to := func(s *teamTest, more ...string) []string {
		return append([]string{"team", "connect", s.URL(), "--account", "anna", "--ca", s.CAFile(), "--passphrase-file", s.phrase}, more...)
	}
	for name, day := range map[string]struct {
		args     []string
		password string
		code     int
		de, en   string
	}{
		"wrong password":    {to(s), "falsch", 1, "nimmt Konto und Passwort nicht an", "account and password"},
		"no password":       {to(s), "", 1, "Passwort des Servers ist auf diesem Rechner nicht bekannt", "password"},
		"wrong authority":   {to(s, "--ca", foreign.CAFile()), "anna-secret", 1, "Zertifikat des Servers wird hier nicht vertraut", "not trusted"},
		"no authority file": {to(s, "--ca", "/none/ca.crt"), "anna-secret", 1, "Zertifizierungsstelle lässt sich nicht lesen", "authority"},
		"expired":           {to(expired), "anna-secret", 1, "gilt heute nicht", "certificate"},
		"wrong phrase":      {to(s, "--passphrase-file", wrongPhrase), "anna-secret", 1, "nicht die Passphrase", "pass-phrase"},
		"no phrase file":    {to(s, "--passphrase-file", "/none/phrase"), "anna-secret", 1, "/none/phrase gibt es nicht", "/none/phrase"},
		"short phrase":      {to(foreign, "--passphrase-file", shortPhrase), "anna-secret", 1, "zu kurz", "too short"},
		"nobody there":      {[]string{"team", "connect", "esdb://127.0.0.1:1", "--account", "anna"}, "x", 1, "nicht", "not"},
		"no address":        {[]string{"team", "connect", "weimar"}, "x", 1, "esdb://", "esdb://"},
		"nothing said":      {[]string{"team", "connect"}, "x", 2, "kontor team connect ADDRESS", "kontor team connect ADDRESS"},
		"another workspace": {to(s, "--workspace", "019c0000-0000-7000-8000-000000000001"), "anna-secret", 1, "keinen Arbeitsbereich", "no workspace"},
		"no invitation":     {[]string{"team", "join", "--invitation", wrongPhrase, "--code", "x", "--account", "anna"}, "x", 1, "keine Einladung", "invitation"},
		"sync alone":        {[]string{"team", "sync"}, "", 1, "wird nicht geteilt", "not shared"},
		"leave alone":       {[]string{"team", "leave", "--yes"}, "", 1, "wird nicht geteilt", "not shared"},
		"invite alone":      {[]string{"team", "invite"}, "", 1, "wird nicht geteilt", "not shared"},
		"unknown step":      {[]string{"team", "attention", "--retry", "019c0000-0000-7000-8000-000000000001"}, "", 1, "wartet nicht", "is waiting"},
		"unknown command":   {[]string{"team", "jion"}, "", 2, "jion", "jion"},
		"bad account":       {[]string{"team", "serve-test", "--account", "anna"}, "", 2, "NAME:PASSWORT", "NAME:PASSWORD"},
	} {
		for lang, want := range map[string]string{"de": day.de, "en": day.en} {
			t.Run(name+" "+lang, func(t *testing.T) {
				t.Setenv(workspace.PasswordVariable, day.password)
				x := newTerminal(t)
				x.lang, x.now = lang, time.Now()
				code, out, said := x.run(day.args...)
				if code != day.code || out != "" || strings.Count(said, "\n") != 1 || !strings.Contains(said, want) {
					t.Errorf("exit code %d, output %q, error %q", code, out, said)
				}
				if day.password == "falsch" && strings.Contains(said, day.password) {
					t.Error("the password is in the message")
				}
			})
		}
	}
}

// A server that is not what it was stops the exchange and says so; nothing is
// lost, and reconcile goes on.
func TestAServerThatIsNotWhatItWas(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, bert := s.two()
	early, err := s.Backup()
	if err != nil {
		t.Fatal(err)
	}
	anna.ok("log", "--yes", "Telefonat Johann Goethe: nach der Sicherung")
	anna.ok("team", "sync")
	refused := func(x *terminal, want string) {
		t.Helper()
		code, out, said := x.run("team", "sync")
		if code != 1 || out != "" || strings.Count(said, "\n") != 1 || !strings.Contains(said, want) {
			t.Errorf("exit code %d, output %q, error %q", code, out, said)
		}
	}

	s.Stop()
	anna.ok("log", "--yes", "Telefonat Johann Goethe: ohne Netz")
	refused(anna, "Auf diesem Rechner ist alles sicher")
	if err := s.Restore(early); err != nil {
		t.Fatal(err)
	}
	refused(anna, "Auf diesem Rechner ist alles da")
	if code, _, said := anna.run("team", "reconcile"); code != 1 || !strings.Contains(said, "--yes") {
		t.Errorf("without being asked: %d, %q", code, said)
	}
	anna.ok("team", "reconcile", "--yes")
	s.as("bert")
	bert.ok("team", "sync")
	for _, text := range []string{"nach der Sicherung", "ohne Netz"} {
		if out := bert.ok("timeline", "Goethe"); strings.Count(out, text) != 1 {
			t.Errorf("after the backup %q is not there once: %s", text, out)
		}
	}

	if err := s.RestartEmpty(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"anna", "bert"} {
		s.SetUser(server.User{Name: name, Password: name + "-secret"})
	}
	s.as("anna")
	refused(anna, "nichts mehr von diesem Arbeitsbereich")
	if code, _, said := anna.run("team", "reconcile", "--yes"); code != 1 || !strings.Contains(said, "Passphrase") {
		t.Errorf("without a pass-phrase: %d, %q", code, said)
	}
	anna.ok("team", "reconcile", "--yes", "--passphrase-file", s.phrase)
	s.as("bert")
	bert.ok("log", "--yes", "Telefonat Johann Goethe: wieder da")
	bert.ok("team", "sync")
	s.as("anna")
	anna.ok("team", "sync")
	if out := anna.ok("timeline", "Goethe"); strings.Count(out, "wieder da") != 1 || strings.Count(out, "ohne Netz") != 1 {
		t.Errorf("after the server was emptied: %s", out)
	}
	anna.ok("verify")
}

func TestNewerEventsAskForAnUpdate(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, bert := s.two()
	anna.ok("log", "--yes", "Telefonat Johann Goethe: neu")
	anna.ok("team", "sync")
	s.as("bert")
	s.Lie(func(e *server.Event) bool {
		if e.Type == "conversation.logged.v1" {
			e.Type = "conversation.sung.v1"
		}
		return true
	})
	code, _, said := bert.run("team", "sync")
	if code != 1 || strings.Count(said, "\n") != 1 || !strings.Contains(said, "neuere Version") {
		t.Errorf("exit code %d, %q", code, said)
	}
	s.Lie(nil)
	bert.ok("team", "sync")
}

func TestAStreamThatIsNotKontors(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, _ := s.two()
	s.Lie(func(e *server.Event) bool {
		if strings.HasSuffix(e.Stream, "-about") {
			e.Data = []byte(`{"hello":"world"}`)
		}
		return true
	})
	code, _, said := anna.run("team", "sync")
	if code != 1 || strings.Count(said, "\n") != 1 || !strings.Contains(said, "etwas anderes als dieser Arbeitsbereich") {
		t.Errorf("exit code %d, %q", code, said)
	}
}

func TestAClockThatIsWrongIsNamed(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, _ := s.two()
	anna.now = time.Now().Add(48 * time.Hour)
	anna.ok("log", "--yes", "Telefonat Johann Goethe: übermorgen")
	if out := anna.ok("team", "sync"); !strings.Contains(out, "Uhr dieses Rechners weicht um 48h") {
		t.Errorf("a clock two days off: %s", out)
	}
}

// Both correct the same field: the second is asked, on the terminal, and can
// answer.
func TestTheSameFieldTwiceIsAskedAbout(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, bert := s.two()
	noteBoth(t, anna, bert)
	s.as("anna")
	anna.ok("team", "sync")
	s.as("bert")
	bert.ok("team", "sync")
	var waiting []struct {
		ID      string
		Clashes []struct{ Field, Mine, Theirs, By string }
	}
	bert.json(&waiting, "team", "attention")
	if len(waiting) != 1 || len(waiting[0].Clashes) != 1 || waiting[0].Clashes[0].Mine != "Dichter" ||
		waiting[0].Clashes[0].Theirs != "Farbenlehre" || !strings.Contains(waiting[0].Clashes[0].By, "Anna") {
		t.Fatalf("needs attention: %+v", waiting)
	}
	id, field := waiting[0].ID, waiting[0].Clashes[0].Field
	if out := bert.ok("team", "attention"); !strings.Contains(out, "Dichter") || !strings.Contains(out, "Farbenlehre") || !strings.Contains(out, id) {
		t.Errorf("it is asked %s", out)
	}
	for _, wrong := range [][]string{{id, "--keep", field + "=both"}, {id, "--keep", "nose=mine"}, {"--keep", field + "=mine"}} {
		code, out, said := bert.run(append([]string{"team", "attention"}, wrong...)...)
		if code == 0 || out != "" || strings.Count(said, "\n") != 1 {
			t.Errorf("%q: %d, %q, %q", wrong, code, out, said)
		}
	}
	bert.ok("team", "attention", id, "--keep", field+"=mine")
	bert.json(&waiting, "team", "attention")
	if len(waiting) != 0 {
		t.Errorf("still waiting: %+v", waiting)
	}
	bert.ok("team", "sync")
	s.as("anna")
	anna.ok("team", "sync")
	for _, x := range []*terminal{anna, bert} {
		if out := x.ok("person", "Goethe"); !strings.Contains(out, "Dichter") {
			t.Errorf("then it says %s", out)
		}
	}
}

func TestLeavingKeepsEverything(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	anna, _ := s.two()
	if code, _, said := anna.run("team", "leave"); code != 1 || !strings.Contains(said, "--yes") {
		t.Errorf("without being asked: %d, %q", code, said)
	}
	anna.ok("team", "leave", "--yes")
	if out := anna.ok("team", "status"); !strings.Contains(out, "Nicht geteilt") {
		t.Errorf("then it says %s", out)
	}
	if out := anna.ok("timeline", "Goethe"); !strings.Contains(out, "Gruß") {
		t.Errorf("the timeline says %s", out)
	}
	s.connect(anna, "anna") // and back
}

func TestADiagnosisNamesTheStep(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	x := newTerminal(t)
	s.as("anna")
	if out := x.ok("team", "test", s.URL(), "--account", "anna", "--ca", s.CAFile()); !strings.Contains(out, "Alles in Ordnung") {
		t.Errorf("a good server: %s", out)
	}
	t.Setenv(workspace.PasswordVariable, "falsch")
	code, out, said := x.run("team", "test", s.URL(), "--account", "anna", "--ca", s.CAFile(), "--json")
	if code != 1 || !strings.Contains(out, `"ok": false`) || !strings.Contains(out, `"failed"`) || strings.Count(said, "\n") != 1 {
		t.Errorf("exit code %d, output %s, error %q", code, out, said)
	}
	if _, err := os.Stat(x.data); err == nil {
		t.Error("looking at a server founded a workspace")
	}
}

func TestPassphraseIsAskedForTwice(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	x := newTerminal(t)
	x.asks, x.now = true, time.Now()
	connect := []string{"team", "connect", s.URL(), "--account", "anna", "--ca", s.CAFile()}
	x.in = "anna-secret\n" + phrase + "\n" + phrase + "!\n"
	if code, _, said := x.run(connect...); code != 1 || !strings.Contains(said, "nicht zweimal dieselbe") {
		t.Errorf("exit code %d, %q", code, said)
	}
	x.in = "anna-secret\n" + phrase + "\n" + phrase + "\n"
	code, out, said := x.run(connect...)
	if code != 0 || strings.Contains(out+said, phrase) || strings.Contains(out+said, "anna-secret") || !strings.Contains(out, "nirgends aufgehoben") {
		t.Errorf("exit code %d, output %q, error %q", code, out, said)
	}
	x.in = "anna-secret\n" + "ein neuer langer Satz\n" + "ein neuer langer Satz\n"
	x.ok("team", "passphrase")
	y := newTerminal(t)
	y.asks, y.now = true, time.Now()
	y.in = "bert-secret\n" + phrase + "\n"
	join := []string{"team", "connect", s.URL(), "--account", "bert", "--ca", s.CAFile()}
	if code, _, said := y.run(join...); code != 1 || !strings.Contains(said, "nicht die Passphrase") {
		t.Errorf("with the old pass-phrase: %d, %q", code, said)
	}
	y.in = "bert-secret\n" + "ein neuer langer Satz\n"
	y.ok(join...)
}

// The window carries the command out; what is typed in the terminal reaches it
// and nothing is shown.
func TestTheTerminalSharesWhatTheWindowHolds(t *testing.T) {
	s := newTeamTest(t, server.Options{})
	x := newTerminal(t)
	x.now = time.Now()
	shortFolder(t, x)
	x.ok("log", "--yes", "Telefonat Johann Goethe: Gruß")
	w := behindTheDoor(t, x)
	w.KeepShared()
	x.asks = true
	x.in = "anna-secret\n" + phrase + "\n" + phrase + "\n"
	code, out, said := x.run("team", "connect", s.URL(), "--account", "anna", "--ca", s.CAFile())
	if code != 0 || !strings.Contains(out, "Verbunden") || strings.Contains(out+said, phrase) {
		t.Fatalf("exit code %d, output %q, error %q", code, out, said)
	}
	if status := w.TeamStatus(); status.Unshared != 0 || status.Problem != nil {
		t.Errorf("the window says %+v", status)
	}
	x.in = ""
	x.ok("team", "sync")
	x.in = "n\n"
	if code, _, said := x.run("team", "leave"); code != 1 || !strings.Contains(said, "Geändert wurde nichts") {
		t.Errorf("exit code %d, %q", code, said)
	}
	x.in = "j\n"
	if out := x.ok("team", "leave"); !strings.Contains(out, "nicht mehr geteilt") {
		t.Errorf("leaving says %s", out)
	}
}

// The server for trying says what it is, keeps its data and its accounts, and
// ends when it is told to.
func TestAServerToTryWith(t *testing.T) {
	x := newTerminal(t)
	folder := filepath.Join(t.TempDir(), "server")
	var first string
	for i := range 2 {
		ctx, stop := context.WithCancel(t.Context())
		read, write := io.Pipe()
		var warning bytes.Buffer
		ended := make(chan int, 1)
		go func() {
			ended <- Run(ctx, Env{In: strings.NewReader(""), Out: write, Err: &warning}, []string{"team", "serve-test", "--json", "--lang", "de", "--data", folder})
			write.Close()
		}()
		running := readServer(t, read)
		t.Setenv(workspace.PasswordVariable, running.Accounts[0].Password)
		x.ok("team", "test", running.Address, "--account", "anna", "--ca", running.CAFile)
		if i == 0 {
			first = running.Accounts[1].Password
		} else if running.Accounts[1].Password != first {
			t.Error("the accounts are others after the next start")
		}
		stop()
		if code := <-ended; code != 0 || !strings.Contains(warning.String(), "Nur zum Ausprobieren") {
			t.Errorf("exit code %d, %q", code, warning.String())
		}
	}
	x.ok("people")
	if code, _, said := x.run("team", "serve-test"); code != 1 || strings.Count(said, "\n") != 1 {
		t.Errorf("in the folder of a workspace: %d, %q", code, said)
	}
}
