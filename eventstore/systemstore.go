package eventstore

import (
	"errors"
	"os"
	"time"

	secrets "github.com/zalando/go-keyring"
)

const (
	keyService    = "kontor" // the name that people see in their key store
	systemTimeout = 2 * time.Second
)

// UsesSystemStore reports whether new secrets go to the key store of the system;
// see [KeyPlaceVariable].
func UsesSystemStore() bool { return os.Getenv(KeyPlaceVariable) != string(KeyInFile) }

// SystemSecret is a secret in the key store of the system, by the account that
// it was kept under.
func SystemSecret(account string) (string, error) {
	return inTime(func() (string, error) { return secrets.Get(keyService, account) })
}

// KeepSystemSecret puts a secret into the key store and reads it back: some
// stores accept and forget.
func KeepSystemSecret(account, text string) error {
	back, err := inTime(func() (string, error) {
		if err := secrets.Set(keyService, account, text); err != nil {
			return "", err
		}
		return secrets.Get(keyService, account)
	})
	if err == nil && back != text {
		err = errors.New("the key store gave back something else")
	}
	return err
}

// ForgetSystemSecret removes a secret from the key store.
func ForgetSystemSecret(account string) error {
	_, err := inTime(func() (string, error) { return "", secrets.Delete(keyService, account) })
	return err
}

// inTime calls a key store that may wait for a dialog that nobody sees.
func inTime(call func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := call()
		answers <- answer{text, err}
	}()
	timeout := time.NewTimer(systemTimeout)
	defer timeout.Stop()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-timeout.C:
		return "", errors.New("no answer in time")
	}
}
