package segments

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return [][2]string{
		{"J  K", "keys.move"},
		{"N", "keys.new-here"},
		{"E", "segments.keys.rules"},
		{"O", "segments.keys.people"},
		{"T", "segments.keys.timeline"},
		{"D", "segments.keys.dashboard"},
		{"Ctrl+S", "segments.keys.save"},
		{"Esc", "keys.back-to-list"},
	}
}
