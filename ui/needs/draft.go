package needs

import (
	"reflect"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/picker"
	"kontor/ui/unsaved"
)

// draftName is where a form that was left unsaved is kept; that of a known need,
// and that of one that came of a conversation, have the id behind it.
const draftName = "need-form"

// draft is what stands in the form: as plain data, so that it can be kept until
// it is saved.
type draft struct {
	Title  string        `json:"title,omitempty"`
	Text   string        `json:"text,omitempty"`
	Tags   []string      `json:"tags,omitempty"`
	Owner  domain.ID     `json:"owner,omitzero"`
	Due    domain.Day    `json:"due,omitempty"`
	Voices []picker.Item `json:"voices,omitempty"`
	Quote  string        `json:"quote,omitempty"`
}

func same(a, b draft) bool {
	people := func(items []picker.Item) (ids []string) {
		for _, item := range items {
			ids = append(ids, item.ID)
		}
		return ids
	}
	if !slices.Equal(people(a.Voices), people(b.Voices)) || !slices.Equal(a.Tags, b.Tags) {
		return false
	}
	a.Voices, b.Voices, a.Tags, b.Tags = nil, nil, nil, nil
	return reflect.DeepEqual(a, b)
}

// startDraft is the form as it opens for a new need.
func startDraft(d *desk.Desk, start desk.NeedStart) draft {
	f := draft{Title: start.Title, Quote: start.Quote, Owner: d.Workspace.Me()}
	for _, p := range start.People {
		f.Voices = append(f.Voices, picker.PartyItem(p, d.PartyName(p)))
	}
	return f
}

// knownDraft is the form as it opens upon what is known.
func knownDraft(n *projections.NeedPage) draft {
	return draft{Title: n.Title, Text: n.Text, Tags: slices.Clone(n.Tags), Owner: n.Owner, Due: n.Due}
}

// restore takes up what was left last time, if anything was.
func (f *form) restore() (err error) {
	f.begin, f.leftAt, err = unsaved.Restore(f.desk, f.draftName(), f.opened, same)
	return err
}

func (f *form) draftName() string {
	if f.start.Conversation != domain.None {
		return unsaved.NameOf(draftName+"-from", f.start.Conversation)
	}
	return unsaved.NameOf(draftName, f.id)
}

// read is what stands in the form now.
func (f *form) read() draft {
	d := draft{
		Title: strings.TrimSpace(f.title.Text), Text: strings.TrimSpace(f.text.Text()), Tags: f.tags.Labels(),
		Owner: desk.RouteID(f.owner.Value()), Due: picker.DayOf(f.due),
	}
	if f.id == domain.None {
		d.Voices, d.Quote = f.voices.Items(), strings.TrimSpace(f.quote.Text)
	}
	return d
}

func (f *form) left() any { return unsaved.Left[draft]{Opened: f.opened, Form: f.read()} }

// changed keeps the form once nobody types.
func (f *form) changed() {
	if f.ready {
		f.keeper.Soon(f.left)
	}
}
