package kit

import (
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/i18n"
)

// The pages below are the drawings, built from the kit: what features will look
// like.

var noon = time.Date(2026, 11, 18, 14, 32, 0, 0, time.UTC)

type drawnPage struct {
	BasePage
	content fyne.CanvasObject
	list    *List
}

func (p *drawnPage) Content() fyne.CanvasObject { return p.content }

func (p *drawnPage) DefaultFocus() fyne.Focusable {
	if p.list == nil {
		return nil
	}
	return p.list
}

func drawnShell(t testing.TB, mode Mode, width, height float32) (*Shell, fyne.Window) {
	w := window(t, mode, NewText(Body, ""), width, height)
	s := NewShell(ShellParams{Window: w, Async: NewStill(noon), Places: []Place{
		{Page: "today", Icon: IconToday, LabelKey: "Heute"},
		{Page: "people", Icon: IconPerson, LabelKey: "Personen"},
		{Page: "organisations", Icon: IconOrganisation, LabelKey: "Organisationen"},
		{Page: "communities", Icon: IconCommunity, LabelKey: "Communities"},
		{Page: "conversations", Icon: IconConversation, LabelKey: "Gespräche"},
		{Page: "needs", Icon: IconNeed, LabelKey: "Anliegen", Group: 1},
		{Page: "plans", Icon: IconPlan, LabelKey: "Vorhaben", Group: 1},
		{Page: "crises", Icon: IconCrisis, LabelKey: "Krisen", Group: 1},
		{Page: "tenders", Icon: IconDocument, LabelKey: "Ausschreibungen", Group: 1},
		{Page: "dashboard", Icon: IconChart, LabelKey: "Dashboard", Group: 2},
		{Page: "settings", Icon: IconSettings, LabelKey: "Einstellungen", Bottom: true},
	}})
	t.Cleanup(s.Close)
	for page, count := range map[string]int{"today": 9, "people": 1284, "organisations": 312, "communities": 8, "needs": 23, "plans": 4, "tenders": 2} {
		s.SetCount(page, count)
	}
	s.SetStatus(Status{Tone: Good, Text: "geteilt bis 14:32", Detail: "3 Einträge noch nicht geteilt"})
	s.Register("people", func(string) Page { return drawnPeople() })
	s.Register("today", func(string) Page { return drawnToday() })
	s.Register("dashboard", func(string) Page { return drawnDashboard() })
	w.Resize(fyne.NewSize(width, height))
	return s, w
}

func TestGalleryPages(t *testing.T) {
	asked(t)
	german(t)
	for name, mode := range map[string]Mode{"light": Light, "dark": Dark} {
		s, w := drawnShell(t, mode, 1280, 800)
		s.Open(Route{Page: "people"})
		save(t, w, "person-"+name)
		s.Toast(Toast{Text: "Gespräch mit Goethe und Schiller festgehalten", Key: "Strg Z", OnAction: func() {}})
		save(t, w, "person-toast-"+name)
		s.Toasts.Dismiss()
		s.Open(Route{Page: "dashboard"})
		save(t, w, "dashboard-"+name)
		s.Open(Route{Page: "today"})
		s.Overlay(OverlayParams{Content: drawnQuickLog(), Width: 912, Top: 128})
		save(t, w, "quicklog-"+name)
		w.Canvas().Overlays().Top().(*Overlay).Close()
		drawnDialog(w.Canvas())
		save(t, w, "dialog-"+name)
	}
	s, w := drawnShell(t, Light, 900, 640)
	s.Open(Route{Page: "people"})
	save(t, w, "person-narrow")
	w.Resize(fyne.NewSize(600, 560))
	save(t, w, "person-narrowest")
}

func drawnPeople() Page {
	people := []RowData{
		{Title: "Johann W. Goethe", Sub: "Cotta · Berater", Side: "vor 2 Std."},
		{Title: "Friedrich Schiller", Sub: "Cotta · Integrator", Side: "gestern"},
		{Title: "Alexander von Humboldt", Sub: "Berlin Kosmos · Entwickler", Side: "vor 12 Tagen"},
		{Title: "Charlotte von Stein", Sub: "Weimar Hof · Fürsprecherin", Side: "vor 31 Tagen"},
		{Title: "Gotthold E. Lessing", Sub: "Hamburg Theater · Meinungsbildner", Side: "vor 64 Tagen", SideTone: Soon},
		{Title: "Johann G. Herder", Sub: "Bückeburg · Berater", Side: "vor 71 Tagen", SideTone: Soon},
		{Title: "Sophie von La Roche", Sub: "Pomona · Presse", Side: "vor 96 Tagen", SideTone: Late},
		{Title: "Christoph M. Wieland", Sub: "Teutscher Merkur · Presse", Side: "vor 103 Tagen", SideTone: Late},
		{Title: "Karl P. Moritz", Sub: "Anton · Entwickler", Side: "vor 110 Tagen", SideTone: Late},
		{Title: "Bettina von Arnim", Sub: "Frühling · Kundin", Side: "vor 118 Tagen", SideTone: Late},
		{Title: "Johann F. Cotta", Sub: "Cotta · Zulieferer", Side: "vor 121 Tagen", SideTone: Late},
		{Title: "Ludwig Tieck", Sub: "Jena · Entwickler", Side: "vor 133 Tagen", SideTone: Late},
		{Title: "Friedrich Hölderlin", Sub: "Tübingen · Integrator", Side: "vor 140 Tagen", SideTone: Late},
		{Title: "Caroline Schlegel", Sub: "Jena · Presse", Side: "vor 141 Tagen", SideTone: Late},
	}
	list := drawnList(people)
	list.Select(people[1].Title)
	head := NewColumn(10,
		NewLine(10, NewText(Title, "Personen"), NewText(Faint, "38 von 1.284")),
		NewFlow(6, NewFilterChip("Segment: Vorhaben Jena", func() {}, func() {}), NewChip(Neutral, "zuletzt gesprochen ↓", func() {}), NewAddFilterChip(func() {})))
	left := NewFrame(NewColumn(0, NewPadded(16, Margin, 10, Margin, head), NewHairline()), list, nil)
	return &drawnPage{content: NewPanes(left, drawnPerson()), list: list}
}

func drawnList(people []RowData) *List {
	list := NewList(ListParams{
		Async: NewStill(noon), Count: func() int { return len(people) }, ID: func(i int) string { return people[i].Title },
		Create: func(int) fyne.CanvasObject { return NewRow() },
		Update: func(i int, o fyne.CanvasObject) {
			data := people[i]
			if data.Face == (Face{}) {
				data.Face = Face{ID: strconv.Itoa(i), Name: data.Title}
			}
			o.(*Row).Set(data)
		},
	})
	return list
}

func drawnPerson() fyne.CanvasObject {
	sub := NewRichText(Span{Text: "Integrator bei ", Style: Secondary}, Span{Text: "Cotta", Style: Secondary, Color: ColorAccent, OnTap: func() {}}, Span{Text: " seit März 2024 · betreut von dir · spricht Deutsch", Style: Secondary})
	name := NewColumn(2, NewText(Title, "Friedrich Schiller"), sub)
	health := NewText(Heading, "82")
	health.SetColor(ColorGood)
	health.Align = fyne.TextAlignCenter
	head := NewLine(16, NewAvatar(FaceHead, Face{ID: "2", Name: "Friedrich Schiller"}), name, NewColumn(0, health, NewText(Faint, "Beziehung")),
		NewLine(8, NewButton(Quiet, "Bearbeiten", nil), NewPrimaryButton("Gespräch", "Strg L", nil))).Grow(name)
	since := NewText(Bold, "Seit eurem letzten Gespräch")
	since.SetColor(ColorAccent)
	notice := NewNotice(Accent, NewColumn(2, since, NewParagraph(Body, "Anliegen „Deutsche Doku“ entschieden: kommt im Mai · Humboldt hat am Freitag bei Cotta angerufen")))
	top := NewPadded(18, 24, 14, 24, NewColumn(16, head, notice))
	entry := func(icon Icon, title, side, text string, more ...fyne.CanvasObject) fyne.CanvasObject {
		body := NewColumn(2, NewLine(8, NewText(Bold, title), NewSpace(), NewText(Faint, side)), NewParagraph(Body, text))
		line := body.objects[0].(*Line)
		line.Grow(line.objects[1])
		if len(more) > 0 {
			body.Add(NewPadded(2, 0, 0, 0, NewFlow(6, more...)))
		}
		channel := NewChannelMark(icon)
		return NewPadded(6, 0, 6, 0, NewLine(12, channel, body).Grow(body).Top())
	}
	tag := func(text string) *Text { t := NewText(Secondary, text); t.SetColor(ColorAccent); return t }
	timeline := NewColumn(8,
		NewSegments([]Segment{{Value: "all", Label: "Alles"}, {Value: "talks", Label: "Gespräche 41"}, {Value: "needs", Label: "Anliegen 3"}, {Value: "history", Label: "Verlauf"}, {Value: "open", Label: "Offen 2"}}, "all", nil),
		NewPadded(6, 0, 0, 0, NewSectionHeader("Gestern")),
		entry(IconPhone, "Du ↔ Schiller, Goethe", "15:10 · 20 Min.", "Will die Doku auf Deutsch. Der Pilot beim Theater läuft gut, zwei weitere Häuser fragen an. Preisliste bis Dienstag.", tag("#doku"), tag("#pilot"), NewBadge(Soon, "Anliegen · 9 Stimmen"), NewBadge(Accent, "Preisliste schicken · Di")),
		NewPadded(6, 0, 0, 0, NewSectionHeader("Fr 13. Nov.")),
		entry(IconMail, "Schiller → Herder (uns)", "09:42", "Bittet um Antwort zur Schnittstelle, bevor er das Angebot an Lessing schickt.", NewBadge(Late, "Antwort offen seit 5 Tagen")),
		NewPadded(0, 0, 0, 40, NewParagraph(Faint, "Rolle geändert: Berater → Integrator · Herder · Import „partner-2026.csv“")),
		NewPadded(6, 0, 0, 0, NewSectionHeader("Di 3. Nov.")),
		entry(IconFair, "Messe Leipzig", "11:00", "Stellt uns in Jena vor. Vorschlag: gemeinsamer Vortrag im Frühjahr.", tag("#messe"), NewBadge(Good, "Dank geschickt")),
		entry(IconForum, "Forum: „Versdrama per API“", "08:15", "Beantwortet drei Fragen anderer Integratoren."),
	)
	group := func(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
		return NewColumn(0, append([]fyne.CanvasObject{NewPadded(0, 0, 4, 0, NewSectionHeader(title))}, rows...)...)
	}
	facts := NewColumn(18,
		group("Kontakt", NewFactRow("Mail", "schiller@cotta.example", Neutral, nil), NewFactRow("Mobil", "+49 3643 1759", Neutral, nil), NewFactRow("Mastodon", "@rauber", Neutral, nil)),
		group("Rhythmus", NewFactRow("alle", "30 Tage", Neutral, nil), NewFactRow("nächstes Gespräch", "19. Dez.", Neutral, nil), NewFactRow("zuletzt", "gestern · du", Neutral, nil)),
		group("Offen", NewFactRow("Preisliste schicken", "Di", Accent, nil), NewFactRow("Antwort Schnittstelle", "5 Tage", Late, nil)),
		group("Communities", NewFactRow("Partner", "Integrator", Neutral, nil), NewFactRow("Fürsprecher", "seit Juni", Neutral, nil)),
		group("Wer kennt wen", NewFactRow("du", "41 Gespräche", Neutral, nil), NewFactRow("Herder", "6", Neutral, nil), NewFactRow("vorgestellt von", "Goethe", Neutral, func() {})),
	)
	body := NewFacts(NewScroll(NewPadded(16, 24, 24, 24, timeline)), NewScroll(NewPadded(16, Margin, 24, Margin, facts)))
	return NewFrame(NewColumn(0, top, NewHairline()), body, nil)
}

func drawnToday() Page {
	rows := []RowData{
		{Title: "Überfällig"},
		{Title: "Sophie von La Roche anrufen", Sub: "Versprochen am 9. Nov.: Termin für das Interview", Side: "vor 3 Tagen", SideTone: Late, Face: Face{ID: "7", Name: "Sophie von La Roche"}},
		{Title: "Schiller zurückrufen", Sub: "Er wartet auf die Antwort zur Schnittstelle", Side: "seit 5 Tagen", SideTone: Late, Face: Face{ID: "2", Name: "Friedrich Schiller"}},
		{Title: "Heute"},
		{Title: "Preisliste an Goethe", Sub: "Aus dem Gespräch von gestern", Side: "heute", Face: Face{ID: "1", Name: "Johann W. Goethe"}},
		{Title: "Im Gespräch bleiben"},
		{Title: "Gotthold E. Lessing", Sub: "Rhythmus 60 Tage, jetzt 64 · zuletzt: Vortrag in Hamburg", Side: "+4 Tage", SideTone: Soon, Face: Face{ID: "5", Name: "Gotthold E. Lessing"}},
	}
	header := func(i int) bool { return rows[i].Sub == "" }
	list := NewList(ListParams{
		Async: NewStill(noon), Count: func() int { return len(rows) }, ID: func(i int) string { return rows[i].Title },
		Kind: func(i int) int { return map[bool]int{true: 1}[header(i)] }, Header: header,
		HeightOf: func(i int, _ float32) float32 { return map[bool]float32{true: 36, false: RowHeight + 3}[header(i)] },
		Create: func(kind int) fyne.CanvasObject {
			if kind == 1 {
				return NewGroupRow()
			}
			return NewRow()
		},
		Update: func(i int, o fyne.CanvasObject) {
			if group, ok := o.(*GroupRow); ok {
				group.Set(rows[i].Title)
				return
			}
			o.(*Row).Set(rows[i])
		},
	})
	list.Select("Schiller zurückrufen")
	head := NewPadded(16, Margin, 10, Margin, NewLine(10, NewText(Title, "Heute"), NewText(Faint, "Mittwoch, 18. November · 9 von höchstens 12")))
	keys := NewPadded(9, Margin, 9, Margin, NewKeyHints("J", "weiter", "K", "zurück", "D", "erledigt", "S", "später", "L", "Gespräch", "?", "alle Tasten"))
	left := NewFrame(head, list, NewColumn(0, NewHairline(), keys))
	return &drawnPage{content: NewPanes(left, drawnPerson()).SetListWidth(560), list: list}
}

func drawnQuickLog() fyne.CanvasObject {
	pair := func(name, value string) fyne.CanvasObject {
		v := NewText(Secondary, value)
		v.SetColor(ColorText)
		return NewLine(0, NewFixed(132, NewText(Secondary, name)), v)
	}
	space := NewSpace()
	return NewPadded(18, 18, 16, 18, NewColumn(8,
		NewLine(8, NewText(Bold, "Gespräch festhalten"), space, NewText(Faint, "Entwurf gesichert")).Grow(space),
		NewRichText(
			Span{Text: "Telefonat ", Style: Input, Color: ColorAccent}, Span{Text: "Goethe", Style: Input, Line: ColorAccent}, Span{Text: ", ", Style: Input}, Span{Text: "Schiller", Style: Input, Line: ColorAccent},
			Span{Text: " @Cotta", Style: Input, Color: ColorSoon}, Span{Text: ": will deutsche Doku ", Style: Input}, Span{Text: "#doku", Style: Input, Color: ColorAccent}, Span{Text: ", ", Style: Input}, Span{Text: "Entwurf schicken nächsten Di", Style: Input, Mark: ColorAccentBg}),
		NewPadded(4, 0, 4, 0, NewHairline()),
		pair("Kanal", "Telefon · jetzt, 14:32"), pair("Mit", "Johann W. Goethe, Friedrich Schiller (Cotta)"), pair("Wiedervorlage", "Entwurf schicken · Di 24. Nov. · für dich"),
		NewPadded(6, 0, 0, 0, NewKeyHints("Enter", "festhalten", "Tab", "ausführlich", "Esc", "Entwurf behalten"))))
}

func drawnDialog(c fyne.Canvas) {
	date := NewDateField(DateFieldParams{Parse: func(string) (time.Time, bool) { return time.Time{}, false }, Format: func(day time.Time) string { return day.Format("2.1.2006") }, Now: func() time.Time { return noon }})
	date.SetDay(noon)
	name := NewEntry("Name")
	name.SetText("Friedrich Schiller")
	notes := NewTextArea("Notiz", 3)
	form := NewForm(
		NewField("Name", name).Required(),
		NewFieldLine(NewField("Organisation", NewAutocomplete("Organisation")), NewField("Rolle", NewSelect([]Option{{"a", "Integrator"}, {"b", "Berater"}}, "a", nil))),
		NewFieldLine(NewField("Wiedervorlage", date).Hint("12.3., +3t oder morgen"), NewField("Telefon", NewEntry("+49"))),
		NewField("Notiz", notes),
		NewCheck("Hat zugestimmt, angerufen zu werden", true, nil))
	OpenDialog(c, DialogParams{Title: "Person bearbeiten", Content: form, OnSubmit: form.Validate})
}

func drawnDashboard() Page {
	card := func(name, figure, change, rest string, tone Tone) fyne.CanvasObject {
		c := NewText(Secondary, change)
		c.SetColor(tone.Color())
		return NewCard(NewColumn(2, NewText(Secondary, name), NewText(Figure, figure), NewLine(4, c, NewText(Faint, rest))))
	}
	cards := []fyne.CanvasObject{card("Gespräche", "635", "+18 %", "gegen 538", Good), card("Im Rhythmus", "59 %", "+6 Punkte", "677 von 1.150", Good), card("Erste Antwort, Median", "3,4 Std.", "+0,9 Std.", "90 % in 1,8 Tagen", Late), card("Unbeantwortet", "11", "−4", "ältestes: 5 Tage", Good)}
	reach := NewColumn(8, NewText(Bold, "Wen erreichen wir noch nicht?"), NewText(Secondary, "Anteil im Kontaktrhythmus"))
	for _, r := range []struct {
		name     string
		in, of   int
		quietest Tone
	}{{"Integratoren", 31, 38, Neutral}, {"Softwareentwickler", 151, 212, Neutral}, {"Kunden", 417, 731, Neutral}, {"Zulieferer", 41, 96, Soon}} {
		bar := NewBar(r.quietest, float64(r.in)/float64(r.of))
		number := NewText(Numbers, i18n.Number(r.in)+" / "+i18n.Number(r.of))
		number.Align = fyne.TextAlignTrailing
		reach.Add(NewLine(12, NewFixed(120, NewText(Body, r.name)), bar, NewFixed(72, number)).Grow(bar))
	}
	content := NewColumn(12,
		NewLine(10, NewText(Title, "Wie stehen unsere Beziehungen?"), NewText(Faint, "Stand heute, 14:32")),
		NewLine(12, cards...).Grow(cards...).Top(), NewCard(reach),
		NewCard(NewProgress("Personen werden eingelesen", func() {})))
	content.objects[3].(*Ground).content.(*Progress).Set(41_000, 100_000)
	return &drawnPage{content: NewScroll(NewPadded(16, 24, 24, 24, content))}
}
