package kit

import (
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
	Action   string
	Key      string // the shortcut of the action, as shown
	OnAction func()
	// Stay is how long it is shown; 6 seconds without, 10 when there is
	// something to take back.
	Stay time.Duration
	// Progress stands in the place of the text.
	Progress *Progress
}

// Toasts shows one toast at a time and keeps the others in line.
type Toasts struct {
	async Async
	layer *fyne.Container
	card  *Ground
	queue []Toast
	shown *Toast
	stop  func()
}

// NewToasts returns the layer; Object goes above the window's content.
func NewToasts(async Async) *Toasts {
	t := &Toasts{async: async}
	t.layer = container.New(toastLayout{})
	t.layer.Hide()
	return t
}

// Object is what is drawn.
func (t *Toasts) Object() fyne.CanvasObject { return t.layer }

// Show shows a toast as soon as those before it are gone.
func (t *Toasts) Show(toast Toast) {
	t.queue = append(t.queue, toast)
	if t.shown == nil {
		t.next()
	}
}

// Current returns the toast in sight, nil when there is none.
func (t *Toasts) Current() *Toast { return t.shown }

// Dismiss hides the toast in sight and shows the next.
func (t *Toasts) Dismiss() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
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

func (t *Toasts) next() {
	if len(t.queue) == 0 {
		t.layer.RemoveAll()
		setVisible(t.layer, false)
		return
	}
	toast := t.queue[0]
	t.queue = t.queue[1:]
	t.shown = &toast
	if toast.Stay == 0 {
		toast.Stay = 6 * time.Second
		if toast.OnAction != nil {
			toast.Stay = 10 * time.Second
		}
	}
	text := NewText(Body, toast.Text)
	if text.MinSize().Width > toastWidth-160 {
		text = NewParagraph(Body, toast.Text) // two lines rather than half a sentence
	}
	if toast.Tone == Late {
		text.SetColor(ColorLate)
	}
	line := []fyne.CanvasObject{text}
	if toast.Progress != nil {
		line[0] = NewPadded(6, 0, 6, 0, NewFixed(progressToast, toast.Progress))
	}
	if toast.OnAction != nil {
		if toast.Action == "" {
			toast.Action = i18n.T("kit.action.undo")
		}
		action := NewButton(Plain, toast.Action, t.Act)
		action.Shortcut = toast.Key
		line = append(line, action)
	}
	if toast.Progress == nil {
		line = append(line, NewIconButton(IconClose, i18n.T("kit.action.close"), t.Dismiss))
	}
	content := fyne.CanvasObject(NewLine(8, line...).Grow(line[0]))
	if text.Wrap {
		content = NewFixed(toastWidth-24, content)
	}
	t.card = NewOverlayCard(NewPadded(6, 8, 6, 16, content))
	t.layer.Objects = []fyne.CanvasObject{t.card}
	setVisible(t.layer, true)
	t.layer.Refresh()
	t.stop = t.async.After(toast.Stay, t.Dismiss)
}

// toastLayout puts the toast above the lower edge, in the middle.
type toastLayout struct{}

const (
	toastWidth    = 560
	progressToast = 400
)

func (toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		needed := object.MinSize()
		width := min(max(needed.Width, 280), toastWidth, size.Width-2*Margin)
		height := HeightFor(object, width)
		place(object, middle(size.Width, width), size.Height-height-24, width, height)
	}
}

func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
