package palette

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// BenchmarkAnswer measures what the palette takes to answer, key by key, on the
// workspace in KONTOR_BENCH_DATA: everything but the drawing. The slowest of a
// hundred is reported beside the mean.
func BenchmarkAnswer(b *testing.B) {
	dir := os.Getenv("KONTOR_BENCH_DATA")
	if dir == "" {
		b.Skip("KONTOR_BENCH_DATA names no workspace")
	}
	if err := i18n.SetLanguage(i18n.German); err != nil {
		b.Fatal(err)
	}
	w, err := workspace.Open(context.Background(), dir, workspace.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	test.NewTempApp(b)
	d := &desk.Desk{Workspace: w, Async: kit.NewStill(time.Now()), Window: test.NewTempWindow(b, kit.NewText(kit.Body, ""))}
	d.Shell = kit.NewShell(kit.ShellParams{Window: d.Window, Async: d.Async})
	defer d.Shell.Close()
	for _, typed := range []string{
		"schiller cotta", "shiler", "anna amalia", "dokumentation", "schweigt:>90t", "schweigt:nie", "fehlt:mail", "fehlt:tags",
		"fehlt:betreuung", "tag:messe", "tag:presse", "community:kunden", "zuständig:ich", "rhythmus:überfällig", "rolle:multiplikator",
		"community:partner tag:messe", "in:partner schweigt:>90t schiller", "tag:vip m", "schweigt:>1j fehlt:telefon tag:messe",
	} {
		b.Run(typed, func(b *testing.B) {
			c := newCard(d)
			if err := c.words.Learn(); err != nil { // read when the palette opens
				b.Fatal(err)
			}
			var took []time.Duration
			letters := []rune(typed)
			for i := range b.N {
				start := time.Now()
				if _, err := c.find(context.Background(), string(letters[:1+i%len(letters)])); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			if b.N > 1 && os.Getenv("KONTOR_BENCH_SLOW") != "" {
				for i, t := range took {
					if t > 10*time.Millisecond {
						b.Logf("%q took %v", string(letters[:1+i%len(letters)]), t) // i18n: for whoever reads the measure
					}
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
		})
	}
}
