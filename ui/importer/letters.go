package importer

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// readLetters reads the mails that were brought in, as far as they are no
// conversations yet: after the import or, where it would change nobody, before.
func (o *outcome) readLetters() {
	if len(o.report.Mails) == 0 || o.undone || o.dry && o.worthwhile() {
		return
	}
	d := o.page.desk
	var letters []workspace.Letter
	d.Run(func(ctx context.Context) error {
		for _, path := range o.report.Mails {
			letter, err := d.Workspace.ReadLetter(ctx, path)
			if err != nil {
				return err
			}
			if !letter.Logged {
				letters = append(letters, letter)
			}
		}
		return nil
	}, func() {
		o.letters = letters
		o.fillNotice()
	})
}

// offerLetters is the way to log the next of the mails; nil without any.
func (o *outcome) offerLetters() fyne.CanvasObject {
	if len(o.letters) == 0 || o.undone {
		return nil
	}
	text := kit.NewParagraph(kit.Secondary, i18n.N("importer.letters", len(o.letters)))
	do := kit.NewButton(kit.Quiet, i18n.N("importer.letters.log", len(o.letters)), o.logLetter)
	do.Shortcut = "L"
	return kit.NewLine(12, text, do).Grow(text)
}

// logLetter opens the form with the first of the mails; once it is logged, the
// next one is.
func (o *outcome) logLetter() {
	if len(o.letters) == 0 || o.undone {
		return
	}
	o.page.desk.LogLetter(o.letters[0], o.report.Import, o.readLetters)
}
