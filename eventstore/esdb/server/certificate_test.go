package server_test

import (
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"golang.org/x/net/http2"

	"kontor/eventstore/esdb/server"
)

func TestCertificates(t *testing.T) {
	for name, row := range map[string]struct {
		certificate server.Certificate
		refused     string // what the client says; "": it connects
	}{
		"good":              {certificate: server.Good},
		"expired":           {certificate: server.Expired, refused: "expired"},
		"for another host":  {certificate: server.OtherHost, refused: "127.0.0.1"},
		"foreign authority": {certificate: server.ForeignCA, refused: "unknown authority"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, server.Options{Certificate: row.certificate})
			_, err := admin(t, s).AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, event("a"))
			switch {
			case row.refused == "" && err != nil:
				t.Error(err)
			case row.refused != "" && (err == nil || !strings.Contains(err.Error(), row.refused)):
				t.Errorf("%v, want %q", err, row.refused)
			}
		})
	}
}

func TestCertificateIsForTheHostsToo(t *testing.T) {
	s := start(t, server.Options{Hosts: []string{"ledger.example", "10.1.2.3"}})
	local := dial(t, strings.Replace(s.URL(), "127.0.0.1", "localhost", 1), server.AdminUser, server.AdminPassword)
	write(t, local, "s", esdb.NoStream{}, "a")
}

// A server for the whole network has to be found by name.
func TestServerOnAllAddressesGoesByItsName(t *testing.T) {
	s := start(t, server.Options{Address: "0.0.0.0:0", Hosts: []string{"localhost"}})
	if !strings.HasPrefix(s.URL(), "esdb://localhost:") {
		t.Errorf("URL %s", s.URL())
	}
	write(t, admin(t, s), "s", esdb.NoStream{}, "a")
	nameless := start(t, server.Options{Address: "0.0.0.0:0"})
	write(t, admin(t, nameless), "s", esdb.NoStream{}, "a")
}

func TestURLMayCarryAnAccount(t *testing.T) {
	s := start(t, server.Options{Users: []server.User{{Name: "ada", Password: "p@ss:w/rd"}}})
	configuration, err := esdb.ParseConnectionString(s.URLFor("ada", "p@ss:w/rd"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dial(t, s.URL(), configuration.Username, configuration.Password), "s", esdb.NoStream{}, "a")
}

func TestAuthorityFileGoesWithTheServer(t *testing.T) {
	s, err := server.Start(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := s.CAFile()
	content, err := os.ReadFile(file)
	if err != nil || string(content) != string(s.CAPEM()) {
		t.Errorf("%s: %v", file, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", file, err)
	}
}

// ping opens a connection without any call and pings until the server has
// answered often enough or asks to go.
func ping(t *testing.T, s *server.Server, times int) (answers int, gone string) {
	t.Helper()
	conn, err := net.Dial("tcp", s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte(http2.ClientPreface)); err != nil {
		t.Fatal(err)
	}
	framer := http2.NewFramer(conn, conn)
	if err := framer.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	for i := range times {
		if err := framer.WritePing(false, [8]byte{byte(i + 1)}); err != nil {
			t.Fatal(err)
		}
		for acknowledged := false; !acknowledged; {
			frame, err := framer.ReadFrame()
			if err != nil {
				t.Fatal(err)
			}
			switch f := frame.(type) {
			case *http2.GoAwayFrame:
				return answers, string(f.DebugData())
			case *http2.PingFrame:
				acknowledged = f.IsAck()
			}
		}
		answers++
	}
	return answers, ""
}

// A client may ping while it does nothing, but not all the time.
func TestPingsAreLimited(t *testing.T) {
	patient := start(t, server.Options{Insecure: true, PingInterval: 1})
	if answers, gone := ping(t, patient, 20); gone != "" {
		t.Errorf("asked to go after %d answers: %s", answers, gone)
	}
	usual := start(t, server.Options{Insecure: true})
	if answers, gone := ping(t, usual, 20); gone != "too_many_pings" {
		t.Errorf("%d answers, %q", answers, gone)
	}
}
