package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/workspace"
)

func TestWhatIsWrongIsSaidInOneLine(t *testing.T) {
	for _, step := range []struct {
		name     string
		args     []string
		code     int
		de, en   string
		noFolder bool // nothing may be founded
	}{
		{"unknown command", []string{"foo"}, 2, "Den Befehl „foo“ gibt es nicht", "no command “foo”", true},
		{"misspelt command", []string{"peopel"}, 2, "Meinst du „people“", "mean “people”", true},
		{"unknown option", []string{"people", "--foo"}, 2, "--foo", "--foo", true},
		{"unknown letter", []string{"people", "-x"}, 2, "„-x“", "“-x”", true},
		{"option without value", []string{"people", "--limit"}, 2, "braucht einen Wert", "needs a value", true},
		{"bad number", []string{"people", "--limit", "viele"}, 2, "„viele“ passt nicht", "“viele” does not fit", true},
		{"bad language", []string{"people", "--lang", "fr"}, 2, "„fr“", "“fr”", true},
		{"nothing to import", []string{"import"}, 2, "kontor import FILE", "kontor import FILE", true},
		{"too much", []string{"verify", "all"}, 2, "„all“ ist hier zu viel", "“all” is too much", true},
		{"missing file", []string{"import", "/none/a.vcf"}, 1, "/none/a.vcf gibt es nicht", "no /none/a.vcf", true},
		{"folder", []string{"import", os.TempDir()}, 1, "ist ein Ordner", "is a folder", true},
		{"bad format", []string{"export", "--format", "pdf", "x"}, 2, "„pdf“", "“pdf”", false},
		{"export into nothing", []string{"export", "/none/x.jsonl"}, 1, "/none gibt es nicht", "no /none", false},
		{"bad id", []string{"import", "--undo", "x"}, 1, "keine Kennung", "“x”", false},
		{"unknown id", []string{"import", "--undo", "019c0000-0000-7000-8000-000000000001"}, 1, "019c0000-0000-7000-8000-000000000001 ist nichts da", "nothing to take back", false},
		{"unknown shell", []string{"completion", "klingon"}, 2, "„kontor completion --help“", "“kontor completion --help”", true},
		{"nothing to do again", []string{"redo"}, 1, "nichts zu wiederholen", "nothing to do again", false},
		{"negative number", []string{"people", "--limit", "-3"}, 2, "„-3“ passt nicht", "“-3” does not fit", true},
		{"unknown command of the team", []string{"team", "foo"}, 2, "„kontor team --help“", "“kontor team --help”", true},
		{"misspelt command of the team", []string{"team", "stauts"}, 2, "„status“", "“status”", true},
		{"machine without a name", []string{"team", "device"}, 2, "kontor team device NAME", "kontor team device NAME", true},
		{"unknown people", []string{"log", "call Goethe: hi"}, 1, "Goethe", "Goethe", false},
		{"no people", []string{"demo", "--people", "0"}, 2, "--people", "--people", false},
		{"no window", nil, 1, "kein Fenster", "no window", true},
	} {
		for lang, want := range map[string]string{"de": step.de, "en": step.en} {
			t.Run(step.name+" "+lang, func(t *testing.T) {
				x := newTerminal(t)
				x.lang = lang
				code, out, err := x.run(step.args...)
				if code != step.code || out != "" || strings.Count(err, "\n") != 1 || !strings.Contains(err, want) {
					t.Errorf("exit code %d, output %q, error %q", code, out, err)
				}
				if _, failed := os.Stat(x.data); step.noFolder && failed == nil {
					t.Error("a workspace was founded")
				}
			})
		}
	}
}

func TestBadDaysAreSaidInOneLine(t *testing.T) {
	remove := func(name string) func(x *terminal) {
		return func(x *terminal) {
			if err := os.Remove(filepath.Join(x.data, name)); err != nil {
				x.t.Fatal(err)
			}
		}
	}
	for name, day := range map[string]struct {
		harm func(x *terminal)
		want string
	}{
		"keys.db is missing": {remove("keys.db"), "keys.db fehlt"},
		"log.db is missing":  {remove("log.db"), "log.db, das Journal, fehlt"},
		"the key is missing": {remove("workspace.key"), "workspace.key"},
		"another file": {func(x *terminal) {
			if err := os.WriteFile(filepath.Join(x.data, "log.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
				x.t.Fatal(err)
			}
		}, "Das Journal auf diesem Rechner ist beschädigt"},
		"another process": {func(x *terminal) {
			w, err := workspace.Open(context.Background(), x.data, workspace.Options{FileKey: true})
			if err != nil {
				x.t.Fatal(err)
			}
			x.t.Cleanup(func() { w.Close() })
		}, "schon geöffnet"},
	} {
		t.Run(name, func(t *testing.T) {
			x := newTerminal(t)
			x.ok("log", "--yes", "Telefonat Goethe: Gruß")
			day.harm(x)
			code, out, err := x.run("people")
			if code != 1 || out != "" || strings.Count(err, "\n") != 1 || !strings.Contains(err, day.want) {
				t.Errorf("exit code %d, output %q, error %q", code, out, err)
			}
		})
	}
}

// A file in the place of the folder is no damage of a ledger.
func TestAFileIsNoDataFolder(t *testing.T) {
	x := newTerminal(t)
	x.data = x.file("people.csv", "Name\n")
	if code, _, err := x.run("today"); code != 1 || !strings.Contains(err, x.data+" ist kein Ordner") {
		t.Errorf("exit code %d, %q", code, err)
	}
}

// Scripts see that nothing of a file could be read.
func TestAnImportOfWhichEverythingIsRejectedFails(t *testing.T) {
	x := newTerminal(t)
	code, out, err := x.run("import", x.file("photo", "\x89PNG\r\n\x1a\n\x00\x00"))
	if code != 1 || strings.Contains(out, "--undo") || !strings.Contains(err, "Alles wurde abgelehnt") {
		t.Errorf("exit code %d, output %q, error %q", code, out, err)
	}
}

func TestBinaryFileIsRejected(t *testing.T) {
	x := newTerminal(t)
	for _, name := range []string{"photo.vcf", "photo.csv", "photo"} {
		code, out, err := x.run("import", x.file(name, "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), "--json")
		said := out + err
		if strings.Contains(said, "exchange:") || !strings.Contains(said, "Datei") || code == 0 && !strings.Contains(out, `"rejected": [`) {
			t.Errorf("%s: exit code %d, output %q, error %q", name, code, out, err)
		}
	}
}

// A disk that fills up while an import runs loses nothing of what was there.
func TestFullDisk(t *testing.T) {
	small := t.TempDir()
	if os.Geteuid() != 0 || exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small).Run() != nil {
		t.Skip("needs the right to mount a small disk")
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", small).Run(); err != nil {
			t.Error(err)
		}
	})
	x := newTerminal(t)
	x.data = filepath.Join(small, "data")
	x.ok("log", "--yes", "Telefonat Goethe: Gruß")
	var cards strings.Builder
	for i := range 20_000 {
		cards.WriteString("BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + strings.Repeat(string(rune('a'+i%26)), 3) + ";" + strings.Repeat("x", 1+i%7) + ";;;\r\nEMAIL:p" +
			strings.Repeat("y", i%30) + string(rune('a'+i%26)) + "@example.org\r\nNOTE:" + strings.Repeat("Text ", i%50) + "\r\nEND:VCARD\r\n")
	}
	code, _, err := x.run("import", x.file("many.vcf", cards.String()))
	if code != 1 || strings.Count(err, "\n") != 1 || !strings.Contains(err, "kein Platz") {
		t.Errorf("exit code %d, error %q", code, err)
	}
	if code, _, err := x.run("log", "Telefonat Goethe: noch eins"); code != 0 && (strings.Count(err, "\n") != 1 || !strings.Contains(err, "kein Platz")) {
		t.Errorf("exit code %d, error %q", code, err)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=40m", small).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	x.ok("verify")
	if out := x.ok("timeline", "Goethe"); !strings.Contains(out, "Gruß") {
		t.Errorf("then the timeline says %s", out)
	}
}

func TestArchiveByCommand(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Telefonat Goethe: Gruß")
	archive := filepath.Join(t.TempDir(), "a.jsonl")
	x.ok("export", archive)
	before := x.ok("timeline", "--json", "--limit", "0")
	y := newTerminal(t)
	y.ok("import", "--dry-run", archive)
	if _, err := os.Stat(y.data); err == nil {
		t.Error("the dry run founded a workspace")
	}
	y.ok("import", archive)
	if after := y.ok("timeline", "--json", "--limit", "0"); after != before {
		t.Errorf("restored is\n%s\nwas\n%s", after, before)
	}
	if code, _, err := y.run("import", archive); code != 1 || !strings.Contains(err, "leeren Ordner") {
		t.Errorf("exit code %d, %s", code, err)
	}
	if code, _, err := y.run("import", archive, archive); code != 2 || !strings.Contains(err, "allein") {
		t.Errorf("exit code %d, %s", code, err)
	}
}

func TestVerifyNamesTheFault(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Telefonat Goethe: Gruß")
	conn, err := sqlite.OpenConn(filepath.Join(x.data, "log.db"), sqlite.OpenReadWrite)
	for _, guard := range []string{"events_never_change"} {
		if err == nil {
			err = sqlitex.ExecuteTransient(conn, "DROP TRIGGER IF EXISTS "+guard, nil)
		}
	}
	if err == nil {
		err = sqlitex.ExecuteTransient(conn, "UPDATE events SET skeleton = replace(skeleton, 'call', 'mail') WHERE position = (SELECT max(position) FROM events WHERE skeleton LIKE '%call%')", nil)
		conn.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	code, out, said := x.run("verify", "--json")
	if code != 1 || !strings.Contains(out, `"ok": false`) || strings.Count(said, "\n") != 1 {
		t.Errorf("exit code %d, output %q, error %q", code, out, said)
	}
}

// Read models of a newer version are no reason to keep anyone out: they are
// computed anew.
func TestNewerReadModelsAreRebuilt(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Telefonat Goethe: Gruß")
	conn, err := sqlite.OpenConn(filepath.Join(x.data, "views.db"), sqlite.OpenReadWrite)
	if err == nil {
		err = sqlitex.ExecuteTransient(conn, "PRAGMA user_version = 1000000", nil)
		conn.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if out := x.ok("people"); !strings.Contains(out, "Goethe") {
		t.Errorf("people are %q", out)
	}
	x.ok("verify")
}

func TestCompletion(t *testing.T) {
	x := newTerminal(t)
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if out := x.ok("completion", shell); !strings.Contains(out, "kontor") {
			t.Errorf("%s: %q", shell, out)
		}
	}
}

func TestSettingsChooseTheLanguage(t *testing.T) {
	x := newTerminal(t)
	x.ok("people")
	w, err := workspace.Open(context.Background(), x.data, workspace.Options{FileKey: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.ChangeSettings(func(s *workspace.Settings) { s.Language = "en" }); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	Run(context.Background(), Env{Out: &out, Err: &errs}, []string{"--data", x.data, "foo"})
	if !strings.Contains(errs.String(), "There is no command") {
		t.Errorf("said is %q", errs.String())
	}
}
