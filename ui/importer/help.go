package importer

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{
		{"Ctrl+V", "keys.paste"},
		{"Enter", "keys.go-on"},
		{"Esc", "keys.go-back"},
		{"←  →", "keys.choose-same"},
	}
}
