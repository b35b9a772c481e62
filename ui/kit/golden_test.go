package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestLooks compares the widgets with pictures that were looked at. Where one
// has changed on purpose, look at testdata/failed and move it over.
func TestLooks(t *testing.T) {
	german(t)
	for _, c := range []struct {
		name          string
		width, height float32
		make          func() fyne.CanvasObject
	}{
		{"text", 360, 410, lookText},
		{"buttons", 560, 130, lookButtons},
		{"chips", 420, 70, lookChips},
		{"rows", 372, 280, lookRows},
		{"rail", RailWidth, 330, lookRail},
		{"form", 420, 380, lookForm},
		{"calendar", 250, 272, lookCalendar},
		{"menu", 220, 150, lookMenu},
		{"states", 380, 220, lookStates},
		{"progress", 420, 120, lookProgress},
	} {
		for theme, mode := range map[string]Mode{"light": Light, "dark": Dark} {
			t.Run(c.name+"/"+theme, func(t *testing.T) {
				w := window(t, mode, NewText(Body, ""), c.width, c.height)
				w.SetContent(NewGround(ColorGround, NewPadded(8, 8, 8, 8, c.make())))
				w.Resize(fyne.NewSize(c.width, c.height))
				test.AssertImageMatches(t, theme+"-"+c.name+".png", w.Canvas().Capture())
			})
		}
	}
}

func lookText() fyne.CanvasObject {
	paragraph := NewParagraph(Body, "Bittet um Antwort zur Schnittstelle, bevor er das Angebot an Lessing schickt. Größe, Straße, Öl.")
	short := NewParagraph(Secondary, "Zwei Zeilen und nicht mehr, denn was darüber hinausgeht, wird mit einem Zeichen beendet, damit jeder sieht, dass es weitergeht.")
	short.MaxLines = 2
	marked := NewSelectableText(Secondary, "Dieser Text lässt sich markieren und kopieren, auch wenn er umbricht, weil er länger ist als eine Zeile.")
	end := NewText(Numbers, "1.284")
	end.Align = fyne.TextAlignTrailing
	return NewColumn(6, NewText(Title, "Personen"), NewText(Heading, "Kontor"), NewText(Strong, "Friedrich Schiller"), NewText(Bold, "Du ↔ Schiller"),
		NewText(Faint, "38 von 1.284"), NewSectionHeader("Rhythmus"), NewText(Figure, "59 %"), paragraph, short, marked, end,
		NewRichText(Span{Text: "Telefonat ", Style: Input, Color: ColorAccent}, Span{Text: "Goethe", Style: Input, Line: ColorAccent}, Span{Text: ": ", Style: Input}, Span{Text: "nächsten Di", Style: Input, Mark: ColorAccentBg}))
}

func lookButtons() fyne.CanvasObject {
	disabled := NewButton(Primary, "Speichern", nil)
	disabled.Disable()
	focused := NewButton(Quiet, "Bearbeiten", nil)
	focused.FocusGained()
	withIcon := NewButton(Quiet, "Einlesen", nil)
	withIcon.Icon = IconImport
	return NewColumn(10,
		NewLine(8, NewPrimaryButton("Gespräch", "Strg L", nil), focused, NewButton(Danger, "Löschen", nil), NewButton(Plain, "alle ansehen", nil)),
		NewLine(8, disabled, withIcon, NewIconButton(IconEdit, "", nil), NewIconButton(IconMore, "", nil), NewCheck("Ja", true, nil), NewCheck("Nein", false, nil)),
		NewKeyHints("J", "weiter", "Enter", "festhalten"))
}

func lookChips() fyne.CanvasObject {
	return NewFlow(6, NewFilterChip("Vorhaben Jena", func() {}, func() {}), NewChip(Neutral, "zuletzt", func() {}), NewAddFilterChip(func() {}),
		NewBadge(Late, "Antwort offen"), NewBadge(Soon, "9 Stimmen"), NewBadge(Good, "Dank geschickt"), NewBadge(Accent, "Di"))
}

func lookRows() fyne.CanvasObject {
	rows := []RowData{
		{Face: Face{ID: "1", Name: "Johann W. Goethe"}, Title: "Johann W. Goethe", Sub: "Cotta · Berater", Side: "gestern"},
		{Face: Face{ID: "3", Name: "Gotthold E. Lessing"}, Title: "Gotthold E. Lessing", Sub: "Hamburg Theater · Meinungsbildner und mehr", Side: "vor 64 Tagen", SideTone: Soon},
		{Face: Face{ID: "4", Name: "Cotta", Kind: OrganisationFace}, Title: "J. G. Cotta", Sub: "Stuttgart", Side: "vor 96 Tagen", SideTone: Late},
		{Face: Face{ID: "5", Kind: SymbolFace}, Title: "Integratoren", Sub: "38 Personen"},
		{Face: Face{ID: "6", Name: "Novalis"}, Title: "Novalis"},
	}
	list := drawnList(rows)
	list.Select("Gotthold E. Lessing")
	return list
}

func lookRail() fyne.CanvasObject {
	selected := NewNavItem(IconPerson, "Personen", "", nil)
	selected.SetCount(1284)
	selected.SetSelected(true)
	other := NewNavItem(IconToday, "Heute", "", nil)
	other.SetCount(9)
	status := newStatusLine()
	status.set(Status{Tone: Good, Text: "geteilt bis 14:32", Detail: "3 Einträge noch nicht geteilt"})
	return NewColumn(6, newWordmark(), NewSearchButton("Suchen oder tun", "Strg K", nil), other, selected, NewNavItem(IconOrganisation, "Organisationen", "", nil), NewNavItem(IconCrisis, "Krisen", "", nil), NewHairline(), status)
}

func lookForm() fyne.CanvasObject {
	wrong := NewField("Nachname", NewEntry("")).Required()
	date := NewDateField(DateFieldParams{Parse: func(string) (time.Time, bool) { return time.Time{}, false }, Format: func(day time.Time) string { return day.Format("2.1.2006") }, Now: func() time.Time { return noon }})
	date.SetDay(noon)
	filled := NewEntry("")
	filled.SetText("Friedrich")
	form := NewForm(NewFieldLine(NewField("Vorname", filled), wrong),
		NewFieldLine(NewField("Wiedervorlage", date).Hint("12.3., +3t oder morgen"), NewField("Rolle", NewSelect([]Option{{"a", "Integrator"}}, "a", nil))),
		NewField("Notiz", NewTextArea("Worum ging es?", 3)), NewField("Filter", NewSearchBox("Suchen", nil)))
	wrong.SetError(wrong.Check())
	return form
}

func lookCalendar() fyne.CanvasObject {
	return NewCalendar(noon.AddDate(0, 0, 6), noon, nil)
}

func lookMenu() fyne.CanvasObject {
	m := newMenu([]MenuItem{{Label: "Bearbeiten", Icon: IconEdit, Key: "E"}, {Label: "Zusammenführen", Icon: IconMerge, Marked: true}, {Label: "Gesperrt", Icon: IconLock, Disabled: true}, {Label: "Löschen", Icon: IconTrash, Danger: true, Separator: true}})
	return NewOverlayCard(m)
}

func lookStates() fyne.CanvasObject {
	return NewEmptyState(Empty{Icon: IconConversation, Title: "Noch kein Gespräch", Text: "Jedes Gespräch steht hier, das neueste oben.", Action: "Gespräch festhalten", Key: "Strg L"})
}

func lookProgress() fyne.CanvasObject {
	progress := NewProgress("Personen werden eingelesen", func() {})
	progress.Set(41_000, 100_000)
	return NewColumn(16, progress, NewBar(Soon, 0.4), NewBar(Neutral, 0.01), NewBar(Neutral, 0))
}
