package projections

import "slices"

// projections lists the read models in the order in which their tables are made.
var projections = slices.Concat(recordProjections, figureProjections)

// figureProjections are what segments and the dashboard count by.
var figureProjections = []projection{
	{name: "held", version: 1, tables: `
-- Conversations by the day on which they were held, with what figures ask of
-- them, so that the figures of a period cost what the period holds.
CREATE TABLE held (
	day      INTEGER NOT NULL,
	position INTEGER NOT NULL,
	content  BLOB NOT NULL,
	PRIMARY KEY (day, position)
) WITHOUT ROWID;
CREATE TABLE felt (
	person    INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	position  INTEGER NOT NULL,
	sentiment INTEGER NOT NULL,
	PRIMARY KEY (person, at, position)
) WITHOUT ROWID;
-- Conversations to which we owed an answer, and when it was given.
CREATE TABLE asked (
	position INTEGER PRIMARY KEY,
	day      INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	answered INTEGER NOT NULL -- openAnswer while it is open
);
CREATE TABLE asked_of (
	person   INTEGER NOT NULL,
	answered INTEGER NOT NULL,
	position INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	PRIMARY KEY (person, answered, position)
) WITHOUT ROWID;`, indexes: `
CREATE INDEX felt_at ON felt (at, person, sentiment);
CREATE INDEX asked_day ON asked (day, position, at, answered);
CREATE INDEX asked_answered ON asked (answered, at, day, position);`},
	{name: "pulses", version: 3, tables: `
-- What the conversations of a person add to the tables below.
CREATE TABLE pulse (n INTEGER PRIMARY KEY, content BLOB NOT NULL);
-- On which day somebody went quiet (until the day in "other") or came back
-- (after the days of silence in "other").
CREATE TABLE turn (
	what  INTEGER NOT NULL,
	day   INTEGER NOT NULL,
	n     INTEGER NOT NULL,
	other INTEGER NOT NULL,
	PRIMARY KEY (what, day, n)
) WITHOUT ROWID;
-- By how many the people with a rhythm, and those of them who are out of it,
-- grow on a day; community 0 counts everyone once.
CREATE TABLE coverage (
	community INTEGER NOT NULL,
	day       INTEGER NOT NULL,
	people    INTEGER NOT NULL,
	late      INTEGER NOT NULL,
	PRIMARY KEY (community, day)
) WITHOUT ROWID;
-- Over which channels we speak with whom: the last day, and whether most
-- conversations are held over it.
CREATE TABLE reached (
	channel INTEGER NOT NULL,
	person  INTEGER NOT NULL,
	day     INTEGER NOT NULL,
	most    INTEGER NOT NULL,
	PRIMARY KEY (channel, person)
) WITHOUT ROWID;`},
	{name: "promises", version: 2, tables: `
-- Follow-ups by the day on which they were due, but for cancelled ones.
CREATE TABLE promise (
	day      INTEGER NOT NULL,
	position INTEGER NOT NULL,
	member   INTEGER NOT NULL,
	done     INTEGER NOT NULL, -- when it was done, openAnswer while it is open
	people   BLOB NOT NULL,
	PRIMARY KEY (day, position)
) WITHOUT ROWID;`},
	{name: "fields", version: 1, tables: `
-- What people say in fields of one's own.
CREATE TABLE custom (
	field  BLOB NOT NULL,
	person INTEGER NOT NULL,
	text   TEXT NOT NULL, -- in small letters
	number REAL NOT NULL, -- of a day, its digits: 20261121
	PRIMARY KEY (field, person)
) WITHOUT ROWID;`, indexes: `
CREATE INDEX custom_person ON custom (person);`},
	{name: "segments", version: 1, tables: `
CREATE TABLE segment (
	n       INTEGER PRIMARY KEY,
	sort    BLOB NOT NULL,
	content BLOB NOT NULL, -- the filter
	listed  INTEGER NOT NULL
);`},
}
