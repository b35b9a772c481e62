package domain

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Field names one value of a record: "name", "birthday", "note", "tag:docs",
// "point:<id>", "field:<id>". Values that a record has several of carry what
// tells them apart after the colon.
type Field string

// The fields that a record has once.
const (
	FieldName        Field = "name"        // of a person: Value.Name; of others: Value.Text
	FieldLegalName   Field = "legal-name"  // of an organisation
	FieldFormerName  Field = "former-name" // of an organisation
	FieldBirthday    Field = "birthday"    // Value.Date
	FieldLanguage    Field = "language"    // BCP 47
	FieldNote        Field = "note"        // Markdown
	FieldPhoto       Field = "photo"       // Value.Attachment
	FieldPurpose     Field = "purpose"     // of a community
	FieldGoals       Field = "goals"       // of a community
	FieldChannels    Field = "channels"    // of a community: where it talks
	FieldDescription Field = "description" // of an organisation
)

// PointField is the field of a contact point.
func PointField(id ID) Field { return Field("point:" + id.String()) }

// TagField is the field of a tag.
func TagField(tag string) Field { return Field("tag:" + NormalTag(tag)) }

// CustomField is the field of a value whose definition is the given one.
func CustomField(definition ID) Field { return Field("field:" + definition.String()) }

// UIDField is the field of an identifier under which a file knows the record, so
// that the same card is recognised when it is imported again.
func UIDField(uid string) Field { return Field("uid:" + uid) }

// ExtraField is the field of something a file said that Kontor has no field for.
func ExtraField(name string) Field { return Field("extra:" + name) }

// NormalTag is the spelling under which a tag is kept: without the leading #,
// in lower case, with hyphens for spaces.
func NormalTag(tag string) string {
	tag = strings.TrimLeft(strings.TrimSpace(tag), "#")
	return strings.ToLower(strings.Join(strings.Fields(tag), "-"))
}

// Value is one value of a record. Exactly one of its parts is used; which one
// follows from the field.
type Value struct {
	Text       string        `json:"text,omitempty"`
	Name       *Name         `json:"name,omitempty"`
	Point      *ContactPoint `json:"point,omitempty"`
	Date       *PartialDate  `json:"date,omitempty"`
	Number     *float64      `json:"number,omitempty"`
	Yes        *bool         `json:"yes,omitempty"`
	Attachment *Attachment   `json:"attachment,omitempty"`
}

// TextValue is a value that is a text.
func TextValue(s string) *Value { return &Value{Text: s} }

// NameValue is a value that is a person's name.
func NameValue(n Name) *Value { return &Value{Name: &n} }

// PointValue is a value that is a contact point.
func PointValue(p ContactPoint) *Value { return &Value{Point: &p} }

// DateValue is a value that is a date.
func DateValue(d PartialDate) *Value { return &Value{Date: &d} }

func sameValue(a, b *Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return reflect.DeepEqual(*a, *b)
}

// Attachment is a file that belongs to a record. Its content lies sealed
// beside the ledger, under its address.
type Attachment struct {
	// Address finds the content; it is a keyed digest, which says nothing
	// about the content to anyone without the workspace's key.
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
	Type    string `json:"type,omitempty"` // media type
	Size    int64  `json:"size"`           // bytes
}

// Change sets one field of a record. A nil Now removes the value. Was is what
// the user saw when deciding on the change, so that a change made by somebody
// else in the meantime is noticed and not overwritten.
type Change struct {
	Field Field  `json:"field"`
	Was   *Value `json:"was,omitempty"`
	Now   *Value `json:"now,omitempty"`
}

// Fact is a value together with where it came from.
type Fact struct {
	Value  Value
	Origin Origin
	Since  time.Time // when it was recorded
	By     ID        // the member who recorded it
}

// Dossier is what is known about a record, value by value.
type Dossier map[Field]Fact

func (d Dossier) apply(changes []Change, origin Origin, m Meta) {
	for _, c := range changes {
		if c.Now == nil {
			delete(d, c.Field)
			continue
		}
		d[c.Field] = Fact{Value: *c.Now, Origin: origin, Since: m.RecordedAt, By: m.Actor}
	}
}

// Get returns the value of a field, or nil.
func (d Dossier) Get(f Field) *Value {
	if fact, ok := d[f]; ok {
		v := fact.Value
		return &v
	}
	return nil
}

// Text returns the text of a field, or "".
func (d Dossier) Text(f Field) string { return d[f].Value.Text }

// Points returns the contact points of the given kinds (all, if none is
// given): preferred ones first, then in the order in which they were made.
func (d Dossier) Points(kinds ...PointKind) []ContactPoint {
	var points []ContactPoint
	for f, fact := range d {
		p := fact.Value.Point
		if p == nil || !strings.HasPrefix(string(f), "point:") {
			continue
		}
		if len(kinds) == 0 || slices.Contains(kinds, p.Kind) {
			points = append(points, *p)
		}
	}
	slices.SortFunc(points, func(a, b ContactPoint) int {
		if a.Preferred != b.Preferred {
			if a.Preferred {
				return -1
			}
			return 1
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	return points
}

// Tags returns the tags in alphabetical order.
func (d Dossier) Tags() []string {
	var tags []string
	for f := range d {
		if tag, ok := strings.CutPrefix(string(f), "tag:"); ok {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// Custom returns the values of the fields that users defined, by definition.
func (d Dossier) Custom() map[ID]Value {
	custom := map[ID]Value{}
	for f, fact := range d {
		if s, ok := strings.CutPrefix(string(f), "field:"); ok {
			if id, err := ParseID(s); err == nil {
				custom[id] = fact.Value
			}
		}
	}
	return custom
}

// UIDs returns the identifiers under which files know the record.
func (d Dossier) UIDs() []string {
	var uids []string
	for f := range d {
		if uid, ok := strings.CutPrefix(string(f), "uid:"); ok {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	return uids
}

// Fields returns the fields that have a value, in alphabetical order.
func (d Dossier) Fields() []Field {
	fields := make([]Field, 0, len(d))
	for f := range d {
		fields = append(fields, f)
	}
	slices.SortFunc(fields, cmp.Compare[Field])
	return fields
}

// check drops the changes that change nothing, and refuses those whose field
// was changed by somebody else since the user saw it.
func (d Dossier) check(about Stream, changes []Change) ([]Change, error) {
	var real []Change
	for _, c := range changes {
		if sameValue(d.Get(c.Field), c.Now) {
			continue
		}
		if !sameValue(d.Get(c.Field), c.Was) {
			return nil, refuse(RefusedChangedMeanwhile, about, string(fieldKind(c.Field)))
		}
		real = append(real, c)
	}
	return real, nil
}

// fieldKind is the part of a field's name that says nothing personal.
func fieldKind(f Field) Field {
	kind, _, _ := strings.Cut(string(f), ":")
	return Field(kind)
}

// SetChange is the change that gives a field of this dossier a new value.
func (d Dossier) SetChange(f Field, now *Value) Change {
	return Change{Field: f, Was: d.Get(f), Now: now}
}
