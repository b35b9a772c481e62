package exchange

import (
	"strings"
	"testing"

	"kontor/domain"
)

// TestReadVCardValues reads one line at a time. The card is of version 2.1
// where the line begins with "2.1 ", else of 3.0.
func TestReadVCardValues(t *testing.T) {
	note := func(c Contact) string { return c.Note }
	name := func(c Contact) string {
		n := c.Name
		return strings.Join([]string{n.Title, n.Given, n.Middle, n.Particle, n.Family, n.Suffix, n.Display}, "|")
	}
	points := func(c Contact) string {
		c.Name = domain.Name{}
		return describe(c)
	}
	preferred := func(c Contact) string {
		for _, p := range c.Points {
			if p.Preferred {
				return p.Value
			}
		}
		return ""
	}
	birthday := func(c Contact) string { return dashedDate(c.Birthday) + c.Extra["BDAY"] }
	first75 := "NOTE:" + strings.Repeat("Faust ", 11) + "Mephist"[:4]

	for _, test := range []struct {
		line string
		part func(Contact) string
		want string
	}{
		{"2.1 NOTE:kurze Zeile\r\n gefaltet", note, "kurze Zeile gefaltet"},
		{"NOTE:kurze Zei\r\n le", note, "kurze Zeile"},
		{"NOTE:kurze Zeile\r\n  gefaltet", note, "kurze Zeile gefaltet"},
		{"2.1 " + first75 + "\r\n opheles", note, strings.Repeat("Faust ", 11) + "Mephopheles"},
		{`2.1 NOTE:erste\nzweite`, note, "erste\nzweite"},
		{`2.1 NOTE:C:\neu\tisch`, note, `C:\neu\tisch`},
		{`2.1 NOTE:\\server\neu\; dort`, note, `\\server\neu; dort`},
		{`NOTE:C:\\neu\; \"Faust\"\, Teil\: 1\Nzwei\x`, note, "C:\\neu; \"Faust\", Teil: 1\nzwei\\x"},
		{"2.1 NOTE;ENCODING=QUOTED-PRINTABLE:J=C3=A4nner=3B=0A=\r\n =zz=3", note, "Jänner;\n =zz=3"},
		{"2.1 NOTE;QUOTED-PRINTABLE;CHARSET=windows-1251:=C3=E5=F2=E5", note, "Гете"},
		{"2.1 NOTE;CHARSET=SHIFT_JIS:\x83Q\x81[\x83e", note, "ゲーテ"},
		{"NOTE;CHARSET=x-unbekannt:M\xe4rz", note, "März"},
		{"NOTE;CHARSET=UTF-8:M\xe4rz Jänner", note, "März Jänner"},
		{"NOTE;ENCODING=B:SsOkbm5lcg==", note, "Jänner"},
		{"NOTE:eins\r\nNOTE:zwei", note, "eins\n\nzwei"},
		{"NOTE:a\x00b\x07c", note, "abc"},
		{"item1.NOTE;LANGUAGE=de;X=\"a:b;c\":Wert", note, "Wert"},

		{"N:Van Halen;Alex", name, "|Alex|||Van Halen||"},
		{"N:van der Tann;Ulrich", name, "|Ulrich||van der|Tann||"},
		{"N:Goethe;Johann\\, Wolfgang,Maximilian;;Dr.,Prof.;jun.", name, "Dr. Prof.|Johann, Wolfgang Maximilian|||Goethe|jun.|"},
		{"N:Johann Wolfgang von Goethe\r\nFN:Johann Wolfgang von Goethe", name, "|Johann|Wolfgang|von|Goethe||"},
		{"N:García Márquez;;;;\r\nFN:Gabo", name, "||||García Márquez||Gabo"},
		{"FN:Prof. Dr. h. c. Johann Wolfgang von der Goethe jun.", name, "Prof. Dr. h. c.|Johann|Wolfgang|von der|Goethe|jun.|"},
		{"FN:Goethe, Johann Wolfgang von", name, "|Johann|Wolfgang|von|Goethe||"},
		{"FN:Charlotte Buff, MBA", name, "|Charlotte|||Buff|MBA|"},
		{"FN:Dr. Faust", name, "Dr.||||Faust||"},
		{"FN:Mephisto", name, "||||||Mephisto"},
		{"FN:孔子", name, "||||||孔子"},
		{"N:Stein;Charlotte;;;\r\nFN:Stein, Charlotte", name, "|Charlotte|||Stein||"},
		{"N:Stein;Charlotte;;;\r\nFN:Frau von Stein", name, "|Charlotte|||Stein||Frau von Stein"},
		{"N:Meier;Hans\r\nSORT-STRING:eier", name, "|Hans|||Meier||"},

		{"ORG:Cotta\r\nN:Cotta", points, "organisation\norg: Cotta"},
		{"ORG:Cotta\r\nTITLE:Verleger", points, "title: Verleger\norg: Cotta"},
		{"ADR;TYPE=HOME:;;Frauenplan 1;Weimar;;99423;\r\nLABEL;TYPE=HOME:Goethehaus\\n99423 Weimar", points, "address home Frauenplan 1; 99423 Weimar"},
		{"LABEL:Frauenplan 1\\n99423 Weimar", points, "address Frauenplan 1; 99423 Weimar"},
		{"ADR:12;;;Weimar", points, "address PO Box 12; Weimar"},
		{"ADR:Frauenplan 1\\, 99423 Weimar", points, "address Frauenplan 1; 99423 Weimar"},
		{"TEL;CELL;WORK:1234567", points, "phone mobile 1234567"},
		{"TEL;TYPE=\"HOME,FAX\":1234567", points, "phone home fax 1234567"},
		{"EMAIL:Goethe <mailto:g@frauenplan.example>\r\nEMAIL:mailto:g@frauenplan.example?subject=a", points, "email g@frauenplan.example"},
		{"X-AIM:goethe\r\nX-SIGNAL:+491\r\nIMPP:goethe", points, "identity aim goethe\nidentity signal +491\nidentity im goethe"},
		{"URL:https://github.com/goethe\r\nURL:https://github.com", points, "identity github https://github.com/goethe\nurl https://github.com"},
		{"EMAIL;PREF=2:a@b.example\r\nEMAIL;PREF=1:c@d.example\r\nEMAIL;TYPE=PREF:e@f.example", preferred, "c@d.example"},

		{"BDAY:17490828", birthday, "1749-08-28"},
		{"BDAY:1749-08-28T12:00:00+01:00", birthday, "1749-08-28"},
		{"BDAY;VALUE=date-and-or-time:--0828", birthday, "--08-28"},
		{"BDAY:--08-28", birthday, "--08-28"},
		{"BDAY:---28", birthday, "---28"},
		{"BDAY:1604-02-29", birthday, "--02-29"},
		{"BDAY;X-APPLE-OMIT-YEAR=1700:1700-03-01", birthday, "--03-01"},
		{"BDAY:28.8.1749", birthday, "1749-08-28"},
		{"BDAY:1749-08", birthday, "1749-08"},
		{"BDAY:1749", birthday, "1749"},
		{"BDAY:8/28/1749", birthday, "---008/28/1749"},
		{"BDAY:1900-02-29", birthday, "---001900-02-29"},
		{"BDAY;VALUE=text:um 1749", birthday, "---00um 1749"},
	} {
		version, line := "3.0", test.line
		if rest, ok := strings.CutPrefix(line, "2.1 "); ok {
			version, line = "2.1", rest
		}
		contacts, rejected, err := readVCards("BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + line + "\r\nUID:1\r\nEND:VCARD\r\n")
		if err != nil || len(contacts)+len(rejected) != 1 {
			t.Fatalf("%q: %v, %d contacts", test.line, err, len(contacts))
		}
		if len(rejected) > 0 {
			contacts, _, _ = readVCards("BEGIN:VCARD\r\nVERSION:" + version + "\r\nNICKNAME:x\r\n" + line + "\r\nEND:VCARD\r\n")
		}
		if got := test.part(contacts[0]); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.line, got, test.want)
		}
	}
}
