package projections

import (
	"bytes"
	"os"
	"testing"

	"kontor/domain"
)

func TestErasedPersonIsFoundNowhere(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Given: "Bettina", Family: "Brentanowska"}, l.point(domain.PointEmail, "bettina@brentanowska.example"))
	other := l.addPerson(domain.Name{Family: "Arnim"})
	l.do(domain.ChangeDetails{Record: domain.Stream{Kind: domain.KindPerson, ID: person}, Changes: []domain.Change{
		{Field: domain.FieldNote, Now: domain.TextValue("Goethes Briefwechselkind")},
	}})
	shared := l.log(domain.ConversationContent{People: []domain.ID{person, other}}, domain.ConversationWords{Text: "Brentanowska kam zu Besuch"})
	v := l.views()

	l.do(domain.Batch{Parts: []domain.Command{
		domain.LogConversation{Conversation: l.id(), Content: domain.ConversationContent{
			Channel: domain.ChannelCall, When: domain.Moment{At: l.clock}, People: []domain.ID{person, other}, Replaces: shared,
		}, Words: domain.ConversationWords{Text: "kam zu Besuch"}},
		domain.EraseConversation{Conversation: shared},
		domain.Erase{Person: person},
	}})
	l.catchUp(v)

	for _, text := range []string{"Brentanowska", "bettina", "Briefwechselkind"} {
		if hits, err := v.Search(ctx, text, 10, l.clock); err != nil || len(hits) > 0 {
			t.Errorf("search for %q: %+v, %v", text, hits, err)
		}
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 1 {
		t.Errorf("people: %+v, %v", rows, err)
	}
	rows, err := v.People(ctx, PeopleQuery{Archived: true})
	if err != nil || len(rows) != 1 || !rows[0].Erased || rows[0].Name != "" || rows[0].Email != "" {
		t.Errorf("erased people: %+v, %v", rows, err)
	}
	entries := timeline(t, v, TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: other}, Kinds: []EntryKind{EntryConversation}})
	if len(entries) != 1 || entries[0].Text != "kam zu Besuch" || !entries[0].People[0].Erased || entries[0].People[0].Name != "" {
		t.Errorf("the conversation with somebody else: %+v", entries)
	}
	for _, e := range timeline(t, v, TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: person}, Kinds: []EntryKind{EntryChange}}) {
		if len(e.Changes) > 0 {
			t.Errorf("a change still tells %+v", e.Changes)
		}
	}
	if ids, err := v.ByEmail(ctx, "bettina@brentanowska.example"); err != nil || len(ids) > 0 {
		t.Errorf("by e-mail: %v, %v", ids, err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(v.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"rentanowska", "ettina", "riefwechselkind"} {
		if bytes.Contains(bytes.ToLower(content), []byte(word)) {
			t.Errorf("the file still has %q", word)
		}
	}
}

// Where somebody no longer is was sealed: it goes with the words.
func TestAnErasureTakesTheOrganisationOfARemovedAffiliation(t *testing.T) {
	l := newLedger(t)
	person, cotta := l.addPerson(domain.Name{Family: "Huber"}), l.add(domain.KindOrganisation, "Cotta")
	affiliation := domain.Affiliation{ID: l.id(), Organisation: cotta}
	l.do(domain.Affiliate{Person: person, Affiliation: affiliation})
	l.do(domain.RemoveAffiliation{Person: person, Affiliation: affiliation.ID})
	v := l.views()
	l.do(domain.Erase{Person: person})
	l.catchUp(v)
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

func TestMissingKeyIsNotErasure(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Kleist"})
	conversation := l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Subject: "Krug"})
	l.missing[domain.Stream{Kind: domain.KindPerson, ID: person}] = true
	l.missing[domain.Stream{Kind: domain.KindConversation, ID: conversation}] = true
	v := l.views()
	e := timeline(t, v, TimelineQuery{Kinds: []EntryKind{EntryConversation}})[0]
	if !e.Missing || e.Erased || !e.People[0].Missing || e.People[0].Erased {
		t.Errorf("without the key: %+v", e)
	}
	clear(l.missing) // the key arrives
	err := v.Refold(ctx, []domain.Stream{
		{Kind: domain.KindPerson, ID: person}, {Kind: domain.KindConversation, ID: conversation},
	}, v.Position())
	if err != nil {
		t.Fatal(err)
	}
	if e := timeline(t, v, TimelineQuery{Kinds: []EntryKind{EntryConversation}})[0]; e.Missing || e.People[0].Name != "Kleist" || e.Subject != "Krug" {
		t.Errorf("with the key: %+v", e)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}
