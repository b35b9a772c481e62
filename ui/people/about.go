package people

import (
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// about is the line below the name: what and where, whose, in which language.
func (t *detail) about() []kit.Span {
	p := t.shown.page
	var spans []kit.Span
	next := func() {
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: "\u00a0· ", Style: kit.Secondary})
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
			say(i18n.T("people.speaks", workspace.LanguageText(fact.Value.Text)))
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

// lastLine says when we spoke last, over which channel, and who of us did.
func (t *detail) lastLine() []kit.Span {
	e := t.shown.last
	if e == nil {
		return nil
	}
	now := t.desk.Workspace.Now()
	var ours []string
	for _, p := range e.Ours {
		ours = append(ours, t.desk.PartyName(p))
	}
	channel := "channel." + e.Channel
	said := i18n.T("people.last-line", when.Ago(e.At, now, i18n.Language(), domain.PrecisionDay))
	if i18n.Has(channel) {
		said += " · " + kit.Within(i18n.T(channel))
	}
	if len(ours) > 0 {
		said += " · " + strings.Join(ours, ", ")
	}
	return []kit.Span{{Text: said, Style: kit.Secondary, OnTap: func() { t.desk.Open(e.Record) }}}
}

// warnings are what is to be known before anyone calls: complaints of the person
// or of where they are, answers that are open, what is overdue, and who may be the
// same.
func (t *detail) warnings() []dossier.Warning {
	list := dossier.Complaints(t.desk, t.shown.page.Complaints)
	if w, ok := t.waiting(); ok {
		list = append(list, w)
	}
	if w, ok := t.overdue(); ok {
		list = append(list, w)
	}
	for _, twin := range t.shown.twins[:min(len(t.shown.twins), 1)] {
		list = append(list, dossier.Warning{
			Tone: kit.Soon, Title: i18n.T("people.alike", displayName(twin.Person)), Text: reasonsText(twin.Reasons),
			OnTap: func() { t.desk.Open(personStream(twin.Person.ID)) }, About: dossier.AboutTwin,
		})
	}
	return list
}

// reasonsText says the first reasons why two people may be the same.
func reasonsText(reasons []projections.Reason) string {
	var said []string
	for _, r := range reasons[:min(len(reasons), 2)] {
		said = append(said, i18n.T(r.Code, r.Args...))
	}
	return strings.Join(said, " · ")
}

// waiting warns of the answer that they have waited for longest.
func (t *detail) waiting() (w dossier.Warning, ok bool) {
	now, lang := t.desk.Workspace.Now(), i18n.Language()
	var oldest *projections.TimelineEntry
	n := 0
	for i := range t.shown.page.Unanswered {
		e := &t.shown.page.Unanswered[i]
		if e.AnswerTheirs || dossier.IsComplaint(t.shown.page.Complaints, *e) {
			continue
		}
		n++
		if oldest == nil || e.At.Before(oldest.At) {
			oldest = e
		}
	}
	if oldest == nil {
		return w, false
	}
	text := oldest.Subject
	if text == "" {
		text = timeline.Plain(oldest.Text)
	}
	w = dossier.Warning{Tone: kit.Late, Text: text, OnTap: func() { t.desk.Open(oldest.Record) }, About: dossier.AboutAnswer}
	w.Title = i18n.N("people.waiting", n, when.Ago(oldest.At, now, lang, domain.PrecisionDay))
	if oldest.AnswerBy >= domain.DayOf(now) { // it has time until then
		w.Tone = kit.Soon
		w.Title += " · " + i18n.T("people.answer.by", when.SpeakDay(oldest.AnswerBy, now, lang))
	}
	return w, true
}

// overdue warns of what one of us should have done.
func (t *detail) overdue() (w dossier.Warning, ok bool) {
	now := t.desk.Workspace.Now()
	var texts []string
	var first *projections.FollowUpRow
	for i := range t.shown.page.FollowUps {
		if f := &t.shown.page.FollowUps[i]; f.Due < domain.DayOf(now) {
			if first == nil {
				first = f
			}
			texts = append(texts, f.Text)
		}
	}
	if first == nil {
		return w, false
	}
	w = dossier.Warning{Tone: kit.Late, Text: strings.Join(texts, " · "), Title: i18n.N("people.overdue", len(texts), when.AgoDay(first.Due, now, i18n.Language()))}
	if first.Conversation != domain.None {
		w.OnTap = func() { t.desk.Open(domain.Stream{Kind: domain.KindConversation, ID: first.Conversation}) }
	}
	return w, true
}

// languages are offered in the form, the likeliest first.
var languages = []string{
	"", "de", "en", "fr", "it", "es", "nl", "pl", "cs", "da", "sv", "nb", "fi", "pt", "hu", "ro",
	"hr", "sl", "sk", "bg", "el", "tr", "uk", "ru", "ar", "he", "hi", "zh", "ja", "ko", "vi",
}
