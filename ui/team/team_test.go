package team

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

type keyed string

func (k keyed) Error() string      { return string(k) }
func (k keyed) MessageKey() string { return string(k) }

// Every state says what it is, in words, with an icon of its own or a tone that
// is not the one of all being well.
func TestEveryStatusIsSaid(t *testing.T) {
	desktest.Open(t, desktest.Options{})
	now := desktest.Now
	earlier := now.Add(-12 * time.Minute)
	for name, c := range map[string]struct {
		status       workspace.TeamStatus
		text, detail string
		tone         kit.Tone
	}{
		"shared":     {workspace.TeamStatus{State: workspace.TeamShared, SharedAt: earlier}, "Geteilt bis 14:20", "", kit.Good},
		"yesterday":  {workspace.TeamStatus{State: workspace.TeamShared, SharedAt: now.AddDate(0, 0, -1)}, "Geteilt bis gestern", "", kit.Good},
		"unshared":   {workspace.TeamStatus{State: workspace.TeamUnshared, Unshared: 14}, "14 noch nicht geteilt", "", kit.Soon},
		"connecting": {workspace.TeamStatus{State: workspace.TeamUnshared}, "Wird verbunden …", "", kit.Neutral},
		"syncing":    {workspace.TeamStatus{State: workspace.TeamSyncing}, "Wird abgeglichen …", "", kit.Accent},
		"progress": {
			workspace.TeamStatus{State: workspace.TeamSyncing, Progress: progressOf(1200, 100000)},
			"Abgleich: 1.200 von 100.000", "", kit.Accent,
		},
		"offline": {
			workspace.TeamStatus{State: workspace.TeamOffline, Since: earlier, Unshared: 14},
			"Offline seit 14:20", "14 Einträge noch nicht geteilt", kit.Soon,
		},
		"attention":     {workspace.TeamStatus{State: workspace.TeamShared, SharedAt: earlier, Attention: 2}, "Geteilt bis 14:20", "2 Schritte brauchen dich", kit.Soon},
		"reset":         {workspace.TeamStatus{State: workspace.TeamReset}, "Der Server ist leer", "Wähle, wie es weitergeht", kit.Late},
		"restored":      {workspace.TeamStatus{State: workspace.TeamRestored}, "Alter Stand am Server", "Wähle, wie es weitergeht", kit.Late},
		"diverged":      {workspace.TeamStatus{State: workspace.TeamDiverged}, "Anderer Stand am Server", "Wähle, wie es weitergeht", kit.Late},
		"foreign":       {workspace.TeamStatus{State: workspace.TeamForeign}, "Fremder Arbeitsbereich", "", kit.Late},
		"altered":       {workspace.TeamStatus{State: workspace.TeamAltered}, "Daten am Server verändert", "", kit.Late},
		"update":        {workspace.TeamStatus{State: workspace.TeamUpdateNeeded}, "Update nötig", "", kit.Soon},
		"founding":      {workspace.TeamStatus{State: workspace.TeamFounding}, "Das Team lädt noch hoch", "", kit.Soon},
		"credentials":   {workspace.TeamStatus{State: workspace.TeamDenied, Problem: keyed("team.credentials")}, "Anmeldung abgelehnt", "", kit.Late},
		"denied":        {workspace.TeamStatus{State: workspace.TeamDenied, Problem: keyed("team.denied")}, "Kein Zugriff", "", kit.Late},
		"password":      {workspace.TeamStatus{State: workspace.TeamFailed, Problem: workspace.ErrPasswordNeeded}, "Passwort fehlt", "Klick, um es einzugeben", kit.Soon},
		"failed":        {workspace.TeamStatus{State: workspace.TeamFailed, Problem: errors.New("?")}, "Teilen unterbrochen", "", kit.Late},
		"clock":         {workspace.TeamStatus{State: workspace.TeamShared, SharedAt: earlier, ClockOff: 48 * time.Hour}, "Geteilt bis 14:20", "Die Uhr geht 2 Tage vor", kit.Good},
		"clock, behind": {workspace.TeamStatus{State: workspace.TeamShared, SharedAt: earlier, ClockOff: -5 * time.Minute}, "Geteilt bis 14:20", "Die Uhr geht 5 Minuten nach", kit.Good},
		"files":         {workspace.TeamStatus{State: workspace.TeamShared, SharedAt: earlier, FilesWaiting: 3}, "Geteilt bis 14:20", "3 Anhänge warten", kit.Good},
	} {
		said, ok := Say(c.status, now)
		if !ok || said.Text != c.text || said.Detail != c.detail || said.Tone != c.tone || said.Icon == "" {
			t.Errorf("%s: %+v", name, said)
		}
	}
	if _, ok := Say(workspace.TeamStatus{State: workspace.TeamSolo}, now); ok {
		t.Error("alone there is something to say")
	}
}

func progressOf(done, total int64) (p struct{ Done, Total int64 }) {
	p.Done, p.Total = done, total
	return p
}

// From the form to a shared workspace: what is missing is said in the form, what
// is wrong with the server by the test, and once it is right, it is shared.
func TestAWorkspaceIsSharedFromTheForm(t *testing.T) {
	s := serve(t)
	b, _ := open(t, desktest.Options{})
	b.AddPerson(domain.Name{Given: "Charlotte", Family: "von Stein"})
	p := teamPage(b)
	wants(t, b, "Was Teilen bedeutet", "Diesen Arbeitsbereich teilen")
	b.NoKeys()
	b.Tap("Arbeitsbereich teilen")
	wants(t, b, "Noch 12 Zeichen bis zum Minimum")
	form := p.apart
	form.access.set(reached(s, "anna"))
	form.access.password.SetText("falsch")
	b.Tap("Verbindung testen")
	wants(t, b, "Der Server nimmt Konto und Passwort nicht an.", "Erreichbarkeit")
	form.access.password.SetText("anna-secret")
	b.Tap("Verbindung testen")
	wants(t, b, "Alles in Ordnung")
	form.phrase.first.SetText(words)
	wants(t, b, "Stark")
	form.phrase.again.SetText("anders")
	b.Tap("Arbeitsbereich teilen")
	wants(t, b, "Das ist nicht dasselbe.")
	form.phrase.again.SetText(words)
	b.Tap("Arbeitsbereich teilen")
	sync(t, b.Workspace)
	wants(t, b, "Alles geteilt", "anna", "Caroline Neuber (du)")
	b.NoKeys()
}

// A line in the rail follows what happens, and leads to where something can be
// done about it.
func TestTheLineFollowsTheStatus(t *testing.T) {
	s := serve(t)
	b, _ := open(t, desktest.Options{})
	line := NewLine(b.Desk)
	defer line.Close()
	line.SetAlone(kit.Status{Tone: kit.Good, Text: "Alles gesichert"})
	wants(t, b, "Alles gesichert")
	connect(b, s)
	wants(t, b, "Geteilt bis 14:32")
	s.Stop()
	b.AddPerson(domain.Name{Given: "Novalis"})
	if err := b.Workspace.SyncNow(context.Background()); err == nil {
		t.Fatal("synced without a server")
	}
	wants(t, b, "Offline seit 14:32", "1 Eintrag noch nicht geteilt")
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	SyncNow(b.Desk)
	wants(t, b, "Geteilt bis 14:32")
	line.open()
	if got := b.Shell.Route().Page; got != desk.PageTeam {
		t.Errorf("the line leads to %q", got)
	}
}

// Without a password the line asks for it; out of reach it is taken as it is.
func TestAMissingPasswordIsAskedFor(t *testing.T) {
	s := serve(t)
	b, _ := open(t, desktest.Options{})
	connect(b, s)
	line := NewLine(b.Desk)
	defer line.Close()
	b.Workspace.GiveTeamPassword("")
	if err := b.Workspace.LeaveTeam(context.Background()); err != nil {
		t.Fatal(err)
	}
	wrong := reached(s, "anna")
	if _, err := b.Workspace.ConnectTeam(context.Background(), wrong, words); err != nil {
		t.Fatal(err)
	}
	b.Workspace.GiveTeamPassword("")
	AskPassword(b.Desk)
	wants(t, b, "Passwort des Servers", "anna")
	b.Type("falsch")
	b.Press(fyne.KeyReturn)
	wants(t, b, "Der Server nimmt Konto und Passwort nicht an.")
	b.Window.Canvas().Focused().(*kit.Entry).SetText("anna-secret")
	b.Press(fyne.KeyReturn)
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("the dialog is still open:\n%s", b.Texts())
	}
	sync(t, b.Workspace)
}

func TestTheFormForSharingStartsInItsFirstField(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	p := teamPage(b)
	if b.Window.Canvas().Focused() != fyne.Focusable(p.apart.access.address) {
		t.Errorf("the keyboard is with %T", b.Window.Canvas().Focused())
	}
}

func TestATeamIsFoundByPassphraseAndByInvitation(t *testing.T) {
	s := serve(t)
	anna, _ := open(t, desktest.Options{})
	connect(anna, s)
	invitation, err := anna.Workspace.Invite(context.Background(), anna.Workspace.Me())
	if err != nil {
		t.Fatal(err)
	}
	b, joined := open(t, desktest.Options{})
	p := teamPage(b)
	b.Tap("Einem Team beitreten")
	form := p.apart.join
	form.access.set(reached(s, "bert"))
	form.access.password.SetText("bert-secret")
	form.phrase.SetText("etwas ganz anderes")
	b.Tap("Beitreten")
	wants(t, b, "Das ist nicht die Passphrase dieses Arbeitsbereichs.")
	form.phrase.SetText(words)
	b.Tap("Beitreten")
	if len(*joined) != 1 || (*joined)[0].Workspace != anna.Workspace.ID() || (*joined)[0].Name != "Kontor" {
		t.Fatalf("by pass-phrase: %+v", *joined)
	}
	b.Tap("Mit Einladung und Code")
	form.text.SetText(invitation.Text)
	form.code.SetText("falsch")
	b.Tap("Beitreten")
	wants(t, b, "Der Code passt nicht zu dieser Einladung.")
	form.code.SetText(strings.ToLower(invitation.Code))
	b.Tap("Beitreten")
	if len(*joined) != 2 || (*joined)[1].Member != anna.Workspace.Me() || (*joined)[1].Server.Account != "bert" {
		t.Fatalf("by invitation: %+v", *joined)
	}
	b.NoKeys()
}

// An empty workspace is not shared beside the team's: the form to join takes its
// place, with what was typed.
func TestAnEmptyWorkspaceIsLedToJoin(t *testing.T) {
	s := serve(t)
	anna, _ := open(t, desktest.Options{})
	connect(anna, s)
	b, _ := open(t, desktest.Options{})
	p := teamPage(b)
	p.apart.access.set(reached(s, "bert"))
	p.apart.access.password.SetText("bert-secret")
	p.apart.phrase.first.SetText(words)
	p.apart.phrase.again.SetText(words)
	b.Tap("Arbeitsbereich teilen")
	wants(t, b, "Auf diesem Server hat dein Team schon einen Arbeitsbereich", "Mit Einladung und Code")
	if p.apart.join.access.account.Text != "bert" {
		t.Error("what was typed is gone")
	}
}

func TestWhoWorksHereIsAsked(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	asked := 0
	AskWho(b.Desk, "", func() { asked++ })
	wants(t, b, "Wer arbeitet an diesem Rechner?", "Caroline Neuber")
	b.Press(fyne.KeyEscape)
	wants(t, b, "Wer arbeitet an diesem Rechner?")
	b.Tap("Das bin ich")
	wants(t, b, "Wähle dich aus")
	for _, overlay := range b.Window.Canvas().Overlays().List() {
		if entry := entryIn(overlay); entry != nil {
			entry.SetText("Johann Neuber")
		}
	}
	before := b.Workspace.Me()
	b.Tap("Das bin ich")
	if asked != 1 || b.Workspace.Me() == before {
		t.Errorf("asked %d times, works here: %v", asked, b.Workspace.Me())
	}
}

func TestAnExchangeThatLeavesAQuestionDoesNotSayThatAllIsWell(t *testing.T) {
	b, _, _ := clashing(t, desktest.Options{})
	SyncNow(b.Desk)
	wants(t, b, "Etwas wartet auf deine Entscheidung")
	b.Tap("Ansehen")
	if at := b.Shell.Page().Route().Page; at != desk.PageAttention {
		t.Errorf("it leads to %q", at)
	}
}

func TestWhoeverSaidTheirNameIsNotAskedForItAgain(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	AskWho(b.Desk, "Johann Neuber", nil)
	if entry, ok := b.Window.Canvas().Focused().(*kit.Entry); !ok || entry.Text != "Johann Neuber" {
		t.Errorf("the keyboard is with %T", b.Window.Canvas().Focused())
	}
	b.Window.Canvas().Overlays().Top().Hide()
	AskWho(b.Desk, "caroline neuber", nil)
	if _, typed := b.Window.Canvas().Focused().(*kit.Entry); typed {
		t.Error("a colleague would be added twice")
	}
}

// After the server lost everything the page asks, says what was not lost, and
// brings it back.
func TestAResetServerIsAskedAbout(t *testing.T) {
	s := serve(t)
	b, _ := open(t, desktest.Options{})
	b.AddPerson(domain.Name{Given: "Karoline", Family: "Günderrode"})
	connect(b, s)
	forget(t, s)
	if err := b.Workspace.SyncNow(context.Background()); err == nil {
		t.Fatal("synced with an empty server")
	}
	p := teamPage(b)
	wants(t, b, "Der Server hat nichts mehr von euch", "Auf diesem Rechner fehlt nichts", "Neu auf den Server bringen")
	b.NoKeys()
	p.reconcileWith(words)
	wants(t, b, "Alles geteilt")
	if strings.Contains(b.Texts(), "Der Server hat nichts mehr von euch") {
		t.Error("it is still asked")
	}
}

func TestSomebodyIsInvitedAndTheDeviceIsNamed(t *testing.T) {
	s := serve(t)
	b, _ := open(t, desktest.Options{})
	connect(b, s)
	p := teamPage(b)
	b.Tap("Einladen …")
	b.Type("Bettina Brentano")
	b.Press(fyne.KeyReturn)
	wants(t, b, "Schick beides auf zwei verschiedenen Wegen", "Code kopieren")
	b.Tap("Fertig")
	wants(t, b, "Bettina Brentano", "noch ohne Rechner")
	p.nameDevice(b.Workspace.Me(), p.about.Devices)
	b.Window.Canvas().Focused().(*kit.Entry).SetText("Reiselaptop")
	b.Press(fyne.KeyReturn)
	wants(t, b, "Reiselaptop (dieser Rechner)")
	b.Tap("Team verlassen …")
	b.Tap("Verlassen")
	wants(t, b, "Was Teilen bedeutet")
}
