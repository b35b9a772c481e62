package needs

import (
	"context"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// addVoices asks who wants it too, in which words, and since when.
func (t *detail) addVoices() {
	who := picker.People(t.desk, i18n.T("needs.form.voices.placeholder"), true, nil)
	heard := picker.DayGone(t.desk, nil)
	heard.SetDay(domain.DayOf(t.desk.Workspace.Now()).In(t.desk.Workspace.Now().Location()))
	quote := kit.NewTextArea(i18n.T("needs.form.quote.placeholder"), 2)
	people := kit.NewField(i18n.T("needs.voice.who"), who.Object()).Hint(i18n.T("needs.form.voices.hint"))
	people.Check = func() string {
		return who.CheckSome(i18n.T("needs.voice.nobody"))
	}
	day := kit.NewField(i18n.T("needs.voice.when"), heard)
	day.Check = heard.Check
	form := kit.NewForm(people, kit.NewField(i18n.T("needs.form.quote"), quote), day)
	kit.OpenDialog(t.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("needs.voice.add"), Content: form, Width: 520, Submit: i18n.T("needs.voice.submit"), Focus: who.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			join(t.desk, joining{
				need: t.id, who: who, quote: quote.Text, heard: heardOn(t.desk, picker.DayOf(heard)),
			}, nil)
			return true
		},
	})
}

// heardOn is the moment of a day: now, if it is today.
func heardOn(d *desk.Desk, day domain.Day) domain.Moment {
	now := d.Workspace.Now()
	if day == "" || day == domain.DayOf(now) {
		return domain.Moment{At: now, Precision: domain.PrecisionMinute}
	}
	return domain.Moment{At: day.In(now.Location()), Precision: domain.PrecisionDay}
}

// joining are the voices that are added to a need.
type joining struct {
	need         domain.ID
	who          *picker.Picker
	quote        string
	conversation domain.ID
	heard        domain.Moment
}

// join adds voices to a need as one step; whoever is new is made with it.
func join(d *desk.Desk, j joining, then func()) {
	var voices []domain.Voice
	parts := j.who.Additions(domain.KindPerson, domain.Origin{How: domain.OriginManual})
	d.Run(func(ctx context.Context) (err error) {
		voices, err = voicesOf(ctx, d, j.who, j.conversation, j.heard)
		return err
	}, func() {
		for _, voice := range voices {
			parts = append(parts, domain.AddVoice{Need: j.need, Voice: voice, Quote: j.quote})
		}
		d.Do(domain.Batch{Title: "add-voice", Parts: parts}, done(then))
	})
}

// voicesOf are those who are chosen, each with the organisation for which they
// speak.
func voicesOf(ctx context.Context, d *desk.Desk, who *picker.Picker, conversation domain.ID, heard domain.Moment) ([]domain.Voice, error) {
	var voices []domain.Voice
	for _, item := range who.Items() {
		voice := domain.Voice{Person: desk.RouteID(item.ID), Conversation: conversation, Heard: heard}
		if !item.New {
			person, err := d.Workspace.Views().Person(ctx, voice.Person, d.Workspace.Now())
			if err != nil {
				return nil, err
			}
			voice.Organisation = organisationOf(person)
		}
		voices = append(voices, voice)
	}
	return voices, nil
}

// organisationOf is where somebody belongs now, None for nowhere: the one that
// stands beside their name.
func organisationOf(p *projections.PersonPage) domain.ID {
	if p == nil {
		return domain.None
	}
	for _, at := range p.Affiliations {
		if at.OrganisationName == p.Organisation {
			return at.Organisation
		}
	}
	return domain.None
}

// editQuote writes down what somebody said, or corrects it.
func (t *detail) editQuote(row *projections.VoiceRow) {
	voice := domain.Voice{Person: row.Person, Organisation: row.Organisation, Conversation: row.Conversation, Heard: row.Heard, Erased: row.Erased}
	quote := kit.NewTextArea(i18n.T("needs.form.quote.placeholder"), 3)
	quote.SetText(row.Quote)
	kit.OpenDialog(t.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("needs.voice.quote"), Content: kit.NewForm(kit.NewField(row.Name, quote)), Focus: quote,
		OnSubmit: func() bool {
			t.desk.Do(domain.AddVoice{Need: t.id, Voice: voice, Quote: quote.Text}, nil)
			return true
		},
	})
}
