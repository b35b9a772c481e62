package projections

import (
	"flag"
	"os"
	"testing"
)

// TestMain makes the random tests shorter where time counts, as under the race
// detector.
func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		if err := flag.Set("rapid.checks", "15"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
