package team

import (
	"strconv"

	"kontor/domain"
	"kontor/eventstore"
)

// Epoch is the only epoch of a shared workspace so far. A later one would begin
// the streams anew.
const Epoch = 1

// Directory is the stream that lists the workspaces of a server. Where it cannot
// be read, one has to know the id of the workspace.
const Directory = "kontor-workspaces"

// StreamName is the stream that holds the shared ledger of a workspace. The
// names of all others begin with it.
func StreamName(workspace domain.ID, epoch int) string {
	return "kontor-" + workspace.String() + "-" + strconv.Itoa(epoch)
}

// streams names the streams of one workspace.
type streams struct{ ledger string }

func streamsOf(workspace domain.ID, epoch int) streams {
	return streams{StreamName(workspace, epoch)}
}

func (s streams) about() string              { return s.ledger + "-about" }
func (s streams) keys(page domain.ID) string { return s.ledger + "-keys-" + page.String() }
func (s streams) file(address eventstore.Address) string {
	return s.ledger + "-file-" + address.String()
}
func (s streams) sealed(digest string) string { return s.ledger + "-sealed-" + digest }
