package workspace_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/workspace"
)

func TestAWrittenFileReplacesFilesAlone(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	content := func(name string) string {
		b, err := os.ReadFile(at(name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if err := workspace.WriteBytes(at("file"), []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("file", at("link")); err != nil {
		t.Skip(err) // not everybody may make links on Windows
	}
	if err := workspace.WriteBytes(at("link"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(at("link")); err != nil || info.Mode()&os.ModeSymlink == 0 || content("file") != "new" {
		t.Errorf("the link is %v, %v, and the file says %q", info.Mode(), err, content("file"))
	}

	failed := errors.New("the disk is full")
	err := workspace.WriteFile(at("file"), func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, failed)
	})
	if !errors.Is(err, failed) || content("file") != "new" {
		t.Errorf("after %v the file says %q", err, content("file"))
	}
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := workspace.WriteBytes(at("folder"), nil); err == nil {
		t.Error("a folder was replaced")
	}
	missing := at("nowhere")
	if err := workspace.WriteBytes(filepath.Join(missing, "file"), nil); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), missing+":") || strings.Contains(err.Error(), ".new-") {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 {
		t.Errorf("left are %v, %v", left, err)
	}
}

func TestADeviceIsWrittenToAndStaysOne(t *testing.T) {
	before, err := os.Stat(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	if err := workspace.WriteBytes(os.DevNull, []byte("nothing")); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(os.DevNull); err != nil || after.Mode().Type() != before.Mode().Type() {
		t.Errorf("%v became %v, %v", before.Mode(), after.Mode(), err)
	}
}
