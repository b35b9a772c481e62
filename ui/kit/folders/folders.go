// Package folders is what a chooser of files knows of the machine: what lies in
// a folder, where people keep their files, and what a typed path means.
package folders

import (
	"cmp"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Entry is a file or a folder within a folder.
type Entry struct {
	Name    string
	Folder  bool
	Hidden  bool
	Size    int64
	Changed time.Time
}

// Read lists a folder: folders first, each by name without regard to case. A link
// is what it leads to; one that leads nowhere is left out.
func Read(dir string) ([]Entry, error) {
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, len(found))
	for _, one := range found {
		info, err := os.Stat(filepath.Join(dir, one.Name()))
		if err != nil {
			continue
		}
		entries = append(entries, Entry{
			Name: one.Name(), Folder: info.IsDir(), Hidden: hidden(one.Name(), info), Size: info.Size(), Changed: info.ModTime(),
		})
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		if a.Folder != b.Folder {
			if a.Folder {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return entries, nil
}

// Narrow keeps the entries that begin with a text, or, where none does, those that
// hold it; case does not matter. Hidden ones come only where all are wanted or the
// text begins like theirs.
func Narrow(entries []Entry, text string, all bool) []Entry {
	text = strings.ToLower(text)
	all = all || strings.HasPrefix(text, ".")
	var begin, hold []Entry
	for _, e := range entries {
		name := strings.ToLower(e.Name)
		switch {
		case e.Hidden && !all:
		case strings.HasPrefix(name, text):
			begin = append(begin, e)
		case strings.Contains(name, text):
			hold = append(hold, e)
		}
	}
	if len(begin) > 0 {
		return begin
	}
	return hold
}

// Complete is a text as far as all the entries go on in the same way, with a
// separator behind the name of the only folder.
func Complete(text string, entries []Entry) string {
	var common []rune
	for i, e := range entries {
		name := []rune(e.Name)
		if !strings.HasPrefix(strings.ToLower(e.Name), strings.ToLower(text)) {
			return text
		}
		if i == 0 {
			common = name
			continue
		}
		n := 0
		for n < len(common) && n < len(name) && strings.EqualFold(string(common[n]), string(name[n])) {
			n++
		}
		common = common[:n]
	}
	if len(entries) == 1 && entries[0].Folder {
		return string(common) + string(filepath.Separator)
	}
	if len(common) < len([]rune(text)) {
		return text
	}
	return string(common)
}

// Split parts what is typed into the folder it names, as typed, and the beginning
// of a name in there.
func Split(text string) (dir, name string) {
	cut := strings.LastIndexFunc(text, func(r rune) bool { return r == '/' || r == filepath.Separator })
	return text[:cut+1], text[cut+1:]
}

// Resolve is the path that a text means within a folder: it may be absolute, begin
// with the home folder's "~", stand in quotes as it was copied, or be a link to a
// file.
func Resolve(dir, text string) string {
	text = strings.TrimSpace(text)
	if n := len(text); n > 1 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		text = text[1 : n-1]
	}
	if link, err := url.Parse(text); err == nil && link.Scheme == "file" {
		text = filepath.FromSlash(link.Path)
		if len(text) > 2 && text[2] == ':' { // \C:\
			text = text[1:]
		}
	}
	if rest, ok := strings.CutPrefix(text, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(text) {
		return filepath.Clean(text)
	}
	return filepath.Join(dir, text)
}

// ErrFolder says that a folder stands where a file is to be written.
var ErrFolder = errors.New("a folder of that name is there")

// Writable tells why a file cannot be written; nil where it can. Nothing that is
// there is changed.
func Writable(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return ErrFolder
	}
	if err == nil {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	try, err := os.CreateTemp(filepath.Dir(path), ".try-*")
	if err != nil {
		return err
	}
	return errors.Join(try.Close(), os.Remove(try.Name()))
}

// Nearest is a folder, or the closest one above it that is there.
func Nearest(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			home, _ := os.UserHomeDir()
			return home
		}
		dir = up
	}
}
