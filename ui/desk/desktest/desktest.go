// Package desktest opens a desk without a display, for the tests of pages: a
// real workspace in a temporary folder, the toolkit's test driver, a clock that
// stands, and all work done at once in the test's goroutine.
package desktest

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/demo"
	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Now is the moment at which the clock stands: a Wednesday afternoon.
var Now = time.Date(2026, 11, 18, 14, 32, 0, 0, time.Local)

// Options say what the desk opens with.
type Options struct {
	Language      string // German without
	Mode          kit.Mode
	People        int // of the sample community; none without
	Conversations int
	Width, Height float32 // 1280 × 800 without
}

// Bench is an open desk and what was asked of the window.
type Bench struct {
	*desk.Desk
	T      testing.TB
	Async  *kit.Still
	Logged []string // what the one-line log was opened with
	Edited []string // the forms that were opened, "person:" and the id
}

// Open opens a desk. The pages are empty until the test registers its own.
func Open(t testing.TB, o Options) *Bench {
	t.Helper()
	speak(t, o.Language)
	app := test.NewTempApp(t)
	mode := o.Mode
	if mode == kit.FollowSystem {
		mode = kit.Light
	}
	app.Settings().SetTheme(kit.NewTheme(mode))
	w := test.NewTempWindow(t, kit.NewText(kit.Body, ""))
	w.SetPadded(false)
	b := &Bench{T: t, Async: kit.NewStill(Now)}
	b.Desk = &desk.Desk{Workspace: openWorkspace(t, o), Window: w, Async: b.Async}
	b.Shell = kit.NewShell(kit.ShellParams{Window: w, Async: b.Async, Places: places})
	t.Cleanup(b.Shell.Close)
	b.QuickLog = func(prefill string) { b.Logged = append(b.Logged, prefill) }
	b.LogWith = func(about domain.Stream, names ...string) {
		line, err := b.Workspace.LineWith(context.Background(), about, names, func(channel string) string { return i18n.T("channel." + channel) })
		if err != nil {
			t.Fatal(err)
		}
		b.QuickLog(line)
	}
	b.LogInFull = func(quicklog.Resolved, func()) {}
	b.EditPerson = func(id domain.ID) { b.edit("person", id) }
	b.EditOrganisation = func(id domain.ID) { b.edit("organisation", id) }
	b.EditCommunity = func(id domain.ID) { b.edit("community", id) }
	b.EditConversation = func(id domain.ID) { b.edit("conversation", id) }
	b.RaiseNeed = func(desk.NeedStart) { b.edit("need", domain.None) }
	b.EditNeed = func(id domain.ID) { b.edit("need", id) }
	b.DecideNeed = func(id domain.ID) { b.edit("decision", id) }
	b.TellNext = func(id domain.ID) { b.edit("telling", id) }
	b.LogTelling = func(t desk.Telling) { b.edit("telling", t.Person.ID) }
	if err := b.LoadMembers(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, place := range places {
		b.Shell.Register(place.Page, func(arg string) kit.Page {
			return &blank{kit.BasePage{At: kit.Route{Page: place.Page, Arg: arg}}}
		})
	}
	if o.Width == 0 {
		o.Width, o.Height = 1280, 800
	}
	w.Resize(fyne.NewSize(o.Width, o.Height))
	return b
}

var places = []kit.Place{
	{Page: desk.PageToday, Icon: kit.IconToday, LabelKey: "place.today"},
	{Page: desk.PagePeople, Icon: kit.IconPerson, LabelKey: "place.people"},
	{Page: desk.PageOrganisations, Icon: kit.IconOrganisation, LabelKey: "place.organisations"},
	{Page: desk.PageCommunities, Icon: kit.IconCommunity, LabelKey: "place.communities"},
	{Page: desk.PageConversations, Icon: kit.IconConversation, LabelKey: "place.conversations"},
	{Page: desk.PageNeeds, Icon: kit.IconNeed, LabelKey: "place.needs"},
	{Page: desk.PageImport, Icon: kit.IconImport, LabelKey: "place.import", Group: 1},
	{Page: desk.PageSettings, Icon: kit.IconSettings, LabelKey: "place.settings", Bottom: true},
}

type blank struct{ kit.BasePage }

func (b *blank) Content() fyne.CanvasObject { return kit.NewText(kit.Body, "") }

func (b *Bench) edit(kind string, id domain.ID) { b.Edited = append(b.Edited, kind+":"+id.String()) }

func speak(t testing.TB, language string) {
	t.Helper()
	if language == "" {
		language = i18n.German
	}
	before := i18n.Language()
	if err := i18n.SetLanguage(language); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i18n.SetLanguage(before); err != nil {
			t.Error(err)
		}
	})
}

func openWorkspace(t testing.TB, o Options) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Open(context.Background(), filepath.Join(t.TempDir(), "kontor"), workspace.Options{
		Name: "Kontor", Me: domain.Name{Given: "Caroline", Family: "Neuber"}, FileKey: true, Now: func() time.Time { return Now },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if o.People > 0 {
		sample := demo.Options{People: o.People, Conversations: o.Conversations, Seed: 1, Now: Now}
		if _, err := w.LoadDemo(context.Background(), sample, nil); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// Must carries out a command without a toast.
func (b *Bench) Must(c domain.Command) workspace.Done {
	b.T.Helper()
	done, err := b.Workspace.Do(context.Background(), c)
	if err != nil {
		b.T.Fatal(err)
	}
	return done
}

// AddPerson adds somebody.
func (b *Bench) AddPerson(name domain.Name) domain.ID {
	b.T.Helper()
	id := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(name)}},
	})
	return id
}

// Press gives a key to what has the focus, as the window would.
func (b *Bench) Press(keys ...fyne.KeyName) {
	b.T.Helper()
	for _, key := range keys {
		event := &fyne.KeyEvent{Name: key}
		if focused := b.Window.Canvas().Focused(); focused != nil {
			focused.TypedKey(event)
			continue
		}
		b.Window.Canvas().OnTypedKey()(event)
	}
}

// Type writes into what has the focus.
func (b *Bench) Type(text string) {
	b.T.Helper()
	test.Type(b.Window.Canvas().Focused(), text)
}

// Texts are the words in sight, from the first object drawn to the last.
func (b *Bench) Texts() string {
	var said []string
	collect := func(object fyne.CanvasObject) {
		said = append(said, textsOf(object)...)
	}
	collect(b.Window.Canvas().Content())
	for _, overlay := range b.Window.Canvas().Overlays().List() {
		collect(overlay)
	}
	return strings.Join(said, "\n")
}

// Save draws the window into build/shots, to be looked at, where the test was
// asked for by name.
func (b *Bench) Save(name string) {
	b.T.Helper()
	file := filepath.Join("..", "..", "build", "shots", name+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.T.Fatal(err)
	}
	out, err := os.Create(file)
	if err != nil {
		b.T.Fatal(err)
	}
	defer out.Close()
	if err := png.Encode(out, b.Window.Canvas().Capture()); err != nil {
		b.T.Fatal(err)
	}
}

// Tap taps what has these words on it, first above the window and then in it.
func (b *Bench) Tap(words string) {
	b.T.Helper()
	layers := b.Window.Canvas().Overlays().List()
	slices.Reverse(layers)
	for _, layer := range append(layers, b.Window.Canvas().Content()) {
		if found := tappable(layer, words, nil); found != nil {
			found.Tapped(&fyne.PointEvent{})
			return
		}
	}
	b.T.Fatalf("nothing to tap says %q:\n%s", words, b.Texts()) // i18n: for whoever reads the test
}
