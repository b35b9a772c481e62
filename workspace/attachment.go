package workspace

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/exchange"
)

// MaxAttachment is the largest file that can be attached, in bytes.
const MaxAttachment = 512 << 20

// Attach keeps a file sealed beside the ledger. It belongs to nothing until a
// command names it.
func (w *Workspace) Attach(ctx context.Context, path string) (domain.Attachment, error) {
	f, err := os.Open(path)
	if err != nil {
		return domain.Attachment{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return domain.Attachment{}, err
	}
	if info.Size() > MaxAttachment {
		return domain.Attachment{}, &domain.Refusal{Code: domain.RefusedTooLarge, Args: []any{"attachment", MaxAttachment >> 20}}
	}
	return w.AttachContent(ctx, f, filepath.Base(path))
}

// AttachContent keeps content sealed beside the ledger, under a name.
func (w *Workspace) AttachContent(ctx context.Context, r io.Reader, name string) (domain.Attachment, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return domain.Attachment{}, err
	}
	head = head[:n]
	address, size, err := w.ledger.Attachments().Add(ctx, io.MultiReader(bytes.NewReader(head), r))
	if err != nil {
		return domain.Attachment{}, err
	}
	kind := mime.TypeByExtension(filepath.Ext(name))
	if kind == "" {
		kind = http.DetectContentType(head)
	}
	return domain.Attachment{Address: address.String(), Name: name, Type: kind, Size: size}, nil
}

// OpenAttachment opens the content of an attachment for reading.
func (w *Workspace) OpenAttachment(address string) (io.ReadCloser, error) {
	a, err := eventstore.ParseAddress(address)
	if err != nil {
		return nil, err
	}
	return w.ledger.Attachments().Open(a)
}

// photo keeps the photo of a card, where the record has none or an import
// brought it, unless somebody took it out by hand.
func (p *planner) photo(c exchange.Contact, d domain.Dossier, past past) ([]domain.Change, error) {
	if len(c.Photo) == 0 {
		return nil, nil
	}
	was := d.Get(domain.FieldPhoto)
	if was != nil && d[domain.FieldPhoto].Origin.How != domain.OriginImport {
		return nil, nil
	}
	name := "photo"
	if endings, err := mime.ExtensionsByType(c.PhotoType); err == nil && len(endings) > 0 {
		name += endings[0]
	}
	a := domain.Attachment{
		Address: p.w.addressOf(c.Photo), Name: name, Type: c.PhotoType, Size: int64(len(c.Photo)),
	}
	same := func(v domain.Value) bool { return v.Attachment != nil && v.Attachment.Address == a.Address }
	if was != nil && same(*was) || slices.ContainsFunc(past.values[domain.FieldPhoto], same) {
		return nil, nil
	}
	if !p.dry {
		if _, err := p.w.AttachContent(p.ctx, bytes.NewReader(c.Photo), name); err != nil {
			return nil, fmt.Errorf("keep the photo: %w", err)
		}
	}
	return []domain.Change{{Field: domain.FieldPhoto, Was: was, Now: &domain.Value{Attachment: &a}}}, nil
}

// addressOf is the address that content has as an attachment.
func (w *Workspace) addressOf(content []byte) string {
	mac := hmac.New(sha256.New, w.ledger.Identity().ContentSecret)
	mac.Write(content)
	return hex.EncodeToString(mac.Sum(nil))
}
