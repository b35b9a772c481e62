package kit

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit/folders"
)

// FileKind is a kind of files, told by the endings of their names.
type FileKind struct {
	Label   string // "*.vcf, *.csv" without
	Endings []string
}

// Folders remembers where files were chosen.
type Folders interface {
	// Last is the folder that was chosen in for a purpose, "" for none.
	Last(purpose string) string
	// Recent are the folders of late, the latest first.
	Recent() []string
	Keep(purpose, folder string)
}

// FileAsk says which file is asked for.
type FileAsk struct {
	Title   string
	Submit  string // word of the button; "Open" or "Save" without
	Purpose string // the last folder is remembered by it
	// Kinds are those that are offered, the first of them at first; all files are
	// offered besides.
	Kinds []FileKind
	// Many lets several files be chosen.
	Many bool
	// Folder asks for a folder instead of a file.
	Folder bool
	// Save asks where to write a file of this name.
	Save string
	// Folders remembers; nothing is remembered without.
	Folders Folders
	// OnChoose is told the paths: one of a file that can be written with Save, of
	// what is there otherwise. Nobody is told where none was chosen.
	OnChoose func(paths []string)
}

// FileChooser asks for a file above the window. The keyboard is in the field for
// the path: what is typed narrows the list, Tab completes, ↑ and ↓ move through
// the list, Enter goes into a folder or takes a file.
type FileChooser struct {
	*Overlay
	p       FileAsk
	canvas  fyne.Canvas
	loader  *Loader
	opening *Loader // of the folder to begin with
	then    func()  // waits for that folder

	folder  string          // what names are relative to
	listed  string          // whose entries these are
	entries []folders.Entry // all of them
	rows    []folders.Entry // those in sight
	kind    int             // the number of the kind; behind the last are all files
	hidden  bool            // show what is hidden
	moved   bool            // the cursor was moved since the text was typed

	view *chooserView
}

// AskFile asks for a file in the window.
func (s *Shell) AskFile(p FileAsk) *FileChooser { return OpenFileChooser(s.Canvas(), s.Async(), p) }

// OpenFileChooser asks for a file in a window that need not have a frame.
func OpenFileChooser(c fyne.Canvas, async Async, p FileAsk) *FileChooser {
	f := &FileChooser{p: p, canvas: c, loader: NewLoader(async), opening: NewLoader(async)}
	if f.p.Submit == "" {
		f.p.Submit = i18n.T("kit.file.open")
		if p.Save != "" {
			f.p.Submit = i18n.T("kit.action.save")
		}
	}
	f.p.Title = strings.TrimSuffix(p.Title, " …")
	f.view = newChooserView(f, async)
	f.view.fill(p.Save)
	f.Overlay = OpenOverlay(c, OverlayParams{
		Content: f.view, Width: chooserWidth, Focus: f.view.path, OnSubmit: f.submit, OnShortcut: f.view.shortcut,
		OnClosed: func() {
			f.opening.Stop()
			f.loader.Stop()
		},
	})
	f.begin()
	return f
}

// begin goes to the folder of last time, or to the one that suits.
func (f *FileChooser) begin() {
	last := ""
	if f.p.Folders != nil {
		last = f.p.Folders.Last(f.p.Purpose)
	}
	onDisk(f.opening, func() (s start) {
		s.places, s.folder = folders.Places(), folders.Nearest(".")
		suits := folders.Downloads
		if f.p.Save != "" {
			suits = folders.Documents
		}
		for _, place := range s.places {
			if place.Kind == suits || place.Kind == folders.Home {
				s.folder = place.Path
			}
		}
		if last != "" {
			s.folder = folders.Nearest(last)
		}
		s.listing = read(s.folder)
		return s
	}, func(s start) {
		f.view.setPlaces(s.places)
		f.folder, f.listed, f.entries = s.folder, s.folder, s.entries
		if s.err != nil {
			f.fail(s.err, s.folder)
		}
		f.view.showFolder()
		if dir, _ := folders.Split(f.view.path.Text); dir == "" {
			f.narrow()
		} else {
			f.typed(f.view.path.Text)
		}
		if then := f.then; then != nil {
			f.then = nil
			then()
		}
	})
}

// start is where one begins.
type start struct {
	listing
	places []folders.Place
	folder string
}

type listing struct {
	entries []folders.Entry
	err     error
}

func read(dir string) listing {
	entries, err := folders.Read(dir)
	return listing{entries, err}
}

// onDisk asks the disk away from the window's thread.
func onDisk[T any](l *Loader, ask func() T, apply func(T)) {
	Load(context.Background(), l, func(context.Context) (T, error) { return ask(), nil }, func(answer T, _ error) { apply(answer) })
}

// enter goes into a folder. A name to save under goes along.
func (f *FileChooser) enter(dir string) {
	onDisk(f.loader, func() listing { return read(dir) }, func(l listing) {
		if l.err != nil {
			f.fail(l.err, dir)
			return
		}
		from := f.folder
		f.folder, f.listed, f.entries = dir, dir, l.entries
		name := ""
		if f.p.Save != "" && !f.meansFolder() {
			_, name = folders.Split(f.view.path.Text)
		}
		f.view.fill(name)
		f.view.say("")
		f.view.showFolder()
		f.narrow()
		f.moved = false
		if filepath.Dir(from) == dir && from != dir { // up: upon where one came from
			f.view.list.Select(filepath.Base(from))
			f.moved = true
		}
	})
}

// meansFolder tells whether the name in the field is that of the folder that was
// entered.
func (f *FileChooser) meansFolder() bool {
	text := strings.TrimSpace(f.view.path.Text)
	return text == "~" || filepath.Base(folders.Resolve("", text)) == filepath.Base(f.folder)
}

func (f *FileChooser) up() { f.enter(filepath.Dir(f.folder)) }

// typed shows what the text in the field may mean.
func (f *FileChooser) typed(text string) {
	if f.folder == "" {
		return
	}
	f.moved = false
	dir, _ := folders.Split(text)
	dir = folders.Resolve(f.folder, dir)
	onDisk(f.loader, func() listing {
		if dir == f.listed {
			return listing{entries: f.entries}
		}
		return read(dir)
	}, func(l listing) {
		if l.err == nil { // else it is still being typed
			f.listed, f.entries = dir, l.entries
		}
		f.narrow()
	})
}

// narrow shows the entries that are meant. Where a file is saved that are all of
// them: its name is not there yet.
func (f *FileChooser) narrow() {
	_, name := folders.Split(f.view.path.Text)
	if f.p.Save != "" {
		name = ""
	}
	f.rows = f.offered(folders.Narrow(f.entries, name, f.hidden))
	f.view.show()
	if name != "" {
		f.view.list.SelectFirst()
	}
}

// offered are the folders, and the files of the kind that is asked for.
func (f *FileChooser) offered(entries []folders.Entry) []folders.Entry {
	return slices.DeleteFunc(entries, func(e folders.Entry) bool {
		if e.Folder || !f.p.Folder && f.kind >= len(f.p.Kinds) {
			return false
		}
		return f.p.Folder || !slices.ContainsFunc(f.p.Kinds[f.kind].Endings, func(ending string) bool {
			return strings.EqualFold(filepath.Ext(e.Name), ending)
		})
	})
}

// complete is what Tab does in the field; it tells whether there was something.
func (f *FileChooser) complete() bool {
	text := f.view.path.Text
	dir, name := folders.Split(text)
	entries := f.offered(folders.Narrow(f.entries, name, f.hidden))
	e, ok := f.chosen()
	switch {
	case text == "~":
		dir, name, entries = "~"+string(filepath.Separator), "", nil
	case f.moved && ok:
		name, entries = "", []folders.Entry{e}
	case name == "":
		return false
	}
	full := dir + folders.Complete(name, entries)
	if full == text {
		return false
	}
	f.view.path.SetText(full)
	f.view.path.SetCaret(len([]rune(full)))
	return true
}

// chosen is the entry with the cursor.
func (f *FileChooser) chosen() (folders.Entry, bool) {
	id := f.view.list.Selected()
	at := slices.IndexFunc(f.rows, func(e folders.Entry) bool { return e.Name == id })
	if at < 0 {
		return folders.Entry{}, false
	}
	return f.rows[at], true
}

// open goes into a folder, or takes a file.
func (f *FileChooser) open(e folders.Entry) {
	path := filepath.Join(f.listed, e.Name)
	switch {
	case e.Folder:
		f.enter(path)
	case f.p.Save != "":
		f.view.fill(e.Name)
		f.save(path)
	default:
		f.take([]string{path})
	}
}

// enterPressed is Enter in the field.
func (f *FileChooser) enterPressed() {
	text := strings.TrimSpace(f.view.path.Text)
	e, ok := f.chosen()
	switch {
	case f.folder == "":
		f.then = f.enterPressed
	case ok && (f.moved || text == ""):
		f.open(e)
	case text == "" && len(f.rows) > 0:
		f.view.list.SelectFirst()
		f.moved = true
	case text == "":
	case f.p.Save != "":
		f.save(folders.Resolve(f.folder, text))
	default:
		f.look(text)
	}
}

// look opens what is typed, or else what begins so.
func (f *FileChooser) look(text string) {
	path := folders.Resolve(f.folder, text)
	dir, _ := folders.Split(text)
	dir = folders.Resolve(f.folder, dir)
	type found struct {
		folder bool
		err    error
		listing
	}
	onDisk(f.loader, func() found {
		info, err := os.Stat(path)
		if err == nil {
			return found{folder: info.IsDir()}
		}
		return found{err: err, listing: read(dir)}
	}, func(l found) {
		switch {
		case l.err == nil && l.folder:
			f.enter(path)
			return
		case l.err == nil && !f.p.Folder:
			f.take([]string{path})
			return
		case l.listing.err == nil:
			f.listed, f.entries = dir, l.entries
			f.narrow()
		}
		if e, ok := f.chosen(); ok && l.listing.err == nil {
			f.open(e)
			return
		}
		f.fail(l.err, path)
	})
}

// submit is the button, and Ctrl+Enter.
func (f *FileChooser) submit() {
	if paths := f.marked(); len(paths) > 0 {
		f.take(paths)
		return
	}
	if f.p.Folder {
		f.takeFolder(folders.Resolve(f.folder, f.view.path.Text))
		return
	}
	if f.p.Save != "" {
		f.moved = false // the name in the field is meant, wherever the cursor is
	}
	f.enterPressed()
}

// marked are the files that are marked in the list.
func (f *FileChooser) marked() (paths []string) {
	for _, e := range f.rows {
		if f.p.Many && !e.Folder && f.view.list.isMarked(e.Name) {
			paths = append(paths, filepath.Join(f.listed, e.Name))
		}
	}
	return paths
}

func (f *FileChooser) takeFolder(path string) {
	onDisk(f.loader, func() listing { return read(path) }, func(l listing) {
		if l.err != nil {
			f.fail(l.err, path)
			return
		}
		f.take([]string{path})
	})
}

// save asks before it writes over something.
func (f *FileChooser) save(path string) {
	if ending := filepath.Ext(path); ending == "" && f.kind < len(f.p.Kinds) {
		path += f.p.Kinds[f.kind].Endings[0]
	} else if twice := ending + ending; ending != "" && strings.HasSuffix(path, twice) {
		path = strings.TrimSuffix(path, ending) // written with its ending before the one that was proposed
	}
	type found struct {
		there bool
		err   error
	}
	onDisk(f.loader, func() found {
		_, err := os.Stat(path)
		return found{err == nil, folders.Writable(path)}
	}, func(l found) {
		switch {
		case errors.Is(l.err, folders.ErrFolder):
			f.enter(path)
		case errors.Is(l.err, fs.ErrNotExist):
			f.fail(l.err, filepath.Dir(path))
		case l.err != nil:
			f.view.say(i18n.T("kit.file.unwritable", filepath.Base(path)))
		case l.there:
			Confirm(f.canvas, i18n.T("kit.file.replace.title"),
				i18n.T("kit.file.replace.text", filepath.Base(path), filepath.Base(filepath.Dir(path))),
				i18n.T("kit.file.replace"), true, func() { f.take([]string{path}) })
		default:
			f.take([]string{path})
		}
	})
}

// take is the answer.
func (f *FileChooser) take(paths []string) {
	f.Close()
	if f.p.Folders != nil {
		folder := filepath.Dir(paths[0])
		if f.p.Folder {
			folder = paths[0]
		}
		f.p.Folders.Keep(f.p.Purpose, folder)
	}
	f.p.OnChoose(paths)
}

// fail says why something could not be read.
func (f *FileChooser) fail(err error, path string) {
	key := "kit.file.unreadable"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		key = "kit.file.missing"
	case errors.Is(err, fs.ErrPermission):
		key = "kit.file.denied"
	}
	f.view.say(i18n.T(key, filepath.Base(path)))
}
