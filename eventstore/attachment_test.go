package eventstore

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/iotest"
)

func TestAttachmentsOfAnySizeComeBack(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	for _, size := range []int{0, 1, streamChunk - 1, streamChunk, streamChunk + 1, 3*streamChunk + 17} {
		content := make([]byte, size)
		rand.NewChaCha8([32]byte{byte(size)}).Read(content)
		address, n, err := l.Attachments().Add(ctx, iotest.HalfReader(bytes.NewReader(content)))
		if err != nil || n != int64(size) {
			t.Fatalf("%d bytes: kept %d, %v", size, n, err)
		}
		again, _, err := l.Attachments().Add(ctx, bytes.NewReader(content))
		if err != nil || again != address {
			t.Errorf("%d bytes: again %s, %v", size, again, err)
		}
		r, err := l.Attachments().Open(address)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(iotest.OneByteReader(r))
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: read %d, %v", size, len(got), err)
		}
		r.Close()
	}
	if report := mustVerify(t, l); report.Attachments != 6 {
		t.Errorf("%d attachments", report.Attachments)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "attachments", ".new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnAlteredAttachmentIsFound(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	address, _, err := l.Attachments().Add(ctx, bytes.NewReader(make([]byte, 2*streamChunk+5)))
	if err != nil {
		t.Fatal(err)
	}
	path := l.Attachments().path(address)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	chunk := streamChunk + 16
	for name, altered := range map[string][]byte{
		"a flipped bit":     flip(whole, streamHead+chunk+9),
		"a flipped header":  flip(whole, streamHead-1),
		"another magic":     flip(whole, 0),
		"cut at a chunk":    whole[:streamHead+2*chunk],
		"cut in a chunk":    whole[:len(whole)-1],
		"something added":   append(bytes.Clone(whole), 0),
		"nothing":           {},
		"chunks exchanged":  bytes.Join([][]byte{whole[:streamHead], whole[streamHead+chunk : streamHead+2*chunk], whole[streamHead : streamHead+chunk], whole[streamHead+2*chunk:]}, nil),
		"a chunk too often": bytes.Join([][]byte{whole[:streamHead+chunk], whole[streamHead:]}, nil),
	} {
		write(t, path, string(altered))
		report, err := l.Verify(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Faults) != 1 || report.Faults[0].Where != "attachments" {
			t.Errorf("%s: %v", name, report.Faults)
		}
	}
}

func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 0x10
	return b
}

func TestARemovedAttachmentCannotBeReadFromACopy(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	keep, _, err := l.Attachments().Add(ctx, bytes.NewReader([]byte("bleibt")))
	if err != nil {
		t.Fatal(err)
	}
	address, _, err := l.Attachments().Add(ctx, bytes.NewReader([]byte("geht")))
	if err != nil {
		t.Fatal(err)
	}
	path := l.Attachments().path(address)
	copied, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Attachments().Remove(ctx, address, Address{1}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Attachments().Open(address); !errors.Is(err, ErrNotFound) {
		t.Errorf("after removal: %v", err)
	}
	write(t, path, string(copied))
	if _, err := l.Attachments().Open(address); !errors.Is(err, ErrKeyErased) {
		t.Errorf("of a copy put back: %v", err)
	}
	again, _, err := l.Attachments().Add(ctx, bytes.NewReader([]byte("geht")))
	if err != nil || again != address {
		t.Fatalf("added again: %v", err)
	}
	for _, a := range []Address{keep, again} {
		r, err := l.Attachments().Open(a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); err != nil {
			t.Error(err)
		}
		r.Close()
	}
}

// TestALargePhotoNeedsLittleMemory adds and reads 50 MB and counts what is
// allocated on the way.
func TestALargePhotoNeedsLittleMemory(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	const size = 50 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	address, n, err := l.Attachments().Add(ctx, io.LimitReader(zeros{}, size))
	if err != nil || n != size {
		t.Fatalf("kept %d bytes, %v", n, err)
	}
	r, err := l.Attachments().Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := io.Copy(io.Discard, r); err != nil || n != size {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 4<<20 {
		t.Errorf("allocated %d bytes for %d", allocated, size)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
