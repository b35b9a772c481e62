//go:build windows || darwin

package tray

// available: these systems always have a bar for symbols.
func available() bool { return true }
