package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// readStep is how far an arrow key scrolls.
const readStep float32 = 48

// ReadPane holds a scrolled text beside a list and takes the keyboard to scroll
// it; a bar at its edge shows that it has it.
type ReadPane struct {
	widget.BaseWidget
	scroll  *Scroll
	body    *fyne.Container
	focused bool
	back    func()
}

var _ fyne.Focusable = (*ReadPane)(nil)

// NewReadPane returns an empty pane; Esc and the left arrow go back.
func NewReadPane(back func()) *ReadPane {
	p := &ReadPane{body: container.NewStack(), back: back}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another text, or the same anew, and keeps the keyboard.
func (p *ReadPane) Set(scroll *Scroll) {
	p.scroll = scroll
	p.body.Objects = []fyne.CanvasObject{scroll}
	p.body.Refresh()
}

// TypedKey implements fyne.Focusable.
func (p *ReadPane) TypedKey(event *fyne.KeyEvent) {
	page := max(p.Size().Height-readStep, readStep)
	switch event.Name {
	case fyne.KeyDown, fyne.KeyJ:
		p.by(readStep)
	case fyne.KeyUp, fyne.KeyK:
		p.by(-readStep)
	case fyne.KeyPageDown, fyne.KeySpace:
		p.by(page)
	case fyne.KeyPageUp:
		p.by(-page)
	case fyne.KeyHome:
		p.by(-p.scroll.Offset())
	case fyne.KeyEnd:
		p.by(p.scroll.frame.Size().Height)
	case fyne.KeyLeft, fyne.KeyEscape:
		p.back()
	default:
		passKey(p, event)
	}
}

func (p *ReadPane) by(distance float32) {
	most := max(p.scroll.frame.Size().Height-p.scroll.Size().Height, 0)
	p.scroll.SetOffset(min(max(p.scroll.Offset()+distance, 0), most))
}

// TypedRune hands letters to the window.
func (p *ReadPane) TypedRune(r rune) { passRune(p, r) }

// TypedShortcut hands combinations to the window.
func (p *ReadPane) TypedShortcut(shortcut fyne.Shortcut) { passShortcut(p, shortcut) }

// FocusGained implements fyne.Focusable.
func (p *ReadPane) FocusGained() { p.focus(true) }

// FocusLost implements fyne.Focusable.
func (p *ReadPane) FocusLost() { p.focus(false) }

func (p *ReadPane) focus(focused bool) {
	p.focused = focused
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *ReadPane) CreateRenderer() fyne.WidgetRenderer {
	bar := canvas.NewRectangle(nil)
	return newView(p, func(size fyne.Size) {
		place(p.body, 0, 0, size.Width, size.Height)
		place(bar, 0, 0, 3, size.Height)
	}, func() fyne.Size { return p.body.MinSize() }, func() {
		paintRectangle(bar, ColorAccent, ColorClear)
		setVisible(bar, p.focused)
	}, p.body, bar)
}
