package people

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// about is the line below the name: what and where, whose, in which language.
func (t *detail) about() []kit.Span {
	p := t.shown.page
	var spans []kit.Span
	next := func() {
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: " · ", Style: kit.Secondary})
		}
	}
	say := func(text string) {
		if text != "" {
			next()
			spans = append(spans, kit.Span{Text: text, Style: kit.Secondary})
		}
	}
	if p.Erased {
		say(i18n.T("people.erased.text"))
		return spans
	}
	if p.Missing {
		say(i18n.T("people.missing"))
	}
	if len(p.Affiliations) > 0 && !p.Affiliations[0].Ended {
		next()
		spans = append(spans, t.position(p.Affiliations[0])...)
	} else {
		say(p.JobTitle)
	}
	if p.Owner == t.desk.Workspace.Me() {
		say(i18n.T("people.owned-by-you"))
	} else if owner := t.desk.MemberName(p.Owner); owner != "" {
		say(i18n.T("people.owned-by", owner))
	}
	for _, fact := range p.Facts {
		if fact.Field == domain.FieldLanguage {
			say(i18n.T("people.speaks", languageName(fact.Value.Text)))
		}
	}
	if len(spans) == 0 {
		say(strings.Join(p.Communities, ", "))
	}
	if len(spans) == 0 {
		say(i18n.T("people.since", when.SpeakDay(domain.DayOf(p.AddedAt.In(t.desk.Workspace.Now().Location())), t.desk.Workspace.Now(), i18n.Language())))
	}
	return spans
}

// linked stands in a sentence for what is to be a link.
const linked = "\x00"

// position says what somebody is at an organisation, whose name leads there.
func (t *detail) position(a projections.AffiliationRow) []kit.Span {
	key := "people.at"
	if a.Title != "" {
		key += ".title"
	}
	if !a.From.IsZero() {
		key += ".since"
	}
	sentence := i18n.T(key, i18n.Args{"title": a.Title, "organisation": linked, "since": sinceText(a.From)})
	before, after, _ := strings.Cut(sentence, linked)
	return []kit.Span{
		{Text: before, Style: kit.Secondary},
		{Text: organisationName(a), Style: kit.Secondary, Color: kit.ColorAccent, OnTap: func() { t.desk.Open(organisationStream(a.Organisation)) }},
		{Text: after, Style: kit.Secondary},
	}
}

func organisationStream(id domain.ID) domain.Stream {
	return domain.Stream{Kind: domain.KindOrganisation, ID: id}
}

func organisationName(a projections.AffiliationRow) string {
	if a.OrganisationName == "" {
		return i18n.T("people.organisation.nameless")
	}
	return a.OrganisationName
}

// sinceText is the beginning of a time: the day of it matters to nobody.
func sinceText(d domain.PartialDate) string {
	if d.Month > 0 && d.Year > 0 {
		d.Day = 0
	}
	return workspace.DateText(d)
}

// monthText is the month of a day.
func monthText(day domain.Day) string {
	t := day.In(time.UTC)
	return workspace.DateText(domain.PartialDate{Year: t.Year(), Month: int(t.Month())})
}

// notice warns of answers that are still open and of what is overdue, before
// anyone calls; nil if there is nothing.
func (t *detail) notice() fyne.CanvasObject {
	now := t.desk.Workspace.Now()
	var answers []projections.TimelineEntry
	for _, e := range t.shown.page.Unanswered {
		if e.Direction != domain.DirectionOutgoing {
			answers = append(answers, e)
		}
	}
	var late []projections.FollowUpRow
	for _, f := range t.shown.page.FollowUps {
		if f.Due < domain.DayOf(now) {
			late = append(late, f)
		}
	}
	switch {
	case len(answers) > 0:
		oldest := answers[0]
		for _, e := range answers {
			if e.At.Before(oldest.At) {
				oldest = e
			}
		}
		said := oldest.Subject
		if said == "" {
			said = oldest.Text
		}
		title := i18n.N("people.waiting", len(answers), when.Ago(oldest.At, now, i18n.Language(), domain.PrecisionDay))
		tone := kit.Late
		if oldest.AnswerBy >= domain.DayOf(now) { // it has time until then
			tone = kit.Soon
			title += " · " + i18n.T("people.answer.by", when.SpeakDay(oldest.AnswerBy, now, i18n.Language()))
		}
		return warning(tone, title, said, func() { t.desk.Open(oldest.Record) })
	case len(late) > 0:
		var texts []string
		for _, f := range late {
			texts = append(texts, f.Text)
		}
		title := i18n.N("people.overdue", len(late), when.AgoDay(late[0].Due, now, i18n.Language()))
		return warning(kit.Late, title, strings.Join(texts, " · "), func() {
			if late[0].Conversation != domain.None {
				t.desk.Open(domain.Stream{Kind: domain.KindConversation, ID: late[0].Conversation})
			}
		})
	}
	return nil
}

func warning(tone kit.Tone, title, text string, onTap func()) fyne.CanvasObject {
	head := kit.NewText(kit.Bold, title)
	if tone == kit.Late {
		head.SetColor(kit.ColorLate)
	}
	said := kit.NewParagraph(kit.Body, text)
	said.MaxLines = 2
	return kit.NewPressable(kit.NewNotice(tone, kit.NewColumn(2, head, said)), onTap)
}

// languageName is a language as people call it.
func languageName(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if key := "people.language." + base; i18n.Has(key) {
		return i18n.T(key)
	}
	return tag
}

// languages are offered in the form, the likeliest first.
var languages = []string{
	"", "de", "en", "fr", "it", "es", "nl", "pl", "cs", "da", "sv", "nb", "fi", "pt", "hu", "ro",
	"hr", "sl", "sk", "bg", "el", "tr", "uk", "ru", "ar", "he", "hi", "zh", "ja", "ko", "vi",
}
