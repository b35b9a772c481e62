// Package forget makes the toolkit forget sooner what it has drawn. Each line of
// text is a texture that stays for a minute after it was last in sight; a minute
// of scrolling is hundreds of megabytes of them, and every frame looks through
// all of them.
//
// The toolkit reads how long it keeps things from the environment, when its
// packages are initialised. This package imports os alone and therefore comes
// before them: Go initialises packages in the order of their import paths as soon
// as what they import is ready, and the toolkit waits for net/url.
package forget

import "os"

// Variable is the toolkit's, and After what is written there. At ten seconds and
// below the toolkit would look at all that is in sight sixty times a second to
// keep it.
const (
	Variable = "FYNE_CACHE"
	After    = "10500ms"
)

func init() {
	if os.Getenv(Variable) == "" {
		_ = os.Setenv(Variable, After) // fails only for a name that cannot be
	}
}
