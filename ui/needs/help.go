package needs

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return append(p.Page.HelpKeys(), [][2]string{
		{"E", "keys.edit"},
		{"O", "needs.keys.owner"},
		{"T", "needs.keys.due"},
		{"D", "needs.keys.decide"},
		{"R", "needs.keys.tell"},
		{"X", "needs.keys.tick"},
		{"L", "needs.keys.log"},
		{"V", "needs.keys.voice"},
		{"C", "needs.keys.close"},
		{"F", "needs.keys.filter"},
	}...)
}
