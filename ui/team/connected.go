package team

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// showTop draws what follows from the status: the question after a reset, and
// how things stand.
func (p *page) showTop() {
	var objects []fyne.CanvasObject
	if question := p.question(); question != nil {
		objects = append(objects, question)
	}
	p.top.SetObjects(append(objects, p.state())...)
}

// state says in one card how things stand and what can be done.
func (p *page) state() fyne.CanvasObject {
	now := p.desk.Workspace.Now()
	said, ok := Say(p.status, now)
	if !ok {
		said = Said{Tone: kit.Neutral, Icon: kit.IconSync, Text: i18n.T("team.status.connecting")}
	}
	title := kit.NewText(kit.Heading, said.Text)
	if p.status.State == workspace.TeamShared && p.status.Unshared == 0 {
		title.SetText(i18n.T("team.state.shared"))
	}
	text := kit.NewColumn(2, title, kit.NewParagraph(kit.Secondary, p.explained()))
	sync := kit.NewButton(kit.Quiet, i18n.T("team.state.sync"), func() { SyncNow(p.desk) })
	sync.Icon, sync.Shortcut = kit.IconSync, kit.KeyLabel("Ctrl+R")
	buttons := kit.NewFlow(8, sync)
	switch {
	case passwordNeeded(p.status):
		buttons.SetObjects(kit.NewButton(kit.Primary, i18n.T("team.state.password"), func() { AskPassword(p.desk) }), sync)
	case p.status.State == workspace.TeamDenied:
		buttons.SetObjects(kit.NewButton(kit.Primary, i18n.T("team.state.change"), p.changeAccess), sync)
	}
	objects := []fyne.CanvasObject{kit.NewLine(12, newSign(said.Icon, said.Tone), text).Grow(text).Top()}
	if total := p.status.Progress.Total; p.status.State == workspace.TeamSyncing && total > 0 {
		objects = append(objects, kit.NewBar(kit.Neutral, float64(p.status.Progress.Done)/float64(total)))
	}
	if off := p.status.ClockOff; off != 0 {
		objects = append(objects, notice(kit.Soon, i18n.T("team.state.clock", span(off.Abs()))))
	}
	objects = append(objects, buttons, kit.NewHairline(), p.facts())
	return card("", objects...)
}

// explained is the sentence below the state.
func (p *page) explained() string {
	s := p.status
	switch {
	case s.Problem != nil:
		return workspace.Explain(s.Problem)
	case s.State == workspace.TeamShared && s.Unshared == 0:
		return i18n.T("team.state.shared.text", when.Speak(s.SharedAt, p.desk.Workspace.Now(), i18n.Language(), domain.PrecisionMinute))
	case s.State == workspace.TeamSyncing:
		return i18n.T("team.state.syncing.text")
	}
	return i18n.T("team.state.unshared.text")
}

// facts are the numbers of the sharing.
func (p *page) facts() fyne.CanvasObject {
	now := p.desk.Workspace.Now()
	s := p.status
	shared := i18n.T("team.fact.never")
	if !s.SharedAt.IsZero() {
		shared = when.Speak(s.SharedAt, now, i18n.Language(), domain.PrecisionMinute)
	}
	unshared, tone := i18n.T("team.fact.unshared.none"), kit.Neutral
	if s.Unshared > 0 {
		unshared, tone = i18n.N("team.fact.entries", int(s.Unshared)), kit.Soon
	}
	rows := kit.NewColumn(2,
		kit.NewFactRow(i18n.T("team.fact.shared"), shared, kit.Neutral, nil),
		kit.NewFactRow(i18n.T("team.fact.unshared"), unshared, tone, nil))
	if s.FilesWaiting > 0 {
		rows.Add(kit.NewFactRow(i18n.T("team.fact.files"), i18n.Number(s.FilesWaiting), kit.Neutral, nil))
	}
	if s.FilesTooLarge > 0 {
		rows.Add(kit.NewFactRow(i18n.T("team.fact.large"), i18n.Number(s.FilesTooLarge), kit.Soon, nil),
			kit.NewParagraph(kit.Secondary, i18n.T("team.fact.large.text")))
	}
	if s.FilesFailed > 0 {
		rows.Add(kit.NewFactRow(i18n.T("team.fact.failed"), i18n.Number(s.FilesFailed), kit.Soon, nil),
			kit.NewParagraph(kit.Secondary, failedFiles(s, now)))
	}
	if s.FilesLeft > 0 {
		rows.Add(kit.NewFactRow(i18n.T("team.fact.left"), i18n.Number(s.FilesLeft), kit.Soon, nil),
			kit.NewParagraph(kit.Secondary, i18n.T("team.fact.left.text")))
	}
	return rows
}

// failedFiles says what becomes of attachments that could not be used as they came.
func failedFiles(s workspace.TeamStatus, now time.Time) string {
	if s.FilesDue.After(now) {
		return i18n.T("team.fact.failed.due", clock(s.FilesDue, now))
	}
	return i18n.T("team.fact.failed.text")
}

// connection says which server it is, and changes that.
func (p *page) connection() fyne.CanvasObject {
	server := p.about.Server
	rows := kit.NewColumn(2,
		kit.NewFactRow(i18n.T("team.fact.server"), hostOf(server.Address), kit.Neutral, nil),
		kit.NewFactRow(i18n.T("team.fact.account"), server.Account, kit.Neutral, nil))
	if server.CAFile != "" {
		rows.Add(kit.NewFactRow(i18n.T("team.check.tls"), filepath.Base(server.CAFile), kit.Neutral, nil))
	}
	if !p.about.Since.IsZero() {
		since := when.Speak(p.about.Since, p.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
		rows.Add(kit.NewFactRow(i18n.T("team.fact.since"), since, kit.Neutral, nil))
	}
	if is := p.status.Protection; is != workspace.TeamProtectionUnknown {
		rows.Add(kit.NewFactRow(i18n.T("team.fact.protection"), i18n.T("team.protection."+string(is)+".short"), protectionTone(is), nil))
		if is != workspace.TeamProtectionTeam {
			rows.Add(kit.NewParagraph(kit.Secondary, i18n.T("team.protection."+string(is)+".text")))
		}
	}
	return card(i18n.T("team.connection"), rows, kit.NewFlow(8,
		kit.NewButton(kit.Quiet, i18n.T("team.change"), p.changeAccess),
		kit.NewButton(kit.Quiet, i18n.T("team.phrase.change"), p.changePhrase),
		kit.NewButton(kit.Quiet, i18n.T("team.leave"), p.leave)))
}

func protectionTone(is workspace.TeamProtection) kit.Tone {
	if is == workspace.TeamProtectionDenied {
		return kit.Soon
	}
	return kit.Neutral
}

// hostOf is the part of a connection string that people know the server by.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.ReplaceAll(u.Host, ",", ", ")
}

// people are the members with their machines.
func (p *page) people() fyne.CanvasObject {
	devices := map[domain.ID][]workspace.TeamDevice{}
	for _, d := range p.about.Devices {
		devices[d.Member.ID] = append(devices[d.Member.ID], d)
	}
	rows := kit.NewColumn(10)
	for _, m := range p.about.members {
		rows.Add(p.member(m, devices[m.ID]))
	}
	invite := kit.NewButton(kit.Quiet, i18n.T("team.invite"), p.invite)
	invite.Icon = kit.IconPersonAdd
	return card(i18n.T("team.devices"), rows, kit.NewLine(8, invite))
}

func (p *page) member(m projections.MemberRow, devices []workspace.TeamDevice) fyne.CanvasObject {
	name := m.Name
	if m.ID == p.desk.Workspace.Me() {
		name = i18n.T("settings.member.you", m.Name)
	}
	var said []string
	mine := false
	for _, d := range devices {
		text := d.Name
		switch {
		case d.Here && text == "":
			text = i18n.T("team.device.unnamed")
		case d.Here:
			text = i18n.T("team.device.here", text)
		}
		said = append(said, text)
		mine = mine || d.Here
	}
	if len(said) == 0 {
		said = []string{i18n.T("team.device.none")}
	}
	text := kit.NewColumn(0, kit.NewText(kit.Strong, name), kit.NewParagraph(kit.Secondary, strings.Join(said, " · ")))
	face := kit.NewAvatar(kit.FaceList, kit.Face{Kind: kit.PersonFace, ID: m.ID.String(), Name: m.Name})
	if !mine {
		return kit.NewLine(10, face, text).Grow(text)
	}
	rename := kit.NewIconButton(kit.IconEdit, i18n.T("team.device.rename"), func() { p.nameDevice(m.ID, devices) })
	return kit.NewLine(10, face, text, rename).Grow(text)
}

// links lead to what waits and to what was done.
func (p *page) links() fyne.CanvasObject {
	waiting, tone := i18n.T("team.fact.unshared.none"), kit.Neutral
	if n := p.status.Attention; n > 0 {
		waiting, tone = i18n.N("team.attention.count", n), kit.Soon
	}
	open := func(page string) func() { return func() { p.desk.Shell.Open(kit.Route{Page: page}) } }
	return card(i18n.T("team.links"), kit.NewColumn(2,
		kit.NewFactRow(i18n.T("team.attention"), waiting, tone, open(desk.PageAttention)),
		kit.NewFactRow(i18n.T("team.activity"), i18n.T("team.activity.open"), kit.Neutral, open(desk.PageActivity))))
}

// nameDevice gives this machine a name for the team.
func (p *page) nameDevice(member domain.ID, devices []workspace.TeamDevice) {
	name := kit.NewEntry(workspace.HostName())
	for _, d := range devices {
		if d.Here {
			name.SetText(d.Name)
		}
	}
	form := kit.NewForm(kit.NewField(i18n.T("team.device.field"), name).Required())
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{Title: i18n.T("team.device.rename"), Content: form, OnSubmit: func() bool {
		if !form.Validate() {
			return false
		}
		p.desk.Do(domain.NameDevice{Member: member, Device: p.desk.Workspace.Device(), Name: strings.TrimSpace(name.Text)}, nil)
		return true
	}})
}

// leave ends the sharing after having asked.
func (p *page) leave() {
	kit.Confirm(p.desk.Shell.Canvas(), i18n.T("team.leave.title"), i18n.T("team.leave.text"), i18n.T("team.leave.submit"), true, func() {
		p.desk.Run(func(ctx context.Context) error { return p.desk.Workspace.LeaveTeam(ctx) }, func() {
			p.desk.Shell.Toast(kit.Toast{Text: i18n.T("team.leave.done")})
			p.load()
		})
	})
}
