package organisations

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk/desktest"
)

func TestAnUnsavedOrganisationIsTakenUpAgain(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	b.EditOrganisation(domain.None)
	b.Press(fyne.KeyEscape)
	if b.Workspace.Draft(draftName) != "" {
		t.Fatal("a look at the form left a draft")
	}
	b.EditOrganisation(domain.None)
	b.Type("Cotta")
	b.Press(fyne.KeyEscape)
	says(t, b, "Als Entwurf behalten")
	b.EditOrganisation(domain.None)
	says(t, b, "Dein Entwurf, geschrieben heute 14:32.", "Weiter schreiben")
	submit(b)
	rows := b.Texts()
	if !strings.Contains(rows, "Cotta") || b.Workspace.Draft(draftName) != "" {
		t.Errorf("after saving the draft is %q, in sight: %s", b.Workspace.Draft(draftName), rows)
	}
}

func TestADiscardedDraftOfAnOrganisationIsGone(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	id := add(b, "Cotta")
	b.EditOrganisation(id)
	b.Type(" Nachf.")
	b.Press(fyne.KeyEscape)
	b.EditOrganisation(id)
	says(t, b, "Dein Entwurf")
	b.Tap("Verwerfen")
	if strings.Contains(b.Texts(), "Dein Entwurf") || b.Workspace.Draft(draftName+"-"+id.String()) != "" {
		t.Error("the draft is there still")
	}
}

func TestOnlyWhatTheFormChangedIsSaved(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	id := add(b, "Cotta")
	record := domain.Stream{Kind: domain.KindOrganisation, ID: id}
	b.EditOrganisation(id)
	b.Type(" Nachf.")
	b.Must(domain.ChangeDetails{Record: record, Origin: manual, Changes: []domain.Change{
		{Field: domain.FieldLegalName, Now: domain.TextValue("J. G. Cotta")},
	}})
	says(t, b, "Dieser Eintrag wurde inzwischen an anderer Stelle geändert.")
	submit(b)
	got := known(b, id).Dossier
	if got.Text(domain.FieldName) == "Cotta" || got.Text(domain.FieldLegalName) != "J. G. Cotta" {
		t.Errorf("saved as %q, legal name %q", got.Text(domain.FieldName), got.Text(domain.FieldLegalName))
	}
}

func TestADraftLeavesAloneWhatOthersChangedSince(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	id := add(b, "Cotta")
	record := domain.Stream{Kind: domain.KindOrganisation, ID: id}
	b.EditOrganisation(id)
	b.Type(" Nachf.")
	b.Press(fyne.KeyEscape)
	b.Must(domain.ChangeDetails{Record: record, Origin: manual, Changes: []domain.Change{
		{Field: domain.FieldDescription, Now: domain.TextValue("Verlag")},
	}})
	b.EditOrganisation(id)
	says(t, b, "Dein Entwurf")
	submit(b)
	got := known(b, id).Dossier
	if got.Text(domain.FieldName) == "Cotta" || got.Text(domain.FieldDescription) != "Verlag" {
		t.Errorf("saved as %q, description %q", got.Text(domain.FieldName), got.Text(domain.FieldDescription))
	}
}
