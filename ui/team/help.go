package team

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{{"Tab", "team.keys.next"}, {"Ctrl+R", "keys.sync"}, {"Esc", "team.keys.settings"}}
}

// HelpKeys implements kit.HelpPage.
func (a *attention) HelpKeys() [][2]string {
	return [][2]string{
		{"J  K", "keys.move"},
		{"1  2", "team.keys.side"},
		{"↑  ↓", "team.keys.fields"},
		{"Enter", "team.keys.answer"},
		{"Esc", "team.keys.back"},
	}
}

// HelpKeys implements kit.HelpPage.
func (a *activity) HelpKeys() [][2]string {
	return [][2]string{{"J  K", "keys.move"}, {"Enter", "keys.open"}, {"Home  End", "keys.ends"}, {"Esc", "team.keys.back"}}
}
