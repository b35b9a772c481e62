package forget_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "fyne.io/fyne/v2/test"

	"kontor/ui/forget"
)

// The toolkit must be initialised after the variable is set, or it keeps
// everything for a minute as before.
func TestVariableIsSetBeforeTheToolkitReadsIt(t *testing.T) {
	if os.Getenv(forget.Variable) != forget.After {
		t.Skip("the variable was set from outside")
	}
	run := exec.Command(os.Args[0], "-test.run=^$")
	run.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	trace, err := run.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	ours := strings.Index(string(trace), "init kontor/ui/forget ")
	toolkit := strings.Index(string(trace), "init fyne.io/fyne/v2/internal/cache ")
	if ours < 0 || toolkit < 0 || ours > toolkit {
		t.Errorf("this package is initialised at %d, the toolkit's cache at %d of\n%s", ours, toolkit, trace)
	}
}
