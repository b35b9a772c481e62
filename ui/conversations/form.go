package conversations

import (
	"context"
	"strconv"
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
	// draftName is where the form is kept until it is recorded; what came from
	// the one-line log and corrections have places of their own.
	draftName     = "conversation-form"
	lineDraftName = draftName + "-line"

	formWidth = 760
	// scrollRoom keeps the fields from lying under the scroll bar.
	scrollRoom = 10
	textLines  = 6 // of what was said
)

// form records a conversation in full, or corrects one.
type form struct {
	desk     *desk.Desk
	id       domain.ID            // of the conversation that is corrected; None for a new one
	known    *domain.Conversation // nil for a new one
	name     string               // of the draft
	members  []projections.MemberRow
	agreed   *domain.Workspace
	recorded func()
	// also is what is done with the conversation, in the same step; nil for nothing.
	also  func(conversation domain.ID, at domain.Moment) []domain.Command
	again func()    // opens the form anew, without what was left
	batch domain.ID // the import that brings the conversation; None for none

	start     draft
	from      draft     // as it was opened, with what the form does not show
	opened    draft     // of a known conversation: as it is recorded
	leftAt    time.Time // when the draft that is taken up was left
	keeper    *unsaved.Keeper
	elsewhere *unsaved.Elsewhere
	release   func() // ends the taking of files
	dialog    *kit.Dialog
	form      *kit.Form

	channel        *kit.Select
	direction      *kit.Segments
	when           *whenFields
	people, ours   *picker.Picker
	organisations  *picker.Picker
	tags           *picker.Picker
	subject, place *kit.Entry
	text           *writing.Area
	sentiment      *kit.Segments
	answer         *kit.Check
	theirs         *kit.Check // the answer is theirs whatever the direction
	answerBy       *kit.DateField
	answerByField  *kit.Field
	files          *files
	followUps      *followUps
	needs          *needs
	reason         *kit.Entry
	mentions       []picker.Item
	peopleField    *kit.Field
	canBeKept      bool // the form is built: what changes from now on is a draft
}

// openNew opens the form for a new conversation, with what was left unrecorded
// last time.
func openNew(d *desk.Desk) {
	f := &form{desk: d, name: draftName, start: newDraft(d)}
	kept, at := unsaved.Read[draft](d, draftName)
	if kept == nil {
		if kept, at = unsaved.Read[draft](d, lineDraftName); kept != nil {
			f.name = lineDraftName
		}
	}
	if kept != nil && !kept.empty() {
		f.start, f.leftAt = *kept, at
	}
	f.load(nil)
}

// openLine opens the form with what a line said.
func openLine(d *desk.Desk, line draft, recorded func()) {
	f := &form{desk: d, name: lineDraftName, start: line, recorded: recorded}
	f.load(nil)
}

// openLetter opens the form with a mail.
func openLetter(d *desk.Desk, l workspace.Letter, batch domain.ID, recorded func()) {
	f := &form{desk: d, name: draftName + "-mail-" + l.Key, start: letterDraft(d, l), batch: batch, recorded: recorded}
	f.again = func() { openLetter(d, l, batch, recorded) }
	if kept, at := unsaved.Read[draft](d, f.name); kept != nil {
		f.start, f.leftAt = *kept, at
	}
	f.load(nil)
}

// openTelling opens the form for the conversation in which somebody is told.
func openTelling(d *desk.Desk, t desk.Telling) {
	f := &form{desk: d, name: draftName + "-telling-" + t.Draft, start: newDraft(d), also: t.Also}
	f.again = func() { openTelling(d, t) }
	f.start.Direction, f.start.Subject, f.start.Text = domain.DirectionOutgoing, t.Subject, t.Text
	f.start.People = []picker.Item{picker.PartyItem(t.Person, d.PartyName(t.Person))}
	if kept, at := unsaved.Read[draft](d, f.name); kept != nil {
		f.start, f.leftAt = *kept, at
	}
	f.load(nil)
}

// openKnown opens the form to correct a conversation.
func openKnown(d *desk.Desk, id domain.ID) {
	f := &form{desk: d, id: id, name: draftName + "-" + id.String()}
	f.load(func(ctx context.Context) (err error) {
		if f.known, f.opened, err = readKnown(ctx, d, id); err != nil {
			return err
		}
		f.start = f.opened
		if kept, at := unsaved.Read[draft](d, f.name); kept != nil && kept.Version == f.known.Version {
			f.start, f.leftAt = *kept, at
		}
		return nil
	})
}

// readKnown reads a conversation that is to be corrected.
func readKnown(ctx context.Context, d *desk.Desk, id domain.ID) (*domain.Conversation, draft, error) {
	record := domain.Stream{Kind: domain.KindConversation, ID: id}
	a, err := d.Workspace.Record(ctx, record)
	if err != nil {
		return nil, draft{}, err
	}
	known, ok := a.(*domain.Conversation)
	entry, err := d.Workspace.Views().Conversation(ctx, id)
	switch {
	case err != nil:
		return nil, draft{}, err
	case !ok || entry == nil:
		return nil, draft{}, &domain.Refusal{Code: domain.RefusedNotFound, Record: record}
	case known.Erased:
		return nil, draft{}, &domain.Refusal{Code: domain.RefusedErased, Record: record}
	case known.Withdrawn:
		return nil, draft{}, &domain.Refusal{Code: domain.RefusedWithdrawn, Record: record}
	}
	return known, knownDraft(d, known, entry), nil
}

// load reads what the form offers, then opens it.
func (f *form) load(first func(ctx context.Context) error) {
	f.desk.Prepare(func(ctx context.Context) (err error) {
		if first != nil {
			if err := first(ctx); err != nil {
				return err
			}
		}
		if f.agreed, err = f.desk.Workspace.Agreed(ctx); err != nil {
			return err
		}
		f.members, err = f.desk.Workspace.Views().Members(ctx)
		return err
	}, f.open)
}

func (f *form) open() {
	f.build(f.start)
	title, submit := i18n.T("conversations.form.new"), i18n.T("conversations.form.submit")
	if f.known != nil {
		title, submit = i18n.T("conversations.form.correct"), i18n.T("conversations.form.submit.correct")
	}
	f.release = f.desk.Shell.TakeDrops(f.files.take)
	f.dialog = kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: kit.NewPadded(0, scrollRoom, 0, 0, f.form), Width: formWidth, Submit: submit,
		Focus: f.focus(), OnSubmit: f.save, OnCancel: f.leave, OnShortcut: f.text.Shortcut,
	})
	f.canBeKept = true
}

// focus is the first field that says nothing yet.
func (f *form) focus() fyne.Focusable {
	if f.known != nil || len(f.start.People) > 0 {
		return f.text.Entry()
	}
	return f.people.Entry()
}

// build makes the fields with a draft in them.
func (f *form) build(d draft) {
	f.from = d
	f.keeper = unsaved.New(f.desk, f.name)
	f.elsewhere = unsaved.Watch(f.desk, domain.Stream{Kind: domain.KindConversation, ID: f.id}, func() { f.form.Refresh() })
	f.channel = kit.NewSelect(f.channels(d.Channel), d.Channel, func(string) { f.changed() })
	f.direction = kit.NewSegments([]kit.Segment{
		{Value: string(domain.DirectionMutual), Label: i18n.T("direction.mutual")},
		{Value: string(domain.DirectionIncoming), Label: i18n.T("direction.incoming")},
		{Value: string(domain.DirectionOutgoing), Label: i18n.T("direction.outgoing")},
	}, string(d.Direction), func(string) {
		f.showAnswerBy()
		f.changed()
	})
	f.when = newWhenFields(f.desk, d, f.changed)
	f.people = picker.People(f.desk, i18n.T("conversations.form.people.placeholder"), true, f.changed)
	f.people.SetItems(d.People)
	f.ours = picker.Members(f.desk, i18n.T("conversations.form.ours.placeholder"), f.members, f.changed)
	f.ours.SetItems(d.Ours)
	f.organisations = picker.Organisations(f.desk, i18n.T("conversations.form.organisations.placeholder"), 0, f.changed)
	f.organisations.SetItems(d.Organisations)
	f.tags = picker.Tags(f.desk, i18n.T("conversations.form.tags.placeholder"), f.changed)
	f.tags.SetItems(tagItems(d.Tags))
	f.subject = f.entry("conversations.form.subject.placeholder", d.Subject)
	f.place = f.entry("conversations.form.place.placeholder", d.Place)
	f.mentions = d.Mentions
	f.text = writing.New(writing.Params{
		Desk: f.desk, Text: d.Text, Placeholder: i18n.T("conversations.form.text.placeholder"), Lines: textLines, OnChange: f.changed,
		OnMention: func(item picker.Item) { f.mentions = append(f.mentions, item) }, OnTag: f.tags.Add,
	})
	f.text.Entry().OnPaste = func(text string) bool { return f.files.paste(text) }
	f.sentiment = kit.NewSegments(sentiments(), sentimentValue(d.Sentiment), func(string) { f.changed() })
	f.answerBy = picker.DayToCome(f.desk, func() { f.changed() })
	f.answerBy.SetDay(d.AnswerBy.In(f.desk.Workspace.Now().Location()))
	f.answer = kit.NewCheck(i18n.T("conversations.form.answer"), d.AnswerExpected, func(bool) {
		f.showAnswerBy()
		f.changed()
	})
	f.theirs = kit.NewCheck(i18n.T("conversations.form.answer.theirs"), d.AnswerTheirs, func(bool) { f.changed() })
	f.files = newFiles(f.desk, d.Attachments, f.changed)
	f.followUps = newFollowUps(f.desk, d.FollowUps, f.members, f.changed)
	f.needs = newNeeds(f.desk, d.Needs, func() string { return f.text.Entry().SelectedText() }, f.changed)
	f.reason = f.entry("conversations.form.reason.placeholder", d.Reason)
	f.form = kit.NewForm(f.fields()...)
	f.showAnswerBy()
}

// fields stand in the order in which one tells of a conversation.
func (f *form) fields() []fyne.CanvasObject {
	checked := func(key string, object fyne.CanvasObject, check func() string) *kit.Field {
		field := kit.NewField(i18n.T(key), object)
		field.Check = check
		return field
	}
	f.answerByField = checked("conversations.form.answer-by", f.answerBy, f.answerBy.Check)
	f.peopleField = checked("conversations.form.people", f.people.Object(), f.people.Check)
	ours := checked("conversations.form.ours", f.ours.Object(), f.ours.Check)
	organisations := checked("conversations.form.organisations", f.organisations.Object(), f.organisations.Check)
	tags := checked("conversations.form.tags", f.tags.Object(), f.tags.Check)
	answer := kit.NewField(i18n.T("conversations.form.answer.label"), kit.NewColumn(6, f.answer, f.theirs))
	objects := []fyne.CanvasObject{
		kit.NewFieldLine(kit.NewField(i18n.T("conversations.form.channel"), f.channel), kit.NewField(i18n.T("conversations.form.direction"), f.direction)),
		f.when.line,
		f.peopleField,
		kit.NewFieldLine(organisations, ours),
		kit.NewFieldLine(kit.NewField(i18n.T("conversations.form.subject"), f.subject), kit.NewField(i18n.T("conversations.form.place"), f.place)),
		kit.NewField(i18n.T("conversations.form.text"), f.text.Object()),
		tags,
		kit.NewField(i18n.T("conversations.form.sentiment"), f.sentiment),
		kit.NewFieldLine(answer, f.answerByField),
		checked("conversations.form.follow-ups", f.followUps.column, f.followUps.check),
		kit.NewField(i18n.T("conversations.form.needs"), f.needs.column),
		kit.NewField(i18n.T("conversations.form.files"), f.files.column),
	}
	if f.known != nil {
		objects = append(objects, kit.NewField(i18n.T("conversations.form.reason"), f.reason).Hint(i18n.T("conversations.form.reason.hint")))
	}
	objects = append([]fyne.CanvasObject{f.elsewhere.Notice}, objects...)
	if !f.leftAt.IsZero() {
		notice := unsaved.Notice(f.desk, f.leftAt, f.discard, func() { f.form.Refresh() })
		objects = append([]fyne.CanvasObject{notice}, objects...)
	}
	return objects
}

func (f *form) entry(placeholder, text string) *kit.Entry {
	e := kit.NewEntry(i18n.T(placeholder))
	e.SetText(text)
	e.OnChanged = func(string) { f.changed() }
	return e
}

func (f *form) showAnswerBy() {
	if f.answer.On() {
		f.answerByField.Show()
	} else {
		f.answerByField.Hide()
	}
	if f.answer.On() && domain.Direction(f.direction.Value()) != domain.DirectionOutgoing {
		f.theirs.Show()
	} else {
		f.theirs.Hide()
	}
	f.form.Refresh()
}

// channels are the ones that ship, then the user's own; one that is no longer
// offered stays where it is in use.
func (f *form) channels(current string) []kit.Option {
	var options []kit.Option
	for _, id := range domain.Channels {
		options = append(options, kit.Option{Value: id, Label: i18n.T("channel." + id)})
	}
	for _, c := range f.agreed.Channels {
		if !c.Retired || c.ID == current {
			options = append(options, kit.Option{Value: c.ID, Label: c.Name})
		}
	}
	return options
}

func tagItems(tags []string) []picker.Item {
	var items []picker.Item
	for _, tag := range tags {
		items = append(items, picker.TagItem(tag))
	}
	return items
}

// noSentiment is the segment for a conversation of which nobody said how it
// went.
const noSentiment = "none"

func sentiments() []kit.Segment {
	segments := []kit.Segment{{Value: noSentiment, Label: i18n.T("conversations.form.sentiment.none")}}
	for n := -2; n <= 2; n++ {
		segments = append(segments, kit.Segment{Value: strconv.Itoa(n), Label: i18n.T("sentiment." + strconv.Itoa(n))})
	}
	return segments
}

func sentimentValue(sentiment *int) string {
	if sentiment == nil {
		return noSentiment
	}
	return strconv.Itoa(*sentiment)
}

// read is what stands in the form now.
func (f *form) read() draft {
	d := f.from
	d.Channel, d.Direction = f.channel.Value(), domain.Direction(f.direction.Value())
	f.when.read(&d)
	d.People, d.Ours, d.Organisations = f.people.Items(), f.ours.Items(), f.organisations.Items()
	d.Subject, d.Place = strings.TrimSpace(f.subject.Text), strings.TrimSpace(f.place.Text)
	d.Text = strings.TrimSpace(f.text.Text())
	d.Mentions = writing.Mentioned(f.mentions, d.Text)
	d.Tags = f.tags.Labels()
	d.Sentiment = nil
	if n, err := strconv.Atoi(f.sentiment.Value()); err == nil {
		d.Sentiment = &n
	}
	d.AnswerExpected, d.AnswerTheirs, d.AnswerBy = f.answer.On(), f.theirs.On(), picker.DayOf(f.answerBy)
	d.Attachments, d.FollowUps = f.files.attachments, f.followUps.read()
	d.Needs = f.needs.read()
	d.Reason = strings.TrimSpace(f.reason.Text)
	return d
}

// changed keeps the draft once nobody types.
func (f *form) changed() {
	if f.canBeKept {
		f.keeper.Soon(func() any { return f.read() })
	}
}

// discard begins anew, without what was left last time.
func (f *form) discard() {
	f.canBeKept = false
	f.keeper.Forget()
	f.dialog.Close()
	switch {
	case f.again != nil:
		f.again()
	case f.known != nil:
		openKnown(f.desk, f.id)
	default:
		openNew(f.desk)
	}
}

// leave keeps what was written, however the form was closed.
func (f *form) leave() {
	f.end()
	f.keeper.LeaveChanged(func() any { return f.read() })
}

// end lets go of what the form listens to.
func (f *form) end() {
	f.canBeKept = false
	f.release()
	f.elsewhere.Stop()
}

// save records what the form says. The draft is let go only once that is done,
// so that a refusal loses nothing.
func (f *form) save() bool {
	if !f.form.Validate() {
		return false
	}
	d := f.read()
	if len(d.People)+len(d.Organisations)+len(d.Mentions) == 0 && d.Text == "" && d.Subject == "" {
		f.peopleField.SetError(i18n.T("conversations.form.nobody"))
		f.desk.Shell.Canvas().Focus(f.people.Entry())
		return false
	}
	id := f.id
	if id == domain.None {
		id = f.desk.Workspace.NewID()
	}
	f.end()
	f.keeper.Keep(d, func() { f.record(id, d) })
	return true
}

// record records the draft. Of a conversation that was corrected elsewhere
// meanwhile only what the form changed is.
func (f *form) record(id domain.ID, d draft) {
	then := func() {
		batch := d.commands(id, f.known, f.desk.Workspace.NewID)
		if f.also != nil {
			batch.Parts = append(batch.Parts, f.also(id, domain.Moment{At: d.At, Precision: d.Precision})...)
		}
		f.desk.DoWithin(batch, f.batch, func(workspace.Done) {
			f.keeper.Forget()
			if f.recorded != nil {
				f.recorded()
			}
		})
	}
	if f.known == nil {
		then()
		return
	}
	f.desk.Run(func(ctx context.Context) error {
		known, now, err := readKnown(ctx, f.desk, id)
		if err != nil || known.Version == f.known.Version {
			return err
		}
		f.known = known
		d, err = unsaved.Merge(f.opened, d, now)
		return err
	}, then)
}
