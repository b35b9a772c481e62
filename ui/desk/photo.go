package desk

import (
	"bytes"
	"image"
	_ "image/gif"  // photos of cards come in
	_ "image/jpeg" // any of these
	_ "image/png"
	"io"
	"sync"

	"golang.org/x/image/draw"

	"kontor/projections"
	"kontor/ui/kit"
)

// photoSide is the size to which photos are brought, in pixels: enough for the
// head of a page on a fine screen.
const photoSide = 160

// keptPhotos bounds how many photos stay in memory (about 100 KB each).
const keptPhotos = 300

// maxPixels is the largest picture that is decoded: a forged header must not
// take all memory.
const maxPixels = 64 << 20

// photos keeps small copies of the photos that were shown lately.
type photos struct {
	mu    sync.Mutex
	small map[string]image.Image // nil while it is being loaded, or if it cannot be shown
}

// Face is how a person is recognised. A photo that is not in memory yet is
// fetched away from the window's thread; refresh is then called on it.
func (d *Desk) Face(p projections.PersonRow, refresh func()) kit.Face {
	face := kit.Face{Kind: kit.PersonFace, ID: p.ID.String(), Name: PersonName(p)}
	if p.Photo == "" || p.Erased {
		return face
	}
	d.photos.mu.Lock()
	defer d.photos.mu.Unlock()
	photo, known := d.photos.small[p.Photo]
	if known {
		face.Photo = photo
		return face
	}
	if d.photos.small == nil || len(d.photos.small) >= keptPhotos {
		d.photos.small = map[string]image.Image{}
	}
	d.photos.small[p.Photo] = nil
	d.Async.Go(func() { d.fetchPhoto(p.Photo, refresh) })
	return face
}

func (d *Desk) fetchPhoto(address string, refresh func()) {
	content, err := d.Workspace.OpenAttachment(address)
	if err != nil {
		return // a photo that cannot be shown leaves the initials in place
	}
	data, err := io.ReadAll(content)
	content.Close()
	if err != nil {
		return
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width*config.Height > maxPixels {
		return
	}
	photo, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return
	}
	small := square(photo)
	d.photos.mu.Lock()
	d.photos.small[address] = small
	d.photos.mu.Unlock()
	if refresh != nil {
		d.Async.Do(refresh)
	}
}

// square cuts the middle out of a photo and brings it to size.
func square(photo image.Image) image.Image {
	b := photo.Bounds()
	side := min(b.Dx(), b.Dy())
	x, y := b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2
	small := image.NewRGBA(image.Rect(0, 0, photoSide, photoSide))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), photo, image.Rect(x, y, x+side, y+side), draw.Src, nil)
	return small
}
