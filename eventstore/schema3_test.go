package eventstore

import (
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// A ledger of format 2 that is shared keeps its queue of files, and everything
// that came in counts as attended to.
func TestFormat2BecomesFormat3(t *testing.T) {
	conn, err := sqlite.OpenConn(":memory:", sqlite.OpenReadWrite)
	must(t, err)
	defer conn.Close()
	must(t, sqlitex.ExecuteScript(conn, logSchema1+logSchema2+`
		UPDATE ledger SET mode = 'team', confirmed_position = 7;
		INSERT INTO team VALUES (1, 'esdb://one', 'goethe', '', 1, 5);
		INSERT INTO files VALUES (zeroblob(32), 'down', 'failed', 12);
		PRAGMA user_version = 2;`, nil))
	team, shared, err := readTeam(conn)
	if err != nil || !shared || team.Attended != 7 || team.Seen != (Seen{}) {
		t.Errorf("format 2, only read: %+v, %v, %v", team, shared, err)
	}
	must(t, sqlitex.ExecuteScript(conn, logSchema3+"PRAGMA user_version = 3;", nil))
	if team, shared, err = readTeam(conn); err != nil || !shared || team.Confirmed != 7 || team.Attended != 7 || team.Protection != "" {
		t.Errorf("format 3: %+v, %v, %v", team, shared, err)
	}
	rows, err := queryInt(conn, "SELECT count(*) FROM files WHERE direction = 'down' AND state = 'failed' AND size = 12 AND tries = 0 AND due = 0")
	if err != nil || rows != 1 {
		t.Errorf("%d files, %v", rows, err)
	}
}
