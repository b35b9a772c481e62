package team

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func anInvitation() Invitation {
	i := Invitation{
		Server: "esdb+discover://anna:geheim@one.example:2113,two.example:2113?tls=true", CA: []byte("-----BEGIN CERTIFICATE-----"),
		Workspace: uuid.Must(uuid.NewV7()), Epoch: Epoch, Name: "Weimar", Member: uuid.Must(uuid.NewV7()),
		CreatedAt: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC),
	}
	i.Secrets.Key[3], i.Secrets.Content[5] = 7, 8
	return i
}

func TestAnInvitationOpensWithItsCodeAlone(t *testing.T) {
	i, code := anInvitation(), NewCode()
	text, err := i.seal(code)
	if err != nil {
		t.Fatal(err)
	}
	quoted := "Hello,\n> " + strings.ReplaceAll(text, "\n", "\r\n> ") + "\nbye"
	quoted = strings.ReplaceAll(quoted, "> ", " ")
	typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
	got, err := OpenInvitation(quoted, typed)
	if err != nil {
		t.Fatal(err)
	}
	if got.Secrets != i.Secrets || got.Workspace != i.Workspace || got.Member != i.Member || got.Name != i.Name || string(got.CA) != string(i.CA) {
		t.Errorf("got %+v", got)
	}
	if want := "esdb+discover://one.example:2113,two.example:2113?tls=true"; got.Server != want {
		t.Errorf("the server is %q", got.Server)
	}
	if _, err := OpenInvitation(text, NewCode()); !errors.Is(err, ErrCode) {
		t.Errorf("another code: %v", err)
	}
	for _, broken := range []string{"", "Hello", text[:len(text)/2], text[:len(text)-1], invitationMark + "AAAA."} {
		if _, err := OpenInvitation(broken, code); !errors.Is(err, ErrInvitation) {
			t.Errorf("%.30q: %v", broken, err)
		}
	}
}

func TestNoAccountLeavesWithAnInvitation(t *testing.T) {
	for _, test := range []struct{ server, want string }{
		{"esdb://localhost:2113", "esdb://localhost:2113"},
		{"esdb://anna:a%40b@localhost:2113?tls=false", "esdb://localhost:2113?tls=false"},
		{"esdb://anna:a@b@h1:1,h2:2?x=@", "esdb://h1:1,h2:2?x=@"},
		{"nothing", "nothing"},
	} {
		if got := withoutAccount(test.server); got != test.want {
			t.Errorf("%s: %s", test.server, got)
		}
	}
}
