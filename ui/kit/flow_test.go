package kit

import (
	"strings"
	"testing"
)

// An address that has no room on a line is broken where people read a break, not
// amid a word.
func TestAddressesBreakAtTheirJoints(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"friedrich.von-schiller@cotta.example", "friedrich.von-schiller|@cotta.example"},
		{"https://cotta.example/aktuell/ausgaben-und-hefte", "https://cotta.example/|aktuell/ausgaben-und-hefte"},
	} {
		var lines []string
		for _, r := range layOut([]Span{{Text: c.text, Style: Secondary}}, Secondary, 166, true, 0).runs {
			lines = append(lines, r.text)
		}
		if got := strings.Join(lines, "|"); got != c.want {
			t.Errorf("%s breaks as %s", c.text, got)
		}
	}
	flow := layOut([]Span{{Text: "Donaudampfschifffahrtsgesellschaftskapitän", Style: Secondary}}, Secondary, 166, true, 0)
	if len(flow.runs) != 2 || flow.runs[0].width < 140 {
		t.Errorf("a long word breaks as %+v", flow.runs)
	}
}
