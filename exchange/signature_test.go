package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/domain"
)

func TestReadSignature(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"German, full, with imprint", `
Das Manuskript schicke ich morgen.

Mit freundlichen Grüßen

Dr. Friedrich von Schiller
Leiter Lektorat

J. G. Cotta'sche Buchhandlung GmbH & Co. KG
Marktplatz 3
70173 Stuttgart
Deutschland

Tel.: +49 (0) 711 23125-10
Fax: +49 (0) 711 23125-99
Mobil: 0171 3920001
E-Mail: friedrich.schiller@cotta.example
Web: www.cotta.example

Geschäftsführer: Johann Friedrich Cotta
Amtsgericht Stuttgart, HRB 1787
USt-IdNr.: DE123456789
`, `
name: Dr.|Friedrich||von|Schiller|
title: Leiter Lektorat
org: J. G. Cotta'sche Buchhandlung GmbH & Co. KG
phone work +49 (0) 711 23125-10
phone fax +49 (0) 711 23125-99
phone mobile 0171 3920001
email work friedrich.schiller@cotta.example
url www.cotta.example
address work Marktplatz 3; 70173 Stuttgart; Deutschland
extra Amtsgericht=Stuttgart
extra Geschäftsführer=Johann Friedrich Cotta
extra HRB=1787
extra USt-IdNr=DE123456789
`},
		{"English", `Best regards,

Charlotte Buff, MBA
Head of Community Relations
Wetzlar Letters Ltd.
12 Garden Street, London SW1A 2AA, United Kingdom
Phone: +44 20 7946 0018 | Mobile: +44 7700 900123
charlotte@wetzlar-letters.example | https://www.linkedin.com/in/charlotte-buff
`, `
name: |Charlotte|||Buff|MBA
title: Head of Community Relations
org: Wetzlar Letters Ltd.
phone work +44 20 7946 0018
phone mobile +44 7700 900123
email work charlotte@wetzlar-letters.example
identity linkedin https://www.linkedin.com/in/charlotte-buff
address work 12 Garden Street; SW1A 2AA London; United Kingdom
`},
		{"company and department on one line", `
Mit freundlichen Grüßen
Bettina Brentano
Federkiel GmbH, Buchhaltung
Tel. 03643 231252
bettina@federkiel.example
`, `
name: |Bettina|||Brentano|
org: Federkiel GmbH
unit: Buchhaltung
phone work 03643 231252
email work bettina@federkiel.example
`},
		{"company and function on one line", `
Bettina Brentano
Federkiel GmbH, Leiterin Lektorat
bettina@federkiel.example
`, `
name: |Bettina|||Brentano|
title: Leiterin Lektorat
org: Federkiel GmbH
email work bettina@federkiel.example
`},
		{"company and place on one line", `
Bettina Brentano
Federkiel GmbH, Weimar
bettina@federkiel.example
`, `
name: |Bettina|||Brentano|
org: Federkiel GmbH, Weimar
email work bettina@federkiel.example
`},
		{"all on one line with bars", `-- 
Johanna Schopenhauer | Salon am Theaterplatz | Theaterplatz 1 | 99423 Weimar | T 03643 231250 | johanna@salon-weimar.example
`, `
name: |Johanna|||Schopenhauer|
org: Salon am Theaterplatz
phone work 03643 231250
email work johanna@salon-weimar.example
address work Theaterplatz 1; 99423 Weimar
`},
		{"dots between and single letters", `Viele Grüße aus Weimar
Caroline Jagemann

Hoftheater Weimar e. V. · Theaterplatz 2 · D-99423 Weimar
T: +49 3643 231251 · F: +49 3643 231252 · M: +49 171 3920002
E: c.jagemann@hoftheater.example · W: hoftheater.example
`, `
name: |Caroline|||Jagemann|
org: Hoftheater Weimar e. V.
phone work +49 3643 231251
phone fax +49 3643 231252
phone mobile +49 171 3920002
email work c.jagemann@hoftheater.example
url hoftheater.example
address work Theaterplatz 2; 99423 Weimar
`},
		{"first name, then the whole", `Liebe Grüße
Bettina

--
Bettina von Arnim
Autorin
bettina@arnim.example
@bettina@weimar.social
`, `
name: |Bettina||von|Arnim|
title: Autorin
email bettina@arnim.example
identity mastodon @bettina@weimar.social
`},
		{"on behalf, department, capitals", `Freundliche Grüße

i. A. CHRISTIANE VULPIUS
Abteilung Einkauf

Bertuchs Industrie-Comptoir AG, Schloßgasse 4, 99423 Weimar
Telefon 03643 231253, Telefax 03643 231254
mailto:christiane.vulpius@bertuch.example
Vorstand: Friedrich Justin Bertuch (Vorsitzender), Georg Melchior Kraus
Vorsitzender des Aufsichtsrats: Karl August
Sitz der Gesellschaft: Weimar
`, `
name: |Christiane|||Vulpius|
org: Bertuchs Industrie-Comptoir AG
unit: Abteilung Einkauf
phone work 03643 231253
phone fax 03643 231254
email work christiane.vulpius@bertuch.example
address work Schloßgasse 4; 99423 Weimar
extra Sitz der Gesellschaft=Weimar
extra Vorsitzender des Aufsichtsrats=Karl August
extra Vorstand=Friedrich Justin Bertuch (Vorsitzender), Georg Melchior Kraus
`},
		{"title behind the name", `Beste Grüße

Johann Peter Eckermann – Assistenz der Geschäftsführung
Goethe & Söhne OHG
Frauenplan 1
D – 99423 Weimar
Durchwahl: 03643 231255
eckermann@goethe-soehne.example
Skype: eckermann.weimar
GitHub: https://github.com/eckermann
XING: https://www.xing.com/profile/JohannPeter_Eckermann
`, `
name: |Johann|Peter||Eckermann|
title: Assistenz der Geschäftsführung
org: Goethe & Söhne OHG
phone work 03643 231255
email work eckermann@goethe-soehne.example
identity skype eckermann.weimar
identity github https://github.com/eckermann
identity xing https://www.xing.com/profile/JohannPeter_Eckermann
address work Frauenplan 1; 99423 Weimar
`},
		{"company by the domain, disclaimer", `Kind regards

Angelika Kauffmann (she/her)
Senior Designer
Kauffmann Ateliers
angelika@kauffmann-ateliers.example

This e-mail may contain confidential information. If you are not
the intended recipient, call +49 30 23125000 at once.
`, `
name: |Angelika|||Kauffmann|
title: Senior Designer
org: Kauffmann Ateliers
email work angelika@kauffmann-ateliers.example
`},
		{"only words", `Herzliche Grüße, Luise von Göchhausen`, `
name: |Luise||von|Göchhausen|
`},
		{"marks of bold and links", `*Mit besten Grüßen*

*Corona Schröter*
_Kammersängerin_

[image: Logo]
*Liebhabertheater Tiefurt GbR*
Hauptstraße 14
99425 Weimar-Tiefurt
Tel. 03643/231256<tel:03643231256>
corona@tiefurt.example<mailto:corona@tiefurt.example>
<https://www.tiefurt.example>
`, `
name: |Corona|||Schröter|
title: Kammersängerin
org: Liebhabertheater Tiefurt GbR
phone work 03643/231256
email work corona@tiefurt.example
url https://www.tiefurt.example
address work Hauptstraße 14; 99425 Weimar-Tiefurt
`},
		{"Austria and Switzerland", `Mit freundlichen Grüssen
Mag. Johann Heinrich Meyer
Kunschtverlag Stäfa AG
Seestrasse 12
CH-8712 Stäfa
Schweiz
Tel. +41 44 668 18 00
`, `
name: Mag.|Johann|Heinrich||Meyer|
org: Kunschtverlag Stäfa AG
phone work +41 44 668 18 00
address work Seestrasse 12; 8712 Stäfa; Schweiz
`},
		{"American", `Cheers,
Alexander Humboldt, Ph.D.
Chief Scientist
Orinoco Surveys, Inc.
1600 Market Street
Philadelphia, PA 19103
Office: +1 215-665-8500 x12
a.humboldt (at) orinoco.example
`, `
name: |Alexander|||Humboldt|Ph.D.
title: Chief Scientist
org: Orinoco Surveys, Inc.
phone work +1 215-665-8500 x12
email work a.humboldt@orinoco.example
address work 1600 Market Street; 19103 Philadelphia; PA
`},
		{"only a company", `Weimarer Druckerei Hoffmann e.K.
Windischenstraße 20
99423 Weimar
info@hoffmann-druck.example
Inhaber: Johann Hoffmann
`, `
organisation
org: Weimarer Druckerei Hoffmann e.K.
email work info@hoffmann-druck.example
address work Windischenstraße 20; 99423 Weimar
extra Inhaber=Johann Hoffmann
`},
		{"university with two units", `Mit kollegialen Grüßen

Prof. Dr. phil. Johann Gottlieb Fichte
Lehrstuhl für Philosophie
Friedrich-Schiller-Universität Jena
Fürstengraben 1, 07743 Jena
fichte@uni-jena.example
`, `
name: Prof. Dr. phil.|Johann|Gottlieb||Fichte|
org: Friedrich-Schiller-Universität Jena
unit: Lehrstuhl für Philosophie
email work fichte@uni-jena.example
address work Fürstengraben 1; 07743 Jena
`},
		{"quoted and sent from a telephone", `> Gruß
> Karl Ludwig von Knebel
> 0171 3920003
> Von meinem iPhone gesendet
`, `
name: |Karl|Ludwig|von|Knebel|
phone mobile 0171 3920003
`},
		{"a position that no list knows", `Gruß
Wilhelmine Herzlieb
Muse
Buchhandlung Frommann
Tel. 03641 231251
`, `
name: |Wilhelmine|||Herzlieb|
title: Muse
org: Buchhandlung Frommann
phone work 03641 231251
`},
		{"after the body of a mail, two numbers in a line", `Danke für Ihre Nachricht. Die Pferde stehen bereit.
Wir sehen uns am 3.9.1786 in Karlsbad.

Beste Grüße aus Karlsbad

Philipp Möller, M.A.
Reisender Kaufmann
Büro: 03643 231252 / Mobil: 0171-3920004
`, `
name: |Philipp|||Möller|M.A.
title: Reisender Kaufmann
phone 03643 231252
phone mobile 0171-3920004
`},
		{"American, with a suite", `Sincerely

Max Piccolomini
VP Sales EMEA | Wallenstein Inc.
200 State Street, Suite 400, Boston, MA 02109
`, `
name: |Max|||Piccolomini|
title: VP Sales EMEA
org: Wallenstein Inc.
address work Suite 400; 200 State Street; 02109 Boston; MA
`},
		{"the owner's name in the company's", `Danke und viele Grüße
Luise Miller

Miller Musik
Bassgeigenweg 3
99084 Erfurt
`, `
name: |Luise|||Miller|
org: Miller Musik
address work Bassgeigenweg 3; 99084 Erfurt
`},
		{"a rank with dots", "Ferdinand von Walter\nMajor a. D.\n0171 3920009", `
name: |Ferdinand||von|Walter|
title: Major a. D.
phone mobile 0171 3920009
`},
		{"nothing in it", "\n\n--\n\n", ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, want := describe(ReadSignature(test.text)), strings.TrimSpace(test.want); got != want {
				t.Errorf("got\n%s\n\nwant\n%s", got, want)
			}
		})
	}
}

// TestReadSignatureStaysFast would hang if a pattern went wild.
func TestReadSignatureStaysFast(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a.", 1<<20), strings.Repeat("1 ", 1<<20), strings.Repeat("Tel. +49 ", 1<<18),
		strings.Repeat("\xff\x00\n", 1<<20), strings.Repeat("GmbH & ", 1<<18), strings.Repeat("\n", 1<<20) + "Goethe",
	} {
		ReadSignature(text)
	}
}

// describe writes a contact so that a test can show it.
func describe(c Contact) string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, oneLine(fmt.Sprintf(format, args...))) }
	if c.IsOrganisation {
		add("organisation")
	}
	if n := c.Name; n != (domain.Name{}) {
		add("name: %s", strings.Join([]string{n.Title, n.Given, n.Middle, n.Particle, n.Family, n.Suffix}, "|")+n.Display)
	}
	if c.JobTitle != "" {
		add("title: %s", c.JobTitle)
	}
	if c.Organisation != "" {
		add("org: %s", c.Organisation)
	}
	for _, unit := range c.Units {
		add("unit: %s", unit)
	}
	for _, p := range c.Points {
		if p.Address == nil {
			add("%s %s %s %s", p.Kind, p.Service, p.Label, p.Value)
			continue
		}
		a := p.Address
		parts := slices.DeleteFunc([]string{a.Extended, a.Street, oneLine(a.PostCode + " " + a.City), a.Region, a.Country}, func(s string) bool { return s == "" })
		add("%s %s %s", p.Kind, p.Label, strings.Join(parts, "; "))
	}
	for _, name := range sortedKeys(c.Extra) {
		add("extra %s=%s", name, strings.ReplaceAll(c.Extra[name], "\n", "\\n"))
	}
	return strings.Join(lines, "\n")
}
