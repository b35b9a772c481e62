package needs

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/when"
)

// detail is the page of one need.
type detail struct {
	desk *desk.Desk
	id   domain.ID
	back func()
	keep func(id domain.ID) // told when it is read

	page    *projections.NeedPage
	folded  bool // only one pane has room: a way back is needed
	head    *kit.Column
	more    *kit.IconButton
	voices  *voices
	hints   *kit.Column
	content fyne.CanvasObject
}

func newDetail(d *desk.Desk, id domain.ID, back func(), keep func(domain.ID)) *detail {
	t := &detail{desk: d, id: id, back: back, keep: keep, head: kit.NewColumn(0), hints: kit.NewColumn(0)}
	t.voices = newVoices(d, t)
	t.content = kit.NewFrame(t.head, t.voices.list, t.hints)
	return t
}

func (t *detail) record() domain.Stream { return domain.Stream{Kind: domain.KindNeed, ID: t.id} }

// ID implements roster.Detail.
func (t *detail) ID() domain.ID { return t.id }

// Content implements roster.Detail.
func (t *detail) Content() fyne.CanvasObject { return t.content }

// Stop implements roster.Detail.
func (t *detail) Stop() {}

// SetFolded implements roster.Detail.
func (t *detail) SetFolded(folded bool) {
	t.folded = folded
	t.showHead()
}

// Show implements roster.Detail.
func (t *detail) Show(page *projections.NeedPage) {
	t.page = page
	t.keep(t.id)
	t.showHead()
	t.voices.show(page, t.above())
	t.showHints()
	t.content.Refresh()
}

// Save keeps where the reader is among the voices.
func (t *detail) Save() any { return t.voices.list.State() }

// Restore goes back to where the reader was.
func (t *detail) Restore(state any) {
	if s, ok := state.(kit.ListState); ok {
		t.voices.list.Restore(s)
	}
}

// toVoices gives the keyboard to the voices.
func (t *detail) toVoices() {
	if t.page != nil && len(t.page.Heard) > 0 {
		t.voices.enter()
	}
}

func (t *detail) showHints() {
	pairs := []string{kit.KeyLabel("→"), i18n.T("needs.key.voices"), "V", i18n.T("needs.key.voice")}
	if t.page.State != domain.NeedOpen {
		pairs = []string{"X", i18n.T("needs.key.tick"), "L", i18n.T("needs.key.log"), kit.KeyLabel("Enter"), i18n.T("needs.key.person"), "V", i18n.T("needs.key.voice")}
	}
	t.hints.SetObjects(kit.NewHairline(), kit.NewPadded(9, 24, 9, 24, kit.NewKeyHints(pairs...)))
}

// showHead says what is wanted, how it stands, and what is to be done next.
func (t *detail) showHead() {
	if t.page == nil {
		return
	}
	title := kit.NewParagraph(kit.Title, desk.NeedTitle(t.page.NeedRow))
	title.MaxLines = 3
	tone, icon, words := desk.NeedState(t.page.NeedRow)
	state := kit.NewBadge(tone, "")
	state.Set(tone, icon, words)
	since := when.Ago(t.page.RaisedAt, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	raised := kit.NewText(kit.Secondary, i18n.T("needs.raised", since))
	raised.Shrink = true
	about := kit.NewColumn(5, title, kit.NewLine(8, state, raised).Grow(raised))
	t.more = kit.NewIconButton(kit.IconMore, i18n.T("needs.more")+"  M", t.showMenu)
	objects := []fyne.CanvasObject{kit.NewAvatar(kit.FaceHead, needFace), about}
	if t.changeable() {
		objects = append(objects, kit.NewIconButton(kit.IconEdit, i18n.T("needs.edit")+"  E", func() { t.desk.EditNeed(t.id) }))
		objects = append(objects, t.nextStep())
	}
	objects = append(objects, t.more)
	if t.folded {
		objects = append([]fyne.CanvasObject{kit.NewIconButton(kit.IconArrowLeft, i18n.T("kit.action.back"), t.back)}, objects...)
	}
	column := kit.NewColumn(14, kit.NewLine(12, objects...).Grow(about).Break(kit.HeadLeast), t.facts())
	t.head.SetObjects(kit.NewPadded(18, 24, 14, 24, kit.NewMeasure(widest, column)), kit.NewHairline())
	t.content.Refresh()
}

func (t *detail) decide() { decide(t.desk, t.page) }

// changeable tells whether there are words that can still be worked on.
func (t *detail) changeable() bool { return t.page != nil && !t.page.Erased }

// nextStep is the one thing to do now.
func (t *detail) nextStep() *kit.Button {
	switch t.page.State {
	case domain.NeedOpen:
		return kit.NewPrimaryButton(i18n.T("needs.decide"), "D", t.decide)
	case domain.NeedDecided:
		return kit.NewPrimaryButton(i18n.T("needs.tell"), "R", t.toVoices)
	}
	reopen := kit.NewButton(kit.Quiet, i18n.T("needs.reopen"), t.reopen)
	reopen.Shortcut = "C"
	return reopen
}

// factLeast is how narrow a fact below the head may be.
const factLeast float32 = 170

// facts are who sees to it, by when, and how many know.
func (t *detail) facts() fyne.CanvasObject {
	fact := func(caption *kit.Text, shortcut string, value fyne.CanvasObject, onTap func()) fyne.CanvasObject {
		head := kit.NewPadded(3, 0, 3, 0, caption) // as high as with a key
		line := kit.NewLine(6, head).Grow(head)
		if onTap != nil {
			line = kit.NewLine(6, head, kit.NewKeyCap(shortcut)).Grow(head)
		}
		return kit.NewPressable(kit.NewCard(kit.NewColumn(4, line, value)), onTap)
	}
	due := kit.NewText(kit.Caps, i18n.T("needs.due"))
	if _, tone := t.desk.NeedDue(t.page.NeedRow); tone == kit.Late {
		due = kit.NewText(kit.Caps, i18n.T("needs.overdue"))
		due.SetColor(tone.Color())
	}
	var route, schedule, tell func()
	if t.changeable() {
		route, schedule = t.route, t.schedule
		if t.page.State != domain.NeedOpen {
			tell = t.toVoices
		}
	}
	return kit.NewCards(factLeast, 10,
		fact(kit.NewText(kit.Caps, i18n.T("needs.owner")), "O", t.ownerFact(), route),
		fact(due, "T", t.dueFact(), schedule),
		fact(kit.NewText(kit.Caps, i18n.T("needs.told")), "R", t.toldFact(), tell))
}

// factHeight is that of what a fact says.
const factHeight float32 = 24

func (t *detail) ownerFact() fyne.CanvasObject {
	if t.page.Owner == domain.None {
		return low(kit.NewText(kit.Body, i18n.T("needs.owner.nobody")), kit.ColorSoon)
	}
	name := kit.NewText(kit.Strong, kit.Capital(t.desk.MemberName(t.page.Owner)))
	name.Shrink = true
	face := kit.NewAvatar(factHeight, kit.Face{ID: t.page.Owner.String(), Name: t.page.OwnerName})
	return kit.NewLine(8, kit.NewFixed(factHeight, face), name).Grow(name)
}

func (t *detail) dueFact() fyne.CanvasObject {
	if t.page.Due == "" {
		return low(kit.NewText(kit.Body, i18n.T("needs.due.none")), kit.ColorFaint)
	}
	text := when.SpeakDay(t.page.Due, t.desk.Workspace.Now(), i18n.Language())
	_, tone := t.desk.NeedDue(t.page.NeedRow)
	said := kit.NewText(kit.Strong, text)
	said.Shrink = true
	color := tone.Color()
	if tone == kit.Neutral {
		color = kit.ColorText
	}
	return low(said, color)
}

// low gives a text the height of a fact.
func low(text *kit.Text, color fyne.ThemeColorName) fyne.CanvasObject {
	text.SetColor(color)
	return kit.NewPadded(2, 0, 3, 0, text)
}

func (t *detail) toldFact() fyne.CanvasObject {
	n := t.page.NeedRow
	switch {
	case n.Voices == 0:
		return low(kit.NewText(kit.Body, i18n.T("needs.told.nobody")), kit.ColorFaint)
	case n.State == domain.NeedOpen:
		return low(kit.NewText(kit.Body, i18n.T("needs.told.later")), kit.ColorFaint)
	}
	words := kit.NewText(kit.Strong, i18n.T("need.told-of", n.Told, n.Voices))
	bar := kit.NewBar(kit.Good, float64(n.Told)/float64(n.Voices))
	return kit.NewPadded(2, 0, 3, 0, kit.NewLine(10, words, bar).Grow(bar))
}

// above is what stands above the voices: what it is about, what was decided, and
// the sight of a need of which everyone knows.
func (t *detail) above() fyne.CanvasObject {
	column := kit.NewColumn(16)
	if t.page.Erased || t.page.Missing {
		key := "need.missing"
		if t.page.Erased {
			key = "need.erased"
		}
		column.Add(kit.NewNotice(kit.Neutral, kit.NewParagraph(kit.Body, i18n.T(key+".text"))))
	}
	if strings.TrimSpace(t.page.Text) != "" {
		column.Add(kit.NewMeasure(widestText, markdown.New(t.page.Text, t.desk.OpenLink)))
	}
	if len(t.page.Tags) > 0 {
		var tags []fyne.CanvasObject
		for _, tag := range t.page.Tags {
			tags = append(tags, kit.NewBadge(kit.Neutral, "#"+tag))
		}
		column.Add(kit.NewFlow(6, tags...))
	}
	if t.page.State == domain.NeedClosed {
		column.Add(t.closed())
	}
	if t.page.Decision != nil || t.page.State == domain.NeedOpen {
		column.Add(t.decision())
	}
	space := kit.NewSpace()
	heading := kit.NewText(kit.Caps, voicesText(t.page.Voices))
	add := kit.NewButton(kit.Plain, i18n.T("needs.voice.add"), t.addVoices)
	add.Shortcut = "V"
	column.Add(kit.NewLine(8, heading, space, add).Grow(space))
	if len(t.page.Heard) == 0 {
		column.Add(kit.NewParagraph(kit.Secondary, i18n.T("needs.voices.none")))
	}
	return kit.NewPadded(18, 24, 4, 24, kit.NewMeasure(widest, column))
}

// widestText is how wide a text is set at most, and widest how wide all else: what
// stands at the end of a line belongs to what stands at its beginning.
const (
	widestText float32 = 760
	widest     float32 = 960
)

// decision is what was decided, in its words, or that nobody has yet.
func (t *detail) decision() fyne.CanvasObject {
	d := t.page.Decision
	if d == nil {
		return kit.NewNotice(kit.Soon, kit.NewParagraph(kit.Body, i18n.T("needs.undecided")))
	}
	change := kit.NewButton(kit.Plain, i18n.T("needs.decide.again"), t.decide)
	change.Shortcut = "D"
	tone := answerTone(d.Answer)
	ground := tone
	if t.page.State == domain.NeedClosed {
		ground = kit.Neutral // what is done stands back
	}
	title := kit.NewText(kit.Bold, i18n.T("need.answer."+string(d.Answer)))
	title.SetColor(tone.Color())
	by := kit.NewText(kit.Secondary, i18n.T("needs.decided-by",
		when.Ago(d.At, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay), t.desk.AuthorName(d.By)))
	by.Shrink = true
	column := kit.NewColumn(6, kit.NewLine(10, title, by, change).Grow(by))
	if d.Wording != "" {
		column.Add(kit.NewMeasure(widestText, markdown.New(d.Wording, t.desk.OpenLink)))
	}
	return kit.NewNotice(ground, column)
}

func answerTone(answer domain.NeedAnswer) kit.Tone {
	switch answer {
	case domain.NeedYes:
		return kit.Good
	case domain.NeedLater:
		return kit.Soon
	}
	return kit.Neutral
}

// closed is the sight of a need that is closed: all know, or the reason.
func (t *detail) closed() fyne.CanvasObject {
	day := when.Ago(t.page.ClosedAt, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	if t.page.CloseReason != "" {
		title := kit.NewText(kit.Bold, i18n.T("needs.closed-for", day))
		return kit.NewNotice(kit.Neutral, kit.NewColumn(3, title, kit.NewParagraph(kit.Body, t.page.CloseReason)))
	}
	mark := newTick(closedMark, nil)
	mark.set(true, false)
	title := kit.NewText(kit.Heading, i18n.T("needs.all-know"))
	title.SetColor(kit.ColorGood)
	words := kit.NewColumn(2, title, kit.NewParagraph(kit.Body, i18n.N("needs.all-know.text", t.page.Voices, day)))
	return kit.NewNotice(kit.Good, kit.NewPadded(8, 6, 8, 6, kit.NewLine(16, kit.NewFixed(closedMark, mark), words).Grow(words)))
}

// closedMark is the size of the mark of a need of which everyone knows.
const closedMark float32 = 44

// key does what a key means for the need.
func (t *detail) key(name fyne.KeyName) bool {
	if !t.changeable() {
		return false
	}
	switch name {
	case fyne.KeyE:
		t.desk.EditNeed(t.id)
	case fyne.KeyO:
		t.route()
	case fyne.KeyT:
		t.schedule()
	case fyne.KeyD:
		t.decide()
	case fyne.KeyV:
		t.addVoices()
	case fyne.KeyR, fyne.KeyX, fyne.KeySpace:
		t.toVoices()
	case fyne.KeyC:
		t.closeOrReopen()
	default:
		return false
	}
	return true
}
