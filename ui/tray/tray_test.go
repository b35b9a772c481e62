package tray

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/i18n"
)

type bar struct {
	shown int
	menu  *fyne.Menu
}

func (b *bar) SetSystemTrayMenu(menu *fyne.Menu)    { b.shown, b.menu = b.shown+1, menu }
func (b *bar) SetSystemTrayIcon(icon fyne.Resource) {}

func TestTheMenuSaysWhatIsDueAndDoesWhatItSays(t *testing.T) {
	if err := i18n.SetLanguage(i18n.German); err != nil {
		t.Fatal(err)
	}
	b, did := &bar{}, ""
	note := func(what string) func() { return func() { did += what } }
	tray := show(b, Params{Log: note("log "), Open: note("open "), Due: note("due "), Quit: note("quit ")})
	if b.menu.Items[0].Label != "Heute ist nichts fällig" {
		t.Errorf("at first: %q", b.menu.Items[0].Label)
	}
	tray.SetDue(3)
	tray.SetDue(3)
	if b.menu.Items[0].Label != "3 heute fällig" || b.shown != 2 {
		t.Errorf("then: %q, shown %d times", b.menu.Items[0].Label, b.shown)
	}
	for _, item := range b.menu.Items {
		if !item.IsSeparator {
			item.Action()
		}
	}
	if did != "due log open quit " {
		t.Errorf("did %q", did)
	}
	if err := i18n.SetLanguage(i18n.English); err != nil {
		t.Fatal(err)
	}
	tray.Refresh()
	if b.menu.Items[0].Label != "3 due today" {
		t.Errorf("in English: %q", b.menu.Items[0].Label)
	}
}

func TestWithoutAPlaceForSymbolsNothingHappens(t *testing.T) {
	tray := New(test.NewTempApp(t), Params{})
	if tray != nil {
		t.Fatal("the test's application has no bar")
	}
	tray.SetDue(3)
	tray.Refresh()
}
