package server

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"
	"sync"

	"google.golang.org/grpc/metadata"
)

// AdminUser and AdminPassword are the account of a fresh server.
const (
	AdminUser     = "admin"
	AdminPassword = "changeit"
)

// User is an account of the server.
type User struct {
	Name     string
	Password string
	Groups   []string // roles besides its own name; "$admins" may do everything
}

// accounts are the users of a server, or of all servers of a cluster.
type accounts struct {
	mu    sync.RWMutex
	users map[string]User
}

func newAccounts(more []User) *accounts {
	a := &accounts{users: map[string]User{}}
	a.set(User{Name: AdminUser, Password: AdminPassword, Groups: []string{"$admins"}})
	a.set(User{Name: "ops", Password: AdminPassword, Groups: []string{"$ops"}})
	for _, u := range more {
		a.set(u)
	}
	return a
}

func (a *accounts) set(u User) {
	a.mu.Lock()
	defer a.mu.Unlock()
	u.Groups = slices.Clone(u.Groups)
	a.users[u.Name] = u
}

func (a *accounts) remove(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.users, name)
}

// SetUser adds an account, or replaces the one of the same name. Calls that are
// under way go on with the old rights.
func (s *Server) SetUser(u User) { s.estate.accounts.set(u) }

// RemoveUser takes an account away.
func (s *Server) RemoveUser(name string) { s.estate.accounts.remove(name) }

// caller is who makes a call. The zero value is anonymous.
type caller struct {
	name   string
	groups []string
	master bool // a server without TLS asks nobody who he is
}

func (c caller) has(role string) bool {
	return c.name != "" && (role == "$all" || role == c.name || slices.Contains(c.groups, role))
}

// caller finds out who calls. Wrong credentials are refused, none are not.
func (s *Server) caller(ctx context.Context) (caller, error) {
	if s.options.Insecure {
		return caller{master: true}, nil
	}
	incoming, _ := metadata.FromIncomingContext(ctx)
	values := incoming.Get("authorization")
	if len(values) == 0 {
		return caller{}, nil
	}
	encoded, basic := strings.CutPrefix(values[0], "Basic ")
	plain, err := base64.StdEncoding.DecodeString(encoded)
	name, password, two := strings.Cut(string(plain), ":")
	if !basic || err != nil || !two {
		return caller{}, unauthenticated()
	}
	return s.estate.accounts.find(name, password)
}

func (a *accounts) find(name, password string) (caller, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	u, known := a.users[name]
	if !known || subtle.ConstantTimeCompare([]byte(u.Password), []byte(password)) != 1 {
		return caller{}, unauthenticated()
	}
	return caller{name: u.Name, groups: u.Groups}, nil
}

// Action is what somebody wants to do with a stream.
type Action string

// The actions that access lists know.
const (
	Read      Action = "read"
	Write     Action = "write"
	Delete    Action = "delete"
	MetaRead  Action = "read metadata"
	MetaWrite Action = "write metadata"
)

// Access is one question for a right.
type Access struct {
	User   string // "" without credentials
	Stream string // without the "$$" of metadata streams
	Action Action
}

// authorize finds out who calls and whether he may.
func (s *Server) authorize(ctx context.Context, stream string, action Action) error {
	who, err := s.caller(ctx)
	if err != nil {
		return err
	}
	if owner, is := strings.CutPrefix(stream, "$$"); is {
		stream = owner
		if action == Read {
			action = MetaRead
		} else {
			action = MetaWrite
		}
	}
	if denied := s.faults.denied(); denied != nil && denied(Access{who.name, stream, action}) {
		return accessDenied()
	}
	if !s.may(who, stream, action) {
		return accessDenied()
	}
	return nil
}

func (s *Server) may(who caller, stream string, action Action) bool {
	if who.master || who.has("$admins") {
		return true
	}
	return slices.ContainsFunc(s.database().settingsOf(stream).ACL.granted(stream, action), who.has)
}

// granted lists the roles that have the right. Streams of the system belong to
// administrators, all others to everybody with an account.
func (a *acl) granted(stream string, action Action) roles {
	if a != nil {
		set := map[Action]roles{
			Read: a.Read, Write: a.Write, Delete: a.Delete, MetaRead: a.MetaRead, MetaWrite: a.MetaWrite,
		}
		if set[action] != nil {
			return set[action]
		}
	}
	if strings.HasPrefix(stream, "$") {
		return roles{"$admins"}
	}
	return roles{"$all"}
}
