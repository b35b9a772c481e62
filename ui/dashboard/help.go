package dashboard

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{
		{"P", "dashboard.keys.period"},
		{"C", "dashboard.keys.community"},
		{"S", "dashboard.keys.segment"},
		{"M", "dashboard.keys.member"},
		{"→", "dashboard.keys.numbers"},
		{"Enter", "dashboard.keys.open"},
		{"J  K", "dashboard.keys.scroll"},
		{"X", "dashboard.keys.export"},
	}
}

// HelpKeys implements kit.HelpPage.
func (b *behind) HelpKeys() [][2]string {
	return [][2]string{{"J  K", "keys.move"}, {"Enter", "keys.open"}, {"Home  End", "keys.ends"}, {"Esc", "dashboard.keys.back"}}
}
