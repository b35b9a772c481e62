package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/i18n"
)

// DialogParams says what a dialog asks.
type DialogParams struct {
	Title   string
	Content fyne.CanvasObject
	Width   float32 // 480 without
	// Submit is the word of the button that does it; "Save" without.
	Submit string
	// Leave is the word of the button that closes it without; "Cancel" without.
	Leave  string
	Danger bool
	// OnSubmit does it and tells whether the dialog may close.
	OnSubmit func() bool
	// OnCancel is told when it was closed without submitting.
	OnCancel func()
	// MustAnswer leaves no way out but to submit: no button to cancel, and Esc
	// does nothing. Close still closes it.
	MustAnswer bool
	// OnShortcut is asked about a combination of keys first, wherever the focus
	// is; it tells whether that meant something.
	OnShortcut func(pressed *desktop.CustomShortcut) bool
	Focus      fyne.Focusable
}

// Dialog asks for something above the window. Its first field has the keyboard,
// Esc cancels, Enter in a field of one line and Ctrl+Enter anywhere submit, and
// the shortcuts of the window are off.
type Dialog struct {
	*Overlay
	p         DialogParams
	submit    *Button
	submitted bool
}

// OpenDialog shows a dialog.
func OpenDialog(c fyne.Canvas, p DialogParams) *Dialog {
	d := &Dialog{p: p}
	if p.Width == 0 {
		p.Width = 480
	}
	if p.Submit == "" {
		p.Submit = i18n.T("kit.action.save")
	}
	if p.Leave == "" {
		p.Leave = i18n.T("kit.action.cancel")
	}
	kind := Primary
	if p.Danger {
		kind = Danger
	}
	d.submit = NewButton(kind, p.Submit, d.Submit)
	d.submit.Shortcut = KeyLabel("Ctrl+Enter")
	space := NewSpace()
	foot := NewLine(8, space, NewButton(Quiet, p.Leave, d.cancel), d.submit).Grow(space)
	if p.MustAnswer {
		foot = NewLine(8, space, d.submit).Grow(space)
	}
	body := newDialogBody(titleOf(p.Title), p.Content, foot)
	d.Overlay = OpenOverlay(c, OverlayParams{
		Content: body, Width: p.Width, Focus: p.Focus,
		OnEscape: d.cancel, OnSubmit: d.Submit, OnEnter: d.Submit, OnShortcut: p.OnShortcut,
		OnClosed: func() {
			if !d.submitted && p.OnCancel != nil {
				p.OnCancel()
			}
		},
	})
	return d
}

// titleOf is a title without the ellipsis by which a menu announces a dialog.
func titleOf(text string) string { return strings.TrimRight(text, " …") }

// Submit does what the button does.
func (d *Dialog) Submit() {
	if d.submit.Disabled() {
		return
	}
	if d.p.OnSubmit == nil || d.p.OnSubmit() {
		d.submitted = true
		d.Close()
	}
}

// SetBusy keeps the button from a second press while the first is at work.
func (d *Dialog) SetBusy(busy bool) { d.submit.setDisabled(busy) }

func (d *Dialog) cancel() {
	if !d.p.MustAnswer {
		d.Close()
	}
}

// revealFocused brings what got the keyboard into sight, where it stands in a
// dialog that is longer than the window, or in a pane that follows.
func revealFocused(object fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(object)
	if c == nil {
		return
	}
	o, ok := c.Overlays().Top().(*Overlay)
	if !ok {
		followFocus(c, object)
		if k := keysOf(object); k != nil && k.onFocus != nil {
			k.onFocus()
		}
		return
	}
	body, ok := o.p.Content.(*dialogBody)
	if ok && body.scroll.Size().Height > 0 && !slices.Contains(body.foot.objects, object) {
		body.scroll.ShowObject(object)
	}
}

// Confirm asks whether to do something that cannot simply be undone.
func Confirm(c fyne.Canvas, title, text, submit string, danger bool, onYes func()) *Dialog {
	return OpenDialog(c, DialogParams{
		Title: title, Content: NewParagraph(Body, text), Width: 420, Submit: submit, Danger: danger,
		OnSubmit: func() bool { onYes(); return true },
	})
}

// dialogBody sets title, content and buttons one above the other; the content
// scrolls when the window is too low for it.
type dialogBody struct {
	Column
	title  *Text
	scroll *Scroll
	inner  fyne.CanvasObject
	foot   *Line
}

const (
	dialogPad  float32 = 20
	dialogGap  float32 = 16
	dialogHead float32 = 22
)

func newDialogBody(title string, content fyne.CanvasObject, foot *Line) *dialogBody {
	b := &dialogBody{title: NewText(Heading, title), inner: content, foot: foot}
	b.scroll = NewScroll(NewPadded(2, 2, 2, 2, content))
	b.ExtendBaseWidget(b)
	return b
}

// HeightFor implements Flexible.
func (b *dialogBody) HeightFor(width float32) float32 {
	return dialogPad + dialogHead + dialogGap + HeightFor(b.inner, width-2*dialogPad) + 4 + dialogGap + ControlHeight + dialogPad
}

// MinSize grows with the content, so that the overlay is laid out anew.
func (b *dialogBody) MinSize() fyne.Size {
	return fyne.NewSize(240, b.HeightFor(max(b.Size().Width, 240)))
}

// CreateRenderer implements fyne.Widget.
func (b *dialogBody) CreateRenderer() fyne.WidgetRenderer {
	return newView(b, func(size fyne.Size) {
		width := size.Width - 2*dialogPad
		place(b.title, dialogPad, dialogPad, width, dialogHead)
		top := dialogPad + dialogHead + dialogGap - 2
		bottom := size.Height - dialogPad - ControlHeight
		place(b.scroll, dialogPad-2, top, width+4, bottom-dialogGap-top+2)
		place(b.foot, dialogPad, bottom, width, ControlHeight)
	}, b.MinSize, nil, b.title, b.scroll, b.foot)
}
