// Package picker chooses several people, organisations, colleagues or tags in a
// form: what is chosen stands as chips above an entry that suggests.
package picker

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
)

// Item is one thing to choose.
type Item struct {
	ID    string    `json:"id"`
	Label string    `json:"label"`
	Sub   string    `json:"-"`
	Face  *kit.Face `json:"-"`
	Icon  kit.Icon  `json:"-"`
	New   bool      `json:"new,omitempty"` // does not exist yet and is made when the form is saved
}

// Params say what can be chosen.
type Params struct {
	Async       kit.Async
	Placeholder string
	// Find gives what fits a text, the likeliest first.
	Find func(ctx context.Context, text string) ([]Item, error)
	// Make offers something new for a text that is not among the found; nil
	// where only what exists can be chosen.
	Make func(text string) Item
	// Max is how many can be chosen; 0 is no limit.
	Max int
	// Splits are characters that take what was typed as something new, as a
	// comma does for tags.
	Splits string
	// OnChange is told when the choice changed.
	OnChange func()
	// OnError is told when nothing could be looked up.
	OnError func(error)
}

// Picker is the chips and the entry. Enter takes the suggestion, Backspace in
// the empty entry takes the last chip away.
type Picker struct {
	p      Params
	chosen []Item
	found  []Item
	loader *kit.Loader
	chips  *kit.Flow
	column *kit.Column
	entry  *kit.Autocomplete
	enter  func() // what Enter does in the empty entry; nil where it is the form's
}

// New returns a picker with nothing chosen.
func New(p Params) *Picker {
	k := &Picker{p: p, loader: kit.NewLoader(p.Async), chips: kit.NewFlow(6), entry: kit.NewAutocomplete(p.Placeholder)}
	k.entry.OnQuery = k.query
	k.entry.OnChoose = k.take
	suggest := k.entry.OnKey
	k.entry.OnKey = func(event *fyne.KeyEvent) bool { return k.key(event) || suggest(event) }
	k.chips.Hide()
	k.column = kit.NewColumn(6, k.chips, k.entry)
	return k
}

// Object is what stands in the form.
func (k *Picker) Object() fyne.CanvasObject { return k.column }

// Entry is what takes the keyboard.
func (k *Picker) Entry() fyne.Focusable { return k.entry }

// OnEnter says what Enter does in the empty entry, in place of saving the form.
func (k *Picker) OnEnter(do func()) { k.enter = do }

// Items returns what is chosen.
func (k *Picker) Items() []Item { return slices.Clone(k.chosen) }

// IDs returns the ids of what is chosen.
func (k *Picker) IDs() []domain.ID {
	var ids []domain.ID
	for _, item := range k.chosen {
		if id, err := domain.ParseID(item.ID); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// Labels returns the words of what is chosen.
func (k *Picker) Labels() []string {
	var labels []string
	for _, item := range k.chosen {
		labels = append(labels, item.Label)
	}
	return labels
}

// SetItems chooses without telling OnChange.
func (k *Picker) SetItems(items []Item) {
	k.chosen = slices.Clone(items)
	k.show()
}

// Add chooses one more.
func (k *Picker) Add(item Item) {
	k.put(item)
	k.changed()
}

func (k *Picker) put(item Item) {
	if !slices.ContainsFunc(k.chosen, func(other Item) bool { return other.ID == item.ID }) {
		k.chosen = append(k.chosen, item)
	}
}

// Check is the check for a form: words that were typed and not taken would be
// lost.
func (k *Picker) Check() string {
	if strings.TrimSpace(k.entry.Text) != "" && k.entry.Visible() {
		return i18n.T("picker.not-taken")
	}
	return ""
}

// CheckSome is Check for a field that must not be empty; nobody is what is said
// then.
func (k *Picker) CheckSome(nobody string) string {
	if wrong := k.Check(); wrong != "" {
		return wrong
	}
	if len(k.Items()) == 0 {
		return nobody
	}
	return ""
}

func (k *Picker) remove(id string) {
	k.chosen = slices.DeleteFunc(k.chosen, func(item Item) bool { return item.ID == id })
	k.changed()
}

func (k *Picker) changed() {
	k.show()
	if k.p.OnChange != nil {
		k.p.OnChange()
	}
}

func (k *Picker) show() {
	objects := make([]fyne.CanvasObject, len(k.chosen))
	for i, item := range k.chosen {
		tone, label := kit.Accent, item.Label
		if item.New && k.p.Splits == "" {
			tone, label = kit.Good, i18n.T("picker.new", item.Label)
		}
		chip := kit.NewChip(tone, label, nil)
		chip.OnRemove = func() { k.remove(item.ID) }
		chip.Tooltip = i18n.T("picker.remove", item.Label)
		chip.Refresh()
		objects[i] = chip
	}
	show(k.chips, len(objects) > 0)
	show(k.entry, k.p.Max == 0 || len(objects) < k.p.Max)
	k.chips.SetObjects(objects...)
	k.column.Refresh()
}

func show(object fyne.CanvasObject, visible bool) {
	if visible {
		object.Show()
	} else {
		object.Hide()
	}
}

func (k *Picker) query(text string) {
	text = strings.TrimSpace(text)
	if end := strings.LastIndexAny(text, k.p.Splits); k.p.Splits != "" && end >= 0 {
		k.split(text)
		return
	}
	if text == "" {
		k.loader.Stop()
		k.entry.SetChoices(nil)
		return
	}
	kit.Load(context.Background(), k.loader, func(ctx context.Context) ([]Item, error) {
		return k.p.Find(ctx, text)
	}, func(found []Item, err error) {
		if err != nil {
			if k.p.OnError != nil {
				k.p.OnError(err)
			}
			return
		}
		k.offer(text, found)
	})
}

// split takes everything before a separator.
func (k *Picker) split(text string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(k.p.Splits, r) }) {
		if word = strings.TrimSpace(word); word != "" {
			k.put(k.p.Make(word))
		}
	}
	k.entry.SetTextSilently("")
	k.entry.SetChoices(nil)
	k.changed()
}

func (k *Picker) offer(text string, found []Item) {
	k.found = slices.DeleteFunc(found, func(item Item) bool {
		return slices.ContainsFunc(k.chosen, func(other Item) bool { return other.ID == item.ID })
	})
	const most = 7
	k.found = k.found[:min(len(k.found), most)]
	exact := slices.ContainsFunc(k.found, func(item Item) bool { return strings.EqualFold(item.Label, text) })
	if k.p.Make != nil && !(exact && k.p.Splits != "") {
		item := k.p.Make(text)
		item.Sub = i18n.T("picker.make")
		k.found = append(k.found, item)
	}
	choices := make([]kit.Choice, len(k.found))
	for i, item := range k.found {
		choices[i] = kit.Choice{ID: item.ID, Title: item.Label, Sub: item.Sub, Face: item.Face, Icon: item.Icon}
	}
	k.entry.SetChoices(choices)
}

func (k *Picker) take(choice kit.Choice) {
	k.entry.SetTextSilently("")
	for _, item := range k.found {
		if item.ID == choice.ID {
			k.Add(item)
			return
		}
	}
}

func (k *Picker) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyBackspace:
		if k.entry.Text == "" && len(k.chosen) > 0 {
			k.remove(k.chosen[len(k.chosen)-1].ID)
			return true
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		// Enter must not save the form while a name is only half chosen.
		if k.entry.Text != "" && !k.entry.IsOpen() {
			k.query(k.entry.Text)
			return true
		}
		if k.entry.Text == "" && k.enter != nil {
			k.enter()
			return true
		}
	}
	return false
}
