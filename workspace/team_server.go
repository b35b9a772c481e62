package workspace

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	secrets "github.com/zalando/go-keyring"

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

// keyService is the name that people see in their key store.
const keyService = "kontor"

// storeTimeout is how long a key store is waited for: it may show a dialog that
// nobody sees.
const storeTimeout = 2 * time.Second

// inStore reports whether passwords go to the key store of the system.
func inStore() bool { return os.Getenv(eventstore.KeyPlaceVariable) != string(eventstore.KeyInFile) }

func (w *Workspace) teamPassword() string {
	w.team.mu.Lock()
	password := w.team.password
	w.team.mu.Unlock()
	if password != "" {
		return password
	}
	if password = os.Getenv(PasswordVariable); password != "" || !inStore() {
		return password
	}
	password, ok := asked(func() (string, error) { return secrets.Get(keyService, w.passwordAccount()) })
	if ok {
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
	if password == "" || !inStore() {
		return false
	}
	account := w.passwordAccount()
	back, ok := asked(func() (string, error) {
		if err := secrets.Set(keyService, account, password); err != nil {
			return "", err
		}
		return secrets.Get(keyService, account)
	})
	return ok && back == password
}

func (w *Workspace) forgetPassword() {
	w.team.mu.Lock()
	w.team.password = ""
	w.team.mu.Unlock()
	if inStore() {
		asked(func() (string, error) { return "", secrets.Delete(keyService, w.passwordAccount()) })
	}
}

// passwordAccount names the password in the key store. It is random, so that a
// second copy of a workspace on this machine has its own.
func (w *Workspace) passwordAccount() string { return "team-" + w.locals.TeamAccount(w.NewID).String() }

// asked asks the key store, but does not wait for ever.
func asked(call func() (string, error)) (string, bool) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := call()
		answers <- answer{text, err}
	}()
	timeout := time.NewTimer(storeTimeout)
	defer timeout.Stop()
	select {
	case a := <-answers:
		return a.text, a.err == nil
	case <-timeout.C:
		return "", false
	}
}
