package importer

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{
		{"Ctrl+V", "keys.paste"},
		{"Enter", "keys.go-on"},
		{"Esc", "keys.go-back"},
		{"L", "importer.keys.letters"},
		{"U", "importer.keys.undo"},
		{"R", "importer.keys.rejected"},
		{"D", "importer.keys.duplicates"},
		{"N  P", "importer.keys.then"},
		{"←  →", "keys.choose-same"},
		{"G", "keys.compare-pair"},
		{"N", "keys.tell-apart"},
	}
}
