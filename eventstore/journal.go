package eventstore

import (
	"time"

	"kontor/domain"
)

// CommandState says what became of a command.
type CommandState string

// The states of a command.
const (
	// CommandDone means that the events of the command are final.
	CommandDone CommandState = "done"
	// CommandPending means that they are not yet shared with the team. It is not
	// written any more: what is shared says the confirmed position, see
	// [Ledger.Confirmed].
	CommandPending CommandState = "pending"
	// CommandRefused means that the command was refused when it was decided
	// again; Reason says why.
	CommandRefused CommandState = "refused"
)

// Replay says how a command that is not shared yet is applied again.
type Replay string

// The ways to apply a command again.
const (
	// ReplayDecide decides the command again from its arguments.
	ReplayDecide Replay = "decide"
	// ReplayEvents appends the recorded events again as they are: for facts in
	// bulk, such as a chunk of an import, whose arguments are not kept. Where one
	// of them replaced a value, whoever decides is asked, without arguments.
	ReplayEvents Replay = "events"
)

// Command is an entry of the journal: a command that was carried out on this
// machine, with what is needed to undo it or to decide it again.
type Command struct {
	Seq       int64 // the order on this machine, from 1; set by [Store.Append]
	ID        domain.ID
	Name      string
	Actor     domain.ID
	Device    domain.ID
	At        time.Time
	Causation domain.ID // None if there is none
	State     CommandState
	Replay    Replay
	// Base is the position of the last event that the command was decided on.
	Base int64
	// First and Last are the positions of its events; both 0 if it has none.
	First, Last int64
	// Touches are the records it was decided on and those it changed.
	Touches []domain.Stream
	// Reason is the message key of the refusal. It holds no personal data.
	Reason string
	// Undoes are the commands that this one undoes. UndoneBy is the command that
	// undid this one, last: a command is undone if UndoneBy is set and is not
	// undone itself.
	Undoes   []domain.ID
	UndoneBy domain.ID

	// ArgsKey and ArgsSealed hold the sealed arguments (JSON); both empty where
	// they are not kept, ArgsSealed alone where they were erased.
	ArgsKey    KeyRef
	ArgsSealed []byte
}

// CommandQuery selects entries of the journal, newest first.
type CommandQuery struct {
	Actor  domain.ID    // None: of everyone
	Device domain.ID    // None: of every device
	State  CommandState // empty: in every state
	Before int64        // only with a smaller Seq; 0: from the newest
	Limit  int          // 0: 100
}
