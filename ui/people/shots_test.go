package people

import (
	"testing"
	"time"

	"kontor/domain"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

// signature is as it stands below mails.
const signature = `Mit freundlichen Grüßen
Dr. Friedrich von Schiller
Leiter Integration
Cotta
Königstraße 12, 70173 Stuttgart
Tel. +49 711 123456
Mobil +49 171 7654321
friedrich.schiller@cotta.example
www.cotta.example`

func settle(b *desktest.Bench) { b.Async.Advance(time.Second) }

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 300, Conversations: 2500})
				b.Save("people-" + name)
				p.List.SetFilter(func(f *filter) { f.SilentDays = 60 })
				b.Save("people-filter-" + name)
				p.list.chooseCommunity(p.List.Chips)
				b.Save("people-communities-" + name)
				b.Press("Escape")
				b.EditPerson(p.Wanted)
				b.Save("people-edit-" + name)
				b.Press("Escape")
				f := openForm(b.Desk, p.Wanted)
				b.Window.Canvas().Focus(f.note)
				b.Save("people-edit-end-" + name)
				b.Press("Escape")
				b.EditPerson(domain.None)
				b.Save("people-new-" + name)
				b.Type(signature)
				settle(b)
				b.Save("people-signature-" + name)
				b.Press("Escape")
				p.detail().showMenu()
				b.Save("people-menu-" + name)
				b.Press("Escape")
				for action, edit := range map[string]func(){
					"rhythm":      func() { editRhythm(b.Desk, p.detail().shown.page) },
					"affiliation": func() { editAffiliation(b.Desk, p.detail().shown.page) },
					"relation":    func() { editRelation(b.Desk, p.detail().shown.page) },
					"community":   func() { editCommunity(b.Desk, p.detail().shown.page) },
				} {
					edit()
					b.Save("people-" + action + "-" + name)
					b.Press("Escape")
				}
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("people-first-" + name)
			})
			t.Run("narrow-"+name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400, Width: 900, Height: 640})
				b.Save("people-narrow-" + name)
				b.Window.Canvas().Focus(p.List.Rows)
				b.Press("Down", "Return")
				b.Save("people-narrow-person-" + name)
			})
		}
	}
}
