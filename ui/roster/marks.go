package roster

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Action is something that is done with all rows that are marked.
type Action struct {
	Icon  kit.Icon
	Label string
	Do    func(c *Choice)
}

// Choice is the rows that were marked when an action was chosen. Rows that were
// never fetched belong to it by the filter that selects them.
type Choice struct {
	Count int
	IDs   func(ctx context.Context) ([]domain.ID, error)
	work  func(text string, work work)
	desk  *desk.Desk
	said  func(n int) string
	done  func()
}

// progressAfter is how long something may take before it shows how far it is.
const progressAfter = 500 * time.Millisecond

// work is done away from the window's thread; apply is called on it.
type work struct {
	do    func(ctx context.Context, progress func(done, total int)) error
	apply func(error)
}

// Do carries out a command for each record, as one step with one undo, and says
// what was done. The title is that of the step.
func (c *Choice) Do(title string, command func(id domain.ID) domain.Command) {
	var many workspace.Many
	total := 0
	c.work(i18n.T("command."+title), work{
		do: func(ctx context.Context, progress func(done, total int)) error {
			ids, err := c.IDs(ctx)
			if err != nil {
				return err
			}
			total = len(ids)
			many, err = c.desk.Workspace.DoMany(ctx, title, func(yield func(domain.Command) bool) {
				for _, id := range ids {
					if !yield(command(id)) {
						return
					}
				}
			}, func(done int) { progress(done, total) })
			return err
		},
		apply: func(err error) { c.sayDone(many, total, err) },
	})
}

func (c *Choice) sayDone(many workspace.Many, total int, err error) {
	text := kit.Capital(i18n.T("roster.done", i18n.T("command."+many.Title), c.said(many.Count)))
	switch {
	case errors.Is(err, context.Canceled):
		text = i18n.T("roster.stopped", many.Count, total)
	case err != nil:
		c.desk.Fail(err)
		return
	case many.Refused > 0:
		text += " · " + i18n.N("roster.refused", many.Refused)
	case !many.Changed():
		text = i18n.T("roster.nothing")
	}
	toast := kit.Toast{Text: text, Tone: kit.Good}
	if many.Changed() {
		toast.Key, toast.OnAction = kit.KeyLabel("Ctrl+Z"), func() { c.desk.UndoStep(many.Command) }
	}
	c.desk.Shell.Toasts.Dismiss()
	c.desk.Shell.Toast(toast)
	if err == nil {
		c.done()
	}
}

// Save asks for a file and writes the records into it. The whole of it is there
// before the file is touched.
func (c *Choice) Save(name, label string, write func(ctx context.Context, out *bytes.Buffer, ids []domain.ID, progress func(done, total int)) error) {
	c.desk.AskSave(name, label, func(path string) {
		c.work(label, work{
			do: func(ctx context.Context, progress func(done, total int)) error {
				var out bytes.Buffer
				ids, err := c.IDs(ctx)
				if err == nil {
					err = write(ctx, &out, ids, progress)
				}
				if err == nil {
					err = ctx.Err()
				}
				if err == nil {
					err = workspace.WriteBytes(path, out.Bytes())
				}
				return err
			},
			apply: func(err error) {
				switch {
				case errors.Is(err, context.Canceled):
					c.desk.Shell.Toast(kit.Toast{Text: i18n.T("roster.not-written")})
				case err != nil:
					c.desk.Fail(err)
				default:
					c.desk.Wrote(path, "")
				}
			},
		})
	})
}

// marksBar is shown at the foot while rows are marked or something is done with
// them.
type marksBar struct {
	desk    *desk.Desk
	marks   func() kit.Marks
	all     func() int
	counted func(n int) string
	clear   func()
	actions []Action
	choice  func() *Choice
	changed func()
	foot    fyne.CanvasObject // where it stands
	running *running
	over    func() // told by the page when it is over
}

// running is something that is being done.
type running struct {
	progress *kit.Progress
	seen     bool
	cancel   context.CancelFunc
}

func newMarksBar[T, F any](l *List[T, F]) *marksBar {
	b := &marksBar{
		desk: l.p.Desk, marks: func() kit.Marks { return l.Rows.Marks() }, all: func() int { return l.counted.Shown },
		counted: l.p.Counted, clear: func() { l.Rows.Unmark() }, actions: l.p.Actions, changed: l.showFoot, foot: l.foot,
	}
	b.choice = l.Choice
	l.typed.changed = l.showFoot
	return b
}

// Choice is what is marked now.
func (l *List[T, F]) Choice() *Choice {
	marks, filter, order := l.Rows.Marks(), l.Filter, l.Order
	return &Choice{
		Count: marks.Count(l.counted.Shown), desk: l.p.Desk, said: l.p.Counted, done: func() { l.Rows.Unmark() }, work: l.marks.work,
		IDs: func(ctx context.Context) ([]domain.ID, error) {
			if !marks.All {
				return marked(marks), nil
			}
			ids, err := l.idsOf(ctx, filter, order)
			return slices.DeleteFunc(ids, func(id domain.ID) bool { return marks.IDs[id.String()] }), err
		},
	}
}

func marked(m kit.Marks) []domain.ID {
	ids := make([]domain.ID, 0, len(m.IDs))
	for id := range m.IDs {
		ids = append(ids, desk.RouteID(id))
	}
	slices.SortFunc(ids, func(a, b domain.ID) int { return strings.Compare(a.String(), b.String()) })
	return ids
}

// show is what stands at the foot; nil for nothing.
func (b *marksBar) show() fyne.CanvasObject {
	if b.running != nil && b.running.seen {
		return kit.NewPadded(10, kit.Margin, 10, kit.Margin, b.running.progress)
	}
	marks := b.marks()
	if marks.None() {
		return nil
	}
	space := kit.NewSpace()
	objects := []fyne.CanvasObject{
		kit.NewIconButton(kit.IconClose, i18n.T("roster.unmark")+"  "+kit.KeyLabel("Escape"), b.clear),
		kit.NewText(kit.Strong, b.counted(marks.Count(b.all()))), space,
	}
	for _, action := range b.actions {
		objects = append(objects, kit.NewIconButton(action.Icon, action.Label, func() { b.Act(action) }))
	}
	if len(b.actions) > 0 {
		objects = append(objects, kit.NewKeyCap("M"))
	}
	return kit.NewGround(kit.ColorAccentBg, kit.NewPadded(4, 10, 4, 10, kit.NewLine(4, objects...).Grow(space)))
}

// offer shows in a menu what can be done with the marked rows, for the keyboard;
// it tells whether any are marked.
func (b *marksBar) offer() bool {
	if b.marks().None() || b.running != nil || len(b.actions) == 0 {
		return false
	}
	items := make([]kit.MenuItem, 0, len(b.actions))
	for i, action := range b.actions {
		items = append(items, kit.MenuItem{Label: action.Label, Icon: action.Icon, First: i == 0, OnTap: func() { b.Act(action) }})
	}
	driver := fyne.CurrentApp().Driver()
	kit.OpenMenu(b.desk.Shell.Canvas(), driver.AbsolutePositionForObject(b.foot), items)
	return true
}

// Act does something with the marked rows.
func (b *marksBar) Act(action Action) {
	if b.running == nil {
		action.Do(b.choice())
	}
}

// work does something away from the window's thread and shows how far it is once
// it takes longer than half a second.
func (b *marksBar) work(text string, w work) {
	if b.running != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{cancel: cancel}
	r.progress = kit.NewProgress(text, cancel)
	b.running = r
	b.desk.SetBusy(true)
	stop := b.desk.Async.After(progressAfter, func() {
		if b.running == r {
			r.seen = true
			b.changed()
		}
	})
	b.desk.Async.Go(func() {
		err := w.do(ctx, b.desk.Reports(r.progress))
		b.desk.Async.Do(func() {
			stop()
			cancel()
			b.running = nil
			b.desk.SetBusy(false)
			w.apply(err)
			b.changed()
			b.over()
		})
	})
}
