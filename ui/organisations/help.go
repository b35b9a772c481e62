package organisations

// HelpKeys implements kit.HelpPage.
func (p *page) HelpKeys() [][2]string {
	return append(p.Page.HelpKeys(), [][2]string{
		{"E", "keys.edit"},
		{"L", "keys.log-organisation"},
		{"G", "keys.day"},
		{"H", "dossier.keys.health"},
		{"A", "dossier.keys.warning"},
		{"P", "dossier.keys.pdf"},
		{"F", "dossier.keys.facts"},
		{"O", "dossier.keys.parent"},
	}...)
}
