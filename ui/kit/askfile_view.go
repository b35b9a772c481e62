package kit

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/ui/kit/folders"
)

const (
	chooserWidth  float32 = 880
	chooserHeight float32 = 620
	placesWidth   float32 = 176
	fileRowHeight float32 = 32
)

// chooserView is what a chooser of files looks like: the field for the path, the
// places, the folder, and below them what is shown and what is done.
type chooserView struct {
	widget.BaseWidget
	f       *FileChooser
	path    *Entry
	message *Text
	places  *List
	at      []filePlace
	list    *List
	here    *Text
	empty   *Text
	body    *Frame
	hidden  *Check
	submit  *Button
	content *Padded
}

// filePlace is a line of the places: a head where it has no path.
type filePlace struct {
	label, path string
	icon        Icon
}

func (p filePlace) id() string {
	if p.path == "" {
		return "head " + p.label
	}
	return p.path
}

func newChooserView(f *FileChooser, async Async) *chooserView {
	v := &chooserView{f: f, path: NewEntry(i18n.T("kit.file.placeholder")), message: NewText(Secondary, ""), here: NewText(Secondary, "")}
	v.path.TakesTab = true
	v.path.OnChanged = func(text string) {
		v.say("")
		f.typed(text)
	}
	v.path.OnKey, v.path.OnPaste = v.keyInPath, v.pasted
	v.message.Shrink, v.here.Shrink = true, true
	v.list = NewList(ListParams{
		Async: async, Height: fileRowHeight, Multi: f.p.Many,
		Count:  func() int { return len(f.rows) },
		ID:     func(row int) string { return f.rows[row].Name },
		Create: func(int) fyne.CanvasObject { return newFileRow() },
		Update: func(row int, object fyne.CanvasObject) { object.(*fileRow).set(f.rows[row]) },
		OnOpen: func(string) {
			if e, ok := f.chosen(); ok && len(f.marked()) == 0 {
				f.open(e)
				return
			}
			f.submit()
		},
		OnSelect: v.selected, OnKey: v.keyInList, OnRune: v.letter,
		OnMarks: func(Marks) { v.count() },
	})
	v.places = NewList(ListParams{
		Async: async, Height: fileRowHeight,
		Count:  func() int { return len(v.at) },
		ID:     func(row int) string { return v.at[row].id() },
		Header: func(row int) bool { return v.at[row].path == "" },
		Create: func(int) fyne.CanvasObject { return newPlaceRow() },
		Update: func(row int, object fyne.CanvasObject) { object.(*placeRow).set(v.at[row]) },
		OnOpen: func(string) { f.canvas.Focus(v.list) },
		OnSelect: func(id string) {
			for _, p := range v.at {
				if p.path != "" && p.path == id && p.path != f.folder {
					f.enter(p.path)
				}
			}
		},
		OnKey: func(event *fyne.KeyEvent, _ string) bool { return v.upKey(event) }, OnRune: v.letter,
		Tooltip: func(row int) string { return v.at[row].path },
	})
	v.empty = NewParagraph(Secondary, i18n.T("kit.file.empty"))
	v.empty.Align = fyne.TextAlignCenter
	v.say("")
	v.content = NewPadded(20, 20, 20, 20, v.lay())
	v.ExtendBaseWidget(v)
	return v
}

func (v *chooserView) lay() fyne.CanvasObject {
	f := v.f
	v.submit = NewPrimaryButton(f.p.Submit, KeyLabel("Enter"), f.submit)
	if f.p.Folder {
		v.submit.Shortcut = KeyLabel("Ctrl+Enter")
	}
	v.hidden = NewCheck(i18n.T("kit.file.hidden"), false, v.showHidden)
	v.hidden.Tooltip = KeyLabel("Ctrl+H")
	up := NewIconButton(IconArrowUp, i18n.T("kit.file.up")+"  "+KeyLabel("Alt+Up"), f.up)
	bar := NewPadded(4, 8, 4, Margin, NewLine(8, v.here, up).Grow(v.here))
	v.body = NewFrame(NewColumn(0, bar, NewHairline()), v.list, nil)
	box := newFileBox(v.body, NewPadded(4, 0, 4, 0, v.places))
	space := NewSpace()
	foot := []fyne.CanvasObject{v.hidden, space, NewButton(Quiet, i18n.T("kit.action.cancel"), func() { f.Close() }), v.submit}
	if len(f.p.Kinds) > 0 && !f.p.Folder {
		foot = append([]fyne.CanvasObject{v.kinds()}, foot...)
	}
	return NewFrame(
		NewColumn(10, NewText(Heading, f.p.Title), v.path, v.message),
		NewPadded(8, 0, 14, 0, box), NewLine(12, foot...).Grow(space))
}

// kinds chooses among the kinds of files.
func (v *chooserView) kinds() fyne.CanvasObject {
	var options []Option
	for i, kind := range v.f.p.Kinds {
		label := kind.Label
		if label == "" {
			label = "*" + strings.Join(kind.Endings, ", *")
		}
		options = append(options, Option{Value: strconv.Itoa(i), Label: label})
	}
	options = append(options, Option{Value: strconv.Itoa(len(options)), Label: i18n.T("kit.file.all")})
	return NewSelect(options, "0", func(value string) {
		v.f.kind, _ = strconv.Atoi(value)
		v.f.narrow()
	})
}

// fill writes a name into the field, with what stands before its ending selected.
func (v *chooserView) fill(name string) {
	changed := v.path.OnChanged
	v.path.OnChanged = nil
	v.path.SetText(name)
	v.path.OnChanged = changed
	v.path.SelectBefore(len([]rune(strings.TrimSuffix(name, filepath.Ext(name)))))
}

// say tells what is wrong, or how the keys go where nothing is.
func (v *chooserView) say(wrong string) {
	v.message.SetColor(ColorLate)
	if wrong == "" {
		v.message.SetColor(ColorFaint)
		wrong = i18n.T("kit.file.keys")
	}
	v.message.SetText(wrong)
}

func (v *chooserView) setPlaces(found []folders.Place) {
	v.at = nil
	head := func(key string) { v.at = append(v.at, filePlace{label: i18n.T(key)}) }
	device := false
	head("kit.file.places")
	for _, p := range found {
		if p.Kind == folders.Device {
			if !device {
				head("kit.file.devices")
			}
			device = true
			v.at = append(v.at, filePlace{filepath.Base(p.Path), p.Path, IconArchive})
			continue
		}
		v.at = append(v.at, filePlace{i18n.T("kit.file.place." + string(p.Kind)), p.Path, placeIcons[p.Kind]})
	}
	if v.f.p.Folders != nil {
		recent := slices.DeleteFunc(slices.Clone(v.f.p.Folders.Recent()), func(path string) bool {
			return slices.ContainsFunc(found, func(p folders.Place) bool { return p.Path == path })
		})
		if len(recent) > 0 {
			head("kit.file.recent")
		}
		for _, path := range recent {
			v.at = append(v.at, filePlace{filepath.Base(path), path, IconClock})
		}
	}
	v.places.Reload()
}

var placeIcons = map[folders.Kind]Icon{
	folders.Home: IconFolder, folders.Desktop: IconFolder, folders.Documents: IconDocument, folders.Downloads: IconDownload,
	folders.Pictures: IconLook,
}

// showFolder says which folder is in sight.
func (v *chooserView) showFolder() {
	text := v.f.folder
	if home, err := os.UserHomeDir(); err == nil && home != "/" {
		if rest, ok := strings.CutPrefix(text, home); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
			text = "~" + rest
		}
	}
	v.here.SetText(text)
	v.places.Select(v.f.folder) // or none
	v.list.Unmark()
}

// show draws the entries anew.
func (v *chooserView) show() {
	v.list.Select("")
	v.list.Reload()
	if len(v.f.rows) == 0 {
		v.body.SetBody(NewPadded(48, Margin, 0, Margin, v.empty))
		return
	}
	v.body.SetBody(v.list)
}

func (v *chooserView) showHidden(show bool) {
	v.f.hidden = show
	v.hidden.Set(show)
	v.f.narrow()
}

// selected follows the cursor: a file that is there lends its name to the one
// that is saved.
func (v *chooserView) selected(string) {
	e, ok := v.f.chosen()
	if ok && v.f.p.Save != "" && !e.Folder && v.f.canvas.Focused() == fyne.Focusable(v.list) {
		v.f.moved = true
		v.fill(e.Name)
	}
}

// count says on the button how many files are marked.
func (v *chooserView) count() {
	v.submit.SetLabel(v.f.p.Submit)
	if n := len(v.f.marked()); n > 0 {
		v.submit.SetLabel(i18n.N("kit.file.marked", n))
	}
}

func (v *chooserView) keyInPath(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyTab:
		switch {
		case v.f.complete():
		case len(v.f.rows) > 0:
			v.f.canvas.Focus(v.list)
		default:
			v.f.canvas.FocusNext()
		}
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		v.list.TypedKey(event)
		v.f.moved = true
	case fyne.KeyReturn, fyne.KeyEnter:
		v.f.enterPressed()
	case fyne.KeyBackspace:
		return v.path.Text == "" && v.upKey(event)
	default:
		return false
	}
	return true
}

func (v *chooserView) keyInList(event *fyne.KeyEvent, _ string) bool {
	v.f.moved = true
	return v.upKey(event)
}

func (v *chooserView) upKey(event *fyne.KeyEvent) bool {
	if event.Name == fyne.KeyBackspace {
		v.f.up()
	}
	return event.Name == fyne.KeyBackspace
}

// letter goes on in the field with a letter that means nothing in a list.
func (v *chooserView) letter(r rune) bool {
	if strings.ContainsRune("jkJK ", r) || v.f.p.Many && strings.ContainsRune("xX", r) {
		return true
	}
	if v.f.p.Save != "" {
		v.fill(v.path.Text) // a name begins anew
	}
	v.f.canvas.Focus(v.path)
	v.path.TypedRune(r)
	return true
}

// pasted takes several files that were copied in a file manager.
func (v *chooserView) pasted(text string) bool {
	paths := PastedFiles(text)
	if len(paths) < 2 || !v.f.p.Many {
		return false
	}
	v.f.take(paths)
	return true
}

// shortcut are the combinations of the chooser.
func (v *chooserView) shortcut(pressed *desktop.CustomShortcut) bool {
	switch {
	case pressed.KeyName == fyne.KeyH && pressed.Modifier == fyne.KeyModifierShortcutDefault:
		v.showHidden(!v.f.hidden)
	case pressed.KeyName == fyne.KeyUp && pressed.Modifier == fyne.KeyModifierAlt:
		v.f.up()
	default:
		return false
	}
	return true
}

// HeightFor implements Flexible.
func (v *chooserView) HeightFor(float32) float32 { return chooserHeight }

// CreateRenderer implements fyne.Widget.
func (v *chooserView) CreateRenderer() fyne.WidgetRenderer {
	return newView(v, func(size fyne.Size) { place(v.content, 0, 0, size.Width, size.Height) },
		func() fyne.Size { return fyne.NewSize(480, 240) }, nil, v.content)
}
