package dossier

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// Copy puts a text on the clipboard and says so.
func Copy(d *desk.Desk, text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	first, _, _ := strings.Cut(text, "\n")
	d.Shell.Toast(kit.Toast{Text: i18n.T("dossier.copied", first), Tone: kit.Good})
}

// Reach opens a contact point in the program for it; nil where there is none.
func Reach(d *desk.Desk, p domain.ContactPoint) func() {
	address := ""
	switch p.Kind {
	case domain.PointEmail:
		address = "mailto:" + p.Value
	case domain.PointPhone:
		address = "tel:" + strings.NewReplacer(" ", "", "/", "", "(", "", ")", "").Replace(p.Value)
	case domain.PointURL, domain.PointDomain:
		address = p.Value
		if !strings.Contains(address, "://") {
			address = "https://" + address
		}
	case domain.PointIdentity:
		if strings.HasPrefix(p.Value, "https://") {
			address = p.Value
		}
	}
	u, err := url.Parse(address)
	if address == "" || err != nil {
		return nil
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel":
	default:
		return nil
	}
	return func() {
		if err := fyne.CurrentApp().OpenURL(u); err != nil {
			d.Fail(err)
		}
	}
}

// ReachIcon is what Reach is shown by.
func ReachIcon(p domain.ContactPoint) kit.Icon {
	switch p.Kind {
	case domain.PointEmail:
		return kit.IconMail
	case domain.PointPhone:
		return kit.IconPhone
	}
	return kit.IconExternal
}
