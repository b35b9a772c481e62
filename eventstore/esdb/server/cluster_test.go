package server_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"kontor/eventstore/esdb/server"
)

func cluster(t *testing.T) *server.Cluster {
	t.Helper()
	c, err := server.StartCluster(3, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func appendsAt(s *server.Server) int64 { return s.Traffic().Calls["Streams/Append"] }

func TestClientsFindTheLeader(t *testing.T) {
	c := cluster(t)
	c.Elect(1)
	for name, url := range map[string]string{"all seeds": c.URL(), "through a follower": c.DiscoverURL(2), "through the leader": c.DiscoverURL(1)} {
		before := appendsAt(c.Servers[1])
		write(t, dial(t, url, server.AdminUser, server.AdminPassword), "s", esdb.Any{}, "from")
		if appendsAt(c.Servers[1]) != before+1 {
			t.Errorf("%s: the append went elsewhere", name)
		}
	}
	// A client of one server stays there, and its append is passed on.
	write(t, dial(t, c.Servers[0].URL(), server.AdminUser, server.AdminPassword), "r", esdb.NoStream{}, "x")
	wantRead(t, dial(t, c.URL(), server.AdminUser, server.AdminPassword), "r", fromStart, 10, "0 x")
}

func TestClientsFindTheNextLeader(t *testing.T) {
	c := cluster(t)
	client := dial(t, c.URL(), server.AdminUser, server.AdminPassword)
	write(t, client, "s", esdb.NoStream{}, "a")

	// The leader steps down and says who leads now.
	c.Elect(1)
	c.Insist()
	_, err := read(t.Context(), client, "s", fromStart, 10)
	wantCode(t, "the old leader", err, esdb.ErrorCodeNotLeader)
	write(t, client, "s", esdb.Revision(0), "b")
	if appendsAt(c.Servers[1]) != 1 {
		t.Error("the append did not go to the leader")
	}

	// The leader is gone, and another one takes over.
	c.Servers[1].Stop()
	c.Elect(2)
	c.Insist()
	if _, err = read(t.Context(), client, "s", fromStart, 10); status.Code(err) != codes.Unavailable {
		t.Errorf("the leader that is gone answers %v", err)
	}
	again := dial(t, c.URL(), server.AdminUser, server.AdminPassword)
	write(t, again, "s", esdb.Revision(1), "c")
	if appendsAt(c.Servers[2]) != 1 {
		t.Error("the append did not go to the new leader")
	}

	// The old one comes back as a follower with the same data.
	if err := c.Servers[1].Restart(); err != nil {
		t.Fatal(err)
	}
	c.Servers[1].Redirect(nil)
	wantRead(t, dial(t, c.Servers[1].URL(), server.AdminUser, server.AdminPassword), "s", fromStart, 10, "0 a, 1 b, 2 c")
}
