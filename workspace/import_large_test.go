package workspace

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"kontor/domain"
)

// A large file is read in a stream: what is held in memory does not grow with
// it. KONTOR_CARDS sets the size; it is 100,000 for the numbers in the report.
func TestLargeFileNeedsLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	cards := 6000
	if n, err := strconv.Atoi(os.Getenv("KONTOR_CARDS")); err == nil {
		cards = n
	}
	s := newScene(t)
	path := filepath.Join(t.TempDir(), "many.vcf")
	f := must(os.Create(path))(t)
	out := bufio.NewWriter(f)
	for i := range cards {
		out.WriteString(numbered(i) + "\r\n")
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, dry := range []bool{false, true} {
		var most atomic.Uint64
		var early uint64
		read := 0
		measure := func() uint64 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
			return m.HeapAlloc
		}
		begin := time.Now()
		r := imported(s, ImportOptions{DryRun: dry, Each: func(ImportItem) {
			read++
			if read == cards/4 {
				early = measure()
			} else if read%(cards/4) == 0 {
				measure()
			}
		}}, path)
		took := time.Since(begin)
		if dry {
			wantCounts(t, r, domain.ImportCounts{Unchanged: cards})
		} else {
			wantCounts(t, r, domain.ImportCounts{New: cards})
		}
		t.Logf("%d cards in %v: %.0f a second; heap after a quarter %d MB, at most %d MB",
			cards, took.Round(time.Millisecond), float64(cards)/took.Seconds(), early>>20, most.Load()>>20)
		if grown := int64(most.Load()) - int64(early); grown > 24<<20 {
			t.Errorf("the heap grew by %d MB after the first quarter", grown>>20)
		}
	}
}
