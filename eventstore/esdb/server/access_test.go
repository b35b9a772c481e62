package server_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/esdb/server"
)

func TestAccountsAndAccessLists(t *testing.T) {
	s := start(t, server.Options{Users: []server.User{
		{Name: "ada", Password: "pw-a", Groups: []string{"team"}},
		{Name: "bob", Password: "pw-b"},
	}})
	boss := admin(t, s)
	ada, bob := dial(t, s.URL(), "ada", "pw-a"), dial(t, s.URL(), "bob", "pw-b")
	nobody, liar := dial(t, s.URL(), "", ""), dial(t, s.URL(), "ada", "guessed")
	unknown := dial(t, s.URL(), "eve", "pw-a")

	write(t, bob, "open", esdb.NoStream{}, "a") // everybody with an account may
	var metadata esdb.StreamMetadata
	var list esdb.Acl
	list.AddReadRoles("team", "bob")
	list.AddWriteRoles("team")
	list.AddDeleteRoles("$admins")
	list.AddMetaReadRoles("team")
	list.AddMetaWriteRoles("$admins")
	metadata.SetAcl(list)
	if _, err := boss.SetStreamMetadata(t.Context(), "closed", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, metadata); err != nil {
		t.Fatal(err)
	}
	write(t, ada, "closed", esdb.NoStream{}, "a")

	reading := func(c *esdb.Client, stream string) error {
		_, err := read(t.Context(), c, stream, esdb.ReadStreamOptions{From: esdb.Start{}}, 1)
		return err
	}
	writing := func(c *esdb.Client, stream string) error {
		_, err := c.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}) // nothing, so that the refusal comes as an answer
		return err
	}
	const denied, wrong = esdb.ErrorCodeAccessDenied, esdb.ErrorCodeUnauthenticated
	for _, row := range []struct {
		what string
		err  error
		want esdb.ErrorCode
	}{
		{"ada reads", reading(ada, "closed"), -1},
		{"bob reads", reading(bob, "closed"), -1},
		{"bob writes", writing(bob, "closed"), denied},
		{"bob reads the metadata", reading(bob, "$$closed"), denied},
		{"ada reads the metadata", reading(ada, "$$closed"), -1},
		{"ada writes the metadata", writing(ada, "$$closed"), denied},
		{"the boss writes", writing(boss, "closed"), -1},
		{"nobody reads", reading(nobody, "open"), denied},
		{"nobody writes", writing(nobody, "open"), denied},
		{"a wrong password reads", reading(liar, "open"), wrong},
		{"a wrong password writes", writing(liar, "open"), wrong},
		{"an unknown account reads", reading(unknown, "open"), wrong},
		{"ada writes a stream of the system", writing(ada, "$settings"), denied},
		{"the boss writes a stream of the system", writing(boss, "$settings"), -1},
	} {
		if code(row.err) != row.want {
			t.Errorf("%s: code %d (%v), want %d", row.what, code(row.err), row.err, row.want)
		}
	}
	_, err := ada.DeleteStream(t.Context(), "closed", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}})
	wantCode(t, "ada deletes", err, denied)
	if _, err := boss.DeleteStream(t.Context(), "closed", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Errorf("the boss deletes: %v", err)
	}

	s.RemoveUser("bob")
	wantCode(t, "a removed account reads", reading(bob, "open"), wrong)
	s.SetUser(server.User{Name: "eve", Password: "pw-a"})
	if err := reading(unknown, "open"); err != nil {
		t.Errorf("a new account reads: %v", err)
	}
}

func TestDeniesWhatItIsTold(t *testing.T) {
	s := start(t, server.Options{Users: []server.User{{Name: "ada", Password: "pw"}}})
	ada := dial(t, s.URL(), "ada", "pw")
	s.Deny(func(a server.Access) bool { return a.User == "ada" && a.Stream == "s" && a.Action == server.Write })
	_, err := ada.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, event("a"))
	wantRefusedEarly(t, "denied", err, esdb.ErrorCodeAccessDenied)
	write(t, ada, "r", esdb.Any{}, "a")
	s.Deny(nil)
	write(t, ada, "s", esdb.Any{}, "a")
}

// The client sends no credentials without TLS; the server then asks for none.
func TestWithoutTLSNobodyIsAsked(t *testing.T) {
	s := start(t, server.Options{Insecure: true})
	if s.CAFile() != "" || s.CAPEM() != nil {
		t.Error("there is an authority without TLS")
	}
	c := dial(t, s.URL(), "", "")
	write(t, c, "$system", esdb.NoStream{}, "a")
	wantRead(t, c, "$system", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "0 a")
}
