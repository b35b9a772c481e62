package team

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// The seed of the first schedule and how many there are can be set.
const (
	variableSchedules = "KONTOR_SCHEDULES"
	variableSeed      = "KONTOR_SEED"
)

// Whatever two to six laptops do, whatever happens to network, server, clocks and
// programs meanwhile: when that is over, all have the same ledger, and every
// command that was acknowledged is in it or waits for a person.
func TestEveryScheduleEndsAlike(t *testing.T) {
	schedules, seed := 1000, uint64(time.Now().UnixNano())
	if testing.Short() {
		schedules = 100
	}
	if n, err := strconv.Atoi(os.Getenv(variableSchedules)); err == nil {
		schedules = n
	}
	if n, err := strconv.ParseUint(os.Getenv(variableSeed), 10, 64); err == nil {
		seed = n
	}
	t.Logf("%d schedules from %s=%d on", schedules, variableSeed, seed)
	var next atomic.Int64
	var total tally
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(schedules) && !t.Failed(); i = next.Add(1) - 1 {
				one := seed + uint64(i)
				t.Run(fmt.Sprintf("seed=%d", one), func(t *testing.T) { total.add(runSchedule(t, one)) })
			}
		})
	}
	wait.Wait()
	t.Logf("%+v", total.counts)
	if c := total.counts; schedules >= 1000 && (c.Rebased == 0 || c.Attention == 0 || c.Faults == 0 || c.Cancelled == 0 || c.Reconciled == 0) {
		t.Error("the schedules do not get to what they are about")
	}
}

// counts say what the schedules came across.
type counts struct {
	Commands, Events, Rounds, Failed, Faults, Cancelled, Restarts, Rebased, Attention, Fulfilled, Reconciled, Copies, ReadModels int
}

type tally struct {
	mu     sync.Mutex
	counts counts
}

func (t *tally) add(c counts) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Commands += c.Commands
	t.counts.Events += c.Events
	t.counts.Rounds += c.Rounds
	t.counts.Failed += c.Failed
	t.counts.Faults += c.Faults
	t.counts.Cancelled += c.Cancelled
	t.counts.Restarts += c.Restarts
	t.counts.Rebased += c.Rebased
	t.counts.Attention += c.Attention
	t.counts.Fulfilled += c.Fulfilled
	t.counts.Reconciled += c.Reconciled
	t.counts.Copies += c.Copies
	t.counts.ReadModels += c.ReadModels
}

// schedule is one course of events.
type schedule struct {
	t       *testing.T
	random  *rand.Rand
	clock   *clock
	server  *shared.Memory
	laptops []*laptop
	world   world
	counts  counts

	fault  float64 // how likely a call goes wrong
	dice   *rand.Rand
	cancel func() // of the round that is under way
	busy   *laptop
	backup shared.Backup
	fickle bool // the server is put back to earlier states

	acknowledged map[domain.ID]string // commands, with their names
	fulfilled    map[domain.ID]bool   // that colleagues had carried out already
}

func runSchedule(t *testing.T, seed uint64) counts {
	s := &schedule{
		t: t, random: rand.New(rand.NewPCG(seed, 1)), dice: rand.New(rand.NewPCG(seed, 2)), clock: newClock(),
		acknowledged: map[domain.ID]string{}, fulfilled: map[domain.ID]bool{},
	}
	s.server = newServer(s.clock)
	s.fault = []float64{0, 0.02, 0.1, 0.3}[s.random.IntN(4)]
	s.fickle = s.random.IntN(10) == 0
	withViews := s.random.IntN(10) == 0
	first := s.newLaptop()
	first.begin()
	for range s.random.IntN(5) {
		s.command(first)
	}
	first.share()
	first.round()
	s.backup = s.server.Backup()
	if withViews {
		s.counts.ReadModels++
	}
	for i := range 1 + min(s.random.IntN(5), s.random.IntN(5)) {
		l := s.newLaptop()
		l.name += strconv.Itoa(i)
		l.join()
		l.me = newID()
	}
	for _, l := range s.laptops {
		if withViews {
			l.keepViews()
		}
	}
	s.server.OnCall(s.fate)
	for range 15 + s.random.IntN(25) {
		s.step()
	}
	s.settle()
	s.judge()
	for _, l := range s.laptops {
		l.shut()
	}
	return s.counts
}

func (s *schedule) newLaptop() *laptop {
	l := newLaptop(s.t, s.server, s.clock, "laptop"+strconv.Itoa(len(s.laptops)))
	l.decide = func(state domain.State, tail eventstore.Tail) (eventstore.Verdict, error) {
		verdict, err := decideAgain(state, tail)
		if err == nil {
			s.fulfilled[tail.Command.ID] = !verdict.Keep && len(verdict.Events) == 0 && verdict.Attention == nil
		}
		return verdict, err
	}
	s.laptops = append(s.laptops, l)
	return l
}

// fate lets calls go wrong.
func (s *schedule) fate(c shared.Call) shared.Fault {
	if c.Op == shared.OpAppend && s.busy != nil && s.dice.IntN(8) == 0 {
		s.command(s.busy) // people do not wait for the network
	}
	if s.dice.Float64() >= s.fault {
		return shared.Fine
	}
	s.counts.Faults++
	switch s.dice.IntN(6) {
	case 0:
		if s.cancel != nil {
			s.counts.Cancelled++
			s.cancel()
		}
		return shared.Fine
	case 1, 2:
		if c.Op == shared.OpAppend {
			return shared.LoseReply
		}
	case 3:
		if c.Op == shared.OpAppend {
			return shared.LoseRequest
		}
	case 4:
		if c.Op == shared.OpAppend {
			return shared.MoveHead
		}
	}
	return shared.Unreachable
}

func (s *schedule) step() {
	l := s.laptops[s.random.IntN(len(s.laptops))]
	if s.fickle && s.random.IntN(8) == 0 {
		if s.random.IntN(2) == 0 {
			s.backup = s.server.Backup()
		} else {
			s.server.Restore(s.backup)
		}
		return
	}
	switch n := s.random.IntN(100); {
	case n < 55:
		s.command(l)
	case n < 80:
		s.round(l, false)
	case n < 85:
		s.server.SetOffline(l.name, true)
	case n < 92:
		s.server.SetOffline(l.name, false)
	case n < 95:
		s.counts.Restarts++
		l.reopen()
	case n < 97:
		s.clock.pass(time.Duration(s.random.IntN(72)) * time.Hour)
		l.ahead = time.Duration(s.random.IntN(96)-48) * time.Hour
	case n < 99 && len(s.laptops) < 6:
		s.counts.Copies++
		s.laptops = append(s.laptops, l.copied())
	}
}

// round lets a laptop sync. What goes wrong must have a known reason.
func (s *schedule) round(l *laptop, must bool) {
	ctx, cancel := context.WithCancel(ctx)
	s.cancel, s.busy = cancel, l
	defer func() {
		cancel()
		s.busy = nil
	}()
	s.counts.Rounds++
	err := l.syncer.Round(ctx)
	s.cancel = nil
	if s.isQuestion(err) {
		s.counts.Reconciled++
		err = cmp.Or(l.syncer.Reconcile(ctx, l.founding()), l.syncer.Round(ctx))
	}
	if err == nil {
		return
	}
	s.counts.Failed++
	expected := []error{shared.ErrOffline, shared.ErrInDoubt, shared.ErrHeadMoved, context.Canceled}
	if s.fickle {
		expected = append(expected, ErrReset, ErrRestored, ErrDiverged, ErrFounding)
	}
	for _, known := range expected {
		if !must && errors.Is(err, known) {
			return
		}
	}
	if must && s.fickle && (errors.Is(err, ErrFounding) || s.isQuestion(err)) {
		return // somebody else has to come first
	}
	s.t.Fatalf("%s: %v", l.name, err)
}

// isQuestion reports whether a person has to be asked: who always agrees here.
func (s *schedule) isQuestion(err error) bool {
	return s.fickle && (errors.Is(err, ErrReset) || errors.Is(err, ErrRestored) || errors.Is(err, ErrDiverged))
}

// settle ends all faults and lets everyone sync.
func (s *schedule) settle() {
	s.server.OnCall(nil)
	s.server.SetOffline(shared.Everyone, false)
	for _, l := range s.laptops {
		s.server.SetOffline(l.name, false)
	}
	for range 3 {
		for _, l := range s.laptops {
			s.round(l, true)
		}
	}
}

// judge looks at what is left.
func (s *schedule) judge() {
	alike(s.t, s.laptops...)
	s.counts.Events += len(contents(s.laptops[0]))
	there := map[domain.ID]bool{}
	for r := range s.laptops[0].ledger.All(ctx, 0) {
		there[r.Command] = true
	}
	for _, l := range s.laptops {
		for _, a := range l.attention() {
			s.counts.Attention++
			there[a.Command] = true
		}
		for _, r := range l.received {
			s.counts.Rebased += r.Rebased
		}
		if l.views == nil {
			continue // checking takes longer than the schedule: a tenth has to do
		}
		l.checkViews()
		report, err := l.ledger.Verify(ctx, nil)
		if err != nil || len(report.Faults) > 0 {
			s.t.Errorf("%s: the ledger does not verify: %v %+v", l.name, err, report)
		}
	}
	for command, name := range s.acknowledged {
		s.counts.Commands++
		if there[command] {
			continue
		}
		if s.fulfilled[command] && !isFact(name) {
			s.counts.Fulfilled++
			continue
		}
		s.t.Errorf("%s %s was acknowledged and is nowhere", name, command)
	}
}
