package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// Field is an input with its label above and a word below: a hint, or what is
// wrong with what was written.
type Field struct {
	widget.BaseWidget

	// Check returns what is wrong with the input, "" when nothing is.
	Check func() string
	// Echo says how what is being written is understood, "" for nothing; it stands
	// in the place of the hint. A date has one of its own.
	Echo func() string

	label   *Text
	input   fyne.CanvasObject
	hint    string
	echoed  string
	wrong   string
	message *Text
}

// NewField returns an input with its label.
func NewField(label string, input fyne.CanvasObject) *Field {
	f := &Field{label: NewText(Secondary, label), input: input, message: NewParagraph(Faint, "")}
	f.message.Hide()
	// What was wrong is looked at anew while it is being put right.
	if entry := entryOf(input); entry != nil {
		entry.onEdit = f.edited
	}
	if date, ok := input.(*DateField); ok {
		f.Echo, date.written = date.echo, f.edited
	}
	f.ExtendBaseWidget(f)
	return f
}

// edited looks anew at what is wrong, while it is being put right, and says how
// the input is understood.
func (f *Field) edited() {
	echoed := ""
	if f.Echo != nil {
		echoed = f.Echo()
	}
	switch {
	case f.wrong != "" && f.Check != nil:
		f.echoed = echoed
		f.SetError(f.Check())
	case echoed != f.echoed:
		f.echoed = echoed
		f.SetError(f.wrong)
	}
}

// Hint shows an explanation below the input; it returns the field.
func (f *Field) Hint(text string) *Field {
	f.hint = text
	f.SetError("")
	return f
}

// Required makes an empty entry an error; it returns the field.
func (f *Field) Required() *Field {
	before := f.Check
	f.Check = func() string {
		if entry, ok := f.input.(interface{ value() string }); ok && strings.TrimSpace(entry.value()) == "" {
			return i18n.T("kit.form.required")
		}
		if before != nil {
			return before()
		}
		return ""
	}
	return f
}

// SetError says what is wrong; "" goes back to how the input is understood, or
// to the hint.
func (f *Field) SetError(text string) {
	f.wrong = text
	f.message.SetColor(ColorFaint)
	switch {
	case text != "":
		f.message.SetColor(ColorLate)
	case f.echoed != "":
		text = f.echoed
	default:
		text = f.hint
	}
	f.message.SetText(text)
	setVisible(f.message, text != "")
	f.Refresh()
}

// Error returns what is wrong, as it is shown.
func (f *Field) Error() string { return f.wrong }

// Input returns what was given to NewField.
func (f *Field) Input() fyne.CanvasObject { return f.input }

// HeightFor implements Flexible.
func (f *Field) HeightFor(width float32) float32 {
	height := 18 + Gap + HeightFor(f.input, width)
	if f.message.Visible() {
		height += Gap + f.message.HeightFor(width)
	}
	return height
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	return newView(f, func(size fyne.Size) {
		place(f.label, 0, 0, size.Width, 18)
		height := HeightFor(f.input, size.Width)
		place(f.input, 0, 18+Gap, size.Width, height)
		place(f.message, 0, 18+Gap+height+Gap, size.Width, f.message.HeightFor(size.Width))
	}, func() fyne.Size {
		min := f.input.MinSize()
		return fyne.NewSize(max(min.Width, 120), f.HeightFor(max(f.Size().Width, min.Width, 120)))
	}, nil, f.label, f.input, f.message)
}

// Form stacks fields and checks them together.
type Form struct {
	Column
	fields []*Field
}

// NewForm returns fields and other objects from top to bottom. Fields within a
// NewFieldLine are checked too.
func NewForm(objects ...fyne.CanvasObject) *Form {
	f := &Form{Column: Column{gap: 14, objects: objects}}
	f.ExtendBaseWidget(f)
	f.gather(objects)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return f.render(f) }

// NewFieldLine sets fields side by side in equal parts.
func NewFieldLine(fields ...*Field) *Line {
	objects := make([]fyne.CanvasObject, len(fields))
	for i, field := range fields {
		objects[i] = field
	}
	return NewLine(12, objects...).Grow(objects...).Top()
}

// Validate shows what is wrong in each field, gives the keyboard to the first
// of them and tells whether all is well.
func (f *Form) Validate() bool {
	var first *Field
	for _, field := range f.fields {
		wrong := ""
		if field.Check != nil && field.Visible() {
			wrong = field.Check()
		}
		field.SetError(wrong)
		if wrong != "" && first == nil {
			first = field
		}
	}
	if first == nil {
		return true
	}
	if focusable, ok := first.input.(fyne.Focusable); ok {
		requestFocus(focusable)
	} else if entry := entryOf(first.input); entry != nil {
		requestFocus(entry)
	}
	return false
}

func (f *Form) gather(objects []fyne.CanvasObject) {
	for _, object := range objects {
		switch o := object.(type) {
		case *Field:
			f.fields = append(f.fields, o)
		case *Line:
			f.gather(o.objects)
		case *Column:
			f.gather(o.objects)
		}
	}
}

// entryOf returns what is typed into, where an input has that.
func entryOf(input fyne.CanvasObject) *Entry {
	switch i := input.(type) {
	case *Entry:
		return i
	case *Autocomplete:
		return &i.Entry
	case *DateField:
		return i.entry
	}
	return nil
}

func (e *Entry) value() string { return e.Text }
