// Package kit holds what the window is made of: the theme, text, widgets, the
// virtual list, the frame of the window and the way to fetch without blocking.
// It knows nothing of people and conversations: widgets show what they are
// handed and speak through OnX functions.
//
// # A page in forty lines
//
//	type page struct {
//		kit.BasePage
//		fetch   func(context.Context) ([]person, error) // what the page asks of the workspace
//		rows    []person                                // everything formatted beforehand
//		state   kit.ListState
//		list    *kit.List
//		loader  *kit.Loader
//		frame   *kit.Frame
//		content fyne.CanvasObject
//	}
//
//	func newPage(shell *kit.Shell, fetch func(context.Context) ([]person, error)) *page {
//		p := &page{BasePage: kit.BasePage{At: kit.Route{Page: "people"}}, fetch: fetch, loader: kit.NewLoader(shell.Async())}
//		p.list = kit.NewList(kit.ListParams{
//			Async:  shell.Async(),
//			Count:  func() int { return len(p.rows) },
//			ID:     func(row int) string { return p.rows[row].id },
//			Create: func(int) fyne.CanvasObject { return kit.NewRow() },
//			Update: func(row int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.rows[row].data) },
//			OnOpen: func(id string) { shell.Open(kit.Route{Page: "person", Arg: id}) },
//		})
//		head := kit.NewPadded(16, kit.Margin, 10, kit.Margin, kit.NewText(kit.Title, i18n.T("people.title")))
//		p.frame = kit.NewFrame(kit.NewColumn(0, head, kit.NewHairline()), p.list, nil)
//		p.content = kit.NewPanes(p.frame, kit.NewEmptyState(kit.Empty{Icon: kit.IconPerson, Title: i18n.T("people.none-chosen")}))
//		return p
//	}
//
//	func (p *page) Content() fyne.CanvasObject    { return p.content }
//	func (p *page) DefaultFocus() fyne.Focusable  { return p.list }
//	func (p *page) TypedKey(event *fyne.KeyEvent) { p.list.TypedKey(event) }
//	func (p *page) Save() any                     { return p.list.State() }
//	func (p *page) Restore(state any)             { p.state, _ = state.(kit.ListState) }
//	func (p *page) OnHide()                       { p.loader.Stop() }
//
//	func (p *page) OnShow() {
//		kit.Load(context.Background(), p.loader, p.fetch, func(rows []person, err error) {
//			if err != nil {
//				p.frame.SetBody(kit.NewErrorState(i18n.T("people.failed"), p.OnShow))
//				return
//			}
//			p.rows = rows
//			p.frame.SetBody(p.list)
//			p.list.Reload()
//			p.list.Restore(p.state)
//		})
//	}
//
// and where the window is put together:
//
//	shell.Register("people", func(arg string) kit.Page { return newPage(shell, workspace.People) })
//
// # Rules
//
//   - Nothing is changed away from the window's thread: fetch with Load, whose
//     apply is at home again, or come back with Async.Do. The test of kit/lint
//     looks for the rest.
//   - Every text comes from i18n.T. Numbers through it get their separators.
//   - Layout with Column, Line, Flow, Padded, Frame, Panes, Facts and Scroll:
//     they know the height that wrapping text needs at a width. Distances are
//     multiples of Gap; Margin lies between a pane's edge and its content.
//   - Within a list's row use what takes no part in tapping: Row, Text, Badge,
//     Avatar, ChannelMark. Chip, Link and Button take the tap from the row.
//   - A click beside a list takes the keyboard from it. Forward keys in TypedKey
//     as above and J/K go on working.
//   - A widget that embeds another calls ExtendBaseWidget with itself; embed by
//     value, never a pointer to a widget: the toolkit keeps what it draws by the
//     outermost one.
//   - In tests take NewStill as Async: everything happens in the test's
//     goroutine and time moves by Advance only. Hold and Release let answers
//     come back in any order.
package kit
