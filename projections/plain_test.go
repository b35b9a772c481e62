package projections

import "testing"

func TestPlain(t *testing.T) {
	for source, want := range map[string]string{
		"## Doku\n\nWill **sie** auf _Deutsch_.":        "Doku Will sie auf _Deutsch_.",
		"- eins\n- [x] zwei\n2. drei":                   "· eins · zwei · drei",
		"> Zitat\nSiehe [die Seite](https://x.example)": "Zitat Siehe die Seite",
		"#doku bleibt `Wort`":                           "#doku bleibt Wort",
		"---":                                           "",
	} {
		if got := Plain(source); got != want {
			t.Errorf("Plain(%q) = %q, want %q", source, got, want)
		}
	}
}
