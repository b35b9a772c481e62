package projections

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/domain"
)

func people(t testing.TB, v *Views, q PeopleQuery) string {
	t.Helper()
	rows, err := v.People(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, strings.Split(r.Sort, ",")[0])
	}
	return strings.Join(names, " ")
}

func TestPeopleAreListedAsInAGermanDictionary(t *testing.T) {
	l := newLedger(t)
	for _, family := range []string{"Zelter", "Ärzte", "arnim", "Goethe", "Göschen", "Παπαδοπούλου", "Arzt", "Gotter", "Straße", "Strasse"} {
		l.addPerson(domain.Name{Given: "A", Family: family})
	}
	v := l.views()
	if got := people(t, v, PeopleQuery{}); got != "arnim Arzt Ärzte Goethe Göschen Gotter Strasse Straße Zelter Παπαδοπούλου" {
		t.Errorf("order: %s", got)
	}
}

func TestPeopleOrdersAndPages(t *testing.T) {
	l := newLedger(t)
	var ids []domain.ID
	for n := range 40 {
		ids = append(ids, l.addPerson(domain.Name{Family: fmt.Sprintf("N%02d", n*7%40)}))
	}
	for n := range 30 {
		l.log(domain.ConversationContent{People: ids[n : n+1], When: domain.Moment{At: l.clock.AddDate(0, 0, -n*11%30)}}, domain.ConversationWords{})
	}
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: ids[3]}})
	l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindPerson, ID: ids[4]}})
	v := l.views()
	for _, order := range []PeopleOrder{PeopleByName, PeopleByLastContact, PeopleByRecent, PeopleByAdded, "unknown"} {
		whole, err := v.People(ctx, PeopleQuery{Order: order, Page: Page{Limit: 1000}})
		if err != nil || len(whole) != 38 {
			t.Fatalf("%s: %d rows, %v", order, len(whole), err)
		}
		sorted := slices.IsSortedFunc(whole, func(a, b PersonRow) int {
			switch order {
			case PeopleByLastContact:
				return a.LastContact.Compare(b.LastContact)
			case PeopleByRecent:
				return b.LastContact.Compare(a.LastContact)
			case PeopleByAdded:
				return slices.Compare(b.ID[:], a.ID[:])
			}
			return strings.Compare(a.Sort, b.Sort)
		})
		if !sorted {
			t.Errorf("%s: not in order", order)
		}
		// The same in pages, walked along the index and sorted as a small set.
		for _, text := range []string{"", "n"} {
			var paged []domain.ID
			after := ""
			for {
				page, err := v.People(ctx, PeopleQuery{Order: order, Text: text, Page: Page{After: after, Limit: 7}})
				if err != nil {
					t.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				for _, row := range page {
					paged = append(paged, row.ID)
				}
				after = page[len(page)-1].Cursor
			}
			if !slices.EqualFunc(paged, whole, func(id domain.ID, row PersonRow) bool { return id == row.ID }) {
				t.Errorf("%s, text %q: pages differ from the whole", order, text)
			}
		}
	}
}

func TestPeopleFiltersAndCounts(t *testing.T) {
	l := newLedger(t)
	l.clock = time.Now().AddDate(0, 0, -50)
	a, b := l.addPerson(domain.Name{Given: "Anna", Family: "Amalia"}), l.addPerson(domain.Name{Given: "Carl", Family: "August"}, l.point(domain.PointEmail, "herzog@weimar.example"))
	c := l.addPerson(domain.Name{Given: "Corona", Family: "Schröter"}, domain.Change{Field: domain.TagField("Bühne"), Now: domain.TextValue("Bühne")})
	org, community := l.add(domain.KindOrganisation, "Hoftheater"), l.add(domain.KindCommunity, "Freunde")
	l.affiliate(c, org, "Sängerin")
	l.do(domain.JoinCommunity{Person: a, Community: community})
	l.do(domain.JoinCommunity{Person: c, Community: community})
	l.do(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: b}, Member: l.add(domain.KindMember, "Eckermann")})
	owner := l.recs[len(l.recs)-1].Event.(*domain.OwnerAssigned).Member
	l.log(domain.ConversationContent{People: []domain.ID{a}, When: domain.Moment{At: time.Now().AddDate(0, 0, -3)}}, domain.ConversationWords{})
	v := l.views()
	v.options.Clock = time.Now
	for name, q := range map[string]PeopleQuery{
		"Amalia August Schröter": {},
		"Amalia":                 {Text: "anna"},
		"August":                 {Text: "herzog@wei"},
		"Schröter":               {Text: "hofth"},
		"Schröter ":              {Organisation: org},
		"Amalia Schröter":        {Community: community},
		"Schröter  ":             {Community: community, Tag: "bühne"},
		"August ":                {Owner: owner},
		"August Schröter":        {SilentDays: 5},
		"Schröter   ":            {SilentDays: 5, Community: community},
		"":                       {Text: "niemand"},
		" ":                      {Community: owner},
		"  ":                     {Archived: true},
	} {
		want := strings.TrimSpace(name)
		if got := people(t, v, q); got != want {
			t.Errorf("%+v: %q, want %q", q, got, want)
		}
		shown, all, err := v.CountPeople(ctx, q)
		if wantAll := 3; err != nil || shown != len(strings.Fields(want)) || all != wantAll && !q.Archived {
			t.Errorf("%+v: count %d of %d, %v", q, shown, all, err)
		}
	}
	counts, err := v.Counts(ctx)
	if err != nil || counts != (Counts{People: 3, Organisations: 1, Communities: 1, Conversations: 1, Members: 1, Events: int64(len(l.recs))}) {
		t.Errorf("counts: %+v, %v", counts, err)
	}
}

func TestPersonPageShowsWhereSomebodyBelongs(t *testing.T) {
	l := newLedger(t)
	person, friend := l.addPerson(domain.Name{Title: "Dr.", Given: "Charlotte", Particle: "von", Family: "Stein"}), l.addPerson(domain.Name{Family: "Knebel"})
	org, community := l.add(domain.KindOrganisation, "Hof"), l.add(domain.KindCommunity, "Freunde")
	l.affiliate(person, org, "Hofdame")
	l.do(domain.JoinCommunity{Person: person, Community: community, Roles: []string{"Fürsprecherin"}})
	l.do(domain.Relate{Person: friend, Relation: domain.Relation{ID: l.id(), Other: person, Kind: domain.RelationIntroducedBy}})
	l.do(domain.Relate{Person: person, Relation: domain.Relation{ID: l.id(), Other: friend, Kind: domain.RelationFriend, Note: "seit 1775"}})
	member := l.add(domain.KindMember, "Goethe")
	for range 3 {
		l.log(domain.ConversationContent{People: []domain.ID{person}, Ours: []domain.ID{member}}, domain.ConversationWords{})
	}
	v := l.views()
	page, err := v.Person(ctx, person, l.clock)
	if err != nil {
		t.Fatal(err)
	}
	if page.Name != "Dr. Charlotte von Stein" || page.Sort != "Stein, Charlotte von" || page.Initials != "CS" || page.Organisation != "Hof" || page.JobTitle != "Hofdame" {
		t.Errorf("row: %+v", page.PersonRow)
	}
	if len(page.Relations) != 2 || !page.Relations[1].Incoming || page.Relations[1].OtherName != "Knebel" || page.Relations[1].Other != friend {
		t.Errorf("relations: %+v", page.Relations)
	}
	if len(page.Memberships) != 1 || page.Memberships[0].Name != "Freunde" || page.Memberships[0].Roles[0] != "Fürsprecherin" {
		t.Errorf("memberships: %+v", page.Memberships)
	}
	if len(page.Affiliations) != 1 || page.Affiliations[0].OrganisationName != "Hof" {
		t.Errorf("affiliations: %+v", page.Affiliations)
	}
	if len(page.KnownBy) != 1 || page.KnownBy[0].Name != "Goethe" || page.KnownBy[0].Conversations != 3 {
		t.Errorf("known by: %+v", page.KnownBy)
	}
	o, err := v.Organisation(ctx, org)
	if err != nil || o.OrganisationRow.People != 1 || len(o.People) != 1 || o.People[0].PersonName != page.Name || o.LastContact.IsZero() || len(o.KnownBy) != 1 {
		t.Errorf("organisation: %+v, %v", o, err)
	}
	if c, err := v.Community(ctx, community, l.clock); err != nil || c.People != 1 || len(c.Roles) != 1 || c.Roles[0].People != 1 {
		t.Errorf("community: %+v, %v", c, err)
	}
	if m, err := v.Member(ctx, member); err != nil || m.Name != "Goethe" {
		t.Errorf("member: %+v, %v", m, err)
	}
	if spoken, err := v.SpokenBy(ctx); err != nil || len(spoken) != 1 || spoken[member] != 3 {
		t.Errorf("who spoke how often: %v, %v", spoken, err)
	}
	if nobody, err := v.Person(ctx, l.id(), l.clock); err != nil || nobody != nil {
		t.Errorf("nobody: %+v, %v", nobody, err)
	}
}

func TestRecordsAreFoundByTheirContactPoints(t *testing.T) {
	l := newLedger(t)
	id := l.id()
	person := l.addPerson(domain.Name{Family: "Zelter"},
		l.point(domain.PointEmail, " Zelter@Berlin.example"), l.point(domain.PointPhone, "(030) 12 34-56"),
		domain.Change{Field: domain.PointField(id), Now: domain.PointValue(domain.ContactPoint{
			ID: id, Kind: domain.PointIdentity, Service: "Mastodon", Value: "@zelter@musik.example",
		})},
		domain.Change{Field: domain.UIDField("urn:uuid:1"), Now: domain.TextValue("urn:uuid:1")})
	v := l.views()
	for what, find := range map[string]func() ([]domain.ID, error){
		"e-mail":   func() ([]domain.ID, error) { return v.ByEmail(ctx, "ZELTER@berlin.example") },
		"phone":    func() ([]domain.ID, error) { return v.ByPhone(ctx, "+49 30 123456") },
		"identity": func() ([]domain.ID, error) { return v.ByIdentity(ctx, "mastodon", "zelter@musik.example") },
		"uid":      func() ([]domain.ID, error) { return v.ByExternalUID(ctx, "urn:uuid:1") },
	} {
		if ids, err := find(); err != nil || !slices.Equal(ids, []domain.ID{person}) {
			t.Errorf("%s: %v, %v", what, ids, err)
		}
	}
	if ids, err := v.ByPhone(ctx, "12"); err != nil || len(ids) != 0 {
		t.Errorf("too short: %v, %v", ids, err)
	}
}

func TestLargeRecords(t *testing.T) {
	l := newLedger(t)
	var tags []domain.Change
	for n := range 10_000 {
		tag := fmt.Sprintf("tag-%05d", n)
		tags = append(tags, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
	}
	note := strings.Repeat("Lorem ipsum dolor sit amet. ", 10<<20/28) + "Schlusswort"
	person := l.addPerson(domain.Name{Family: "Viel"}, append(tags, domain.Change{Field: domain.FieldNote, Now: domain.TextValue(note)})...)
	conversation := l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Text: note})
	v := l.views()
	if hits := search(t, v, l, "schlusswort"); len(hits) != 2 || hits[0].ID != person || hits[1].ID != conversation {
		t.Errorf("found: %s", titles(hits))
	}
	entries := timeline(t, v, TimelineQuery{Kinds: []EntryKind{EntryConversation}})
	if len(entries) != 1 || len(entries[0].Text) != 500 || !entries[0].TextCut {
		t.Error("the text is not cut")
	}
	if e, err := v.Conversation(ctx, conversation); err != nil || e.Text != note || e.TextCut {
		t.Errorf("the full text has %d bytes, %v", len(e.Text), err)
	}
	unknown := domain.ID{15: 99}
	if all, err := v.Conversations(ctx, []domain.ID{conversation, unknown, conversation}); err != nil || len(all) != 1 || all[conversation].Text != note {
		t.Errorf("there are %d of them, %v", len(all), err)
	}
	rows, err := v.Tags(ctx, "tag-0999")
	if err != nil || len(rows) != 10 || rows[0].Count != 1 {
		t.Errorf("tags: %d, %v", len(rows), err)
	}
	l.do(domain.ChangeDetails{Record: domain.Stream{Kind: domain.KindPerson, ID: person}, Changes: []domain.Change{
		{Field: domain.FieldNote, Was: domain.TextValue(note)},
	}})
	l.catchUp(v)
	if hits := search(t, v, l, "schlusswort"); len(hits) != 1 {
		t.Errorf("after the note was removed: %s", titles(hits))
	}
}

func TestImportsAndFollowUps(t *testing.T) {
	l := newLedger(t)
	id := l.id()
	l.do(domain.StartImport{Import: id, Format: "vcard", Files: []string{"adressen.vcf"}})
	l.do(domain.FinishImport{Import: id, Counts: domain.ImportCounts{New: 3, Rejected: 1}, Rejected: []domain.RejectedRow{{File: "adressen.vcf", Line: 4, Reason: "no-name"}}})
	person := l.addPerson(domain.Name{Family: "Kestner"})
	late := l.plan("2026-05-02", "später", domain.FollowUpPlan{People: []domain.ID{person}})
	l.plan("2026-05-01", "früher", domain.FollowUpPlan{})
	v := l.views()
	imports, err := v.Imports(ctx)
	if err != nil || len(imports) != 1 || !imports[0].Finished || imports[0].Counts.New != 3 || imports[0].Files[0] != "adressen.vcf" {
		t.Errorf("imports: %+v, %v", imports, err)
	}
	if rejected, err := v.Rejected(ctx, id); err != nil || len(rejected) != 1 || rejected[0].Line != 4 {
		t.Errorf("rejected: %+v, %v", rejected, err)
	}
	rows, err := v.FollowUps(ctx, FollowUpQuery{})
	if err != nil || len(rows) != 2 || rows[0].Text != "früher" {
		t.Fatalf("follow-ups: %+v, %v", rows, err)
	}
	if rest, err := v.FollowUps(ctx, FollowUpQuery{Page: Page{After: rows[0].Cursor}}); err != nil || len(rest) != 1 || rest[0].ID != late {
		t.Errorf("the next page: %+v, %v", rest, err)
	}
	if about, err := v.FollowUps(ctx, FollowUpQuery{About: domain.Stream{Kind: domain.KindPerson, ID: person}}); err != nil || len(about) != 1 {
		t.Errorf("about somebody: %+v, %v", about, err)
	}
	if due, err := v.FollowUps(ctx, FollowUpQuery{Due: "2026-05-01"}); err != nil || len(due) != 1 {
		t.Errorf("due: %+v, %v", due, err)
	}
}

// However a list is entered, it gives the same rows in the same order.
func TestListsAreReadFromBothEnds(t *testing.T) {
	l := newLedger(t)
	var ids []domain.ID
	for n := range 43 {
		ids = append(ids, l.addPerson(domain.Name{Family: fmt.Sprintf("N%02d", n*7%43)}))
		l.add(domain.KindOrganisation, fmt.Sprintf("O%02d", n*11%43))
	}
	for n := range 30 {
		l.log(domain.ConversationContent{People: ids[n : n+1], When: domain.Moment{At: l.clock.AddDate(0, 0, -n*11%13)}}, domain.ConversationWords{})
	}
	v := l.views()
	cursors := func(q PeopleQuery) (all []string) {
		rows, err := v.People(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			all = append(all, r.Cursor)
		}
		return all
	}
	for _, order := range []PeopleOrder{PeopleByName, PeopleByLastContact, PeopleByRecent, PeopleByAdded} {
		for _, text := range []string{"", "N"} {
			for _, reverse := range []bool{false, true} {
				q := PeopleQuery{Order: order, Text: text, Reverse: reverse, Page: Page{Limit: 1000}}
				whole := cursors(q)
				if len(whole) != 43 {
					t.Fatalf("%s: %d rows", order, len(whole))
				}
				turned := q
				turned.Reverse = !reverse
				back := cursors(turned)
				if slices.Reverse(back); !slices.Equal(whole, back) {
					t.Errorf("%s, %q: the other way round it is another list", order, text)
				}
				for name, c := range map[string]struct {
					page Page
					want []string
				}{
					"the last":          {Page{Last: true, Limit: 10}, whole[33:]},
					"before the last":   {Page{Before: whole[33], Limit: 10}, whole[23:33]},
					"before the second": {Page{Before: whole[1], Limit: 10}, whole[:1]},
					"from one on":       {Page{From: whole[20], Limit: 10}, whole[20:30]},
					"after one":         {Page{After: whole[20], Limit: 10}, whole[21:31]},
				} {
					q.Page = c.page
					if got := cursors(q); !slices.Equal(got, c.want) {
						t.Errorf("%s, %q, reverse %v: %s gives %d rows, want %d in order", order, text, reverse, name, len(got), len(c.want))
					}
				}
				if all, err := v.PeopleIDs(ctx, q); err != nil || len(all) != 43 {
					t.Errorf("%s: %d ids, %v", order, len(all), err)
				}
			}
		}
	}
	if got := people(t, v, PeopleQuery{Page: Page{From: PersonNamed("n2"), Limit: 2}}); got != "N20 N21" {
		t.Errorf("from n2 on stand %s", got)
	}
	last, err := v.Organisations(ctx, OrganisationQuery{Reverse: true, Page: Page{Last: true, Limit: 1}})
	if err != nil || len(last) != 1 || last[0].Name != "O00" {
		t.Errorf("the last from Z to A is %+v, %v", last, err)
	}
	if all, err := v.OrganisationIDs(ctx, OrganisationQuery{}); err != nil || len(all) != 43 {
		t.Errorf("%d ids of organisations, %v", len(all), err)
	}
}

func TestTimelineIsEnteredAnywhere(t *testing.T) {
	l := newLedger(t)
	who := l.addPerson(domain.Name{Family: "Goethe"})
	for n := range 30 {
		l.log(domain.ConversationContent{People: []domain.ID{who}, When: domain.Moment{At: l.clock.AddDate(0, 0, -n)}}, domain.ConversationWords{})
	}
	v := l.views()
	read := func(q TimelineQuery) []TimelineEntry {
		q.Of, q.Kinds = domain.Stream{Kind: domain.KindPerson, ID: who}, []EntryKind{EntryConversation}
		entries, err := v.Timeline(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return entries
	}
	all := read(TimelineQuery{Limit: 100})
	same := func(what string, got, want []TimelineEntry) {
		t.Helper()
		if !slices.EqualFunc(got, want, func(a, b TimelineEntry) bool { return a.Event == b.Event }) {
			t.Errorf("%s: %d entries, want %d in order", what, len(got), len(want))
		}
	}
	same("the last", read(TimelineQuery{Last: true, Limit: 7}), all[23:])
	same("from one on", read(TimelineQuery{From: all[10].Cursor, Limit: 7}), all[10:17])
	same("before a moment", read(TimelineQuery{Before: TimelineAt(all[5].At), Limit: 3}), all[5:8])
	same("after a moment", read(TimelineQuery{After: TimelineAt(all[5].At), Limit: 3}), all[2:5])
	counts, whole, err := v.CountTimeline(ctx, TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: who}}, 100)
	if err != nil || !whole || counts[EntryConversation] != 30 || counts[EntryChange] != 1 {
		t.Errorf("counted %v, whole %v, %v", counts, whole, err)
	}
	if counts, whole, _ := v.CountTimeline(ctx, TimelineQuery{}, 10); whole || counts[EntryConversation]+counts[EntryChange] != 10 {
		t.Errorf("counted %v of at most 10, whole %v", counts, whole)
	}
}
