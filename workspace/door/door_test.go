package door_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/workspace/door"
)

func open(t *testing.T, dir string, host door.Host) *door.Door {
	t.Helper()
	d, err := door.Open(dir, host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// short is a temporary folder whose path is short enough for a socket.
func short(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "door")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestASecondStartReachesTheFirst(t *testing.T) {
	for name, dir := range map[string]string{
		"short path": short(t),
		"long path":  filepath.Join(short(t), strings.Repeat("d", 60), strings.Repeat("e", 60)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_RUNTIME_DIR", short(t))
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := door.Raise(t.Context(), dir); !errors.Is(err, door.ErrNobody) {
				t.Fatalf("before the door is open: %v", err)
			}
			raised := make(chan bool, 1)
			d := open(t, dir, door.Host{
				Raise: func() { raised <- true },
				Run: func(_ context.Context, line door.CommandLine, in io.Reader, out, errs io.Writer) int {
					text, err := io.ReadAll(in)
					fmt.Fprint(out, line.Args, line.Dir, string(text), err)
					fmt.Fprint(errs, "oh")
					return 3
				},
			})
			if err := door.Raise(t.Context(), dir); err != nil || !<-raised {
				t.Errorf("raise: %v", err)
			}
			var out, errs strings.Builder
			code, err := door.Run(t.Context(), dir, door.CommandLine{Args: []string{"log", "x"}, Dir: "/here"},
				strings.NewReader("typed"), &out, &errs)
			if err != nil || code != 3 || out.String() != "[log x]/heretyped<nil>" || errs.String() != "oh" {
				t.Errorf("code %d, %v, out %q, errors %q", code, err, &out, &errs)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			if err := door.Raise(t.Context(), dir); !errors.Is(err, door.ErrNobody) {
				t.Errorf("after the door was closed: %v", err)
			}
		})
	}
}

func TestASocketThatWasLeftBehindIsReplaced(t *testing.T) {
	dir := short(t)
	if err := os.WriteFile(filepath.Join(dir, "workspace.door"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := door.Raise(t.Context(), dir); !errors.Is(err, door.ErrNobody) {
		t.Errorf("at a door without a house: %v", err)
	}
	open(t, dir, door.Host{Raise: func() {}})
	if err := door.Raise(t.Context(), dir); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(filepath.Join(dir, "workspace.door"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the door is open to others: %v %v", info, err)
	}
}

// Closing the door ends what a guest still does, so that the workspace can be
// closed behind it.
func TestClosingEndsWhatGuestsDo(t *testing.T) {
	dir := short(t)
	began := make(chan bool)
	d := open(t, dir, door.Host{Run: func(ctx context.Context, _ door.CommandLine, _ io.Reader, _, _ io.Writer) int {
		close(began)
		<-ctx.Done()
		return 1
	}})
	ended := make(chan error)
	go func() {
		_, err := door.Run(context.Background(), dir, door.CommandLine{}, nil, io.Discard, io.Discard)
		ended <- err
	}()
	<-began
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil && !errors.Is(err, door.ErrNobody) {
		t.Errorf("the guest was told %v", err)
	}
}

// What a guest asked for ends when the guest gives up.
func TestAGuestMayGiveUp(t *testing.T) {
	dir := short(t)
	began, stopped := make(chan bool), make(chan bool)
	open(t, dir, door.Host{Run: func(ctx context.Context, _ door.CommandLine, _ io.Reader, _, _ io.Writer) int {
		close(began)
		<-ctx.Done()
		close(stopped)
		return 1
	}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := door.Run(ctx, dir, door.CommandLine{}, nil, io.Discard, io.Discard)
		ended <- err
	}()
	<-began
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
	<-stopped
}
