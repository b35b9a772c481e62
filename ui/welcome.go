package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
	"kontor/ui/kit"
	"kontor/ui/team"
	"kontor/workspace"
)

// start is what somebody wants to begin with.
type start int

const (
	startEmpty start = iota
	startSample
	startImport
)

// welcomeChoice is what was said at the first start.
type welcomeChoice struct {
	me       domain.Name
	language string // "" if none was chosen, and the system's holds
	next     start
}

// welcomeParams are what the welcome leads to.
type welcomeParams struct {
	window fyne.Window
	async  kit.Async
	focus  func(fyne.Focusable) // called with what has the keyboard whenever it is drawn anew
	choose func(welcomeChoice)
	join   func(workspace.TeamOffer, introduction)
}

// newWelcome asks who works here and with what to begin.
func newWelcome(p welcomeParams) fyne.CanvasObject {
	host := container.NewStack()
	typed, chosen := "", ""
	var show func(named string, inLanguage bool)
	show = func(named string, inLanguage bool) {
		name := kit.NewEntry(i18n.T("welcome.name.placeholder"))
		name.SetText(named)
		name.SetText(typed) // another language draws the field anew
		name.CursorColumn = len([]rune(typed))
		name.OnChanged = func(text string) { typed = text }
		field := kit.NewField(i18n.T("welcome.name"), name).Hint(i18n.T("welcome.name.hint"))
		go_ := func(next start) func() {
			return func() {
				if strings.TrimSpace(name.Text) == "" {
					field.SetError(i18n.T("welcome.name.missing"))
					return
				}
				p.choose(welcomeChoice{me: quicklog.SplitName(name.Text), language: chosen, next: next})
			}
		}
		name.OnSubmitted = func(string) { go_(startEmpty)() }
		language := kit.NewSegments([]kit.Segment{
			{Value: i18n.German, Label: "Deutsch"}, {Value: i18n.English, Label: "English"},
		}, i18n.Language(), func(value string) {
			inName := p.window.Canvas().Focused() == fyne.Focusable(name)
			if err := i18n.SetLanguage(value); err == nil {
				chosen = value
				show(name.Text, !inName)
			}
		})
		content := kit.NewColumn(16,
			kit.NewText(kit.Title, i18n.T("welcome.title")),
			kit.NewParagraph(kit.Secondary, i18n.T("welcome.text")),
			language,
			kit.NewForm(field),
			kit.NewFlow(8,
				kit.NewPrimaryButton(i18n.T("welcome.empty"), "", go_(startEmpty)),
				kit.NewButton(kit.Quiet, i18n.T("welcome.sample"), go_(startSample)),
				kit.NewButton(kit.Quiet, i18n.T("welcome.import"), go_(startImport)),
				kit.NewButton(kit.Quiet, i18n.T("welcome.join"), func() { showJoin(p, host, introduction{name.Text, chosen}, func() { show(name.Text, false) }) }),
			),
			kit.NewParagraph(kit.Faint, i18n.T("welcome.where")),
		)
		card := kit.NewFixed(520, kit.NewCard(kit.NewPadded(28, 32, 28, 32, content)))
		host.Objects = []fyne.CanvasObject{centred(card)}
		host.Refresh()
		if inLanguage {
			p.focus(language.Chosen())
			return
		}
		p.focus(name)
	}
	show("", false)
	return host
}

// showJoin asks for the team to join, in the place of the welcome.
func showJoin(p welcomeParams, host *fyne.Container, said introduction, back func()) {
	form := team.NewJoinForm(team.JoinParams{
		Async: p.async, AskFile: func(ask kit.FileAsk) { kit.OpenFileChooser(p.window.Canvas(), p.async, ask) },
		OnJoin: func(offer workspace.TeamOffer) { p.join(offer, said) }, OnBack: back,
	})
	content := kit.NewColumn(16,
		kit.NewText(kit.Title, i18n.T("welcome.join")),
		kit.NewParagraph(kit.Secondary, i18n.T("team.how.offline")),
		form.Content())
	card := kit.NewFixed(520, kit.NewCard(kit.NewPadded(24, 32, 24, 32, content)))
	host.Objects = []fyne.CanvasObject{centred(card)}
	host.Refresh()
	p.focus(form.First())
}
