package timeline

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// needView formats what happened with a need: somebody asked for it, it was
// decided, somebody was told.
func (t *Timeline) needView(e *projections.TimelineEntry) entryView {
	v := entryView{icon: kit.IconNeed, side: t.side(e)}
	v.title = []kit.Span{{Text: i18n.T("timeline.need." + e.Type), Style: kit.Secondary}}
	about := t.spans(others(e.People, t.p.Of), kit.Secondary)
	if len(e.People) > fewNamed {
		about = []kit.Span{{Text: i18n.N("need.voices", len(e.People)), Style: kit.Secondary}}
	}
	if len(about) > 0 {
		v.title = append(append(v.title, kit.Span{Text: " · ", Style: kit.Secondary}), about...)
	}
	if len(e.Needs) == 0 {
		return v
	}
	n := e.Needs[0]
	v.text = []kit.Span{{Text: desk.NeedTitle(n), Style: kit.Strong, OnTap: func() { t.openNeed(n.ID) }}}
	if text := Plain(e.Text); text != "" {
		v.text = append(v.text, kit.Span{Text: " – " + text})
	}
	tone, icon, words := desk.NeedState(n)
	v.chips = append(v.chips, chip{text: words, tone: tone, icon: icon})
	return v
}

// fewNamed is how many of those who asked are named; of more it is said how many.
const fewNamed = 3

// needLink leads from a conversation to what was wanted in it.
func (t *Timeline) needLink(n projections.NeedRow) chip {
	return chip{text: i18n.T("timeline.need.of", shortened(desk.NeedTitle(n))), onTap: func() { t.openNeed(n.ID) }}
}

func (t *Timeline) openNeed(id domain.ID) {
	t.p.Desk.Open(domain.Stream{Kind: domain.KindNeed, ID: id})
}
