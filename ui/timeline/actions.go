package timeline

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// openMenu shows what can be done with an entry.
func (t *Timeline) openMenu(id string, at fyne.Position) {
	e := t.entryOf(id)
	if e == nil {
		return
	}
	if items := t.menu(e); len(items) > 0 {
		kit.OpenMenu(t.p.Desk.Shell.Canvas(), at, items)
	}
}

func (t *Timeline) menu(e *projections.TimelineEntry) []kit.MenuItem {
	var items []kit.MenuItem
	switch {
	case e.Erased || e.Missing || e.Record.Kind == domain.KindImport: // the settings take an import back as a whole
		return nil
	case e.Kind == projections.EntryConversation:
		items = t.conversationMenu(e)
	case e.Kind == projections.EntryFollowUp:
		items = t.followUpMenu(e)
	}
	items = append(items, kit.MenuItem{
		Label: i18n.T("timeline.undo"), Icon: kit.IconUndo, Separator: len(items) > 0, OnTap: func() { t.undo(e) },
	})
	if e.Kind == projections.EntryConversation && !e.Withdrawn {
		items = append(items, kit.MenuItem{
			Label: i18n.T("timeline.withdraw"), Icon: kit.IconTrash, Danger: true,
			OnTap: func() { t.p.Desk.Do(domain.Withdraw{Record: e.Record}, nil) },
		})
	}
	return items
}

func (t *Timeline) conversationMenu(e *projections.TimelineEntry) []kit.MenuItem {
	items := []kit.MenuItem{
		{Label: i18n.T("timeline.open"), Icon: kit.IconConversation, Key: kit.KeyLabel("Enter"), OnTap: func() { t.p.Desk.Open(e.Record) }},
	}
	if e.Withdrawn {
		return items
	}
	items = append(items, kit.MenuItem{
		Label: i18n.T("timeline.need"), Icon: kit.IconNeed, Key: "N", OnTap: func() { t.p.Desk.RaiseNeed(desk.NeedFrom(*e)) },
	}, kit.MenuItem{
		Label: i18n.T("timeline.correct"), Icon: kit.IconEdit, OnTap: func() { t.p.Desk.EditConversation(e.Record.ID) },
	})
	if e.AnswerExpected {
		settle := kit.MenuItem{Label: i18n.T("timeline.settle"), Icon: kit.IconReply, Key: "D"}
		if !e.AnswerOpen {
			settle.Label, settle.Key = i18n.T("timeline.await"), ""
		}
		settle.OnTap = func() {
			t.p.Desk.Do(domain.SettleAnswer{Conversation: e.Record.ID, Await: !e.AnswerOpen}, nil)
		}
		items = append(items, settle)
	}
	for _, f := range e.FollowUps {
		if f.State == domain.FollowUpOpen {
			items = append(items, kit.MenuItem{
				Label: i18n.T("timeline.done-with", shortened(followUpText(f))), Icon: kit.IconCheck, OnTap: func() { t.close(f.ID, domain.FollowUpDone) },
			})
		}
	}
	return items
}

func (t *Timeline) followUpMenu(e *projections.TimelineEntry) []kit.MenuItem {
	if len(e.FollowUps) == 0 {
		return nil
	}
	f := e.FollowUps[0]
	var items []kit.MenuItem
	if f.Conversation != domain.None {
		items = append(items, kit.MenuItem{
			Label: i18n.T("timeline.origin"), Icon: kit.IconConversation, Key: kit.KeyLabel("Enter"),
			OnTap: func() { t.p.Desk.Open(domain.Stream{Kind: domain.KindConversation, ID: f.Conversation}) },
		})
	}
	if f.State != domain.FollowUpOpen {
		return append(items, kit.MenuItem{
			Label: i18n.T("timeline.reopen"), Icon: kit.IconReminder, OnTap: func() { t.p.Desk.Do(domain.ReopenFollowUp{FollowUp: f.ID}, nil) },
		})
	}
	items = append(items, kit.MenuItem{
		Label: i18n.T("timeline.done"), Icon: kit.IconCheck, Key: "D", OnTap: func() { t.close(f.ID, domain.FollowUpDone) },
	})
	today := domain.DayOf(t.p.Desk.Workspace.Now())
	snooze := func(key string, until domain.Day) kit.MenuItem {
		return kit.MenuItem{Label: i18n.T(key), Icon: kit.IconClock, OnTap: func() {
			t.p.Desk.Do(domain.SnoozeFollowUp{FollowUp: f.ID, Until: until}, nil)
		}}
	}
	return append(items, snooze("timeline.snooze.day", today.Add(1)), snooze("timeline.snooze.week", today.Add(7)), kit.MenuItem{
		Label: i18n.T("timeline.cancel"), Icon: kit.IconClose, OnTap: func() { t.close(f.ID, domain.FollowUpCancelled) },
	})
}

func (t *Timeline) close(followUp domain.ID, as domain.FollowUpState) {
	t.p.Desk.Do(domain.CloseFollowUp{FollowUp: followUp, As: as}, nil)
}

// undo takes back what an entry records, whenever that was. What came with an
// import is withdrawn alone: one step recorded it together with much else.
func (t *Timeline) undo(e *projections.TimelineEntry) {
	d := t.p.Desk
	var done workspace.Done
	d.Run(func(ctx context.Context) error {
		r, err := t.recorded(ctx, e)
		if err != nil {
			return err
		}
		imported := false
		if r.Causation != domain.None {
			batch, err := d.Workspace.History(ctx, domain.Stream{Kind: domain.KindImport, ID: r.Causation})
			if err != nil {
				return err
			}
			imported = len(batch) > 0
		}
		switch {
		case !imported:
			done, err = d.Workspace.UndoCommand(ctx, r.Command)
		case r.Version == 1:
			done, err = d.Workspace.Do(ctx, domain.Withdraw{Record: e.Record})
		default:
			err = &domain.Refusal{Code: domain.RefusedCannotUndo, Record: e.Record}
		}
		return err
	}, func() {
		d.Shell.Toasts.Dismiss()
		d.Shell.Toast(kit.Toast{Text: kit.Capital(i18n.T("command." + done.Title)), Tone: kit.Good})
	})
}

// recorded is the event that an entry tells of.
func (t *Timeline) recorded(ctx context.Context, e *projections.TimelineEntry) (domain.Recorded, error) {
	history, err := t.p.Desk.Workspace.History(ctx, e.Record)
	for _, r := range history {
		if r.EventID == e.Event {
			return r, nil
		}
	}
	if err == nil {
		err = &domain.Refusal{Code: domain.RefusedCannotUndo, Record: e.Record}
	}
	return domain.Recorded{}, err
}

// key does what a letter means for the entry with the cursor; it tells whether
// it meant something.
func (t *Timeline) key(event *fyne.KeyEvent, id string) bool {
	if event.Name == fyne.KeyG && !t.p.Plain {
		t.askDay()
		return true
	}
	e := t.entryOf(id)
	if e == nil || e.Erased || e.Missing || e.Withdrawn {
		return false
	}
	switch {
	case event.Name == fyne.KeyN && e.Kind == projections.EntryConversation:
		t.p.Desk.RaiseNeed(desk.NeedFrom(*e))
	case event.Name != fyne.KeyD:
		return false
	case e.Kind == projections.EntryConversation && e.AnswerExpected && e.AnswerOpen:
		t.p.Desk.Do(domain.SettleAnswer{Conversation: e.Record.ID}, nil)
	case e.Kind == projections.EntryFollowUp && len(e.FollowUps) > 0 && e.FollowUps[0].State == domain.FollowUpOpen:
		t.close(e.FollowUps[0].ID, domain.FollowUpDone)
	default:
		return false
	}
	return true
}

// shortened is a text as it fits into a menu.
func shortened(text string) string {
	const longest = 32
	if words := []rune(text); len(words) > longest {
		return string(words[:longest]) + "…"
	}
	return text
}
