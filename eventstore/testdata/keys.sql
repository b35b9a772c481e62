
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
