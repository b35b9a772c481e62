package conversations

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// menu is what can be done with the conversation beside correcting it.
func (r *reader) menu() []kit.MenuItem {
	items := []kit.MenuItem{
		{Label: i18n.T("conversations.plan"), Icon: kit.IconReminder, Key: "F", OnTap: r.plan},
		{Label: i18n.T("conversations.need"), Icon: kit.IconNeed, Key: "N", OnTap: func() { r.desk.RaiseNeed(desk.NeedFrom(*r.shown.entry)) }},
		{Label: i18n.T("conversations.copy"), Icon: kit.IconCopy, OnTap: r.copy},
	}
	switch {
	case r.waiting():
		items = append(items, kit.MenuItem{Label: i18n.T("conversations.settle"), Icon: kit.IconReply, Key: "D", OnTap: func() { r.settle(false) }})
	case r.shown.entry.AnswerExpected:
		items = append(items, kit.MenuItem{Label: i18n.T("conversations.await"), Icon: kit.IconReply, OnTap: func() { r.settle(true) }})
	}
	return append(items, kit.MenuItem{
		Label: i18n.T("conversations.withdraw"), Icon: kit.IconTrash, Danger: true, Separator: true, OnTap: r.withdraw,
	})
}

// waiting reports whether somebody still waits for an answer.
func (r *reader) waiting() bool {
	return r.shown.entry.AnswerExpected && !r.shown.record.AnswerSettled
}

func (r *reader) settle(await bool) {
	r.desk.Do(domain.SettleAnswer{Conversation: r.id, Await: await}, nil)
}

func (r *reader) copy() {
	text := r.title() + "\n" + r.circumstances() + "\n\n" + r.shown.entry.Text
	fyne.CurrentApp().Clipboard().SetContent(text)
	r.desk.Shell.Toast(kit.Toast{Text: i18n.T("conversations.copied")})
}

// withdraw takes back a conversation that was recorded by mistake; it stays in
// the ledger, marked as withdrawn.
func (r *reader) withdraw() {
	reason := kit.NewEntry(i18n.T("conversations.withdraw.reason.placeholder"))
	record := r.record()
	kit.OpenDialog(r.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("conversations.withdraw.title"), Submit: i18n.T("conversations.withdraw"), Danger: true,
		Content: kit.NewForm(
			kit.NewParagraph(kit.Body, i18n.T("conversations.withdraw.text")),
			kit.NewField(i18n.T("conversations.withdraw.reason"), reason),
		),
		OnSubmit: func() bool {
			r.desk.Do(domain.Withdraw{Record: record, Reason: reason.Text}, nil)
			return true
		},
	})
}

// plan asks what is to be done, by when and by whom.
func (r *reader) plan() {
	var members []projections.MemberRow
	r.desk.Prepare(func(ctx context.Context) (err error) {
		members, err = r.desk.Workspace.Views().Members(ctx)
		return err
	}, func() { openPlan(r.desk, r.shown.entry, members) })
}

func idsOf(parties []projections.Party) []domain.ID {
	var ids []domain.ID
	for _, p := range parties {
		ids = append(ids, p.ID)
	}
	return ids
}
