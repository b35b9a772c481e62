package roster

import (
	"context"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// typeKey begins a name to jump to: letters alone do what the page binds them to.
const typeKey = '\''

// typePause is after how long without a letter the name is over.
const typePause = 2500 * time.Millisecond

// typeAhead gathers the beginning of a name and jumps to it.
type typeAhead struct {
	desk    *desk.Desk
	jump    func(typed string)
	changed func()
	text    *kit.Text
	content fyne.CanvasObject
	name    string
	active  bool
	forget  func()
}

func newTypeAhead(d *desk.Desk, jump func(string)) *typeAhead {
	t := &typeAhead{desk: d, jump: jump, text: kit.NewText(kit.Body, ""), changed: func() {}}
	t.content = kit.NewPadded(9, kit.Margin, 9, kit.Margin, kit.NewLine(8, kit.NewKeyCap(string(typeKey)), t.text))
	return t
}

// rune takes a letter; it tells whether it was meant for a name.
func (t *typeAhead) rune(r rune) {
	switch {
	case !t.active && r == typeKey:
		t.active, t.name = true, ""
	case t.active && unicode.IsPrint(r):
		t.name += string(r)
		t.jump(strings.TrimSpace(t.name))
	default:
		return
	}
	t.show()
}

// key takes the keys that come beside the letters.
func (t *typeAhead) key(event *fyne.KeyEvent) bool {
	if !t.active {
		return false
	}
	switch event.Name {
	case fyne.KeyBackspace:
		if letters := []rune(t.name); len(letters) > 0 {
			t.name = string(letters[:len(letters)-1])
			t.jump(t.name)
			t.show()
			return true
		}
		t.stop()
		return true
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		t.stop()
		return true
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyLeft, fyne.KeyRight:
		t.stop()
		return false
	}
	return true // the letter itself follows as a character
}

func (t *typeAhead) show() {
	t.text.SetText(i18n.T("roster.jump", t.name))
	if t.forget != nil {
		t.forget()
	}
	t.forget = t.desk.Async.After(typePause, t.stop)
	t.changed()
}

func (t *typeAhead) stop() {
	if t.forget != nil {
		t.forget()
		t.forget = nil
	}
	if t.active {
		t.active = false
		t.changed()
	}
}

// find goes to the first row whose name begins so.
func (l *List[T, F]) find(typed string) {
	if typed == "" {
		return
	}
	filter, order := l.Filter, l.Order
	kit.Load(context.Background(), l.finding, func(ctx context.Context) (string, error) {
		filter, right, err := l.read(ctx, filter)
		if err != nil || !right {
			return "", err
		}
		return l.p.Find(ctx, filter, order, typed)
	}, func(cursor string, err error) {
		switch {
		case err != nil:
			l.p.Desk.Fail(err)
		case cursor != "":
			l.stale, l.then = true, atFirst
			l.Paged.Enter(cursor)
		}
	})
}
