package exchange

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"kontor/domain"
)

// vcardProduct marks the cards that Kontor wrote, so that they are read back
// word for word, without guesses.
const vcardProduct = "-//Kontor//vCard//EN"

// WriteVCards writes contacts as a vCard file of the version "3.0" or "4.0".
// What vCard has no property for is written in properties that other programs
// keep or ignore, and ReadVCards understands.
func WriteVCards(w io.Writer, version string, contacts iter.Seq[Contact]) error {
	if version != "3.0" && version != "4.0" {
		return fmt.Errorf("exchange: no vCard version %q", version)
	}
	out := vcardWriter{fold: foldWriter{w: bufio.NewWriterSize(w, 64<<10)}, v4: version == "4.0"}
	for contact := range contacts {
		out.card(version, &contact)
		if out.fold.err != nil {
			break
		}
	}
	if err := out.fold.flush(); err != nil {
		return fmt.Errorf("write vCard file: %w", err)
	}
	return nil
}

// vcardWriter writes the properties of one card after another.
type vcardWriter struct {
	fold  foldWriter
	v4    bool
	items int // groups used on the card
}

func (w *vcardWriter) card(version string, c *Contact) {
	w.items = 0
	w.raw("BEGIN:VCARD")
	w.raw("VERSION:" + version)
	w.raw("PRODID:" + vcardProduct)
	w.text("UID", c.UID)
	w.kind(c)
	w.name(c)
	w.organisation(c)
	for _, point := range c.Points {
		w.point(point)
	}
	w.birthday(c.Birthday)
	w.text("LANG", c.Language)
	w.text("NOTE", c.Note)
	w.list("CATEGORIES", c.Categories)
	w.photo(c)
	for _, relation := range c.Relations {
		w.relation(relation)
	}
	w.text("X-KONTOR-SINCE", c.Connected)
	for _, name := range sortedKeys(c.Extra) {
		w.extra(name, c.Extra[name])
	}
	w.raw("END:VCARD")
}

func (w *vcardWriter) kind(c *Contact) {
	switch {
	case !c.IsOrganisation:
	case w.v4:
		w.raw("KIND:org")
	default:
		w.raw("X-ABShowAs:COMPANY")
	}
}

func (w *vcardWriter) name(c *Contact) {
	n := c.Name
	w.raw("FN:" + escapeVCard(formattedName(c)))
	head := "N"
	if n.Particle != "" && n.Family != "" && w.v4 {
		head = `N;SORT-AS="` + escapeParam(n.Family) + `"`
	}
	family := oneLine(n.Particle + " " + n.Family)
	w.raw(head + ":" + joinEscaped(family, n.Given, n.Middle, n.Title, n.Suffix))
	if n.Particle != "" && n.Family != "" && !w.v4 {
		w.text("SORT-STRING", n.Family)
	}
	w.text("NICKNAME", n.Nickname)
	phonetic := strings.Fields(n.Phonetic)
	if last := len(phonetic) - 1; last > 0 {
		w.text("X-PHONETIC-FIRST-NAME", strings.Join(phonetic[:last], " "))
		w.text("X-PHONETIC-LAST-NAME", phonetic[last])
	} else {
		w.text("X-PHONETIC-FIRST-NAME", n.Phonetic)
	}
	w.text("X-MAIDENNAME", n.Former)
}

// formattedName gives the text that every card must have to be shown by.
func formattedName(c *Contact) string {
	names := []string{c.Name.Display, FullName(c.Name), c.Organisation, c.Name.Nickname}
	if c.IsOrganisation {
		names = []string{c.Name.Display, c.Organisation, FullName(c.Name)}
	}
	for _, p := range c.Points {
		names = append(names, p.Value)
	}
	for _, name := range names {
		if name != "" {
			return name
		}
	}
	return ""
}

func (w *vcardWriter) organisation(c *Contact) {
	if c.Organisation != "" || len(c.Units) > 0 {
		w.raw("ORG:" + joinEscaped(append([]string{c.Organisation}, c.Units...)...))
	}
	w.text("TITLE", c.JobTitle)
	w.text("ROLE", c.Role)
}

func (w *vcardWriter) birthday(d domain.PartialDate) {
	if d.IsZero() {
		return
	}
	if w.v4 {
		w.raw("BDAY:" + basicDate(d))
		return
	}
	if d.Year == 0 && d.Month > 0 && d.Day > 0 {
		// 3.0 has no date without a year; this is what Apple made usual.
		w.raw(fmt.Sprintf("BDAY;X-APPLE-OMIT-YEAR=1604:1604-%02d-%02d", d.Month, d.Day))
		return
	}
	w.raw("BDAY:" + dashedDate(d))
}

func (w *vcardWriter) photo(c *Contact) {
	if c.PhotoURL != "" {
		w.raw("PHOTO;VALUE=uri:" + escapeURI(c.PhotoURL))
	}
	if len(c.Photo) == 0 {
		return
	}
	if w.v4 {
		w.fold.text("PHOTO:data:" + c.PhotoType + ";base64,")
	} else {
		w.fold.text("PHOTO;ENCODING=b;TYPE=" + strings.ToUpper(strings.TrimPrefix(c.PhotoType, "image/")) + ":")
	}
	encoder := base64.NewEncoder(base64.StdEncoding, &w.fold)
	// The writer keeps its first error, which WriteVCards returns.
	_, _ = encoder.Write(c.Photo)
	_ = encoder.Close()
	w.fold.endLine()
}

// relationTypes are those that vCard 4.0 has registered.
var relationTypes = []string{
	"contact", "acquaintance", "friend", "met", "co-worker", "colleague", "co-resident", "neighbor", "child",
	"parent", "sibling", "spouse", "kin", "muse", "crush", "date", "sweetheart", "me", "agent", "emergency",
}

func (w *vcardWriter) relation(r Relation) {
	switch {
	case w.v4 && slices.Contains(relationTypes, r.Kind):
		w.text("RELATED;VALUE=text;TYPE="+r.Kind, r.Name)
	case w.v4:
		w.labelled(r.Kind, "RELATED;VALUE=text", escapeVCard(r.Name))
	default:
		w.labelled(r.Kind, "X-ABRELATEDNAMES", escapeVCard(r.Name))
	}
}

// extra writes what Kontor has no field for back under its name.
func (w *vcardWriter) extra(name, value string) {
	_, read := vcardReaders[name]
	switch {
	case value == "":
	case name == "ANNIVERSARY" && w.v4:
		if date, ok := parseVCardDate(value, ""); ok {
			value = basicDate(date)
		}
		w.text(name, value)
	case name == "ANNIVERSARY":
		w.text("X-ANNIVERSARY", value)
	case name == "GEO" && w.v4:
		w.raw("GEO:geo:" + escapeVCard(value))
	case name == "GEO" && !strings.ContainsAny(value, ";\n\\"):
		w.raw("GEO:" + strings.Replace(value, ",", ";", 1))
	case read || isVCardNoise(name) || !isPropertyName(name):
		w.labelled(name, "X-KONTOR-FIELD", escapeVCard(value))
	default:
		w.text(name, value)
	}
}

// isPropertyName reports whether a name can stand as it is before a value.
func isPropertyName(name string) bool {
	return name != "BEGIN" && name != "END" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == "" && name != ""
}

// labelled writes a property in a group with a label of its own.
func (w *vcardWriter) labelled(label, head, value string) {
	if label == "" {
		w.raw(head + ":" + value)
		return
	}
	w.items++
	group := fmt.Sprintf("item%d.", w.items)
	w.raw(group + head + ":" + value)
	w.raw(group + "X-ABLabel:" + escapeVCard(label))
}

func (w *vcardWriter) text(head, value string) {
	if value != "" {
		w.raw(head + ":" + escapeVCard(value))
	}
}

func (w *vcardWriter) list(name string, items []string) {
	if len(items) == 0 {
		return
	}
	escaped := make([]string, len(items))
	for i, item := range items {
		escaped[i] = escapeVCard(item)
	}
	w.raw(name + ":" + strings.Join(escaped, ","))
}

// raw writes a line that is encoded already.
func (w *vcardWriter) raw(line string) {
	w.fold.text(line)
	w.fold.endLine()
}

func joinEscaped(parts ...string) string {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = escapeVCard(part)
	}
	return strings.Join(escaped, ";")
}

var vcardEscaper = strings.NewReplacer("\\", "\\\\", "\r\n", "\\n", "\n", "\\n", "\r", "\\n", ",", "\\,", ";", "\\;")

func escapeVCard(text string) string { return vcardEscaper.Replace(text) }

var uriEscaper = strings.NewReplacer("\\", "\\\\", "\n", "", "\r", "")

// escapeURI leaves the commas of an address alone: other programs open it as
// it stands.
func escapeURI(text string) string { return uriEscaper.Replace(text) }

var paramEscaper = strings.NewReplacer("^", "^^", "\n", "^n", "\r", "", `"`, "^'")

// escapeParam escapes what stands between quotes, after RFC 6868.
func escapeParam(text string) string { return paramEscaper.Replace(text) }

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
