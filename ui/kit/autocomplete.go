package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Choice is one suggestion of an Autocomplete.
type Choice struct {
	ID    string
	Title string
	Sub   string
	Face  *Face // none without
	Icon  Icon  // instead of a face
}

// Autocomplete is an entry that suggests while one types. The keyboard stays in
// the entry: Up and Down move through the list, Enter takes, Esc closes it.
type Autocomplete struct {
	Entry

	// OnQuery is asked for suggestions on each change; it answers by SetChoices,
	// at once or later.
	OnQuery func(text string)
	// OnChoose is told what was taken.
	OnChoose func(choice Choice)

	choices []Choice
	marked  int
	card    *Ground
	rows    []*choiceRow
	pressed bool // the pointer is down on a row
	silent  bool // the text is being set by us
}

const longestChoices = 8

// NewAutocomplete returns an empty one.
func NewAutocomplete(placeholder string) *Autocomplete {
	a := &Autocomplete{}
	a.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	a.PlaceHolder = placeholder
	a.Entry.OnChanged = func(text string) {
		if a.OnQuery != nil && !a.silent {
			a.OnQuery(text)
		}
	}
	a.Entry.OnKey = a.key
	a.Entry.OnFocus = func(focused bool) {
		if !focused && !a.pressed {
			a.Close()
		}
	}
	a.self = a
	a.ExtendBaseWidget(a)
	return a
}

// SetChoices shows suggestions for what is typed now; none closes the list.
func (a *Autocomplete) SetChoices(choices []Choice) {
	if len(choices) > longestChoices {
		choices = choices[:longestChoices]
	}
	a.choices, a.marked = choices, 0
	if len(choices) == 0 {
		a.Close()
		return
	}
	a.rows = a.rows[:0]
	objects := make([]fyne.CanvasObject, len(choices))
	for i, choice := range choices {
		row := newChoiceRow(choice, func(down bool) { a.pressed = down }, func() { a.take(i) })
		a.rows = append(a.rows, row)
		objects[i] = row
	}
	a.mark(0)
	a.card = NewOverlayCard(NewPadded(4, 0, 4, 0, NewColumn(0, objects...)))
	a.card.radius = RadiusCard
	floatsFor(a).show(a, a.card, max(a.Size().Width, 240))
}

// SetTextSilently fills the entry without asking for suggestions.
func (a *Autocomplete) SetTextSilently(text string) {
	a.silent = true
	a.SetText(text)
	a.silent = false
	a.SetCaret(len([]rune(text)))
}

// Close hides the suggestions.
func (a *Autocomplete) Close() {
	a.choices, a.rows = nil, nil
	floatsFor(a).hide(a)
}

// IsOpen tells whether suggestions are shown.
func (a *Autocomplete) IsOpen() bool { return len(a.choices) > 0 }

func (a *Autocomplete) key(event *fyne.KeyEvent) bool {
	if !a.IsOpen() {
		if event.Name == fyne.KeyDown && a.OnQuery != nil {
			a.OnQuery(a.Text)
			return true
		}
		return false
	}
	switch event.Name {
	case fyne.KeyDown:
		a.mark((a.marked + 1) % len(a.choices))
	case fyne.KeyUp:
		a.mark((a.marked + len(a.choices) - 1) % len(a.choices))
	case fyne.KeyReturn, fyne.KeyEnter:
		a.take(a.marked)
	case fyne.KeyEscape:
		a.Close()
	default:
		return false
	}
	return true
}

func (a *Autocomplete) mark(index int) {
	a.marked = index
	for i, row := range a.rows {
		row.setMarked(i == index)
	}
}

func (a *Autocomplete) take(index int) {
	choice := a.choices[index]
	a.pressed = false
	a.SetTextSilently(choice.Title)
	a.Close()
	requestFocus(a)
	if a.OnChoose != nil {
		a.OnChoose(choice)
	}
}

// choiceRow is a suggestion. It does not take the focus, so it must tell its
// owner that the pointer is down before the entry loses it.
type choiceRow struct {
	widget.BaseWidget
	choice        Choice
	marked, hover bool
	onPress       func(down bool)
	onTap         func()
}

var (
	_ fyne.Tappable     = (*choiceRow)(nil)
	_ desktop.Mouseable = (*choiceRow)(nil)
	_ desktop.Hoverable = (*choiceRow)(nil)
)

func newChoiceRow(choice Choice, onPress func(bool), onTap func()) *choiceRow {
	r := &choiceRow{choice: choice, onPress: onPress, onTap: onTap}
	r.ExtendBaseWidget(r)
	return r
}

func (r *choiceRow) setMarked(marked bool) {
	if r.marked != marked {
		r.marked = marked
		r.Refresh()
	}
}

// Tapped takes the suggestion.
func (r *choiceRow) Tapped(*fyne.PointEvent) { r.onTap() }

// MouseDown implements desktop.Mouseable.
func (r *choiceRow) MouseDown(*desktop.MouseEvent) { r.onPress(true) }

// MouseUp implements desktop.Mouseable.
func (r *choiceRow) MouseUp(*desktop.MouseEvent) { r.onPress(false) }

// MouseIn implements desktop.Hoverable.
func (r *choiceRow) MouseIn(*desktop.MouseEvent) { r.hover = true; r.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (r *choiceRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *choiceRow) MouseOut() { r.hover = false; r.Refresh() }

// CreateRenderer implements fyne.Widget.
func (r *choiceRow) CreateRenderer() fyne.WidgetRenderer {
	ground, icon := canvas.NewRectangle(nil), newIconImage()
	title, sub := NewText(Body, r.choice.Title), NewText(Faint, r.choice.Sub)
	objects := []fyne.CanvasObject{ground, icon, title, sub}
	var face *Avatar
	if r.choice.Face != nil {
		face = NewAvatar(22, *r.choice.Face)
		objects = append(objects, face)
	}
	return newView(r, func(size fyne.Size) {
		place(ground, 4, 0, size.Width-8, size.Height)
		x := float32(12)
		switch {
		case face != nil:
			place(face, x, middle(size.Height, 22), 22, 22)
			x += 22 + 8
		case r.choice.Icon != "":
			place(icon, x, middle(size.Height, IconSize), IconSize, IconSize)
			x += IconSize + 8
		}
		room := size.Width - x - 12
		width := min(title.MinSize().Width, room)
		place(title, x, middle(size.Height, 19), width, 19)
		place(sub, x+width+8, middle(size.Height, 18), max(0, room-width-8), 18)
	}, func() fyne.Size {
		return fyne.NewSize(160, SingleRowHeight)
	}, func() {
		fill := ColorClear
		switch {
		case r.marked:
			fill = ColorAccentBg
		case r.hover:
			fill = ColorHover
		}
		paintRectangle(ground, fill, ColorClear)
		ground.CornerRadius = RadiusRow
		paintIcon(icon, r.choice.Icon, ColorSecondary)
	}, objects...)
}
