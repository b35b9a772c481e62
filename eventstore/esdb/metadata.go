package esdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"kontor/eventstore/shared"
)

// administrators is the group of the server's administrators.
const administrators = "$admins"

// Keep sets $maxCount. What else the metadata says stays.
func (l *connection) Keep(ctx context.Context, stream string, count int) error {
	return l.describe(ctx, stream, map[string]any{"$maxCount": count})
}

// Truncate sets $tb. What else the metadata says stays.
func (l *connection) Truncate(ctx context.Context, stream string, before int64) error {
	return l.describe(ctx, stream, map[string]any{"$tb": before})
}

// Protect sets those of the stream's rights that nobody set before: the team reads
// and writes, administrators delete and change the metadata.
func (l *connection) Protect(ctx context.Context, stream string, acl shared.ACL) error {
	rights := map[string][]string{"$d": {administrators}}
	if acl.Read != nil {
		rights["$r"], rights["$mr"] = acl.Read, acl.Read
	}
	if acl.Write != nil {
		rights["$w"] = acl.Write
	}
	if !acl.Described {
		rights["$mw"] = []string{administrators}
	}
	return l.rewrite(ctx, stream, func(metadata map[string]json.RawMessage) (map[string]any, error) {
		all := map[string]json.RawMessage{}
		if there := metadata["$acl"]; there != nil {
			if err := json.Unmarshal(there, &all); err != nil {
				return nil, err
			}
		}
		for right, who := range rights {
			if _, set := all[right]; set {
				continue
			}
			names, err := json.Marshal(who)
			if err != nil {
				return nil, err
			}
			all[right] = names
		}
		return map[string]any{"$acl": all}, nil
	})
}

// attempts is how often the metadata is read and written again when others
// changed it in between.
const attempts = 4

// describe changes entries of a stream's metadata, if they are not so already.
func (l *connection) describe(ctx context.Context, stream string, change map[string]any) error {
	return l.rewrite(ctx, stream, func(map[string]json.RawMessage) (map[string]any, error) { return change, nil })
}

// rewrite changes a stream's metadata, by what is there. The library's own
// functions would drop all other entries, and cannot read rights with several
// names.
func (l *connection) rewrite(ctx context.Context, stream string, by func(map[string]json.RawMessage) (map[string]any, error)) error {
	call, heard, done, err := l.begin(ctx, "metadata of "+stream)
	if err != nil {
		return err
	}
	defer done()
	for range attempts {
		var metadata map[string]json.RawMessage
		var revision int64
		metadata, revision, err = l.metadata(call, heard, stream)
		if err != nil {
			return err
		}
		change, err := by(metadata)
		if err != nil {
			return fmt.Errorf("metadata of %s: %w", stream, err)
		}
		var data []byte
		if data, err = changed(metadata, change); data == nil || err != nil {
			return err
		}
		_, err = l.insist(call, heard, "$$"+stream, revision, []client.EventData{{
			EventID: uuid.New(), EventType: "$metadata", ContentType: client.ContentTypeJson, Data: data,
		}})
		if err == nil {
			return nil
		}
		if problemOf(err) != shared.ErrHeadMoved {
			return l.failed(call, "metadata of "+stream, err)
		}
		heard()
	}
	return fmt.Errorf("metadata of %s: %w: %w", stream, shared.ErrHeadMoved, err)
}

// metadata reads what is said about a stream; nothing is the empty map.
func (l *connection) metadata(call context.Context, heard func(), stream string) (map[string]json.RawMessage, int64, error) {
	options := client.ReadStreamOptions{Direction: client.Backwards, From: client.End{}}
	events, err := l.receive(call, heard, "$$"+stream, options, 1)
	if errors.Is(err, shared.ErrNotFound) || err == nil && len(events) == 0 {
		return map[string]json.RawMessage{}, shared.None, nil
	}
	if err != nil {
		return nil, 0, err
	}
	metadata := map[string]json.RawMessage{} // raw: some numbers are too long for a float
	if err := json.Unmarshal(events[0].Data, &metadata); err != nil {
		return nil, 0, fmt.Errorf("metadata of %s: %w", stream, err)
	}
	return metadata, events[0].Revision, nil
}

// changed returns the metadata with the change; nil if it is no change.
func changed(metadata map[string]json.RawMessage, change map[string]any) ([]byte, error) {
	same := true
	for name, value := range change {
		wanted, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		same = same && equalJSON(metadata[name], wanted)
		metadata[name] = wanted
	}
	if same {
		return nil, nil
	}
	return json.Marshal(metadata)
}

func equalJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
