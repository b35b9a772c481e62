package eventstore

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	secrets "github.com/zalando/go-keyring"
)

func TestMissingKeysAreNeverReplacedByNewOnes(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, dir string)
		want   error
	}{
		"no keys.db":        {remove("keys.db"), ErrKeysMissing},
		"an empty keys.db":  {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "keys.db"), "") }, ErrKeysMissing},
		"no log.db":         {remove("log.db"), ErrLogMissing},
		"no workspace.key":  {remove("workspace.key"), ErrWorkspaceKeyMissing},
		"a broken key":      {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "workspace.key"), "abc") }, ErrWorkspaceKeyWrong},
		"another key":       {otherKey, ErrWorkspaceKeyWrong},
		"another workspace": {otherKeys, ErrKeysForeign},
		"a file of another": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "log.db"), "Dear diary,\n") }, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := openLedger(t, dir)
			goethe := newPerson()
			say(t, l, goethe, "eins")
			l.Close()
			saved := snapshot(t, dir)

			c.change(t, dir)
			opened, err := Open(context.Background(), dir, Options{ForceFileKey: true, Vocabulary: testVocabulary})
			if !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if opened != nil {
				opened.Close()
			}
			for file, content := range saved { // putting back what was lost is all it takes
				write(t, filepath.Join(dir, file), content)
			}
			l = openLedger(t, dir)
			if got := textOf(t, load(t, l, goethe)[0]); got != "eins" {
				t.Errorf("read %q", got)
			}
		})
	}
}

func remove(file string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Remove(filepath.Join(dir, file)); err != nil {
			t.Fatal(err)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func otherKey(t *testing.T, dir string) {
	key, err := os.ReadFile(filepath.Join(dir, "workspace.key"))
	if err != nil {
		t.Fatal(err)
	}
	key[0] ^= 1 // another hexadecimal digit
	write(t, filepath.Join(dir, "workspace.key"), string(key))
}

func otherKeys(t *testing.T, dir string) {
	other := t.TempDir()
	l := openLedger(t, other)
	say(t, l, newPerson(), "anderswo")
	l.Close()
	for file, content := range snapshot(t, other) {
		if file == "keys.db" || file == "workspace.key" {
			write(t, filepath.Join(dir, file), content)
		}
	}
}

// snapshot reads the files of a closed workspace that matter.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, file := range []string{"log.db", "keys.db", "workspace.key"} {
		content, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		files[file] = string(content)
	}
	return files
}

func TestAnInterruptedFoundingIsFinished(t *testing.T) {
	dir := t.TempDir()
	openLedger(t, dir).Close()
	remove("log.db")(t, dir) // the crash came before the log was founded
	say(t, openLedger(t, dir), newPerson(), "eins")
}

func TestTheSystemsKeyStoreIsUsedWhereThereIsOne(t *testing.T) {
	secrets.MockInit()
	dir, options := t.TempDir(), Options{Vocabulary: testVocabulary}
	l, err := Open(context.Background(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	goethe := newPerson()
	say(t, l, goethe, "eins")
	meta, err := readKeysMeta(l.keys.conn)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := os.Stat(filepath.Join(dir, "workspace.key")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("workspace.key: %v", err)
	}
	l, err = Open(context.Background(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	if got := textOf(t, load(t, l, goethe)[0]); got != "eins" {
		t.Errorf("read %q", got)
	}
	l.Close()
	if err := secrets.Delete(keyService, meta.account.String()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), dir, options); !errors.Is(err, ErrWorkspaceKeyMissing) {
		t.Errorf("with an emptied key store: %v", err)
	}
}

func TestAFileTakesThePlaceOfABrokenKeyStore(t *testing.T) {
	secrets.MockInitWithError(errors.New("no session bus"))
	dir := t.TempDir()
	l, err := Open(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	info, err := os.Stat(filepath.Join(dir, "workspace.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("workspace.key: %v, %v", info, err)
	}
}

func TestNoSlotIsGivenOutTwice(t *testing.T) {
	dir := t.TempDir()
	seen := map[KeyRef]bool{}
	for range 3 {
		l := openLedger(t, dir)
		for range 600 {
			key, err := l.NewKey(newID())
			if err != nil {
				t.Fatal(err)
			}
			if seen[key] {
				t.Fatalf("key %s again", key)
			}
			seen[key] = true
		}
		l.Close()
	}
}

func TestBlobsOpenOnlyForTheirPurpose(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	key, err := l.NewKey(newID())
	if err != nil {
		t.Fatal(err)
	}
	blob, err := l.SealBlob(key, "draft", []byte("noch nicht fertig"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := l.OpenBlob("draft", blob); err != nil || string(plain) != "noch nicht fertig" {
		t.Errorf("%q, %v", plain, err)
	}
	if _, err := l.OpenBlob("photo", blob); err == nil {
		t.Error("opened for another purpose")
	}
	if _, err := l.OpenBlob("draft", blob[:20]); err == nil {
		t.Error("opened although cut off")
	}
	if err := l.DestroyKeys(ctx, key); err != nil {
		t.Fatal(err)
	}
	if _, err := l.OpenBlob("draft", blob); !errors.Is(err, ErrKeyErased) {
		t.Errorf("after its key was destroyed: %v", err)
	}
	unknown := append(KeyRef{Block: newID()}.Append(nil), blob[KeyRefSize:]...)
	if _, err := l.OpenBlob("draft", unknown); !errors.Is(err, ErrKeyMissing) {
		t.Errorf("with a key that nobody knows: %v", err)
	}
}
