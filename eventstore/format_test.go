package eventstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
	"kontor/eventstore/aesgcm"
)

var update = flag.Bool("update", false, "write the golden files anew")

// vectors are the test vectors of docs/ledger.md. A second implementation that
// computes the same values reads and verifies our ledgers.
type vectors struct {
	Workspace      string `json:"workspace"`
	Genesis        string `json:"genesis"`
	WorkspaceKey   string `json:"workspaceKey"`
	BlockID        string `json:"blockId"`
	BlockSecret    string `json:"blockSecret"`
	WrapNonce      string `json:"wrapNonce"`
	WrappedBlock   string `json:"wrappedBlock"`
	Slot           int    `json:"slot"`
	SlotKey        string `json:"slotKey"`
	KeyRef         string `json:"keyRef"`
	EventContext   string `json:"eventContext"`
	Secret         string `json:"secret"`
	SealNonce      string `json:"sealNonce"`
	Sealed         string `json:"sealed"`
	SealedDigest   string `json:"sealedDigest"`
	SealedHash     string `json:"sealedEventHash"`
	PlainHash      string `json:"plainEventHash"`
	ArgsContext    string `json:"argsContext"`
	BlobContext    string `json:"blobContext"`
	CommandDigest  string `json:"commandDigest"`
	Attention      string `json:"attentionDigest"`
	AttachmentHead string `json:"attachmentHeader"`
	MetaCheck      string `json:"metaCheck"`
}

func TestTheFormatIsAsDocumented(t *testing.T) {
	id := func(n byte) domain.ID { return domain.ID(bytes.Repeat([]byte{n}, 16)) }
	nonce := bytes.Repeat([]byte{0x4E}, nonceSize)
	workspaceKey, secret := bytes.Repeat([]byte{0x4B}, 32), bytes.Repeat([]byte{0x53}, 32)
	key := KeyRef{Block: id(0xB1), Slot: 258 % blockSlots}
	kek := aesgcm.New(workspaceKey)
	r := Record{
		Position: 1, EventID: id(0xE1), Kind: domain.KindPerson, Stream: id(0x51), Version: 1, Type: "person.added.v1",
		RecordedAt: testTime, OccurredAt: testTime.Add(-time.Hour),
		Actor: id(0xA1), Device: id(0xD1), Command: id(0xC1), Skeleton: []byte(`{"kind":"person"}`), Key: key,
	}
	words := []byte(`{"name":{"given":"Johann","family":"Goethe"}}`)
	slot := slotKey(secret, key)
	r.Sealed = aesgcm.New(slot).Seal(bytes.Clone(nonce), nonce, words, eventContext(nil, &r))
	r.SealedDigest, r.HasSealed = sha256.Sum256(r.Sealed), true
	var err error
	if r.Hash, err = HashAfter(Genesis(id(0x01)), &r); err != nil {
		t.Fatal(err)
	}
	plain := Record{
		Position: 2, EventID: id(0xE2), Kind: domain.KindFollowUp, Stream: id(0x52), Version: 1, Type: "follow-up.done.v1",
		RecordedAt: testTime, OccurredAt: testTime, Actor: id(0xA1), Device: id(0xD1), Command: id(0xC2), Causation: id(0xC1),
		Skeleton: []byte(`{}`),
	}
	if plain.Hash, err = HashAfter(r.Hash, &plain); err != nil {
		t.Fatal(err)
	}
	command := Command{
		Seq: 1, ID: id(0xC1), Name: "add-person", Actor: id(0xA1), Device: id(0xD1), At: testTime, State: CommandDone,
		Replay: ReplayDecide, First: 1, Last: 1, Touches: []domain.Stream{r.StreamRef()}, Undoes: []domain.ID{id(0xC0)},
		ArgsKey: key, ArgsSealed: []byte("sealed"),
	}
	waiting := attentionEntry{
		Attention: Attention{
			ID: id(0xA7), Command: command.ID, Name: "add-person", Reason: "erased", Record: r.StreamRef(), At: testTime,
			Settled: AttentionRetried, By: id(0xA1),
		},
		seq: 1, touches: []domain.Stream{r.StreamRef()}, argsKey: key, argsSealed: []byte("sealed"),
	}
	attentionDigest := waiting.digest()
	header := newStreamHeader(key)
	commandDigest := command.digest()
	genesis := Genesis(id(0x01))
	got := vectors{
		Workspace: id(0x01).String(), Genesis: hex.EncodeToString(genesis[:]),
		WorkspaceKey: hex.EncodeToString(workspaceKey), BlockID: hex.EncodeToString(key.Block[:]),
		BlockSecret: hex.EncodeToString(secret), WrapNonce: hex.EncodeToString(nonce),
		WrappedBlock: hex.EncodeToString(kek.Seal(bytes.Clone(nonce), nonce, secret, wrapContext(1, key.Block, blockSlots))),
		Slot:         int(key.Slot), SlotKey: hex.EncodeToString(slot), KeyRef: key.String(),
		EventContext: hex.EncodeToString(eventContext(nil, &r)), Secret: string(words), SealNonce: hex.EncodeToString(nonce),
		Sealed: hex.EncodeToString(r.Sealed), SealedDigest: hex.EncodeToString(r.SealedDigest[:]),
		SealedHash: hex.EncodeToString(r.Hash[:]), PlainHash: hex.EncodeToString(plain.Hash[:]),
		ArgsContext:    hex.EncodeToString(argsContext(command.ID, command.Name, key)),
		BlobContext:    hex.EncodeToString(blobContext("draft", key)),
		CommandDigest:  hex.EncodeToString(commandDigest[:]),
		Attention:      hex.EncodeToString(attentionDigest[:]),
		AttachmentHead: hex.EncodeToString(header.raw[:streamHead-streamPrefix]),
		MetaCheck:      metaCheck(map[string]string{"format": "1", "workspace": id(0x01).String()}),
	}
	text, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "vectors.json", append(text, '\n'))
}

func TestTheSchemasAreAsDocumented(t *testing.T) {
	golden(t, "log.sql", []byte(strings.Join(logSchemas, "")))
	golden(t, "keys.sql", []byte(strings.Join(keysSchemas, "")))
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs: the format on disk has changed\n%s", path, got)
	}
}

func TestEveryKindHasACode(t *testing.T) {
	seen := map[uint16]domain.Kind{}
	for _, kind := range domain.Kinds {
		code, err := codeOf(kind)
		if err != nil {
			t.Error(err)
		}
		if other, taken := seen[code]; taken {
			t.Errorf("%s and %s have the same code", kind, other)
		}
		seen[code] = kind
		if kindOf(code) != kind {
			t.Errorf("code %d of %s is read as %s", code, kind, kindOf(code))
		}
	}
	if code, err := codeOf(kindOf(4711)); err != nil || code != 4711 {
		t.Errorf("a code of a newer version comes back as %d, %v", code, err)
	}
}

// TestTheLogDefendsItself changes log.db as another program could.
func TestTheLogDefendsItself(t *testing.T) {
	l := openLedger(t, t.TempDir())
	for range 3 {
		say(t, l, newPerson(), "eins")
	}
	conn := l.store.conn
	for _, statement := range []string{
		"UPDATE events SET skeleton = '{}' WHERE position = 1",
		"UPDATE events SET sealed = x'00' WHERE position = 1",
		"UPDATE events SET sealed = NULL, recorded_at = 0 WHERE position = 1",
		"UPDATE events SET position = 9 WHERE position = 3",
		"DELETE FROM events WHERE position = 3",
		"DELETE FROM events",
	} {
		if err := sqlitex.ExecuteTransient(conn, statement, nil); err == nil {
			t.Errorf("allowed: %s", statement)
		}
	}
	// In a team, the events that are not shared yet may be dropped and appended
	// again on top of others.
	for statement, allowed := range map[string]bool{
		"UPDATE ledger SET mode = 'team', confirmed_position = 2": true,
		"DELETE FROM events WHERE position = 2":                   false,
		"UPDATE events SET version = 2 WHERE position = 3":        false,
	} {
		if err := sqlitex.ExecuteTransient(conn, statement, nil); (err == nil) != allowed {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if err := sqlitex.ExecuteTransient(conn, "DELETE FROM events WHERE position > 2", nil); err != nil {
		t.Errorf("dropping what is not shared: %v", err)
	}
}

func TestANewerFormatIsRefused(t *testing.T) {
	for _, file := range []string{"log.db", "keys.db"} {
		dir := t.TempDir()
		l := openLedger(t, dir)
		conn := l.store.conn
		if file == "keys.db" {
			conn = l.keys.conn
		}
		if err := sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA user_version = %d", Format+1), nil); err != nil {
			t.Fatal(err)
		}
		l.Close()
		if _, err := Open(context.Background(), dir, Options{}); !errors.Is(err, ErrNewerFormat) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestEveryProblemIsToldInBothLanguages(t *testing.T) {
	problems := []interface{ MessageKey() string }{
		ErrDiskFull, ErrDamaged, ErrNewerFormat, ErrForeignFile, ErrLogMissing, ErrKeysMissing, ErrKeysForeign,
		ErrWorkspaceKeyMissing, ErrWorkspaceKeyWrong, ErrReadOnly, ErrFenced, ErrKeyErased, ErrKeyMissing, &LockedError{},
	}
	for _, language := range []string{"de", "en"} {
		content, err := os.ReadFile(filepath.Join("..", "assets", "translations", "ledger."+language+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(content, &texts); err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if texts[p.MessageKey()] == "" {
				t.Errorf("%s: no text for %s", language, p.MessageKey())
			}
		}
		if len(texts) != len(problems) {
			t.Errorf("%s: %d texts for %d problems", language, len(texts), len(problems))
		}
	}
}
