// Package unsaved keeps what stands in a form until it is saved, sealed beside
// the ledger, so that neither Esc nor a restart nor a crash loses it; and it
// tells a form that its record was changed elsewhere meanwhile.
package unsaved

import (
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// delay is how long nobody types before the form is written.
const delay = 400 * time.Millisecond

// Keeper keeps one form, as plain data, under a name of its own.
type Keeper struct {
	desk *desk.Desk
	name string
	stop func() // ends the wait until nobody types
	told bool   // something was changed since the form was opened
}

// kept is what lies in the file.
type kept struct {
	At   time.Time       `json:"at"`
	Form json.RawMessage `json:"form"`
}

// New returns the keeper of a form.
func New(d *desk.Desk, name string) *Keeper { return &Keeper{desk: d, name: name} }

// Read returns the form as it was left and when that was, nil if nothing was
// left. What another version of the program wrote otherwise is left alone:
// nothing that was saved is lost by that.
func Read[T any](d *desk.Desk, name string) (*T, time.Time) {
	var k kept
	form := new(T)
	text := d.Workspace.Draft(name)
	if text == "" || json.Unmarshal([]byte(text), &k) != nil || len(k.Form) == 0 || json.Unmarshal(k.Form, form) != nil {
		return nil, time.Time{}
	}
	return form, k.At
}

// NameOf is what the form of a record is kept under; that of a new one under the
// kind alone.
func NameOf(kind string, record domain.ID) string {
	if record == domain.None {
		return kind
	}
	return kind + "-" + record.String()
}

// Left is a form that was left, with what it was opened upon: what others changed
// since stays as they said.
type Left[T any] struct {
	Opened T `json:"opened"`
	Form   T `json:"form"`
}

// Restore is the form that was left under a name, upon what is known now, and when
// that was. Where nothing was left it is the form as it opens, and no time.
func Restore[T any](d *desk.Desk, name string, opened T, same func(a, b T) bool) (T, time.Time, error) {
	kept, at := Read[Left[T]](d, name)
	if kept == nil || same(kept.Opened, kept.Form) {
		return opened, time.Time{}, nil
	}
	form, err := Merge(kept.Opened, kept.Form, opened)
	return form, at, err
}

// Leave ends the wait of Soon and, where something was changed, keeps the form and
// says so.
func (k *Keeper) Leave(form any, changed bool) {
	k.Rest()
	if changed {
		k.Keep(form, nil)
		k.desk.Shell.Toast(kit.Toast{Text: i18n.T("unsaved.kept"), Tone: kit.Good})
	}
}

// LeaveChanged is Leave for a form that tells Soon of each change: it keeps the
// form if there was one, also if that is kept already.
func (k *Keeper) LeaveChanged(read func() any) {
	if k.told {
		k.Leave(read(), true)
	}
	k.Rest()
}

// Soon keeps the form once nobody types; read gives it.
func (k *Keeper) Soon(read func() any) {
	k.Rest()
	k.told = true
	k.stop = k.desk.Async.After(delay, func() {
		k.stop = nil
		k.Keep(read(), nil)
	})
}

// Keep keeps the form now and calls then, which may be nil, when that is done.
func (k *Keeper) Keep(form any, then func()) {
	k.Rest()
	text, err := json.Marshal(form)
	if err == nil {
		text, err = json.Marshal(kept{k.desk.Workspace.Now(), text})
	}
	if err != nil {
		k.desk.Fail(err)
		return
	}
	k.desk.Run(func(context.Context) error { return k.desk.Workspace.KeepDraft(k.name, string(text)) }, then)
}

// Rest ends the wait of Soon; it tells whether there was something to keep.
func (k *Keeper) Rest() bool {
	if k.stop == nil {
		return false
	}
	k.stop()
	k.stop = nil
	return true
}

// Forget lets go of what was kept.
func (k *Keeper) Forget() {
	k.Rest()
	k.told = false
	if k.desk.Workspace.Draft(k.name) == "" {
		return
	}
	k.desk.Run(func(context.Context) error { return k.desk.Workspace.KeepDraft(k.name, "") }, nil)
}

// Notice says that the form holds a draft and when it was left, and offers to
// go on with it or to discard it. Going on takes the notice away; changed is
// then told, to lay the form out anew.
func Notice(d *desk.Desk, at time.Time, discard, changed func()) fyne.CanvasObject {
	text := kit.NewParagraph(kit.Body, i18n.T("unsaved.draft", when.Speak(at, d.Workspace.Now(), i18n.Language(), domain.PrecisionMinute)))
	var notice *kit.Ground
	goOn := kit.NewButton(kit.Plain, i18n.T("unsaved.go-on"), func() {
		notice.Hide()
		changed()
	})
	line := kit.NewLine(8, text, kit.NewButton(kit.Plain, i18n.T("kit.action.discard"), discard), goOn).Grow(text)
	notice = kit.NewNotice(kit.Accent, line)
	return notice
}

// Elsewhere watches a record while a form is open upon it, and says so in the
// form when somebody else changes it.
type Elsewhere struct {
	Notice fyne.CanvasObject // hidden until then
	stop   func()
}

// Watch begins to watch; changed is told when the notice comes into sight.
func Watch(d *desk.Desk, record domain.Stream, changed func()) *Elsewhere {
	notice := kit.NewNotice(kit.Soon, kit.NewParagraph(kit.Body, i18n.T("unsaved.elsewhere")))
	notice.Hide()
	e := &Elsewhere{Notice: notice}
	e.stop = d.Watch(func(c workspace.Changed) {
		if c.Touches(record) && !notice.Visible() {
			notice.Show()
			changed()
		}
	})
	return e
}

// Stop ends it; stopping twice does nothing.
func (e *Elsewhere) Stop() {
	if e != nil && e.stop != nil {
		e.stop()
		e.stop = nil
	}
}

// Merge is a form as it is to be saved where its record was changed meanwhile:
// what the form changed, upon what is there now. Opened is the form as it was
// opened, now as it would open today.
func Merge[T any](opened, form, now T) (T, error) {
	var merged T
	fields := func(of T) (all map[string]json.RawMessage, err error) {
		text, err := json.Marshal(of)
		if err == nil {
			err = json.Unmarshal(text, &all)
		}
		return all, err
	}
	was, err := fields(opened)
	if err != nil {
		return merged, err
	}
	mine, err := fields(form)
	if err != nil {
		return merged, err
	}
	theirs, err := fields(now)
	if err != nil {
		return merged, err
	}
	for name, value := range mine {
		if string(was[name]) != string(value) {
			theirs[name] = value
		}
	}
	for name := range was {
		if _, there := mine[name]; !there { // emptied in the form
			delete(theirs, name)
		}
	}
	text, err := json.Marshal(theirs)
	if err != nil {
		return merged, err
	}
	err = json.Unmarshal(text, &merged)
	return merged, err
}
