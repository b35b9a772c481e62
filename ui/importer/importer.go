// Package importer is the page that brings address books in: choose files, say
// what their columns mean, see in a dry run what would happen, import, and take
// it back. Its second tab shows people who may be the same.
package importer

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Register adds the page to the window. Who comes back to an import that goes on,
// or that ended meanwhile, finds it as it is.
func Register(d *desk.Desk) {
	var last *page
	d.Shell.Register(desk.PageImport, func(arg string) kit.Page {
		busy := last != nil && (last.step == importing || last.unseen)
		if busy && arg == "" {
			return last
		}
		p := newPage(d, arg)
		if !busy {
			last = p
		}
		return p
	})
}

// step is how far the assistant has come.
type step int

const (
	choosing step = iota // files, and what their columns mean
	trying               // the dry run is under way
	tried                // what would happen
	importing
	imported
)

type page struct {
	kit.BasePage
	desk   *desk.Desk
	loader *kit.Loader

	tabs  *kit.Segments
	host  *fyne.Container
	frame *kit.Frame
	body  *fyne.Container
	foot  *fyne.Container

	step       step
	files      []file
	chosen     int // the table whose columns are shown
	columns    *columns
	run        *run
	outcome    *outcome
	duplicates *duplicates
	hidden     bool
	unseen     bool   // the import ended while another page was in sight
	stop       func() // ends the watching of changes
}

// the tabs
const (
	tabImport     = "import"
	tabDuplicates = "duplicates"
)

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), host: container.NewStack(), body: container.NewStack(), foot: container.NewStack()}
	p.At = kit.Route{Page: desk.PageImport, Arg: arg}
	current := tabImport
	if arg == desk.ArgDuplicates {
		current = tabDuplicates
	}
	p.tabs = kit.NewSegments([]kit.Segment{
		{Value: tabImport, Label: i18n.T("importer.tab.import")},
		{Value: tabDuplicates, Label: i18n.T("importer.tab.duplicates")},
	}, current, func(string) {
		p.showTab()
		d.Shell.Canvas().Unfocus() // the arrows belong to the list now
	})
	p.duplicates = newDuplicates(d)
	head := kit.NewPadded(16, kit.Margin, 12, kit.Margin, kit.NewLine(20, kit.NewText(kit.Title, i18n.T("place.import")), p.tabs).Grow(p.tabs))
	p.frame = kit.NewFrame(kit.NewColumn(0, head, kit.NewHairline()), p.body, p.foot)
	p.host.Objects = []fyne.CanvasObject{p.frame}
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject { return p.host }

// DefaultFocus implements kit.FocusPage.
func (p *page) DefaultFocus() fyne.Focusable {
	if p.tabs.Value() == tabDuplicates {
		return p.duplicates.list
	}
	return nil
}

// kept is what the assistant comes back to; a dry run is not kept.
type kept struct {
	tab    string
	files  []file
	chosen int
}

// Save implements kit.Page.
func (p *page) Save() any { return kept{p.tabs.Value(), p.files, p.chosen} }

// Restore implements kit.Page.
func (p *page) Restore(state any) {
	if was, ok := state.(kept); ok && p.At.Arg == "" {
		p.tabs.SetValue(was.tab)
		p.files, p.chosen = was.files, was.chosen
	}
}

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.hidden, p.unseen = false, false
	p.stop = p.desk.Watch(func(workspace.Changed) { p.lookAgain() })
	p.lookAgain()
	p.showTab()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.hidden = true
	p.stop()
	p.loader.Stop()
	p.duplicates.hide()
	if p.columns != nil {
		p.columns.loader.Stop()
	}
	if p.run != nil && p.step == trying {
		p.run.cancel()
	}
}

func (p *page) showTab() {
	if p.tabs.Value() == tabDuplicates {
		p.set(p.duplicates.content, p.duplicates.foot)
		p.duplicates.show()
		return
	}
	p.duplicates.hide()
	p.showStep()
}

func (p *page) set(body, foot fyne.CanvasObject) {
	p.body.Objects, p.foot.Objects = []fyne.CanvasObject{body}, nil
	if foot != nil {
		p.foot.Objects = []fyne.CanvasObject{kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(10, kit.Margin, 10, kit.Margin, foot))}
	}
	p.body.Refresh()
	p.foot.Refresh()
	p.frame.Refresh()
}

func (p *page) showStep() {
	switch p.step {
	case choosing:
		p.showFiles()
	case trying, importing:
		p.set(p.run.content, nil)
	case tried, imported:
		p.set(p.outcome.content, p.outcome.foot())
	}
}

// TypedKey goes on with Enter and back with Esc.
func (p *page) TypedKey(event *fyne.KeyEvent) {
	if p.tabs.Value() == tabDuplicates {
		p.duplicates.list.TypedKey(event)
		return
	}
	switch event.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.next()
	case fyne.KeyEscape:
		p.back()
	default:
		if p.outcome != nil && (p.step == tried || p.step == imported) {
			p.outcome.list.TypedKey(event)
		}
	}
}

// next does what the primary button does.
func (p *page) next() {
	switch p.step {
	case choosing:
		if len(p.readable()) == 0 {
			p.chooseFile()
			return
		}
		p.start(true)
	case tried:
		if p.outcome.worthwhile() {
			p.start(false)
		}
	case imported:
		p.toPeople()
	}
}

// toPeople lists the people whom the import brought or changed, or everybody where
// there are none.
func (p *page) toPeople() {
	var brought []domain.ID
	if p.outcome != nil && !p.outcome.dry && !p.outcome.undone {
		brought = p.outcome.brought()
	}
	if len(brought) == 0 {
		p.desk.Shell.Open(kit.Route{Page: desk.PagePeople})
		return
	}
	p.desk.OpenList(desk.Asked{Label: i18n.T("importer.people.brought"), List: projections.List{People: &projections.PeopleQuery{Of: brought}}})
}

func (p *page) back() {
	switch p.step {
	case trying, importing:
		p.run.cancel()
	case tried:
		p.step = choosing
		p.showStep()
	case choosing:
		p.askBegin()
	case imported:
		p.begin()
	}
}

// askBegin starts over, and asks before where files would have to be chosen
// anew.
func (p *page) askBegin() {
	if len(p.files) == 0 {
		return
	}
	kit.Confirm(p.desk.Shell.Canvas(), i18n.T("importer.begin.title"), i18n.N("importer.begin.text", len(p.files)),
		i18n.T("importer.begin.submit"), false, p.begin)
}

// lookAgain takes over that an import was undone or done again elsewhere, as by
// Ctrl+Z.
func (p *page) lookAgain() {
	if p.step != imported || p.outcome.report.Import == domain.None {
		return
	}
	o := p.outcome
	kit.Load(context.Background(), p.loader, p.desk.Workspace.Views().Imports, func(rows []projections.ImportRow, err error) {
		at := slices.IndexFunc(rows, func(row projections.ImportRow) bool { return row.ID == o.report.Import })
		if err == nil && at >= 0 && rows[at].Undone != o.undone && p.outcome == o {
			o.undone = rows[at].Undone
			o.fillNotice()
			p.showIfTab()
		}
		if err == nil && p.outcome == o {
			o.readLetters() // one that was logged may have been taken back
		}
	})
}

// begin starts over, without files.
func (p *page) begin() {
	p.step, p.files, p.chosen, p.columns, p.outcome, p.run = choosing, nil, 0, nil, nil, nil
	p.showStep()
}

func (p *page) fail(err error) {
	p.desk.Shell.Toast(kit.Toast{Text: workspace.Explain(err), Tone: kit.Late})
}
