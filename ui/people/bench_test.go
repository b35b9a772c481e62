package people

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
	"kontor/ui/roster"
	"kontor/workspace"
)

// BenchmarkTyping measures what the list takes to answer the field above it, key
// by key, on the workspace in KONTOR_BENCH_DATA: everything but the drawing. The
// slowest of a hundred is reported beside the mean.
func BenchmarkTyping(b *testing.B) {
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
	for _, typed := range []string{"schiller", "shiler", "cota", "xqzkwv", "anna amalja", "tag:messe shiler", "community:kunden mueler", "schweigt:>90t shiler"} {
		b.Run(typed, func(b *testing.B) {
			l := newList(d)
			if err := l.words.Learn(); err != nil { // read with the first colon
				b.Fatal(err)
			}
			var took []time.Duration
			letters := []rune(typed)
			params := l.params()
			for i := range b.N {
				start := time.Now()
				f, wrong, err := l.read(context.Background(), filter{Text: string(letters[:1+i%len(letters)])})
				if err == nil && wrong == "" {
					_, err = params.Fetch(context.Background(), f, orders()[0], kit.Turn{Limit: roster.PageSize})
				}
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[min(len(took)*99/100, len(took)-1)].Microseconds())/1000, "ms-p99")
		})
	}
}
