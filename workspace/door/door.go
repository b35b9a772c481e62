// Package door lets a second start of the program reach the first, which has
// the workspace open: to bring its window to the front, or to have it carry out
// a command line with the workspace that it holds.
//
// The door is a socket in the folder of the workspace, which only its owner can
// enter. Both sides write lines of JSON: the guest its request and then what the
// command line is to read, the host what was said and at last the exit code. A
// guest who leaves cancels what was asked.
package door

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrNobody means that no process answers at the door.
var ErrNobody = errors.New("door: nobody answers")

// CommandLine is what one start of the program asks of another.
type CommandLine struct {
	Args []string `json:"args"`
	Dir  string   `json:"dir"` // the working folder, for paths in Args
	// Interactive is true where a person answers questions.
	Interactive bool `json:"interactive,omitempty"`
}

// Host is who answers at the door.
type Host struct {
	// Raise brings the window to the front.
	Raise func()
	// Run carries out a command line and returns its exit code.
	Run func(ctx context.Context, line CommandLine, in io.Reader, out, err io.Writer) int
}

type request struct {
	Raise bool         `json:"raise,omitempty"`
	Run   *CommandLine `json:"run,omitempty"`
}

// typed is what the command line reads.
type typed struct {
	In  []byte `json:"in,omitempty"`
	End bool   `json:"end,omitempty"` // nothing more comes
}

type answer struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Code *int   `json:"code,omitempty"`
}

// Door is an open door.
type Door struct {
	listener net.Listener
	host     Host
	cancel   context.CancelFunc
	guests   sync.WaitGroup
}

// knockTimeout bounds how long a guest waits at a door whose host is stuck.
const knockTimeout = 5 * time.Second

// Open opens the door of a workspace. The caller holds the workspace, so that a
// socket that is there already was left behind by a process that died.
func Open(dir string, host Host) (*Door, error) {
	path, err := socket(dir)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("open the door: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the door: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	ctx, cancel := context.WithCancel(context.Background())
	d := &Door{listener: listener, host: host, cancel: cancel}
	d.guests.Add(1)
	go d.welcome(ctx)
	return d, nil
}

// Close closes the door, ends what guests are still doing, and waits for it.
func (d *Door) Close() error {
	err := d.listener.Close()
	d.cancel()
	d.guests.Wait()
	return err
}

func (d *Door) welcome(ctx context.Context) {
	defer d.guests.Done()
	for {
		conn, err := d.listener.Accept()
		if err != nil {
			return
		}
		d.guests.Add(1)
		go func() {
			defer d.guests.Done()
			defer conn.Close()
			stop := context.AfterFunc(ctx, func() { conn.Close() })
			defer stop()
			d.serve(ctx, conn)
		}()
	}
}

func (d *Door) serve(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	heard := json.NewDecoder(conn)
	var asked request
	if err := heard.Decode(&asked); err != nil {
		return
	}
	in, typing := io.Pipe()
	defer in.Close()
	d.guests.Add(1)
	go func() {
		defer d.guests.Done()
		listen(heard, typing)
		cancel()
	}()
	tell := &teller{conn: conn}
	code := 0
	switch {
	case asked.Raise && d.host.Raise != nil:
		d.host.Raise()
	case asked.Run != nil && d.host.Run != nil:
		code = d.host.Run(ctx, *asked.Run, in, tell.writer(false), tell.writer(true))
	default:
		return
	}
	tell.send(answer{Code: &code})
}

// listen passes on what the guest types, and returns when the guest leaves.
func listen(heard *json.Decoder, typing *io.PipeWriter) {
	for {
		var t typed
		if err := heard.Decode(&t); err != nil {
			typing.CloseWithError(io.ErrUnexpectedEOF)
			return
		}
		if t.End {
			typing.Close()
			continue
		}
		if _, err := typing.Write(t.In); err != nil {
			continue // the command line reads no more
		}
	}
}

// teller writes answers one at a time.
type teller struct {
	mu   sync.Mutex
	conn net.Conn
}

func (t *teller) send(a answer) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return json.NewEncoder(t.conn).Encode(a)
}

type said struct {
	teller *teller
	errors bool
}

func (t *teller) writer(errors bool) io.Writer { return said{t, errors} }

func (s said) Write(p []byte) (int, error) {
	a := answer{Out: p}
	if s.errors {
		a = answer{Err: p}
	}
	if err := s.teller.send(a); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Raise asks whoever holds the workspace to come to the front: [ErrNobody] if
// nobody answers.
func Raise(ctx context.Context, dir string) error {
	_, err := ask(ctx, dir, request{Raise: true}, nil, io.Discard, io.Discard)
	return err
}

// Run has whoever holds the workspace carry out a command line and returns its
// exit code: [ErrNobody] if nobody answers. in may be nil.
func Run(ctx context.Context, dir string, line CommandLine, in io.Reader, out, errs io.Writer) (int, error) {
	return ask(ctx, dir, request{Run: &line}, in, out, errs)
}

func ask(ctx context.Context, dir string, asked request, in io.Reader, out, errs io.Writer) (int, error) {
	path, err := socket(dir)
	if err != nil {
		return 0, err
	}
	dialer := net.Dialer{Timeout: knockTimeout}
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		return 0, ErrNobody
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if err := json.NewEncoder(conn).Encode(asked); err != nil {
		return 0, ErrNobody
	}
	go typeIn(conn, in)
	answers := json.NewDecoder(conn)
	for {
		var a answer
		if err := answers.Decode(&a); err != nil {
			if ctx.Err() != nil {
				return 0, ctx.Err()
			}
			return 0, ErrNobody
		}
		if a.Code != nil {
			return *a.Code, nil
		}
		if _, err := out.Write(a.Out); err != nil {
			return 0, err
		}
		if _, err := errs.Write(a.Err); err != nil {
			return 0, err
		}
	}
}

// typeIn sends what a command line is to read. It ends when the connection does,
// at the latest after one more line.
func typeIn(conn net.Conn, in io.Reader) {
	frames := json.NewEncoder(conn)
	for buffer := make([]byte, 4096); in != nil; {
		n, err := in.Read(buffer)
		if n > 0 {
			if frames.Encode(typed{In: buffer[:n]}) != nil {
				return
			}
		}
		if err != nil {
			break
		}
	}
	_ = frames.Encode(typed{End: true}) // a host that is gone reads nothing
}

// maxSocketPath is how long the path of a socket may be everywhere.
const maxSocketPath = 100

// socket is where the door of a workspace is: in its folder, or, where that
// path is too long for a socket, in a folder of the user's own.
func socket(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "workspace.door")
	if len(path) <= maxSocketPath {
		return path, nil
	}
	home := os.Getenv("XDG_RUNTIME_DIR")
	if home == "" {
		home = filepath.Join(os.TempDir(), fmt.Sprintf("kontor-%d", os.Getuid()))
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return "", err
	}
	if info, err := os.Lstat(home); err != nil || !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return "", errors.Join(err, fmt.Errorf("%s is open to others", home))
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(home, "kontor-"+hex.EncodeToString(sum[:8])+".door"), nil
}
