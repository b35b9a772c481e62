package ui

import (
	"errors"
	"os"
	"runtime"
	"strings"
)

// noScreen is the error where there is no screen to open a window on.
type noScreen struct{ error }

// MessageKey names the sentence in the translations.
func (noScreen) MessageKey() string { return "desk.no-screen" }

// OnScreen opens a window, and says in an error where there is no screen for it.
// The library that draws panics when it cannot begin.
func OnScreen(open func() error) (err error) {
	switch runtime.GOOS {
	case "darwin", "windows": // have no window system that could be missing
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return noScreen{errors.New("no display is named")}
		}
	}
	defer func() {
		failed := recover()
		if failed == nil {
			return
		}
		cause, ok := failed.(error)
		if !ok || !strings.HasPrefix(cause.Error(), "NotInitialized") {
			panic(failed)
		}
		err = noScreen{cause}
	}()
	return open()
}
