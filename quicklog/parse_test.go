package quicklog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
)

// Wednesday 18 November 2026, 14:32.
func now(t testing.TB) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data on this machine")
	}
	return time.Date(2026, time.November, 18, 14, 32, 0, 0, loc)
}

var colleagues = []Member{
	{ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Name: "Caroline Herder"},
	{ID: uuid.MustParse("018f0000-0000-7000-8000-000000000002"), Name: "Friedrich Justin Bertuch"},
}

// said writes what was understood in one line, so that a case reads as input
// and meaning: channel direction | people | organisations | when | … | text.
func said(l Line) string {
	var out []string
	add := func(label, s string) {
		if s != "" {
			out = append(out, label+s)
		}
	}
	channel := l.Channel
	if !l.ChannelGiven {
		channel = "(" + channel + ")"
	}
	switch l.Direction {
	case domain.DirectionIncoming:
		channel += "<"
	case domain.DirectionOutgoing:
		channel += ">"
	}
	out = append(out, channel)
	var people []string
	for _, n := range l.People {
		s := n.Text
		if n.Organisation >= 0 {
			s += fmt.Sprintf("(%s)", l.Organisations[n.Organisation].Text)
		}
		people = append(people, s)
	}
	add("with ", strings.Join(people, "; "))
	add("ours ", names(l.Ours))
	add("at ", names(l.Organisations))
	add("subject ", l.Subject)
	if l.WhenGiven {
		form := "2006-01-02 15:04"
		if l.When.Precision == domain.PrecisionDay {
			form = "2006-01-02"
		}
		add("when ", l.When.At.Format(form))
	}
	if l.Duration > 0 {
		add("took ", l.Duration.String())
	}
	add("text ", l.Text)
	add("tags ", strings.Join(l.Tags, " "))
	add("mentions ", names(l.Mentions))
	if l.AnswerExpected {
		add("answer ", "by "+string(l.AnswerBy))
	}
	if l.SentimentGiven {
		add("felt ", fmt.Sprint(l.Sentiment))
	}
	for _, f := range l.FollowUps {
		s := f.Text + " @" + string(f.Due)
		if f.For.Text != "" {
			s += " for " + f.For.Text
		}
		add("todo ", s)
	}
	return strings.Join(out, " | ")
}

func names(list []Name) string {
	var out []string
	for _, n := range list {
		out = append(out, n.Text)
	}
	return strings.Join(out, "; ")
}

type lineCase struct{ line, want string }

func check(t *testing.T, cases []lineCase) {
	t.Helper()
	at := now(t)
	opts := Options{
		Members:  colleagues,
		Channels: []Channel{{ID: "open-day", Names: []string{"Tag der offenen Tür", "open day", "Hausmesse"}}},
	}
	for _, c := range cases {
		l := Parse(c.line, at, opts)
		if got := said(l); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.line, got, c.want)
		}
		checkSpans(t, c.line, l)
	}
}

func TestWholeLines(t *testing.T) {
	check(t, []lineCase{
		{
			"Telefonat Goethe, Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di",
			"call | with Goethe(Cotta); Schiller(Cotta) | at Cotta | text will deutsche Doku #docs | tags docs | todo Entwurf schicken @2026-11-24",
		},
		{
			"call Goethe, Schiller @ Cotta: wants German docs #docs, send draft next Tue",
			"call | with Goethe(Cotta); Schiller(Cotta) | at Cotta | text wants German docs #docs | tags docs | todo send draft @2026-11-24",
		},
		{
			"Telefonat Goethe, Schiller @Cotta: will deutsche Doku #doku, Entwurf schicken nächsten Di",
			"call | with Goethe(Cotta); Schiller(Cotta) | at Cotta | text will deutsche Doku #doku | tags doku | todo Entwurf schicken @2026-11-24",
		},
		{
			"Mail von Humboldt gestern 15:00: fragt nach Preisen ?bis Fr",
			"mail< | with Humboldt | when 2026-11-17 15:00 | text fragt nach Preisen | answer by 2026-11-20",
		},
		{
			"mail from Humboldt yesterday 3pm: asks for prices ?by Fri",
			"mail< | with Humboldt | when 2026-11-17 15:00 | text asks for prices | answer by 2026-11-20",
		},
		{"mail to Herder: sent price list", "mail> | ours Herder | text sent price list"},
		{"mail to Wieland: sent price list", "mail> | with Wieland | text sent price list"},
		{
			"Treffen mit Charlotte von Stein, Knebel & Wieland @ Weimar Hof 3.11. 11 Uhr 45 Min: gut gelaufen +",
			"meeting | with Charlotte von Stein(Weimar Hof); Knebel(Weimar Hof); Wieland(Weimar Hof) | at Weimar Hof | when 2026-11-03 11:00 | took 45m0s | text gut gelaufen | felt 1",
		},
		{
			"Messe Leipzig mit Göschen und Cotta gestern: viele Gespräche ++ > nächste Woche anrufen",
			"event | with Göschen; Cotta | subject Messe Leipzig | when 2026-11-17 | text viele Gespräche | felt 2 | todo anrufen @2026-11-23",
		},
		{"", "(note)"},
		{"   ", "(note)"},
		{"Angebot an Göschen ist raus", "(note) | text Angebot an Göschen ist raus"},
		{"Göschen: will Rabatt", "(note) | with Göschen | text will Rabatt"},
		{"göschen, schiller: wollen rabatt", "(note) | with göschen; schiller | text wollen rabatt"},
		{"Idee: wir sollten mehr drucken", "(note) | text Idee: wir sollten mehr drucken"},
		{"wir haben beschlossen: mehr drucken", "(note) | text wir haben beschlossen: mehr drucken"},
		{"Goethe @ Cotta", "(note) | with Goethe(Cotta) | at Cotta"},
	})
}

func TestChannels(t *testing.T) {
	check(t, []lineCase{
		{"Anruf Goethe: ja", "call | with Goethe | text ja"},
		{"Anruf von Goethe: ja", "call< | with Goethe | text ja"},
		{"Anruf bei Goethe: ja", "call> | with Goethe | text ja"},
		{"Tel. Goethe: ja", "call | with Goethe | text ja"},
		{"phone call with Goethe: yes", "call | with Goethe | text yes"},
		{"phone Goethe: yes", "call | with Goethe | text yes"},
		{"called Goethe: yes", "call> | with Goethe | text yes"},
		{"Goethe called: yes", "call< | with Goethe | text yes"},
		{"Goethe rief an: ja", "call< | with Goethe | text ja"},
		{"Goethe hat angerufen: ja", "call< | with Goethe | text ja"},
		{"Goethe angerufen: ja", "call> | with Goethe | text ja"},
		{"habe Goethe angerufen: ja", "call> | with Goethe | text ja"},
		{"telefoniert mit Goethe: ja", "call | with Goethe | text ja"},
		{"kurzes Telefonat mit Goethe: ja", "call | with Goethe | text ja"},
		{"a quick call with Goethe: yes", "call | with Goethe | text yes"},
		{"Rückruf Goethe: ja", "call | with Goethe | text ja"},
		{"E-Mail an Goethe: ja", "mail> | with Goethe | text ja"},
		{"email from Goethe: yes", "mail< | with Goethe | text yes"},
		{"MAIL VON GOETHE: JA", "mail | with VON GOETHE | text JA"},
		{"Goethe schrieb: ja", "mail< | with Goethe | text ja"},
		{"wrote to Goethe: yes", "mail> | with Goethe | text yes"},
		{"Mail von mir an Goethe: ja", "mail> | with Goethe | text ja"},
		{"Mail an mich von Goethe: ja", "mail< | with Goethe | text ja"},
		{"Besuch bei Goethe: ja", "meeting | with Goethe | text ja"},
		{"Meeting with Goethe: yes", "meeting | with Goethe | text yes"},
		{"met Goethe: yes", "meeting | with Goethe | text yes"},
		{"Treffen von Stein: ja", "meeting | with von Stein | text ja"},
		{"Videokonferenz Goethe: ja", "video | with Goethe | text ja"},
		{"Zoom Goethe: ja", "video | with Goethe | text ja"},
		{"Teams Goethe: ja", "video | with Goethe | text ja"},
		{"video call with Goethe: yes", "video | with Goethe | text yes"},
		{"Brief an Goethe: ja", "letter> | with Goethe | text ja"},
		{"letter from Goethe: yes", "letter< | with Goethe | text yes"},
		{"Forum Goethe: fragt", "forum | with Goethe | text fragt"},
		{"Chat mit Goethe: ja", "chat | with Goethe | text ja"},
		{"Slack Goethe: ja", "chat | with Goethe | text ja"},
		{"Nachricht von Goethe: ja", "chat< | with Goethe | text ja"},
		{"LinkedIn Goethe: ja", "social | with Goethe | text ja"},
		{"Mastodon von Goethe: ja", "social< | with Goethe | text ja"},
		{"Notiz Goethe: mag Wein", "note | with Goethe | text mag Wein"},
		{"Notiz: Preise erhöhen", "note | text Preise erhöhen"},
		{"Notiz Preise erhöhen", "note | text Preise erhöhen"},
		{"Hausmesse Goethe: ja", "open-day | with Goethe | text ja"},
		{"open day Goethe: yes", "open-day | with Goethe | text yes"},
		{"gestern Telefonat mit Goethe: ja", "call | with Goethe | when 2026-11-17 | text ja"},
		{"Telefonat: Goethe, Schiller @ Cotta: ja", "call | with Goethe(Cotta); Schiller(Cotta) | at Cotta | text ja"},
		{"Telefonat: will Doku", "call | text will Doku"},
		{"Telefonat", "call"},
	})
}

func TestPeople(t *testing.T) {
	check(t, []lineCase{
		{"call Goethe and Schiller: yes", "call | with Goethe; Schiller | text yes"},
		{"call Goethe & Schiller + Wieland: yes", "call | with Goethe; Schiller; Wieland | text yes"},
		{"Anruf Goethe/Schiller: ja", "call | with Goethe; Schiller | text ja"},
		{"Anruf Goethe und Charlotte von Stein: ja", "call | with Goethe; Charlotte von Stein | text ja"},
		{"Anruf Carl von und zu Guttenberg und Goethe: ja", "call | with Carl von und zu Guttenberg; Goethe | text ja"},
		{"Anruf Karl Raimund Hundt: ja", "call | with Karl Raimund Hundt | text ja"},
		{`Anruf "Müller und Söhne", Goethe: ja`, "call | with Müller und Söhne; Goethe | text ja"},
		{"Anruf „Müller, Peter“: ja", "call | with Müller, Peter | text ja"},
		{"Anruf Dr. Schiller: ja", "call | with Dr. Schiller | text ja"},
		{"Anruf Prof. Dr. A. v. Humboldt: ja", "call | with Prof. Dr. A. v. Humboldt | text ja"},
		{"Anruf Frau von Stein: ja", "call | with von Stein | text ja"},
		{"Anruf Fr. Schiller: ja", "call | with Schiller | text ja"},
		{"Anruf Herr Freitag: ja", "call | with Freitag | text ja"},
		{"Anruf Mo Yan: ja", "call | with Mo Yan | text ja"},
		{"Anruf August Wilhelm Schlegel: ja", "call | with August Wilhelm Schlegel | text ja"},
		{"Anruf Müller-Lüdenscheidt: ja", "call | with Müller-Lüdenscheidt | text ja"},
		{"Anruf O'Brien, D’Alembert: ja", "call | with O'Brien; D’Alembert | text ja"},
		{"Anruf Gu\u0308nther: ja", "call | with Gu\u0308nther | text ja"},
		{"Anruf Αριστοτέλης, محمد بن سلمان: ja", "call | with Αριστοτέλης; محمد بن سلمان | text ja"},
		{"Mail von goethe@weimar.example: ja", "mail< | with goethe@weimar.example | text ja"},
		{"Mail an a.b+c@weimar.example, Schiller: ja", "mail> | with a.b+c@weimar.example; Schiller | text ja"},
		{"call Herder and Goethe: yes", "call | with Goethe | ours Herder | text yes"},
		{"call Caroline Herder, Johann Gottfried Herder: yes", "call | with Johann Gottfried Herder | ours Caroline Herder | text yes"},
		{"call Goethe @ Cotta, Schiller @ Göschen: yes", "call | with Goethe(Cotta); Schiller(Göschen) | at Cotta; Göschen | text yes"},
		{"call Goethe @ Cotta und Schiller @ Göschen: ja", "call | with Goethe(Cotta); Schiller(Göschen) | at Cotta; Göschen | text ja"},
		{"call Goethe @ Müller & Söhne: yes", "call | with Goethe(Müller & Söhne) | at Müller & Söhne | text yes"},
		{"call Goethe @ AT&T: yes", "call | with Goethe(AT&T) | at AT&T | text yes"},
		{"call Goethe (Cotta), Schiller: yes", "call | with Goethe(Cotta); Schiller | at Cotta | text yes"},
		{"Anruf Goethe bei Cotta: ja", "call | with Goethe(Cotta) | at Cotta | text ja"},
		{"call Goethe from Cotta: yes", "call | with Goethe(Cotta) | at Cotta | text yes"},
		{"call @ Cotta: yes", "call | at Cotta | text yes"},
		{"call Goethe,, , Schiller: yes", "call | with Goethe; Schiller | text yes"},
		{"call Goethe: Schiller: who?", "call | with Goethe | text Schiller: who?"},
		// without a colon
		{"Telefonat Goethe", "call | with Goethe"},
		{"Telefonat Goethe will Doku", "call | with Goethe | text will Doku"},
		{"Telefonat goethe, schiller", "call | with goethe; schiller"},
		{"call goethe @ cotta", "call | with goethe(cotta) | at cotta"},
		{"Telefonat mit Goethe über Preise", "call | with Goethe | text über Preise"},
		{"Telefonat Charlotte von Stein", "call | with Charlotte von Stein"},
		{"Telefonat Goethe – will Doku", "call | with Goethe | text will Doku"},
		{"Telefonat Goethe, Angebot schicken nächsten Di", "call | with Goethe | text Angebot schicken nächsten Di | todo Angebot schicken @2026-11-24"},
		{"Telefonat Goethe ++", "call | with Goethe | felt 2"},
		{"Telefonat Goethe > anrufen Mo", "call | with Goethe | todo anrufen @2026-11-23"},
		{"Telefonat Goethe gestern 15:00", "call | with Goethe | when 2026-11-17 15:00"},
		{"call Goethe\nwants docs", "call | with Goethe | text wants docs"},
	})
}

func TestMoments(t *testing.T) {
	check(t, []lineCase{
		{"call Goethe 15:00: yes", "call | with Goethe | when 2026-11-17 15:00 | text yes"},
		{"call Goethe 14:00: yes", "call | with Goethe | when 2026-11-18 14:00 | text yes"},
		{"Anruf Goethe vorgestern: ja", "call | with Goethe | when 2026-11-16 | text ja"},
		{"Anruf Goethe Mo 9:30: ja", "call | with Goethe | when 2026-11-16 09:30 | text ja"},
		{"Anruf Goethe 3.11.: ja", "call | with Goethe | when 2026-11-03 | text ja"},
		{"Anruf Goethe 2026-11-03 14:00: ja", "call | with Goethe | when 2026-11-03 14:00 | text ja"},
		{"Anruf Goethe letzten Freitag: ja", "call | with Goethe | when 2026-11-13 | text ja"},
		{"Anruf Goethe vor 2 Stunden: ja", "call | with Goethe | when 2026-11-18 12:32 | text ja"},
		{"call Goethe this morning: yes", "call | with Goethe | when 2026-11-18 | text yes"},
		{"Anruf Goethe heute früh: ja", "call | with Goethe | when 2026-11-18 | text ja"},
		{"Treffen 3.11. mit Goethe 11 Uhr: ja", "meeting | with Goethe | when 2026-11-03 11:00 | text ja"},
		{"Anruf Goethe 20 min: ja", "call | with Goethe | took 20m0s | text ja"},
		{"Anruf Goethe (20 min): ja", "call | with Goethe | took 20m0s | text ja"},
		{"Anruf Goethe 1h: ja", "call | with Goethe | took 1h0m0s | text ja"},
		{"Anruf Goethe 1,5 Std.: ja", "call | with Goethe | took 1h30m0s | text ja"},
		{"Anruf Goethe vor 20 min: ja", "call | with Goethe | when 2026-11-18 14:12 | text ja"},
		{"Anruf Goethe: lange geredet, 20 min", "call | with Goethe | took 20m0s | text lange geredet"},
		{"Anruf Goethe: lange geredet (20 min), gut", "call | with Goethe | took 20m0s | text lange geredet, gut"},
		{"call Goethe: wants docs, yesterday 3pm", "call | with Goethe | when 2026-11-17 15:00 | text wants docs"},
		{"call Goethe: gestern war er krank", "call | with Goethe | text gestern war er krank"},
	})
}

func TestTexts(t *testing.T) {
	check(t, []lineCase{
		// sentiment
		{"call Goethe: good ++", "call | with Goethe | text good | felt 2"},
		{"call Goethe: bad -", "call | with Goethe | text bad | felt -1"},
		{"call Goethe: bad --", "call | with Goethe | text bad | felt -2"},
		{"call Goethe: bad −", "call | with Goethe | text bad | felt -1"},
		{"call Goethe: good +1", "call | with Goethe | text good | felt 1"},
		{"call Goethe: bad -2", "call | with Goethe | text bad | felt -2"},
		{"call Goethe: angry #complaint --, > check invoice Mon > call back Wed", "call | with Goethe | text angry #complaint | tags complaint | felt -2 | todo check invoice @2026-11-23 | todo call back @2026-11-25"},
		{"call Goethe: sends it ?, > remind Mon", "call | with Goethe | text sends it | answer by  | todo remind @2026-11-23"},
		{"call Goethe: good ++ , > remind Mon", "call | with Goethe | text good | felt 2 | todo remind @2026-11-23"},
		{"call Goethe: good + #docs", "call | with Goethe | text good #docs | tags docs | felt 1"},
		{"call Goethe: 5+ people, C++", "call | with Goethe | text 5+ people, C++"},
		{"call Goethe: a + b", "call | with Goethe | text a + b"},
		{"call Goethe: ++", "call | with Goethe | felt 2"},
		// answers
		{"Mail von Goethe: was kostet das? ?", "mail< | with Goethe | text was kostet das? | answer by "},
		{"Mail von Goethe: was kostet das?", "mail< | with Goethe | text was kostet das?"},
		{"Mail von Goethe ?: fragt", "mail< | with Goethe | text fragt | answer by "},
		{"Mail von Goethe ?bis Fr: fragt", "mail< | with Goethe | text fragt | answer by 2026-11-20"},
		{"Mail von Goethe: fragt ? bis 3.12. +", "mail< | with Goethe | text fragt | answer by 2026-12-03 | felt 1"},
		{"Mail von Goethe: fragt ?Fr", "mail< | with Goethe | text fragt | answer by 2026-11-20"},
		{"Mail von Goethe: fragt ++ ?by next Tue", "mail< | with Goethe | text fragt | answer by 2026-11-24 | felt 2"},
		// tags and mentions
		{"call Goethe: C# #docs #Docs (#ui) #42 a#b", "call | with Goethe | text C# #docs #Docs (#ui) #42 a#b | tags docs ui"},
		{"call Goethe #docs: yes", "call | with Goethe | text yes | tags docs"},
		{"call Goethe: #überprüfung #日本", "call | with Goethe | text #überprüfung #日本 | tags überprüfung 日本"},
		{"call Goethe: ask @Schiller and @\"Charlotte von Stein\", a@b.example", "call | with Goethe | text ask @Schiller and @\"Charlotte von Stein\", a@b.example | mentions Schiller; Charlotte von Stein"},
		{"call Goethe: ask @Caroline Herder.", "call | with Goethe | text ask @Caroline Herder. | mentions Caroline Herder"},
		{"@Schiller fragen", "(note) | text @Schiller fragen | mentions Schiller"},
		// colons
		{"call Goethe: at 15:00 he said: no", "call | with Goethe | text at 15:00 he said: no"},
		{"see https://example.org/a for more", "(note) | text see https://example.org/a for more"},
		{"call Goethe：ja", "call | with Goethe | text ja"},
	})
}

func TestFollowUps(t *testing.T) {
	check(t, []lineCase{
		{"call Goethe: yes > send draft next Tue", "call | with Goethe | text yes | todo send draft @2026-11-24"},
		{"call Goethe: yes > send draft", "call | with Goethe | text yes | todo send draft @"},
		{"call Goethe: yes > next Tue", "call | with Goethe | text yes | todo  @2026-11-24"},
		{"call Goethe: yes > a next Tue > b in 3 days +", "call | with Goethe | text yes | felt 1 | todo a @2026-11-24 | todo b @2026-11-21"},
		{"call Goethe: yes > a nächsten Di, b am Fr", "call | with Goethe | text yes | todo a @2026-11-24 | todo b @2026-11-20"},
		{"call Goethe: yes > Entwurf, Muster schicken am Fr", "call | with Goethe | text yes | todo Entwurf, Muster schicken @2026-11-20"},
		{"call Goethe: yes, send draft next Tue, call on Fri", "call | with Goethe | text yes | todo send draft @2026-11-24 | todo call @2026-11-20"},
		{"call Goethe: yes, send draft, next Tue", "call | with Goethe | text yes | todo send draft @2026-11-24"},
		{"call Goethe: yes. Send draft next Tue.", "call | with Goethe | text yes. | todo Send draft @2026-11-24"},
		{"call Goethe: yes, was here yesterday", "call | with Goethe | text yes, was here yesterday"},
		{"call Goethe: yes, hat am Montag angerufen", "call | with Goethe | text yes, hat am Montag angerufen"},
		{"call Goethe: yes, war letzten Freitag da", "call | with Goethe | text yes, war letzten Freitag da"},
		{"call Goethe: yes, seit 3.11. krank", "call | with Goethe | text yes, seit 3.11. krank"},
		{"call Goethe: yes, ist nächste Woche im Urlaub", "call | with Goethe | text yes, ist nächste Woche im Urlaub"},
		{"call Goethe: send draft next Tue", "call | with Goethe | text send draft next Tue | todo send draft @2026-11-24"},
		{"call Goethe: yes, noch heute zurückrufen", "call | with Goethe | text yes | todo zurückrufen @2026-11-18"},
		{"call Goethe: yes, heute krank", "call | with Goethe | text yes, heute krank"},
		{"call Goethe: yes, zurückrufen morgen 9:00", "call | with Goethe | text yes | todo zurückrufen, 09:00 @2026-11-19"},
		{"call Goethe: Umsatz > 5 Mio", "call | with Goethe | text Umsatz > 5 Mio"},
		{"call Goethe: a -> b, x >= y", "call | with Goethe | text a -> b, x >= y"},
		{"call Goethe: yes > 3.12. anrufen", "call | with Goethe | text yes | todo anrufen @2026-12-03"},
		{"call Goethe: yes >>Herder send draft next Tue", "call | with Goethe | text yes | todo send draft @2026-11-24 for Herder"},
		{"call Goethe: yes >> Caroline Herder: send draft next Tue", "call | with Goethe | text yes | todo send draft @2026-11-24 for Caroline Herder"},
		{"call Goethe: yes >>Herder", "call | with Goethe | text yes | todo  @ for Herder"},
		{"call Goethe: yes >> call", "call | with Goethe | text yes | todo call @"},
		{"call Goethe: yes > send draft next Tue (für Herder)", "call | with Goethe | text yes | todo send draft @2026-11-24 for Herder"},
		{"call Goethe: yes, send draft next Tue (for Bertuch)", "call | with Goethe | text yes | todo send draft @2026-11-24 for Bertuch"},
		{"call Goethe: yes > send draft next Tue (für mich)", "call | with Goethe | text yes | todo send draft @2026-11-24"},
		{"call Goethe: yes > Entwurf für Herder bis Fr", "call | with Goethe | text yes | todo Entwurf @2026-11-20 for Herder"},
		{"call Goethe: yes > Entwurf für Wieland bis Fr", "call | with Goethe | text yes | todo Entwurf für Wieland @2026-11-20"},
		{"Angebot schicken nächsten Di", "(note) | text Angebot schicken nächsten Di | todo Angebot schicken @2026-11-24"},
		{"> Angebot schicken nächsten Di", "(note) | text Angebot schicken | todo Angebot schicken @2026-11-24"},
		{"call Goethe: yes, send #docs draft next Tue ++", "call | with Goethe | text yes | tags docs | felt 2 | todo send #docs draft @2026-11-24"},
		{"call Goethe: yes\n> send draft next Tue\n> call Fri", "call | with Goethe | text yes | todo send draft @2026-11-24 | todo call @2026-11-20"},
		{"call Goethe: yes, meet in KW 50", "call | with Goethe | text yes | todo meet in @2026-12-07"},
	})
}

// Lines as people type them in a hurry.
func TestInAHurry(t *testing.T) {
	check(t, []lineCase{
		{"Telefonat mit Frau Dr. Charlotte von Stein (Weimar): möchte Katalog", "call | with Dr. Charlotte von Stein(Weimar) | at Weimar | text möchte Katalog"},
		{"Tel. mit Hr. Müller, Hr. Meier @ Fa. Cotta GmbH & Co. KG: ok", "call | with Müller(Fa. Cotta GmbH & Co. KG); Meier(Fa. Cotta GmbH & Co. KG) | at Fa. Cotta GmbH & Co. KG | text ok"},
		{"Goethe angerufen, nicht erreicht, morgen nochmal versuchen", "call> | with Goethe | text nicht erreicht | todo nochmal versuchen @2026-11-19"},
		{"Goethe called, wants refund", "call< | with Goethe | text wants refund"},
		{"Zoom-Call mit Goethe: ja", "video | with Goethe | text ja"},
		{"LinkedIn-Nachricht von Goethe: ja", "social< | with Goethe | text ja"},
		{"Nachricht auf LinkedIn von Goethe: ja", "social< | with Goethe | text ja"},
		{"Forum-Antwort an user_42: gelöst", "forum> | with user_42 | text gelöst"},
		{"Kundenbesuch bei Goethe: ja", "meeting | with Goethe | text ja"},
		{"Besuch von Goethe: ja", "meeting< | with Goethe | text ja"},
		{"Frankfurter Buchmesse: viel los", "event | subject Frankfurter Buchmesse | text viel los"},
		{"per Mail an Goethe: ja", "mail> | with Goethe | text ja"},
		{"Mail an Goethe, cc Schiller: raus ?", "mail> | with Goethe; Schiller | text raus | answer by "},
		{"Meeting @ Cotta with Goethe, Schiller yesterday 10am: plan", "meeting | with Goethe(Cotta); Schiller(Cotta) | at Cotta | when 2026-11-17 10:00 | text plan"},
		{"Mittagessen Goethe: nett +, Buch schicken bis Ende der Woche", "meeting | with Goethe | text nett | felt 1 | todo Buch schicken @2026-11-20"},
		{"John called: wants refund - > call back tomorrow 9am", "call< | with John | text wants refund | felt -1 | todo call back, 09:00 @2026-11-19"},
		{"Anruf Goethe 13:00-13:30: ja", "call | with Goethe | when 2026-11-18 13:00 | took 30m0s | text ja"},
		{"Anruf Goethe gestern von 14 bis 15 Uhr: ja", "call | with Goethe | when 2026-11-17 14:00 | took 1h0m0s | text ja"},
		{"20 min Telefonat mit Goethe gestern Nachmittag: ja", "call | with Goethe | when 2026-11-17 | took 20m0s | text ja"},
		{"Telefonat Goethe,Schiller@Cotta:ja", "call | with Goethe(Cotta); Schiller(Cotta) | at Cotta | text ja"},
		{"Anruf +49 3643 12345: unbekannt", "call | with +49 3643 12345 | text unbekannt"},
		{"Call from +1 (555) 123-4567: wrong number", "call< | with +1 (555) 123-4567 | text wrong number"},
		{"Notiz zu Goethe: mag Wein", "note | with Goethe | text mag Wein"},
		{"Telefonat mit Goethe wegen Vertrag: unterschreibt", "call | with Goethe | subject Vertrag | text unterschreibt"},
		{"call with Goethe about the contract: signs", "call | with Goethe | subject the contract | text signs"},
		{"call with Goethe re: contract", "call | with Goethe | text contract"},
		{"Telefonat: 15:00 Goethe", "call | text 15:00 Goethe"},
		{"Telefonat Goethe: Preis 3,50 € pro Stück, Lieferung am Di, 24.11., 10:00 Uhr", "call | with Goethe | text Preis 3,50 € pro Stück | todo Lieferung, 10:00 @2026-11-24"},
		{"Telefonat Goethe: Der Entwurf ist da. Er will ihn lesen. Ich rufe ihn nächste Woche an", "call | with Goethe | text Der Entwurf ist da. Er will ihn lesen. | todo Ich rufe ihn an @2026-11-23"},
	})
}
