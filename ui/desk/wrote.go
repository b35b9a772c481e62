package desk

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
)

// Wrote says that a file was written, where it lies and what is to be known about
// it, if anything; it offers to open the file or its folder.
func (d *Desk) Wrote(path, note string) {
	text := i18n.T("desk.wrote", filepath.Base(path), FolderName(filepath.Dir(path)))
	if note != "" {
		text += " " + note
	}
	d.Shell.Toasts.Dismiss()
	d.Shell.Toast(kit.Toast{
		Text: text, Tone: kit.Good,
		Action: i18n.T("desk.wrote.open"), OnAction: func() { d.openPath(path) },
		More: &kit.ToastAction{Label: i18n.T("desk.wrote.folder"), Do: func() { d.openPath(filepath.Dir(path)) }},
	})
}

// folderParts is how many folders of a path are said; of more the last ones.
const folderParts = 3

// FolderName is a folder as people know it: from their own folder on, and without
// what lies in between where it is deep.
func FolderName(folder string) string {
	if home, err := os.UserHomeDir(); err == nil && home != string(filepath.Separator) {
		if rest, within := strings.CutPrefix(folder, home); within && (rest == "" || rest[0] == filepath.Separator) {
			folder = "~" + rest
		}
	}
	parts := strings.Split(filepath.ToSlash(folder), "/")
	if len(parts) > folderParts+1 {
		return "…/" + strings.Join(parts[len(parts)-folderParts:], "/")
	}
	return folder
}

// openPath opens a file or a folder with what the system has for it.
func (d *Desk) openPath(path string) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive
	}
	if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: slashed}); err != nil {
		d.Fail(err)
	}
}
