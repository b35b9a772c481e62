package conversations

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/workspace"
)

const (
	// openedPrefix begins the folders in which opened attachments lie: no other
	// program can read them within the sealed store.
	openedPrefix = "kontor-open-"
	// openedFor is how long such a folder stays.
	openedFor = 10 * time.Minute
)

// programs are the endings of files that would run instead of being read; they
// can be saved, and are opened by nobody's mistake.
var programs = []string{
	".app", ".bat", ".cmd", ".com", ".cpl", ".desktop", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi", ".msp",
	".pif", ".ps1", ".py", ".reg", ".scr", ".sh", ".url", ".vbe", ".vbs", ".wsf",
}

func opensSafely(a domain.Attachment) bool {
	return !slices.Contains(programs, strings.ToLower(filepath.Ext(strings.TrimSpace(a.Name))))
}

// openFile opens an attachment in the program for it. The copy that program
// reads is only ours to see, and is taken away after a while.
func openFile(d *desk.Desk, a domain.Attachment) {
	var path string
	d.Run(func(context.Context) (err error) {
		removeOpened(d.Workspace.Now())
		path, err = unseal(d, a)
		return err
	}, func() {
		err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)})
		if err != nil {
			d.Fail(err)
		}
		d.Async.After(openedFor, func() {
			d.Run(func(context.Context) error { return os.RemoveAll(filepath.Dir(path)) }, nil)
		})
	})
}

func unseal(d *desk.Desk, a domain.Attachment) (string, error) {
	dir, err := os.MkdirTemp("", openedPrefix)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, plainName(a))
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	return path, errors.Join(write(d, a, f), f.Close())
}

// plainName is the name of an attachment without any path: it may come from
// elsewhere.
func plainName(a domain.Attachment) string {
	name := filepath.Base(filepath.Clean("/" + a.Name))
	if name == "/" || name == "." || name == string(filepath.Separator) {
		return "attachment"
	}
	return name
}

// removeOpened takes away what an earlier run of the program left.
func removeOpened(now time.Time) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), openedPrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range old {
		if info, err := os.Stat(dir); err == nil && now.Sub(info.ModTime()) > openedFor {
			_ = os.RemoveAll(dir) // what cannot be removed now is tried again next time
		}
	}
}

// write copies the content of an attachment.
func write(d *desk.Desk, a domain.Attachment, to io.Writer) error {
	content, err := d.Workspace.OpenAttachment(a.Address)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, content)
	return errors.Join(err, content.Close())
}

// saveFile asks where to write an attachment.
func (r *reader) saveFile(a domain.Attachment) {
	r.desk.AskSave(plainName(a), i18n.T("conversations.file.save"), func(path string) {
		r.desk.Run(func(context.Context) error {
			return workspace.WriteFile(path, func(out io.Writer) error { return write(r.desk, a, out) })
		}, func() {
			r.desk.Wrote(path, "")
		})
	})
}
