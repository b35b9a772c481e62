package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDossierIsOnePageOfPDF(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Mail von Goethe @ Cotta: Pult zerbrochen #beschwerde")
	dir := t.TempDir()
	sizes := map[int]bool{}
	for _, name := range []string{"Goethe", "Cotta"} {
		for _, lang := range []string{"de", "en"} {
			path := filepath.Join(dir, name+lang+".pdf")
			x.lang = lang
			if said := x.ok("dossier", name, "-o", path); !strings.Contains(said, path) {
				t.Errorf("it says %q", said)
			}
			pdf, err := os.ReadFile(path)
			if err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
				t.Fatalf("%.8q, %v", pdf, err)
			}
			sizes[len(pdf)] = true
		}
	}
	if len(sizes) != 4 {
		t.Errorf("person and organisation in two languages give %d pages", len(sizes))
	}
	if code, _, err := x.run("dossier", "Niemand"); code != 1 || err == "" {
		t.Errorf("of nobody: %d %q", code, err)
	}
	if code, _, err := x.run("dossier", "Cotta", "-o", filepath.Join(dir, "none", "x.pdf")); code != 1 || err == "" {
		t.Errorf("into no folder: %d %q", code, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 4 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
}
