package kit

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"kontor/i18n"
)

func press(object fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		object.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Johann W. Goethe":       "JG",
		"Alexander von Humboldt": "AH",
		"Sophie von La Roche":    "SL",
		"Novalis":                "N",
		"Émilie du Châtelet":     "ÉC",
		"Ἀρχιμήδης ὁ Συρακόσιος": "ἈΣ",
		"  ":               "?",
		"„Turnvater“ Jahn": "TJ",
	} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestFaceColorIsStable(t *testing.T) {
	if faceColor("018f") != faceColor("018f") {
		t.Error("the same person has two colours")
	}
	seen := map[any]bool{}
	for i := range 100 {
		seen[faceColor(strings.Repeat("x", i))] = true
	}
	if len(seen) != len(faces) {
		t.Errorf("only %d of %d colours are used", len(seen), len(faces))
	}
}

func TestTextEndsInAnEllipsis(t *testing.T) {
	w := window(t, Light, NewText(Body, ""), 200, 40)
	text := NewText(Body, "Hamburg Theater und Meinungsbildner von weit her")
	w.SetContent(text)
	shown := text.laidOut(200).runs
	if len(shown) != 1 || !strings.HasSuffix(shown[0].text, "…") || shown[0].width > 200 {
		t.Errorf("shown %+v", shown)
	}
}

func TestTextWrapsBetweenWordsAndKeepsThemAll(t *testing.T) {
	window(t, Light, NewText(Body, ""), 200, 40)
	words := "Bittet um Antwort zur Schnittstelle, bevor er das Angebot an Lessing schickt.\n\nDonaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
	text := NewParagraph(Body, words)
	var shown string
	lines := map[int]float32{}
	for _, run := range text.laidOut(180).runs {
		shown += run.text
		lines[run.line] += run.width
		if run.width > 181 && strings.TrimSpace(run.text) == run.text {
			t.Errorf("%q is %v wide", run.text, run.width)
		}
	}
	if strip(shown) != strip(words) {
		t.Errorf("shown %q", shown)
	}
	if text.HeightFor(180) <= text.HeightFor(400) {
		t.Error("a narrower paragraph must be higher")
	}
}

func strip(text string) string { return strings.Join(strings.Fields(text), "") }

func TestParagraphKeepsToItsLines(t *testing.T) {
	window(t, Light, NewText(Body, ""), 200, 40)
	text := NewParagraph(Body, strings.Repeat("Worte und noch mehr Worte. ", 40))
	text.MaxLines = 2
	flow := text.laidOut(200)
	last := flow.runs[len(flow.runs)-1]
	if flow.height != 2*19 || last.line != 1 || !strings.HasSuffix(last.text, "…") {
		t.Errorf("height %v, last %+v", flow.height, last)
	}
}

func TestRichTextAnswersOnItsSpans(t *testing.T) {
	var tapped string
	text := NewRichText(Span{Text: "Integrator bei "}, Span{Text: "Cotta", OnTap: func() { tapped = "Cotta" }}, Span{Text: " seit März"})
	w := window(t, Light, text, 400, 40)
	_ = w
	text.Resize(fyne.NewSize(400, 40))
	start := measure("Integrator bei ", Body)
	text.Tapped(&fyne.PointEvent{Position: fyne.NewPos(start-4, 8)})
	if tapped != "" {
		t.Error("tapped beside the link")
	}
	text.Tapped(&fyne.PointEvent{Position: fyne.NewPos(start+6, 8)})
	if tapped != "Cotta" {
		t.Error("the link did not answer")
	}
}

func TestButtonKeysAndDisabling(t *testing.T) {
	count := 0
	button := NewPrimaryButton("Gespräch", "Strg L", func() { count++ })
	window(t, Light, button, 200, 40)
	test.Tap(button)
	press(button, fyne.KeyReturn, fyne.KeySpace)
	if count != 3 {
		t.Errorf("pressed %d times, want 3", count)
	}
	button.Disable()
	test.Tap(button)
	press(button, fyne.KeyReturn)
	if count != 3 {
		t.Error("a disabled button acted")
	}
}

func TestChipRemovesByCrossAndKey(t *testing.T) {
	var tapped, removed int
	chip := NewFilterChip("Vorhaben Jena", func() { tapped++ }, func() { removed++ })
	w := window(t, Light, NewFlow(4, chip), 300, 40)
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 10))
	test.TapCanvas(w.Canvas(), fyne.NewPos(chip.Size().Width-6, 10))
	press(chip, fyne.KeyDelete)
	if tapped != 1 || removed != 2 {
		t.Errorf("tapped %d, removed %d", tapped, removed)
	}
}

func TestAToastStaysLongEnoughAndDoesWhatItOffers(t *testing.T) {
	still := NewStill(noon)
	toasts := NewToasts(still, nil)
	window(t, Light, toasts.Object(), 800, 400)
	undone := 0
	toasts.Show(Toast{Text: "erstes", OnAction: func() { undone++ }})
	still.Advance(9 * time.Second)
	if got := toasts.Current(); got == nil || got.Text != "erstes" {
		t.Fatal("what can be taken back went too soon")
	}
	toasts.Act()
	if undone != 1 || toasts.Current() != nil {
		t.Errorf("undone %d, shown %+v", undone, toasts.Current())
	}
	toasts.Show(Toast{Text: "zweites"})
	still.Advance(5 * time.Second)
	if toasts.Current() == nil {
		t.Error("the words went too soon")
	}
	still.Advance(2 * time.Second)
	if toasts.Current() != nil || toasts.Object().Visible() {
		t.Error("the last toast stays")
	}
}

func TestTooltipWaitsAndGoes(t *testing.T) {
	still := NewStill(noon)
	button := NewIconButton(IconEdit, "Bearbeiten", nil)
	tips := NewTooltips(still)
	w := window(t, Light, NewText(Body, ""), 300, 200)
	content := NewLine(0, button)
	w.SetContent(container.NewStack(content, tips.Object()))
	tips.Attach(w.Canvas())
	t.Cleanup(func() { tips.Detach(w.Canvas()) })
	button.MouseIn(&desktop.MouseEvent{})
	still.Advance(500 * time.Millisecond)
	if tips.Object().Visible() {
		t.Error("shown at once")
	}
	still.Advance(200 * time.Millisecond)
	if !tips.Object().Visible() || tips.text.Text() != "Bearbeiten" {
		t.Error("not shown after a while")
	}
	button.MouseOut()
	if tips.Object().Visible() {
		t.Error("stays when the pointer has gone")
	}
}

func TestDialogKeys(t *testing.T) {
	w := window(t, Light, NewText(Body, ""), 800, 600)
	var saved, cancelled int
	name := NewEntry("Name")
	open := func(ok bool) *Dialog {
		return OpenDialog(w.Canvas(), DialogParams{
			Title: "Person", Content: NewForm(NewField("Name", name).Required()),
			OnSubmit: func() bool { saved++; return ok }, OnCancel: func() { cancelled++ },
		})
	}
	dialog := open(false)
	if w.Canvas().Focused() != fyne.Focusable(name) {
		t.Fatalf("the first field has not the keyboard but %T", w.Canvas().Focused())
	}
	name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if saved != 1 || !dialog.IsOpen() {
		t.Errorf("Enter: saved %d, open %v", saved, dialog.IsOpen())
	}
	name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if cancelled != 1 || dialog.IsOpen() || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Esc: cancelled %d, open %v", cancelled, dialog.IsOpen())
	}
	dialog = open(true)
	name.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	if saved != 2 || dialog.IsOpen() || cancelled != 1 {
		t.Errorf("Ctrl+Enter: saved %d, open %v, cancelled %d", saved, dialog.IsOpen(), cancelled)
	}
}

func TestFormSaysWhatIsWrongAndGoesThere(t *testing.T) {
	german(t)
	first, second := NewEntry(""), NewEntry("")
	wrong := NewField("Nachname", second).Required().Hint("wie im Ausweis")
	form := NewForm(NewField("Vorname", first), NewFieldLine(wrong))
	w := window(t, Light, form, 400, 300)
	if form.Validate() || wrong.Error() != "Bitte ausfüllen." || w.Canvas().Focused() != fyne.Focusable(second) {
		t.Errorf("error %q, focus %T", wrong.Error(), w.Canvas().Focused())
	}
	second.SetText("Goethe")
	if !form.Validate() || wrong.Error() != "" {
		t.Errorf("still wrong: %q", wrong.Error())
	}
}

func TestAutocompleteKeepsTheKeyboard(t *testing.T) {
	w := window(t, Light, NewText(Body, ""), 500, 400)
	shell := NewShell(ShellParams{Window: w, Async: NewStill(noon)})
	t.Cleanup(shell.Close)
	entry := NewAutocomplete("Wer")
	var chosen []string
	entry.OnQuery = func(text string) {
		var found []Choice
		for _, name := range []string{"Goethe", "Gottsched", "Schiller"} {
			if text != "" && strings.HasPrefix(strings.ToLower(name), strings.ToLower(text)) {
				found = append(found, Choice{ID: name, Title: name})
			}
		}
		entry.SetChoices(found)
	}
	entry.OnChoose = func(c Choice) { chosen = append(chosen, c.ID) }
	shell.Register("x", func(string) Page { return &drawnPage{content: NewColumn(0, entry)} })
	shell.Open(Route{Page: "x"})
	w.Canvas().Focus(entry)
	test.Type(entry, "go")
	if !entry.IsOpen() || w.Canvas().Focused() != fyne.Focusable(entry) {
		t.Fatalf("open %v, focus %T", entry.IsOpen(), w.Canvas().Focused())
	}
	press(entry, fyne.KeyDown, fyne.KeyReturn)
	if !slices.Equal(chosen, []string{"Gottsched"}) || entry.Text != "Gottsched" || entry.IsOpen() {
		t.Errorf("chosen %v, text %q, open %v", chosen, entry.Text, entry.IsOpen())
	}
	entry.SetText("s")
	press(entry, fyne.KeyEscape)
	if entry.IsOpen() || entry.Text != "s" {
		t.Errorf("Esc: open %v, text %q", entry.IsOpen(), entry.Text)
	}
}

func TestADateIsEchoedWhileItIsWritten(t *testing.T) {
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	d := NewDateField(DateFieldParams{
		Parse:  func(text string) (time.Time, bool) { return day, text == "Mittwoch" },
		Format: func(t time.Time) string { return t.Format("2.1.2006") }, Now: func() time.Time { return noon },
	})
	f := NewField("Tag", d).Hint("morgen, 3.11.")
	w := window(t, Light, f, 300, 300)
	w.Canvas().Focus(d.Entry())
	for _, step := range []struct{ typed, says string }{
		{"Mitt", "Not understood as a day yet"}, {"woch", "Wednesday, 25 November 2026"}, {"x", "Not understood as a day yet"},
	} {
		test.Type(d.Entry(), step.typed)
		if got := f.message.Text(); got != step.says || f.Error() != "" {
			t.Errorf("after %q it says %q, error %q", d.Entry().Text, got, f.Error())
		}
	}
	press(d.Entry(), fyne.KeyBackspace)
	w.Canvas().Unfocus()
	if got := f.message.Text(); got != "morgen, 3.11." || d.Entry().Text != "25.11.2026" {
		t.Errorf("left, it says %q below %q", got, d.Entry().Text)
	}
	beside := d.Beside()
	w.Canvas().Focus(d.Entry())
	test.Type(d.Entry(), "Mitt")
	if beside.Text() == "" {
		t.Error("nothing stands beside")
	}
}

func TestDateFieldUnderstandsAndSaysSo(t *testing.T) {
	var told []time.Time
	day := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)
	d := NewDateField(DateFieldParams{
		Parse:    func(text string) (time.Time, bool) { return day, text == "12.3." },
		Format:   func(t time.Time) string { return t.Format("2.1.2006") },
		Now:      func() time.Time { return noon },
		OnChange: func(t time.Time) { told = append(told, t) },
	})
	w := window(t, Light, d, 300, 300)
	w.Canvas().Focus(d.Entry())
	test.Type(d.Entry(), "12.3.")
	w.Canvas().Unfocus()
	if d.Entry().Text != "12.3.2026" || len(told) != 1 || !d.Valid() {
		t.Errorf("text %q, told %v", d.Entry().Text, told)
	}
	d.Entry().SetText("irgendwann")
	if d.Valid() || d.Check() == "" {
		t.Error("nonsense was understood")
	}
	d.SetDay(day)
	w.Canvas().Focus(d.Entry())
	press(d.Entry(), fyne.KeyDown)
	calendar, ok := w.Canvas().Focused().(*Calendar)
	if !ok || !calendar.Day().Equal(day) {
		t.Fatalf("the calendar does not open at the value: %T", w.Canvas().Focused())
	}
	press(calendar, fyne.KeyRight, fyne.KeyReturn)
	if want := day.AddDate(0, 0, 1); !d.Day().Equal(want) || w.Canvas().Overlays().Top() != nil {
		t.Errorf("day %v, want %v", d.Day(), want)
	}
}

func TestMonthsKeepToTheirEnds(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	if got := addMonths(day(1, 31), 1); !got.Equal(day(2, 28)) {
		t.Errorf("31 January and a month is %v", got)
	}
	if got := addMonths(day(3, 31), -1); !got.Equal(day(2, 28)) {
		t.Errorf("31 March less a month is %v", got)
	}
}

func TestSelectOpensAtItsValue(t *testing.T) {
	var told []string
	s := NewSelect([]Option{{"a", "Berater"}, {"b", "Integrator"}, {"c", "Presse"}}, "b", func(v string) { told = append(told, v) })
	w := window(t, Light, NewLine(0, s), 300, 300)
	press(s, fyne.KeyDown)
	opened, ok := w.Canvas().Focused().(*menu)
	if !ok || opened.marked != 1 {
		t.Fatalf("focus %T", w.Canvas().Focused())
	}
	press(opened, fyne.KeyDown, fyne.KeyReturn)
	if s.Value() != "c" || !slices.Equal(told, []string{"c"}) {
		t.Errorf("value %s, told %v", s.Value(), told)
	}
	press(s, fyne.KeySpace)
	press(w.Canvas().Focused(), fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != nil || s.Value() != "c" {
		t.Error("Esc must close and change nothing")
	}
}

func TestSegmentsMoveByKeys(t *testing.T) {
	var told []string
	s := NewSegments([]Segment{{Value: "a", Label: "Alles"}, {Value: "b", Label: "Offen"}}, "a", func(v string) { told = append(told, v) })
	window(t, Light, s, 300, 100)
	press(s.chips[0], fyne.KeyRight)
	press(s.chips[1], fyne.KeyRight)
	press(s.chips[1], fyne.KeyLeft)
	if !slices.Equal(told, []string{"b", "a"}) {
		t.Errorf("told %v", told)
	}
}

// What is told may make the page anew; the keyboard must not go to what is gone.
func TestSegmentsHaveTheKeyboardBeforeTheyTell(t *testing.T) {
	var s *Segments
	var c fyne.Canvas
	told := 0
	s = NewSegments([]Segment{{Value: "a", Label: "Alles"}, {Value: "b", Label: "Offen"}}, "a", func(string) {
		told++
		if c.Focused() != s.Chosen() {
			t.Error("told before the keyboard was there")
		}
		c.Unfocus()
	}).OneStop()
	w := test.NewTempWindow(t, s)
	c = w.Canvas()
	c.Focus(s.Chosen())
	s.key(0, fyne.KeyRight)
	if told != 1 || c.Focused() != nil {
		t.Errorf("told %d times, then %T has the keyboard", told, c.Focused())
	}
}

func TestSegmentsLeaveTheirNumbersOutWhereTheyNeedASecondLine(t *testing.T) {
	s := NewSegments([]Segment{{Value: "a", Label: "Alles"}, {Value: "b", Label: "Gespräche", Count: "1.234"}, {Value: "c", Label: "Wiedervorlagen", Count: "56"}}, "a", nil)
	wide, narrow := s.HeightFor(400), s.HeightFor(270)
	if narrow != wide || s.chips[1].badge.Label() != "Gespräche" || s.chips[1].Tooltip != "Gespräche 1.234" {
		t.Errorf("at 270 they are %v high instead of %v and say %q, the tooltip says %q", narrow, wide, s.chips[1].badge.Label(), s.chips[1].Tooltip)
	}
	if s.HeightFor(400); s.chips[1].badge.Label() != "Gespräche 1.234" || s.chips[1].Tooltip != "" {
		t.Errorf("at 400 they say %q, the tooltip says %q", s.chips[1].badge.Label(), s.chips[1].Tooltip)
	}
}

func TestPanesFold(t *testing.T) {
	list, detail := NewText(Body, "Liste"), NewText(Body, "Blatt")
	panes := NewPanes(list, detail)
	w := window(t, Light, panes, 1072, 700)
	if panes.Folded() || !detail.Visible() {
		t.Error("two panes have room at 1280")
	}
	w.Resize(fyne.NewSize(560, 700))
	if !panes.Folded() || detail.Visible() || !panes.listGround.Visible() {
		t.Error("the narrow window shows the list alone")
	}
	panes.ShowDetail(true)
	if !detail.Visible() || panes.listGround.Visible() {
		t.Error("then the detail alone")
	}
}

func TestKeyLabelsSpeakTheLanguage(t *testing.T) {
	german(t)
	if got := KeyLabel("Ctrl+K"); got != "Strg K" {
		t.Errorf("got %q", got)
	}
	if got := KeyLabel("Home  End"); got != "Pos1  Ende" {
		t.Errorf("got %q", got)
	}
	if got := i18n.T("kit.action.undo"); got != "Rückgängig" {
		t.Errorf("got %q", got)
	}
}

func TestEveryIconIsThere(t *testing.T) {
	for _, icon := range allIcons {
		if len(icon.In(ColorText).Content()) == 0 {
			t.Errorf("%s is empty", icon)
		}
	}
}

var allIcons = []Icon{
	IconToday, IconPerson, IconOrganisation, IconCommunity, IconConversation, IconNeed,
	IconPlan, IconCrisis, IconDocument, IconChart, IconSettings, IconImport,
	IconUpload, IconDownload, IconSearch, IconPlus, IconPhone, IconMail,
	IconVideo, IconCalendar, IconFair, IconLetter, IconForum, IconChat,
	IconSocial, IconNote, IconCheck, IconClock, IconUndo, IconEdit,
	IconTrash, IconArchive, IconTag, IconLink, IconAt, IconClose,
	IconChevronDown, IconChevronUp, IconChevronLeft, IconChevronRight, IconWarning, IconInfo,
	IconStar, IconPaperclip, IconFilter, IconMore, IconPlace, IconGlobe,
	IconBirthday, IconMerge, IconCopy, IconExternal, IconArrowLeft, IconArrowRight,
	IconArrowUp, IconArrowDown, IconCircle, IconDone, IconLook, IconLock,
	IconSync, IconMinus, IconMenu, IconReminder, IconAdvocate, IconSend,
	IconPersonAdd, IconHistory, IconQuote, IconReply, IconMessage, IconLanguage,
	IconShield, IconNetwork, IconTender, IconMoon, IconOffline, IconFolder,
	IconLayers,
}

// What is typed of a word leads to the item that has it, and never by its last
// letter to another one.
func TestAMenuGoesToTheWordThatIsTyped(t *testing.T) {
	m := newMenu([]MenuItem{{Label: "Rhythmus ändern"}, {Label: "Zusammenführen …"}, {Label: "Wieder trennen: Schiller"}, {Label: "Archivieren"}, {Label: "Endgültig löschen …"}, {Label: "Als vCard"}})
	for _, typed := range []struct {
		letters string
		marked  int
	}{{"tren", 2}, {"trex", 2}, {"losch", 4}, {"a", 5}, {"aa", 3}, {"aaa", 5}, {"ae", 4}, {"zu", 1}, {"q", 4}} {
		press(m, fyne.KeyBackspace)
		m.mark(4)
		test.Type(m, typed.letters)
		if m.marked != typed.marked {
			t.Errorf("%q leads to %d, not to %d", typed.letters, m.marked, typed.marked)
		}
	}
}

func TestASelectSearchesWhatIsTyped(t *testing.T) {
	chosen := ""
	s := NewSelect([]Option{{"customers", "Customers"}, {"staff", "Staff"}, {"software", "Software developers"}, {"advocates", "Customer advocates"}}, "staff",
		func(value string) { chosen = value })
	w := window(t, Light, s, 300, 300)
	w.Canvas().Focus(s)
	press(s, fyne.KeyDown)
	open := func() *menu {
		m, ok := w.Canvas().Focused().(*menu)
		if !ok {
			t.Fatalf("the keyboard is with %T", w.Canvas().Focused())
		}
		return m
	}
	test.Type(open(), "cust")
	if m := open(); m.marked != 0 || m.rows[1].Visible() || m.rows[2].Visible() || !m.rows[3].Visible() || s.text.Text() != "cust" {
		t.Errorf("%d is marked, the field says %q", m.marked, s.text.Text())
	}
	press(open(), fyne.KeyDown)
	if m := open(); m.marked != 3 {
		t.Errorf("the arrow goes to %d, which is out of sight", m.marked)
	}
	test.Type(open(), "x") // no value has it
	press(open(), fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	test.Type(open(), "software d")
	press(open(), fyne.KeyReturn)
	if chosen != "software" || s.text.Text() != "Software developers" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("%q is chosen, the field says %q", chosen, s.text.Text())
	}
}
