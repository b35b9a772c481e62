package workspace

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/sirupsen/logrus"

	"kontor/domain"
)

// localsFile holds what concerns this installation alone.
const localsFile = "settings.json"

// Settings are the choices of the person at this machine. They hold nothing
// about the people in the ledger.
type Settings struct {
	Language     string            `json:"language,omitempty"` // "de", "en", or "" as the system says
	Theme        string            `json:"theme,omitempty"`    // "light", "dark", or "" as the system says
	WindowWidth  float32           `json:"windowWidth,omitempty"`
	WindowHeight float32           `json:"windowHeight,omitempty"`
	Place        string            `json:"place,omitempty"` // the page last shown
	DailyCatchUp int               `json:"dailyCatchUp,omitempty"`
	Compact      bool              `json:"compact,omitempty"`   // lower rows
	Scale        int               `json:"scale,omitempty"`     // size of text and all else in percent; 0 for 100
	Tray         string            `json:"tray,omitempty"`      // the symbol in the system's bar: "off", "close" (closing hides the window), or "" for the symbol alone
	NoNotices    bool              `json:"noNotices,omitempty"` // say nothing on the desktop of what is due
	Quiet        string            `json:"quiet,omitempty"`     // hours in which nothing is said: "18-8", "none"; "" for DefaultQuiet
	Profiles     map[string]string `json:"profiles,omitempty"`  // saved CSV mappings (JSON) by the fingerprint of their header
	Pages        map[string]string `json:"pages,omitempty"`     // filters and the like, by page
	Folders      map[string]string `json:"folders,omitempty"`   // where files were chosen last, by what for
	Recent       []string          `json:"recent,omitempty"`    // the folders of late, the latest first
}

// DefaultQuiet are the hours without notices where nobody chose others.
const DefaultQuiet = "18-8"

// QuietAt tells whether nothing is to be said at an hour of the day.
func (s Settings) QuietAt(hour int) bool {
	from, to, ok := strings.Cut(cmp.Or(s.Quiet, DefaultQuiet), "-")
	if !ok {
		return false
	}
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	switch {
	case err1 != nil || err2 != nil:
		return false
	case first <= last:
		return hour >= first && hour < last
	}
	return hour >= first || hour < last
}

// locals keeps the settings and the member at this machine in a file.
type locals struct {
	mu   sync.Mutex
	path string
	file localsContent
}

type localsContent struct {
	Member domain.ID `json:"member,omitzero"`
	// TeamAccount names the password of the team's server in the key store.
	TeamAccount domain.ID `json:"teamAccount,omitzero"`
	Settings    Settings  `json:"settings"`
}

func openLocals(path string) (*locals, error) {
	l := &locals{path: path}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	if err := json.Unmarshal(data, &l.file); err != nil {
		// Settings are a convenience: a broken file must not keep anyone from the
		// ledger. It is put aside, not thrown away.
		l.file = localsContent{}
		if err := os.Rename(path, path+".broken"); err != nil {
			return nil, fmt.Errorf("put the broken settings aside: %w", err)
		}
	}
	return l, nil
}

// Member is the member at this machine.
func (l *locals) Member() domain.ID {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Member
}

// SetMember notes who works at this machine.
func (l *locals) SetMember(id domain.ID) error {
	return l.change(func(c *localsContent) { c.Member = id })
}

// TeamAccount is the name of a password in the key store; it is made at its
// first use.
func (l *locals) TeamAccount(newID func() domain.ID) domain.ID {
	l.mu.Lock()
	account := l.file.TeamAccount
	l.mu.Unlock()
	if account != domain.None {
		return account
	}
	account = newID()
	if err := l.change(func(c *localsContent) { c.TeamAccount = account }); err != nil {
		logrus.WithError(err).Warn("the settings could not be kept")
	}
	return account
}

func (l *locals) settings() Settings {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Settings
}

func (l *locals) change(f func(*localsContent)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	f(&l.file)
	data, err := json.MarshalIndent(l.file, "", "\t")
	if err != nil {
		return err
	}
	return WriteBytes(l.path, append(data, '\n'))
}

// WriteFile replaces a file so that a reader sees the old or the new content,
// never a part, and only the person at this machine can read it. A link stays
// one, and what is no file, such as a pipe or a device, is written to, not
// replaced. Errors name the path that was given, or its folder where that is
// missing.
func WriteFile(path string, write func(io.Writer) error) error {
	target := path
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return writeInto(path, write)
		}
		if target, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".new-*")
	if errors.Is(err, os.ErrNotExist) { // the folder: that there is no file yet is as it should be
		return naming(filepath.Dir(path), err)
	}
	if err != nil {
		return naming(path, err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err == nil {
		return nil
	}
	if about, ok := errors.AsType[*os.PathError](err); ok && about.Path == f.Name() {
		err = naming(path, err)
	}
	return errors.Join(err, os.Remove(f.Name()))
}

func writeInto(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// naming gives an error about the file beside it the path that people know.
func naming(path string, err error) error {
	if about, ok := errors.AsType[*os.PathError](err); ok {
		return &os.PathError{Op: about.Op, Path: path, Err: about.Err}
	}
	return err
}

// WriteBytes is [WriteFile] with what there is already.
func WriteBytes(path string, content []byte) error {
	return WriteFile(path, func(out io.Writer) error {
		_, err := out.Write(content)
		return err
	})
}

// ReadSettings reads the settings in the folder of a workspace that need not be
// open; the zero Settings where there are none.
func ReadSettings(dir string) Settings {
	data, err := os.ReadFile(filepath.Join(dir, localsFile))
	if err != nil {
		return Settings{}
	}
	var file localsContent
	if err := json.Unmarshal(data, &file); err != nil {
		return Settings{}
	}
	return file.Settings
}

// Settings are the choices of the person at this machine.
func (w *Workspace) Settings() Settings { return w.locals.settings() }

// ChangeSettings changes the settings and keeps them.
func (w *Workspace) ChangeSettings(change func(*Settings)) error {
	return w.locals.change(func(c *localsContent) { change(&c.Settings) })
}
