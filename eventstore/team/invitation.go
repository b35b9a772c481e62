package team

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"kontor/domain"
)

// Invitation is what somebody needs to join, beside an account of the server.
// It is passed on as one text, and a code that must go another way: on the
// telephone, say.
type Invitation struct {
	Server    string    `json:"server"`       // connection string, without an account
	CA        []byte    `json:"ca,omitempty"` // certificate of the server's authority (PEM), if it is an own one
	Workspace domain.ID `json:"workspace"`
	Epoch     int       `json:"epoch"`
	Name      string    `json:"name,omitempty"`  // of the workspace
	Member    domain.ID `json:"member,omitzero"` // whom the one who joins is
	CreatedAt time.Time `json:"createdAt"`
	Secrets   Secrets   `json:"-"`
}

// sealedInvitation is the plain text of an invitation.
type sealedInvitation struct {
	Invitation
	Secrets []byte `json:"secrets"`
}

// invitationMark begins the text of an invitation, invitationEnd ends it, so
// that one that was cut off while it was copied is known as such.
const (
	invitationMark = "KONTOR-INVITATION-1:"
	invitationEnd  = "."
)

const invitationContext = "kontor invitation v1"

// invitationCost is lower than that of a pass-phrase: a code is 80 random bits.
var invitationCost = Cost{Time: 2, MemoryKiB: 19 << 10, Threads: 1}

// seal gives the text of an invitation under a code, such as [NewCode] gives. An
// account in the connection string is left out.
func (i Invitation) seal(code string) (string, error) {
	i.Server = withoutAccount(i.Server)
	plain, err := json.Marshal(sealedInvitation{i, i.Secrets.bytes()})
	if err != nil {
		return "", err
	}
	d := newDerivation(invitationCost)
	blob := binary.BigEndian.AppendUint32(nil, d.Time)
	blob = binary.BigEndian.AppendUint32(blob, d.MemoryKiB)
	blob = append(append(blob, d.Threads), d.Salt...)
	context := append([]byte(invitationContext), blob...)
	blob = append(blob, sealUnder(d.aead(plainCode(code)), context, deflated(plain))...)
	return invitationMark + inLines(base64.RawURLEncoding.EncodeToString(blob)) + invitationEnd, nil
}

// OpenInvitation opens the text with the code. Line breaks and spaces do not
// matter, nor how the letters of the code are written. [ErrInvitation] means that
// the text is not a whole invitation, [ErrCode] that the code is wrong.
func OpenInvitation(text, code string) (Invitation, error) {
	text = strings.Join(strings.Fields(text), "")
	_, text, found := strings.Cut(text, invitationMark)
	text, _, whole := strings.Cut(text, invitationEnd)
	blob, err := base64.RawURLEncoding.DecodeString(text)
	const head = 4 + 4 + 1 + saltSize
	if !found || !whole || err != nil || len(blob) < head {
		return Invitation{}, ErrInvitation
	}
	d := derivation{
		Name: "argon2id", Time: binary.BigEndian.Uint32(blob), MemoryKiB: binary.BigEndian.Uint32(blob[4:]),
		Threads: blob[8], Salt: blob[9:head],
	}
	if !d.valid() {
		return Invitation{}, ErrInvitation
	}
	context := append([]byte(invitationContext), blob[:head]...)
	packed, ok := openUnder(d.aead(plainCode(code)), context, blob[head:])
	if !ok {
		return Invitation{}, ErrCode
	}
	var sealed sealedInvitation
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil || json.Unmarshal(plain, &sealed) != nil {
		return Invitation{}, ErrInvitation
	}
	if sealed.Invitation.Secrets, ok = secretsFrom(sealed.Secrets); !ok || sealed.Workspace == domain.None {
		return Invitation{}, ErrInvitation
	}
	return sealed.Invitation, nil
}

// codeLetters are those of Crockford's base 32: none looks like another.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewCode is a new code for an invitation: 16 letters in four groups, 80 bits.
func NewCode() string {
	random := make([]byte, 16)
	rand.Read(random)
	var b strings.Builder
	for i, r := range random {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[r&31])
	}
	return b.String()
}

// plainCode is a code however it was typed.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		case '-', ' ', '\t', '\n', '\r':
			return -1
		}
		return r
	}, strings.ToUpper(code))
}

// withoutAccount takes account and password out of a connection string.
func withoutAccount(server string) string {
	if u, err := url.Parse(server); err == nil && u.User != nil {
		u.User = nil
		return u.String()
	}
	scheme, rest, found := strings.Cut(server, "://")
	if !found {
		return server
	}
	// Several hosts, as of a cluster, are more than net/url reads.
	hosts, tail := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		hosts, tail = rest[:i], rest[i:]
	}
	if i := strings.LastIndex(hosts, "@"); i >= 0 {
		hosts = hosts[i+1:]
	}
	return scheme + "://" + hosts + tail
}

func deflated(plain []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, err = w.Write(plain)
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		panic(fmt.Sprintf("compress in memory: %v", err))
	}
	return b.Bytes()
}

// inLines breaks a text so that mail programs leave it alone.
func inLines(text string) string {
	const width = 64
	var b strings.Builder
	for len(text) > 0 {
		n := min(width, len(text))
		b.WriteByte('\n')
		b.WriteString(text[:n])
		text = text[n:]
	}
	return b.String()
}
