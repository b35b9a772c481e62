package folders_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kontor/ui/kit/folders"
)

func tree(t *testing.T, paths ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, path := range paths {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(full) == "-" {
			continue
		}
		if err := os.WriteFile(full, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func names(entries []folders.Entry) []string {
	var names []string
	for _, e := range entries {
		names = append(names, e.Name)
	}
	return names
}

func TestFoldersComeFirstAndWhatIsHiddenWaits(t *testing.T) {
	dir := tree(t, "b.vcf", "Briefe/-", "anhang/-", ".geheim", "A.csv")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "broken")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "Briefe"), filepath.Join(dir, "post")); err != nil {
		t.Fatal(err)
	}
	entries, err := folders.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(folders.Narrow(entries, "", false)); !slices.Equal(got, []string{"anhang", "Briefe", "post", "A.csv", "b.vcf"}) {
		t.Errorf("%q", got)
	}
	if got := names(folders.Narrow(entries, "B", false)); !slices.Equal(got, []string{"Briefe", "b.vcf"}) {
		t.Errorf("B: %q", got)
	}
	if got := names(folders.Narrow(entries, "csv", false)); !slices.Equal(got, []string{"A.csv"}) {
		t.Errorf("csv: %q", got)
	}
	if got := names(folders.Narrow(entries, ".g", false)); !slices.Equal(got, []string{".geheim"}) {
		t.Errorf(".g: %q", got)
	}
	if _, err := folders.Read(filepath.Join(dir, "nothing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestTabCompletesAsFarAsItIsCertain(t *testing.T) {
	file := func(name string) folders.Entry { return folders.Entry{Name: name} }
	folder := folders.Entry{Name: "Weimar", Folder: true}
	for _, c := range []struct {
		text    string
		entries []folders.Entry
		want    string
	}{
		{"we", []folders.Entry{folder}, "Weimar" + string(filepath.Separator)},
		{"we", []folders.Entry{folder, file("weimar.vcf")}, "Weimar"},
		{"gö", []folders.Entry{file("Göthe.vcf"), file("Göschen.vcf")}, "Gö"},
		{"imar", []folders.Entry{file("weimar.vcf")}, "imar"},
		{"x", nil, "x"},
	} {
		if got := folders.Complete(c.text, c.entries); got != c.want {
			t.Errorf("Complete(%q, %q) = %q, want %q", c.text, names(c.entries), got, c.want)
		}
	}
}

func TestWhatIsTypedMeansAPath(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	dir := filepath.Join(home, "post")
	for text, want := range map[string]string{
		"a.vcf":                      filepath.Join(dir, "a.vcf"),
		"../a.vcf":                   filepath.Join(home, "a.vcf"),
		"~":                          home,
		"~/a b.vcf":                  filepath.Join(home, "a b.vcf"),
		`"` + home + `/a.vcf"`:       filepath.Join(home, "a.vcf"),
		" " + home + "/x/ ":          filepath.Join(home, "x"),
		"file://" + home + "/%C3%A4": filepath.Join(home, "ä"),
		"~a":                         filepath.Join(dir, "~a"),
	} {
		if got := folders.Resolve(dir, text); got != want {
			t.Errorf("Resolve(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWhetherAFileCanBeWrittenIsKnownBefore(t *testing.T) {
	dir := tree(t, "there.csv", "folder/-")
	if err := folders.Writable(filepath.Join(dir, "new.csv")); err != nil {
		t.Errorf("a new file: %v", err)
	}
	if err := folders.Writable(filepath.Join(dir, "there.csv")); err != nil {
		t.Errorf("a file that is there: %v", err)
	}
	if err := folders.Writable(filepath.Join(dir, "folder")); !errors.Is(err, folders.ErrFolder) {
		t.Errorf("a folder: %v", err)
	}
	if err := folders.Writable(filepath.Join(dir, "none", "x.csv")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in no folder: %v", err)
	}
	left, err := os.ReadDir(dir)
	if content, failed := os.ReadFile(filepath.Join(dir, "there.csv")); err != nil || failed != nil || len(left) != 2 || string(content) != "x" {
		t.Errorf("the look left %v, %q, %v", left, content, errors.Join(err, failed))
	}
}

// On a desktop in German the folder of downloads may be called otherwise.
func TestPlacesAreWhereTheSystemSaysTheyAre(t *testing.T) {
	home := tree(t, "Geladenes/-", "Schreibtisch/-", "Documents/-", ".config/user-dirs.dirs")
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	text := "# said by the desktop\nXDG_DOWNLOAD_DIR=\"$HOME/Geladenes\"\nXDG_DESKTOP_DIR=\"$HOME/Schreibtisch\"\nXDG_PICTURES_DIR=\"$HOME/\"\n"
	if err := os.WriteFile(filepath.Join(home, ".config", "user-dirs.dirs"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := map[folders.Kind]string{}
	for _, p := range folders.Places() {
		if p.Kind != folders.Device {
			at[p.Kind] = p.Path
		}
	}
	want := map[folders.Kind]string{
		folders.Home: home, folders.Desktop: filepath.Join(home, "Schreibtisch"),
		folders.Downloads: filepath.Join(home, "Geladenes"), folders.Documents: filepath.Join(home, "Documents"),
	}
	if len(at) != len(want) {
		t.Errorf("places %v", at)
	}
	for kind, path := range want {
		if at[kind] != path {
			t.Errorf("%s is %q, want %q", kind, at[kind], path)
		}
	}
}
