package kit

import (
	"flag"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// asked keeps the pictures out of the common run of tests: drawing pages in
// software takes seconds.
func asked(t *testing.T) {
	t.Helper()
	if run := flag.Lookup("test.run"); run == nil || !strings.Contains(run.Value.String(), "Gallery") {
		t.Skip("go test -run TestGallery draws the pictures")
	}
}

// TestGallery draws the widgets in both themes into build/gallery, to be looked
// at.
func TestGallery(t *testing.T) {
	asked(t)
	german(t)
	for name, mode := range map[string]Mode{"light": Light, "dark": Dark} {
		w := window(t, mode, NewText(Body, ""), 900, 760)
		w.SetContent(NewGround(ColorGround, NewPadded(24, 24, 24, 24, basics())))
		save(t, w, "basics-"+name)
	}
}

func basics() fyne.CanvasObject {
	disabled := NewButton(Quiet, "Deaktiviert", nil)
	disabled.Disable()
	people := []RowData{
		{Face: Face{ID: "1", Name: "Johann W. Goethe"}, Title: "Johann W. Goethe", Sub: "Cotta · Berater", Side: "vor 2 Std."},
		{Face: Face{ID: "2", Name: "Friedrich Schiller"}, Title: "Friedrich Schiller", Sub: "Cotta · Integrator", Side: "gestern"},
		{Face: Face{ID: "3", Name: "Gotthold E. Lessing"}, Title: "Gotthold E. Lessing", Sub: "Hamburg Theater · Meinungsbildner und noch ein langer Text, der nicht passt", Side: "vor 64 Tagen", SideTone: Soon},
		{Face: Face{ID: "4", Name: "Cotta", Kind: OrganisationFace}, Title: "J. G. Cotta’sche Buchhandlung", Sub: "Stuttgart", Side: "vor 96 Tagen", SideTone: Late},
		{Face: Face{ID: "5", Kind: SymbolFace}, Title: "Integratoren", Sub: "38 Personen"},
	}
	list := NewColumn(0)
	for _, person := range people {
		row := NewRow()
		row.Set(person)
		list.Add(row)
	}
	var icons []fyne.CanvasObject
	for _, icon := range []Icon{IconImport, IconToday, IconPerson, IconOrganisation, IconCommunity, IconConversation, IconNeed, IconPlan, IconCrisis, IconDocument, IconChart, IconSettings, IconImport, IconPhone, IconMail, IconVideo, IconFair, IconLetter, IconForum, IconChat, IconSocial, IconTender, IconAdvocate, IconUndo, IconTrash} {
		icons = append(icons, NewIconButton(icon, "", nil))
	}
	left := NewColumn(12,
		NewText(Title, "Friedrich Schiller"),
		NewText(Heading, "Gespräch festhalten"),
		NewText(Body, "Will die Doku auf Deutsch. 1.284 → 12:30 ↔ ✕"),
		NewText(Strong, "Du ↔ Schiller, Goethe"),
		NewText(Secondary, "Integrator bei Cotta seit März 2024"),
		NewText(Faint, "38 von 1.284"),
		NewSectionHeader("Wer kennt wen"),
		NewText(Numbers, "1.111 / 8.888"),
		NewText(Figure, "3,4 Std."),
		NewRichText(
			Span{Text: "Telefonat ", Style: Input, Color: ColorAccent}, Span{Text: "Goethe", Style: Input, Line: ColorAccent}, Span{Text: ", ", Style: Input}, Span{Text: "Schiller", Style: Input, Line: ColorAccent},
			Span{Text: " @Cotta", Style: Input, Color: ColorSoon}, Span{Text: ": will deutsche Doku ", Style: Input}, Span{Text: "#doku", Style: Input, Color: ColorAccent}, Span{Text: ", ", Style: Input}, Span{Text: "Entwurf schicken nächsten Di", Style: Input, Mark: ColorAccentBg}),
		NewParagraph(Body, "Bittet um Antwort zur Schnittstelle, bevor er das Angebot an Lessing schickt. Und noch mehr Text, der umbricht und weitergeht."),
		NewFlow(6, NewFilterChip("Segment: Vorhaben Jena", func() {}, func() {}), NewChip(Neutral, "zuletzt gesprochen ↓", func() {}), NewAddFilterChip(func() {}), NewBadge(Late, "Antwort offen seit 5 Tagen"), NewBadge(Soon, "Anliegen · 9 Stimmen"), NewBadge(Good, "Dank geschickt"), NewBadge(Accent, "Preisliste schicken · Di")),
		NewLine(8, NewPrimaryButton("Gespräch", "Strg L", nil), NewButton(Quiet, "Bearbeiten", nil), NewButton(Danger, "Löschen", nil), NewButton(Plain, "alle 17 ansehen", nil), disabled),
		NewLine(6, NewKeyCap("Enter"), NewText(Faint, "festhalten"), NewKeyCap("Tab"), NewText(Faint, "ausführlich"), NewKeyCap("J"), NewKeyCap("K")),
		NewFlow(2, icons...),
	)
	right := NewColumn(12,
		NewCard(list),
		NewNotice(Accent, NewParagraph(Body, "Anliegen „Deutsche Doku“ entschieden: kommt im Mai · Humboldt hat am Freitag bei Cotta angerufen")),
		NewCard(NewColumn(0, NewSectionHeader("Kontakt"), NewFactRow("Mail", "schiller@cotta.example", Neutral, nil), NewFactRow("Preisliste schicken", "Di", Accent, nil), NewFactRow("Antwort Schnittstelle", "5 Tage", Late, nil))),
		NewEmptyState(Empty{Icon: IconConversation, Title: "Noch kein Gespräch", Text: "Jedes Gespräch steht hier, das neueste oben.", Action: "Gespräch festhalten", Key: "Strg L"}),
	)
	return NewLine(24, left, right).Grow(left, right).Top()
}

// TestGalleryTokens lays the coloured words beside the entry's own, to see that
// they stand on the same place.
func TestGalleryTokens(t *testing.T) {
	asked(t)
	line := func(highlight bool) *TokenEntry {
		e := NewTokenEntry("call Goethe …")
		if highlight {
			e.Highlight = func(text string) []Span {
				return []Span{{Text: text[:9], Style: Input, Color: ColorAccent}, {Text: text[9:15], Style: Input, Line: ColorAccent}, {Text: text[15:], Style: Input}}
			}
		}
		return e
	}
	plain, colored, empty := line(false), line(true), line(true)
	w := window(t, Light, NewText(Body, ""), 520, 160)
	w.SetContent(NewGround(ColorPanel, NewPadded(12, 12, 12, 12, NewColumn(8, plain, colored, empty))))
	plain.SetText("Telefonat Goethe, Schiller: will deutsche Doku")
	colored.SetText("Telefonat Goethe, Schiller: will deutsche Doku")
	w.Canvas().Focus(colored.Entry())
	save(t, w, "tokens")
}
