package conversations

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return append(p.Page.HelpKeys(), [][2]string{
		{"E", "keys.correct"},
		{"F", "keys.follow-up"},
		{"N", "conversations.keys.need"},
		{"D", "keys.answered"},
		{"L", "keys.log-here"},
		{"G", "keys.day"},
	}...)
}
