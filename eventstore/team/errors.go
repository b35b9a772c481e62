package team

// Problem is an error that people are told about. Its text is for developers;
// MessageKey names the sentence in the translations
// (assets/translations/team.*.json).
type Problem struct {
	key, text string
}

func (p *Problem) Error() string { return p.text }

// MessageKey is the key of the message.
func (p *Problem) MessageKey() string { return p.key }

// What can be wrong between a workspace and its server, beside the errors of
// package shared. Compare with errors.Is.
var (
	// ErrForeign means that a stream is not Kontor's, or that of a workspace with
	// other keys than the one that is open here.
	ErrForeign = &Problem{"team.foreign", "the stream does not belong to this workspace"}
	// ErrAltered means that events of the server do not follow one another, or
	// lack the proof that a member of the team recorded them.
	ErrAltered = &Problem{"team.altered", "the events of the server were altered"}
	// ErrUpdateNeeded means that somebody in the team uses a newer version, whose
	// events this one does not know.
	ErrUpdateNeeded = &Problem{"team.update-needed", "the server has events of a newer version"}
	// ErrReset means that the server has nothing of what was shared.
	ErrReset = &Problem{"team.reset", "the server has nothing of the workspace any more"}
	// ErrRestored means that the server has less than was shared, as after an old
	// backup was put back.
	ErrRestored = &Problem{"team.restored", "the server has less than was shared already"}
	// ErrDiverged means that the server has something else than was shared.
	ErrDiverged = &Problem{"team.diverged", "the server has something else than was shared already"}
	// ErrFounding means that the first upload is not complete yet.
	ErrFounding = &Problem{"team.founding", "the first upload of the workspace is not complete"}
	// ErrTaken means that the server has a workspace with this id already.
	ErrTaken = &Problem{"team.taken", "the server has this workspace already"}
	// ErrNoWorkspace means that the server has no such workspace.
	ErrNoWorkspace = &Problem{"team.no-workspace", "the server has no such workspace"}
	// ErrPassphrase means that the pass-phrase is not that of the workspace.
	ErrPassphrase = &Problem{"team.passphrase", "the pass-phrase is wrong"}
	// ErrPassphraseNeeded means that a pass-phrase has to be given.
	ErrPassphraseNeeded = &Problem{"team.passphrase-needed", "a pass-phrase is needed"}
	// ErrInvitation means that a text is no invitation, or not a whole one.
	ErrInvitation = &Problem{"team.invitation", "the text is not an invitation"}
	// ErrCode means that the code does not open the invitation.
	ErrCode = &Problem{"team.code", "the code does not open the invitation"}
	// ErrNotEmpty means that the folder to join in holds something else already.
	ErrNotEmpty = &Problem{"team.not-empty", "the folder holds another workspace"}
)
