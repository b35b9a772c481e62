package settings

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{{"↑  ↓", "settings.keys.next"}, {"←  →", "settings.keys.choose"}, {"Enter", "settings.keys.press"}}
}
