package ui

import (
	"os"
	"strconv"

	"github.com/sirupsen/logrus"

	"kontor/ui/kit"
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
	percent := s.Scale
	if percent == 0 {
		percent = 100
	}
	scale := systemScale * float64(min(max(percent, smallest), largest)) / 100
	if percent != 100 || os.Getenv(scaleVariable) != "" {
		if err := os.Setenv(scaleVariable, strconv.FormatFloat(scale, 'f', 2, 64)); err != nil {
			logrus.WithError(err).Warn("the size could not be set")
		}
	}
	kit.SetCompact(s.Compact)
	w.app.Settings().SetTheme(kit.NewTheme(Mode(s.Theme)))
}

// setLook keeps a change of how the window looks and shows it.
func (o *office) setLook(change func(*workspace.Settings)) {
	before := o.w.workspace.Settings()
	if err := o.w.workspace.ChangeSettings(change); err != nil {
		o.desk.Fail(err)
	}
	after := o.w.workspace.Settings()
	o.w.wear(after)
	if after.Compact != before.Compact {
		o.shell.Rebuild() // rows have another height now
	}
}
