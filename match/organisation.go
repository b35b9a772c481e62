package match

import "strings"

// SameOrganisation reports whether two names are of one organisation but for the
// legal form, which one of them leaves out: "Federkiel" and "Federkiel GmbH".
// Where both say it, it tells them apart.
func SameOrganisation(a, b string) bool {
	nameA, formA := cutLegalForm(a)
	nameB, formB := cutLegalForm(b)
	return nameA != "" && FoldGerman(nameA) == FoldGerman(nameB) && (formA == formB || formA == "" || formB == "")
}

// WithoutLegalForm is the name of an organisation without its legal form.
func WithoutLegalForm(name string) string {
	bare, _ := cutLegalForm(name)
	return bare
}

// cutLegalForm divides a name before its legal form, and folds that. What
// stands at the beginning of a name is none.
func cutLegalForm(name string) (bare, form string) {
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,&+()/\"", r) })
	folded := func(word string) string { return strings.ReplaceAll(FoldGerman(word), ".", "") }
	end := len(words)
	for end > 1 && legalForms[folded(words[end-1])] {
		end--
		form = folded(words[end]) + form
	}
	return strings.Join(words[:end], " "), form
}
