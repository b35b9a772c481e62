package ui

import (
	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// helpKeys are the keys that the help shows: the combination, and the key of
// the text that says what it does.
var helpKeys = [][][2]string{
	{
		{"Ctrl+L", "keys.log"},
		{"Ctrl+K", "keys.palette"},
		{"Ctrl+N", "keys.new-person"},
		{"Ctrl+F", "keys.filter"},
		{"Ctrl+Z", "keys.undo"},
		{"Ctrl+Y", "keys.redo"},
		{"Ctrl+1 … 7", "keys.places"},
		{"Ctrl+T", "keys.team"},
		{"Ctrl+R", "keys.sync"},
		{"Alt+←", "keys.back"},
		{"Alt+→", "keys.forward"},
		{"?", "keys.help"},
	},
	{
		{"J  K", "keys.move"},
		{"Enter", "keys.open"},
		{"Esc", "keys.close"},
		{"E", "keys.edit"},
		{"L", "keys.log-here"},
		{"D", "keys.done"},
		{"S", "keys.snooze"},
		{"Home  End", "keys.ends"},
		{"X", "keys.mark"},
		{"Ctrl+A", "keys.mark-all"},
		{"'", "keys.type"},
		{"W", "keys.table"},
		{"G", "keys.day"},
		{"Ctrl+Enter", "keys.submit"},
	},
}

// showKeys shows which keys do what.
func showKeys(d *desk.Desk) {
	columns := make([]fyne.CanvasObject, len(helpKeys))
	for i, group := range helpKeys {
		column := kit.NewColumn(10)
		for _, pair := range group {
			does := kit.NewParagraph(kit.Body, i18n.T(pair[1]))
			column.Add(kit.NewLine(10,
				kit.NewFixed(104, kit.NewLine(0, kit.NewKeyCap(kit.KeyLabel(pair[0])))), does).Grow(does))
		}
		columns[i] = kit.NewFixed(320, column)
	}
	content := kit.NewColumn(16, kit.NewText(kit.Heading, i18n.T("keys.title")), kit.NewLine(24, columns...).Top())
	d.Shell.Overlay(kit.OverlayParams{Content: kit.NewPadded(24, 28, 24, 28, content), Width: 740})
}
