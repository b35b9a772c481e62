//go:build !windows && !darwin

package tray

import "github.com/godbus/dbus/v5"

// available asks the session whether anything shows symbols: a window that was
// closed into a bar that is not there could not be found again.
func available() bool {
	session, err := dbus.ConnectSessionBus()
	if err != nil {
		return false
	}
	defer session.Close()
	var shown bool
	err = session.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.kde.StatusNotifierWatcher").Store(&shown)
	return err == nil && shown
}
