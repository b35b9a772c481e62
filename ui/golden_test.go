package ui

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kontor/demo"
	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

var update = flag.Bool("update", false, "draw the pictures in testdata/golden anew; look at them before they are committed")

// goldenPages are drawn with the sample community and in an empty workspace.
var goldenPages = []string{
	"today", "people", "organisations", "communities", "conversations", "needs", "dashboard", "segments",
	"import", "settings", "team", "attention", "activity",
}

// scenes are what opens above a page, or stands in its place, after keys were
// pressed.
var scenes = []struct{ name, page, arg, keys string }{
	{"first-run", "first-run", "", ""},
	{"join", "join", "", ""},
	{"palette", "today", "", "Ctrl+K"},
	{"palette-found", "today", "", `Ctrl+K "Schiller" Right`},
	{"palette-filter", "today", "", `Ctrl+K "silent:>90d"`},
	{"help", "people", "", "?"},
	{"snooze", "today", "", "S"},
	{"quick-log", "today", "", `Ctrl+L "Telefonat Goethe, Schiller @Cotta: will deutsche Doku #doku, Entwurf schicken nächsten Di"`},
	{"person-new", "people", "", "Ctrl+N"},
	{"person-edit", "people", "", "E"},
	{"person-health", "people", "", "H"},
	{"organisation-edit", "organisations", "", "J J E"},
	{"community-edit", "communities", "", "E"},
	{"community-new", "communities", "", "Ctrl+N"},
	{"conversation-new", "conversations", "", "Ctrl+N"},
	{"conversation-edit", "conversations", "", "E"},
	{"follow-up", "conversations", "", "F"},
	{"day", "conversations", "", "G"},
	{"need-told", "needs", "", "F F R"},
	{"need-closed", "needs", "", "F F F"},
	{"need-new", "needs", "", `N "Doku"`},
	{"need-decide", "needs", "", "D"},
	{"marked", "people", "", "X J X M"},
	{"segment-new", "segments", "", "N"},
}

type look struct{ language, theme string }

var (
	germanLight = look{i18n.German, "light"}
	englishDark = look{i18n.English, "dark"}
)

// Every page looks as it did when it was last looked at: German and light and
// English and dark, with the sample community and without, and what opens above
// the pages.
func TestPagesLookAsTheyDid(t *testing.T) {
	g := openGallery(t)
	for _, filled := range []bool{true, false} {
		w := goldenWorkspace(t, filled)
		for _, l := range []look{germanLight, englishDark} {
			for _, page := range goldenPages {
				name := fmt.Sprintf("%s-%s-%s", page, l.language, l.theme)
				if !filled {
					name += "-empty"
				}
				g.shows(name, l, w, SnapshotOptions{Page: page}, nil)
			}
			if !filled {
				continue
			}
			for _, s := range scenes {
				name := fmt.Sprintf("%s-%s-%s", s.name, l.language, l.theme)
				g.shows(name, l, w, SnapshotOptions{Page: s.page, Arg: s.arg, Keys: s.keys}, nil)
			}
		}
	}
}

// Each page says that it is loading, and what went wrong where it could not.
func TestPagesThatLoadOrFailLookAsTheyDid(t *testing.T) {
	g := openGallery(t)
	w := goldenWorkspace(t, true)
	elsewhere := func(s *scene, page string) {
		other := desk.PageImport
		if page == other {
			other = desk.PageSettings
		}
		s.shown.office.shell.Open(kit.Route{Page: other})
	}
	for _, page := range goldenPages {
		g.shows(page+"-loading", germanLight, w, SnapshotOptions{Page: page}, func(s *scene) {
			elsewhere(s, page)
			s.still.Hold()
		})
	}
	w = goldenWorkspace(t, false)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, page := range goldenPages {
		g.shows(page+"-error", englishDark, w, SnapshotOptions{Page: page}, func(s *scene) { elsewhere(s, page) })
	}
}

// gallery compares what is drawn with the pictures that were looked at.
type gallery struct {
	t                 *testing.T
	golden, differing string
}

func openGallery(t *testing.T) gallery {
	t.Helper()
	before := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = before })
	golden, err := filepath.Abs(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	differing, err := filepath.Abs(filepath.Join("..", "build", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // the folder stands on the page of the settings
	return gallery{t, golden, differing}
}

func (g gallery) shows(name string, l look, w *workspace.Workspace, o SnapshotOptions, prepare func(*scene)) {
	g.t.Helper()
	g.showsAfter(name, l, w, o, prepare, func(*scene) {})
}

// showsAfter does something about the window before it compares.
func (g gallery) showsAfter(name string, l look, w *workspace.Workspace, o SnapshotOptions, prepare, after func(*scene)) {
	g.t.Run(name, func(t *testing.T) {
		speak(t, l.language)
		forget(t, w)
		o.Theme, o.Width, o.Height, o.Version = l.theme, 1280, 800, "1.0"
		s, err := openScene(t.Context(), w, o, prepare)
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		if err := s.press(o.Keys); err != nil {
			t.Fatal(err)
		}
		after(s)
		compare(t, s.capture(), filepath.Join(g.golden, name+".png"), filepath.Join(g.differing, name+".png"))
	})
}

// forget leaves the next picture no draft of the last, and nothing of what was
// open or chosen.
func forget(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	err := w.ChangeSettings(func(s *workspace.Settings) { *s = workspace.Settings{} })
	for _, name := range append([]string{"log"}, goldenPages...) {
		err = errors.Join(err, w.KeepDraft(name, ""), w.KeepDraft("list-"+name, ""))
	}
	if err != nil {
		t.Error(err)
	}
}

// goldenWorkspace stands in the folder of the test, whose path is in sight.
func goldenWorkspace(t *testing.T, filled bool) *workspace.Workspace {
	t.Helper()
	return goldenWorkspaceIn(t, fmt.Sprintf("kontor-%t", filled), filled)
}

func goldenWorkspaceIn(t *testing.T, dir string, filled bool) *workspace.Workspace {
	t.Helper()
	w := openGolden(t, dir, 0, domain.Name{Given: "Caroline", Family: "Neuber"})
	if filled {
		_, err := w.LoadDemo(t.Context(), demo.Options{People: 60, Conversations: 400, Seed: 1, Now: desktest.Now}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// openGolden opens a workspace whose ids begin with the laptop and are counted.
func openGolden(t *testing.T, dir string, laptop uint64, me domain.Name) *workspace.Workspace {
	t.Helper()
	made := uint64(0)
	w, err := workspace.Open(t.Context(), dir, workspace.Options{
		Name: "Kontor", Me: me, FileKey: true, Now: func() time.Time { return desktest.Now },
		NewID: func() domain.ID {
			made++
			var id domain.ID
			binary.BigEndian.PutUint64(id[:8], laptop)
			binary.BigEndian.PutUint64(id[8:], made<<8)
			return id
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// fewPixels is how many pixels may differ: what two versions of the compiler
// may round differently at the edges of letters, but no word.
const fewPixels = 40

func compare(t *testing.T, shot image.Image, path, drawn string) {
	t.Helper()
	if *update {
		var b bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := errors.Join(encoder.Encode(&b, coarse(shot)), os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing; draw it with -update and look at it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	golden, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if shot.Bounds() != golden.Bounds() {
		t.Fatalf("the picture is %v, it was %v", shot.Bounds(), golden.Bounds())
	}
	differ, where := 0, image.Rectangle{}
	drawnNow, drawnThen := pixels(shot), pixels(golden)
	for i := range drawnNow.Bounds().Dx() * drawnNow.Bounds().Dy() {
		if unlike(drawnNow, drawnThen, i) {
			differ++
			x, y := i%drawnNow.Bounds().Dx(), i/drawnNow.Bounds().Dx()
			where = where.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	if differ > fewPixels {
		if err := errors.Join(os.MkdirAll(filepath.Dir(drawn), 0o755), save(drawn, shot)); err != nil {
			t.Error(err)
		}
		t.Errorf("%d pixels differ, within %v; compare %s with %s", differ, where, drawn, path)
	}
}

// grounds is how many of the most frequent colours are kept as they are.
const grounds = 32

// coarse paints a picture with the 256 colours that it needs most, so that it
// stays small.
func coarse(shot image.Image) image.Image {
	full := pixels(shot)
	type family struct{ r, g, b uint8 }
	of := func(c color.NRGBA) family { return family{c.R >> 4, c.G >> 4, c.B >> 4} }
	count := map[color.NRGBA]int{}
	for i := 0; i < len(full.Pix); i += 4 {
		count[color.NRGBA{full.Pix[i], full.Pix[i+1], full.Pix[i+2], 255}]++
	}
	sizes, heads := map[family]int{}, map[family]color.NRGBA{}
	for c, n := range count {
		f := of(c)
		sizes[f] += n
		if head, ok := heads[f]; !ok || n > count[head] || n == count[head] && less(c, head) {
			heads[f] = c
		}
	}
	families := slices.SortedFunc(maps.Keys(sizes), func(a, b family) int {
		return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a.r, b.r), cmp.Compare(a.g, b.g), cmp.Compare(a.b, b.b))
	})
	palette := color.Palette{}
	often := slices.SortedFunc(maps.Keys(count), func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	for _, c := range often[:min(len(often), grounds)] { // white is not to become the ground
		palette = append(palette, c)
	}
	for _, f := range families {
		if len(palette) < 256 && !slices.Contains(palette, color.Color(heads[f])) {
			palette = append(palette, heads[f])
		}
	}
	painted := image.NewPaletted(full.Bounds(), palette)
	index := map[color.NRGBA]uint8{}
	for i := range painted.Pix {
		c := color.NRGBA{full.Pix[4*i], full.Pix[4*i+1], full.Pix[4*i+2], 255}
		at, known := index[c]
		if !known {
			at = uint8(palette.Index(c))
			index[c] = at
		}
		painted.Pix[i] = at
	}
	return painted
}

func less(a, b color.NRGBA) bool {
	return cmp.Or(cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B)) < 0
}

func pixels(of image.Image) *image.NRGBA {
	if n, ok := of.(*image.NRGBA); ok {
		return n
	}
	n := image.NewNRGBA(of.Bounds())
	draw.Draw(n, n.Bounds(), of, of.Bounds().Min, draw.Src)
	return n
}

// little is how far a colour may be off: the palette and the rounding of a
// compiler together.
const little = 32

func unlike(a, b *image.NRGBA, i int) bool {
	for c := range 3 {
		p, q := a.Pix[4*i+c], b.Pix[4*i+c]
		if max(p, q)-min(p, q) > little {
			return true
		}
	}
	return false
}

func save(path string, shot image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, shot), f.Close())
}
