package esdb_test

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

// failing returns the check that failed.
func failing(d esdb.Diagnosis) esdb.Check {
	for _, s := range d.Steps {
		if s.Outcome == esdb.Failed {
			return s.Check
		}
	}
	return ""
}

func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	content, err := os.ReadFile("../../assets/translations/team-server." + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatIsWrongIsToldApart(t *testing.T) {
	users := []server.User{anna}
	good := start(t, server.Options{Users: users})
	certificate := func(c server.Certificate) esdb.Config {
		return configFor(start(t, server.Options{Users: users, Certificate: c}))
	}
	inClear := start(t, server.Options{Insecure: true})
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	web := httptest.NewUnstartedServer(http.NotFoundHandler())
	web.EnableHTTP2 = true
	web.Config.ErrorLog = log.New(io.Discard, "", 0)
	web.StartTLS()
	t.Cleanup(web.Close)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent.Close()
	denied := start(t, server.Options{Users: users})
	denied.Deny(func(a server.Access) bool { return a.Action == server.Write })
	unread := start(t, server.Options{Users: users})
	unread.Deny(func(a server.Access) bool { return true })

	foreign := configFor(good)
	foreign.Address, foreign.CAFile = "esdb://"+good.Address(), ""
	noFile := configFor(good)
	noFile.CAFile = filepath.Join(t.TempDir(), "missing.pem")
	password := configFor(good)
	password.Password = "wrong"
	tls := configFor(inClear)
	tls.Address = "esdb://" + inClear.Address()
	clear := configFor(good)
	clear.Address, clear.AllowInsecure = "esdb://"+good.Address()+"?tls=false", true

	for name, c := range map[string]struct {
		config esdb.Config
		check  esdb.Check
		want   error
	}{
		"good":              {configFor(good), "", nil},
		"in the clear":      {configFor(inClear), "", nil},
		"foreign authority": {certificate(server.ForeignCA), esdb.CheckTLS, shared.ErrAuthority},
		"no authority":      {foreign, esdb.CheckTLS, shared.ErrAuthority},
		"no such file":      {noFile, esdb.CheckAddress, shared.ErrAuthority},
		"expired":           {certificate(server.Expired), esdb.CheckTLS, shared.ErrExpired},
		"other host":        {certificate(server.OtherHost), esdb.CheckTLS, shared.ErrHostName},
		"no TLS there":      {tls, esdb.CheckTLS, shared.ErrNoTLS},
		"TLS there":         {clear, esdb.CheckTLS, shared.ErrNoTLS},
		"clear, unasked":    {esdb.Config{Address: "esdb://localhost?tls=false"}, esdb.CheckAddress, shared.ErrAddress},
		"unchecked":         {esdb.Config{Address: "esdb://localhost?tlsVerifyCert=false"}, esdb.CheckAddress, shared.ErrAddress},
		"account in it":     {esdb.Config{Address: "esdb://a:b@localhost"}, esdb.CheckAddress, shared.ErrAddress},
		"unknown host":      {esdb.Config{Address: "esdb://nobody.invalid"}, esdb.CheckHost, shared.ErrOffline},
		"silent port":       {esdb.Config{Address: "esdb://" + silent.Addr().String()}, esdb.CheckPort, shared.ErrOffline},
		"old web server":    {esdb.Config{Address: "esdb://" + plain.Listener.Addr().String() + "?tls=false", AllowInsecure: true}, esdb.CheckServer, shared.ErrNotAServer},
		"web server":        {esdb.Config{Address: "esdb://" + web.Listener.Addr().String() + "?tlsVerifyCert=false", AllowInsecure: true}, esdb.CheckServer, shared.ErrNotAServer},
		"wrong password":    {password, esdb.CheckAccount, shared.ErrCredentials},
		"may not read":      {configFor(unread), esdb.CheckRead, shared.ErrDenied},
		"may not write":     {configFor(denied), esdb.CheckWrite, shared.ErrDenied},
	} {
		d := esdb.Diagnose(t.Context(), c.config, stream, "kontor-test-2")
		problem := d.Problem()
		if check := failing(d); check != c.check || !errors.Is(problem, c.want) {
			t.Errorf("%s: %q fails with %v, want %q with %v", name, check, problem, c.check, c.want)
		}
		if len(d.Steps) != 8 {
			t.Errorf("%s: %d steps", name, len(d.Steps))
		}
		for _, language := range []string{"de", "en"} {
			for _, step := range d.Steps {
				if step.Outcome != esdb.Skipped && texts(t, language)[step.Key] == "" {
					t.Errorf("%s: no text %s for %q (%v)", language, step.Key, step.Check, step.Err)
				}
				if key := "team.check." + string(step.Check); texts(t, language)[key] == "" {
					t.Errorf("%s: no text %s", language, key)
				}
			}
		}
		// Dialling finds the same, up to the rights.
		if c.check == esdb.CheckRead || c.check == esdb.CheckWrite {
			continue
		}
		connection, err := esdb.Dial(t.Context(), c.config)
		if err == nil {
			connection.Close()
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: dial: %v, want %v", name, err, c.want)
		}
	}
	// Asking leaves nothing behind.
	if n := good.Traffic().Appended; n != 0 {
		t.Errorf("%d events were written", n)
	}
}

func TestEveryProblemHasItsText(t *testing.T) {
	problems := []interface{ MessageKey() string }{
		shared.ErrNotFound, shared.ErrHeadMoved, shared.ErrInDoubt, shared.ErrOffline, shared.ErrCredentials,
		shared.ErrDenied, shared.ErrTooLarge, shared.ErrDeleted, shared.ErrAuthority, shared.ErrExpired,
		shared.ErrHostName, shared.ErrNoTLS, shared.ErrAddress, shared.ErrNotAServer,
		&esdb.NameError{}, &esdb.PortError{}, &esdb.CAError{},
	}
	for _, language := range []string{"de", "en"} {
		for _, p := range problems {
			if texts(t, language)[p.MessageKey()] == "" {
				t.Errorf("%s: no text for %s", language, p.MessageKey())
			}
		}
		if texts(t, language)["team.check.tls.clear"] == "" {
			t.Errorf("%s: no text for a connection in the clear", language)
		}
	}
}
