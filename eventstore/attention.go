package eventstore

import (
	"context"
	"encoding/json"

	"kontor/domain"
)

// Attention lists what could not be done again on top of others' events, oldest
// first: what is still open, or everything.
func (l *Ledger) Attention(ctx context.Context, open bool) ([]Attention, error) {
	entries, err := l.store.attention(ctx, open)
	if err != nil {
		return nil, err
	}
	list := make([]Attention, len(entries))
	for i, e := range entries {
		list[i] = e.Attention
		if e.argsSealed == nil {
			continue
		}
		if list[i].Args, err = l.openAttention(&e); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SettleAttention notes how a person settled an entry; [ErrNotFound] if there is
// none with this id. An entry can be opened again.
func (l *Ledger) SettleAttention(ctx context.Context, id domain.ID, how AttentionAnswer, by domain.ID) error {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	return l.store.settleAttention(ctx, id, how, by)
}

// attentionEntry is an entry as it is stored: its arguments sealed under a key
// of its own.
type attentionEntry struct {
	Attention
	seq        int64
	touches    []domain.Stream // whose erasure takes the arguments with it
	argsKey    KeyRef
	argsSealed []byte
}

func (l *Ledger) openAttention(e *attentionEntry) (json.RawMessage, error) {
	aead, err := l.keys.aead(e.argsKey)
	if err != nil {
		return nil, err
	}
	return open(aead, nil, argsContext(e.ID, e.Name, e.argsKey), e.argsSealed)
}

// sealAttention seals the arguments of a new entry under a key that never leaves
// this machine.
func (l *Ledger) sealAttention(e *attentionEntry) (err error) {
	if e.argsKey, err = l.keys.allotLocal(e.ID); err != nil {
		return err
	}
	aead, err := l.keys.aead(e.argsKey)
	if err != nil {
		return err
	}
	e.argsSealed = seal(aead, argsContext(e.ID, e.Name, e.argsKey), e.Args)
	return nil
}
