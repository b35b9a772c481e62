package organisations

import (
	"encoding/json"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/picker"
	"kontor/ui/unsaved"
)

// draftName is where a form that was left unsaved is kept; those of known
// organisations have their id behind it.
const draftName = "organisation-form"

// draft is what stands in the form: as plain data, so that it can be kept until
// it is saved.
type draft struct {
	Name        string                `json:"name,omitempty"`
	Legal       string                `json:"legal,omitempty"`
	Former      string                `json:"former,omitempty"`
	Description string                `json:"description,omitempty"`
	Parent      []picker.Item         `json:"parent,omitempty"`
	Tags        []string              `json:"tags,omitempty"`
	Owner       domain.ID             `json:"owner,omitzero"`
	Points      []domain.ContactPoint `json:"points,omitempty"`
}

// knownDraft is the form as it opens upon what is known.
func knownDraft(known *domain.Organisation, parent []picker.Item) draft {
	text := known.Dossier.Text
	return draft{
		Name: text(domain.FieldName), Legal: text(domain.FieldLegalName), Former: text(domain.FieldFormerName),
		Description: text(domain.FieldDescription), Parent: parent, Tags: known.Dossier.Tags(), Owner: known.Owner,
		Points: known.Dossier.Points(),
	}
}

// restore takes up what was left last time, if anything was.
func (f *form) restore() (err error) {
	f.start, f.leftAt, err = unsaved.Restore(f.desk, f.draftName(), f.opened, draft.same)
	return err
}

func (f *form) draftName() string { return unsaved.NameOf(draftName, f.id) }

// read is what stands in the form now.
func (f *form) read() draft {
	d := draft{
		Name: f.name.Text, Legal: f.legal.Text, Former: f.former.Text, Description: f.description.Text,
		Parent: f.parent.Items(), Tags: f.tags.Labels(), Owner: desk.RouteID(f.owner.Value()), Points: f.points.read(),
	}
	for i := range d.Parent {
		d.Parent[i].Sub, d.Parent[i].Face = "", nil
	}
	return d
}

// same reports whether two forms say the same.
func (d draft) same(other draft) bool {
	a, errA := json.Marshal(d)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && string(a) == string(b)
}

// changed keeps the form once nobody types.
func (f *form) changed() {
	if f.ready {
		f.keeper.Soon(func() any { return unsaved.Left[draft]{Opened: f.opened, Form: f.read()} })
	}
}
