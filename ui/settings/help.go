package settings

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{{"↓", "settings.keys.first"}, {"Tab", "settings.keys.next"}, {"←  →", "settings.keys.choose"}, {"Enter", "settings.keys.press"}}
}
