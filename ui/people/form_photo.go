package people

import (
	"bytes"
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// photoEndings are the pictures that can be shown.
var photoEndings = []string{".jpg", ".jpeg", ".png", ".gif"}

// photoInput shows the face and lets one choose a photo for it.
type photoInput struct {
	desk     *desk.Desk
	id       domain.ID
	onChange func()
	photo    *domain.Attachment
	name     string
	face     *kit.Avatar
	choose   *kit.Chip
	remove   *kit.Chip
	chips    *kit.Flow
}

func newPhotoInput(d *desk.Desk, id domain.ID, onChange func()) *photoInput {
	p := &photoInput{desk: d, id: id, onChange: onChange, face: kit.NewAvatar(kit.FaceHead, kit.Face{})}
	p.choose = kit.NewChip(kit.Neutral, "", p.ask)
	p.choose.Set(kit.Neutral, kit.IconUpload, i18n.T("people.photo.choose"))
	p.remove = kit.NewChip(kit.Neutral, "", func() {
		p.set(nil)
		p.onChange()
	})
	p.remove.Set(kit.Neutral, kit.IconClose, i18n.T("people.photo.remove"))
	p.chips = kit.NewFlow(6, p.choose, p.remove)
	return p
}

func (p *photoInput) set(photo *domain.Attachment) {
	p.photo = photo
	if photo == nil {
		p.remove.Hide()
	} else {
		p.remove.Show()
	}
	p.chips.Refresh()
	p.show()
}

// call shows the initials of another name.
func (p *photoInput) call(name string) {
	if p.name != name {
		p.name = name
		p.show()
	}
}

func (p *photoInput) show() {
	row := projections.PersonRow{ID: p.id, Name: p.name}
	if p.photo != nil {
		row.Photo = p.photo.Address
	}
	p.face.SetFace(p.desk.Face(row, p.show))
}

func (p *photoInput) ask() {
	open := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			p.desk.Fail(err)
			return
		}
		if file == nil {
			return
		}
		path := file.URI().Path()
		if err := file.Close(); err != nil {
			p.desk.Fail(err)
			return
		}
		p.take(path)
	}, p.desk.Window)
	open.SetFilter(storage.NewExtensionFileFilter(photoEndings))
	p.desk.Shell.AskFile(open, i18n.T("people.photo.choose"), i18n.T("kit.action.ok"))
}

// take keeps a picture sealed beside the ledger; it belongs to the person once
// the form is saved.
func (p *photoInput) take(path string) {
	var kept domain.Attachment
	p.desk.Run(func(ctx context.Context) (err error) {
		kept, err = p.desk.Workspace.Attach(ctx, path)
		return err
	}, func() {
		p.set(&kept)
		p.onChange()
	})
}

// takeContent does so with the photo of a card; taken is told of it.
func (p *photoInput) takeContent(content []byte, name string, taken func(domain.Attachment)) {
	var kept domain.Attachment
	p.desk.Run(func(ctx context.Context) (err error) {
		kept, err = p.desk.Workspace.AttachContent(ctx, bytes.NewReader(content), name)
		return err
	}, func() {
		p.set(&kept)
		taken(kept)
		p.onChange()
	})
}
