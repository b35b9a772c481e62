package exchange

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-vcard"
	"pgregory.net/rapid"

	"kontor/domain"
)

// TestVCardRoundTrip reads back what was written, in both versions. A failure
// prints the seed to run it again with.
func TestVCardRoundTrip(t *testing.T) {
	for _, version := range []string{"3.0", "4.0"} {
		t.Run(version, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				want := rapid.SliceOfN(contactsForVCard(), 1, 3).Draw(t, "contacts")
				file := writeVCards(t, version, want)
				got, rejected, err := readVCards(string(file))
				if err != nil || len(rejected) > 0 {
					t.Fatalf("read: %v, rejected %v, from\n%s", err, rejected, file)
				}
				for i := range got {
					got[i].Line = 0
				}
				if !equalJSON(t, got, want) {
					t.Fatalf("read back\n%s\nwant\n%s\nfrom\n%s", asJSON(t, got), asJSON(t, want), file)
				}
			})
		})
	}
}

// TestWrittenVCardsAreFolded checks what other programs demand of a file:
// lines of at most 75 octets, cut between characters, and readable by a parser
// that is not ours.
func TestWrittenVCardsAreFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := contactsForVCard().Draw(t, "contact")
		want.Photo = rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "photo")
		want.PhotoType = "image/jpeg"
		file := writeVCards(t, rapid.SampledFrom([]string{"3.0", "4.0"}).Draw(t, "version"), []Contact{want})
		for line := range bytes.SplitSeq(file, []byte("\r\n")) {
			if len(line) > 75 {
				t.Fatalf("line of %d octets: %q", len(line), line)
			}
			if !bytes.Equal(line, bytes.ToValidUTF8(line, nil)) {
				t.Fatalf("a character is cut: %q", line)
			}
			if bytes.ContainsAny(line, "\r\n") {
				t.Fatalf("stray line end: %q", line)
			}
		}
		card, err := vcard.NewDecoder(bytes.NewReader(file)).Decode()
		if err != nil {
			t.Fatalf("another parser: %v\n%s", err, file)
		}
		if note := card.PreferredValue(vcard.FieldNote); !strings.Contains(want.Note, `\`) && strings.ReplaceAll(note, `\;`, ";") != want.Note {
			t.Fatalf("another parser reads the note %q, want %q", note, want.Note)
		}
	})
}

func TestWriteVCardsKnowsTwoVersions(t *testing.T) {
	if err := WriteVCards(&bytes.Buffer{}, "2.1", slices.Values([]Contact{})); err == nil {
		t.Error("2.1 was accepted")
	}
}

// contactsForVCard makes contacts of what both versions of vCard can carry.
func contactsForVCard() *rapid.Generator[Contact] {
	return rapid.Custom(func(t *rapid.T) Contact {
		word := textOf("word", 1)
		maybe := func(name string) string {
			if rapid.Bool().Draw(t, "has "+name) {
				return word.Draw(t, name)
			}
			return ""
		}
		c := Contact{
			UID:          rapid.StringMatching(`urn:uuid:[0-9a-f]{8}`).Draw(t, "uid"),
			Organisation: maybe("organisation"),
			JobTitle:     maybe("job title"),
			Role:         maybe("role"),
			Note:         strings.TrimSpace(rapid.StringOf(rapid.SampledFrom([]rune("aä ß,;:\\\n\"'^=😀Ωش\u0301"))).Draw(t, "note")),
			Language:     rapid.SampledFrom([]string{"", "de", "en-GB"}).Draw(t, "language"),
			Connected:    rapid.SampledFrom([]string{"", "1794-07-20"}).Draw(t, "connected"),
		}
		c.Name = domain.Name{
			Title: maybe("title"), Given: word.Draw(t, "given"), Middle: maybe("middle"), Suffix: maybe("suffix"),
			Nickname: maybe("nickname"), Former: maybe("former"), Phonetic: maybe("phonetic"), Display: maybe("display"),
		}
		if rapid.Bool().Draw(t, "family") {
			c.Name.Particle = rapid.SampledFrom([]string{"", "von", "Van der", "de la"}).Draw(t, "particle")
			c.Name.Family = "G" + strings.ReplaceAll(word.Draw(t, "family"), " ", "")
		}
		if c.Name.Display == FullName(c.Name) {
			c.Name.Display = ""
		}
		if c.Organisation != "" {
			c.Units = rapid.SliceOfNDistinct(word, 0, 2, rapid.ID).Draw(t, "units")
			if c.IsOrganisation = rapid.Bool().Draw(t, "is organisation"); c.IsOrganisation {
				c.Name.Display = ""
			}
		}
		c.Points = pointsForVCard(t, word)
		c.Birthday = rapid.SampledFrom([]domain.PartialDate{
			{}, {Year: 1749, Month: 8, Day: 28}, {Month: 2, Day: 29}, {Year: 1749}, {Year: 1749, Month: 8}, {Day: 28}, {Month: 8},
		}).Draw(t, "birthday")
		c.Categories = rapid.SliceOfN(word, 0, 3).Draw(t, "categories")
		if rapid.Bool().Draw(t, "photo") {
			c.Photo, c.PhotoType = []byte("\xff\xd8\xff"+maybe("jpeg")), "image/jpeg"
		} else if rapid.Bool().Draw(t, "photo elsewhere") {
			c.PhotoURL = "https://weimar.example/portraits?of=goethe,schiller;1800"
		}
		relation := rapid.Custom(func(t *rapid.T) Relation {
			return Relation{Kind: rapid.SampledFrom([]string{"spouse", "assistant", "Großcousine", "friend"}).Draw(t, "kind"), Name: word.Draw(t, "name")}
		})
		c.Relations = rapid.SliceOfNDistinct(relation, 0, 3, rapid.ID).Draw(t, "relations")
		names := rapid.SampledFrom([]string{"X-LIEBLINGSWEIN", "Lieblings: Wein", "GENDER", "EMAIL", "VERSION", "X-SPOUSE", "N"})
		c.Extra = rapid.MapOfN(names, word, 0, 4).Draw(t, "extra")
		if rapid.Bool().Draw(t, "anniversary") {
			c.Extra["ANNIVERSARY"] = "1806-10-19"
			c.Extra["GEO"] = "50.9778,11.3294"
		}
		return c
	})
}

func pointsForVCard(t *rapid.T, word *rapid.Generator[string]) []domain.ContactPoint {
	label := rapid.OneOf(rapid.SampledFrom([]string{"", "work", "home", "mobile", "fax", "home fax", "pager", "Work"}), word)
	preferred := map[domain.PointKind]bool{}
	point := rapid.Custom(func(t *rapid.T) domain.ContactPoint {
		p := domain.ContactPoint{
			Kind: rapid.SampledFrom([]domain.PointKind{
				domain.PointEmail, domain.PointPhone, domain.PointAddress,
				domain.PointIdentity, domain.PointURL, domain.PointDomain,
			}).Draw(t, "kind"),
			Label: label.Draw(t, "label"),
			Value: word.Draw(t, "value"),
		}
		switch p.Kind {
		case domain.PointEmail:
			p.Value = "a." + strings.ReplaceAll(p.Value, " ", "") + "@weimar.example"
		case domain.PointPhone:
			p.Value = "+49 3643 " + p.Value
		case domain.PointURL:
			p.Value = "https://weimar.example/a,b;c?d=" + rapid.StringMatching(`[a-zäß]{1,60}`).Draw(t, "path")
		case domain.PointIdentity:
			p.Service = rapid.SampledFrom([]string{"xmpp", "skype", "mastodon", "linkedin", "x", "forum", "Das \"Forum\", neu"}).Draw(t, "service")
			p.Value = "a" + p.Value
		case domain.PointAddress:
			p.Value = ""
			p.Address = &domain.Address{
				Street: word.Draw(t, "street"), Extended: "x" + word.Draw(t, "extended"), PostCode: word.Draw(t, "post code"),
				City: word.Draw(t, "city"), Region: word.Draw(t, "region"), Country: word.Draw(t, "country"),
			}
			p.Address.Extended = strings.Trim(p.Address.Extended, ", ")
		}
		return p
	})
	key := func(p domain.ContactPoint) pointKey {
		k := pointKey{kind: p.Kind, service: p.Service, value: p.Value}
		if p.Address != nil {
			k.address = *p.Address
		}
		return k
	}
	points := rapid.SliceOfNDistinct(point, 0, 6, key).Draw(t, "points")
	for i := range points {
		if !preferred[points[i].Kind] && rapid.Bool().Draw(t, "preferred") {
			points[i].Preferred, preferred[points[i].Kind] = true, true
		}
	}
	return points
}

// textOf makes lines of text with everything in them that vCard must escape.
func textOf(name string, least int) *rapid.Generator[string] {
	runes := []rune("aäßzZ09 ,;:\\\"'^=<>()@&%😀Ωش中e\u0301")
	return rapid.Map(rapid.StringOfN(rapid.SampledFrom(runes), least, 90, -1), func(s string) string {
		return oneLine("w" + s + name[:1])
	})
}
