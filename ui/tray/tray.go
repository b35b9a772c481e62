// Package tray is Kontor's symbol in the bar of the system: how much is due, the
// one-line log, the window, and the end of the program. Where the system has no
// place for symbols there is none, and nothing is lost.
package tray

import (
	"fyne.io/fyne/v2"

	"kontor/i18n"
)

// Host is what shows symbols, as the toolkit's desktop application does.
type Host interface {
	SetSystemTrayMenu(menu *fyne.Menu)
	SetSystemTrayIcon(icon fyne.Resource)
}

// Params say what the menu does.
type Params struct {
	Icon fyne.Resource
	Log  func()
	Open func()
	Due  func() // shows what is due today
	Quit func()
}

// Tray is the symbol. A nil Tray does nothing.
type Tray struct {
	p    Params
	host Host
	menu *fyne.Menu
	due  int
}

// New shows the symbol; nil where the application or the system has no place for
// it. It must come before the application runs.
func New(app fyne.App, p Params) *Tray {
	host, ok := app.(Host)
	if !ok || !available() {
		return nil
	}
	return show(host, p)
}

func show(host Host, p Params) *Tray {
	t := &Tray{p: p, host: host, menu: &fyne.Menu{Label: i18n.T("kit.app")}}
	t.fill()
	host.SetSystemTrayIcon(p.Icon)
	host.SetSystemTrayMenu(t.menu)
	return t
}

// SetDue says how much is due today.
func (t *Tray) SetDue(due int) {
	if t == nil || t.due == due {
		return
	}
	t.due = due
	t.Refresh()
}

// Refresh writes the menu anew, for another language.
func (t *Tray) Refresh() {
	if t == nil {
		return
	}
	t.fill()
	t.host.SetSystemTrayMenu(t.menu)
}

func (t *Tray) fill() {
	due := i18n.T("tray.nothing-due")
	if t.due > 0 {
		due = i18n.N("tray.due", t.due)
	}
	quit := fyne.NewMenuItem(i18n.T("tray.quit"), t.p.Quit)
	quit.IsQuit = true
	t.menu.Items = []*fyne.MenuItem{
		fyne.NewMenuItem(due, t.p.Due),
		fyne.NewMenuItem(i18n.T("tray.log"), t.p.Log),
		fyne.NewMenuItem(i18n.T("tray.open"), t.p.Open),
		fyne.NewMenuItemSeparator(),
		quit,
	}
}
