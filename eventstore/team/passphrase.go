package team

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"kontor/domain"
	"kontor/eventstore/aesgcm"
)

// Cost is what one guess at a pass-phrase costs. The zero value is [NewCost].
type Cost struct {
	Time      uint32
	MemoryKiB uint32
	Threads   uint8
}

// NewCost is the cost for new secrets: the second recommendation of RFC 9106,
// about a tenth of a second and 64 MiB.
var NewCost = Cost{Time: 3, MemoryKiB: 64 << 10, Threads: 4}

// The limits keep a server from having a laptop compute for ever.
var (
	leastCost = Cost{Time: 1, MemoryKiB: 8, Threads: 1}
	mostCost  = Cost{Time: 32, MemoryKiB: 1 << 20, Threads: 64}
)

const saltSize = 16

// derivation says how a key came from a pass-phrase or a code.
type derivation struct {
	Name      string `json:"name"`
	Time      uint32 `json:"time"`
	MemoryKiB uint32 `json:"memoryKiB"`
	Threads   uint8  `json:"threads"`
	Salt      []byte `json:"salt"`
}

func newDerivation(c Cost) derivation {
	if c == (Cost{}) {
		c = NewCost
	}
	salt := make([]byte, saltSize)
	rand.Read(salt)
	return derivation{Name: "argon2id", Time: c.Time, MemoryKiB: c.MemoryKiB, Threads: c.Threads, Salt: salt}
}

func (d derivation) valid() bool {
	return d.Name == "argon2id" && len(d.Salt) >= saltSize && len(d.Salt) <= 64 &&
		d.Time >= leastCost.Time && d.Time <= mostCost.Time &&
		d.MemoryKiB >= leastCost.MemoryKiB && d.MemoryKiB <= mostCost.MemoryKiB &&
		d.Threads >= leastCost.Threads && d.Threads <= mostCost.Threads
}

// aead is the cipher under a pass-phrase. The same words typed on another
// keyboard may consist of other code points, so they are normalised (NFKC).
func (d derivation) aead(phrase string) cipher.AEAD {
	words := []byte(norm.NFKC.String(phrase))
	return aesgcm.New(argon2.IDKey(words, d.Salt, d.Time, d.MemoryKiB, d.Threads, 32))
}

// Secrets are what makes one a member of the team: the key under which all keys
// of the workspace are wrapped, and the secret by which its attachments are
// addressed and its events are proven.
type Secrets struct {
	Key     [32]byte
	Content [32]byte
}

func (s Secrets) bytes() []byte {
	return append(append(make([]byte, 0, 64), s.Key[:]...), s.Content[:]...)
}

func secretsFrom(b []byte) (Secrets, bool) {
	var s Secrets
	if len(b) != 64 {
		return s, false
	}
	copy(s.Key[:], b)
	copy(s.Content[:], b[32:])
	return s, true
}

// derived is a key for one purpose that follows from the secrets.
func (s Secrets) derived(label string) []byte {
	key, err := hkdf.Key(sha256.New, s.bytes(), nil, label, 32)
	if err != nil {
		panic(err) // only for a length over 8160 bytes
	}
	return key
}

// sealUnder gives nonce ‖ ciphertext ‖ tag.
func sealUnder(aead cipher.AEAD, context, plain []byte) []byte {
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, plain, context)
}

func openUnder(aead cipher.AEAD, context, sealed []byte) ([]byte, bool) {
	if len(sealed) < aead.NonceSize() {
		return nil, false
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], context)
	return plain, err == nil
}

// placed is the context of something sealed in a workspace.
func placed(label string, workspace domain.ID, epoch int) []byte {
	return fmt.Appendf(nil, "%s\x00%s\x00%d", label, workspace, epoch)
}
