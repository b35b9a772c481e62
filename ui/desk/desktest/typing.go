package desktest

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

// slow is what is told of when KONTOR_BENCH_SLOW is set.
const slow = 10 * time.Millisecond

// Typing measures what it takes to answer some words, key by key, on the workspace
// in KONTOR_BENCH_DATA: everything but the drawing. The slowest of a hundred is
// reported beside the mean. For each of them open gives what answers a text.
func Typing(b *testing.B, words []string, open func(*desk.Desk) (answer func(text string) error, err error)) {
	dir := os.Getenv("KONTOR_BENCH_DATA")
	if dir == "" {
		b.Skip("KONTOR_BENCH_DATA names no workspace") // i18n: for whoever measures
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
	for _, typed := range words {
		b.Run(typed, func(b *testing.B) {
			answer, err := open(d)
			if err != nil {
				b.Fatal(err)
			}
			var took []time.Duration
			letters := []rune(typed)
			for i := range b.N {
				text := string(letters[:1+i%len(letters)])
				start := time.Now()
				if err := answer(text); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
				if b.N > 1 && took[i] > slow && os.Getenv("KONTOR_BENCH_SLOW") != "" {
					b.Logf("%q took %v", text, took[i]) // i18n: for whoever reads the measure
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
		})
	}
}
