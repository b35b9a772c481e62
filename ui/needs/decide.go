package needs

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
	"kontor/ui/writing"
	"kontor/workspace"
)

// decisionDraftName is where a decision that was left unsaved is kept, before the
// id of the need.
const decisionDraftName = "need-decision"

// decided is what stands in the form of a decision, as plain data.
type decided struct {
	Answer  domain.NeedAnswer `json:"answer"`
	Wording string            `json:"wording,omitempty"`
}

// decisionForm says what was decided and how it is told.
type decisionForm struct {
	desk    *desk.Desk
	page    *projections.NeedPage
	opened  decided
	keeper  *unsaved.Keeper
	answer  *kit.Segments
	wording *writing.Area
	offered bool // somebody was led to the words, and may go on without any

	answerField, wordingField *kit.Field

	form   *kit.Form
	dialog *kit.Dialog
	ready  bool // the fields are filled: what changes from now on is kept
}

// decide opens the form, with what was left unsaved last time.
func decide(d *desk.Desk, page *projections.NeedPage) {
	f := &decisionForm{desk: d, page: page, opened: decided{}}
	if d := page.Decision; d != nil {
		f.opened = decided{d.Answer, d.Wording}
	}
	name := unsaved.NameOf(decisionDraftName, page.ID)
	start, at, err := unsaved.Restore(d, name, f.opened, func(a, b decided) bool { return a == b })
	if err != nil {
		d.Fail(err)
		return
	}
	f.keeper = unsaved.New(d, name)
	var answers []kit.Segment
	var letters []any
	for _, answer := range domain.NeedAnswers {
		label := i18n.T("need.answer." + string(answer))
		letter := strings.ToUpper(string([]rune(label)[:1]))
		letters = append(letters, letter)
		answers = append(answers, kit.Segment{Value: string(answer), Label: label, Key: fyne.KeyName(letter)})
	}
	f.answer = kit.NewSegments(answers, string(start.Answer), func(string) { f.answered() }).OneStop()
	f.wording = writing.New(writing.Params{
		Desk: d, Text: start.Wording, Placeholder: i18n.T("needs.decide.wording.placeholder"), Lines: 5, OnChange: f.changed,
	})
	notice := kit.NewSpace()
	notice.Hide()
	if !at.IsZero() {
		notice = unsaved.Notice(d, at, f.discard, func() { f.form.Refresh() })
	}
	f.answerField = kit.NewField(i18n.T("needs.decide.answer"), f.answer).Hint(i18n.T("needs.decide.keys", letters...) + " " + f.hint())
	f.wordingField = kit.NewField(i18n.T("needs.decide.wording"), f.wording.Object())
	f.form = kit.NewForm(f.head(), notice, f.answerField, f.wordingField)
	f.dialog = kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("needs.decide"), Content: f.form, Width: 600, Submit: i18n.T("needs.decide.submit"), Focus: f.answer.Chosen(),
		OnSubmit: f.save, OnCancel: f.leave, OnShortcut: f.wording.Shortcut,
	})
	f.ready = true
}

// asking is how many of those who asked are named; of more the number is said.
const asking = 3

// head names the need, and who asked for it.
func (f *decisionForm) head() fyne.CanvasObject {
	head := kit.NewColumn(2, kit.NewParagraph(kit.Bold, desk.NeedTitle(f.page.NeedRow)))
	var names []string
	for _, voice := range f.page.Heard {
		if voice.Name != "" {
			names = append(names, voice.Name)
		}
	}
	if len(names) == 0 {
		return head
	}
	said := strings.Join(names[:min(len(names), asking)], ", ")
	if more := len(names) - asking; more > 0 {
		said += " +" + i18n.Number(more)
	}
	head.Add(kit.NewParagraph(kit.Secondary, i18n.T("needs.decide.asked", said)))
	return head
}

// hint says who is to be told then.
func (f *decisionForm) hint() string {
	if f.page.Told > 0 {
		return i18n.N("needs.decide.again.hint", f.page.Told)
	}
	return i18n.N("needs.decide.hint", f.page.Voices)
}

func (f *decisionForm) read() decided {
	return decided{domain.NeedAnswer(f.answer.Value()), f.wording.Text()}
}

func (f *decisionForm) left() any { return unsaved.Left[decided]{Opened: f.opened, Form: f.read()} }

// answered takes an answer; that one is missing holds no longer.
func (f *decisionForm) answered() {
	f.answerField.SetError("")
	f.layOut()
	f.changed()
}

func (f *decisionForm) layOut() {
	f.form.Refresh()
	f.dialog.Changed()
}

func (f *decisionForm) changed() {
	if f.ready {
		f.keeper.Soon(f.left)
	}
}

// leave keeps what was written, however the form was closed.
func (f *decisionForm) leave() {
	f.ready = false
	f.keeper.Leave(f.left(), f.read() != f.opened)
}

// discard begins anew, without what was left last time.
func (f *decisionForm) discard() {
	f.ready = false
	f.opened = f.read() // nothing of it is kept
	f.dialog.Close()
	f.keeper.Forget()
	decide(f.desk, f.page)
}

// complete leads to the answer where none is chosen, and once to the words where
// there are none: a decision may do without, but not because nobody saw the field.
func (f *decisionForm) complete(d decided) bool {
	switch {
	case d.Answer == "":
		f.answerField.SetError(i18n.T("needs.decide.missing"))
		f.desk.Shell.Canvas().Focus(f.answer.Chosen())
	case strings.TrimSpace(d.Wording) == "" && !f.offered:
		f.offered = true
		f.wordingField.Hint(i18n.T("needs.decide.no-words", kit.KeyLabel("Ctrl+Enter")))
		f.wording.Write()
	default:
		return true
	}
	f.layOut()
	return false
}

func (f *decisionForm) save() bool {
	d := f.read()
	if !f.complete(d) {
		return false
	}
	f.ready = false
	command := domain.DecideNeed{Need: f.page.ID, Answer: d.Answer, Wording: d.Wording}
	f.keeper.Keep(f.left(), func() {
		f.desk.Do(command, func(workspace.Done) { f.keeper.Forget() })
	})
	return true
}
