package domain

import (
	"maps"
	"slices"
)

// Workspace is what is agreed for everyone: the channels and the fields that
// users defined.
type Workspace struct {
	Head
	Name     string
	Channels []ChannelDefinition // the user's own, after the ones that ship
	Fields   map[ID]FieldDefinition
}

// ChannelDefinition is a channel of the user's own.
type ChannelDefinition struct {
	ID      string `json:"id"` // stable, made by the caller: "own-…"
	Name    string `json:"name"`
	Retired bool   `json:"retired,omitempty"` // no longer offered
}

// FieldType is the type of a custom field.
type FieldType string

// The types of custom fields.
const (
	FieldTypeText   FieldType = "text"
	FieldTypeNumber FieldType = "number"
	FieldTypeDate   FieldType = "date"
	FieldTypeYesNo  FieldType = "yes-no"
	FieldTypeChoice FieldType = "choice"
	FieldTypeURL    FieldType = "url"
)

// FieldTypes lists the types of custom fields in the order in which they are
// offered.
var FieldTypes = []FieldType{
	FieldTypeText, FieldTypeNumber, FieldTypeDate, FieldTypeYesNo, FieldTypeChoice, FieldTypeURL,
}

// FieldDefinition is a field that a user added to people or organisations.
type FieldDefinition struct {
	ID      ID        `json:"id"`
	For     Kind      `json:"for"`
	Type    FieldType `json:"type"`
	Name    string    `json:"name"`
	Choices []string  `json:"choices,omitempty"`
	Retired bool      `json:"retired,omitempty"`
}

// NewWorkspace is a workspace of which nothing is known yet.
func NewWorkspace() *Workspace { return &Workspace{Fields: map[ID]FieldDefinition{}} }

// Apply adds one event.
func (w *Workspace) Apply(r Recorded) {
	w.Head.apply(r)
	switch e := r.Event.(type) {
	case *WorkspaceFounded:
		w.Name = e.Sealed.Name
	case *WorkspaceRenamed:
		w.Name = e.Sealed.Name
	case *ChannelDefined:
		w.defineChannel(ChannelDefinition{ID: e.Channel, Name: e.Sealed.Name, Retired: e.Retired})
	case *FieldDefined:
		w.Fields[e.Field] = FieldDefinition{
			ID: e.Field, For: e.For, Type: e.Type, Retired: e.Retired,
			Name: e.Sealed.Name, Choices: e.Sealed.Choices,
		}
	}
}

func (w *Workspace) defineChannel(d ChannelDefinition) {
	for i := range w.Channels {
		if w.Channels[i].ID == d.ID {
			w.Channels[i] = d
			return
		}
	}
	w.Channels = append(w.Channels, d)
}

func (w *Workspace) channel(id string) (ChannelDefinition, bool) {
	for _, d := range w.Channels {
		if d.ID == id {
			return d, true
		}
	}
	return ChannelDefinition{}, false
}

func (w *Workspace) clone() Aggregate {
	c := *w
	c.Channels = slices.Clone(w.Channels)
	c.Fields = maps.Clone(w.Fields)
	return &c
}

// WorkspaceFounded is the first event of every ledger.
type WorkspaceFounded struct {
	of
	Sealed Named `json:"-"`
}

// Named is the sealed part of events that give a name.
type Named struct {
	Name    string   `json:"name,omitempty"`
	Choices []string `json:"choices,omitempty"`
	// Was is the former name, where it was changed.
	Was        string   `json:"was,omitempty"`
	WasChoices []string `json:"wasChoices,omitempty"`
}

// EventType is the persisted name.
func (*WorkspaceFounded) EventType() string { return "workspace.founded.v1" }

// Secret is the name of the workspace.
func (e *WorkspaceFounded) Secret() any { return &e.Sealed }

// WorkspaceRenamed gives the workspace another name.
type WorkspaceRenamed struct {
	of
	Sealed Named `json:"-"`
}

// EventType is the persisted name.
func (*WorkspaceRenamed) EventType() string { return "workspace.renamed.v1" }

// Secret is the name of the workspace.
func (e *WorkspaceRenamed) Secret() any { return &e.Sealed }

// ChannelDefined adds, renames or retires a channel of the user's own.
type ChannelDefined struct {
	of
	Channel    string `json:"channel"`
	Retired    bool   `json:"retired,omitempty"`
	WasRetired bool   `json:"wasRetired,omitempty"`
	Sealed     Named  `json:"-"`
}

// EventType is the persisted name.
func (*ChannelDefined) EventType() string { return "workspace.channel-defined.v1" }

// Secret is the name of the channel.
func (e *ChannelDefined) Secret() any { return &e.Sealed }

// FieldDefined adds, changes or retires a custom field.
type FieldDefined struct {
	of
	Field      ID        `json:"field"`
	For        Kind      `json:"for"`
	Type       FieldType `json:"type"`
	Retired    bool      `json:"retired,omitempty"`
	WasRetired bool      `json:"wasRetired,omitempty"`
	Sealed     Named     `json:"-"`
}

// EventType is the persisted name.
func (*FieldDefined) EventType() string { return "workspace.field-defined.v1" }

// Secret is the name of the field and its choices.
func (e *FieldDefined) Secret() any { return &e.Sealed }
