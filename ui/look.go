package ui

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/sirupsen/logrus"

	"kontor/ui/kit"
	"kontor/ui/settings"
	"kontor/workspace"
)

// scaleVariable is where the toolkit looks for the size of everything it draws,
// each time that the theme is set.
const scaleVariable = "FYNE_SCALE"

// systemScale is what the person at this machine had set before Kontor started.
var systemScale = readScale(os.Getenv(scaleVariable))

func readScale(text string) float64 {
	if scale, err := strconv.ParseFloat(text, 64); err == nil && scale > 0 {
		return scale
	}
	return 1
}

// The sizes that can be chosen, in percent of the usual one.
const (
	smallest = 90
	largest  = 130
)

// wear makes the window look as the settings say: theme, size and density.
func (w *window) wear(s workspace.Settings) {
	percent := percentOf(s)
	scale := systemScale * float64(percent) / 100
	if percent != 100 || os.Getenv(scaleVariable) != "" {
		if err := os.Setenv(scaleVariable, strconv.FormatFloat(scale, 'f', 2, 64)); err != nil {
			logrus.WithError(err).Warn("the size could not be set")
		}
	}
	kit.SetCompact(s.Compact)
	w.app.Settings().SetTheme(kit.NewTheme(Mode(s.Theme)))
}

// percentOf is the size that the settings ask for, in percent of the usual one.
func percentOf(s workspace.Settings) int {
	if s.Scale == 0 {
		return 100
	}
	return min(max(s.Scale, smallest), largest)
}

// setLook keeps a change of how the window looks and shows it.
func (o *office) setLook(change func(*workspace.Settings)) {
	before := o.w.workspace.Settings()
	if err := o.w.workspace.ChangeSettings(change); err != nil {
		o.desk.Fail(err)
	}
	after := o.w.workspace.Settings()
	size := o.w.win.Canvas().Size()
	o.w.wear(after)
	if from, to := percentOf(before), percentOf(after); from != to {
		// The toolkit lets the window grow with what it draws, past the edge of the
		// screen. It stays as large as it is, and what is in it is laid out anew.
		share := float32(from) / float32(to)
		o.w.win.Resize(fyne.NewSize(size.Width*share, size.Height*share))
	}
	if after.Compact != before.Compact {
		o.shell.Rebuild() // rows have another height now
		o.stayAt(settings.PlaceCompact)
	}
}
