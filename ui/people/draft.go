package people

import (
	"encoding/json"
	"reflect"
	"slices"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/picker"
	"kontor/workspace"
)

// draftName is where a form that was left unsaved is kept; those of known people
// have their id behind it.
const draftName = "person-form"

// draft is what stands in the form: as plain data, so that it can be kept until
// it is saved.
type draft struct {
	Pasted      string                `json:"pasted,omitempty"`
	Name        domain.Name           `json:"name"`
	Points      []domain.ContactPoint `json:"points,omitempty"`
	Place       position              `json:"place"`
	Memberships []membership          `json:"memberships,omitempty"`
	Tags        []string              `json:"tags,omitempty"`
	Birthday    string                `json:"birthday,omitempty"`
	Language    string                `json:"language,omitempty"`
	Rhythm      domain.Rhythm         `json:"rhythm,omitempty"`
	Owner       domain.ID             `json:"owner"`
	Custom      map[domain.ID]string  `json:"custom,omitempty"` // as typed, by definition
	Note        string                `json:"note,omitempty"`
	Photo       *domain.Attachment    `json:"photo,omitempty"`
	// Offered is what a signature or a file proposed, and Origin where that
	// came from.
	Offered map[domain.Field]*domain.Value `json:"offered,omitempty"`
	Origin  string                         `json:"origin,omitempty"`
	// Known is what the form was opened upon. What somebody else changed since
	// is then noticed when the draft is saved.
	Known known `json:"known"`
}

// position is a place at an organisation as it was typed.
type position struct {
	Organisation []picker.Item `json:"organisation,omitempty"`
	Title        string        `json:"title,omitempty"`
	Department   string        `json:"department,omitempty"`
	From         string        `json:"from,omitempty"`
	To           string        `json:"to,omitempty"`
}

// membership is a place in a community, with the roles as they were typed.
type membership struct {
	Community domain.ID `json:"community"`
	Roles     string    `json:"roles,omitempty"`
}

// known is what is known about a person when the form opens.
type known struct {
	Dossier     domain.Dossier      `json:"dossier"`
	Memberships []domain.Membership `json:"memberships,omitempty"`
	Place       domain.Affiliation  `json:"place"` // the present one; the zero one for none
	PlaceName   string              `json:"placeName,omitempty"`
	Rhythm      domain.Rhythm       `json:"rhythm,omitempty"`
	Owner       domain.ID           `json:"owner"`
}

// knownOf is what is known about a person.
func knownOf(p *domain.Person, page *projections.PersonPage) known {
	k := known{Dossier: p.Dossier, Memberships: p.Memberships, Rhythm: p.Rhythm, Owner: p.Owner}
	if i := slices.IndexFunc(page.Affiliations, func(a projections.AffiliationRow) bool { return !a.Ended }); i >= 0 {
		k.Place, k.PlaceName = page.Affiliations[i].Affiliation, organisationName(page.Affiliations[i])
	}
	return k
}

// draft is the form as it opens upon what is known.
func (k known) draft(definitions []domain.FieldDefinition) draft {
	d := draft{
		Points: k.Dossier.Points(), Tags: k.Dossier.Tags(), Language: k.Dossier.Text(domain.FieldLanguage),
		Note: k.Dossier.Text(domain.FieldNote), Rhythm: k.Rhythm, Owner: k.Owner, Known: k, Custom: map[domain.ID]string{},
		Place: position{
			Title: k.Place.Title, Department: k.Place.Department,
			From: workspace.DateText(k.Place.From), To: workspace.DateText(k.Place.To),
		},
	}
	if v := k.Dossier.Get(domain.FieldName); v != nil && v.Name != nil {
		d.Name = *v.Name
	}
	if v := k.Dossier.Get(domain.FieldBirthday); v != nil && v.Date != nil {
		d.Birthday = workspace.DateText(*v.Date)
	}
	if v := k.Dossier.Get(domain.FieldPhoto); v != nil {
		d.Photo = v.Attachment
	}
	if k.Place.Organisation != domain.None {
		party := projections.Party{ID: k.Place.Organisation, Kind: domain.KindOrganisation}
		d.Place.Organisation = []picker.Item{picker.PartyItem(party, k.PlaceName)}
	}
	for _, m := range k.Memberships {
		d.Memberships = append(d.Memberships, membership{m.Community, desk.RolesText(m.Roles)})
	}
	custom := k.Dossier.Custom()
	for _, definition := range definitions {
		if v, ok := custom[definition.ID]; ok {
			d.Custom[definition.ID] = customText(definition, v)
		}
	}
	return d
}

// same reports whether two drafts say the same.
func (d draft) same(other draft) bool {
	a, errA := json.Marshal(d)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && string(a) == string(b)
}

func sameValue(a, b *domain.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	return reflect.DeepEqual(*a, *b)
}
