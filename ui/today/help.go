package today

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{
		{"J  K", "keys.move"},
		{"Enter", "keys.open"},
		{"D", "keys.done"},
		{"S", "keys.snooze"},
		{"A", "keys.snooze-all"},
		{"X", "keys.cancel"},
		{"L", "keys.log-here"},
		{"E", "keys.edit"},
		{"Home  End", "keys.ends"},
	}
}
