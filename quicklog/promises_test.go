package quicklog

import (
	"testing"

	"kontor/domain"
)

func TestWhatTheyPromisedIsExpectedOfThem(t *testing.T) {
	at := now(t)
	for _, line := range []string{
		"call Goethe: he will send us the contract by Friday",
		"call Goethe: wants docs, and he'll send the contract by Friday",
		"Goethe called: Goethe will send the contract by Friday",
		"call Goethe @ Cotta: Cotta sends the contract by Friday",
		"call Goethe: she wants to call us by Friday",
		"Telefonat Goethe: er schickt bis Freitag den Vertrag",
		"Telefonat Goethe: nett, bis Freitag schickt er den Vertrag",
		"Telefonat Goethe: will Doku, meldet sich bis Freitag",
		"call Johann Goethe: Johann will send the contract by Friday",
		"Telefonat Johann Goethe: Goethe will bis Freitag den Vertrag schicken",
		"Telefonat Goethe: sie prüfen es bis Freitag",
		"Telefonat Goethe: er schickt den Vertrag, bis Freitag",
	} {
		l := Parse(line, at, Options{})
		if !l.AnswerExpected || !l.AnswerTheirs || l.AnswerBy != "2026-11-20" || len(l.FollowUps) != 0 {
			t.Errorf("%s: expected %v of them %v by %q, follow-ups %+v", line, l.AnswerExpected, l.AnswerTheirs, l.AnswerBy, l.FollowUps)
		}
	}
	l := Parse("call Goethe: nice, he will send us the contract by Friday", at, Options{})
	if l.Text != "nice, he will send us the contract by Friday" {
		t.Errorf("their words are left in the text: %q", l.Text)
	}
}

func TestWhatWeAreToDoStaysAFollowUp(t *testing.T) {
	at := now(t)
	for line, want := range map[string]string{
		"call Goethe: > he will send us the contract by Friday":     "he will send us the contract",
		"call Goethe: wants docs, will send them by Friday":         "will send them",
		"call Goethe: wants docs by Friday":                         "wants docs",
		"call Goethe: nice, he needs the offer by Friday":           "he needs the offer",
		"Telefonat Goethe: nett, sie bis Freitag anrufen":           "sie anrufen",
		"Telefonat Goethe: nett, Goethe bis Freitag anrufen":        "Goethe anrufen",
		"Telefonat Johann Goethe: nett, Johann bis Freitag anrufen": "Johann anrufen",
		"Telefonat Goethe: nett, bis Freitag schicke ich die Doku":  "schicke ich die Doku",
		"Telefonat Goethe: nett, er will bis Freitag das Angebot":   "er will das Angebot",
		"Telefonat Goethe: nett, Vertrag schicken bis Freitag":      "Vertrag schicken",
	} {
		l := Parse(line, at, Options{})
		if l.AnswerTheirs || len(l.FollowUps) != 1 || l.FollowUps[0].Text != want || l.FollowUps[0].Due != "2026-11-20" {
			t.Errorf("%s: theirs %v, follow-ups %+v", line, l.AnswerTheirs, l.FollowUps)
		}
	}
}

func TestAPromiseBesideOtherThings(t *testing.T) {
	at := now(t)
	both := Parse("Telefonat Goethe: er schickt bis Freitag den Vertrag, Entwurf zurückschicken nächsten Di", at, Options{})
	if !both.AnswerTheirs || both.AnswerBy != "2026-11-20" || len(both.FollowUps) != 1 || both.FollowUps[0].Text != "Entwurf zurückschicken" {
		t.Errorf("both: %+v", both)
	}
	asked := Parse("call Goethe: he will send the contract by Friday ?by Mon", at, Options{})
	if asked.AnswerTheirs || asked.AnswerBy != "2026-11-23" || len(asked.FollowUps) != 0 {
		t.Errorf("what is written counts: %+v", asked)
	}
	away := Parse("call Goethe: he is on holiday until next Tue", at, Options{})
	if away.AnswerExpected || len(away.FollowUps) != 0 {
		t.Errorf("how it is with him asks for nothing: %+v", away)
	}
	nobody := Parse("he will send the contract by Friday", at, Options{})
	if nobody.AnswerExpected {
		t.Errorf("nobody is there to expect it of: %+v", nobody)
	}
	content := Parse("call Goethe: he will send it by Friday", at, Options{}).Content()
	if !content.AnswerTheirs || content.Direction != domain.DirectionMutual {
		t.Errorf("recorded: %+v", content)
	}
}

func TestAPromiseInItsOwnWords(t *testing.T) {
	at := now(t)
	names := []string{"Nora Petrow", "Cotta"}
	for text, want := range map[string][2]string{
		"talked about Berlin, she will call back on Monday":           {"call back"},
		"nice, and she'll send the contract by Friday":                {"send the contract"},
		"Nora will send the contract by Friday":                       {"send the contract", "Nora"},
		"Cotta sends the contract by Friday.":                         {"sends the contract", "Cotta"},
		"she wants to call us by Friday":                              {"call us"},
		"nett, sie ruft am Montag zurück":                             {"ruft zurück"},
		"Nora Petrow will bis Freitag den Vertrag schicken":           {"den Vertrag schicken", "Nora Petrow"},
		"will Doku, meldet sich bis Freitag":                          {"meldet sich"},
		"# Berlin\nLange gesprochen.\n\nSie wird Montag zurückrufen.": {"zurückrufen"},
		"Nora wird":                              {},
		"":                                       {},
		"wants docs by Friday":                   {},
		"she is on holiday until next Tue":       {},
		"talked about Berlin, she was in a rush": {},
	} {
		if what, who := Promised(text, names, at); what != want[0] || who != want[1] {
			t.Errorf("%q: %q by %q", text, what, who)
		}
	}
}
