package people

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/picker"
)

func everyone(t *testing.T, b *desktest.Bench) []projections.PersonRow {
	t.Helper()
	rows, err := b.Workspace.Views().People(context.Background(), projections.PeopleQuery{Order: projections.PeopleByAdded})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func history(t *testing.T, b *desktest.Bench, id domain.ID) []domain.Recorded {
	t.Helper()
	events, err := b.Workspace.History(context.Background(), personStream(id))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestFormSavesOnlyWhatChanged(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	p.List.Rows.Select(schiller.String())
	before := len(history(t, b, schiller))

	f := openForm(b.Desk, schiller)
	f.dialog.Submit()
	if n := len(history(t, b, schiller)); n != before {
		t.Errorf("a look at the form recorded %d events", n-before)
	}

	f = openForm(b.Desk, schiller)
	f.birthday.SetText("10.11.1759")
	f.points.add(domain.PointEmail)
	b.Type("schiller@cotta.example")
	f.dialog.Submit()
	events := history(t, b, schiller)[before:]
	if len(events) != 1 {
		t.Fatalf("%d events were recorded, want one", len(events))
	}
	changed, ok := events[0].Event.(*domain.DetailsChanged)
	if !ok || len(changed.Sealed.Changes) != 2 {
		t.Fatalf("recorded was %#v", events[0].Event)
	}
	want := domain.PartialDate{Year: 1759, Month: 11, Day: 10}
	if got := personOf(t, b, schiller).Birthday(); got != want {
		t.Errorf("the birthday is %v", got)
	}
	says(t, b, "Person gespeichert", "schiller@cotta.example", "10. November 1759")
	b.Undo()
	if p := personOf(t, b, schiller); len(p.Dossier.Points()) != 0 || !p.Birthday().IsZero() {
		t.Error("one undo does not take back what the form saved")
	}
}

func TestFormChangesEverything(t *testing.T) {
	b, shown := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	shown.List.Rows.Select(schiller.String())
	partners, press := b.Workspace.NewID(), b.Workspace.NewID()
	for id, name := range map[domain.ID]string{partners: "Partner", press: "Presse"} {
		b.Must(domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindCommunity, ID: id}, Origin: manual,
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue(name)}},
		})
	}
	b.Must(domain.JoinCommunity{Person: schiller, Community: partners, Roles: []string{"advocate"}, Since: "2026-06-01", Origin: manual})

	f := openForm(b.Desk, schiller)
	f.name.parts["title"].SetText("Dr.")
	f.name.parts["particle"].SetText("von")
	d := f.read()
	d.Memberships = []membership{{press, "Fürsprecher, Beirat"}}
	d.Tags = []string{"doku", "messe"}
	d.Language = "de"
	d.Place = position{Title: "Integrator", From: "März 2024"}
	f.fill(d)
	f.place.organisation.Add(picker.Item{ID: b.Workspace.NewID().String(), Label: "Cotta", New: true})
	f.rhythm.choice.SetValue(rhythmDays)
	f.rhythm.days.SetText("45")
	f.owner.SetValue(b.Workspace.Me().String())
	f.note.SetText("Mag Äpfel.")
	f.dialog.Submit()

	p := personOf(t, b, schiller)
	if got := p.Name().Full(); got != "Dr. Friedrich von Schiller" {
		t.Errorf("the name is %q", got)
	}
	if _, still := p.Membership(partners); still {
		t.Error("the community that was taken away is there still")
	}
	m, ok := p.Membership(press)
	if !ok || len(m.Roles) != 2 || m.Roles[0] != "advocate" || m.Roles[1] != "Beirat" {
		t.Errorf("the new community is %+v", m)
	}
	if len(p.Affiliations) != 1 || p.Affiliations[0].Title != "Integrator" || p.Affiliations[0].From != (domain.PartialDate{Year: 2024, Month: 3}) {
		t.Errorf("the affiliations are %+v", p.Affiliations)
	}
	if p.Rhythm != 45 || p.Owner != b.Workspace.Me() || len(p.Dossier.Tags()) != 2 || p.Dossier.Text(domain.FieldNote) != "Mag Äpfel." {
		t.Errorf("saved was %+v", p)
	}
	says(t, b, "Integrator bei ", "Cotta")
}

func TestFormLosesNoPositionForWantOfAnOrganisation(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	f := openForm(b.Desk, domain.None)
	f.name.parts["given"].SetText("Nora")
	f.place.title.SetText("Leiterin")
	if f.form.Validate() {
		t.Error("a position without an organisation was let through, and would have been dropped")
	}
	f.place.organisation.Add(picker.Item{ID: b.Workspace.NewID().String(), Label: "Cotta", New: true})
	if !f.form.Validate() {
		t.Error("it is refused with an organisation, too")
	}
}

func TestFormLeavesARoleThatAnImportNamed(t *testing.T) {
	partners := domain.Membership{Community: domain.ID{1}, Roles: []string{"Meinungsbildner", "advocate"}}
	d := draft{
		Known:       known{Memberships: []domain.Membership{partners}},
		Memberships: []membership{{partners.Community, desk.RolesText(partners.Roles)}},
	}
	if parts := (saving{}).communities(d); len(parts) != 0 {
		t.Errorf("nobody changed a role, and yet %+v", parts)
	}
}

func TestFormSaysHowToRepair(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	before := len(history(t, b, schiller))
	f := openForm(b.Desk, schiller)
	f.points.add(domain.PointEmail)
	b.Type("schiller.cotta")
	f.birthday.SetText("31.2.")
	f.dialog.Submit()
	says(t, b, "„schiller.cotta“ ist keine Mail-Adresse. Schreib sie wie name@firma.de.", "Schreib das Datum etwa so")
	if !f.isOpen() || len(history(t, b, schiller)) != before {
		t.Error("what is wrong was saved")
	}
	f.name.set(domain.Name{})
	f.points.set(nil)
	f.dialog.Submit()
	says(t, b, "Gib einen Namen an")
}

func TestNewPersonFromASignature(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	f := openForm(b.Desk, domain.None)
	b.Type(signature)
	settle(b)
	says(t, b, "Erkannt: Name, Mail")
	f.name.parts["nickname"].SetText("Fritz") // what a human adds has another origin
	f.points.add(domain.PointURL)
	b.Type("https://schiller.example")
	f.dialog.Submit()
	rows := everyone(t, b)
	if len(rows) != 1 {
		t.Fatalf("there are %d people", len(rows))
	}
	p := personOf(t, b, rows[0].ID)
	if got := p.Name().Full(); got != "Dr. Friedrich von Schiller" {
		t.Errorf("the name is %q", got)
	}
	mail := p.Dossier.Points(domain.PointEmail)
	if len(mail) != 1 || mail[0].Value != "friedrich.schiller@cotta.example" {
		t.Fatalf("the mail addresses are %+v", mail)
	}
	if got := p.Dossier[domain.PointField(mail[0].ID)].Origin.How; got != domain.OriginSignature {
		t.Errorf("the mail address comes from %q", got)
	}
	if got := p.Dossier[domain.FieldName].Origin.How; got != domain.OriginManual {
		t.Errorf("the name, which was changed, comes from %q", got)
	}
	if rows[0].Organisation != "Cotta" || rows[0].JobTitle != "Leiter Integration" {
		t.Errorf("the place is %q, %q", rows[0].Organisation, rows[0].JobTitle)
	}
	if b.Workspace.Draft(draftName) != "" {
		t.Error("what was saved is kept as a draft")
	}
}

func TestTypedNameIsSplit(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	f := openForm(b.Desk, domain.None)
	b.Type("Dr. Charlotte von Stein")
	settle(b)
	want := domain.Name{Title: "Dr.", Given: "Charlotte", Particle: "von", Family: "Stein"}
	if got := f.name.read(); got != want {
		t.Errorf("the name is %+v", got)
	}
	f.dialog.Submit()
	p := personOf(t, b, everyone(t, b)[0].ID)
	if got := p.Dossier[domain.FieldName].Origin.How; got != domain.OriginManual {
		t.Errorf("a name that was typed comes from %q", got)
	}
}

func TestProposalsLeaveWhatWasTyped(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	f := openForm(b.Desk, domain.None)
	f.name.parts["given"].SetText("Fritz")
	f.name.parts["family"].SetText("Schiller")
	b.Type(signature)
	settle(b)
	if got := f.name.read(); got.Given != "Fritz" {
		t.Errorf("the name is %+v", got)
	}
	// A second signature replaces what the first one said, and nothing else.
	f.paste.SetText("Friedrich Schiller\nfritz@jena.example")
	settle(b)
	points := f.points.read()
	if len(points) != 1 || points[0].Value != "fritz@jena.example" {
		t.Errorf("the points are %+v", points)
	}
}

func TestAPasteReplacesWhatItNames(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	f := openForm(b.Desk, domain.None)
	b.Type(signature)
	settle(b)
	f.note.SetText("Schreibt gern")
	b.Press(fyne.KeyEscape)

	f = openForm(b.Desk, domain.None) // with what was left
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Goethe;Johann;;;\r\nORG:Hof Weimar\r\nEMAIL:goethe@weimar.example\r\nEND:VCARD\r\n"
	if !f.takePaste(card) {
		t.Fatal("a card was not taken")
	}
	settle(b)
	d := f.read()
	if d.Pasted != card || d.Name.Family != "Goethe" || len(d.Points) != 1 || d.Points[0].Value != "goethe@weimar.example" {
		t.Errorf("the form says %+v, %+v, pasted %q", d.Name, d.Points, d.Pasted)
	}
	if len(d.Place.Organisation) != 1 || d.Place.Organisation[0].Label != "Hof Weimar" || d.Place.Title != "" || d.Note != "Schreibt gern" {
		t.Errorf("the place is %+v, the note %q", d.Place, d.Note)
	}
	if f.takePaste("Goethe") {
		t.Error("a single word replaced a card")
	}
	f.dialog.Submit()
	if p := personOf(t, b, everyone(t, b)[0].ID); p.Origin.How != domain.OriginPasted {
		t.Errorf("the person comes from %q", p.Origin.How)
	}
}

func TestCardIsDropped(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	card := filepath.Join(t.TempDir(), "goethe.vcf")
	text := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Goethe;Johann;;;\r\nFN:Johann Goethe\r\nEMAIL:goethe@weimar.example\r\nBDAY:1749-08-28\r\nEND:VCARD\r\n"
	if err := os.WriteFile(card, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f := openForm(b.Desk, domain.None)
	f.onDropped([]fyne.URI{storage.NewFileURI(card)})
	f.dialog.Submit()
	p := personOf(t, b, everyone(t, b)[0].ID)
	if p.Name().Family != "Goethe" || p.Birthday() != (domain.PartialDate{Year: 1749, Month: 8, Day: 28}) {
		t.Errorf("the person is %+v", p.Dossier)
	}
	if got := p.Origin.How; got != domain.OriginImport {
		t.Errorf("the person comes from %q", got)
	}

	broken := filepath.Join(t.TempDir(), "bild.vcf")
	if err := os.WriteFile(broken, []byte("Kein Adressbuch"), 0o600); err != nil {
		t.Fatal(err)
	}
	f = openForm(b.Desk, domain.None)
	f.dropped(broken)
	if f.reading.Text() == "" || f.name.read() != (domain.Name{}) {
		t.Error("a file that is no card says something about a person")
	}
}

func TestTwinIsAskedAbout(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	f := openForm(b.Desk, domain.None)
	b.Type("Friedrich Schiller")
	settle(b)
	settle(b)
	says(t, b, "Ist das jemand, der schon da ist?", "Gleicher Vor- und Nachname")
	f.dialog.Submit()
	if !f.isOpen() || len(everyone(t, b)) != 3 {
		t.Fatal("a twin was saved without a question")
	}
	says(t, b, "Trotzdem als neue Person speichern")

	// The person who is there already, with what was typed kept.
	f.openTwin(schiller)
	if p.detail() == nil && b.Shell.Route().Arg != schiller.String() {
		t.Error("the person who is there is not shown")
	}
	if b.Workspace.Draft(draftName) == "" {
		t.Error("what was typed is lost")
	}

	f = openForm(b.Desk, domain.None)
	f.dialog.Submit()
	b.Press(fyne.KeyReturn) // on "open": nobody is there twice by Enter
	if f.isOpen() || len(everyone(t, b)) != 3 {
		t.Fatal("Enter did not open the person who is there")
	}
	f = openForm(b.Desk, domain.None)
	says(t, b, "Ist das jemand, der schon da ist?") // of what was left, too
	f.dialog.Submit()
	b.Tap("Trotzdem als neue Person speichern")
	if len(everyone(t, b)) != 4 {
		t.Error("the person was not saved all the same")
	}
}

func TestATwinIsProposedWhatDiffers(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	openForm(b.Desk, domain.None)
	b.Type(signature)
	settle(b)
	settle(b)
	before := personOf(t, b, schiller)
	b.Tap("Dort übernehmen")
	says(t, b, "Was übernommen werden soll", "Mail: friedrich.schiller@cotta.example", "Alle übernehmen")
	for name, less := range map[string]bool{"Friedrich Schiller": true, "Schiller": true, "Dr. Friedrich Schiller": false, "Friederike Schiller": false} {
		if saysAll("Friedrich von Schiller", name) != less {
			t.Errorf("%q says less than the name that is known: %t", name, !less)
		}
	}
	if now := personOf(t, b, schiller); now.Version != before.Version {
		t.Fatal("something was overwritten without a question")
	}
	b.Press(fyne.KeyReturn) // takes all of it, and leaves it to be looked at
	says(t, b, "Alles, was du eingefügt hast, steht hier.")
	if now := personOf(t, b, schiller); now.Version != before.Version {
		t.Fatal("it was saved without being asked to")
	}
	b.Tap("Speichern")
	if route := b.Shell.Route(); route.Arg != schiller.String() {
		t.Errorf("after saving stands %+v", route)
	}
	says(t, b, "Person gespeichert – Dr. Friedrich von Schiller")
	p := personOf(t, b, schiller)
	mails := p.Dossier.Points(domain.PointEmail)
	at := slices.IndexFunc(mails, func(m domain.ContactPoint) bool { return m.Value == "friedrich.schiller@cotta.example" })
	if at < 0 || p.Dossier[domain.PointField(mails[at].ID)].Origin.How != domain.OriginSignature {
		t.Errorf("the mail addresses are %+v", mails)
	}
	if len(everyone(t, b)) != 3 || b.Workspace.Draft(draftName) != "" {
		t.Errorf("%d people, and the draft of a new one is %t", len(everyone(t, b)), b.Workspace.Draft(draftName) != "")
	}
}

func TestDraftIsKept(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	f := openForm(b.Desk, schiller)
	b.Press(fyne.KeyEscape)
	if b.Workspace.Draft(f.draftName()) != "" {
		t.Error("a look at the form left a draft")
	}
	f = openForm(b.Desk, schiller)
	f.note.SetText("Halb geschrieben")
	b.Press(fyne.KeyEscape)
	says(t, b, "Als Entwurf behalten")

	f = openForm(b.Desk, schiller)
	says(t, b, "Dein Entwurf, geschrieben heute 14:32.")
	if f.note.Text != "Halb geschrieben" {
		t.Errorf("the draft says %q", f.note.Text)
	}
	f.discard()
	if b.Workspace.Draft(f.draftName()) != "" {
		t.Error("the draft is there still")
	}
	says(t, b, "Friedrich Schiller bearbeiten")
	saysNot(t, b, "Dein Entwurf")
}

func TestWhatSomebodyElseChangedIsNotOverwritten(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	f := openForm(b.Desk, schiller)
	b.Must(domain.ChangeDetails{Record: personStream(schiller), Origin: manual, Changes: []domain.Change{
		{Field: domain.FieldNote, Now: domain.TextValue("Von jemand anderem")},
	}})
	f.note.SetText("Von mir")
	f.dialog.Submit()
	if got := personOf(t, b, schiller).Dossier.Text(domain.FieldNote); got != "Von jemand anderem" {
		t.Errorf("the note is %q", got)
	}
	if f = openForm(b.Desk, schiller); f.note.Text != "Von mir" {
		t.Error("what was typed is lost")
	}
}

func TestCustomFields(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	values := map[domain.FieldType]string{
		domain.FieldTypeText: "blau", domain.FieldTypeNumber: "1.200,5", domain.FieldTypeDate: "12.3.2024",
		domain.FieldTypeYesNo: answerYes, domain.FieldTypeChoice: "B", domain.FieldTypeURL: "https://weimar.example",
	}
	ids := map[domain.FieldType]domain.ID{}
	for kind := range values {
		ids[kind] = b.Workspace.NewID()
		b.Must(domain.DefineField{Workspace: b.Workspace.ID(), Field: domain.FieldDefinition{
			ID: ids[kind], For: domain.KindPerson, Type: kind, Name: "Feld " + string(kind), Choices: []string{"A", "B"},
		}})
	}
	f := openForm(b.Desk, schiller)
	for _, c := range f.custom {
		text := values[c.definition.Type]
		if c.choice != nil {
			c.choice.SetValue(text)
		} else {
			c.entry.SetText(text)
		}
	}
	f.dialog.Submit()
	custom := personOf(t, b, schiller).Dossier.Custom()
	if n := custom[ids[domain.FieldTypeNumber]].Number; n == nil || *n != 1200.5 {
		t.Errorf("the number is %v", n)
	}
	if yes := custom[ids[domain.FieldTypeYesNo]].Yes; yes == nil || !*yes {
		t.Errorf("the answer is %v", yes)
	}
	if d := custom[ids[domain.FieldTypeDate]].Date; d == nil || *d != (domain.PartialDate{Year: 2024, Month: 3, Day: 12}) {
		t.Errorf("the date is %v", d)
	}
	if len(custom) != len(values) {
		t.Errorf("%d fields were saved", len(custom))
	}
	before := len(history(t, b, schiller))
	f = openForm(b.Desk, schiller)
	f.dialog.Submit()
	if len(history(t, b, schiller)) != before {
		t.Error("reading the values back changed them")
	}
	f = openForm(b.Desk, schiller)
	for _, c := range f.custom {
		if c.definition.Type == domain.FieldTypeNumber {
			c.entry.SetText("viel")
		}
	}
	f.dialog.Submit()
	says(t, b, "Schreib nur eine Zahl")
}

func TestRelationIsAdded(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, schiller, _ := weimar(b)
	p.List.Rows.Select(schiller.String())
	editRelation(b.Desk, p.detail().shown.page)
	b.Type("goeth")
	b.Press(fyne.KeyReturn)
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	relations := personOf(t, b, schiller).Relations
	if len(relations) != 1 || relations[0].Other != goethe || relations[0].Kind != domain.RelationIntroducedBy {
		t.Errorf("the relations are %+v", relations)
	}
}

func TestWithdrawnPersonCanComeBack(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	p.List.Rows.Select(schiller.String())
	withdraw(b.Desk, p.detail().shown.page.PersonRow)
	says(t, b, "Person zurückziehen?")
	b.Press(fyne.KeyReturn)
	if rows := everyone(t, b); len(rows) != 2 {
		t.Errorf("%d people are left", len(rows))
	}
	b.Undo()
	if rows := everyone(t, b); len(rows) != 3 {
		t.Errorf("undo leaves %d people", len(rows))
	}
}

func TestVCardIsWritten(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	p.List.Rows.Select(schiller.String())
	path := filepath.Join(t.TempDir(), "schiller.vcf")
	export(b.Desk, p.detail().shown.page.PersonRow)
	b.Type(path)
	b.Press(fyne.KeyReturn)
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), "N:Schiller;Friedrich") {
		t.Errorf("the card says %q (%v)", content, err)
	}
	says(t, b, "„schiller.vcf“ liegt in")
}

func TestASignatureNoticesASimilarOrganisation(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	cotta := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindOrganisation, ID: cotta}, Origin: manual,
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}},
	})
	f := openForm(b.Desk, domain.None)
	b.Type("Wilhelmine Cotta\nLektorat\nJ. G. Cotta Verlag GmbH\nwilhelmine@example.com")
	settle(b)
	says(t, b, "„J. G. Cotta Verlag GmbH“ wäre neu. Meinst du:")
	b.Save("people-form-similar")
	hits, err := b.Workspace.Views().FindOrganisations(t.Context(), "Cotta", 1)
	if err != nil || len(hits) != 1 {
		t.Fatalf("found %v, %v", hits, err)
	}
	f.takeOrganisation(organisationItems(hits)[0])
	if items := f.place.organisation.Items(); len(items) != 1 || items[0].New || items[0].ID != cotta.String() {
		t.Errorf("taken was %+v", items)
	}
	saysNot(t, b, "wäre neu")
}
