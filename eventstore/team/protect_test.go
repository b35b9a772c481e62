package team

import (
	"errors"
	"slices"
	"testing"

	"kontor/eventstore"
	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

func TestStreamsAreProtectedWithTheFirstConnection(t *testing.T) {
	server, anna, ben := pair(t)
	names := streamsOf(anna.ledger.Workspace(), Epoch)
	acl, set := server.ACLOf(names.ledger)
	if !set || acl.Described || !slices.Equal(acl.Write, []string{Group}) {
		t.Errorf("the ledger: %+v, %v", acl, set)
	}
	if acl, set = server.ACLOf(names.about()); !set || !acl.Described {
		t.Errorf("the document about it: %+v, %v", acl, set)
	}
	for _, l := range []*laptop{anna, ben} {
		l.round()
		l.reopen()
		if got := l.syncer.Status().Protection; got != ProtectionTeam {
			t.Errorf("%s says %q", l.name, got)
		}
	}
	calls := 0
	server.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpProtect {
			calls++
		}
		return shared.Fine
	})
	anna.reopen()
	anna.round()
	if calls > 0 {
		t.Errorf("asked again %d times", calls)
	}
}

// An account that may not set rights works all the same, and says what it knows.
func TestNotBeingAllowedToProtectIsNoError(t *testing.T) {
	c := newClock()
	memory := newServer(c)
	memory.OnCall(func(c shared.Call) shared.Fault {
		if c.Op == shared.OpProtect {
			return shared.Deny
		}
		return shared.Fine
	})
	anna := newLaptop(t, memory, c, "anna").found()
	anna.person("Goethe")
	anna.round()
	if got := anna.syncer.Status(); got.Protection != ProtectionDenied || got.State != StateShared {
		t.Errorf("%+v", got)
	}
	if err := anna.ledger.ChangeTeam(ctx, "memory", "admin", ""); err != nil {
		t.Fatal(err)
	}
	memory.OnCall(nil)
	anna.syncer.Redial()
	anna.round()
	if got := anna.syncer.Status().Protection; got != ProtectionTeam {
		t.Errorf("with another account: %q", got)
	}
}

// On a server that obeys rights: who is in the group gives the streams to it; who
// is not would shut themselves out, and only keeps them from being deleted.
func TestProtectionOnAServerWithAccounts(t *testing.T) {
	for name, c := range map[string]struct {
		groups   []string
		want     Protection
		stranger error // what reading the ledger says to an account of nobody's
	}{
		"in the group":     {[]string{Group}, ProtectionTeam, shared.ErrDenied},
		"not in the group": {nil, ProtectionKept, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := server.Start(server.Options{Users: []server.User{
				{Name: "anna", Password: "horse", Groups: c.groups},
				{Name: "ben", Password: "staple", Groups: c.groups},
				{Name: "carl", Password: "battery"},
			}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			as := func(name, password string) shared.Dialer {
				return esdb.Dialer(esdb.Config{Address: s.URL(), Username: name, Password: password, CAFile: s.CAFile()})
			}
			anna := newLaptop(t, nil, newClock(), "anna")
			anna.dialer = as("anna", "horse")
			anna.found()
			ben := newLaptop(t, nil, anna.clock, "ben")
			ben.dialer = as("ben", "staple")
			ben.join()
			goethe := ben.person("Goethe")
			talk, address := attach(ben, goethe, []byte("kurz"))
			rounds(ben, anna)
			anna.erase(talk, address)
			rounds(anna, ben)
			alike(t, anna, ben)
			for _, l := range []*laptop{anna, ben} {
				if got := l.syncer.Status(); got.Protection != c.want || got.FilesLeft != 0 {
					t.Errorf("%s: %+v", l.name, got)
				}
				if f := l.files(); f[0].State != eventstore.FileDone {
					t.Errorf("%s: %+v", l.name, f)
				}
			}
			ours := anna.dial()
			defer ours.Close()
			if err := ours.Truncate(ctx, anna.stream(), 1); !errors.Is(err, shared.ErrDenied) {
				t.Errorf("a member hides the ledger: %v", err)
			}
			carl, err := as("carl", "battery")(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer carl.Close()
			if _, err := carl.Last(ctx, anna.stream()); !errors.Is(err, c.stranger) {
				t.Errorf("somebody else reads: %v", err)
			}
		})
	}
}
