package needs

import (
	"context"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/workspace"
)

// showMenu opens what can be done with the need.
func (t *detail) showMenu() { kit.OpenMenuBelow(t.more, t.menu()) }

func (t *detail) menu() []kit.MenuItem {
	var items []kit.MenuItem
	if t.changeable() {
		items = append(items,
			kit.MenuItem{Label: i18n.T("needs.edit"), Icon: kit.IconEdit, Key: "E", OnTap: func() { t.desk.EditNeed(t.id) }},
			kit.MenuItem{Label: i18n.T("needs.route"), Icon: kit.IconPerson, Key: "O", OnTap: t.route},
			kit.MenuItem{Label: i18n.T("needs.schedule"), Icon: kit.IconCalendar, Key: "T", OnTap: t.schedule},
			kit.MenuItem{Label: i18n.T("needs.decide"), Icon: kit.IconTender, Key: "D", OnTap: t.decide},
			kit.MenuItem{Label: i18n.T("needs.voice.add"), Icon: kit.IconPersonAdd, Key: "V", OnTap: t.addVoices},
		)
		if t.page.State == domain.NeedDecided {
			items = append(items, kit.MenuItem{Label: i18n.T("needs.tell-all"), Icon: kit.IconCheck, OnTap: t.tellAll})
		}
		if t.page.State == domain.NeedClosed {
			items = append(items, kit.MenuItem{Label: i18n.T("needs.reopen"), Icon: kit.IconUndo, Key: "C", OnTap: t.reopen})
		} else {
			items = append(items, kit.MenuItem{Label: i18n.T("needs.close"), Icon: kit.IconDone, Key: "C", OnTap: t.close})
		}
		items = append(items, kit.MenuItem{Label: i18n.T("needs.copy"), Icon: kit.IconCopy, OnTap: t.copy})
	}
	return append(items, kit.MenuItem{
		Label: i18n.T("needs.withdraw"), Icon: kit.IconTrash, Danger: true, Separator: true, OnTap: t.withdraw,
	})
}

// separated sets a hairline above the first of some items.
func separated(items []kit.MenuItem) []kit.MenuItem {
	if len(items) > 0 {
		items[0].Separator = true
	}
	return items
}

// route asks who of us is to see to it.
func (t *detail) route() {
	owner := t.page.Owner
	picker.Choose(t.desk, picker.ChooseParams{
		Title: i18n.T("needs.route"),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			options, err := picker.MemberOptions(ctx, t.desk, owner)
			nobody := picker.Option{Label: i18n.T("needs.owner.nobody"), Marked: owner == domain.None, Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconMinus}}
			return append(options, nobody), err
		},
		OnChoose: func(o picker.Option) { t.desk.Do(domain.RouteNeed{Need: t.id, For: desk.RouteID(o.ID)}, nil) },
	})
}

// schedule asks by when it is to be decided.
func (t *detail) schedule() {
	due := picker.DayToCome(t.desk, nil)
	due.SetDay(t.page.Due.In(t.desk.Workspace.Now().Location()))
	field := kit.NewField(i18n.T("needs.form.due"), due).Hint(i18n.T("needs.form.due.hint"))
	field.Check = due.Check
	form := kit.NewForm(field)
	kit.OpenDialog(t.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("needs.schedule"), Content: form, Focus: due.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			t.desk.Do(domain.ScheduleNeed{Need: t.id, Due: picker.DayOf(due)}, nil)
			return true
		},
	})
}

// closeOrReopen does the one that can be done.
func (t *detail) closeOrReopen() {
	if t.page.State == domain.NeedClosed {
		t.reopen()
		return
	}
	t.close()
}

func (t *detail) reopen() { t.desk.Do(domain.ReopenNeed{Need: t.id}, nil) }

// close asks for the reason, unless everyone knows.
func (t *detail) close() {
	if t.page.State == domain.NeedDecided && len(t.page.Heard) > 0 && t.page.ToTell == 0 {
		t.desk.Do(domain.CloseNeed{Need: t.id}, nil)
		return
	}
	reason := kit.NewEntry(i18n.T("needs.close.placeholder"))
	text := i18n.N("needs.close.text", t.page.ToTell)
	if t.page.State == domain.NeedOpen {
		text = i18n.T("needs.close.undecided")
	}
	form := kit.NewForm(kit.NewParagraph(kit.Body, text), kit.NewField(i18n.T("needs.close.reason"), reason).Required())
	kit.OpenDialog(t.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("needs.close.title"), Content: form, Submit: i18n.T("needs.close"), Focus: reason,
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			t.desk.Do(domain.CloseNeed{Need: t.id, Reason: reason.Text}, nil)
			return true
		},
	})
}

// withdraw takes back a need that was raised by mistake.
func (t *detail) withdraw() {
	reason := kit.NewEntry(i18n.T("needs.withdraw.placeholder"))
	kit.OpenDialog(t.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("needs.withdraw.title"), Submit: i18n.T("needs.withdraw"), Danger: true, Focus: reason,
		Content: kit.NewForm(
			kit.NewParagraph(kit.Body, i18n.T("needs.withdraw.text")),
			kit.NewField(i18n.T("needs.withdraw.reason"), reason),
		),
		OnSubmit: func() bool {
			t.desk.Do(domain.Withdraw{Record: t.record(), Reason: reason.Text}, nil)
			return true
		},
	})
}

// copy puts what is wanted and who asked on the clipboard.
func (t *detail) copy() {
	lines := []string{t.page.Title}
	if t.page.Text != "" {
		lines = append(lines, "", t.page.Text)
	}
	if d := t.page.Decision; d != nil {
		lines = append(lines, "", i18n.T("need.answer."+string(d.Answer)), d.Wording)
	}
	for i, v := range t.page.Heard {
		if i == 0 {
			lines = append(lines, "")
		}
		line := "– " + v.Name
		if about := aboutVoice(v); about != "" {
			line += " (" + about + ")"
		}
		if v.Quote != "" {
			line += ": " + quoted(v.Quote)
		}
		lines = append(lines, line)
	}
	dossier.Copy(t.desk, strings.Join(lines, "\n"))
}

// toggle says that somebody was told, or was not after all. The cursor goes on to
// the next who is still to be told.
func (t *detail) toggle(row *projections.VoiceRow) {
	switch {
	case row.Erased:
		return
	case t.page.State == domain.NeedOpen:
		t.desk.Shell.Toasts.Dismiss()
		t.desk.Shell.Toast(kit.Toast{Text: i18n.T("needs.decide-first")})
		return
	case row.Told != nil:
		t.desk.Do(domain.TakeTellingBack{Need: t.id, Person: row.Person}, nil)
		return
	}
	next := t.voices.next(row.Person)
	t.desk.Do(domain.TellBack{Need: t.id, Person: row.Person}, func(done workspace.Done) {
		if next != domain.None {
			t.voices.list.Select(next.String())
			return
		}
		t.sayAllKnow(done)
	})
}

// sayAllKnow says that the need is closed, with the way back.
func (t *detail) sayAllKnow(done workspace.Done) {
	if !done.Changed() {
		return
	}
	t.desk.Shell.Toasts.Dismiss()
	t.desk.Shell.Toast(kit.Toast{
		Text: i18n.T("needs.all-know.toast"), Tone: kit.Good, Key: kit.KeyLabel("Ctrl+Z"),
		OnAction: func() { t.desk.UndoStep(done.Command) },
	})
}

// tellAll ticks everyone in one step, as after a letter to all of them.
func (t *detail) tellAll() {
	batch := domain.Batch{Title: "tell-all-back"}
	for _, row := range t.page.Heard {
		if t.voices.toTell(row) {
			batch.Parts = append(batch.Parts, domain.TellBack{Need: t.id, Person: row.Person})
		}
	}
	if len(batch.Parts) > 0 {
		t.desk.Do(batch, t.sayAllKnow)
	}
}

func (t *detail) logTelling(row *projections.VoiceRow) { logTelling(t.desk, t.page, row) }

// logTelling records the conversation in which somebody is told, and ticks them
// with it.
func logTelling(d *desk.Desk, page *projections.NeedPage, row *projections.VoiceRow) {
	if row.Erased {
		return
	}
	need, person := page.ID, row.Person
	telling := desk.Telling{
		Person: projections.Party{Kind: domain.KindPerson, ID: person, Name: row.Name}, Subject: page.Title,
		Draft: need.String() + "-" + person.String(),
	}
	if page.Decision != nil {
		telling.Text, telling.Subject = page.Decision.Wording, i18n.T("needs.telling.subject", page.Title)
		telling.Also = func(conversation domain.ID, at domain.Moment) []domain.Command {
			return []domain.Command{domain.TellBack{Need: need, Person: person, Telling: domain.Telling{At: at, Conversation: conversation}}}
		}
	}
	d.LogTelling(telling)
}

func (t *detail) openConversation(row *projections.VoiceRow) {
	if row.Conversation != domain.None {
		t.desk.Open(domain.Stream{Kind: domain.KindConversation, ID: row.Conversation})
	}
}

func (t *detail) removeVoice(row *projections.VoiceRow) {
	t.desk.Do(domain.RemoveVoice{Need: t.id, Person: row.Person}, nil)
}

// voiceMenu is what can be done with one voice.
func (t *detail) voiceMenu(row *projections.VoiceRow) []kit.MenuItem {
	var items []kit.MenuItem
	if t.page.State != domain.NeedOpen && !row.Erased {
		label := i18n.T("needs.voice.tick")
		if row.Told != nil {
			label = i18n.T("needs.voice.untick")
		}
		items = append(items, kit.MenuItem{Label: label, Icon: kit.IconCheck, Key: "X", OnTap: func() { t.toggle(row) }})
	}
	if !row.Erased {
		items = append(items,
			kit.MenuItem{Label: i18n.T("needs.voice.log"), Icon: kit.IconConversation, Key: "L", OnTap: func() { t.logTelling(row) }},
			kit.MenuItem{Label: i18n.T("needs.voice.open"), Icon: kit.IconPerson, Key: kit.KeyLabel("Enter"), OnTap: func() { t.voices.open(row.Person) }})
	}
	if row.Conversation != domain.None {
		items = append(items, kit.MenuItem{Label: i18n.T("needs.voice.conversation"), Icon: kit.IconQuote, Key: "G", OnTap: func() { t.openConversation(row) }})
	}
	if told := row.Told; told != nil && told.Conversation != domain.None {
		items = append(items, kit.MenuItem{Label: i18n.T("needs.voice.telling"), Icon: kit.IconReply, OnTap: func() {
			t.desk.Open(domain.Stream{Kind: domain.KindConversation, ID: told.Conversation})
		}})
	}
	return append(items,
		kit.MenuItem{Label: i18n.T("needs.voice.quote"), Icon: kit.IconEdit, OnTap: func() { t.editQuote(row) }},
		kit.MenuItem{Label: i18n.T("needs.voice.remove"), Icon: kit.IconClose, OnTap: func() { t.removeVoice(row) }})
}
