package domain

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestARebuildAfterAnErasureGivesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomWorld()
		decide := func(c Command) {
			by := m.issue()
			if events, err := c.Decide(m, by); err == nil {
				m.record(by, events...)
			}
		}
		for range rapid.IntRange(1, 30).Draw(t, "commands") {
			decide(drawCommand(t, m))
		}
		for _, c := range []Command{Erase{goethe}, EraseConversation{call}, EraseFollowUp{draft}} {
			decide(c)
		}
		rebuilt := newMemory()
		for _, r := range m.history {
			if HeadOf(m.records[r.Event.Stream()]).Erased { // its words can no longer be read
				bare := readBack(r.Event)
				if secret := bare.Secret(); secret != nil {
					reflect.ValueOf(secret).Elem().SetZero()
					r.Secret = SecretErased
				}
				r.Event = bare
			}
			a := rebuilt.records[r.Event.Stream()]
			if a == nil {
				a = NewAggregate(r.Event.Stream().Kind)
				rebuilt.records[r.Event.Stream()] = a
			}
			a.Apply(r)
		}
		if got, want := rebuilt.snapshot(), m.snapshot(); !reflect.DeepEqual(got, want) {
			t.Fatalf("rebuilt  %v\nfolded   %v", got, want)
		}
	})
}

func TestAHeadTellsWhoAndWhen(t *testing.T) {
	s := given(t, personAdded(goethe, "Goethe")).when(SnoozePerson{goethe, "2026-12-01"})
	p, _ := LoadPerson(s.ledger, goethe)
	if p.Version != 2 || p.AddedBy != me || !p.ChangedAt.After(p.AddedAt) || p.Origin != manual || !p.Exists() {
		t.Errorf("%+v", p.Head)
	}
	s.when(Withdraw{Record: person(goethe)})
	if p.Exists() {
		t.Error("a record that was taken back exists")
	}
	if (*Head)(nil).Exists() || HeadOf(nil) != nil {
		t.Error("nothing exists")
	}
}

func TestAFactTellsWhereItCameFrom(t *testing.T) {
	s := given(t, personAdded(goethe, "Goethe", set(FieldNote, "Jena")))
	imported := Origin{How: OriginImport, Import: cards}
	s.when(ChangeDetails{Record: person(goethe), Origin: imported, Changes: []Change{{Field: FieldNote, Was: TextValue("Jena"), Now: TextValue("Weimar")}}})
	p, _ := LoadPerson(s.ledger, goethe)
	if f := p.Dossier[FieldNote]; f.Origin != imported || f.By != me || !f.Since.Equal(p.ChangedAt) || f.Value.Text != "Weimar" {
		t.Errorf("%+v", f)
	}
	if f := p.Dossier[FieldName]; f.Origin != manual || !f.Since.Equal(p.AddedAt) {
		t.Errorf("%+v", f)
	}
}

func TestADossierInOrder(t *testing.T) {
	point := func(i int, kind PointKind, preferred bool) Change {
		return Change{Field: PointField(id(i)), Now: PointValue(ContactPoint{ID: id(i), Kind: kind, Preferred: preferred})}
	}
	s := given(t, personAdded(goethe, "Goethe", point(83, PointEmail, false), point(81, PointEmail, false), point(84, PointEmail, true),
		point(82, PointPhone, false), set("tag:vers", "vers"), set("tag:doku", "doku"), set(CustomField(id(9)), "x"), set("field:kaputt", "y"),
		set(UIDField("b"), "b"), set(UIDField("a"), "a")))
	p, _ := LoadPerson(s.ledger, goethe)
	var order []ID
	for _, it := range p.Dossier.Points(PointEmail) {
		order = append(order, it.ID)
	}
	if !slices.Equal(order, []ID{id(84), id(81), id(83)}) || len(p.Dossier.Points()) != 4 {
		t.Errorf("points %v", order)
	}
	if tags := p.Dossier.Tags(); !slices.Equal(tags, []string{"doku", "vers"}) {
		t.Errorf("tags %v", tags)
	}
	if custom := p.Dossier.Custom(); len(custom) != 1 || custom[id(9)].Text != "x" {
		t.Errorf("custom fields %v", custom)
	}
	if uids := p.Dossier.UIDs(); !slices.Equal(uids, []string{"a", "b"}) {
		t.Errorf("identifiers %v", uids)
	}
	if fields := p.Dossier.Fields(); !slices.IsSorted(fields) || len(fields) != len(p.Dossier) {
		t.Errorf("fields %v", fields)
	}
}

func TestAPersonsPlaces(t *testing.T) {
	affiliated := func(i ID, ended bool) *PersonAffiliated {
		return &PersonAffiliated{of: of{person(goethe)}, Affiliation: i, Organisation: cotta, Ended: ended}
	}
	s := given(t, personAdded(goethe, "Goethe", Change{Field: FieldBirthday, Now: DateValue(PartialDate{1749, 8, 28})}),
		affiliated(id(8), false), affiliated(id(9), false), affiliated(id(10), false), affiliated(id(8), true))
	p, _ := LoadPerson(s.ledger, goethe)
	if current := p.Current(); len(current) != 2 || current[0].ID != id(10) || current[1].ID != id(9) {
		t.Errorf("%+v", current)
	}
	if p.Birthday() != (PartialDate{1749, 8, 28}) || p.Name().Family != "Goethe" {
		t.Error("name or birthday lost")
	}
	if _, ok := p.Membership(integrators); ok {
		t.Error("a member of nothing")
	}
}

func TestNotesAreNoContact(t *testing.T) {
	c := callWith(goethe)
	if !c.CountsAsContact() {
		t.Error("a call is a contact")
	}
	if c.Channel = ChannelNote; c.CountsAsContact() {
		t.Error("a note is none")
	}
	logged := callLogged(call, "x")
	logged.When.At = morning.AddDate(0, 0, -3)
	if Timed(logged).Occurred() != logged.When.At {
		t.Error("a conversation takes place when it says")
	}
}

func TestNames(t *testing.T) {
	for _, it := range []struct {
		name                        Name
		full, short, sort, initials string
	}{
		{
			Name{Title: "Dr.", Given: "Charlotte", Middle: "Albertine", Particle: "von", Family: "Stein", Suffix: "jun."},
			"Dr. Charlotte Albertine von Stein jun.", "Charlotte von Stein", "Stein, Charlotte Albertine von", "CS",
		},
		{Name{Display: "J. W. Goethe"}, "J. W. Goethe", "J. W. Goethe", "J. W. Goethe", "JG"},
		{Name{Nickname: "rauber"}, "rauber", "rauber", "rauber", "R"},
		{Name{Given: "Voltaire"}, "Voltaire", "Voltaire", "Voltaire", "V"},
		{Name{Family: "Ötker"}, "Ötker", "Ötker", "Ötker", "Ö"},
		{Name{}, "", "", "", ""},
	} {
		n := it.name
		if n.Full() != it.full || n.Short() != it.short || n.Sort() != it.sort || n.Initials() != it.initials {
			t.Errorf("%+v is %q, %q, %q, %q", n, n.Full(), n.Short(), n.Sort(), n.Initials())
		}
	}
}

func TestDays(t *testing.T) {
	d := Day("2026-02-27")
	if d.Add(2) != "2026-03-01" || Day("2026-03-01").Sub(d) != 2 || d.Sub("2026-03-01") != -2 || Day("").Add(1) != "" {
		t.Error("days do not add up")
	}
	for day, valid := range map[Day]bool{"2026-02-28": true, "2024-02-29": true, "2026-02-29": false, "": false, "28.2.2026": false} {
		if day.Valid() != valid {
			t.Errorf("%q: %v", day, !valid)
		}
	}
	berlin := time.FixedZone("MEZ", 3600)
	late := time.Date(2026, 11, 18, 23, 30, 0, 0, time.UTC)
	if DayOf(late) != "2026-11-18" || DayOf(late.In(berlin)) != "2026-11-19" || !Day("2026-11-19").In(berlin).Equal(late.Add(-30*time.Minute)) {
		t.Error("a day is one of its place")
	}
	for date, plausible := range map[PartialDate]bool{
		{}: true, {Month: 2, Day: 29}: true, {Year: 1749}: true, {Month: 4, Day: 31}: false, {Month: 13}: false, {Day: 32}: false,
		{Month: 2, Day: 30}: false, {Year: -1}: false, {Year: 10000}: false,
	} {
		if date.Plausible() != plausible {
			t.Errorf("%+v: %v", date, !plausible)
		}
	}
}

func TestTagsAreSpeltAlike(t *testing.T) {
	for typed, tag := range map[string]string{"#Doku": "doku", " Deutsche  Doku ": "deutsche-doku", "##": "", "ÄÖ": "äö"} {
		if got := NormalTag(typed); got != tag {
			t.Errorf("%q becomes %q", typed, got)
		}
	}
}

func TestUnknownKindsAndTypesAreNothing(t *testing.T) {
	if NewAggregate("ship") != nil || NewEvent("ship.sunk.v1", Stream{}) != nil {
		t.Error("made up")
	}
	refusal := &Refusal{Code: RefusedNobody}
	if refusal.Error() != "refused: nobody" || !RefusedWith(refusal, RefusedNobody) || RefusedWith(nil, RefusedNobody) {
		t.Error(refusal)
	}
}
