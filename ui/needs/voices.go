package needs

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// voices are those who asked, below what is said of the need itself. They are
// worked off from the keyboard: Space ticks who was told, and the cursor goes on
// to the next who was not.
type voices struct {
	desk    *desk.Desk
	detail  *detail
	page    *projections.NeedPage
	above   fyne.CanvasObject // what is said of the need
	list    *kit.List
	measure *kit.Text // a quote, to know its height
	heights map[string]float32
	width   float32
}

// aboveID names the line above the voices.
const (
	aboveID   = "above"
	aboveKind = 0
	voiceKind = 1
)

func newVoices(d *desk.Desk, t *detail) *voices {
	v := &voices{desk: d, detail: t, above: kit.NewSpace(), measure: kit.NewParagraph(kit.Body, ""), heights: map[string]float32{}}
	v.measure.MaxLines = quoteLines
	v.list = kit.NewList(kit.ListParams{
		Async: d.Async,
		Count: func() int { return 1 + len(v.heard()) },
		ID: func(row int) string {
			if row == 0 {
				return aboveID
			}
			return v.heard()[row-1].Person.String()
		},
		Kind:     func(row int) int { return min(row, voiceKind) },
		Header:   func(row int) bool { return row == 0 },
		HeightOf: v.height,
		Create: func(kind int) fyne.CanvasObject {
			if kind == aboveKind {
				return container.NewStack()
			}
			return newVoiceRow(v)
		},
		Update: func(row int, object fyne.CanvasObject) {
			if row == 0 {
				object.(*fyne.Container).Objects = []fyne.CanvasObject{v.above}
				object.Refresh()
				return
			}
			object.(*voiceRow).set(v.heard()[row-1])
		},
		Tooltip: func(row int) string {
			if row == 0 {
				return ""
			}
			return v.tooltip(v.heard()[row-1])
		},
		OnSelect: v.selected,
		OnOpen:   func(id string) { v.open(desk.RouteID(id)) },
		OnMenu: func(id string, at fyne.Position) {
			if row := v.row(desk.RouteID(id)); row != nil {
				kit.OpenMenu(d.Shell.Canvas(), at, t.voiceMenu(row))
			}
		},
		OnKey: v.key,
	})
	return v
}

func (v *voices) heard() []projections.VoiceRow {
	if v.page == nil {
		return nil
	}
	return v.page.Heard
}

// show takes over who asked. The cursor stays with the person it was on.
func (v *voices) show(page *projections.NeedPage, above fyne.CanvasObject) {
	v.page, v.above = page, above
	clear(v.heights)
	v.list.Reload()
	v.list.Refresh()
}

// selected brings what stands above into sight with the first of them.
func (v *voices) selected(id string) {
	if heard := v.heard(); len(heard) > 0 && heard[0].Person.String() == id && v.height(0, v.list.Size().Width) < v.list.Size().Height/2 {
		v.list.ShowTop(aboveID)
	}
}

// enter gives the keyboard to the voices: to the first who is still to be told,
// where the cursor is not on one already.
func (v *voices) enter() {
	v.desk.Shell.Canvas().Focus(v.list)
	if row := v.row(desk.RouteID(v.list.Selected())); row != nil && (v.toTell(*row) || v.next(domain.None) == domain.None) {
		return
	}
	if id := v.next(domain.None); id != domain.None {
		v.list.Select(id.String())
		return
	}
	v.list.SelectFirst()
}

// toTell tells whether somebody is still to be told what is decided.
func (v *voices) toTell(row projections.VoiceRow) bool { return !row.Erased && row.Told == nil }

// next is who is to be told after somebody, from the first after the last;
// None where everyone knows.
func (v *voices) next(after domain.ID) domain.ID {
	heard := v.heard()
	from := slices.IndexFunc(heard, func(row projections.VoiceRow) bool { return row.Person == after })
	for i := range heard {
		if row := heard[(from+1+i)%len(heard)]; row.Person != after && v.toTell(row) {
			return row.Person
		}
	}
	return domain.None
}

func (v *voices) row(person domain.ID) *projections.VoiceRow {
	for i, row := range v.heard() {
		if row.Person == person {
			return &v.page.Heard[i]
		}
	}
	return nil
}

// key does what a key means for the voice under the cursor.
func (v *voices) key(event *fyne.KeyEvent, id string) bool {
	row := v.row(desk.RouteID(id))
	if row == nil {
		return false
	}
	switch event.Name {
	case fyne.KeySpace, fyne.KeyX:
		v.detail.toggle(row)
	case fyne.KeyL:
		v.detail.logTelling(row)
	case fyne.KeyG:
		v.detail.openConversation(row)
	case fyne.KeyM:
		kit.OpenMenuBelow(v.detail.more, append(v.detail.voiceMenu(row), separated(v.detail.menu())...))
	case fyne.KeyDelete:
		v.detail.removeVoice(row)
	default:
		return false
	}
	return true
}

func (v *voices) open(person domain.ID) {
	if row := v.row(person); row != nil && !row.Erased {
		v.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: person})
	}
}

func (v *voices) tooltip(row projections.VoiceRow) string {
	now := v.desk.Workspace.Now()
	said := i18n.T("needs.voice.heard", when.ExactTo(row.Heard.At.In(now.Location()), i18n.Language(), row.Heard.Precision))
	if row.Told != nil {
		said += "\n" + i18n.T("needs.voice.told", when.ExactTo(row.Told.At.At.In(now.Location()), i18n.Language(), row.Told.At.Precision))
	}
	return said
}

// The measures of a voice.
const (
	voiceHeight float32 = 56
	tickSize    float32 = 20
	quoteLines          = 3
	// voiceSide is the room at both sides of a row, faceRoom that of the face, and
	// tickRoom that of the circle, which is there once something is decided.
	voiceSide = kit.Margin + 6
	faceRoom  = kit.FaceList + 11
	tickRoom  = tickSize + 12
)

func (v *voices) height(row int, width float32) float32 {
	if width != v.width {
		v.width = width
		clear(v.heights)
	}
	if row == 0 {
		return kit.HeightFor(v.above, width)
	}
	voice := v.heard()[row-1]
	if voice.Quote == "" {
		return voiceHeight
	}
	id := voice.Person.String()
	if v.heights[id] == 0 {
		room := min(width-2*voiceSide, widest) - faceRoom
		if v.page.State != domain.NeedOpen {
			room -= tickRoom
		}
		v.measure.SetText(quoted(voice.Quote))
		v.heights[id] = voiceHeight + v.measure.HeightFor(max(room, 60)) + 2
	}
	return v.heights[id]
}

func quoted(text string) string {
	return i18n.T("needs.quoted", strings.Join(strings.Fields(text), " "))
}

// voiceRow is one who asked: whether they know, who they are, when they asked and
// in which words.
type voiceRow struct {
	widget.BaseWidget
	voices *voices
	voice  projections.VoiceRow
	tick   *tick
	box    fyne.CanvasObject // around the circle
	face   *kit.Avatar
	name   *kit.Text
	about  *kit.Text
	said   *kit.Text
	side   *kit.Text
	words  *kit.Column
	first  *kit.Line
	line   *kit.Line
}

func newVoiceRow(v *voices) *voiceRow {
	r := &voiceRow{
		voices: v, face: kit.NewAvatar(kit.FaceList, kit.Face{}), name: kit.NewText(kit.Strong, ""),
		about: kit.NewText(kit.Secondary, ""), said: kit.NewParagraph(kit.Body, ""), side: kit.NewText(kit.Secondary, ""),
	}
	r.name.Shrink, r.about.Shrink = true, true
	r.said.MaxLines = quoteLines
	r.tick = newTick(tickSize, func() {
		v.list.Select(r.voice.Person.String())
		v.detail.toggle(&r.voice)
	})
	r.first = kit.NewLine(10, r.name, r.side).Grow(r.name)
	r.words = kit.NewColumn(0, r.first, r.about, kit.NewPadded(2, 0, 0, 0, r.said))
	r.box = kit.NewPadded(5, 12, 0, 0, kit.NewColumn(0, kit.NewFixed(tickSize, r.tick)))
	r.line = kit.NewLine(0,
		r.box, kit.NewPadded(0, 11, 0, 0, kit.NewColumn(0, kit.NewFixed(kit.FaceList, r.face))), r.words).Grow(r.words).Top()
	r.ExtendBaseWidget(r)
	return r
}

func (r *voiceRow) set(voice projections.VoiceRow) {
	r.voice = voice
	v, now := r.voices, r.voices.desk.Workspace.Now()
	name := voice.Name
	if voice.Erased {
		name = i18n.T("person.erased")
	}
	r.name.SetText(name)
	person := projections.PersonRow{ID: voice.Person, Name: voice.Name, Photo: voice.Photo, Erased: voice.Erased}
	r.face.SetFace(v.desk.Face(person, func() { v.list.RefreshRow(voice.Person.String()) }))
	decided := v.page.State != domain.NeedOpen
	show(decided, r.box)
	r.tick.set(decided && voice.Told != nil, voice.Erased)
	r.about.SetText(aboutVoice(voice))
	heard := when.Ago(voice.Heard.At, now, i18n.Language(), voice.Heard.Precision)
	switch {
	case decided && voice.Told != nil:
		r.side.SetText(i18n.T("needs.voice.knows", when.Ago(voice.Told.At.At, now, i18n.Language(), voice.Told.At.Precision)))
		r.side.SetColor(kit.ColorGood)
	case decided && voice.ToldOtherwise != nil:
		r.side.SetText(i18n.T("needs.voice.outdated"))
		r.side.SetColor(kit.ColorSoon)
	default:
		r.side.SetText(i18n.T("needs.voice.since", heard))
		r.side.SetColor(kit.ColorFaint)
	}
	r.said.SetText("")
	if voice.Quote != "" {
		r.said.SetText(quoted(voice.Quote))
	}
	show(voice.Quote != "", r.said)
	r.first.Refresh()
	r.words.Refresh()
	r.line.Refresh()
	r.Refresh()
}

// aboutVoice is for whom somebody spoke, and in which communities they are.
func aboutVoice(voice projections.VoiceRow) string {
	parts := slices.Clone(voice.Communities)
	if voice.OrganisationName != "" {
		parts = append([]string{voice.OrganisationName}, parts...)
	}
	return strings.Join(parts, " · ")
}

// CreateRenderer implements fyne.Widget.
func (r *voiceRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.NewPadded(8, voiceSide, 6, voiceSide, kit.NewMeasure(widest, r.line)))
}
