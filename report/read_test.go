package report

import (
	"context"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/workspace"
)

var ctx = context.Background()

// weimar is a workspace in which Goethe of Cotta complained to Caroline Neuber.
func weimar(t *testing.T) (w *workspace.Workspace, cotta, goethe domain.Stream) {
	t.Helper()
	was := i18n.Language()
	t.Cleanup(func() { _ = i18n.SetLanguage(was) })
	if err := i18n.SetLanguage("de"); err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(ctx, filepath.Join(t.TempDir(), "kontor"), workspace.Options{
		Name: "Weimar", Me: domain.Name{Given: "Caroline", Family: "Neuber"}, FileKey: true, Now: func() time.Time { return asOf },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	cotta, goethe = domain.Stream{Kind: domain.KindOrganisation, ID: w.NewID()}, domain.Stream{Kind: domain.KindPerson, ID: w.NewID()}
	manual := domain.Origin{How: domain.OriginManual}
	mood, talk := -2, w.NewID()
	for _, c := range []domain.Command{
		domain.AddRecord{Record: cotta, Origin: manual, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}}},
		domain.AddRecord{Record: goethe, Origin: manual, Changes: []domain.Change{
			{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Johann", Family: "Goethe"})},
		}},
		domain.Affiliate{Person: goethe.ID, Origin: manual, Affiliation: domain.Affiliation{ID: w.NewID(), Organisation: cotta.ID, Title: "Autor"}},
		domain.LogConversation{Conversation: talk, Content: domain.ConversationContent{
			Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, Sentiment: &mood, People: []domain.ID{goethe.ID},
			Ours: []domain.ID{w.Me()}, When: domain.Moment{At: asOf.AddDate(0, 0, -2), Precision: domain.PrecisionMinute},
		}, Words: domain.ConversationWords{Text: "Das **Pult** kam zerbrochen an."}},
		domain.PlanFollowUp{FollowUp: w.NewID(), Text: "Ersatz schicken", Plan: domain.FollowUpPlan{
			Due: "2026-11-20", For: w.Me(), People: []domain.ID{goethe.ID}, Organisations: []domain.ID{cotta.ID}, Conversation: talk,
		}},
	} {
		if _, err := w.Do(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	return w, cotta, goethe
}

func TestReadSaysWhatColleaguesKnow(t *testing.T) {
	w, cotta, goethe := weimar(t)
	for _, of := range []domain.Stream{cotta, goethe} {
		d, err := Read(ctx, w, of)
		if err != nil || d == nil {
			t.Fatal(d, err)
		}
		if len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0].Title, "19. November 2026") ||
			d.Warnings[0].Text != "Johann Goethe → Caroline Neuber: Das Pult kam zerbrochen an." {
			t.Errorf("%s: it warns of %+v", of.Kind, d.Warnings)
		}
		if len(d.KnownBy) != 1 || d.KnownBy[0] != (Fact{"Caroline Neuber", "1 · vor 2 Tagen"}) {
			t.Errorf("%s: who knows them: %+v", of.Kind, d.KnownBy)
		}
		text := "Ersatz schicken"
		if of == cotta {
			text += " (Johann Goethe)"
		}
		if len(d.Open) != 1 || d.Open[0] != (Task{text, "Caroline Neuber", "20. November 2026", true}) {
			t.Errorf("%s: open is %+v", of.Kind, d.Open)
		}
		if len(d.Talks) != 1 || d.Talks[0].Who != "Caroline Neuber ← Johann Goethe" || d.MoreTalks != 0 {
			t.Errorf("%s: the conversations: %+v and %d", of.Kind, d.Talks, d.MoreTalks)
		}
		if d.By != "Caroline Neuber" || d.Workspace != "Weimar" || d.Position != w.Views().Position() || !d.AsOf.Equal(asOf) {
			t.Errorf("%s: made by %q of %q up to %d", of.Kind, d.By, d.Workspace, d.Position)
		}
		onePage(t, written(t, d))
	}
	d, err := Read(ctx, w, cotta)
	if err != nil || len(d.People) != 1 || !reflect.DeepEqual(d.People[0], Acquaintance{"Johann Goethe", "Autor", "vor 2 Tagen", []string{"Neuber 1"}}) {
		t.Errorf("the people: %+v, %v", d.People, err)
	}
}

func TestOpenNeedsStandAmongWhatIsOpen(t *testing.T) {
	w, cotta, goethe := weimar(t)
	_, err := w.Do(ctx, domain.RaiseNeed{
		Need: w.NewID(), Plan: domain.NeedPlan{For: w.Me(), Due: "2026-12-01", Origin: domain.Origin{How: domain.OriginManual}},
		Words:  domain.NeedWords{Title: "Deutsche Fassung"},
		Voices: []domain.Voice{{Person: goethe.ID, Organisation: cotta.ID, Heard: domain.Moment{At: asOf, Precision: domain.PrecisionDay}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []domain.Stream{cotta, goethe} {
		d, err := Read(ctx, w, of)
		want := Task{"Anliegen (offen): Deutsche Fassung", "Caroline Neuber", "1. Dezember 2026", false}
		if err != nil || len(d.Open) != 2 || d.Open[1] != want {
			t.Errorf("%s: open is %+v, %v", of.Kind, d.Open, err)
		}
	}
}

func TestThereIsNoDossierOfWhoIsGone(t *testing.T) {
	w, _, goethe := weimar(t)
	if _, err := w.Do(ctx, domain.Withdraw{Record: goethe}); err != nil {
		t.Fatal(err)
	}
	for _, of := range []domain.Stream{goethe, {Kind: domain.KindPerson, ID: w.NewID()}, {Kind: domain.KindOrganisation, ID: w.NewID()}} {
		if d, err := Read(ctx, w, of); d != nil || err != nil {
			t.Errorf("%+v, %v", d, err)
		}
	}
	if _, err := Read(ctx, w, domain.Stream{Kind: domain.KindCommunity, ID: w.NewID()}); err == nil {
		t.Error("a community has a dossier")
	}
}

func TestTheDossierOfAnOrganisationNamesPromisesToItsPeople(t *testing.T) {
	w, cotta, goethe := weimar(t)
	_, err := w.Do(ctx, domain.PlanFollowUp{FollowUp: w.NewID(), Text: "Handbuch schicken", Plan: domain.FollowUpPlan{
		Due: "2026-12-01", For: w.Me(), People: []domain.ID{goethe.ID},
	}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(ctx, w, cotta)
	want := Task{"Handbuch schicken (Johann Goethe)", "Caroline Neuber", "1. Dezember 2026", false}
	if err != nil || len(d.Open) != 2 || d.Open[1] != want {
		t.Errorf("open is %+v, %v", d.Open, err)
	}
	if d, err = Read(ctx, w, goethe); err != nil || d.Open[1].Text != "Handbuch schicken" {
		t.Errorf("of the person: %+v, %v", d.Open, err)
	}
}
