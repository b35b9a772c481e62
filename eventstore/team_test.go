package eventstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

func TestALedgerIsSharedAndTakenBack(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	goethe := newPerson()
	say(t, l, goethe, "eins")
	say(t, l, goethe, "zwei")
	head, err := l.Head(ctx)
	must(t, err)
	if _, shared, err := l.Team(ctx); shared || err != nil {
		t.Errorf("shared %v, %v", shared, err)
	}
	if confirmed, err := l.Confirmed(ctx); confirmed != head || err != nil {
		t.Errorf("alone, confirmed is %+v, %v", confirmed, err)
	}
	if err := l.Confirm(ctx, 1); !errors.Is(err, ErrNotShared) {
		t.Errorf("confirming alone: %v", err)
	}
	if err := l.BeginTeam(ctx, Team{Confirmed: 3}); err == nil {
		t.Error("more was shared than there is")
	}
	want := Team{Server: "esdb://one", Account: "goethe", CAFile: "ca.pem", Epoch: 1, Confirmed: 1, Attended: 1, Since: testTime}
	must(t, l.BeginTeam(ctx, want))
	if err := l.BeginTeam(ctx, want); !errors.Is(err, ErrShared) {
		t.Errorf("again: %v", err)
	}
	l.Close()
	l = openLedger(t, dir)
	if got, shared, err := l.Team(ctx); got != want || !shared || err != nil {
		t.Errorf("team %+v, %v, %v", got, shared, err)
	}
	if events, commands, err := l.Unshared(ctx); events != 1 || commands != 1 || err != nil {
		t.Errorf("%d events, %d commands unshared, %v", events, commands, err)
	}
	for _, wrong := range []error{l.Confirm(ctx, 3), l.Confirm(ctx, 0), l.Unconfirm(ctx, 2), l.Unconfirm(ctx, -1)} {
		if wrong == nil {
			t.Error("the shared part went where it cannot")
		}
	}
	must(t, l.Confirm(ctx, 2))
	if confirmed, err := l.Confirmed(ctx); confirmed != head || err != nil {
		t.Errorf("confirmed %+v, %v", confirmed, err)
	}
	must(t, l.Unconfirm(ctx, 0))
	if confirmed, err := l.Confirmed(ctx); confirmed != (Head{Hash: Genesis(l.Workspace())}) || err != nil {
		t.Errorf("confirmed %+v, %v", confirmed, err)
	}
	must(t, l.ChangeTeam(ctx, "esdb://two", "schiller", ""))
	if got, _, err := l.Team(ctx); got.Server != "esdb://two" || got.Account != "schiller" || got.CAFile != "" || got.Confirmed != 0 || err != nil {
		t.Errorf("team %+v, %v", got, err)
	}
	mustVerify(t, l)
	must(t, l.EndTeam(ctx))
	if _, shared, err := l.Team(ctx); shared || err != nil {
		t.Errorf("still shared: %v, %v", shared, err)
	}
	if all := texts(t, l, goethe); !slices.Equal(all, []string{"eins", "zwei"}) {
		t.Errorf("read %q", all)
	}
	must(t, l.BeginTeam(ctx, want))
	mustVerify(t, l)
}

func TestACopyBecomesADeviceOfItsOwn(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	workspace, device := l.Workspace(), l.Device()
	must(t, l.NewDevice(ctx))
	fresh := l.Device()
	l.Close()
	l = openLedger(t, dir)
	if fresh == device || l.Device() != fresh || l.Workspace() != workspace {
		t.Errorf("device %s, then %s, opened %s", device, fresh, l.Device())
	}
	mustVerify(t, l)
}

func TestWhoJoinsTakesIdentityAndKey(t *testing.T) {
	ctx := context.Background()
	one := openLedger(t, t.TempDir())
	identity, key := one.Identity(), one.WorkspaceKey()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "workspace.key"), "00000000000000000000000000000000000000000000000000000000000000ff\n") // of a founding before
	open := func() *Ledger {
		l, err := Open(ctx, dir, Options{ForceFileKey: true, Identity: &identity, WorkspaceKey: key[:]})
		must(t, err)
		return l
	}
	two := open()
	if two.WorkspaceKey() != key || two.Workspace() != one.Workspace() || two.Device() == one.Device() ||
		!bytes.Equal(two.Identity().ContentSecret, identity.ContentSecret) {
		t.Error("not a copy of the same workspace")
	}
	two.Close()
	two = open()
	two.Close()
	if _, err := Open(ctx, t.TempDir(), Options{ForceFileKey: true, Identity: &identity, WorkspaceKey: key[:5]}); !errors.Is(err, ErrWorkspaceKeyWrong) {
		t.Errorf("with a short key: %v", err)
	}
}

func TestTheQueueOfFiles(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	up := TeamFile{Address: Address{1}, Direction: FileUp, State: FileWaiting, Size: 7}
	down := TeamFile{Address: Address{2}, Direction: FileDown, State: FileWaiting}
	must(t, l.NoteFiles(ctx, down))
	must(t, l.NoteFiles(ctx, up))
	up.State = FileTooLarge
	must(t, l.NoteFiles(ctx, up))
	l.Close()
	l = openLedger(t, dir)
	if got, err := l.Files(ctx); err != nil || !slices.Equal(got, []TeamFile{up, down}) {
		t.Errorf("files %+v, %v", got, err)
	}
	mustVerify(t, l)
}

func TestASealedFileGoesToAnotherMachine(t *testing.T) {
	ctx := context.Background()
	_, one, two := team(t)
	content := make([]byte, 2*streamChunk+17)
	rand.NewChaCha8([32]byte{}).Read(content)
	address, _, err := one.Attachments().Add(ctx, bytes.NewReader(content))
	must(t, err)
	file, size, err := one.Attachments().OpenSealed(address)
	must(t, err)
	sealedFile, err := io.ReadAll(file)
	must(t, errors.Join(err, file.Close()))
	if size != int64(len(sealedFile)) {
		t.Errorf("%d bytes, not %d", len(sealedFile), size)
	}
	add := func(content []byte) error {
		return two.Attachments().AddSealed(ctx, address, bytes.NewReader(content))
	}
	if err := add(sealedFile); !errors.Is(err, ErrKeyMissing) {
		t.Errorf("without its key: %v", err)
	}
	key, err := SealedKey(bytes.NewReader(sealedFile))
	must(t, err)
	if of, err := one.Attachments().Key(address); of != key || err != nil {
		t.Errorf("key %s, %v", of, err)
	}
	blocks, err := one.KeyBlocks(ctx, key.Block)
	must(t, err)
	must(t, two.LearnKeys(ctx, blocks...))
	altered := bytes.Clone(sealedFile)
	altered[streamChunk] ^= 1
	for name, wrong := range map[string][]byte{"altered": altered, "cut off": sealedFile[:streamChunk], "empty": nil} {
		if err := add(wrong); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := two.Attachments().AddSealed(ctx, Address{7}, bytes.NewReader(sealedFile)); !errors.Is(err, ErrDamaged) {
		t.Errorf("under another address: %v", err)
	}
	must(t, add(sealedFile))
	must(t, add(sealedFile)) // once more
	r, err := two.Attachments().Open(address)
	must(t, err)
	got, err := io.ReadAll(r)
	if must(t, errors.Join(err, r.Close())); !bytes.Equal(got, content) {
		t.Error("another content came back")
	}
	if left, _ := filepath.Glob(filepath.Join(two.Dir(), "attachments", ".new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	mustVerify(t, two)
	if _, _, err := two.Attachments().OpenSealed(Address{9}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestAFolderOfFormat1 opens what a program of before wrote: two people, one of
// them erased.
func TestAFolderOfFormat1(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	for _, name := range []string{"log", "keys"} {
		script, err := os.ReadFile(filepath.Join("testdata", "format1", name+".sql"))
		must(t, err)
		conn, err := sqlite.OpenConn(filepath.Join(dir, name+".db"), sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL)
		must(t, err)
		marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = 1;", applicationID)
		must(t, errors.Join(sqlitex.ExecuteScript(conn, string(script)+marks, nil), conn.Close()))
	}
	key, err := os.ReadFile(filepath.Join("testdata", "format1", "workspace.key"))
	must(t, err)
	write(t, filepath.Join(dir, "workspace.key"), string(key))
	check := func(l *Ledger) {
		t.Helper()
		goethe := domain.Stream{Kind: domain.KindPerson, ID: domain.ID{0x01, 0x8f, 15: 1}}
		schiller := domain.Stream{Kind: domain.KindPerson, ID: domain.ID{0x01, 0x8f, 15: 2}}
		if all := texts(t, l, goethe); !slices.Equal(all, []string{"eins", "zwei"}) {
			t.Errorf("read %q", all)
		}
		if e := load(t, l, schiller)[0]; e.Secret != domain.SecretErased {
			t.Errorf("state %d", e.Secret)
		}
		if attention, err := l.Attention(ctx, true); err != nil || len(attention) != 0 {
			t.Errorf("attention %v, %v", attention, err)
		}
		if _, shared, err := l.Team(ctx); err != nil || shared {
			t.Errorf("shared %v, %v", shared, err)
		}
		mustVerify(t, l)
	}
	reading, err := Open(ctx, dir, Options{ReadOnly: true, Vocabulary: testVocabulary})
	must(t, err)
	check(reading)
	must(t, reading.Close())
	if format := formatIn(t, dir, "log.db"); format != 1 {
		t.Errorf("reading made it format %d", format)
	}
	l := openLedger(t, dir)
	check(l)
	say(t, l, newPerson(), "drei")
	must(t, l.BeginTeam(ctx, Team{Confirmed: 2}))
	l.Close()
	l = openLedger(t, dir)
	mustVerify(t, l)
	l.Close()
	for _, name := range []string{"log.db", "keys.db"} {
		if format := formatIn(t, dir, name); format != Format {
			t.Errorf("%s has format %d", name, format)
		}
	}
}

func formatIn(t *testing.T, dir, name string) int {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(dir, name), sqlite.OpenReadWrite)
	must(t, err)
	format, err := formatOf(conn)
	must(t, errors.Join(err, conn.Close()))
	return format
}
