package ui

import (
	"fyne.io/fyne/v2"

	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/notices"
	"kontor/ui/tray"
)

// What the setting of the tray says.
const (
	trayOff   = "off"
	trayClose = "close" // closing the window leaves the symbol
)

// newTray puts the symbol into the bar of the system. What it asks for while the
// workspace is still being opened waits for a second try.
func (w *window) newTray() *tray.Tray {
	inOffice := func(do func(*office)) func() {
		return func() {
			w.raise()
			if w.office != nil {
				do(w.office)
			}
		}
	}
	return tray.New(w.app, tray.Params{
		Icon: kit.AppIcon(),
		Open: w.raise,
		Quit: w.close,
		Log:  inOffice(func(o *office) { o.desk.QuickLog("") }),
		Due:  inOffice(func(o *office) { o.shell.Open(kit.Route{Page: desk.PageToday}) }),
	})
}

// closed is done when the window is closed by hand: it ends the program, or hides
// the window where the symbol brings it back.
func (w *window) closed() {
	if w.tray != nil && w.workspace != nil && w.workspace.Settings().Tray == trayClose {
		w.win.Hide()
		return
	}
	w.close()
}

// startNotices says on the desktop what becomes due.
func (w *window) startNotices() *notices.Notices {
	return notices.Start(notices.Params{
		Async: w.async, Queue: w.workspace.Today, Settings: w.workspace.Settings, Change: w.workspace.ChangeSettings,
		Now:  w.workspace.Now,
		Send: func(title, text string) { w.app.SendNotification(fyne.NewNotification(title, text)) },
	})
}
