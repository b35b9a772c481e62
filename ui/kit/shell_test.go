package kit

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/i18n"
)

// diary notes what happens to its pages.
type diary struct{ lines []string }

type notedPage struct {
	BasePage
	diary *diary
	state string
	text  *Text
}

func (p *notedPage) note(what string) {
	p.diary.lines = append(p.diary.lines, what+" "+p.At.Page+p.At.Arg)
}
func (p *notedPage) Content() fyne.CanvasObject { return p.text }
func (p *notedPage) OnShow()                    { p.note("show") }
func (p *notedPage) OnHide()                    { p.note("hide") }
func (p *notedPage) Save() any                  { return p.state }

func (p *notedPage) Restore(state any) {
	p.state, _ = state.(string)
	p.note("restore " + p.state)
}
func (p *notedPage) TypedKey(event *fyne.KeyEvent) { p.note("key " + string(event.Name)) }
func (p *notedPage) FocusFilter()                  { p.note("filter") }

func notedShell(t *testing.T) (*Shell, *diary, fyne.Window) {
	t.Helper()
	d := &diary{}
	w := window(t, Light, NewText(Body, ""), 1000, 700)
	s := NewShell(ShellParams{Window: w, Async: NewStill(noon), Places: []Place{{Page: "people", Icon: IconPerson, LabelKey: "kit.app"}, {Page: "needs", Icon: IconNeed, LabelKey: "kit.loading"}}})
	t.Cleanup(s.Close)
	for _, page := range []string{"people", "person", "needs"} {
		s.Register(page, func(arg string) Page {
			return &notedPage{BasePage: BasePage{At: Route{page, arg}}, diary: d, text: NewText(Body, page)}
		})
	}
	return s, d, w
}

func (d *diary) since() []string {
	lines := d.lines
	d.lines = nil
	return lines
}

func TestShellGoesBackToWhereOneWas(t *testing.T) {
	s, d, _ := notedShell(t)
	s.Open(Route{"people", ""})
	s.Page().(*notedPage).state = "scrolled"
	s.Open(Route{"person", "goethe"})
	s.Open(Route{"person", "goethe"}) // no second step
	d.since()
	if !s.Back() || s.Route() != (Route{"people", ""}) {
		t.Fatalf("back leads to %v", s.Route())
	}
	if got := d.since(); !slices.Equal(got, []string{"hide persongoethe", "restore scrolled people", "show people"}) {
		t.Errorf("happened: %q", got)
	}
	if s.Back() {
		t.Error("there is nothing before the first page")
	}
	if !s.Forward() || s.Route() != (Route{"person", "goethe"}) {
		t.Errorf("forward leads to %v", s.Route())
	}
	s.Back()
	s.Open(Route{"needs", ""})
	if s.Forward() {
		t.Error("a new way forgets what lay ahead")
	}
}

func TestShellShortcuts(t *testing.T) {
	s, d, w := notedShell(t)
	s.Open(Route{"people", ""})
	d.since()
	fire := func(key fyne.KeyName, modifier fyne.KeyModifier) {
		s.Keys.Fire(&desktop.CustomShortcut{KeyName: key, Modifier: modifier})
	}
	fire(fyne.KeyF, fyne.KeyModifierShortcutDefault)
	fire(fyne.Key2, fyne.KeyModifierShortcutDefault)
	if got := d.since(); !slices.Equal(got, []string{"filter people", "hide people", "show needs"}) || s.Route().Page != "needs" {
		t.Errorf("happened: %q", got)
	}
	fire(fyne.KeyLeft, fyne.KeyModifierAlt)
	if s.Route().Page != "people" {
		t.Error("Alt+← does not go back")
	}
	undone, logged := 0, 0
	s.Keys.BindUndo(func() { undone++ })
	s.Keys.Bind(fyne.KeyL, fyne.KeyModifierShortcutDefault, true, func() { logged++ })
	entry := NewEntry("")
	overlay := s.Overlay(OverlayParams{Content: entry, Width: 400})
	fire(fyne.Key2, fyne.KeyModifierShortcutDefault)
	s.Keys.Fire(&fyne.ShortcutUndo{})
	entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault})
	if undone != 0 || s.Route().Page != "people" || logged != 1 {
		t.Errorf("with an overlay open: undone %d, at %v, logged %d", undone, s.Route(), logged)
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if overlay.IsOpen() || w.Canvas().Overlays().Top() != nil {
		t.Error("Esc in the entry must close the overlay")
	}
	s.Keys.Fire(&fyne.ShortcutUndo{})
	if undone != 1 {
		t.Error("Ctrl+Z does nothing")
	}
}

func TestShellHandsKeysToThePageOnce(t *testing.T) {
	s, d, w := notedShell(t)
	s.Open(Route{"people", ""})
	d.since()
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyD})
	button := NewButton(Quiet, "x", nil)
	passKey(button, &fyne.KeyEvent{Name: fyne.KeyS})
	if got := d.since(); !slices.Equal(got, []string{"key D people", "key S people"}) {
		t.Errorf("happened: %q", got)
	}
	asked := 0
	s.OnHelp = func() { asked++ }
	w.Canvas().OnTypedRune()('?')
	if asked != 1 {
		t.Error("? does not ask for the keys")
	}
}

func TestAPageWithoutAPlaceMarksTheOneItBelongsTo(t *testing.T) {
	s, _, _ := notedShell(t)
	s.p.Within = map[string]string{"person": "people"}
	s.Open(Route{"person", "goethe"})
	if !s.items["people"].selected || s.items["needs"].selected {
		t.Error("the rail does not say where one is")
	}
}

func TestRailShrinksToIconsInANarrowWindow(t *testing.T) {
	s, _, w := notedShell(t)
	s.Open(Route{"people", ""})
	item := s.items["people"]
	if !item.word.Visible() {
		t.Error("the word has room at 1000 pixels")
	}
	w.Resize(fyne.NewSize(600, 500))
	if item.word.Visible() || item.Tooltip != "Kontor  "+KeyLabel("Ctrl+1") {
		t.Errorf("word visible %v, tooltip %q", item.word.Visible(), item.Tooltip)
	}
	w.Resize(fyne.NewSize(1000, 500))
	if !item.word.Visible() {
		t.Error("the word does not come back")
	}
}

func TestOverlayClosesByATapBeside(t *testing.T) {
	s, _, w := notedShell(t)
	s.Open(Route{"people", ""})
	closed := 0
	overlay := s.Overlay(OverlayParams{Content: NewPadded(100, 0, 0, 0, NewEntry("")), Width: 400, Top: 100, OnClosed: func() { closed++ }})
	overlay.Tapped(&fyne.PointEvent{Position: fyne.NewPos(500, 150)})
	if !overlay.IsOpen() {
		t.Fatal("a tap upon the card closed it")
	}
	overlay.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 150)})
	overlay.Close()
	if overlay.IsOpen() || closed != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("open %v, closed %d times", overlay.IsOpen(), closed)
	}
}

func TestShellSpeaksTheNewLanguageAtOnce(t *testing.T) {
	before := i18n.Language()
	t.Cleanup(func() {
		if err := i18n.SetLanguage(before); err != nil {
			t.Error(err)
		}
	})
	if err := i18n.SetLanguage(i18n.English); err != nil {
		t.Fatal(err)
	}
	s, d, _ := notedShell(t)
	s.Open(Route{"people", ""})
	s.SetCount("needs", 1284)
	s.Page().(*notedPage).state = "filter"
	d.since()
	if err := i18n.SetLanguage(i18n.German); err != nil {
		t.Fatal(err)
	}
	if got := s.items["needs"].word.Text(); got != "Wird geladen …" {
		t.Errorf("the rail says %q", got)
	}
	if got := s.items["needs"].count.Text(); got != "1.284" {
		t.Errorf("the count is %q", got)
	}
	if got := d.since(); !slices.Equal(got, []string{"hide people", "restore filter people", "show people"}) {
		t.Errorf("happened: %q", got)
	}
}

func TestShellOpensARecordThatAPageHasMovedOnFrom(t *testing.T) {
	s, d, _ := notedShell(t)
	s.Open(Route{"person", "1"})
	s.Page().(*notedPage).At.Arg = "2" // as a list does when another row is selected
	d.since()
	s.Open(Route{"person", "2"})
	if lines := d.since(); len(lines) != 0 {
		t.Errorf("what is in sight was opened again: %v", lines)
	}
	s.Open(Route{"person", "1"})
	if lines := d.since(); !slices.Contains(lines, "show person1") {
		t.Errorf("the record from before was not opened: %v", lines)
	}
}

// listPage has a list that is drawn only once its rows have come.
type listPage struct {
	BasePage
	list *List
	body *Frame
}

func (p *listPage) Content() fyne.CanvasObject    { return p.body }
func (p *listPage) DefaultFocus() fyne.Focusable  { return p.list }
func (p *listPage) TypedKey(event *fyne.KeyEvent) { p.list.TypedKey(event) }
func newListPage(rows []string, arg string) *listPage {
	p := &listPage{BasePage: BasePage{At: Route{"list", arg}}, body: NewFrame(nil, NewLoadingState(), nil)}
	p.list = NewList(ListParams{
		Async: NewStill(noon), Count: func() int { return len(rows) }, ID: func(row int) string { return rows[row] },
		Create: func(int) fyne.CanvasObject { return NewText(Body, "") }, Update: func(int, fyne.CanvasObject) {},
	})
	return p
}

func TestAListThatComesLaterHasTheKeyboardFromTheFirstKeyOn(t *testing.T) {
	s, _, w := notedShell(t)
	var page *listPage
	s.Register("list", func(arg string) Page {
		page = newListPage([]string{"a", "b", "c"}, arg)
		return page
	})
	s.Open(Route{"list", ""})
	if w.Canvas().Focused() != nil {
		t.Fatal("what is not drawn has the keyboard")
	}
	page.body.SetBody(page.list)
	page.list.Reload()
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyJ})
	if page.list.Selected() != "a" || w.Canvas().Focused() != fyne.Focusable(page.list) {
		t.Errorf("selected %q, focused %T", page.list.Selected(), w.Canvas().Focused())
	}
	s.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyJ})
	if page.list.Selected() != "b" {
		t.Errorf("selected %q", page.list.Selected())
	}
}
