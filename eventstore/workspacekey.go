package eventstore

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kontor/domain"
)

// KeyPlace is where the workspace key is kept.
type KeyPlace string

// The places of the workspace key.
const (
	// KeyInSystem is the key store of the operating system.
	KeyInSystem KeyPlace = "system"
	// KeyInFile is the file workspace.key in the folder of the workspace.
	KeyInFile KeyPlace = "file"
)

// KeyPlaceVariable is the environment variable that, set to "file", keeps new
// workspaces away from the system's key store: for scripts and for machines
// without a session.
const KeyPlaceVariable = "KONTOR_KEY_PLACE"

const keyFile = "workspace.key"

// placeWorkspaceKey puts the given key, or a new one, where it can stay. A key
// that an interrupted founding left in the file is used again, unless one is
// given.
func placeWorkspaceKey(dir string, account domain.ID, given []byte, forceFile bool) ([]byte, KeyPlace, error) {
	path := filepath.Join(dir, keyFile)
	switch left, err := readKeyFile(path); {
	case given != nil && len(given) != 32:
		return nil, "", ErrWorkspaceKeyWrong
	case err == nil && (given == nil || bytes.Equal(left, given)):
		return left, KeyInFile, nil
	case err == nil:
		return given, KeyInFile, writeFileDurably(path, []byte(hex.EncodeToString(given)+"\n"))
	}
	key := bytes.Clone(given)
	if key == nil {
		key = make([]byte, 32)
		rand.Read(key)
	}
	if !forceFile && UsesSystemStore() {
		if err := KeepSystemSecret(account.String(), hex.EncodeToString(key)); err == nil {
			return key, KeyInSystem, nil
		}
	}
	return key, KeyInFile, writeFileDurably(path, []byte(hex.EncodeToString(key)+"\n"))
}

// findWorkspaceKey fetches the workspace key from its place. A file is taken
// even where the key store is the place: it is how a key gets to a machine
// whose store does not have it.
func findWorkspaceKey(dir string, account domain.ID, place KeyPlace) ([]byte, error) {
	key, err := readKeyFile(filepath.Join(dir, keyFile))
	if err == nil || place == KeyInFile {
		return key, err
	}
	text, err := SystemSecret(account.String())
	if err != nil {
		return nil, fmt.Errorf("%w: key store of the system: %w", ErrWorkspaceKeyMissing, err)
	}
	return parseKey(text)
}

func readKeyFile(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrWorkspaceKeyMissing, path)
	}
	if err != nil {
		return nil, err
	}
	return parseKey(string(text))
}

func parseKey(text string) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("%w: not 64 hexadecimal digits", ErrWorkspaceKeyWrong)
	}
	return key, nil
}

// writeFileDurably writes a file of mode 0600 that is there as a whole or not
// at all, also after a power cut.
func writeFileDurably(path string, content []byte) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temporary.Name())
		}
	}()
	_, err = temporary.Write(content)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	if err = os.Rename(temporary.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
