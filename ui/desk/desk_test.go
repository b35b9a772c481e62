package desk_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

func people(b *desktest.Bench) []projections.PersonRow {
	b.T.Helper()
	rows, err := b.Workspace.Views().People(context.Background(), projections.PeopleQuery{})
	if err != nil {
		b.T.Fatal(err)
	}
	return rows
}

func add(b *desktest.Bench, id domain.ID) domain.Command {
	return domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Friedrich", Family: "Schiller"})}},
	}
}

func TestDoSaysWhatWasDoneAndTakesItBack(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	var told workspace.Done
	b.Do(add(b, b.Workspace.NewID()), func(d workspace.Done) { told = d })
	toast := b.Shell.Toasts.Current()
	if len(people(b)) != 1 || !told.Changed() || toast == nil || toast.Text != "Person angelegt" || toast.Key != "Strg Z" {
		t.Fatalf("%d people, toast %+v", len(people(b)), toast)
	}
	b.Shell.Toasts.Act()
	if len(people(b)) != 0 {
		t.Error("Undo left the person")
	}
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != "Zurückgenommen: Person angelegt – Friedrich Schiller" || toast.Action != "Wiederholen" || toast.Key != "Strg Y" {
		t.Errorf("toast %+v", toast)
	}
	b.Shell.Toasts.Act()
	if len(people(b)) != 1 {
		t.Error("Redo did not bring the person back")
	}
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != "Wiederholt: Person angelegt – Friedrich Schiller" || toast.Key != "Strg Z" {
		t.Errorf("toast %+v", toast)
	}
	b.Shell.Toasts.Act()
	if len(people(b)) != 0 {
		t.Error("the second Undo left the person")
	}
}

func TestALoggedConversationIsSaidInWordsHoweverMuchCameOfIt(t *testing.T) {
	for line, want := range map[string]string{
		"Telefonat Goethe @ Cotta: will Doku, Entwurf schicken nächsten Di": "Telefonat mit Goethe",
		"Notiz Goethe: mag Wein":                        "Notiz zu Goethe",
		"Mail von Goethe: fragt":                        "Mail von Goethe",
		"Brief an Goethe & Schiller: gefragt":           "Brief an Goethe und Schiller",
		"Treffen Goethe, Schiller, Wieland & Böttiger:": "Treffen mit Goethe, Schiller +2",
		"Notiz: Papier bestellen":                       "Notiz",
		"Telefonat @ Cotta: fragt":                      "Telefonat mit Cotta",
	} {
		b := desktest.Open(t, desktest.Options{})
		said := func(want string) {
			t.Helper()
			if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != want {
				t.Errorf("%s: %+v, want %q", line, toast, want)
			}
		}
		understood, err := b.Workspace.Understand(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		command, err := b.Workspace.LogCommand(understood)
		if err != nil {
			t.Fatal(err)
		}
		b.Do(command, nil)
		said(want + " festgehalten")
		b.Undo()
		said(want + " zurückgenommen")
		b.Redo()
		said(want + " wieder festgehalten")
		b.Undo()
		said(want + " zurückgenommen")
	}
}

// Which follow-up or need it was is said when it is done, taken back and done
// again: the row it stood in is gone by then.
func TestAStepWithAFollowUpOrANeedNamesIt(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	goethe := b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	said := func(want string) {
		t.Helper()
		if toast := b.Shell.Toasts.Current(); toast == nil || toast.Text != want {
			t.Errorf("said %+v, want %q", toast, want)
		}
	}
	offer, alone, need := b.Workspace.NewID(), b.Workspace.NewID(), b.Workspace.NewID()
	plan := domain.FollowUpPlan{Due: "2026-11-19", For: b.Workspace.Me(), People: []domain.ID{goethe}}
	b.Do(domain.PlanFollowUp{FollowUp: offer, Text: "Angebot schicken", Plan: plan}, nil)
	said("Angebot schicken (Johann Goethe) – Wiedervorlage angelegt")
	b.Do(domain.SnoozeFollowUp{FollowUp: offer, Until: "2026-11-23"}, nil)
	said("Angebot schicken (Johann Goethe) – auf Mo 23. Nov. verschoben")
	b.Undo()
	said("Zurückgenommen: Angebot schicken (Johann Goethe) – auf Mo 23. Nov. verschoben")
	b.Redo()
	said("Wiederholt: Angebot schicken (Johann Goethe) – auf Mo 23. Nov. verschoben")
	b.Do(domain.CloseFollowUp{FollowUp: offer, As: domain.FollowUpDone}, nil)
	said("Angebot schicken (Johann Goethe) – erledigt")
	plan.People = nil
	b.Do(domain.PlanFollowUp{FollowUp: alone, Text: strings.Repeat("Papier ", 20), Plan: plan}, nil)
	said(strings.Repeat("Papier ", 8) + "Pap… – Wiedervorlage angelegt")
	b.Do(domain.RaiseNeed{Need: need, Words: domain.NeedWords{Title: "Formulare für alle"}, Plan: domain.NeedPlan{For: b.Workspace.Me()}}, nil)
	said("Formulare für alle – Anliegen festgehalten")
	b.Do(domain.DecideNeed{Need: need, Answer: domain.NeedLater, Wording: "nicht vor dem Frühling"}, nil)
	said("Formulare für alle – entschieden")
}

func TestUndoOfAToastTakesBackItsOwnStep(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	b.Do(add(b, b.Workspace.NewID()), nil)
	goethe := b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	b.Shell.Toasts.Act()
	if rows := people(b); len(rows) != 1 || rows[0].ID != goethe {
		t.Errorf("left are %+v", rows)
	}
}

func TestARefusalIsSaidAndNothingFollows(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	id := b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	followed := false
	b.Do(add(b, id), func(workspace.Done) { followed = true })
	toast := b.Shell.Toasts.Current()
	if toast == nil || toast.Tone != kit.Late || toast.OnAction != nil || toast.Text == "" {
		t.Fatalf("toast %+v", toast)
	}
	if followed || len(people(b)) != 1 {
		t.Error("what was refused went on")
	}
	b.NoKeys()
}

func TestNothingIsSaidOfWhatWasCancelled(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	b.Run(func(context.Context) error { return context.Canceled }, func() { t.Error("it went on") })
	if toast := b.Shell.Toasts.Current(); toast != nil {
		t.Errorf("toast %+v", toast)
	}
	b.Run(func(context.Context) error { return errors.New("the disk is full") }, nil)
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Tone != kit.Late {
		t.Errorf("toast %+v", toast)
	}
}

// later is an Async whose window's thread is busy until it is told to go on.
type later struct {
	*kit.Still
	waiting []func()
}

func (l *later) Do(f func()) { l.waiting = append(l.waiting, f) }

func (l *later) goOn() {
	waiting := l.waiting
	l.waiting = nil
	for _, f := range waiting {
		f()
	}
}

func TestChangesThatComeTogetherAreToldAsOne(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	busy := &later{Still: b.Async}
	b.Desk.Async = busy
	var told []workspace.Changed
	stop := b.Watch(func(c workspace.Changed) { told = append(told, c) })
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	goethe := b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	busy.goOn()
	if len(told) != 1 {
		t.Fatalf("told %d times", len(told))
	}
	for _, id := range []domain.ID{schiller, goethe} {
		if !told[0].Touches(domain.Stream{Kind: domain.KindPerson, ID: id}) {
			t.Errorf("%v is not among the changes", id)
		}
	}
	b.AddPerson(domain.Name{Given: "Gottfried", Family: "Herder"})
	stop()
	busy.goOn()
	if len(told) != 1 {
		t.Error("told after it ended")
	}
	b.AddPerson(domain.Name{Given: "Christoph", Family: "Wieland"})
	busy.goOn()
	if len(told) != 1 {
		t.Error("still listening")
	}
}

func TestAPhotoComesAndIsKept(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	picture := image.NewRGBA(image.Rect(0, 0, 300, 200))
	for i := range picture.Pix {
		picture.Pix[i] = 0xff
	}
	picture.Set(0, 0, color.Black)
	var content bytes.Buffer
	if err := png.Encode(&content, picture); err != nil {
		t.Fatal(err)
	}
	kept, err := b.Workspace.AttachContent(context.Background(), &content, "schiller.png")
	if err != nil {
		t.Fatal(err)
	}
	row := projections.PersonRow{ID: b.Workspace.NewID(), Name: "Friedrich Schiller", Photo: kept.Address}
	b.Async.Hold()
	refreshed := 0
	for range 2 {
		if face := b.Face(row, func() { refreshed++ }); face.Photo != nil || face.Name != row.Name {
			t.Fatalf("at first: %+v", face)
		}
	}
	if b.Async.Held() != 1 {
		t.Fatalf("it is fetched %d times", b.Async.Held())
	}
	b.Async.Release(0)
	face := b.Face(row, nil)
	if refreshed != 1 || face.Photo == nil || face.Photo.Bounds().Dx() != face.Photo.Bounds().Dy() {
		t.Fatalf("refreshed %d times, photo %v", refreshed, face.Photo)
	}
	row.Erased = true
	if face := b.Face(row, nil); face.Photo != nil || face.Name == "Friedrich Schiller" {
		t.Errorf("erased: %+v", face)
	}
}

func TestAPhotoThatCannotBeReadLeavesTheInitials(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	kept, err := b.Workspace.AttachContent(context.Background(), bytes.NewBufferString("no picture"), "schiller.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{kept.Address, "nowhere"} {
		row := projections.PersonRow{ID: b.Workspace.NewID(), Name: "Friedrich Schiller", Photo: address}
		b.Face(row, func() { t.Error("refreshed without a photo") })
		if face := b.Face(row, nil); face.Photo != nil {
			t.Errorf("photo of %q", address)
		}
	}
}

func TestRecordsAreOpenedOnTheirPages(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	id := b.Workspace.NewID()
	for kind, page := range map[domain.Kind]string{
		domain.KindPerson: desk.PagePeople, domain.KindOrganisation: desk.PageOrganisations,
		domain.KindCommunity: desk.PageCommunities, domain.KindConversation: desk.PageConversations,
	} {
		b.Open(domain.Stream{Kind: kind, ID: id})
		if got := b.Shell.Route(); got != (kit.Route{Page: page, Arg: id.String()}) {
			t.Errorf("%s opened %+v", kind, got)
		}
	}
	before := b.Shell.Route()
	b.Open(domain.Stream{Kind: domain.KindMember, ID: id})
	if b.Shell.Route() != before {
		t.Error("a member has no page")
	}
	if desk.RouteID("nothing") != domain.None || desk.RouteID(id.String()) != id {
		t.Error("the id of a route")
	}
}

func TestWeAreCalledByNameAndOneIsYou(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	goethe := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: goethe}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Johann", Family: "Goethe"})}},
	})
	if err := b.LoadMembers(context.Background()); err != nil {
		t.Fatal(err)
	}
	if b.MemberName(goethe) != "Johann Goethe" || b.MemberName(b.Workspace.Me()) != "du" {
		t.Errorf("%q, %q", b.MemberName(goethe), b.MemberName(b.Workspace.Me()))
	}
	if by := b.AuthorName(projections.Party{ID: b.Workspace.Me()}); by != "dir" {
		t.Errorf("„Notiz von %s“", by)
	}
	if by := b.AuthorName(projections.Party{ID: goethe, Name: "Johann Goethe"}); by != "Johann Goethe" {
		t.Errorf("„Notiz von %s“", by)
	}
	if name := b.PartyName(projections.Party{ID: goethe, Name: "Johann Goethe", Erased: true}); name == "Johann Goethe" || name == "" {
		t.Errorf("erased: %q", name)
	}
}

func TestALongUndoShowsHowFarItIs(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	b.Do(add(b, b.Workspace.NewID()), nil)
	b.Async.Hold()
	b.Undo()
	if toast := b.Shell.Toasts.Current(); toast != nil && toast.Progress != nil {
		t.Error("what is done at once flickers")
	}
	b.Async.Advance(time.Second)
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Progress == nil {
		t.Fatalf("in sight is %+v", toast)
	}
	b.Redo() // waits its turn
	if b.Async.Held() != 1 {
		t.Error("two steps are taken at once")
	}
	b.Async.Release(0)
	if toast := b.Shell.Toasts.Current(); toast == nil || toast.Progress != nil {
		t.Errorf("after it %+v", toast)
	}
	if rows := people(b); len(rows) != 0 {
		t.Errorf("left are %+v", rows)
	}
}

func TestWhileMuchIsDonePagesAreToldSeldom(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	told := 0
	defer b.Watch(func(workspace.Changed) { told++ })()
	one := func() { // of the many
		t.Helper()
		if _, err := b.Workspace.Do(context.Background(), add(b, b.Workspace.NewID())); err != nil {
			t.Fatal(err)
		}
	}
	b.SetBusy(true)
	for i := range 5 {
		one()
		if i == 0 && told != 1 {
			t.Errorf("the first change is told %d times", told)
		}
	}
	if told != 1 {
		t.Errorf("told %d times at once", told)
	}
	b.Async.Advance(5 * time.Second)
	if told != 2 {
		t.Errorf("after a while told %d times", told)
	}
	one()
	b.Do(add(b, b.Workspace.NewID()), nil)
	if told != 3 {
		t.Errorf("after one's own step told %d times", told)
	}
	one()
	b.SetBusy(false)
	if told != 4 {
		t.Errorf("afterwards told %d times", told)
	}
}
