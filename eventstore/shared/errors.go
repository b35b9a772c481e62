package shared

// Problem is an error of the shared ledger that people are told about. Its text
// is for developers; MessageKey names the sentence in the translations
// (assets/translations/team.*.json).
type Problem struct {
	key, text string
}

func (p *Problem) Error() string { return p.text }

// MessageKey is the key of the message.
func (p *Problem) MessageKey() string { return p.key }

// What can be wrong with the shared ledger. Compare with errors.Is.
var (
	// ErrNotFound means that a stream does not exist.
	ErrNotFound = &Problem{"team.not-found", "the stream does not exist"}
	// ErrHeadMoved means that others appended first.
	ErrHeadMoved = &Problem{"team.head-moved", "others appended first"}
	// ErrInDoubt means that the connection broke in mid-append: it may have been
	// carried out or not.
	ErrInDoubt = &Problem{"team.in-doubt", "it is unknown whether the append was carried out"}
	// ErrOffline means that the server could not be reached or did not answer.
	ErrOffline = &Problem{"team.offline", "the server cannot be reached"}
	// ErrCredentials means that account or password are wrong.
	ErrCredentials = &Problem{"team.credentials", "the server does not accept account and password"}
	// ErrDenied means that the account has no right to do this.
	ErrDenied = &Problem{"team.denied", "the account has no right to do this"}
	// ErrTooLarge means that the server takes no append of this size.
	ErrTooLarge = &Problem{"team.too-large", "the server takes no append of this size"}
	// ErrDeleted means that the stream was deleted for good.
	ErrDeleted = &Problem{"team.deleted", "the stream was deleted on the server"}
	// ErrAuthority means that the server's certificate was not issued by an
	// authority that is trusted here.
	ErrAuthority = &Problem{"team.authority", "the server's certificate is not trusted"}
	// ErrExpired means that the server's certificate is not valid today.
	ErrExpired = &Problem{"team.expired", "the server's certificate is not valid at this time"}
	// ErrHostName means that the server's certificate is for another host.
	ErrHostName = &Problem{"team.host-name", "the server's certificate is for another host"}
	// ErrNoTLS means that the server speaks no TLS where it was asked for, or
	// the other way round.
	ErrNoTLS = &Problem{"team.no-tls", "client and server disagree about TLS"}
	// ErrAddress means that the connection string cannot be understood.
	ErrAddress = &Problem{"team.address", "the connection string cannot be understood"}
	// ErrNotAServer means that something else than an EventStoreDB answers.
	ErrNotAServer = &Problem{"team.not-a-server", "what answers is no EventStoreDB"}
)
