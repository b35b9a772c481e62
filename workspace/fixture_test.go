package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
	"kontor/projections"
)

// noon is when the tests take place: Wednesday, 4 March 2026.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// scene is a workspace under test; whatever fails ends the test.
type scene struct {
	*Workspace
	t   *testing.T
	ctx context.Context

	clock sync.Mutex // who exchanges with the team looks at it meanwhile
	now   time.Time
}

// at is what the clock says.
func (s *scene) at() time.Time {
	s.clock.Lock()
	defer s.clock.Unlock()
	return s.now
}

func newScene(t *testing.T) *scene {
	t.Helper()
	return openScene(t, t.TempDir())
}

func openScene(t *testing.T, dir string) *scene {
	t.Helper()
	s := &scene{t: t, ctx: context.Background(), now: noon}
	s.open(dir)
	t.Cleanup(func() {
		if s.Workspace != nil {
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		}
	})
	return s
}

func (s *scene) open(dir string) {
	s.t.Helper()
	w, err := Open(s.ctx, dir, s.options())
	if err != nil {
		s.t.Fatalf("open: %v", err)
	}
	s.Workspace = w
}

func (s *scene) options() Options {
	return Options{
		Name: "Weimar", Me: domain.Name{Given: "Johann", Family: "Eckermann"}, FileKey: true,
		Now: func() time.Time {
			s.clock.Lock()
			defer s.clock.Unlock()
			s.now = s.now.Add(time.Second)
			return s.now
		},
	}
}

// restart closes the workspace and opens it again; between is what happens to
// the folder meanwhile.
func (s *scene) restart(between ...func(dir string)) {
	s.t.Helper()
	dir := s.Dir()
	if err := s.Close(); err != nil {
		s.t.Fatalf("close: %v", err)
	}
	s.Workspace = nil
	for _, f := range between {
		f(dir)
	}
	s.open(dir)
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatalf("unexpected: %v", err)
		}
		return v
	}
}

func (s *scene) do(c domain.Command) Done {
	s.t.Helper()
	return must(s.Do(s.ctx, c))(s.t)
}

func (s *scene) refused(code string, err error) {
	s.t.Helper()
	if !domain.RefusedWith(err, code) {
		s.t.Fatalf("got %v, want the refusal %q", err, code)
	}
}

// add makes a person known by hand.
func (s *scene) add(given, family string, points ...domain.ContactPoint) domain.ID {
	s.t.Helper()
	id := s.NewID()
	changes := []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: given, Family: family})}}
	for _, p := range points {
		p.ID = s.NewID()
		changes = append(changes, domain.Change{Field: domain.PointField(p.ID), Now: domain.PointValue(p)})
	}
	s.do(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: domain.Origin{How: domain.OriginManual}, Changes: changes,
	})
	return id
}

func email(address string) domain.ContactPoint {
	return domain.ContactPoint{Kind: domain.PointEmail, Value: address}
}

// change changes a person by hand.
func (s *scene) change(person domain.ID, f domain.Field, now *domain.Value) {
	s.t.Helper()
	d := s.person(person).Dossier
	s.do(domain.ChangeDetails{
		Record: domain.Stream{Kind: domain.KindPerson, ID: person}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{d.SetChange(f, now)},
	})
}

// log records a line as the terminal does, with new people.
func (s *scene) log(line string) Done {
	s.t.Helper()
	return must(s.Log(s.ctx, must(s.Understand(s.ctx, line))(s.t)))(s.t)
}

func (s *scene) person(id domain.ID) *domain.Person {
	s.t.Helper()
	record := must(s.Record(s.ctx, domain.Stream{Kind: domain.KindPerson, ID: id}))(s.t)
	p, ok := record.(*domain.Person)
	if !ok {
		s.t.Fatalf("there is no person %s", id)
	}
	return p
}

// called finds the only person of a name.
func (s *scene) called(name string) *domain.Person {
	s.t.Helper()
	var found []domain.ID
	for _, row := range s.people() {
		if row.Name == name {
			found = append(found, row.ID)
		}
	}
	if len(found) != 1 {
		s.t.Fatalf("%d people are called %q among %v", len(found), name, s.names())
	}
	return s.person(found[0])
}

func (s *scene) people() []projections.PersonRow {
	s.t.Helper()
	return must(s.Views().People(s.ctx, projections.PeopleQuery{Page: projections.Page{Limit: 1000}}))(s.t)
}

func (s *scene) names() []string {
	s.t.Helper()
	names := []string{}
	for _, row := range s.people() {
		names = append(names, row.Name)
	}
	slices.Sort(names)
	return names
}

func (s *scene) wantNames(want ...string) {
	s.t.Helper()
	if got := s.names(); !slices.Equal(got, want) {
		s.t.Fatalf("people are %q, want %q", got, want)
	}
}

// values are the contact points of a person.
func values(p *domain.Person, kind domain.PointKind) []string {
	list := []string{}
	for _, point := range p.Dossier.Points(kind) {
		list = append(list, point.Value)
	}
	slices.Sort(list)
	return list
}

func (s *scene) events() int64 {
	s.t.Helper()
	return must(s.ledger.Head(s.ctx))(s.t).Position
}

// sound checks the ledger and that the read models equal a rebuild.
func (s *scene) sound() {
	s.t.Helper()
	if v := must(s.Verify(s.ctx, nil))(s.t); !v.OK {
		s.t.Fatalf("verify: %s", v.Fault)
	}
}

// file writes a file beside the workspace.
func (s *scene) file(name string, lines ...string) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\r\n")+"\r\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// tables are all rows of the read models as they stand in the file, by table.
func (s *scene) tables(besides ...string) map[string]string {
	s.t.Helper()
	if _, err := s.Views().Counts(s.ctx); err != nil { // ends the open transaction
		s.t.Fatal(err)
	}
	conn := must(sqlite.OpenConn(filepath.Join(s.Dir(), viewsFile), sqlite.OpenReadOnly))(s.t)
	defer conn.Close()
	var names []string
	err := sqlitex.ExecuteTransient(conn, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
		&sqlitex.ExecOptions{ResultFunc: func(r *sqlite.Stmt) error {
			names = append(names, r.ColumnText(0))
			return nil
		}})
	if err != nil {
		s.t.Fatal(err)
	}
	digests := map[string]string{}
	for _, name := range names {
		if slices.Contains(besides, name) {
			continue
		}
		var rows []string
		err := sqlitex.ExecuteTransient(conn, "SELECT * FROM "+name, &sqlitex.ExecOptions{ResultFunc: func(r *sqlite.Stmt) error {
			var row strings.Builder
			for i := range r.ColumnCount() {
				content := make([]byte, r.ColumnLen(i))
				r.ColumnBytes(i, content)
				fmt.Fprintf(&row, "%d:%x|", r.ColumnType(i), content)
			}
			rows = append(rows, row.String())
			return nil
		}})
		if err != nil {
			s.t.Fatalf("%s: %v", name, err)
		}
		slices.Sort(rows)
		sum := sha256.Sum256([]byte(strings.Join(rows, "\n")))
		digests[name] = fmt.Sprintf("%d rows, %s", len(rows), hex.EncodeToString(sum[:8]))
	}
	return digests
}

func wantTables(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, digest := range want {
		if got[name] != digest {
			t.Errorf("table %s has %s, want %s", name, got[name], digest)
		}
	}
}
