package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kontor/i18n"
)

// AskFile shows a dialog of the toolkit that asks for a file, under a title and
// with a word for its button; those of the toolkit follow the system's language
// and not the window's. Such a dialog answers Esc no
// more than it keeps keys from the page below: while it is open the shell does
// both. The field for a name, which would swallow Esc, waits for Tab or a click.
func (s *Shell) AskFile(asked *dialog.FileDialog, title, confirm string) {
	asked.SetTitleText(strings.TrimSuffix(title, " …"))
	asked.SetConfirmText(confirm)
	asked.SetDismissText(i18n.T("kit.action.cancel"))
	s.asking = asked
	asked.SetOnClosed(func() { s.asking = nil })
	asked.Show()
	asked.Resize(fileDialogSize) // it has no size before it is shown
	s.Canvas().Unfocus()
}

// AsksFile tells whether a file is being asked for.
func (s *Shell) AsksFile() bool { return s.asking != nil }

var fileDialogSize = fyne.NewSize(820, 560)
