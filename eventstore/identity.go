package eventstore

import (
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
)

// Identity is what makes a workspace this one: its id, and the secret by which
// it addresses attachments. It is part of an archive, so that what the events
// say about attachments stays true where the archive is read back.
type Identity struct {
	Workspace     domain.ID `json:"workspace"`
	CreatedAt     time.Time `json:"createdAt"`
	ContentSecret []byte    `json:"contentSecret"` // 32 bytes
}

// Identity is the identity of this workspace.
func (l *Ledger) Identity() Identity {
	return Identity{
		Workspace: l.Workspace(), CreatedAt: l.CreatedAt(), ContentSecret: slices.Clone(l.keys.content),
	}
}

func (o Options) identity() (Identity, error) {
	if o.Identity != nil {
		if len(o.Identity.ContentSecret) != 32 || o.Identity.Workspace == domain.None {
			return Identity{}, errors.New("eventstore: the identity is not complete")
		}
		return *o.Identity, nil
	}
	workspace, err := uuid.NewV7()
	if err != nil {
		return Identity{}, err
	}
	content := make([]byte, 32)
	rand.Read(content)
	return Identity{Workspace: workspace, ContentSecret: content}, nil
}
