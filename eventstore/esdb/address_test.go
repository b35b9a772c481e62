package esdb_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kontor/eventstore/esdb"
	"kontor/eventstore/shared"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]esdb.Address{
		"esdb://ledger.example.org": {
			Server: "esdb://ledger.example.org:2113", Hosts: []string{"ledger.example.org:2113"}, TLS: true, Verify: true,
		},
		" esdb://localhost:1234/?tls=false&workspace=0f3a ": {
			Server: "esdb://localhost:1234?tls=false", Workspace: "0f3a", Hosts: []string{"localhost:1234"}, Verify: true,
		},
		"kurrentdb+discover://cluster.example.org?nodePreference=follower": {
			Server: "esdb+discover://cluster.example.org:2113?nodePreference=follower", Discover: true,
			Hosts: []string{"cluster.example.org:2113"}, TLS: true, Verify: true,
		},
		"esdb://anna:p%40ss%3Aword@n1,n2:2114,[::1]:2115?tlsCaFile=%2Fetc%2Fca.pem&maxDiscoverAttempts=3": {
			Server: "esdb://n1:2113,n2:2114,[::1]:2115?tlsCaFile=%2Fetc%2Fca.pem", Username: "anna", Password: "p@ss:word",
			Hosts: []string{"n1:2113", "n2:2114", "[::1]:2115"}, TLS: true, Verify: true, CAFile: "/etc/ca.pem",
		},
		"ESDB://[2001:db8::1]?tlsVerifyCert=False": {
			Server: "esdb://[2001:db8::1]:2113?tlsVerifyCert=False", Hosts: []string{"[2001:db8::1]:2113"}, TLS: true,
		},
	} {
		got, err := esdb.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got.Server != want.Server || got.Workspace != want.Workspace || !slices.Equal(got.Hosts, want.Hosts) ||
			got.Username != want.Username || got.Password != want.Password || got.CAFile != want.CAFile ||
			got.Discover != want.Discover || got.TLS != want.TLS || got.Verify != want.Verify {
			t.Errorf("%s:\n got %+v\nwant %+v", text, got, want)
		}
		// What is kept reads the same, but without the secrets.
		again, err := esdb.Parse(got.Server)
		if err != nil || again.Server != got.Server || again.Username != "" || again.Workspace != "" {
			t.Errorf("%s: kept as %+v, %v", text, again, err)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, key := range map[string]string{
		"":                                    "team.address.empty",
		"localhost:2113":                      "team.address.scheme",
		"https://localhost":                   "team.address.scheme",
		"esdb://":                             "team.address.host",
		"esdb://a,,b":                         "team.address.host",
		"esdb+discover://a,b":                 "team.address.host",
		"esdb://a b":                          "team.address.host",
		"esdb://a:b":                          "team.address.port",
		"esdb://a:0":                          "team.address.port",
		"esdb://a:70000":                      "team.address.port",
		"esdb://::1:2113":                     "team.address.port",
		"esdb://a/streams":                    "team.address.path",
		"esdb://a?tls=maybe":                  "team.address.setting",
		"esdb://a?tls=%zz":                    "team.address.setting",
		"esdb://a?nodePreference=best":        "team.address.setting",
		"esdb://a?userCertFile=a&userKeyFile": "team.address.setting",
		"esdb://:secret@a":                    "team.address.account",
	} {
		_, err := esdb.Parse(text)
		var problem *esdb.AddressError
		if !errors.As(err, &problem) || !errors.Is(err, shared.ErrAddress) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if problem.MessageKey() != key {
			t.Errorf("%q: %s, want %s", text, problem.MessageKey(), key)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells the password", text)
		}
		for _, language := range []string{"de", "en"} {
			if texts(t, language)[key] == "" {
				t.Errorf("%s: no text for %s", language, key)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("esdb://a:1,b?tls=true&workspace=x")
	f.Add("esdb://0]0")
	f.Add("esdb+discover://u:p@[::1]:2113/?nodePreference=random")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := esdb.Parse(text)
		if err != nil {
			return
		}
		again, err := esdb.Parse(a.Server)
		if err != nil || again.Server != a.Server || !slices.Equal(again.Hosts, a.Hosts) {
			t.Errorf("%q is kept as %q, which gives %q, %v", text, a.Server, again.Server, err)
		}
	})
}
