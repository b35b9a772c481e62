package exchange

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// readPhoto reads a picture from the card. A picture that the card only points
// to is noted and never loaded.
func (b *vcardBuilder) readPhoto(p *vcardProperty) {
	if len(b.contact.Photo) > 0 || len(p.raw) == 0 {
		return
	}
	data, mediaType, address := p.file()
	switch {
	case address != "":
		b.contact.PhotoURL = cmp.Or(b.contact.PhotoURL, address)
	case len(data) == 0:
		b.warn("import.warning.photo-unreadable")
	case len(data) > vcardPhotoLimit:
		b.tooLarge(p)
	default:
		b.contact.Photo = data
		b.contact.PhotoType = pictureType(data, mediaType)
	}
}

// tooLarge notes that a file on the card was left out.
func (b *vcardBuilder) tooLarge(p *vcardProperty) {
	if p.name == "PHOTO" {
		b.warn("import.warning.photo-too-large", vcardPhotoLimit>>20)
		return
	}
	b.warn("import.warning.file-left-out", p.name)
}

// readLogo takes a company's logo where there is no photo.
func (b *vcardBuilder) readLogo(p *vcardProperty) {
	data, mediaType, address := p.file()
	switch {
	case address != "":
		b.extra("LOGO", address)
	case len(data) == 0:
		b.warn("import.warning.file-left-out", p.name)
	default:
		b.logo, b.logoType = data, pictureType(data, mediaType)
	}
}

// readSound takes the sound of a name where it is written rather than spoken:
// older Japanese phones put the reading of the name here.
func (b *vcardBuilder) readSound(p *vcardProperty) {
	if p.hasType("X-IRMC-N") {
		parts := append(p.components(), "")
		b.phonetic[2], b.phonetic[0] = cmp.Or(b.phonetic[2], oneLine(parts[0])), cmp.Or(b.phonetic[0], oneLine(parts[1]))
		return
	}
	b.keepAddressOfFile(p)
}

func (b *vcardBuilder) readKey(p *vcardProperty) { b.keepAddressOfFile(p) }

func (b *vcardBuilder) keepAddressOfFile(p *vcardProperty) {
	if len(p.raw) == 0 {
		return
	}
	if data, _, address := p.file(); address != "" {
		b.extra(p.name, address)
	} else if len(data) > 0 && len(data) <= vcardRawLimit && p.name == "KEY" {
		b.extra(p.name, base64.StdEncoding.EncodeToString(data))
	} else {
		b.warn("import.warning.file-left-out", p.name)
	}
}

// file gives the content of a picture, a sound or a key, or the address where it is.
func (p *vcardProperty) file() (data []byte, mediaType, address string) {
	raw := bytes.TrimSpace(p.raw)
	head := string(raw[:min(len(raw), 256)])
	lower := strings.ToLower(head)
	switch {
	case strings.HasPrefix(lower, "data:"), strings.HasPrefix(lower, `data\:`):
		return dataURI(raw)
	case hasScheme(lower):
		return nil, "", unescapeVCard(p.value(), p.v21)
	case strings.EqualFold(p.param("VALUE"), "URI"), strings.EqualFold(p.param("VALUE"), "URL"):
		// Some programs declare base64 to be an address.
		if decoded, err := decodeBase64(raw); err != nil || !isPicture(decoded) {
			return nil, "", unescapeVCard(p.value(), p.v21)
		}
	}
	for _, t := range append(p.types(), p.param("MEDIATYPE")) {
		if t != "" && mediaType == "" && !strings.EqualFold(t, "PREF") {
			mediaType = strings.ToLower(t)
		}
	}
	if p.isQuotedPrintable() {
		return decodeQuotedPrintable(raw), mediaType, ""
	}
	data, err := decodeBase64(raw)
	if err != nil {
		return nil, "", ""
	}
	return data, mediaType, ""
}

func hasScheme(lower string) bool {
	for _, scheme := range []string{"http:", "https:", `http\:`, `https\:`, "file:", "ftp:", "cid:", "content:"} {
		if strings.HasPrefix(lower, scheme) {
			return true
		}
	}
	return false
}

func dataURI(raw []byte) (data []byte, mediaType, address string) {
	head, body, ok := bytes.Cut(raw, []byte(","))
	if !ok {
		return nil, "", ""
	}
	head = bytes.TrimSuffix(head, []byte(`\`)) // some programs escape the comma
	_, kind, _ := strings.Cut(strings.ToLower(string(head)), ":")
	mediaType, encoding, _ := strings.Cut(strings.ReplaceAll(kind, `\`, ""), ";")
	if !strings.HasSuffix(encoding, "base64") {
		text, err := url.PathUnescape(string(body))
		if err != nil {
			return nil, "", ""
		}
		return []byte(text), mediaType, ""
	}
	data, err := decodeBase64(body)
	if err != nil {
		return nil, "", ""
	}
	return data, mediaType, ""
}

func isPicture(data []byte) bool {
	return strings.HasPrefix(http.DetectContentType(data), "image/")
}

// pictureType believes the picture more than the card.
func pictureType(data []byte, declared string) string {
	if isPicture(data) {
		return http.DetectContentType(data)
	}
	declared = strings.TrimPrefix(declared, "image/")
	switch declared {
	case "", "base64":
		return "application/octet-stream"
	case "jpg":
		declared = "jpeg"
	}
	if strings.Contains(declared, "/") {
		return declared
	}
	return "image/" + declared
}
