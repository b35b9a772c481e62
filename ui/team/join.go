package team

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// JoinParams say what the form to join a team needs; no workspace is open yet
// where the program starts for the first time.
type JoinParams struct {
	Async    kit.Async
	AskFile  func(kit.FileAsk)
	Replaces bool // there is a workspace that gives way
	// OnJoin is told of the workspace that was found and opened.
	OnJoin func(workspace.TeamOffer)
	// OnRoom is told that the form needs more room now, or less; it may be nil.
	OnRoom func()
	// OnBack leads back; no such button without.
	OnBack func()
}

// JoinForm asks for what it takes to join a team: server, account and
// pass-phrase, or an invitation with its code and an account.
type JoinForm struct {
	p      JoinParams
	way    string
	ways   *kit.Segments
	access *access
	phrase *kit.Entry
	text   *kit.Entry
	code   *kit.Entry
	host   *kit.Column
	said   *kit.Column
	// content is laid out anew where another way needs more room or less.
	content *kit.Column
	submit  *kit.Button
	form    *kit.Form
	cancel  context.CancelFunc
}

const (
	byPhrase     = "phrase"
	byInvitation = "invitation"
)

// NewJoinForm returns an empty form.
func NewJoinForm(p JoinParams) *JoinForm {
	f := &JoinForm{
		p: p, access: newAccess(p.AskFile), phrase: kit.NewPasswordEntry(""),
		text: kit.NewTextArea(i18n.T("team.join.text.placeholder"), 3), code: kit.NewEntry(""),
		host: kit.NewColumn(0), said: kit.NewColumn(0),
	}
	f.submit = kit.NewButton(kit.Primary, i18n.T("team.join.submit"), f.Submit)
	for _, entry := range []*kit.Entry{f.access.address, f.access.account, f.access.password, f.access.ca, f.phrase, f.code} {
		entry.OnSubmitted = func(string) { f.Submit() }
	}
	f.ways = kit.NewSegments([]kit.Segment{
		{Value: byPhrase, Label: i18n.T("team.join.phrase")}, {Value: byInvitation, Label: i18n.T("team.join.invitation")},
	}, byPhrase, f.choose)
	f.choose(byPhrase)
	return f
}

// Content is what is drawn.
func (f *JoinForm) Content() fyne.CanvasObject {
	objects := []fyne.CanvasObject{kit.NewField(i18n.T("team.join.how"), f.ways), f.host, f.said}
	if f.p.Replaces {
		objects = append(objects, kit.NewParagraph(kit.Faint, i18n.T("team.join.replaces")))
	}
	space := kit.NewSpace()
	foot := kit.NewLine(8, space, f.submit).Grow(space)
	if f.p.OnBack != nil {
		foot = kit.NewLine(8, kit.NewButton(kit.Quiet, i18n.T("welcome.back"), f.p.OnBack), space, f.submit).Grow(space)
	}
	f.content = kit.NewColumn(14, append(objects, foot)...)
	return f.content
}

// First is the field that gets the keyboard.
func (f *JoinForm) First() fyne.Focusable { return f.access.address }

func (f *JoinForm) choose(way string) {
	f.way = way
	if way == byPhrase {
		objects := append(f.access.fields(),
			kit.NewField(i18n.T("team.phrase"), f.phrase).Hint(i18n.T("team.phrase.join.hint")).Required())
		f.form = kit.NewForm(objects...)
	} else {
		f.form = kit.NewForm(
			kit.NewField(i18n.T("team.join.text"), f.text).Required(),
			kit.NewField(i18n.T("team.join.code"), f.code).Hint(i18n.T("team.join.code.hint")).Required(),
			f.access.signIn())
	}
	f.said.SetObjects()
	f.host.SetObjects(f.form)
	if f.content != nil {
		f.content.Resize(fyne.NewSize(f.content.Size().Width, f.content.HeightFor(f.content.Size().Width)))
		f.content.Refresh()
		if f.p.OnRoom != nil {
			f.p.OnRoom()
		}
	}
}

// take fills in what was entered elsewhere.
func (f *JoinForm) take(s workspace.TeamServer, phrase string) {
	f.ways.SetValue(byPhrase)
	f.choose(byPhrase)
	f.access.set(s)
	f.access.password.SetText(s.Password)
	f.phrase.SetText(phrase)
}

// Submit looks for the workspace and opens it.
func (f *JoinForm) Submit() {
	if f.submit.Disabled() || !f.form.Validate() {
		return
	}
	f.submit.Disable()
	f.said.SetObjects(kit.NewProgress(i18n.T("team.join.looking"), f.Stop))
	ctx, cancel := context.WithCancel(context.Background())
	f.cancel = cancel
	find := f.byPhrase
	if f.way == byInvitation {
		find = f.byInvitation
	}
	look := find()
	f.p.Async.Go(func() {
		offers, err := look(ctx)
		f.p.Async.Do(func() {
			if ctx.Err() != nil {
				return
			}
			cancel()
			f.found(offers, err)
		})
	})
}

// Stop ends a search.
func (f *JoinForm) Stop() {
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
	f.submit.Enable()
	f.said.SetObjects()
}

// byPhrase takes what was entered, to look on the server for the workspaces that
// the pass-phrase opens.
func (f *JoinForm) byPhrase() func(context.Context) ([]workspace.TeamOffer, error) {
	server, phrase := f.access.server(), f.phrase.Text
	return func(ctx context.Context) ([]workspace.TeamOffer, error) {
		offers, err := workspace.LookForTeams(ctx, server)
		if err != nil || len(offers) == 0 {
			return nil, err
		}
		var opened []workspace.TeamOffer
		var wrong error
		for _, offer := range offers {
			one, err := offer.Open(phrase)
			if err != nil {
				wrong = errors.Join(wrong, err)
				continue
			}
			opened = append(opened, one)
		}
		if len(opened) == 0 {
			return nil, wrong
		}
		return opened, nil
	}
}

func (f *JoinForm) byInvitation() func(context.Context) ([]workspace.TeamOffer, error) {
	text, code, signIn := f.text.Text, strings.TrimSpace(f.code.Text), f.access.server()
	return func(context.Context) ([]workspace.TeamOffer, error) {
		offer, err := workspace.OpenInvitation(text, code)
		if err != nil {
			return nil, err
		}
		offer.Server.Account, offer.Server.Password = signIn.Account, signIn.Password
		return []workspace.TeamOffer{offer}, nil
	}
}

func (f *JoinForm) found(offers []workspace.TeamOffer, err error) {
	f.submit.Enable()
	switch {
	case err != nil:
		f.said.SetObjects(notice(kit.Late, workspace.Explain(err)))
	case len(offers) == 0:
		f.said.SetObjects(notice(kit.Soon, i18n.T("team.join.none")))
	case len(offers) == 1:
		f.said.SetObjects()
		f.p.OnJoin(offers[0])
	default:
		f.said.SetObjects(f.several(offers))
	}
}

// several lets one choose among the workspaces that the pass-phrase opens.
func (f *JoinForm) several(offers []workspace.TeamOffer) fyne.CanvasObject {
	rows := kit.NewColumn(2, kit.NewText(kit.Strong, i18n.T("team.join.choose")),
		kit.NewParagraph(kit.Secondary, i18n.T("team.join.choose.text")))
	for _, o := range offers {
		begun := i18n.T("team.join.created", when.Speak(o.CreatedAt, f.p.Async.Now(), i18n.Language(), domain.PrecisionDay))
		rows.Add(kit.NewFactRow(o.Name, begun, kit.Neutral, func() { f.p.OnJoin(o) }))
	}
	return rows
}
