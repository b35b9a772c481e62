package esdb_test

import (
	"testing"

	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

func TestWrongPassword(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	config := configFor(srv)
	config.Password = "wrong horse"
	_, err := esdb.Dial(t.Context(), config)
	refused(t, shared.ErrCredentials, err)

	// Also when the password changes under a connection.
	log := dialled(t, configFor(srv))
	changed := anna
	changed.Password = "another horse"
	srv.SetUser(changed)
	_, err = log.Append(t.Context(), stream, shared.None, batch(1, 10))
	refused(t, shared.ErrCredentials, err)
	_, err = dialledAs(t, srv, changed).Last(t.Context(), stream)
	refused(t, shared.ErrNotFound, err)
}

func dialledAs(t *testing.T, srv *server.Server, user server.User) shared.Log {
	t.Helper()
	config := configFor(srv)
	config.Username, config.Password = user.Name, user.Password
	return dialled(t, config)
}

func TestATeamsStreamIsClosedToOthers(t *testing.T) {
	ben := server.User{Name: "ben", Password: "staple", Groups: []string{"kontor-test"}}
	carl := server.User{Name: "carl", Password: "battery"}
	srv := start(t, server.Options{Users: []server.User{anna, ben, carl}})
	log := dialledAs(t, srv, anna)
	ctx := t.Context()
	if err := log.Keep(ctx, stream, 3); err != nil {
		t.Fatal(err)
	}
	acl := shared.ACL{Read: []string{"kontor-test"}, Write: []string{"kontor-test"}}
	if err := log.(shared.Protector).Protect(ctx, stream, acl); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(ctx, stream, shared.None, batch(5, 10)); err != nil {
		t.Fatal(err)
	}
	// What is so already needs no right to change it; anything else does.
	if err := log.Keep(ctx, stream, 3); err != nil {
		t.Error(err)
	}
	if err := log.(shared.Protector).Protect(ctx, stream, acl); err != nil {
		t.Error(err)
	}
	refused(t, shared.ErrDenied, log.Keep(ctx, stream, 1))
	if _, err := dialledAs(t, srv, ben).Append(ctx, stream, 4, batch(1, 10)); err != nil {
		t.Error(err)
	}
	if page, err := log.Read(ctx, stream, 0, 10); err != nil || len(page) != 3 {
		t.Errorf("%d events, %v", len(page), err)
	}

	outsider := dialledAs(t, srv, carl)
	_, err := outsider.Read(ctx, stream, 0, 1)
	refused(t, shared.ErrDenied, err)
	_, err = outsider.Watch(ctx, stream, 0)
	refused(t, shared.ErrDenied, err)
	for _, size := range []int{10, 400_000} {
		_, err = outsider.Append(ctx, stream, 5, batch(1, size))
		refused(t, shared.ErrDenied, err)
	}
	_, err = outsider.Append(ctx, stream, 5, batch(400, 1000))
	refused(t, shared.ErrDenied, err)
	// The connection is fine.
	if _, err := outsider.Append(ctx, "kontor-other-1", shared.None, batch(1, 10)); err != nil {
		t.Error(err)
	}
}
