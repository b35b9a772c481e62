package kit

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
)

// DropPage is a page that takes files let go of above the window.
type DropPage interface {
	Dropped(files []fyne.URI)
}

// PastedFiles are the lines of a text that name files, by a path or by a URI, as
// file managers copy them: the way in for whom dragging is out of reach.
func PastedFiles(text string) []string {
	var paths []string
	for line := range strings.Lines(text) {
		line = strings.Trim(strings.TrimSpace(line), `"'`)
		if uri, err := storage.ParseURI(line); err == nil && uri.Scheme() == "file" {
			line = uri.Path()
		}
		if filepath.IsAbs(line) {
			paths = append(paths, line)
		}
	}
	return paths
}

// dropTaker is a form that takes files while it is open.
type dropTaker struct{ take func(files []fyne.URI) }

// TakeDrops gives the files that are let go of above the window to a form until
// release is called: to the form that was opened last, and to the page where
// there is none. The toolkit knows one taker alone.
func (s *Shell) TakeDrops(take func(files []fyne.URI)) (release func()) {
	taker := &dropTaker{take}
	s.takers = append(s.takers, taker)
	return func() {
		s.takers = slices.DeleteFunc(s.takers, func(t *dropTaker) bool { return t == taker })
	}
}

// Drop hands files on to what is in front.
func (s *Shell) Drop(files []fyne.URI) {
	files = slices.DeleteFunc(slices.Clone(files), func(file fyne.URI) bool { return file.Scheme() != "file" })
	if len(files) == 0 {
		return
	}
	if n := len(s.takers); n > 0 {
		s.takers[n-1].take(files)
		return
	}
	if page, ok := s.page.(DropPage); ok && s.Canvas().Overlays().Top() == nil {
		page.Dropped(files)
	}
}
