package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// helpKeys are the keys that hold everywhere: the combination, and the key of the
// text that says what it does.
func helpKeys() [][2]string {
	return [][2]string{
		{"Ctrl+K", "keys.palette"},
		{"Ctrl+L", "keys.log"},
		{"Ctrl+N", "keys.new-person"},
		{"Ctrl+Z", "keys.undo"},
		{"Ctrl+Y", "keys.redo"},
		{kit.ToastKey, "keys.toast"},
		{"Ctrl+1 … " + strconv.Itoa(len(places)%10), "keys.places"},
		{"Ctrl+T", "keys.team"},
		{"Ctrl+R", "keys.sync"},
		{"Alt+←  →", "keys.back-forward"},
		{"Esc", "keys.close"},
		{"Ctrl+Enter", "keys.submit"},
		{"?", "keys.help"},
	}
}

// paletteKeys are those of the palette.
var paletteKeys = [][2]string{
	{"→", "keys.palette.peek"},
	{"Ctrl+P", "keys.palette.pin"},
	{"Ctrl+Enter", "keys.palette.log"},
	{">", "keys.palette.line"},
	{":", "keys.palette.filters"},
}

// showKeys shows which keys do what: everywhere, on the page in sight, and in the
// palette.
func showKeys(d *desk.Desk) {
	left := kit.NewColumn(18, keyGroup("keys.everywhere", helpKeys()), keyGroup("keys.in-palette", paletteKeys))
	columns := []fyne.CanvasObject{kit.NewFixed(330, left)}
	if page, ok := d.Shell.Page().(kit.HelpPage); ok {
		columns = append(columns, kit.NewFixed(330, keyGroup("keys.here", page.HelpKeys())))
	}
	content := kit.NewColumn(16, kit.NewText(kit.Heading, i18n.T("keys.title")), kit.NewLine(24, columns...).Top())
	d.Shell.Overlay(kit.OverlayParams{Content: kit.NewPadded(24, 28, 24, 28, content), Width: 760})
}

func keyGroup(title string, keys [][2]string) fyne.CanvasObject {
	column := kit.NewColumn(8, kit.NewText(kit.Caps, i18n.T(title)))
	for _, pair := range keys {
		does := kit.NewParagraph(kit.Body, i18n.T(pair[1]))
		column.Add(kit.NewLine(10,
			kit.NewFixed(104, kit.NewLine(0, kit.NewKeyCap(kit.KeyLabel(pair[0])))), does).Grow(does))
	}
	return column
}
