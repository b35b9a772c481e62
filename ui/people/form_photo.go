package people

import (
	"bytes"
	"context"

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
	p.desk.AskFile(kit.FileAsk{
		Title: i18n.T("people.photo.choose"), Purpose: "photo", Kinds: []kit.FileKind{{Endings: photoEndings}},
		OnChoose: func(paths []string) { p.take(paths[0]) },
	})
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
