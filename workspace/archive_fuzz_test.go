package workspace

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A small archive, as Kontor writes one: the head, a command, its events.
const smallArchive = `{"kontor":{"archive":1,"identity":{"workspace":"01936a00-0000-7000-8000-000000000001","createdAt":"2026-01-02T03:04:05Z","contentSecret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"member":"01936a00-0000-7000-8000-000000000002"}}
{"command":{"id":"01936a00-0000-7000-8000-000000000003","name":"batch","at":"2026-01-02T03:04:05Z","actor":"01936a00-0000-7000-8000-000000000002","device":"01936a00-0000-7000-8000-000000000004","base":0}}
{"event":{"position":1,"eventId":"01936a00-0000-7000-8000-000000000005","version":1,"recordedAt":"2026-01-02T03:04:05Z","occurredAt":"2026-01-02T03:04:05Z","actor":"01936a00-0000-7000-8000-000000000002","device":"01936a00-0000-7000-8000-000000000004","command":"01936a00-0000-7000-8000-000000000003","stream":{"kind":"member","id":"01936a00-0000-7000-8000-000000000002"},"type":"member.added.v1","skeleton":{"origin":{"how":"manual"}},"words":{"changes":[{"field":"name","now":{"name":{"given":"Johann","family":"Eckermann"}}}]}}}
{"end":{"events":1,"people":0,"attachments":0}}
`

// FuzzRestoreArchive reads archives that were spoilt anywhere: it may refuse
// them, but it neither panics nor hangs, and it leaves an empty folder or a
// sound workspace.
func FuzzRestoreArchive(f *testing.F) {
	f.Add([]byte(smallArchive))
	f.Add([]byte(`{"kontor":{"archive":2}}` + "\n"))
	f.Add(bytes.ReplaceAll([]byte(smallArchive), []byte(`"words"`), []byte(`"erased":true,"wordz"`)))
	f.Add([]byte(smallArchive[:len(smallArchive)/2]))
	f.Fuzz(func(t *testing.T, archive []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		path := filepath.Join(t.TempDir(), "archive.jsonl")
		if err := os.WriteFile(path, archive, 0o600); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "restored")
		if _, err := RestoreArchive(ctx, path, dir, Options{FileKey: true}, nil); err != nil {
			if ctx.Err() != nil {
				t.Fatal("it hangs")
			}
			if empty, err := IsEmptyFolder(dir); err != nil || !empty {
				t.Fatalf("refused, but the folder is not empty (%v)", err)
			}
			return
		}
		w, err := Open(ctx, dir, Options{FileKey: true})
		if err != nil {
			t.Fatalf("accepted, but it cannot be opened: %v", err)
		}
		report, err := w.Verify(ctx, nil)
		if err != nil || !report.OK {
			t.Errorf("accepted, but it is not sound: %+v, %v", report, err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
}
