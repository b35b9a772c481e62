package needs

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/unsaved"
	"kontor/ui/writing"
	"kontor/workspace"
)

const (
	formWidth float32 = 680
	// scrollRoom keeps the fields from lying under the scroll bar.
	scrollRoom float32 = 10
	textLines  int     = 4
)

// form raises a need, or changes the words of one. While the title is typed it
// shows what others asked for in like words, so that a voice is added there.
type form struct {
	desk    *desk.Desk
	id      domain.ID // None for a new one
	start   desk.NeedStart
	members []projections.MemberRow

	opened, begin draft // what is known, and what the form begins with
	leftAt        time.Time
	keeper        *unsaved.Keeper
	elsewhere     *unsaved.Elsewhere
	joined        *projections.NeedRow // the need that gets the voices instead

	title   *kit.Entry
	similar *similar
	text    *writing.Area
	voices  *picker.Picker
	quote   *kit.Autocomplete
	owner   *kit.Select
	due     *kit.DateField
	tags    *picker.Picker

	titleField, voicesField *kit.Field
	own                     []fyne.CanvasObject // what only a need of its own has
	joinedNotice            *kit.Column
	form                    *kit.Form
	dialog                  *kit.Dialog
	ready                   bool // the fields are filled: what changes from now on is kept
}

// openNew opens the form for a new need.
func openNew(d *desk.Desk, start desk.NeedStart) {
	f := &form{desk: d, start: start, opened: startDraft(d, start)}
	f.load(nil)
}

// openKnown opens the form for the words of a need.
func openKnown(d *desk.Desk, id domain.ID) {
	f := &form{desk: d, id: id}
	f.load(func(ctx context.Context) (err error) {
		f.opened, err = f.readKnown(ctx)
		return err
	})
}

func (f *form) readKnown(ctx context.Context) (draft, error) {
	need, err := f.desk.Workspace.Views().Need(ctx, f.id)
	switch {
	case err != nil:
		return draft{}, err
	case need == nil:
		return draft{}, &domain.Refusal{Code: domain.RefusedNotFound, Record: f.record()}
	case need.Erased:
		return draft{}, &domain.Refusal{Code: domain.RefusedErased, Record: f.record()}
	}
	return knownDraft(need), nil
}

// load reads what the form offers, then opens it.
func (f *form) load(first func(ctx context.Context) error) {
	f.desk.Prepare(func(ctx context.Context) (err error) {
		if first != nil {
			if err = first(ctx); err != nil {
				return err
			}
		}
		if f.members, err = f.desk.Workspace.Views().Members(ctx); err != nil {
			return err
		}
		return f.restore()
	}, f.open)
}

func (f *form) record() domain.Stream { return domain.Stream{Kind: domain.KindNeed, ID: f.id} }

func (f *form) open() {
	f.build()
	title, submit := i18n.T("needs.form.new"), i18n.T("needs.form.submit")
	if f.id != domain.None {
		title, submit = i18n.T("needs.form.edit"), i18n.T("kit.action.save")
	}
	f.dialog = kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: kit.NewPadded(0, scrollRoom, 0, 0, f.form), Width: formWidth, Submit: submit, Focus: f.title,
		OnSubmit: f.save, OnCancel: f.leave, OnShortcut: f.text.Shortcut,
	})
	f.ready = true
	f.titled(f.title.Text)
}

// build makes the fields with what the form begins with.
func (f *form) build() {
	d := f.begin
	f.keeper = unsaved.New(f.desk, f.draftName())
	f.elsewhere = unsaved.Watch(f.desk, f.record(), f.layOut)
	f.similar = newSimilar(f.desk, f.take, f.layOut)
	f.title = kit.NewEntry(i18n.T("needs.form.title.placeholder"))
	f.title.SetText(d.Title)
	f.title.SetCaret(len([]rune(d.Title)))
	f.title.OnChanged = f.titled
	f.title.OnKey = f.similar.key
	f.text = writing.New(writing.Params{
		Desk: f.desk, Text: d.Text, Placeholder: i18n.T("needs.form.text.placeholder"), Lines: textLines, OnChange: f.changed,
		OnTag: func(tag picker.Item) { f.tags.Add(tag) },
	})
	f.voices = picker.People(f.desk, i18n.T("needs.form.voices.placeholder"), true, f.changed)
	f.voices.SetItems(d.Voices)
	f.voices.OnEnter(f.desk.Shell.Canvas().FocusNext) // once too often must not save
	f.quote = newQuote(f.start.Words, f.changed)
	f.quote.SetTextSilently(d.Quote)
	f.owner = kit.NewSelect(f.owners(), d.Owner.String(), func(string) { f.changed() })
	f.due = picker.DayToCome(f.desk, f.changed)
	f.due.SetDay(d.Due.In(f.desk.Workspace.Now().Location()))
	f.tags = picker.Tags(f.desk, i18n.T("needs.form.tags.placeholder"), f.changed)
	f.tags.SetItems(tagItems(d.Tags))
	f.form = kit.NewForm(f.fields()...)
}

// fields stand in the order in which one tells of a need.
func (f *form) fields() []fyne.CanvasObject {
	checked := func(key string, object fyne.CanvasObject, check func() string) *kit.Field {
		field := kit.NewField(i18n.T(key), object)
		field.Check = check
		return field
	}
	notice := kit.NewSpace()
	notice.Hide()
	if !f.leftAt.IsZero() {
		notice = unsaved.Notice(f.desk, f.leftAt, f.discard, f.layOut)
	}
	f.titleField = checked("needs.form.title", f.title, f.checkTitle)
	f.joinedNotice = kit.NewColumn(0)
	f.joinedNotice.Hide()
	text := kit.NewField(i18n.T("needs.form.text"), f.text.Object())
	due := checked("needs.form.due", f.due, f.due.Check).Hint(i18n.T("needs.form.due.hint"))
	routing := kit.NewFieldLine(kit.NewField(i18n.T("needs.form.owner"), f.owner), due)
	tags := checked("needs.form.tags", f.tags.Object(), f.tags.Check)
	f.own = []fyne.CanvasObject{f.titleField, text, routing, tags}
	if f.id != domain.None {
		return []fyne.CanvasObject{notice, f.elsewhere.Notice, f.titleField, text, routing, tags}
	}
	f.voicesField = checked("needs.form.voices", f.voices.Object(), f.checkVoices).Hint(i18n.T("needs.form.voices.hint"))
	quote := kit.NewField(i18n.T("needs.form.quote"), f.quote)
	if f.start.Words != "" {
		quote.Hint(i18n.T("needs.form.quote.hint"))
	}
	return []fyne.CanvasObject{
		notice, f.joinedNotice, f.titleField, f.similar.object, f.voicesField, quote, text, routing, tags,
	}
}

func (f *form) owners() []kit.Option {
	owners := []kit.Option{{Value: domain.None.String(), Label: i18n.T("needs.owner.nobody")}}
	for _, m := range f.members {
		owners = append(owners, kit.Option{Value: m.ID.String(), Label: f.desk.PartyName(projections.Party{ID: m.ID, Name: m.Name})})
	}
	return owners
}

func tagItems(tags []string) []picker.Item {
	var items []picker.Item
	for _, tag := range tags {
		items = append(items, picker.TagItem(tag))
	}
	return items
}

func (f *form) layOut() {
	if f.form != nil {
		f.form.Refresh()
	}
	if f.dialog != nil {
		f.dialog.Changed()
	}
}

func (f *form) checkTitle() string {
	if strings.TrimSpace(f.title.Text) == "" {
		return i18n.T("needs.form.title.missing")
	}
	return ""
}

func (f *form) checkVoices() string {
	if f.joined != nil {
		return f.voices.CheckSome(i18n.T("needs.voice.nobody"))
	}
	return f.voices.Check()
}

// titled looks for what others asked for in like words.
func (f *form) titled(text string) {
	if f.id == domain.None {
		f.similar.look(text)
	}
	f.changed()
}

// take adds the voices to a need that there is already, instead of raising
// another: at once where it is known whose voices.
func (f *form) take(need projections.NeedRow) {
	f.joined = &need
	if len(f.voices.Items()) > 0 {
		f.dialog.Submit()
		return
	}
	show(false, f.own...)
	f.similar.clear()
	other := kit.NewButton(kit.Plain, i18n.T("needs.form.join.not"), f.untake)
	text := kit.NewParagraph(kit.Body, "")
	_, _, state := desk.NeedState(need)
	text.SetSpans(kit.Span{Text: i18n.T("needs.form.join") + "\n", Style: kit.Secondary},
		kit.Span{Text: desk.NeedTitle(need), Style: kit.Bold},
		kit.Span{Text: "  " + voicesText(need.Voices) + " · " + state, Style: kit.Secondary})
	f.joinedNotice.SetObjects(kit.NewNotice(kit.Accent, kit.NewLine(12, text, other).Grow(text)))
	f.joinedNotice.Show()
	f.layOut()
	f.desk.Shell.Canvas().Focus(f.voices.Entry())
}

// untake goes back to a need of its own.
func (f *form) untake() {
	f.joined = nil
	f.joinedNotice.Hide()
	show(true, f.own...)
	f.layOut()
	f.desk.Shell.Canvas().Focus(f.title)
	f.titled(f.title.Text)
}

// leave keeps what was changed, however the form was closed.
func (f *form) leave() {
	f.end()
	f.keeper.Leave(f.left(), !same(f.read(), f.begin))
}

// end lets go of what the form listens to.
func (f *form) end() {
	f.ready = false
	f.elsewhere.Stop()
	f.similar.stop()
}

// discard begins anew, without what was left last time.
func (f *form) discard() {
	f.ready = false
	f.begin = f.read()
	f.dialog.Close()
	f.keeper.Forget()
	if f.id != domain.None {
		openKnown(f.desk, f.id)
		return
	}
	openNew(f.desk, f.start)
}

// save records what the form says. The draft is let go only once that is done, so
// that a refusal loses nothing.
func (f *form) save() bool {
	if !f.form.Validate() {
		f.joined = f.stillJoined()
		return false
	}
	f.end()
	d := f.read()
	f.keeper.Keep(unsaved.Left[draft]{Opened: f.opened, Form: d}, func() {
		switch {
		case f.joined != nil:
			f.addTo(*f.joined, d)
		case f.id == domain.None:
			f.raise(d)
		default:
			f.revise(d)
		}
	})
	return true
}

// stillJoined is the need that gets the voices, where the form shows it.
func (f *form) stillJoined() *projections.NeedRow {
	if f.joinedNotice != nil && f.joinedNotice.Visible() {
		return f.joined
	}
	return nil
}

func (f *form) addTo(need projections.NeedRow, d draft) {
	join(f.desk, joining{
		need: need.ID, who: f.voices, quote: d.Quote, conversation: f.start.Conversation, heard: f.start.Heard,
	}, func() { f.kept(need.ID) })
}

// raise makes the need, and whoever is new, as one step.
func (f *form) raise(d draft) {
	manual := domain.Origin{How: domain.OriginManual}
	need := domain.RaiseNeed{
		Need: f.desk.Workspace.NewID(), Plan: domain.NeedPlan{For: d.Owner, Due: d.Due, Origin: manual},
		Words: domain.NeedWords{Title: d.Title, Text: d.Text, Tags: d.Tags},
	}
	f.desk.Run(func(ctx context.Context) (err error) {
		need.Voices, err = voicesOf(ctx, f.desk, f.voices, f.start.Conversation, f.start.Heard)
		return err
	}, func() {
		for range need.Voices {
			need.Quotes = append(need.Quotes, d.Quote)
		}
		parts := append(f.voices.Additions(domain.KindPerson, manual), need)
		f.desk.Do(domain.Batch{Title: "raise-need", Parts: parts}, done(func() { f.kept(need.Need) }))
	})
}

// kept lets go of the draft, and shows the need where one is among the needs.
func (f *form) kept(need domain.ID) {
	f.keeper.Forget()
	if f.desk.Shell.Route().Page == desk.PageNeeds {
		f.desk.Open(domain.Stream{Kind: domain.KindNeed, ID: need})
	}
}

// revise changes the words, whose it is and by when, as far as the form did. What
// others changed meanwhile stays as they said.
func (f *form) revise(d draft) {
	var now draft
	f.desk.Run(func(ctx context.Context) (err error) {
		if now, err = f.readKnown(ctx); err != nil {
			return err
		}
		d, err = unsaved.Merge(f.opened, d, now)
		return err
	}, func() {
		parts := []domain.Command{
			domain.ReviseNeed{Need: f.id, Words: domain.NeedWords{Title: d.Title, Text: d.Text, Tags: d.Tags}},
			domain.RouteNeed{Need: f.id, For: d.Owner},
			domain.ScheduleNeed{Need: f.id, Due: d.Due},
		}
		f.desk.Do(domain.Batch{Title: "revise-need", Parts: parts}, done(f.keeper.Forget))
	})
}

// done leaves out what was done, for those who only want to know that it was.
func done(then func()) func(workspace.Done) {
	return func(workspace.Done) {
		if then != nil {
			then()
		}
	}
}
