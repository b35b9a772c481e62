package workspace

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"kontor/eventstore"
	"kontor/eventstore/esdb"
)

// TeamServer says how the server of a team is reached.
type TeamServer struct {
	Address  string // the connection string, without account and password
	Account  string
	Password string
	CAFile   string // certificate authority of the server; empty: those of the system
}

func (s TeamServer) config() esdb.Config {
	return esdb.Config{
		Address: s.Address, Username: s.Account, Password: s.Password, CAFile: s.CAFile,
		AllowInsecure: true, // a connection string must ask for it, and the window warns
	}
}

// plain is the server with nothing in its address but the address: a file of
// this machine that it names goes where those are kept. What an address says of
// account, password and workspace was understood before, or is refused by whoever
// connects.
func (s TeamServer) plain() TeamServer {
	address, err := esdb.Parse(s.Address)
	if err != nil || address.CAFile == "" {
		return s
	}
	if s.CAFile == "" {
		s.CAFile = address.CAFile
		if path, err := filepath.Abs(address.CAFile); err == nil {
			s.CAFile = path
		}
	}
	s.Address = withoutSetting(s.Address, "tlscafile")
	return s
}

// withoutSetting takes a setting out of a connection string and leaves the rest
// as it was written.
func withoutSetting(address, name string) string {
	hosts, query, _ := strings.Cut(address, "?")
	var kept []string
	for setting := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(setting, "="); setting != "" && !strings.EqualFold(key, name) {
			kept = append(kept, setting)
		}
	}
	if len(kept) == 0 {
		return hosts
	}
	return hosts + "?" + strings.Join(kept, "&")
}

// PasswordVariable is the environment variable with the password of the team's
// server, for machines without a key store and for scripts.
const PasswordVariable = "KONTOR_TEAM_PASSWORD"

// ErrPasswordNeeded means that the password of the team's server is not known
// here: the system keeps none, and it was not given since the start.
var ErrPasswordNeeded error = &TeamError{"team.password-needed"}

// TeamError is what is wrong with sharing.
type TeamError struct{ key string }

func (e *TeamError) Error() string { return strings.ReplaceAll(e.key, ".", ": ") }

// MessageKey is the key of the message in assets/translations/team.*.json.
func (e *TeamError) MessageKey() string { return e.key }

// TeamServer is how the server is reached, if the workspace is shared. The
// password is empty where nobody knows it.
func (w *Workspace) TeamServer(ctx context.Context) (TeamServer, bool, error) {
	t, isShared, err := w.ledger.Team(ctx)
	if err != nil || !isShared {
		return TeamServer{}, false, err
	}
	return TeamServer{Address: t.Server, Account: t.Account, CAFile: t.CAFile, Password: w.teamPassword()}, true, nil
}

func (w *Workspace) teamPassword() string {
	w.team.mu.Lock()
	password := w.team.password
	w.team.mu.Unlock()
	if password != "" {
		return password
	}
	if password = os.Getenv(PasswordVariable); password != "" || !eventstore.UsesSystemStore() {
		return password
	}
	password, err := eventstore.SystemSecret(w.passwordAccount())
	if err == nil {
		w.team.mu.Lock()
		w.team.password = password
		w.team.mu.Unlock()
	}
	return password
}

// keepPassword remembers the password for this session, and in the key store of
// the system. It reports whether it is there after the next start.
func (w *Workspace) keepPassword(password string) (kept bool) {
	w.team.mu.Lock()
	w.team.password = password
	w.team.mu.Unlock()
	return password != "" && eventstore.UsesSystemStore() &&
		eventstore.KeepSystemSecret(w.passwordAccount(), password) == nil
}

func (w *Workspace) forgetPassword() {
	w.team.mu.Lock()
	w.team.password = ""
	w.team.mu.Unlock()
	if eventstore.UsesSystemStore() {
		// A store that does not have it, or cannot be asked, keeps nothing back.
		_ = eventstore.ForgetSystemSecret(w.passwordAccount())
	}
}

// passwordAccount names the password in the key store. It is random, so that a
// second copy of a workspace on this machine has its own.
func (w *Workspace) passwordAccount() string { return "team-" + w.locals.TeamAccount(w.NewID).String() }
