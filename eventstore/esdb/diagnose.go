package esdb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"kontor/eventstore/shared"
)

// Check is what a step of a diagnosis looks at.
type Check string

// The checks, in order.
const (
	CheckAddress Check = "address" // the connection string can be understood
	CheckHost    Check = "host"    // the name of the host is known
	CheckPort    Check = "port"    // something answers there
	CheckTLS     Check = "tls"     // the certificate is right
	CheckServer  Check = "server"  // it is an EventStoreDB
	CheckAccount Check = "account" // account and password are right
	CheckRead    Check = "read"    // the account may read the streams
	CheckWrite   Check = "write"   // the account may append to them
)

var checks = []Check{CheckAddress, CheckHost, CheckPort, CheckTLS, CheckServer, CheckAccount, CheckRead, CheckWrite}

// Outcome is how a check went.
type Outcome string

// The outcomes. After a check has failed the others are skipped.
const (
	Passed  Outcome = "ok"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped"
)

// Step is a check that was made, or skipped.
type Step struct {
	Check   Check
	Outcome Outcome
	// Key and Args are the sentence for people about it: what was found, or what
	// went wrong and what to do. Key is "team.check.<check>.ok" or, without
	// arguments, the key of the problem. It is empty for a skipped step; the name
	// of every check is "team.check.<check>".
	Key  string
	Args map[string]any
	// Err is why the check failed; a problem of package shared is in it.
	Err error
}

// Diagnosis tells step by step how far one gets with a server.
type Diagnosis struct {
	Steps []Step
}

// Problem is what is wrong, or nil.
func (d Diagnosis) Problem() error {
	for _, s := range d.Steps {
		if s.Outcome == Failed {
			return s.Err
		}
	}
	return nil
}

// Diagnose connects step by step, and tries whether the account may read and
// append to the streams, without writing anything. Without streams the last two
// steps are skipped.
func Diagnose(ctx context.Context, config Config, streams ...string) Diagnosis {
	var d Diagnosis
	t, err := config.target()
	if !d.note(CheckAddress, err, map[string]any{"Server": t.Server}) {
		return d.skipTheRest()
	}
	if !d.reach(ctx, t) {
		return d.skipTheRest()
	}
	l, err := dial(ctx, config)
	if err != nil {
		d.note(CheckServer, err, nil)
		return d.skipTheRest()
	}
	defer l.Close()
	version := fmt.Sprintf("%d.%d.%d", l.version.Major, l.version.Minor, l.version.Patch)
	// Without TLS there is no account: what the check of it finds is about the
	// server.
	account := l.checkAccount(ctx)
	if errors.Is(account, shared.ErrNotAServer) {
		d.note(CheckServer, account, nil)
		return d.skipTheRest()
	}
	d.note(CheckServer, nil, map[string]any{"Version": version})
	if !d.note(CheckAccount, account, map[string]any{"Account": config.Username}) || len(streams) == 0 {
		return d.skipTheRest()
	}
	d.rights(ctx, l, streams)
	return d.skipTheRest()
}

// reach looks up names, knocks at ports and shakes hands, each at any of the
// nodes.
func (d *Diagnosis) reach(ctx context.Context, t target) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	every := map[string]any{"Hosts": strings.Join(t.Hosts, ", ")}
	if !d.note(CheckHost, anyOf(t.Hosts, func(node string) error { return t.lookUp(ctx, node) }), every) {
		return false
	}
	if !d.note(CheckPort, anyOf(t.Hosts, func(node string) error { return t.knock(ctx, node) }), every) {
		return false
	}
	_, err := t.probe(ctx)
	if errors.Is(err, shared.ErrNotAServer) {
		return d.note(CheckServer, err, nil)
	}
	if !t.TLS && err == nil {
		d.Steps = append(d.Steps, Step{Check: CheckTLS, Outcome: Passed, Key: "team.check.tls.clear"})
		return true
	}
	return d.note(CheckTLS, err, every)
}

// anyOf returns nil if one node passes, else what is wrong with the first.
func anyOf(nodes []string, try func(string) error) error {
	var first error
	for _, node := range nodes {
		err := try(node)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// NameError says that the host's name is not known. It is a
// [shared.ErrOffline].
type NameError struct {
	Host string
	err  error
}

func (e *NameError) Error() string { return fmt.Sprintf("look up %s: %v", e.Host, e.err) }

// MessageKey is the key of the message for people.
func (*NameError) MessageKey() string { return "team.host-unknown" }

func (*NameError) Unwrap() error { return shared.ErrOffline }

// PortError says that nothing answers at the port. It is a [shared.ErrOffline].
type PortError struct {
	err error
}

func (e *PortError) Error() string { return e.err.Error() }

// MessageKey is the key of the message for people.
func (*PortError) MessageKey() string { return "team.port-silent" }

func (e *PortError) Unwrap() error { return e.err }

func (t target) lookUp(ctx context.Context, node string) error {
	if t.behindProxy(node) {
		return nil
	}
	host, _, err := net.SplitHostPort(node)
	if err != nil {
		return errHost
	}
	if _, err := net.DefaultResolver.LookupHost(ctx, host); err != nil {
		return &NameError{Host: host, err: err}
	}
	return nil
}

func (t target) knock(ctx context.Context, node string) error {
	if t.behindProxy(node) {
		return nil
	}
	connection, err := connect(ctx, node)
	if err != nil {
		return &PortError{err}
	}
	return connection.Close()
}

// rights tries to read each stream and asks whether it may be appended to.
func (d *Diagnosis) rights(ctx context.Context, l *connection, streams []string) {
	args := map[string]any{"Streams": strings.Join(streams, ", ")}
	for _, stream := range streams {
		if _, err := l.Last(ctx, stream); err != nil && !errors.Is(err, shared.ErrNotFound) {
			d.note(CheckRead, err, args)
			return
		}
	}
	d.note(CheckRead, nil, args)
	for _, stream := range streams {
		if err := l.mayAppend(ctx, stream); err != nil {
			d.note(CheckWrite, err, args)
			return
		}
	}
	d.note(CheckWrite, nil, args)
}

// mayAppend is mayWrite as a call of its own.
func (l *connection) mayAppend(ctx context.Context, stream string) error {
	call, _, done, err := l.begin(ctx, "append to "+stream)
	if err != nil {
		return err
	}
	defer done()
	if err := l.mayWrite(call, stream); err != nil {
		return l.failed(call, "append to "+stream, err)
	}
	return nil
}

// note adds a step and reports whether it went well.
func (d *Diagnosis) note(check Check, err error, args map[string]any) bool {
	if err == nil {
		d.Steps = append(d.Steps, Step{Check: check, Outcome: Passed, Key: "team.check." + string(check) + ".ok", Args: args})
		return true
	}
	key := shared.ErrOffline.MessageKey()
	var keyed interface{ MessageKey() string }
	if errors.As(err, &keyed) {
		key = keyed.MessageKey()
	}
	d.Steps = append(d.Steps, Step{Check: check, Outcome: Failed, Key: key, Err: err})
	return false
}

// skipTheRest adds the steps that were not made, so that there is one for every
// check, in order.
func (d *Diagnosis) skipTheRest() Diagnosis {
	made := map[Check]Step{}
	for _, s := range d.Steps {
		made[s.Check] = s
	}
	var whole Diagnosis
	for _, check := range checks {
		step, ok := made[check]
		if !ok {
			step = Step{Check: check, Outcome: Skipped}
		}
		whole.Steps = append(whole.Steps, step)
	}
	return whole
}
