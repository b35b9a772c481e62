package domain

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// EncodeCommand writes a command as the journal keeps it. DecodeCommand reads
// it back, so that the command can be decided again.
func EncodeCommand(c Command) (json.RawMessage, error) { return json.Marshal(c) }

// DecodeCommand reads a command of the journal. It fails for a name that this
// version does not know: a command that may still be waiting is never removed
// from the table, only added to it.
func DecodeCommand(name string, args []byte) (Command, error) {
	prototype, ok := commandTypes[name]
	if !ok {
		return nil, fmt.Errorf("command %q is not known to this version", name)
	}
	c := reflect.New(reflect.TypeOf(prototype))
	if err := json.Unmarshal(args, c.Interface()); err != nil {
		return nil, fmt.Errorf("read the arguments of %q: %w", name, err)
	}
	return c.Elem().Interface().(Command), nil
}

type batchPart struct {
	Name string          `json:"name"`
	Args json.RawMessage `json:"args"`
}

type batchJSON struct {
	Title string      `json:"title"`
	Parts []batchPart `json:"parts"`
}

// MarshalJSON writes each part with its name.
func (b Batch) MarshalJSON() ([]byte, error) {
	out := batchJSON{Title: b.Title, Parts: make([]batchPart, len(b.Parts))}
	for i, part := range b.Parts {
		args, err := EncodeCommand(part)
		if err != nil {
			return nil, err
		}
		out.Parts[i] = batchPart{part.CommandName(), args}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads each part by its name.
func (b *Batch) UnmarshalJSON(data []byte) error {
	var in batchJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*b = Batch{Title: in.Title, Parts: make([]Command, len(in.Parts))}
	for i, part := range in.Parts {
		c, err := DecodeCommand(part.Name, part.Args)
		if err != nil {
			return err
		}
		b.Parts[i] = c
	}
	return nil
}

var commandTypes map[string]Command

func init() { commandTypes = registerCommands() }

func registerCommands() map[string]Command {
	types := map[string]Command{}
	add := func(commands ...Command) {
		for _, c := range commands {
			types[c.CommandName()] = c
		}
	}
	for _, kind := range Kinds {
		record := Stream{Kind: kind}
		add(
			AddRecord{Record: record}, ChangeDetails{Record: record}, Withdraw{Record: record},
			Archive{Record: record}, Archive{Record: record, Back: true},
		)
	}
	add(
		SetRhythm{}, AssignOwner{}, PlaceOrganisation{}, ClassifyCommunity{}, Erase{},
		JoinCommunity{}, LeaveCommunity{}, Affiliate{}, RemoveAffiliation{}, Relate{}, Unrelate{}, SnoozePerson{},
		LogConversation{}, CorrectConversation{}, EraseConversation{}, SettleAnswer{},
		PlanFollowUp{}, ChangeFollowUp{}, SnoozeFollowUp{}, ReopenFollowUp{}, EraseFollowUp{},
		CloseFollowUp{As: FollowUpDone}, CloseFollowUp{As: FollowUpCancelled},
		FoundWorkspace{}, RenameWorkspace{}, DefineChannel{}, DefineField{}, DefineSegment{},
		StartImport{}, FinishImport{}, Batch{}, Undo{},
		SettleConflict{}, NameDevice{}, MergePeople{}, UnmergePerson{}, TellApart{},
		RaiseNeed{}, ReviseNeed{}, RouteNeed{}, ScheduleNeed{}, AddVoice{}, RemoveVoice{}, DecideNeed{},
		TellBack{}, TakeTellingBack{}, CloseNeed{}, ReopenNeed{}, EraseNeed{},
	)
	return types
}
