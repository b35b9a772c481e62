package team

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// access is the part of a form that says how a server is reached.
type access struct {
	address, account, password, ca *kit.Entry

	addressField, accountField, passwordField, caField *kit.Field
}

// newAccess returns empty fields; ask asks for a file.
func newAccess(ask func(kit.FileAsk)) *access {
	a := &access{
		address: kit.NewEntry(i18n.T("team.server.placeholder")), account: kit.NewEntry(""),
		password: kit.NewPasswordEntry(""), ca: kit.NewEntry(i18n.T("team.ca.placeholder")),
	}
	choose := kit.NewButton(kit.Quiet, i18n.T("team.ca.choose"), func() { a.chooseCA(ask) })
	a.addressField = kit.NewField(i18n.T("team.server"), a.address).Hint(i18n.T("team.server.hint")).Required()
	a.accountField = kit.NewField(i18n.T("team.account"), a.account)
	a.passwordField = kit.NewField(i18n.T("team.password"), a.password).Hint(i18n.T("team.password.hint"))
	a.caField = kit.NewField(i18n.T("team.ca"), kit.NewLine(8, a.ca, choose).Grow(a.ca))
	return a
}

// set fills the fields with what is known; the password stays empty.
func (a *access) set(s workspace.TeamServer) {
	a.address.SetText(s.Address)
	a.account.SetText(s.Account)
	a.ca.SetText(s.CAFile)
}

// server is what was entered.
func (a *access) server() workspace.TeamServer {
	return workspace.TeamServer{
		Address: strings.TrimSpace(a.address.Text), Account: strings.TrimSpace(a.account.Text),
		Password: a.password.Text, CAFile: strings.TrimSpace(a.ca.Text),
	}
}

func (a *access) fields() []fyne.CanvasObject {
	return []fyne.CanvasObject{a.addressField, a.signIn(), a.caField}
}

// signIn is account and password side by side.
func (a *access) signIn() *kit.Line { return kit.NewFieldLine(a.accountField, a.passwordField) }

func (a *access) chooseCA(ask func(kit.FileAsk)) {
	ask(kit.FileAsk{
		Title: i18n.T("team.ca"), Purpose: "certificate", Kinds: []kit.FileKind{{Endings: []string{".crt", ".pem", ".cer"}}},
		OnChoose: func(paths []string) { a.ca.SetText(paths[0]) },
	})
}

// phrase is a new pass-phrase, typed twice, with a word on its strength.
type phrase struct {
	first, again           *kit.Entry
	firstField, againField *kit.Field
	word                   *kit.Text
	bar                    *kit.Bar
}

func newPhrase() *phrase {
	p := &phrase{
		first: kit.NewPasswordEntry(""), again: kit.NewPasswordEntry(""),
		word: kit.NewText(kit.Secondary, ""), bar: kit.NewBar(kit.Neutral, 0),
	}
	p.firstField = kit.NewField(i18n.T("team.phrase"), p.first).Hint(i18n.T("team.phrase.hint"))
	p.firstField.Check = func() string {
		if missing := workspace.MinPassphrase - len([]rune(p.first.Text)); missing > 0 {
			return i18n.T("team.phrase.short", missing)
		}
		return ""
	}
	p.againField = kit.NewField(i18n.T("team.phrase.again"), p.again)
	p.againField.Check = func() string {
		if p.first.Text != p.again.Text {
			return i18n.T("team.phrase.differs")
		}
		return ""
	}
	p.first.OnChanged = func(text string) {
		grade := gradeOf(text)
		p.word.SetText(grade.word())
		p.word.SetColor(grade.tone().Color())
		p.bar.Set(grade.share())
	}
	return p
}

func (p *phrase) fields() []fyne.CanvasObject {
	bar := kit.NewFixed(120, p.bar)
	return []fyne.CanvasObject{p.firstField, kit.NewLine(10, bar, p.word).Grow(p.word), p.againField}
}

// grade is how hard a pass-phrase is to guess, roughly: it counts words and
// different characters, which nobody should take for a proof.
type grade struct{ missing, level int }

func gradeOf(text string) grade {
	runes := []rune(text)
	different := map[rune]bool{}
	for _, r := range runes {
		different[r] = true
	}
	g := grade{missing: max(0, workspace.MinPassphrase-len(runes))}
	words := len(strings.Fields(text))
	switch {
	case len(runes) == 0 || g.missing > 0:
	case len(different) < 8:
		g.level = 1
	case len(runes) >= 24 && words >= 4 || len(different) >= 16 && len(runes) >= 18:
		g.level = 3
	case len(runes) >= 16 || words >= 3:
		g.level = 2
	default:
		g.level = 1
	}
	return g
}

func (g grade) word() string {
	switch {
	case g.missing == workspace.MinPassphrase:
		return ""
	case g.missing > 0:
		return i18n.T("team.phrase.short", g.missing)
	case g.level == 1:
		return i18n.T("team.phrase.weak")
	case g.level == 2:
		return i18n.T("team.phrase.good")
	}
	return i18n.T("team.phrase.strong")
}

func (g grade) tone() kit.Tone {
	switch {
	case g.missing > 0:
		return kit.Neutral
	case g.level == 1:
		return kit.Soon
	}
	return kit.Good
}

func (g grade) share() float64 {
	if g.missing > 0 {
		return 0.2 * float64(workspace.MinPassphrase-g.missing) / workspace.MinPassphrase
	}
	return []float64{0, 0.35, 0.7, 1}[g.level]
}
