package match

import "testing"

func TestSameOrganisation(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"Federkiel", "Federkiel GmbH", true},
		{"Müller & Söhne", "Mueller & Soehne GmbH & Co. KG", true},
		{"Weimarer Kreis e.V.", "Weimarer Kreis", true},
		{"Federkiel GmbH", "FEDERKIEL GmbH", true},
		{"Müller GmbH", "Müller AG", false},
		{"Federkiel", "Federkiel Verlag GmbH", false},
		{"Stiftung Weimar", "Weimar", false},
		{"GmbH", "AG", false},
		{"", "GmbH", false},
		{"", "", false},
	} {
		if got := SameOrganisation(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
		if SameOrganisation(test.a, test.b) != SameOrganisation(test.b, test.a) {
			t.Errorf("%q and %q: the order counts", test.a, test.b)
		}
	}
}
