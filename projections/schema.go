package projections

import (
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// projection is one read model. A change of its version makes every views.db
// that was computed by another version stale.
type projection struct {
	name    string
	version int
	tables  string // made before the rows are loaded
	indexes string // made after
}

// recordProjections are what lists, pages, timelines and the search show.
var recordProjections = []projection{
	{name: "records", version: 1, tables: `
-- A record of the ledger under a short number, with what is printed of it.
-- Numbers are given in the order of first mention and mean nothing outside
-- this file.
CREATE TABLE record (
	n     INTEGER PRIMARY KEY,
	id    BLOB NOT NULL UNIQUE,
	kind  INTEGER NOT NULL,
	name  TEXT NOT NULL DEFAULT '',
	state INTEGER NOT NULL DEFAULT 0
);
-- How many records of a kind stand in lists; 0 counts conversations, -1 open
-- follow-ups, -2 needs that are not closed.
CREATE TABLE tally (kind INTEGER NOT NULL, listed INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, listed)) WITHOUT ROWID;
CREATE TABLE channel (code INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);`},
	{name: "people", version: 3, tables: `
CREATE TABLE person (
	n        INTEGER PRIMARY KEY,
	sort     BLOB NOT NULL,
	sortname TEXT NOT NULL,
	initials TEXT NOT NULL,
	org      INTEGER NOT NULL,
	title    TEXT NOT NULL,
	email    TEXT NOT NULL,
	phone    TEXT NOT NULL,
	photo    TEXT NOT NULL,
	tags     TEXT NOT NULL,
	communities BLOB NOT NULL,
	links    BLOB NOT NULL, -- organisations and people to whom rows in other tables lead
	added    INTEGER NOT NULL,
	listed   INTEGER NOT NULL
);
-- What the queue and the lists need to know of a person beside the name.
CREATE TABLE contact (
	n       INTEGER PRIMARY KEY,
	state   INTEGER NOT NULL,
	owner   INTEGER NOT NULL,
	own     INTEGER NOT NULL, -- the person's own rhythm, in days
	rhythm  INTEGER NOT NULL, -- the effective one
	snoozed INTEGER NOT NULL, -- day, 0 for none
	added   INTEGER NOT NULL, -- day
	last    INTEGER NOT NULL, -- last contact, microseconds
	day     INTEGER NOT NULL, -- its day where it took place
	incoming INTEGER NOT NULL, -- last contact that was not outgoing
	outgoing INTEGER NOT NULL, -- last contact that was not incoming
	spoke   INTEGER NOT NULL, -- which of us took part in the last contact
	keeper  INTEGER NOT NULL, -- the owner, or else who spoke last
	due     INTEGER           -- day on which the queue names the person
);
CREATE TABLE membership (
	community INTEGER NOT NULL,
	person    INTEGER NOT NULL,
	archived  INTEGER NOT NULL,
	roles     TEXT NOT NULL,
	PRIMARY KEY (community, person)
) WITHOUT ROWID;
CREATE TABLE affiliation (
	org      INTEGER NOT NULL,
	rank     INTEGER NOT NULL, -- 0 current, 1 current but archived, 2 ended
	person   INTEGER NOT NULL,
	ordinal  INTEGER NOT NULL,
	content  BLOB NOT NULL,
	PRIMARY KEY (org, rank, person, ordinal)
) WITHOUT ROWID;
CREATE TABLE relation (
	other   INTEGER NOT NULL,
	person  INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (other, person, ordinal)
) WITHOUT ROWID;
-- Who was merged into whom.
CREATE TABLE alias (n INTEGER PRIMARY KEY, into_n INTEGER NOT NULL);
-- Pairs that look alike and are two people.
CREATE TABLE apart (
	one   INTEGER NOT NULL,
	other INTEGER NOT NULL,
	PRIMARY KEY (one, other)
) WITHOUT ROWID;`, indexes: `
CREATE INDEX person_sort ON person (listed, sort, n);
CREATE INDEX person_added ON person (listed, added, n);
-- Of whom something is not known.
CREATE INDEX person_no_email ON person (n) WHERE email = '';
CREATE INDEX person_no_phone ON person (n) WHERE phone = '';
CREATE INDEX person_no_org ON person (n) WHERE org = 0;
CREATE INDEX person_no_tag ON person (n) WHERE tags = '';
CREATE INDEX person_no_community ON person (n) WHERE communities = x'00';
CREATE INDEX membership_roles ON membership (person, community, roles) WHERE roles <> '';
CREATE INDEX contact_last ON contact (last, n);
CREATE INDEX contact_due ON contact (keeper, due, n) WHERE due IS NOT NULL;
CREATE INDEX contact_owner ON contact (owner, n);
CREATE INDEX contact_rhythm ON contact (rhythm, last, n);`},
	{name: "organisations", version: 1, tables: `
CREATE TABLE organisation (
	n      INTEGER PRIMARY KEY,
	sort   BLOB NOT NULL,
	city   TEXT NOT NULL,
	domain TEXT NOT NULL,
	tags   TEXT NOT NULL,
	parent INTEGER NOT NULL,
	added  INTEGER NOT NULL,
	listed INTEGER NOT NULL
);`, indexes: `
CREATE INDEX organisation_sort ON organisation (listed, sort, n);
CREATE INDEX organisation_parent ON organisation (parent, n) WHERE parent <> 0;`},
	{name: "communities", version: 1, tables: `
CREATE TABLE community (
	n        INTEGER PRIMARY KEY,
	sort     BLOB NOT NULL,
	taxonomy TEXT NOT NULL,
	rhythm   INTEGER NOT NULL,
	owner    INTEGER NOT NULL,
	listed   INTEGER NOT NULL
);
CREATE TABLE member (
	n        INTEGER PRIMARY KEY,
	sort     BLOB NOT NULL,
	initials TEXT NOT NULL,
	listed   INTEGER NOT NULL
);`},
	{name: "conversations", version: 2, tables: `
-- Under the position of the event that logged it, which orders them by when
-- they were recorded.
CREATE TABLE conversation (
	position INTEGER PRIMARY KEY,
	id       BLOB NOT NULL,
	card     BLOB NOT NULL,
	rest     TEXT NOT NULL -- of a long text, what the card does not hold
);
-- Made at once: later events find their conversation by it. Ids are given in
-- the order of time, so that it grows at its end.
CREATE UNIQUE INDEX conversation_id ON conversation (id);
-- Conversations to which an answer is awaited.
CREATE TABLE awaited (
	position  INTEGER PRIMARY KEY,
	at        INTEGER NOT NULL,
	direction INTEGER NOT NULL, -- or that it was promised
	person    INTEGER NOT NULL, -- the first of its people
	member    INTEGER NOT NULL  -- the one of us who took part; 0 if nobody or several did
);
CREATE TABLE answer (conversation BLOB NOT NULL, by INTEGER NOT NULL, PRIMARY KEY (conversation, by)) WITHOUT ROWID;
CREATE TABLE replaced (conversation BLOB NOT NULL, by INTEGER NOT NULL, PRIMARY KEY (conversation, by)) WITHOUT ROWID;`, indexes: `
CREATE INDEX awaited_direction ON awaited (direction);`},
	{name: "timelines", version: 2, tables: `
-- What stands on whose timeline. Subjects are numbers of records; 0, -1, -2 and -3
-- are all conversations, all follow-ups, all changes and all needs.
CREATE TABLE entry (
	subject  INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	position INTEGER NOT NULL,
	what     INTEGER NOT NULL,
	ref      INTEGER NOT NULL, -- of a conversation, who of us took part; of a follow-up or a need, its row
	PRIMARY KEY (subject, at, position)
) WITHOUT ROWID;
CREATE TABLE change (
	position INTEGER PRIMARY KEY,
	record   INTEGER NOT NULL,
	card     BLOB NOT NULL
);`},
	{name: "follow-ups", version: 1, tables: `
CREATE TABLE follow_up (
	position INTEGER PRIMARY KEY,
	id       BLOB NOT NULL UNIQUE,
	state    INTEGER NOT NULL, -- 0 open, 1 done, 2 cancelled
	listed   INTEGER NOT NULL,
	due      INTEGER NOT NULL, -- day
	member   INTEGER NOT NULL,
	conversation BLOB,
	card     BLOB NOT NULL
);
CREATE TABLE follow_up_about (
	record   INTEGER NOT NULL,
	position INTEGER NOT NULL,
	PRIMARY KEY (record, position)
) WITHOUT ROWID;`, indexes: `
CREATE INDEX follow_up_due ON follow_up (member, due, position) WHERE state = 0 AND listed = 1;
CREATE INDEX follow_up_conversation ON follow_up (conversation) WHERE conversation IS NOT NULL;`},
	{name: "needs", version: 1, tables: `
CREATE TABLE need (
	n        INTEGER PRIMARY KEY,
	position INTEGER NOT NULL UNIQUE, -- of its first event
	state    TEXT NOT NULL,
	answer   TEXT NOT NULL,
	listed   INTEGER NOT NULL,
	owner    INTEGER NOT NULL,
	due      INTEGER NOT NULL, -- day, or a very late one for none
	raised   INTEGER NOT NULL,
	voices   INTEGER NOT NULL,
	told     INTEGER NOT NULL, -- of them, who know what is decided
	totell   INTEGER NOT NULL, -- of them, who must still be told; 0 where nothing is decided
	content  BLOB NOT NULL
);
CREATE TABLE need_voice (
	need   INTEGER NOT NULL,
	person INTEGER NOT NULL,
	org    INTEGER NOT NULL,
	conversation BLOB,
	PRIMARY KEY (need, person)
) WITHOUT ROWID;
-- Misspellings of the words of needs.
CREATE TABLE need_misspelt (rest TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (rest, word)) WITHOUT ROWID;
CREATE VIRTUAL TABLE wants USING fts5 (
	words, content='', columnsize=0, detail=none, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO wants (wants, rank) VALUES ('secure-delete', 1);`, indexes: `
CREATE INDEX need_due ON need (listed, due, n);
CREATE INDEX need_owner ON need (owner, due) WHERE listed = 1 AND state <> 'closed';
CREATE INDEX need_voice_person ON need_voice (person, need);
CREATE INDEX need_voice_org ON need_voice (org, need) WHERE org <> 0;
CREATE INDEX need_voice_conversation ON need_voice (conversation) WHERE conversation IS NOT NULL;`},
	{name: "search", version: 2, tables: `
-- The words of conversations and follow-ups. The words themselves stand in
-- their rows, from which they are taken out of the index again.
CREATE VIRTUAL TABLE talk USING fts5 (
	words, content='', columnsize=0, detail=none, tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO talk (talk, rank) VALUES ('secure-delete', 1);
INSERT INTO talk (talk, rank) VALUES ('automerge', 8);
INSERT INTO talk (talk, rank) VALUES ('hashsize', 4194304);
CREATE VIRTUAL TABLE words USING fts5 (
	names, notes, content='', columnsize=0, detail=column, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
CREATE TABLE document (
	n     INTEGER PRIMARY KEY,
	class INTEGER NOT NULL,
	own   TEXT NOT NULL,
	orgs  TEXT NOT NULL,
	notes TEXT NOT NULL
);
-- The keys under which a record is found: e-mail addresses, telephone numbers,
-- words of the name and how they sound, tags.
CREATE TABLE term (
	space INTEGER NOT NULL,
	key   TEXT NOT NULL,
	n     INTEGER NOT NULL,
	PRIMARY KEY (space, key, n)
) WITHOUT ROWID;
CREATE TABLE terms (n INTEGER PRIMARY KEY, content BLOB NOT NULL);
-- Misspellings: what is left of a word of a name if one letter is left out.
CREATE TABLE misspelt (rest TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (rest, word)) WITHOUT ROWID;`},
	{name: "duplicates", version: 1, tables: `
CREATE TABLE profile (n INTEGER PRIMARY KEY, content BLOB NOT NULL);`},
	{name: "days", version: 2, tables: `
-- Conversations per day, channel, direction and who of us took part; member 0
-- counts each conversation once.
CREATE TABLE daily (
	day        INTEGER NOT NULL,
	channel    INTEGER NOT NULL,
	direction  INTEGER NOT NULL,
	member     INTEGER NOT NULL,
	conversations INTEGER NOT NULL,
	seconds    INTEGER NOT NULL,
	sentiments INTEGER NOT NULL,
	sentiment  INTEGER NOT NULL,
	PRIMARY KEY (member, day, channel, direction)
) WITHOUT ROWID;`},
	{name: "imports", version: 1, tables: `
CREATE TABLE import (
	n       INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL,
	content BLOB NOT NULL,
	listed  INTEGER NOT NULL
);`},
}

// format counts the layouts of the file as a whole.
const format = 1

// applicationID marks a file as read models of Kontor ("KonV").
const applicationID = 0x4b6f6e56

// generation names the versions by which a views.db was computed, and the shape
// of its tables, so that a table that changed is never read as it was before.
func generation() string {
	var b strings.Builder
	shape := crc32.NewIEEE()
	for _, p := range projections {
		fmt.Fprintf(&b, "%s %d\n", p.name, p.version)
		io.WriteString(shape, p.tables+p.indexes)
	}
	fmt.Fprintf(&b, "shape %08x\n", shape.Sum32())
	return b.String()
}

func makeTables(c *conn) error {
	script := fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d;
CREATE TABLE generation (id INTEGER PRIMARY KEY CHECK (id = 1), versions TEXT NOT NULL, position INTEGER NOT NULL);
`, applicationID, format)
	for _, p := range projections {
		script += p.tables + "\n"
	}
	return c.script(script)
}

func makeIndexes(c *conn) error {
	script := ""
	for _, p := range projections {
		script += p.indexes + "\n"
	}
	return c.script(script)
}
