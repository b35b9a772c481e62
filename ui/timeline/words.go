package timeline

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/kit"
	"kontor/ui/markdown"
)

// words are the first lines of what was said, as plain text in which mentions
// and links lead somewhere.
func (t *Timeline) words(e *projections.TimelineEntry) []kit.Span {
	switch {
	case e.Erased:
		return []kit.Span{{Text: i18n.T("timeline.erased"), Color: kit.ColorFaint}}
	case e.Missing:
		return []kit.Span{{Text: i18n.T("timeline.missing"), Color: kit.ColorFaint}}
	}
	text := Plain(e.Text)
	if text == "" {
		return nil
	}
	if e.TextCut {
		text += " …"
	}
	color := fyne.ThemeColorName("")
	if e.Withdrawn {
		color = kit.ColorFaint
	}
	return linked(text, color, t.links(text, e.Mentions))
}

// link is a stretch of a text that leads somewhere.
type link struct {
	from, to int
	onTap    func()
}

var webAddress = regexp.MustCompile(`https?://[^\s<>"„“]+[^\s<>"„“.,;:!?)]`)

// links finds web addresses and the mentions of people in a text.
func (t *Timeline) links(text string, mentions []projections.Party) []link {
	var found []link
	add := func(from, to int, onTap func()) {
		if onTap == nil || slices.ContainsFunc(found, func(l link) bool { return from < l.to && l.from < to }) {
			return
		}
		found = append(found, link{from, to, onTap})
	}
	for _, at := range webAddress.FindAllStringIndex(text, -1) {
		if u, ok := markdown.Allowed(text[at[0]:at[1]]); ok {
			add(at[0], at[1], func() { t.browse(u) })
		}
	}
	for at := range len(text) {
		if text[at] != '@' {
			continue
		}
		quote := 0
		if strings.HasPrefix(text[at+1:], `"`) {
			quote = 1
		}
		longest, who := 0, -1
		for i, p := range mentions {
			if n := quicklog.Called(text[at+1+quote:], p.Name); n > longest {
				longest, who = n, i
			}
		}
		if who < 0 {
			continue
		}
		to := at + 1 + quote + longest
		if quote > 0 && strings.HasPrefix(text[to:], `"`) {
			to++
		}
		add(at, to, t.leadsTo(mentions[who]))
	}
	slices.SortFunc(found, func(a, b link) int { return a.from - b.from })
	return found
}

func (t *Timeline) browse(u *url.URL) {
	if err := fyne.CurrentApp().OpenURL(u); err != nil {
		t.p.Desk.Fail(err)
	}
}

// linked cuts a text into spans at its links.
func linked(text string, color fyne.ThemeColorName, links []link) []kit.Span {
	var spans []kit.Span
	rest := 0
	for _, l := range links {
		if l.from > rest {
			spans = append(spans, kit.Span{Text: text[rest:l.from], Color: color})
		}
		spans = append(spans, kit.Span{Text: text[l.from:l.to], Color: kit.ColorAccent, OnTap: l.onTap})
		rest = l.to
	}
	if rest < len(text) {
		spans = append(spans, kit.Span{Text: text[rest:], Color: color})
	}
	return spans
}

// Plain is [projections.Plain].
func Plain(source string) string { return projections.Plain(source) }
