// Package dossier holds what the pages of a person, an organisation and a
// community have in common beside the timeline: how the relationship stands and
// why, what happened since one spoke last, and the facts, which are edited where
// they stand.
package dossier

import (
	"strconv"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// Health is how a relationship stands, as its page shows it: a figure in the
// head, and the reasons in a panel that opens below.
type Health struct {
	// Open tells whether the reasons are shown.
	Open bool

	score  int
	told   bool // there is a number
	tone   kit.Tone
	word   string
	unit   string // behind the number: "%", or nothing
	title  string
	lines  []HealthLine
	toggle func()
}

// HealthLine is a reason, or a part, of the health.
type HealthLine struct {
	Name  string
	Said  string
	Value float64 // 0 to 1
	// Untold is one that has no number.
	Untold bool
	// Grave is one that bears on the whole, whatever its value.
	Grave bool
	OnTap func()
	// Marked is the one whose conversations are shown below.
	Marked bool
}

// NewHealth returns a health that is not known yet; toggle is told when the
// reasons are to be shown or hidden.
func NewHealth(toggle func()) *Health { return &Health{toggle: toggle} }

// Set takes over a health with its reasons under a title.
func (h *Health) Set(score int, state domain.HealthState, title string, lines []HealthLine) {
	h.score, h.told, h.unit, h.title, h.lines = score, state.Told(), "", title, lines
	h.tone, h.word = HealthTone(state), i18n.T("health.state."+string(state))
	h.Open = h.Open && len(lines) > 0
}

// SetShare takes over a share of a whole, in hundredths, in place of a health,
// with the word for it.
func (h *Health) SetShare(share int, word, title string, lines []HealthLine) {
	h.score, h.told, h.unit, h.word, h.title, h.lines = share, true, " %", word, title, lines
	switch {
	case share >= 75:
		h.tone = kit.Good
	case share >= 50:
		h.tone = kit.Soon
	default:
		h.tone = kit.Late
	}
	h.Open = h.Open && len(lines) > 0
}

// Known tells whether there are reasons to show.
func (h *Health) Known() bool { return len(h.lines) > 0 }

// Toggle shows or hides the reasons.
func (h *Health) Toggle() {
	if h.Known() {
		h.Open = !h.Open
		h.toggle()
	}
}

// Close hides the reasons; it tells whether they were shown.
func (h *Health) Close() bool {
	open := h.Open && h.Known()
	if open {
		h.Toggle()
	}
	return open
}

// HealthTone is how a state is coloured.
func HealthTone(state domain.HealthState) kit.Tone {
	switch state {
	case domain.HealthWarm:
		return kit.Good
	case domain.HealthSteady:
		return kit.Accent
	case domain.HealthCooling:
		return kit.Soon
	case domain.HealthCold:
		return kit.Late
	}
	return kit.Neutral
}

// Figure is the number in the head with its word and a bar, or in words that it
// cannot be told yet; nil where there is nothing to tell.
func (h *Health) Figure() fyne.CanvasObject {
	if !h.Known() {
		return nil
	}
	if !h.told {
		word := kit.NewParagraph(kit.Faint, h.word)
		word.Align = fyne.TextAlignCenter
		figure := kit.NewPressable(kit.NewFixed(untoldWidth, word), h.Toggle)
		figure.Tooltip = i18n.T("dossier.health.untold") + "  H"
		return figure
	}
	number, word := kit.NewText(kit.Title, strconv.Itoa(h.score)+h.unit), kit.NewText(kit.Faint, h.word)
	number.SetColor(h.tone.Color())
	number.Align, word.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	figure := kit.NewPressable(kit.NewFixed(76, kit.NewColumn(0, number, word,
		kit.NewPadded(3, 8, 2, 8, kit.NewBar(h.tone, float64(h.score)/100)))), h.Toggle)
	figure.Tooltip = i18n.T("dossier.health.tooltip", h.word, h.score) + "  H"
	return figure
}

// untoldWidth lets the words stand on two lines.
const untoldWidth float32 = 88

// Panel are the reasons; nil where they are not shown.
func (h *Health) Panel() fyne.CanvasObject {
	if !h.Open || !h.Known() {
		return nil
	}
	space := kit.NewSpace()
	head := kit.NewLine(8, kit.NewSectionHeader(h.title), space, kit.NewIconButton(kit.IconClose, i18n.T("dossier.close")+"  H", h.Toggle)).Grow(space)
	rows := []fyne.CanvasObject{head}
	for _, line := range h.lines {
		rows = append(rows, line.object())
	}
	return kit.NewCard(kit.NewColumn(2, rows...))
}

// healthName is as wide as the longest name of a reason.
const healthName float32 = 112

func (l HealthLine) object() fyne.CanvasObject {
	tone := kit.Good
	switch {
	case l.Value < 0.34 || l.Grave:
		tone = kit.Late
	case l.Value < 0.67:
		tone = kit.Soon
	}
	style := kit.Body
	if l.Marked {
		style = kit.Bold
	}
	name := kit.NewText(style, l.Name)
	name.Shrink = true
	value := kit.NewText(kit.Numbers, i18n.Number(int(l.Value*100+0.5)))
	value.Align = fyne.TextAlignTrailing
	bar := kit.NewBar(tone, l.Value)
	switch {
	case l.Untold:
		value.SetText("–")
		bar = kit.NewBar(kit.Neutral, 0)
	case l.Grave: // what it takes away
		value.SetText("−" + i18n.Number(int((1-l.Value)*100+0.5)))
		bar = kit.NewBar(tone, 1-l.Value)
	}
	said := kit.NewParagraph(kit.Secondary, l.Said)
	said.MaxLines = 2
	row := kit.NewLine(10, kit.NewFixed(healthName, name), kit.NewFixed(46, bar), kit.NewFixed(28, value), said).Grow(said)
	return kit.NewPressable(kit.NewPadded(3, 4, 3, 4, row), l.OnTap)
}

// ReasonLines are the reasons of a person's health. A press shows the
// conversations behind one, a second all of them again; shown is the label of
// the one that is.
func ReasonLines(health *projections.PersonHealth, shown string, show func(label string, q projections.TimelineQuery)) []HealthLine {
	if health == nil {
		return nil
	}
	var lines []HealthLine
	for _, r := range health.Reasons {
		name := i18n.T("health.aspect." + string(r.Aspect))
		label := i18n.T("dossier.health.behind", name)
		lines = append(lines, HealthLine{
			Name: name, Said: reasonText(r.HealthPart), Value: r.Value, Marked: label == shown,
			Untold: !health.State.Told(), Grave: r.Weight == 0 && r.Aspect != domain.HealthHistory,
			OnTap: func() { show(label, r.Timeline) },
		})
	}
	return lines
}

// reasonText fills the sentence of a reason with its numbers; the first of them
// decides upon its plural.
func reasonText(p domain.HealthPart) string {
	switch {
	case len(p.Numbers) == 0:
		return ""
	case p.Aspect == domain.HealthRecency && p.Numbers[0] == 0:
		return i18n.T("dossier.health.today", p.Numbers[1])
	case p.Aspect == domain.HealthComplaint && p.Numbers[1] == 0:
		return i18n.N("health.reason.complaint.today", p.Numbers[0])
	case p.Aspect == domain.HealthComplaint:
		return i18n.N("health.reason.complaint", p.Numbers[0], i18n.N("health.days", p.Numbers[1]))
	case p.Aspect == domain.HealthWaiting:
		return i18n.N("health.reason.waiting", p.Numbers[0], i18n.N("health.late", p.Numbers[1]))
	}
	rest := make([]any, 0, len(p.Numbers))
	for _, n := range p.Numbers[1:] {
		rest = append(rest, n)
	}
	return i18n.N("health.reason."+string(p.Aspect), p.Numbers[0], rest...)
}
