package communities

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return append(p.Page.HelpKeys(), [][2]string{
		{"E", "keys.edit"},
		{"A", "keys.take-in"},
		{"L", "keys.log-here"},
		{"O", "communities.keys.open"},
		{"D", "communities.keys.done"},
		{"H", "dossier.keys.late"},
		{"F", "dossier.keys.facts"},
	}...)
}
