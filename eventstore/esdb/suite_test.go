package esdb_test

import (
	"os"
	"testing"

	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared/sharedtest"
)

func start(t *testing.T, o server.Options) *server.Server {
	t.Helper()
	srv, err := server.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return srv
}

// anna is an ordinary account, as a member of a team has it.
var anna = server.User{Name: "anna", Password: "correct horse", Groups: []string{"kontor-test"}}

func configFor(srv *server.Server) esdb.Config {
	return esdb.Config{
		Address:       srv.URL(),
		Username:      anna.Name,
		Password:      anna.Password,
		CAFile:        srv.CAFile(),
		AllowInsecure: srv.CAFile() == "",
	}
}

func TestServerWithTLS(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	sharedtest.Run(t, esdb.Dialer(configFor(srv)))
}

func TestServerInTheClear(t *testing.T) {
	srv := start(t, server.Options{Insecure: true})
	sharedtest.Run(t, esdb.Dialer(configFor(srv)))
}

func TestCluster(t *testing.T) {
	cluster, err := server.StartCluster(3, server.Options{Users: []server.User{anna}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cluster.Close() })
	config := configFor(cluster.Leader())
	config.Address = cluster.URL()
	sharedtest.Run(t, esdb.Dialer(config))
}

// TestEventStoreDB runs the suite on a real server: make test-eventstoredb.
func TestEventStoreDB(t *testing.T) {
	address := os.Getenv("EVENTSTOREDB_URL")
	if address == "" {
		t.Skip("EVENTSTOREDB_URL names no server")
	}
	config := realServer(t, address)
	sharedtest.Run(t, esdb.Dialer(config))
	diagnosis := esdb.Diagnose(t.Context(), config, esdb.Directory)
	for _, step := range diagnosis.Steps {
		t.Logf("%s: %s %v %v", step.Check, step.Outcome, step.Args, step.Err)
	}
	if err := diagnosis.Problem(); err != nil {
		t.Error(err)
	}
}

func realServer(t *testing.T, address string) esdb.Config {
	t.Helper()
	a, err := esdb.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	config := esdb.Config{
		Address: a.Server, Username: a.Username, Password: a.Password,
		CAFile: os.Getenv("EVENTSTOREDB_CA"), AllowInsecure: true,
	}
	if user := os.Getenv("EVENTSTOREDB_USER"); user != "" {
		config.Username, config.Password = user, os.Getenv("EVENTSTOREDB_PASSWORD")
	}
	return config
}
