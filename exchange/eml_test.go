package exchange

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestReadEML(t *testing.T) {
	for _, test := range []struct {
		name, file, want string
	}{
		{"plain text with a signature", `From: "Schiller, Friedrich" <friedrich@schiller.example>
To: Johann Wolfgang von Goethe <goethe@frauenplan.example>, cotta@cotta.example
Cc: Caroline <caroline@schiller.example>
Subject: =?UTF-8?Q?Die_Horen=3A_n=C3=A4chstes_Heft?=
Date: Tue, 12 May 1795 10:15:00 +0100
Message-ID: <horen-5@schiller.example>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Lieber Freund,

das Heft geht morgen in den Druck. Rufen Sie mich an.

Herzliche Gr=FC=DFe
Dr. Friedrich von Schiller
Herausgeber
Die Horen, Jenergasse 26, 07743 Jena
Tel. 03641 231250

Am 11.05.1795 um 18:00 schrieb Goethe:
> Wann erscheint das Heft?
>=20
> Mit freundlichen Gr=FC=DFen
> J. W. Goethe
> Tel. 03643 231251
`, `
name: Dr.|Friedrich||von|Schiller|
title: Herausgeber
org: Die Horen
email work friedrich@schiller.example
phone work 03641 231250
address work Jenergasse 26; 07743 Jena
preferred: email friedrich@schiller.example
`},
		{"HTML only, in parts", `From: =?iso-8859-1?Q?Corona_Schr=F6ter?= <corona@tiefurt.example>
Date: Mon, 6 Apr 2026 09:00:00 +0200
Content-Type: multipart/mixed; boundary=aussen

--aussen
Content-Type: multipart/related; boundary=innen

--innen
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PGh0bWw+PGhlYWQ+PHRpdGxlPm5laW48L3RpdGxlPjxzdHlsZT5wIHt9PC9zdHlsZT48L2hlYWQ+
PGJvZHk+PHA+RGllIFByb2JlIGlzdCB1bSBmw7xuZi48L3A+PHA+VmllbGUgR3LDvMOfZTxicj5D
b3JvbmEgU2NocsO2dGVyPC9wPjx0YWJsZT48dHI+PHRkPkxpZWJoYWJlcnRoZWF0ZXIgVGllZnVy
dCBHYlI8L3RkPjwvdHI+PHRyPjx0ZD5Nb2JpbDogMDE3MSAzOTIwMDAxPC90ZD48L3RyPjwvdGFi
bGU+PC9ib2R5PjwvaHRtbD4=
--innen
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--innen--
--aussen
Content-Type: text/plain
Content-Disposition: attachment; filename=rolle.txt

Mit freundlichen Grüßen
Niemand Anders
--aussen--
`, `
name: |Corona|||Schröter|
org: Liebhabertheater Tiefurt GbR
email work corona@tiefurt.example
phone mobile 0171 3920001
preferred: email corona@tiefurt.example
`},
		{"a name that breaks the rules, no signature", "From: Göchhausen, Luise von <luise@hof.weimar.example>\nSubject: Urfaust\nDate: irgendwann\n\nAnbei die Abschrift.\n", `
name: |Luise||von|Göchhausen|
email luise@hof.weimar.example
preferred: email luise@hof.weimar.example
`},
		{"a company writes", "From: \"Druckerei Hoffmann e.K.\" <info@hoffmann-druck.example>\nDate: Mon, 6 Apr 2026 09:00:00 +0200\n\nIhre Rechnung.\n", `
organisation
org: Druckerei Hoffmann e.K.
email work info@hoffmann-druck.example
preferred: email info@hoffmann-druck.example
`},
		{"out of an mbox, only an address", "From luise Mon Apr  6 09:00:00 2026\nFrom: luise@hof.weimar.example\n\nGruß\nLuise\n", `
name: |||||Luise
email luise@hof.weimar.example
preferred: email luise@hof.weimar.example
`},
		{"an unknown character set and a cut off end", "From: Karl August <august@hof.weimar.example>\nContent-Type: text/plain; charset=x-weimar\nContent-Transfer-Encoding: base64\n\nTWl0IGZyZXVuZGxpY2hlbiBHcvzfZW4KS2FybCBBdWd1c3Q", `
name: |Karl|||August|
email august@hof.weimar.example
preferred: email august@hof.weimar.example
`},
		{"somebody else's signature", "From: Anna Amalia <anna@hof.weimar.example>\nDate: Mon, 6 Apr 2026 09:00:00 +0200\n\nGrüße\nChristoph Martin Wieland\nTel. 03643 231252\n", `
name: |Anna|||Amalia|
email anna@hof.weimar.example
phone 03643 231252
preferred: email anna@hof.weimar.example
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			contact, _, err := ReadEML(strings.NewReader(strings.ReplaceAll(test.file, "\n", "\r\n")))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := strings.TrimSpace(describe(contact)+"\n"+describeRest(contact)), strings.TrimSpace(test.want); got != want {
				t.Errorf("got\n%s\n\nwant\n%s", got, want)
			}
		})
	}
}

func TestReadEMLGivesTheMail(t *testing.T) {
	_, got, err := ReadEML(strings.NewReader("From: Friedrich Schiller <f@schiller.example>\nTo: Goethe <g@frauenplan.example>\n" +
		"Cc: c@cotta.example\nSubject: =?UTF-8?B?RGllIFLDpHViZXI=?=\nMessage-ID: <1@schiller.example>\nDate: Mon, 6 Apr 2026 09:00:00 +0200\n\nAnbei.\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Mail{
		Subject: "Die Räuber", MessageID: "1@schiller.example", Text: "Anbei.",
		From: []MailAddress{{"Friedrich Schiller", "f@schiller.example"}},
		To:   []MailAddress{{"Goethe", "g@frauenplan.example"}},
		Cc:   []MailAddress{{"", "c@cotta.example"}},
	}
	if at := time.Date(2026, 4, 6, 7, 0, 0, 0, time.UTC); !got.Date.Equal(at) {
		t.Errorf("date %v, want %v", got.Date, at)
	}
	got.Date = time.Time{}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestReadEMLRefusesWhatIsNoMail(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"empty":     {"", "import.reason.mail-empty"},
		"text":      {"Sehr geehrter Herr Geheimrat\n", "import.reason.mail-unreadable"},
		"vCard":     {"BEGIN:VCARD\nFN:Goethe\nEND:VCARD\n", "import.reason.mail-unreadable"},
		"msg":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "import.reason.mail-unreadable"},
		"long head": {"From: a@b.example\n" + strings.Repeat("X-A: "+strings.Repeat("a", 900)+"\n", 2000) + "\n", "import.reason.mail-unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := ReadEML(strings.NewReader(test.file))
			var unreadable *UnreadableError
			if !errors.As(err, &unreadable) || unreadable.Reason.Key != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestReadEMLOfManyParts must neither hang nor overflow the stack.
func TestReadEMLOfManyParts(t *testing.T) {
	var nested strings.Builder
	nested.WriteString("From: a@b.example\n")
	for i := range 2000 {
		nested.WriteString("Content-Type: multipart/mixed; boundary=b" + strings.Repeat("x", i%60) + "\n\n--b" + strings.Repeat("x", i%60) + "\n")
	}
	flat := "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\n\n", 100_000) + "--b--"
	for name, file := range map[string]string{"nested": nested.String(), "flat": flat} {
		t.Run(name, func(t *testing.T) {
			if contact, _, err := ReadEML(strings.NewReader(file)); err != nil || len(contact.Points) != 1 {
				t.Errorf("%v, %v", contact, err)
			}
		})
	}
}
