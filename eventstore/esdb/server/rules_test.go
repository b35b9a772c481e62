package server_test

import (
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/esdb/server"
)

// What the server answers to an append depends on what is there, what is
// expected, and the ids. Every case begins with a, b, c in the stream.
func TestExpectedRevisionsAndRepeatedAppends(t *testing.T) {
	const conflict = esdb.ErrorCodeWrongExpectedVersion
	for name, row := range map[string]struct {
		expected esdb.ExpectedRevision
		names    string
		refused  esdb.ErrorCode // 0: it goes
		last     uint64         // what a success reports
		length   int
	}{
		"at the end":                            {expected: esdb.Revision(2), names: "d e", last: 4, length: 5},
		"any":                                   {expected: esdb.Any{}, names: "d", last: 3, length: 4},
		"must exist":                            {expected: esdb.StreamExists{}, names: "d", last: 3, length: 4},
		"ahead of the end":                      {expected: esdb.Revision(3), names: "d", refused: conflict, length: 3},
		"others were first":                     {expected: esdb.Revision(1), names: "d", refused: conflict, length: 3},
		"must not exist":                        {expected: esdb.NoStream{}, names: "d", refused: conflict, length: 3},
		"repeated":                              {expected: esdb.Revision(1), names: "c", last: 2, length: 3},
		"repeated from the start":               {expected: esdb.NoStream{}, names: "a b c", last: 2, length: 3},
		"a beginning repeated":                  {expected: esdb.NoStream{}, names: "a b", last: 1, length: 3},
		"repeated in the middle":                {expected: esdb.Revision(0), names: "b", last: 1, length: 3},
		"repeated and more":                     {expected: esdb.Revision(1), names: "c d", refused: conflict, length: 3},
		"repeated but the second differs":       {expected: esdb.NoStream{}, names: "a x", refused: conflict, length: 3},
		"repeated at another place":             {expected: esdb.Revision(0), names: "c", refused: conflict, length: 3},
		"repeated in another order":             {expected: esdb.NoStream{}, names: "b a", refused: conflict, length: 3},
		"repeated at the end is added again":    {expected: esdb.Revision(2), names: "a", last: 3, length: 4},
		"repeated with any":                     {expected: esdb.Any{}, names: "b c", last: 2, length: 3},
		"repeated with any and more":            {expected: esdb.Any{}, names: "c d", refused: conflict, length: 3},
		"new with any, then repeated":           {expected: esdb.Any{}, names: "d c", last: 4, length: 5},
		"repeated where the stream must exist":  {expected: esdb.StreamExists{}, names: "c", last: 2, length: 3},
		"nothing, expecting what was before":    {expected: esdb.Revision(0), names: "", refused: conflict, length: 3},
		"nothing, expecting what is there":      {expected: esdb.Revision(2), names: "", last: 2, length: 3},
		"first of a stream that does not exist": {expected: esdb.Revision(7), names: "x", refused: conflict, length: 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := admin(t, start(t, server.Options{}))
			write(t, c, "s", esdb.NoStream{}, "a b c")
			result, err := c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: row.expected}, events(row.names)...)
			switch {
			case row.refused != 0:
				wantCode(t, "append", err, row.refused)
			case err != nil:
				t.Error(err)
			case result.NextExpectedVersion != row.last:
				t.Errorf("reports revision %d, want %d", result.NextExpectedVersion, row.last)
			}
			got, err := read(t.Context(), c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 100)
			if err != nil || len(got) != row.length {
				t.Errorf("then there are %v, %v; want %d events", got, err, row.length)
			}
		})
	}
}

// The same event may stand in another stream; only a stream's own events make
// an append a repeated one.
func TestRepeatedAppendsBelongToOneStream(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a")
	write(t, c, "r", esdb.Any{}, "a")
	wantRead(t, c, "r", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "0 a")
}

func TestRepeatedAppendReportsItsOriginalPlace(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	first := write(t, c, "s", esdb.NoStream{}, "a b")
	write(t, c, "s", esdb.Revision(1), "c d")
	again := write(t, c, "s", esdb.NoStream{}, "a b")
	if *again != *first {
		t.Errorf("reports %+v, first %+v", again, first)
	}
}

func TestStreamThatMustExist(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	_, err := c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.StreamExists{}}, event("a"))
	wantCode(t, "append to nothing", err, esdb.ErrorCodeWrongExpectedVersion)
}

func TestKeepsTheLastEventsOnly(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a b c")
	var metadata esdb.StreamMetadata
	metadata.SetMaxCount(1)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, metadata); err != nil {
		t.Fatal(err)
	}
	from := esdb.ReadStreamOptions{From: esdb.Start{}}
	wantRead(t, c, "s", from, 10, "2 c")
	write(t, c, "s", esdb.Revision(2), "d")
	wantRead(t, c, "s", from, 10, "3 d")
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.End{}, Direction: esdb.Backwards}, 10, "3 d")
	write(t, c, "s", esdb.Revision(1), "c") // still known, though no longer shown

	gone, err := s.Scavenge()
	if err != nil || gone != 3 {
		t.Errorf("scavenge: %d, %v; want 3", gone, err)
	}
	wantRead(t, c, "s", from, 10, "3 d")
	_, err = c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Revision(1)}, event("c"))
	wantCode(t, "repeated after a scavenge", err, esdb.ErrorCodeWrongExpectedVersion)

	got, err := c.GetStreamMetadata(t.Context(), "s", esdb.ReadStreamOptions{From: esdb.End{}, Direction: esdb.Backwards})
	if err != nil || got.MaxCount() == nil || *got.MaxCount() != 1 {
		t.Errorf("metadata %+v, %v", got, err)
	}
}

func TestTruncatesBefore(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a b c")
	var metadata esdb.StreamMetadata
	metadata.SetTruncateBefore(1)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "1 b, 2 c")
	metadata.SetTruncateBefore(9)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "")
}

func TestHidesOldEvents(t *testing.T) {
	now := time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
	s := start(t, server.Options{Now: func() time.Time { return now }})
	c := admin(t, s)
	var metadata esdb.StreamMetadata
	metadata.SetMaxAge(time.Hour)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	write(t, c, "s", esdb.NoStream{}, "a")
	s.SetClock(50 * time.Minute)
	write(t, c, "s", esdb.Revision(0), "b")
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "0 a, 1 b")
	s.SetClock(61 * time.Minute)
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "1 b")
}

func TestMissingMetadataIsNotFound(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	_, err := c.GetStreamMetadata(t.Context(), "s", esdb.ReadStreamOptions{From: esdb.End{}, Direction: esdb.Backwards})
	wantCode(t, "metadata", err, esdb.ErrorCodeResourceNotFound)
}

func TestDeletedStreamCanBeWrittenAgain(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a b")
	var metadata esdb.StreamMetadata
	metadata.SetMaxCount(5)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	_, err := c.DeleteStream(t.Context(), "s", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(0)})
	wantCode(t, "delete at the wrong revision", err, esdb.ErrorCodeUnknown)
	if _, err := c.DeleteStream(t.Context(), "s", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(1)}); err != nil {
		t.Fatal(err)
	}
	from := esdb.ReadStreamOptions{From: esdb.Start{}}
	_, err = read(t.Context(), c, "s", from, 10)
	wantCode(t, "read of a deleted stream", err, esdb.ErrorCodeResourceNotFound)
	_, err = c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.StreamExists{}}, event("x"))
	wantCode(t, "append to a deleted stream that must exist", err, esdb.ErrorCodeStreamDeleted)

	write(t, c, "s", esdb.NoStream{}, "c")
	wantRead(t, c, "s", from, 10, "2 c")
	got, err := c.GetStreamMetadata(t.Context(), "s", esdb.ReadStreamOptions{From: esdb.End{}, Direction: esdb.Backwards})
	if err != nil || got.MaxCount() == nil || *got.MaxCount() != 5 {
		t.Errorf("what else was set is lost: %+v, %v", got, err)
	}
}

// New metadata must not bring back what was deleted.
func TestMetadataDoesNotRevealADeletedStream(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a b")
	if _, err := c.DeleteStream(t.Context(), "s", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	var metadata esdb.StreamMetadata
	metadata.SetMaxCount(5)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "")
}

func TestTombstoneEndsAStream(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a")
	if _, err := c.TombstoneStream(t.Context(), "s", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Revision(0)}); err != nil {
		t.Fatal(err)
	}
	_, err := read(t.Context(), c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 1)
	wantCode(t, "read", err, esdb.ErrorCodeStreamDeleted)
	for _, expected := range []esdb.ExpectedRevision{esdb.Any{}, esdb.NoStream{}, esdb.StreamExists{}, esdb.Revision(0)} {
		_, err = c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: expected}, event("b"))
		wantCode(t, "append", err, esdb.ErrorCodeStreamDeleted)
	}
	_, err = c.DeleteStream(t.Context(), "s", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}})
	wantCode(t, "delete", err, esdb.ErrorCodeStreamDeleted)
	_, err = c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, esdb.StreamMetadata{})
	wantCode(t, "metadata", err, esdb.ErrorCodeStreamDeleted)
}
