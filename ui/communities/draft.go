package communities

import (
	"strconv"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/unsaved"
)

// draftName is where a form that was left unsaved is kept; those of known
// communities have their id behind it.
const draftName = "community-form"

// draft is what stands in the form: as plain data, so that it can be kept until
// it is saved.
type draft struct {
	Name     string               `json:"name,omitempty"`
	Purpose  string               `json:"purpose,omitempty"`
	Goals    string               `json:"goals,omitempty"`
	Channels string               `json:"channels,omitempty"`
	Rhythm   string               `json:"rhythm,omitempty"` // as typed
	Kind     domain.CommunityKind `json:"kind"`
	Owner    domain.ID            `json:"owner,omitzero"`
}

// knownDraft is the form as it opens upon what is known.
func knownDraft(known *domain.Community) draft {
	text := known.Dossier.Text
	d := draft{
		Name: text(domain.FieldName), Purpose: text(domain.FieldPurpose), Goals: text(domain.FieldGoals),
		Channels: text(domain.FieldChannels), Kind: known.Taxonomy, Owner: known.Owner,
	}
	if d.Kind == "" {
		d.Kind = domain.CommunityOther
	}
	if known.Rhythm > 0 {
		d.Rhythm = strconv.Itoa(int(known.Rhythm))
	}
	return d
}

// restore takes up what was left last time, if anything was.
func (f *form) restore() (err error) {
	f.start, f.leftAt, err = unsaved.Restore(f.desk, f.draftName(), f.opened, func(a, b draft) bool { return a == b })
	return err
}

func (f *form) draftName() string { return unsaved.NameOf(draftName, f.id) }

// read is what stands in the form now.
func (f *form) read() draft {
	return draft{
		Name: f.name.Text, Purpose: f.purpose.Text, Goals: f.goals.Text, Channels: f.channels.Text, Rhythm: f.rhythm.Text,
		Kind: domain.CommunityKind(f.kind.Value()), Owner: desk.RouteID(f.owner.Value()),
	}
}

// changed keeps the form once nobody types.
func (f *form) changed() {
	if f.ready {
		f.keeper.Soon(func() any { return unsaved.Left[draft]{Opened: f.opened, Form: f.read()} })
	}
}
