package team

import (
	"context"
	"errors"

	"kontor/eventstore/shared"
)

// Protection is what is known of the rights on the server's streams.
type Protection string

// The protections. Unknown, the empty one, is that of a server without accounts
// too.
const (
	ProtectionUnknown Protection = ""
	// ProtectionTeam: the group [Group] reads and writes, only administrators delete.
	ProtectionTeam Protection = "team"
	// ProtectionKept: only administrators delete. Who reads and writes is up to the
	// rights that the server gives by default, because the account is not in the
	// group, and would shut itself out.
	ProtectionKept Protection = "kept"
	// ProtectionDenied: the account may not set rights, and nobody else did.
	ProtectionDenied Protection = "denied"
)

// Group is the group of accounts that a team's streams are given to.
const Group = "kontor"

// rightsStream is a stream without events that the group alone may read: whoever
// may is in it.
const rightsStream = "kontor-rights"

// protect sets the rights of the workspace's streams once, with the first
// connection of an account. Not being allowed to is no error.
func (s *Syncer) protect(ctx context.Context) error {
	t, _, err := s.o.Ledger.Team(ctx)
	if err != nil || Protection(t.Protection) != ProtectionUnknown {
		return err
	}
	if _, ok := s.conn.log.Log.(shared.Protector); !ok {
		return nil
	}
	is, err := s.protectStreams(ctx)
	if errors.Is(err, shared.ErrDenied) {
		is, err = ProtectionDenied, nil
	}
	if err != nil {
		return err
	}
	return s.o.Ledger.NoteProtection(ctx, string(is))
}

func (s *Syncer) protectStreams(ctx context.Context) (Protection, error) {
	is, acl := ProtectionKept, shared.ACL{}
	member, err := s.isInGroup(ctx)
	if err != nil {
		return "", err
	}
	if member {
		is, acl.Read, acl.Write = ProtectionTeam, []string{Group}, []string{Group}
	}
	log, names := s.conn.log, s.conn.names
	if err := log.Protect(ctx, names.ledger, acl); err != nil {
		return "", err
	}
	acl.Described = true
	return is, log.Protect(ctx, names.about(), acl)
}

func (s *Syncer) isInGroup(ctx context.Context) (bool, error) {
	group := []string{Group}
	if err := s.conn.log.Protect(ctx, rightsStream, shared.ACL{Read: group, Write: group}); err != nil {
		if errors.Is(err, shared.ErrDenied) {
			return false, nil
		}
		return false, err
	}
	_, err := s.conn.log.Last(ctx, rightsStream)
	switch {
	case errors.Is(err, shared.ErrDenied):
		return false, nil
	case err == nil, errors.Is(err, shared.ErrNotFound):
		return true, nil
	}
	return false, err
}

// keepFromDeletion has only administrators delete a document, where the account
// may say so.
func keepFromDeletion(ctx context.Context, log shared.Log, stream string) error {
	p, ok := log.(shared.Protector)
	if !ok {
		return nil
	}
	if err := p.Protect(ctx, stream, shared.ACL{Described: true}); err != nil && !errors.Is(err, shared.ErrDenied) {
		return err
	}
	return nil
}
