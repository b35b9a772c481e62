package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/workspace"
)

var update = flag.Bool("update", false, "write what the commands say into testdata")

func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Setenv("KONTOR_KEY_PLACE", "file")
	os.Unsetenv("KONTOR_DATA")
	os.Setenv("USER", "eckermann")
	flag.Parse()
	os.Exit(m.Run())
}

// terminal is a terminal in which commands are typed.
type terminal struct {
	t    *testing.T
	data string
	in   string
	lang string
	now  time.Time
	asks bool
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	before := i18n.Language()
	t.Cleanup(func() {
		if err := i18n.SetLanguage(before); err != nil {
			t.Error(err)
		}
	})
	return &terminal{t: t, data: filepath.Join(t.TempDir(), "data"), lang: "de", now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
}

func (x *terminal) run(args ...string) (code int, out, err string) {
	x.t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"--lang", x.lang, "--data", x.data}, args...)
	code = Run(context.Background(), Env{
		In: strings.NewReader(x.in), Out: &stdout, Err: &stderr, Version: "1.2.3", Interactive: x.asks,
		Now: func() time.Time {
			x.now = x.now.Add(time.Second)
			return x.now
		},
	}, args)
	return code, stdout.String(), stderr.String()
}

// ok runs a command that must succeed and say nothing on the error output.
func (x *terminal) ok(args ...string) string {
	x.t.Helper()
	code, out, err := x.run(args...)
	if code != 0 || err != "" && !x.asks {
		x.t.Fatalf("%q: exit code %d, %s", args, code, err)
	}
	return out
}

// json runs a command with --json and reads what it says.
func (x *terminal) json(into any, args ...string) {
	x.t.Helper()
	out := x.ok(append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		x.t.Fatalf("%q said %s: %v", args, out, err)
	}
}

func (x *terminal) file(name, content string) string {
	x.t.Helper()
	path := filepath.Join(x.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		x.t.Fatal(err)
	}
	return path
}

var (
	ids    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	hashes = regexp.MustCompile(`[0-9a-f]{32,64}`)
)

// golden compares with the file of that name; ids are numbered in their order.
func (x *terminal) golden(name, got string) {
	x.t.Helper()
	numbers := map[string]string{}
	got = ids.ReplaceAllStringFunc(got, func(id string) string {
		if numbers[id] == "" {
			numbers[id] = fmt.Sprintf("<id %d>", len(numbers)+1)
		}
		return numbers[id]
	})
	got = hashes.ReplaceAllString(got, "<hash>")
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			x.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		x.t.Fatal(err)
	}
	if got != string(want) {
		x.t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

const weimar = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nN:Goethe;Johann;Wolfgang;Dr.;\r\nEMAIL;TYPE=WORK:goethe@weimar.example\r\n" +
	"TEL;TYPE=CELL:+49 151 2345678\r\nBDAY:1749-08-28\r\nORG:Hof\r\nTITLE:Minister\r\nCATEGORIES:Dichter\r\nNOTE:Farbenlehre\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:2\r\nN:Schiller;Friedrich;;;\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:3\r\nN:Schiller;Friedrich;;;\r\nORG:Jena\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nTITLE:niemand\r\nEND:VCARD\r\n"

// What every command says, to people and to programs, in the order in which one
// tries them.
func TestCommandsSayWhatTheyDid(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		t.Run(lang, func(t *testing.T) {
			x := newTerminal(t)
			x.lang = lang
			cards := x.file("weimar.vcf", weimar)
			archive, table := filepath.Join(t.TempDir(), "a.jsonl"), filepath.Join(t.TempDir(), "a.csv")
			for _, step := range []struct {
				name string
				args []string
			}{
				{"empty", []string{"people"}},
				{"dry", []string{"import", "--dry-run", cards}},
				{"import", []string{"import", cards}},
				{"again", []string{"import", cards}},
				{"people", []string{"people"}},
				{"search", []string{"people", "Göte"}},
				{"log", []string{"log", "Telefonat Johann Goethe @ Hof: will deutsche Doku #docs, Entwurf schicken nächsten Di"}},
				{"log-new", []string{"log", "--yes", "mail from Alexander Humboldt yesterday 15:00: asks for prices ?by Fri"}},
				{"person", []string{"person", "Johann Goethe"}},
				{"timeline", []string{"timeline", "Goethe", "--limit", "1"}},
				{"needs", []string{"needs", "Doku"}},
				{"today", []string{"today"}},
				{"export", []string{"export", "--format", "jsonl", archive}},
				{"export-csv", []string{"export", "--format", "csv", table}},
				{"rebuild", []string{"rebuild"}},
				{"verify", []string{"verify"}},
				{"version", []string{"version"}},
			} {
				if step.name == "needs" {
					raiseNeed(t, x, "Johann Goethe")
				}
				x.golden(lang+"-"+step.name, x.ok(step.args...))
				if lang == "en" && step.name != "import" && step.name != "log" && step.name != "log-new" {
					x.golden("json-"+step.name, x.ok(append(step.args, "--json")...))
				}
			}
		})
	}
}

// raiseNeed notes that somebody wants German docs, as the window does.
func raiseNeed(t *testing.T, x *terminal, who string) {
	t.Helper()
	at := x.now.Truncate(time.Hour)
	w, err := workspace.Open(t.Context(), x.data, workspace.Options{FileKey: true, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	people, err := w.Views().People(t.Context(), projections.PeopleQuery{Text: who, Page: projections.Page{Limit: 1}})
	if err == nil && len(people) == 1 {
		_, err = w.Do(t.Context(), domain.RaiseNeed{
			Need: w.NewID(), Plan: domain.NeedPlan{For: w.Me(), Due: "2026-03-20", Origin: domain.Origin{How: domain.OriginManual}},
			Words:  domain.NeedWords{Title: "Doku auf Deutsch"},
			Voices: []domain.Voice{{Person: people[0].ID, Heard: domain.Moment{At: at.AddDate(0, 0, -1)}}}, Quotes: []string{"Ich lese sie sonst nicht."},
		})
	}
	if err := errors.Join(err, w.Close()); err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
}

func TestImportTellsPrograms(t *testing.T) {
	x := newTerminal(t)
	var report struct {
		New, Updated, Unchanged int
		Duplicates              []struct {
			File string
			Line int
			With uuid.UUID
		}
		Rejected []struct {
			File   string
			Line   int
			Reason string
		}
		Import uuid.UUID
	}
	cards := x.file("weimar.vcf", weimar)
	x.json(&report, "import", cards)
	if report.New != 3 || len(report.Duplicates) != 1 || len(report.Rejected) != 1 || report.Rejected[0].File != "weimar.vcf" ||
		report.Rejected[0].Line != 24 || report.Rejected[0].Reason == "" {
		t.Errorf("%+v", report)
	}
	x.ok("import", "--undo", report.Import.String())
	if out := x.ok("people", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("after taking it back there are %s", out)
	}
}

func TestAMailIsLoggedFromTheTerminal(t *testing.T) {
	x := newTerminal(t)
	mail := x.file("druck.eml", "From: Bettina Brentano <bettina@federkiel.example>\nSubject: Der Druck\nDate: Tue, 3 Feb 2026 10:15:00 +0100\n\nWann?\n")
	broken := x.file("kaputt.eml", "nothing")
	out := x.ok("import", "--log-mails", "--lang", "en", mail, broken)
	if !strings.Contains(out, "1 mail logged as a conversation") || !strings.Contains(out, "  kaputt.eml: rejected") {
		t.Error(out)
	}
	if out = x.ok("timeline", "Brentano"); !strings.Contains(out, "Der Druck") {
		t.Error(out)
	}
	if out = x.ok("import", "--log-mails", "--lang", "en", mail); strings.Contains(out, "logged") {
		t.Error("it is logged twice:", out)
	}
}

func TestLogTellsPrograms(t *testing.T) {
	x := newTerminal(t)
	var logged struct {
		Command      uuid.UUID
		Conversation struct {
			At     time.Time
			Record uuid.UUID
			People []struct{ Name string }
		}
		New []struct{ Kind, Name string }
	}
	x.json(&logged, "log", "--yes", "call Johann Goethe @ Cotta: says hello")
	if len(logged.New) != 2 || len(logged.Conversation.People) != 1 || logged.Conversation.At.IsZero() || logged.Command == uuid.Nil {
		t.Errorf("%+v", logged)
	}
}

func TestLogAsksAPerson(t *testing.T) {
	x := newTerminal(t)
	x.asks = true
	for _, answer := range []struct {
		typed string
		code  int
	}{{"n\n", 1}, {"", 1}, {"j\n", 0}} {
		x.in = answer.typed
		if code, _, err := x.run("log", "Telefonat Hans Müller: Preise"); code != answer.code {
			t.Errorf("after %q: exit code %d, %s", answer.typed, code, err)
		}
	}
	x.in = "n\n"
	x.asks = false
	x.ok("log", "--yes", "Telefonat Eva Müller: Preise")
	x.asks = true
	for typed, code := range map[string]int{"9\n": 1, "x\n": 1, "2\n": 0} {
		x.in = typed
		if got, _, err := x.run("log", "Telefonat Müller: noch einmal"); got != code {
			t.Errorf("after %q: exit code %d, %s", typed, got, err)
		}
	}
}

func TestPersonIsTheOneNamed(t *testing.T) {
	x := newTerminal(t)
	for _, name := range []string{"Johann Goethe", "August Goethe", "Anna Goethe-Schmidt", "Friedrich Schiller", "Johannes Goethe"} {
		x.ok("log", "--yes", "Telefonat "+name+": Gruß")
	}
	for words, want := range map[string]string{
		"Johann Goethe": "Johann Goethe", "Schiller": "Friedrich Schiller", "friedrich": "Friedrich Schiller", "August": "August Goethe",
	} {
		if out := x.ok("person", words); !strings.HasPrefix(out, want+"\n") {
			t.Errorf("%s is\n%s", words, out)
		}
	}
	code, _, err := x.run("person", "Goethe")
	if code != 1 || !strings.Contains(err, "August Goethe") || !strings.Contains(err, "Johann Goethe") || strings.Contains(err, "Schiller") {
		t.Errorf("Goethe: %d, %s", code, err)
	}
	if code, _, err := x.run("person", "Winckelmann"); code != 1 || !strings.Contains(err, "niemanden") {
		t.Errorf("Winckelmann: %d, %s", code, err)
	}
	if code, _, _ := x.run("person", uuid.NewString()); code != 1 {
		t.Errorf("an unknown id gives exit code %d", code)
	}
}
