package eventstore

// Format is the version of log.db and keys.db that this program writes. It
// reads no newer one.
const Format = 3

// applicationID marks our files in the header of a SQLite database ("KNTR").
const applicationID = 0x4B4E5452

// logSchemas make log.db, one format after the other: a new file goes through
// all of them, an older one through those that it lacks. docs/ledger.md explains
// each column.
var logSchemas = []string{logSchema1, logSchema2, logSchema3}

// logSchema1 is format 1.
//
// The triggers hold also for whoever opens the file with another program: an
// event never changes except that its sealed part may be blanked, and none that
// is confirmed can be deleted. While a workspace is not shared every event is
// confirmed at once (mode 'solo'); in a team (mode 'team') the events above
// confirmed_position are not shared yet and may be dropped and appended again.
const logSchema1 = `
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
	id                 INTEGER PRIMARY KEY CHECK (id = 1),
	mode               TEXT NOT NULL CHECK (mode IN ('solo', 'team')),
	confirmed_position INTEGER NOT NULL
) STRICT;

CREATE TABLE event_types (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE events (
	position      INTEGER PRIMARY KEY,
	event_id      BLOB NOT NULL UNIQUE CHECK (length(event_id) = 16),
	kind          INTEGER NOT NULL,
	stream        BLOB NOT NULL CHECK (length(stream) = 16),
	version       INTEGER NOT NULL,
	type          INTEGER NOT NULL REFERENCES event_types (id),
	recorded_at   INTEGER NOT NULL,
	occurred_at   INTEGER NOT NULL,
	actor         BLOB NOT NULL,
	device        BLOB NOT NULL,
	command_id    BLOB NOT NULL,
	causation     BLOB,
	skeleton      TEXT NOT NULL,
	key           BLOB,
	sealed_digest BLOB,
	hash          BLOB NOT NULL,
	sealed        BLOB,
	UNIQUE (stream, version)
) STRICT;

CREATE INDEX events_by_command ON events (command_id);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
WHEN NEW.sealed IS NOT NULL
	OR NEW.position IS NOT OLD.position
	OR NEW.event_id IS NOT OLD.event_id
	OR NEW.kind IS NOT OLD.kind
	OR NEW.stream IS NOT OLD.stream
	OR NEW.version IS NOT OLD.version
	OR NEW.type IS NOT OLD.type
	OR NEW.recorded_at IS NOT OLD.recorded_at
	OR NEW.occurred_at IS NOT OLD.occurred_at
	OR NEW.actor IS NOT OLD.actor
	OR NEW.device IS NOT OLD.device
	OR NEW.command_id IS NOT OLD.command_id
	OR NEW.causation IS NOT OLD.causation
	OR NEW.skeleton IS NOT OLD.skeleton
	OR NEW.key IS NOT OLD.key
	OR NEW.sealed_digest IS NOT OLD.sealed_digest
	OR NEW.hash IS NOT OLD.hash
BEGIN
	SELECT RAISE(ABORT, 'an event never changes');
END;

CREATE TRIGGER events_are_kept BEFORE DELETE ON events
WHEN OLD.position <= coalesce(
	(SELECT CASE mode WHEN 'team' THEN confirmed_position END FROM ledger),
	OLD.position)
BEGIN
	SELECT RAISE(ABORT, 'a confirmed event is kept');
END;

CREATE TABLE commands (
	seq            INTEGER PRIMARY KEY,
	command_id     BLOB NOT NULL UNIQUE CHECK (length(command_id) = 16),
	name           TEXT NOT NULL,
	actor          BLOB NOT NULL,
	device         BLOB NOT NULL,
	at             INTEGER NOT NULL,
	causation      BLOB,
	state          TEXT NOT NULL CHECK (state IN ('done', 'pending', 'refused')),
	replay         TEXT NOT NULL CHECK (replay IN ('decide', 'events')),
	base_position  INTEGER NOT NULL,
	first_position INTEGER NOT NULL,
	last_position  INTEGER NOT NULL,
	touches        BLOB NOT NULL,
	reason         TEXT NOT NULL,
	undoes         BLOB NOT NULL,
	undone_by      BLOB,
	args_key       BLOB,
	digest         BLOB NOT NULL,
	args_sealed    BLOB
) STRICT;

CREATE TABLE erasures (
	seq      INTEGER PRIMARY KEY,
	subject  BLOB NOT NULL UNIQUE CHECK (length(subject) = 16),
	event_id BLOB,
	done     INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT;

INSERT INTO ledger (id, mode, confirmed_position) VALUES (1, 'solo', 0);
`

// logSchema2 is what format 2 adds: where the ledger is shared with a team.
const logSchema2 = `
CREATE TABLE team (
	id      INTEGER PRIMARY KEY CHECK (id = 1),
	server  TEXT NOT NULL,
	account TEXT NOT NULL,
	ca_file TEXT NOT NULL,
	epoch   INTEGER NOT NULL,
	since   INTEGER NOT NULL
) STRICT;

CREATE TABLE attention (
	seq          INTEGER PRIMARY KEY,
	id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	command_id   BLOB NOT NULL CHECK (length(command_id) = 16),
	name         TEXT NOT NULL,
	reason       TEXT NOT NULL,
	record       BLOB NOT NULL,
	touches      BLOB NOT NULL,
	at           INTEGER NOT NULL,
	settled      TEXT NOT NULL CHECK (settled IN ('', 'retried', 'edited', 'discarded')),
	settled_by   BLOB,
	args_key     BLOB,
	digest       BLOB NOT NULL,
	args_sealed  BLOB
) STRICT;

CREATE TABLE files (
	address   BLOB PRIMARY KEY CHECK (length(address) = 32),
	direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
	state     TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'too-large', 'failed')),
	size      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

// logSchema3 is what format 3 adds: up to where what came from the team was
// attended to, what was last seen of its server, and what is to be done with
// attachments later or on the server.
const logSchema3 = `
ALTER TABLE ledger ADD COLUMN attended_position INTEGER NOT NULL DEFAULT 0;

UPDATE ledger SET attended_position = confirmed_position;

ALTER TABLE team ADD COLUMN state TEXT NOT NULL DEFAULT '';

ALTER TABLE team ADD COLUMN state_since INTEGER NOT NULL DEFAULT 0;

ALTER TABLE team ADD COLUMN protection TEXT NOT NULL DEFAULT '';

CREATE TABLE files_of_team (
	address   BLOB PRIMARY KEY CHECK (length(address) = 32),
	direction TEXT NOT NULL CHECK (direction IN ('up', 'down', 'away')),
	state     TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'too-large', 'failed', 'denied')),
	size      INTEGER NOT NULL,
	tries     INTEGER NOT NULL,
	due       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO files_of_team SELECT address, direction, state, size, 0, 0 FROM files;

DROP TABLE files;

ALTER TABLE files_of_team RENAME TO files;
`

// keysSchemas make keys.db, one format after the other, as logSchemas do.
var keysSchemas = []string{keysSchema1, keysSchema2, keysSchema3}

// keysSchema1 is format 1.
const keysSchema1 = `
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
	id      BLOB PRIMARY KEY CHECK (length(id) = 16),
	kek     INTEGER NOT NULL,
	wrapped BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE leaf_keys (
	block   BLOB NOT NULL,
	slot    INTEGER NOT NULL,
	kek     INTEGER NOT NULL,
	wrapped BLOB NOT NULL,
	PRIMARY KEY (block, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE fences (
	subject   BLOB PRIMARY KEY CHECK (length(subject) = 16),
	fenced_at INTEGER NOT NULL,
	event_id  BLOB,
	destroyed INTEGER NOT NULL CHECK (destroyed IN (0, 1))
) STRICT, WITHOUT ROWID;
`

// keysSchema2 is what format 2 adds: which blocks stay on this machine, and on
// which page the team keeps the others.
const keysSchema2 = `
CREATE TABLE local_blocks (
	id BLOB PRIMARY KEY CHECK (length(id) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_pages (
	id        BLOB PRIMARY KEY CHECK (length(id) = 16),
	own       INTEGER NOT NULL CHECK (own IN (0, 1)),
	changes   INTEGER NOT NULL,
	published INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE page_blocks (
	block BLOB PRIMARY KEY CHECK (length(block) = 16),
	page  BLOB NOT NULL CHECK (length(page) = 16)
) STRICT, WITHOUT ROWID;

CREATE INDEX blocks_of_page ON page_blocks (page);
`

// keysSchema3 is format 3, which differs in log.db alone.
const keysSchema3 = ``
