package domain

import (
	"reflect"
	"slices"
	"strings"
)

func same[T any](a, b T) bool { return reflect.DeepEqual(a, b) }

// FoundWorkspace begins a ledger.
type FoundWorkspace struct {
	Workspace ID     `json:"workspace"`
	Name      string `json:"name"`
}

// CommandName is the name in the journal.
func (FoundWorkspace) CommandName() string { return "found-workspace" }

// Decide always founds.
func (c FoundWorkspace) Decide(_ State, _ Issued) ([]Event, error) {
	return []Event{&WorkspaceFounded{of: of{Stream{KindWorkspace, c.Workspace}}, Sealed: Named{Name: c.Name}}}, nil
}

// RenameWorkspace gives the workspace another name.
type RenameWorkspace struct {
	Workspace ID     `json:"workspace"`
	Name      string `json:"name"`
}

// CommandName is the name in the journal.
func (RenameWorkspace) CommandName() string { return "rename-workspace" }

// Decide refuses an empty name.
func (c RenameWorkspace) Decide(s State, _ Issued) ([]Event, error) {
	w, err := openWorkspace(s, c.Workspace)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(c.Name)
	switch name {
	case "":
		return nil, refuse(RefusedNoName, w.Stream)
	case w.Name:
		return nil, nil
	}
	return []Event{&WorkspaceRenamed{of: of{w.Stream}, Sealed: Named{Name: name, Was: w.Name}}}, nil
}

// DefineChannel adds, renames or retires a channel of the user's own.
type DefineChannel struct {
	Workspace ID                `json:"workspace"`
	Channel   ChannelDefinition `json:"channel"`
}

// CommandName is the name in the journal.
func (DefineChannel) CommandName() string { return "define-channel" }

// Decide refuses a channel without a name.
func (c DefineChannel) Decide(s State, _ Issued) ([]Event, error) {
	w, err := openWorkspace(s, c.Workspace)
	if err != nil {
		return nil, err
	}
	d := c.Channel
	d.Name = strings.TrimSpace(d.Name)
	if d.Name == "" || d.ID == "" || slices.Contains(Channels, d.ID) {
		return nil, refuse(RefusedNoName, w.Stream)
	}
	e := &ChannelDefined{of: of{w.Stream}, Channel: d.ID, Retired: d.Retired, Sealed: Named{Name: d.Name}}
	for _, was := range w.Channels {
		if was == d {
			return nil, nil
		}
		if was.ID == d.ID {
			e.Sealed.Was, e.WasRetired = was.Name, was.Retired
		}
	}
	return []Event{e}, nil
}

// DefineField adds, changes or retires a custom field.
type DefineField struct {
	Workspace ID              `json:"workspace"`
	Field     FieldDefinition `json:"field"`
}

// CommandName is the name in the journal.
func (DefineField) CommandName() string { return "define-field" }

// Decide refuses a field without a name or with an unknown type.
func (c DefineField) Decide(s State, _ Issued) ([]Event, error) {
	w, err := openWorkspace(s, c.Workspace)
	if err != nil {
		return nil, err
	}
	d := c.Field
	d.Name, d.Choices = strings.TrimSpace(d.Name), cleanWords(d.Choices)
	if d.Name == "" || !slices.Contains(FieldTypes, d.Type) {
		return nil, refuse(RefusedNoName, w.Stream)
	}
	e := &FieldDefined{
		of: of{w.Stream}, Field: d.ID, For: d.For, Type: d.Type, Retired: d.Retired,
		Sealed: Named{Name: d.Name, Choices: d.Choices},
	}
	if was, ok := w.Fields[d.ID]; ok {
		d.Type, d.For = was.Type, was.For // values of the old type would become unreadable
		if same(was, d) {
			return nil, nil
		}
		e.Type, e.For = d.Type, d.For
		e.WasRetired, e.Sealed.Was, e.Sealed.WasChoices = was.Retired, was.Name, was.Choices
	}
	return []Event{e}, nil
}

func openWorkspace(s State, id ID) (*Workspace, error) {
	_, a, err := openHead(s, Stream{KindWorkspace, id})
	if err != nil {
		return nil, err
	}
	return a.(*Workspace), nil
}

// StartImport says that files are brought in.
type StartImport struct {
	Import ID       `json:"import"`
	Format string   `json:"format"`
	Files  []string `json:"files"`
}

// CommandName is the name in the journal.
func (StartImport) CommandName() string { return "start-import" }

// Decide always starts.
func (c StartImport) Decide(_ State, _ Issued) ([]Event, error) {
	return []Event{&ImportStarted{
		of: of{Stream{KindImport, c.Import}}, Format: c.Format, Sealed: ImportFiles{c.Files},
	}}, nil
}

// FinishImport says what became of the rows of an import and keeps those that
// were rejected.
type FinishImport struct {
	Import   ID            `json:"import"`
	Counts   ImportCounts  `json:"counts"`
	Rejected []RejectedRow `json:"rejected,omitempty"`
}

// CommandName is the name in the journal.
func (FinishImport) CommandName() string { return "finish-import" }

// rejectedPerEvent keeps one event of rejected rows small.
const rejectedPerEvent = 100

// Decide splits the rejected rows over as many events as needed.
func (c FinishImport) Decide(_ State, _ Issued) ([]Event, error) {
	record := of{Stream{KindImport, c.Import}}
	var events []Event
	for rows := range slices.Chunk(c.Rejected, rejectedPerEvent) {
		events = append(events, &ImportRejected{of: record, Count: len(rows), Sealed: ImportRows{rows}})
	}
	return append(events, &ImportFinished{of: record, Counts: c.Counts}), nil
}
