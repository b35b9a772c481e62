package workspace

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kontor/eventstore/esdb/server"
	"kontor/eventstore/team"
)

// TestServer says what server to start for trying how a team works together.
type TestServer struct {
	Folder   string // keeps what the team sends, the accounts and the certificates
	Address  string // where to listen; empty: a free port of this machine
	Insecure bool   // without TLS: then nobody is asked for an account
	Accounts []TestAccount
}

// TestAccount is an account of such a server.
type TestAccount struct {
	Name     string `json:"name"`
	Password string `json:"password"`
}

// RunningServer is a server that runs.
type RunningServer struct {
	Address  string        `json:"address"` // the connection string
	CAFile   string        `json:"ca,omitempty"`
	Folder   string        `json:"data"`
	Accounts []TestAccount `json:"accounts"`
}

// accountsFile keeps the accounts, so that they are the same after the next
// start.
const accountsFile = "accounts.json"

// ServeTest runs a server until ctx ends and tells ready how it is reached. It
// is for trying only: it has one node, no backup and accounts in a file. Where
// no accounts are given, and none were kept, it makes two, anna and bert.
func ServeTest(ctx context.Context, o TestServer, ready func(RunningServer)) error {
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return err
	}
	if err := refuseFolder(o.Folder); err != nil {
		return err
	}
	accounts, err := testAccounts(o)
	if err != nil {
		return err
	}
	options := server.Options{Address: o.Address, Folder: o.Folder, Insecure: o.Insecure}
	for _, a := range accounts {
		options.Users = append(options.Users, server.User{Name: a.Name, Password: a.Password})
	}
	options.Hosts = []string{HostName()}
	if HostName() == "" {
		options.Hosts = nil
	}
	s, err := server.Start(options)
	if err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	// The administrator of a fresh server has a password that everybody knows.
	for _, name := range []string{server.AdminUser, "ops"} {
		s.SetUser(server.User{Name: name, Password: rand.Text(), Groups: []string{"$admins"}})
	}
	ready(RunningServer{Address: s.URL(), CAFile: s.CAFile(), Folder: o.Folder, Accounts: accounts})
	<-ctx.Done()
	return s.Close()
}

// refuseFolder refuses a folder that holds something else, such as a workspace.
func refuseFolder(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, accountsFile)); err == nil {
		return nil
	}
	if empty, err := IsEmptyFolder(dir); err != nil || !empty {
		return errors.Join(ErrFolderNotEmpty, err)
	}
	return nil
}

// testAccounts are the given accounts, else those of the last time, else new
// ones.
func testAccounts(o TestServer) ([]TestAccount, error) {
	path := filepath.Join(o.Folder, accountsFile)
	accounts := o.Accounts
	content, err := os.ReadFile(path)
	switch {
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, err
	case len(accounts) > 0:
	case err == nil:
		return accounts, json.Unmarshal(content, &accounts)
	default:
		for _, name := range []string{"anna", "bert"} {
			accounts = append(accounts, TestAccount{Name: name, Password: strings.ToLower(rand.Text()[:16])})
		}
	}
	if content, err = json.Marshal(accounts); err != nil {
		return nil, err
	}
	return accounts, WriteBytes(path, content)
}

// NeedsPassphrase reports whether something failed only because no pass-phrase
// was given.
func NeedsPassphrase(err error) bool { return errors.Is(err, team.ErrPassphraseNeeded) }

// AccountName is what the system calls the person at this machine.
func AccountName() string { return accountName() }
