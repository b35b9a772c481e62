package today

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/markdown"
)

// mostVoices is how many of those who asked stand in the aside; all of them stand
// on the page of the need.
const mostVoices = 6

// need is what people want, what was decided, and who of them does not know yet.
func (a *aside) need(n *projections.NeedPage) fyne.CanvasObject {
	tone, icon, words := desk.NeedState(n.NeedRow)
	state := kit.NewBadge(tone, "")
	state.Set(tone, icon, words)
	body := kit.NewColumn(16, kit.NewFlow(8, state, kit.NewText(kit.Secondary, desk.NeedVoices(n.NeedRow))))
	if n.Decision != nil {
		answer := kit.NewText(kit.Bold, i18n.T("need.answer."+string(n.Decision.Answer)))
		body.Add(kit.NewNotice(kit.Neutral, kit.NewColumn(4, answer, markdown.New(n.Decision.Wording, a.desk.OpenLink))))
	} else if strings.TrimSpace(n.Text) != "" {
		body.Add(markdown.New(n.Text, a.desk.OpenLink))
	}
	title, left := i18n.T("today.need.asked"), n.Heard
	if n.State != domain.NeedOpen {
		title, left = i18n.T("today.need.to-tell"), nil
		for _, v := range n.Heard {
			if v.Told == nil && !v.Erased {
				left = append(left, v)
			}
		}
	}
	body.Add(kit.NewColumn(6, append([]fyne.CanvasObject{kit.NewSectionHeader(title)}, a.voices(left)...)...))
	return body
}

func (a *aside) voices(voices []projections.VoiceRow) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, v := range voices {
		if i == mostVoices {
			return append(rows, kit.NewText(kit.Faint, i18n.N("today.need.more", len(voices)-mostVoices)))
		}
		person := projections.PersonRow{ID: v.Person, Name: v.Name, Photo: v.Photo, Erased: v.Erased}
		name := kit.NewText(kit.Strong, desk.PersonName(person))
		where := kit.NewText(kit.Secondary, v.OrganisationName)
		where.Shrink = true
		face := kit.NewAvatar(24, a.desk.Face(person, a.host.Refresh))
		words := kit.NewColumn(1, kit.NewLine(8, name, where).Grow(where))
		if v.Quote != "" {
			said := kit.NewParagraph(kit.Body, i18n.T("today.quoted", v.Quote))
			said.MaxLines = 2
			words.Add(said)
		}
		line := kit.NewLine(10, kit.NewColumn(0, kit.NewFixed(24, face)), words).Grow(words).Top()
		rows = append(rows, kit.NewPressable(kit.NewPadded(3, 0, 3, 0, line), func() {
			a.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: v.Person})
		}))
	}
	return rows
}
