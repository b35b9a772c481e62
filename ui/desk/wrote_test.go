package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
)

func TestAFileThatWasWrittenIsNamedWithItsFolder(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	b.Wrote(filepath.Join(string(filepath.Separator)+"daten", "weimar.vcf"), "Enthält personenbezogene Daten.")
	toast := b.Shell.Toasts.Current()
	if toast == nil || toast.OnAction == nil || toast.More == nil {
		t.Fatalf("toast %+v", toast)
	}
	folder := string(filepath.Separator) + "daten"
	if want := "„weimar.vcf“ liegt in " + folder + ". Enthält personenbezogene Daten."; toast.Text != want {
		t.Errorf("toast %q, want %q", toast.Text, want)
	}
	if texts := b.Texts(); !strings.Contains(texts, "Öffnen") || !strings.Contains(texts, "Ordner") {
		t.Errorf("no way to open it: %s", texts)
	}
}

func TestAFolderIsCalledAsItIsKnown(t *testing.T) {
	home, err := os.UserHomeDir()
	if err != nil {
		t.Skip("nobody is at home here")
	}
	for folder, want := range map[string]string{
		home:                                    "~",
		filepath.Join(home, "Dokumente"):        "~" + string(filepath.Separator) + "Dokumente",
		filepath.Join(home, "a", "b", "c", "d"): "…/b/c/d",
		home + "2":                              home + "2",
	} {
		if got := desk.FolderName(folder); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
