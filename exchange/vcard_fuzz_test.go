package exchange

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

// FuzzReadVCards reads anything. Whatever becomes a contact can be written and
// read back, and is the same from then on.
func FuzzReadVCards(f *testing.F) {
	files, err := filepath.Glob("testdata/vcard/*.vcf")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		"", "BEGIN:VCARD", "BEGIN:VCARD\nEND:VCARD", "\xff\xfeB\x00E\x00", "\x00B\x00E\x00G",
		"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=SHIFT_JIS:=8A=BF=8E=9A=\n=\n\nEND:VCARD",
		"BEGIN:VCARD\nNOTE;ENCODING=B:====\nX-A;B=\"c:d\\\nAGENT:\nBEGIN:VCARD\nEND:VCARDBEGIN:VCARD\n\tFN:a",
		"BEGIN:VCARD\nFN:a\nPHOTO:data:image/svg+xml,%3Csvg/%3E\nGEO:geo:;\nADR;LABEL=^n^^:;;;\nEND:VCARD",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		contacts, rejected, err := readStream(bytes.NewReader(file))
		var unreadable *UnreadableError
		if err != nil && !errors.As(err, &unreadable) {
			t.Fatalf("unexpected error %v", err)
		}
		for _, r := range rejected {
			if r.Line < 1 || r.Reason.Key == "" || len(r.Raw) > 3*vcardRawLimit {
				t.Errorf("rejected without a place or a reason: %+v", r)
			}
		}
		for _, c := range contacts {
			if text := asJSON(t, c); !utf8.ValidString(text) || c.Line < 1 {
				t.Errorf("not fit to be shown: %q", text)
			}
		}
		for _, version := range []string{"3.0", "4.0"} {
			checkStable(t, version, contacts)
		}
	})
}

func checkStable(t *testing.T, version string, contacts []Contact) {
	t.Helper()
	first := writeVCards(t, version, contacts)
	once, rejected, err := readVCards(string(first))
	if len(contacts) > 0 && err != nil || len(once)+len(rejected) != len(contacts) {
		t.Fatalf("wrote %d contacts, read %d and %d rejected, %v:\n%s", len(contacts), len(once), len(rejected), err, first)
	}
	second := writeVCards(t, version, once)
	twice, _, _ := readVCards(string(second))
	if third := writeVCards(t, version, twice); !bytes.Equal(second, third) {
		t.Fatalf("%s is not stable:\n%s\nbecame\n%s", version, second, third)
	}
}

// FuzzReadSignature reads anything that someone may paste.
func FuzzReadSignature(f *testing.F) {
	f.Add("Mit freundlichen Grüßen\nJohann Goethe\nGoethe GmbH, Frauenplan 1, 99423 Weimar\nTel. 03643 231250")
	f.Add("-- \nA | b@c.de | +49 (0) 1 | HRB 1, USt-IdNr.: DE1 | @a@b.c")
	f.Fuzz(func(t *testing.T, text string) {
		if described := asJSON(t, ReadSignature(text)); !utf8.ValidString(described) {
			t.Errorf("not fit to be shown: %q", described)
		}
	})
}

// FuzzReadEML reads anything that may be called a mail.
func FuzzReadEML(f *testing.F) {
	f.Add([]byte("From: =?iso-8859-1?Q?J=F6rg?= <j@weimar.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Gru\xdf<br>J&ouml;rg</p>\r\n--b--\r\n"))
	f.Add([]byte("From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!!"))
	f.Fuzz(func(t *testing.T, file []byte) {
		contact, mail, err := ReadEML(bytes.NewReader(file))
		var unreadable *UnreadableError
		if err != nil && !errors.As(err, &unreadable) {
			t.Fatalf("unexpected error %v", err)
		}
		if !utf8.ValidString(asJSON(t, contact)) || !utf8.ValidString(mail.Text+mail.Subject) {
			t.Errorf("not fit to be shown: %+v", mail)
		}
	})
}
