package team

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// MaxFile is the size of the largest attachment that is shared, in bytes.
const MaxFile = 25 << 20

// Options say between what a [Syncer] goes.
type Options struct {
	Ledger *eventstore.Ledger
	// Dial opens a connection to the server that the ledger is shared over.
	Dial shared.Dialer
	// Lock is the lock under which commands are carried out. It is held while the
	// end of the ledger is replaced, and while Applied is called; never while the
	// server is waited for. Nil: a lock of its own.
	Lock sync.Locker
	// Decide decides an own command again on top of others' events.
	Decide eventstore.Redecide
	// Applied is told what came in, so that the read models follow. Nil: nobody.
	Applied func(eventstore.Received)
	// Attend does, under the lock, what follows from others' events besides the
	// read models. It is asked again about events that it failed for, or that
	// nobody got to because the program ended. Nil: nothing follows.
	Attend func(context.Context, []domain.Recorded) error
	// Erasing is told, under the lock and before it happens, which records are
	// erased by what comes in: their words can still be read. Nil: nobody.
	Erasing func(context.Context, []domain.Stream) error
	// Replacing is told that the end of the ledger may be replaced now, under the
	// lock; kept, which may be nil, says that it was not. Nil: nobody.
	Replacing func(context.Context) (kept func(), err error)
	// Learned is told that keys came, later than the events whose words they open:
	// the read models have to be computed anew. It happens only after a server was
	// put back to an earlier state. The lock is held. Nil: nobody.
	Learned func()
	// Knows reports whether this version knows an event type. Nil: the domain's.
	Knows func(eventType string) bool
	// Now is the clock, After a timer, Random gives numbers from 0 to below 1 for
	// the spread of attempts. Nil: those of the system.
	Now    func() time.Time
	After  func(time.Duration) <-chan time.Time
	Random func() float64
	// MaxFile is the size of the largest attachment to share; 0: [MaxFile].
	MaxFile int64
}

// Syncer keeps a ledger and the one of the team alike. Its methods may be called
// from several goroutines.
type Syncer struct {
	o    Options
	kick chan struct{}

	round sync.Mutex // one round at a time; guards what follows
	conn  *connection

	second shared.Dialer // dials beside conn where much is to be read; nil: nobody
	unread bool          // nobody is told what came in
	// neglected says that something that follows from what came in was not done.
	neglected bool
	redial    atomic.Bool // the next round is to dial anew
	status    statusBoard
}

// connection is what is known while one connection to the server lasts.
type connection struct {
	log     *inTurn
	names   streams
	codec   codec
	keys    pageBook
	about   *about
	files   fileTries
	checked time.Time // when the clock was compared last
}

// New makes a syncer. It does nothing until Round or Run is called.
func New(o Options) *Syncer {
	if o.Lock == nil {
		o.Lock = &sync.Mutex{}
	}
	unread := o.Applied == nil
	if unread {
		o.Applied = func(eventstore.Received) {}
	}
	if o.Replacing == nil {
		o.Replacing = func(context.Context) (func(), error) { return nil, nil }
	}
	if o.Attend == nil {
		o.Attend = func(context.Context, []domain.Recorded) error { return nil }
	}
	if o.Erasing == nil {
		o.Erasing = func(context.Context, []domain.Stream) error { return nil }
	}
	if o.Learned == nil {
		o.Learned = func() {}
	}
	if o.Knows == nil {
		o.Knows = known
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.MaxFile == 0 {
		o.MaxFile = MaxFile
	}
	s := &Syncer{o: o, kick: make(chan struct{}, 1), second: o.Dial, unread: unread}
	s.status.now = Status{State: StateSolo}
	return s
}

// known reports whether the domain knows an event type, or one that it became.
func known(eventType string) bool {
	present, _, _, err := domain.Upcast(eventType, []byte("{}"), nil)
	return err != nil || domain.NewEvent(present, domain.Stream{}) != nil
}

// Round brings ledger and server together once: it dials if there is no
// connection, looks whether it is still the same workspace, pulls, lets own
// commands be decided again, and pushes, until nothing is left. What was done
// before an error or a cancelled ctx stays done, and nothing is lost.
//
// Errors are those of package shared and of this one.
func (s *Syncer) Round(ctx context.Context) error {
	s.round.Lock()
	defer s.round.Unlock()
	return s.tracked(ctx, func() error {
		idle := s.conn != nil
		err := s.bringTogether(ctx)
		if idle && errors.Is(err, shared.ErrOffline) && ctx.Err() == nil {
			// A connection that was left alone for a while, as while the laptop
			// slept, says nothing about the server.
			s.hangUp()
			err = s.bringTogether(ctx)
		}
		return err
	})
}

// tracked shows that something is under way, and how it ended.
func (s *Syncer) tracked(ctx context.Context, work func() error) error {
	_, isShared, err := s.o.Ledger.Team(ctx)
	if err == nil && !isShared {
		s.hangUp()
		s.settle(StateSolo, nil)
		return nil
	}
	if s.redial.Swap(false) {
		s.hangUp()
	}
	s.settle(StateSyncing, nil)
	if err == nil {
		err = work()
	}
	if err != nil {
		s.hangUp()
	}
	if err != nil && ctx.Err() != nil {
		s.settle(StateUnshared, nil) // cancelled, whatever the connection made of that
		return errors.Join(ctx.Err(), err)
	}
	s.settle(stateOf(err), err)
	return err
}

func (s *Syncer) bringTogether(ctx context.Context) error {
	if err := s.takeUp(ctx); err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	if err := s.exchange(ctx); err != nil {
		return err
	}
	if err := s.completeFounding(ctx); err != nil {
		return err
	}
	return s.exchangeFiles(ctx)
}

// patience is how often others may be first before a round gives up.
const patience = 8

// exchange pulls and pushes until nothing is left.
func (s *Syncer) exchange(ctx context.Context) error {
	for moved := 0; ; {
		if err := s.pull(ctx); err != nil {
			return err
		}
		err := s.push(ctx)
		if err == nil {
			return nil
		}
		if moved++; !errors.Is(err, shared.ErrHeadMoved) || moved == patience {
			return err
		}
	}
}

// connect dials, and looks whether what answers is the workspace.
func (s *Syncer) connect(ctx context.Context) error {
	if s.conn != nil {
		return nil
	}
	t, _, err := s.o.Ledger.Team(ctx)
	if err != nil {
		return err
	}
	log, err := s.o.Dial(ctx)
	if err != nil {
		return err
	}
	c, err := s.recognise(ctx, log, t)
	if err != nil {
		return errors.Join(err, log.Close())
	}
	s.conn = c
	if err := s.protect(ctx); err != nil {
		return err
	}
	return s.fetchLost(ctx)
}

func (s *Syncer) recognise(ctx context.Context, log shared.Log, t eventstore.Team) (*connection, error) {
	l := s.o.Ledger
	secrets := secretsOf(l)
	turns := &inTurn{Log: log}
	log = turns
	c := &connection{
		log: turns, names: streamsOf(l.Workspace(), t.Epoch), codec: newCodec(secrets),
	}
	var err error
	c.about, err = readAbout(ctx, log, c.names)
	switch {
	case errors.Is(err, shared.ErrNotFound):
		return nil, ErrReset
	case err != nil:
		return nil, err
	case !c.about.belongs(l.Workspace(), secrets):
		return nil, ErrForeign
	case c.about.Founding && c.about.Founder != l.Device():
		return nil, ErrFounding
	}
	c.keys, err = openPageBook(ctx, l, log, c.names)
	return c, err
}

// completeFounding says that others may join, once everything is on the server.
func (s *Syncer) completeFounding(ctx context.Context) error {
	c := s.conn
	if !c.about.Founding {
		return nil
	}
	c.about.Founding = false
	err := writeAbout(ctx, c.log, c.names, c.about)
	if err != nil {
		c.about.Founding = true
	}
	return err
}

// hangUp drops the connection.
func (s *Syncer) hangUp() {
	if s.conn != nil {
		_ = s.conn.log.Close() // nothing can be done, and nothing depends on it
		s.conn = nil
	}
}

// Redial lets the next round dial anew, and begin now: the server is reached in
// another way than before.
func (s *Syncer) Redial() {
	s.redial.Store(true)
	s.Kick()
}

// Close drops the connection. Run must have ended.
func (s *Syncer) Close() {
	s.round.Lock()
	defer s.round.Unlock()
	s.hangUp()
}

// secretsOf are the secrets of an open workspace.
func secretsOf(l *eventstore.Ledger) Secrets {
	s := Secrets{Key: l.WorkspaceKey()}
	copy(s.Content[:], l.Identity().ContentSecret)
	return s
}

// NewInvitation seals an invitation to the workspace under a code, such as
// [NewCode] gives. Server, CA, Name and Member are the caller's; the rest is
// filled in. An account in the connection string is left out.
func NewInvitation(l *eventstore.Ledger, i Invitation, code string) (string, error) {
	identity := l.Identity()
	i.Workspace, i.CreatedAt, i.Epoch, i.Secrets = identity.Workspace, identity.CreatedAt, Epoch, secretsOf(l)
	return i.seal(code)
}
