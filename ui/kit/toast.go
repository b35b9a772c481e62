package kit

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/i18n"
)

// Toast says what was done and offers to take it back.
type Toast struct {
	Text string
	Tone Tone // Late for what failed
	// Action is the word of the button; without it and with OnAction it is
	// "Undo".
	Action string
	// Key is the shortcut of the action, as shown, where the window has one of its
	// own for it; without it the toast does it on ToastKey.
	Key      string
	OnAction func()
	// More is a second thing to do, on ToastMoreKey.
	More *ToastAction
	// Stay is how long it is shown; without it long enough to be read.
	Stay time.Duration
	// Progress stands in the place of the text.
	Progress *Progress
}

// ToastAction is a further button of a toast.
type ToastAction struct {
	Label string
	Do    func()
}

// The combinations that do what the toast in sight offers.
const (
	ToastKey     = "Ctrl+O"
	ToastMoreKey = "Ctrl+Shift+O"
)

// Toasts shows one toast at a time, that of the newest step. It sits above
// the line of key hints, and moves out of the way of a field that has the
// keyboard.
type Toasts struct {
	async Async
	layer *fyne.Container
	card  *Ground
	queue []Toast
	shown *Toast
	seen  bool // the toast in sight was there long enough to be noticed
	stop  func()
	rest  func() // ends the wait for seen
}

// NewToasts returns the layer; Object goes above the window's content. focused is
// the field that has the keyboard, nil where none has; it may be nil itself.
func NewToasts(async Async, focused func() fyne.CanvasObject) *Toasts {
	t := &Toasts{async: async}
	t.layer = container.New(&toastLayout{layer: func() fyne.CanvasObject { return t.layer }, focused: focused})
	t.layer.Hide()
	return t
}

// Object is what is drawn.
func (t *Toasts) Object() fyne.CanvasObject { return t.layer }

// Show shows a toast at once in the place of the one in sight, which spoke of an
// earlier step. Only what failed and what is still being done is not covered; the
// newest then waits behind it, and so do further failures.
func (t *Toasts) Show(toast Toast) {
	t.queue = slices.DeleteFunc(t.queue, func(waiting Toast) bool { return waiting.Tone != Late })
	t.queue = append(t.queue, toast)
	if t.shown == nil || !t.shown.holds() {
		t.Dismiss()
	}
}

// holds tells whether a newer toast waits for this one: it failed, or it is there
// as long as something is being done.
func (t *Toast) holds() bool {
	return t.Tone == Late || t.Progress != nil || t.Stay >= time.Minute
}

// passing tells whether the toast in sight only says something that went well.
func (t *Toasts) passing() bool {
	return t.shown.OnAction == nil && t.shown.More == nil && !t.shown.holds()
}

// PageLeft takes away what only made sense on the page that was left: words that
// were noticed there and offer nothing. What can be taken back or opened, what
// failed and what is still being done stays for its time.
func (t *Toasts) PageLeft() {
	if t.shown != nil && t.seen && t.passing() {
		t.Dismiss()
	}
}

// Current returns the toast in sight, nil when there is none.
func (t *Toasts) Current() *Toast { return t.shown }

// Dismiss hides the toast in sight and shows the next.
func (t *Toasts) Dismiss() {
	for _, stop := range []func(){t.stop, t.rest} {
		if stop != nil {
			stop()
		}
	}
	t.stop, t.rest = nil, nil
	t.shown = nil
	t.next()
}

// Act does what the toast in sight offers.
func (t *Toasts) Act() {
	if t.shown == nil || t.shown.OnAction == nil {
		return
	}
	act := t.shown.OnAction
	t.Dismiss()
	act()
}

// ActMore does the second thing that the toast in sight offers.
func (t *Toasts) ActMore() {
	if t.shown == nil || t.shown.More == nil {
		return
	}
	act := t.shown.More.Do
	t.Dismiss()
	act()
}

// typed does what the toast offers on ToastKey, unless the window has another
// key for it.
func (t *Toasts) typed() {
	if t.shown != nil && t.shown.Key == KeyLabel(ToastKey) {
		t.Act()
	}
}

// Arrange places the toast anew, after the keyboard went to another field.
func (t *Toasts) Arrange() {
	if t.shown != nil {
		t.layer.Refresh()
	}
}

// How long toasts stay.
const (
	toastNoticed = time.Second
	toastSaid    = 6 * time.Second
	toastOffers  = 10 * time.Second // there is something to take back or to open
	toastFailed  = 12 * time.Second // there is something to understand
)

func (t *Toasts) next() {
	if len(t.queue) == 0 {
		t.layer.RemoveAll()
		setVisible(t.layer, false)
		return
	}
	toast := t.queue[0]
	t.queue = t.queue[1:]
	if toast.OnAction != nil && toast.Key == "" {
		toast.Key = KeyLabel(ToastKey)
	}
	t.shown, t.seen = &toast, false
	switch {
	case toast.Stay != 0:
	case toast.OnAction != nil:
		toast.Stay = toastOffers
	case toast.Tone == Late:
		toast.Stay = toastFailed
	default:
		toast.Stay = toastSaid
	}
	t.card = NewOverlayCard(NewPadded(6, 8, 6, 16, t.content(&toast)))
	t.layer.Objects = []fyne.CanvasObject{t.card}
	setVisible(t.layer, true)
	t.layer.Refresh()
	t.stop = t.async.After(toast.Stay, t.Dismiss)
	t.rest = t.async.After(toastNoticed, func() { t.seen = true })
}

// content is the words and the buttons.
func (t *Toasts) content(toast *Toast) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if toast.OnAction != nil {
		if toast.Action == "" {
			toast.Action = i18n.T("kit.action.undo")
		}
		action := NewButton(Plain, toast.Action, t.Act)
		action.Shortcut = toast.Key
		buttons = append(buttons, action)
	}
	if toast.More != nil {
		more := NewButton(Plain, toast.More.Label, t.ActMore)
		more.Shortcut = KeyLabel(ToastMoreKey)
		buttons = append(buttons, more)
	}
	if toast.Progress == nil {
		buttons = append(buttons, NewIconButton(IconClose, i18n.T("kit.action.close"), t.Dismiss))
	}
	room := toastWidth - 24
	for _, button := range buttons {
		room -= button.MinSize().Width + 8
	}
	text := NewText(Body, toast.Text)
	if text.MinSize().Width > room {
		text = NewParagraph(Body, toast.Text) // two lines rather than half a sentence
	}
	if toast.Tone == Late {
		text.SetColor(ColorLate)
	}
	said := fyne.CanvasObject(text)
	if toast.Progress != nil {
		said = NewPadded(6, 0, 6, 0, NewFixed(progressToast, toast.Progress))
	}
	line := NewLine(8, append([]fyne.CanvasObject{said}, buttons...)...).Grow(said)
	if text.Wrap {
		return NewFixed(toastWidth-24, line)
	}
	return line
}

// toastLayout puts the toast in the middle, above the key hints at the lower
// edge; above a focused field that it would cover, or below where no room is.
type toastLayout struct {
	layer   func() fyne.CanvasObject
	focused func() fyne.CanvasObject
}

const (
	toastWidth    float32 = 640
	progressToast float32 = 400
	// toastFoot is the line of key hints with the space between.
	toastFoot float32 = 52
	toastGap  float32 = 12 // to a field
)

func (l *toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		needed := object.MinSize()
		width := min(max(needed.Width, 280), toastWidth, size.Width-2*Margin)
		height := HeightFor(object, width)
		x, y := middle(size.Width, width), size.Height-height-toastFoot
		if at, field, ok := l.field(); ok && at.X < x+width && at.X+field.Width > x && at.Y < y+height && at.Y+field.Height > y {
			if y = at.Y - height - toastGap; y < toastGap {
				y = min(at.Y+field.Height+toastGap, size.Height-height)
			}
		}
		place(object, x, y, width, height)
	}
}

// field is where the field with the keyboard lies in the layer.
func (l *toastLayout) field() (at fyne.Position, size fyne.Size, ok bool) {
	if l.focused == nil {
		return at, size, false
	}
	object := l.focused()
	if object == nil || object.Size().IsZero() {
		return at, size, false
	}
	driver := fyne.CurrentApp().Driver()
	return driver.AbsolutePositionForObject(object).Subtract(driver.AbsolutePositionForObject(l.layer())), object.Size(), true
}

func (*toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
