package team

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// decision is one step that waits, with what was chosen for each field.
type decision struct {
	page   *attention
	item   waiting
	chosen []string // KeepMine, KeepTheirs, or "" for each clash
	at     int      // the clash that the keys speak of
	cards  []*clashCard
	scroll *kit.Scroll
	answer *kit.Button
	said   *kit.Column
}

func newDecision(page *attention, item waiting) *decision {
	return &decision{page: page, item: item, chosen: make([]string, len(item.clashes)), said: kit.NewColumn(0)}
}

// take goes on from what was chosen before the data were read anew.
func (d *decision) take(before *decision) {
	for i, c := range d.item.clashes {
		for j, old := range before.item.clashes {
			if c.Field == old.Field && c.Record == old.Record && c.theirs == old.theirs && c.mine == old.mine {
				d.chosen[i] = before.chosen[j]
			}
		}
	}
	d.at = min(before.at, max(0, len(d.chosen)-1))
}

func (d *decision) content() fyne.CanvasObject {
	now := d.page.desk.Workspace.Now()
	at := when.Speak(d.item.At, now, i18n.Language(), domain.PrecisionMinute)
	title := d.item.title
	if d.item.About.Name != "" {
		title = d.item.About.Name + " · " + title
	}
	body := kit.NewColumn(14,
		kit.NewColumn(2, kit.NewParagraph(kit.Title, title), kit.NewText(kit.Faint, i18n.T("team.attention.yours", at))))
	reason := d.item.Reason
	if d.item.Command == nil {
		reason = i18n.T("team.attention.gone")
	}
	if reason != "" {
		body.Add(notice(kit.Soon, reason))
	}
	if len(d.item.clashes) > 0 {
		body.Add(kit.NewSectionHeader(i18n.T("team.attention.question")))
	}
	for i, c := range d.item.clashes {
		card := newClashCard(c, i, len(d.item.clashes), func(keep string) { d.choose(i, keep) })
		d.cards = append(d.cards, card)
		body.Add(card.content)
	}
	body.Add(d.said, d.buttons())
	d.scroll = kit.NewScroll(kit.NewPadded(20, 28, 32, 28, body))
	d.paint()
	return d.scroll
}

func (d *decision) buttons() fyne.CanvasObject {
	var objects []fyne.CanvasObject
	if len(d.item.clashes) > 0 {
		d.answer = kit.NewButton(kit.Primary, i18n.T("team.attention.answer"), d.submit)
		d.answer.Shortcut = kit.KeyLabel("Enter")
		objects = append(objects, d.answer)
	}
	if d.item.Command != nil {
		retry := kit.NewButton(kit.Quiet, i18n.T("team.attention.retry"), d.retry)
		retry.Shortcut = "R"
		objects = append(objects, retry)
		if d.editable() {
			edit := kit.NewButton(kit.Quiet, i18n.T("team.attention.edit"), d.edit)
			edit.Shortcut = "E"
			objects = append(objects, edit)
		}
	}
	discard := kit.NewButton(kit.Quiet, i18n.T("team.attention.discard"), d.discard)
	discard.Shortcut = kit.KeyLabel("Del")
	return kit.NewFlow(8, append(objects, discard)...)
}

func (d *decision) paint() {
	for i, card := range d.cards {
		card.set(d.chosen[i], i == d.at && len(d.cards) > 1)
	}
}

// choose answers one field.
func (d *decision) choose(index int, keep string) {
	d.chosen[index], d.at = keep, index
	d.said.SetObjects()
	d.paint()
}

// key answers the keyboard for the page.
func (a *attention) key(event *fyne.KeyEvent) bool {
	d := a.detail
	if d == nil {
		return false
	}
	switch event.Name {
	case fyne.Key1:
		d.pick(domain.KeepMine, true)
	case fyne.Key2:
		d.pick(domain.KeepTheirs, true)
	case fyne.KeyLeft:
		d.pick(domain.KeepMine, false)
	case fyne.KeyRight:
		d.pick(domain.KeepTheirs, false)
	case fyne.KeyDown:
		return d.move(1)
	case fyne.KeyUp:
		return d.move(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		d.submit()
	case fyne.KeyR:
		d.retry()
	case fyne.KeyE:
		d.edit()
	case fyne.KeyDelete:
		d.discard()
	default:
		return false
	}
	return true
}

// pick answers the field at hand and, by number, goes on to the next.
func (d *decision) pick(keep string, onwards bool) {
	if len(d.chosen) == 0 {
		return
	}
	d.choose(d.at, keep)
	if onwards {
		d.move(1)
	}
}

// move goes to another field; at the ends the list goes to another step.
func (d *decision) move(by int) bool {
	to := d.at + by
	if to < 0 || to >= len(d.cards) {
		return false
	}
	d.at = to
	d.paint()
	d.scroll.ShowObject(d.cards[to].content)
	return true
}

// submit records the answers, once there is one for every field.
func (d *decision) submit() {
	if len(d.chosen) == 0 || d.page.busy {
		return
	}
	answers := map[domain.Stream][]domain.Answer{}
	for i, c := range d.item.clashes {
		if d.chosen[i] == "" {
			d.at = i
			d.paint()
			d.scroll.ShowObject(d.cards[i].content)
			d.said.SetObjects(notice(kit.Soon, i18n.T("team.attention.unanswered")))
			return
		}
		answers[c.Record] = append(answers[c.Record], domain.Answer{Field: c.Field, Keep: d.chosen[i], Mine: c.Mine, Theirs: c.Theirs})
	}
	d.settle(func(ctx context.Context) (workspace.Done, error) {
		return d.page.desk.Workspace.SettleAttention(ctx, d.item.ID, answers)
	})
}

// retry carries out the step on the present state.
func (d *decision) retry() {
	if d.item.Command == nil {
		return
	}
	d.settle(func(ctx context.Context) (workspace.Done, error) {
		return d.page.desk.Workspace.RetryAttention(ctx, d.item.ID)
	})
}

// settle does what ends the waiting, and says so or why not.
func (d *decision) settle(do func(context.Context) (workspace.Done, error)) {
	page := d.page
	if page.busy {
		return
	}
	page.busy = true
	page.desk.Async.Go(func() {
		done, err := do(context.Background())
		page.desk.Async.Do(func() {
			page.busy = false
			if err != nil {
				d.said.SetObjects(notice(kit.Late, workspace.Explain(err)))
				return
			}
			page.settled(done)
		})
	})
}

func (a *attention) settled(done workspace.Done) {
	toast := kit.Toast{Text: i18n.T("team.attention.settled"), Tone: kit.Good}
	if done.Changed() {
		toast.Key, toast.OnAction = kit.KeyLabel("Ctrl+Z"), a.desk.Undo
	}
	a.desk.Shell.Toasts.Dismiss()
	a.desk.Shell.Toast(toast)
	a.load()
}

func (d *decision) discard() {
	desk := d.page.desk
	kit.Confirm(desk.Shell.Canvas(), i18n.T("team.attention.discard.title"), i18n.T("team.attention.discard.text", d.item.title),
		i18n.T("team.attention.discard"), true, func() {
			desk.Run(func(ctx context.Context) error { return desk.Workspace.DiscardAttention(ctx, d.item.ID) }, func() {
				desk.Shell.Toast(kit.Toast{Text: i18n.T("team.attention.discarded")})
				d.page.load()
			})
		})
}

// form opens the form of the record, nil where it has none.
func (d *decision) form() func() {
	desk := d.page.desk
	record := d.item.Record
	if record.ID == domain.None && len(d.item.clashes) > 0 {
		record = d.item.clashes[0].Record
	}
	forms := map[domain.Kind]func(domain.ID){
		domain.KindPerson: desk.EditPerson, domain.KindOrganisation: desk.EditOrganisation,
		domain.KindCommunity: desk.EditCommunity, domain.KindConversation: desk.EditConversation,
	}
	if form := forms[record.Kind]; form != nil && record.ID != domain.None {
		return func() { form(record.ID) }
	}
	return nil
}

func (d *decision) editable() bool { return d.form() != nil }

// edit opens the form of the record. Once something about it was recorded, it
// is asked whether the step is settled by that.
func (d *decision) edit() {
	form := d.form()
	if form == nil {
		return
	}
	page, item := d.page, d.item
	page.forgetEdit()
	page.editing = page.desk.Watch(func(c workspace.Changed) {
		if c.Touches(item.Record) {
			page.forgetEdit()
			page.desk.Async.After(afterForm, func() { page.askEdited(item) })
		}
	})
	form()
}

func (a *attention) forgetEdit() {
	if a.editing != nil {
		a.editing()
		a.editing = nil
	}
}

// askEdited asks whether a step is settled by what was just recorded.
func (a *attention) askEdited(item waiting) {
	if a.desk.Shell.Page() != kit.Page(a) {
		return
	}
	kit.Confirm(a.desk.Shell.Canvas(), i18n.T("team.attention.edited"), i18n.T("team.attention.edited.text", item.title),
		i18n.T("team.attention.edited.yes"), false, func() {
			a.desk.Run(func(ctx context.Context) error {
				return a.desk.Workspace.EditedAttention(ctx, item.ID, workspace.Done{})
			}, a.load)
		})
}
