package roster

// HelpKeys implements kit.HelpPage: the keys that every list knows, as far as this
// one does.
func (p *Page[T, F]) HelpKeys() [][2]string {
	opens, enters := [2]string{"Enter", "keys.open"}, p.p.Enter != nil
	if p.p.OpenEnters {
		opens, enters = [2]string{"Enter  →", "roster.keys.read"}, false
	}
	keys := [][2]string{{"J  K", "keys.move"}, opens, {"Esc", "keys.back-to-list"}, {"Home  End", "keys.ends"}}
	add := func(known bool, key, does string) {
		if known {
			keys = append(keys, [2]string{key, does})
		}
	}
	add(enters, "→", "keys.enter")
	add(p.onNew != nil, p.List.p.NewKey, "keys.new-here")
	add(p.List.Search != nil, "Ctrl+F", "keys.filter")
	add(p.List.p.Find != nil, "'", "keys.type")
	add(len(p.List.p.Columns) > 0, "W", "keys.table")
	add(len(p.List.p.Actions) > 0, "X", "keys.mark")
	add(len(p.List.p.Actions) > 0, "Ctrl+A", "keys.mark-all")
	add(len(p.List.p.Actions) > 0 || p.p.Menu != nil, "M", "keys.with-marked")
	return keys
}
