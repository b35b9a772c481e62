package conversations

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// files are the attachments of a conversation, added by a dialog or by letting
// go of them above the window.
type files struct {
	desk        *desk.Desk
	onChange    func()
	attachments []domain.Attachment
	busy        int // files that are being taken in
	rows        *kit.Column
	column      *kit.Column
}

func newFiles(d *desk.Desk, known []domain.Attachment, onChange func()) *files {
	f := &files{desk: d, onChange: onChange, attachments: slices.Clone(known), rows: kit.NewColumn(4)}
	add := kit.NewChip(kit.Neutral, "", f.ask)
	add.Set(kit.Neutral, kit.IconPaperclip, i18n.T("conversations.form.files.add"))
	hint := kit.NewText(kit.Faint, i18n.T("conversations.form.files.hint", sizeText(workspace.MaxAttachment)))
	f.column = kit.NewColumn(6, f.rows, kit.NewLine(10, add, hint))
	f.show()
	return f
}

func (f *files) ask() {
	f.desk.AskFile(kit.FileAsk{
		Title: i18n.T("conversations.form.files.add"), Submit: i18n.T("conversations.form.files.submit"), Purpose: "attach", Many: true,
		OnChoose: func(paths []string) {
			uris := make([]fyne.URI, len(paths))
			for i, path := range paths {
				uris[i] = storage.NewFileURI(path)
			}
			f.take(uris)
		},
	})
}

// paste takes files that were copied in a file manager; it tells whether the
// text names nothing but files.
func (f *files) paste(text string) bool {
	paths := kit.PastedFiles(text)
	if len(paths) == 0 || len(paths) != strings.Count(strings.TrimSpace(text), "\n")+1 {
		return false
	}
	uris := make([]fyne.URI, len(paths))
	for i, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			return false
		}
		uris[i] = storage.NewFileURI(path)
	}
	f.take(uris)
	return true
}

// take keeps files sealed beside the ledger; they belong to the conversation
// once it is recorded.
func (f *files) take(uris []fyne.URI) {
	for _, uri := range uris {
		if uri.Scheme() != "file" {
			continue
		}
		f.busy++
		var kept domain.Attachment
		f.desk.Async.Go(func() {
			var err error
			kept, err = f.desk.Workspace.Attach(context.Background(), uri.Path())
			f.desk.Async.Do(func() {
				f.busy--
				if err != nil {
					f.desk.Fail(err)
				} else if !slices.ContainsFunc(f.attachments, func(a domain.Attachment) bool { return a.Address == kept.Address }) {
					f.attachments = append(f.attachments, kept)
					f.onChange()
				}
				f.show()
			})
		})
	}
	f.show()
}

func (f *files) show() {
	var objects []fyne.CanvasObject
	for _, a := range f.attachments {
		remove := kit.NewIconButton(kit.IconClose, i18n.T("picker.remove", a.Name), func() {
			f.attachments = slices.DeleteFunc(f.attachments, func(other domain.Attachment) bool { return other.Address == a.Address })
			f.show()
			f.onChange()
		})
		text := kit.NewText(kit.Body, a.Name)
		text.Shrink = true
		var open func()
		if opensSafely(a) {
			text.SetColor(kit.ColorAccent)
			open = func() { openFile(f.desk, a) }
		}
		name := kit.NewPressable(text, open)
		objects = append(objects, kit.NewLine(8, kit.NewChannelMark(kit.IconPaperclip), name, kit.NewText(kit.Faint, sizeText(a.Size)), remove).Grow(name))
	}
	if f.busy > 0 {
		objects = append(objects, kit.NewText(kit.Faint, i18n.T("conversations.form.files.busy")))
	}
	f.rows.SetObjects(objects...)
	if f.column != nil {
		f.column.Refresh()
	}
}

// sizeText says a size as people read it.
func sizeText(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%s MB", i18n.Decimal(float64(bytes)/(1<<20), 1))
	case bytes >= 1<<10:
		return fmt.Sprintf("%s KB", i18n.Number(int(bytes>>10)))
	}
	return i18n.N("conversations.bytes", int(bytes))
}
