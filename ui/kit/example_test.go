package kit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/i18n"
	"kontor/ui/kit"
)

// The page of the package's documentation, so that it stays true.

type person struct {
	id   string
	data kit.RowData
}

type page struct {
	kit.BasePage
	fetch   func(context.Context) ([]person, error) // what the page asks of the workspace
	rows    []person                                // everything formatted beforehand
	state   kit.ListState
	list    *kit.List
	loader  *kit.Loader
	frame   *kit.Frame
	content fyne.CanvasObject
}

func newPage(shell *kit.Shell, fetch func(context.Context) ([]person, error)) *page {
	p := &page{BasePage: kit.BasePage{At: kit.Route{Page: "people"}}, fetch: fetch, loader: kit.NewLoader(shell.Async())}
	p.list = kit.NewList(kit.ListParams{
		Async:  shell.Async(),
		Count:  func() int { return len(p.rows) },
		ID:     func(row int) string { return p.rows[row].id },
		Create: func(int) fyne.CanvasObject { return kit.NewRow() },
		Update: func(row int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.rows[row].data) },
		OnOpen: func(id string) { shell.Open(kit.Route{Page: "person", Arg: id}) },
	})
	head := kit.NewPadded(16, kit.Margin, 10, kit.Margin, kit.NewText(kit.Title, i18n.T("people.title")))
	p.frame = kit.NewFrame(kit.NewColumn(0, head, kit.NewHairline()), p.list, nil)
	p.content = kit.NewPanes(p.frame, kit.NewEmptyState(kit.Empty{Icon: kit.IconPerson, Title: i18n.T("people.none-chosen")}))
	return p
}

func (p *page) Content() fyne.CanvasObject    { return p.content }
func (p *page) DefaultFocus() fyne.Focusable  { return p.list }
func (p *page) TypedKey(event *fyne.KeyEvent) { p.list.TypedKey(event) }
func (p *page) Save() any                     { return p.list.State() }
func (p *page) Restore(state any)             { p.state, _ = state.(kit.ListState) }
func (p *page) OnHide()                       { p.loader.Stop() }

func (p *page) OnShow() {
	kit.Load(context.Background(), p.loader, p.fetch, func(rows []person, err error) {
		if err != nil {
			p.frame.SetBody(kit.NewErrorState(i18n.T("people.failed"), p.OnShow))
			return
		}
		p.rows = rows
		p.frame.SetBody(p.list)
		p.list.Reload()
		p.list.Restore(p.state)
	})
}

func TestThePageOfTheDocumentation(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.Light))
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(1280, 800))
	shell := kit.NewShell(kit.ShellParams{Window: w, Async: kit.NewStill(time.Date(2026, 11, 18, 14, 0, 0, 0, time.UTC))})
	t.Cleanup(shell.Close)
	var fail error
	people := []person{{"1", kit.RowData{Title: "Goethe"}}, {"2", kit.RowData{Title: "Schiller"}}}
	shell.Register("people", func(string) kit.Page {
		return newPage(shell, func(context.Context) ([]person, error) { return people, fail })
	})

	shell.Open(kit.Route{Page: "people"})
	first := shell.Page().(*page)
	if w.Canvas().Focused() != fyne.Focusable(first.list) {
		t.Fatalf("the list has not the keyboard but %T", w.Canvas().Focused())
	}
	first.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyJ})
	first.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyJ})
	shell.Rebuild()
	if again := shell.Page().(*page); again == first || again.list.Selected() != "2" {
		t.Errorf("the new page has %q selected", again.list.Selected())
	}
	fail = errors.New("the disk is gone")
	shell.Rebuild()
	if shell.Page().(*page).list.Selected() != "" {
		t.Error("a page that failed selects nothing")
	}
}
