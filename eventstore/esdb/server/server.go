// Package server is a server of this project that speaks the protocol of
// EventStoreDB 23.10: streams, subscriptions, metadata, access lists, gossip.
//
// It exists so that the way to a team's server can be tried and tested on one
// machine, with everything that goes wrong there: see the switches of [Server].
// It does not replace a real one: it has no projections, no persistent
// subscriptions, no user interface and no replication.
package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

// Version is what a server says it is, unless told otherwise.
const Version = "23.10.8"

// MaxAppend is how large one append may be, in bytes of types, data and
// metadata, unless told otherwise.
const MaxAppend = 1 << 20

// maxMessage is how large one message of a call may be.
const maxMessage = 16 << 20

// Options say what server to start.
type Options struct {
	Address     string   // where to listen; "127.0.0.1:0" if empty
	Hosts       []string // further names and addresses the certificate is for; see [Server.URL]
	Folder      string   // keeps the events there; in memory if empty
	Insecure    bool     // no TLS; then nobody is asked for an account, and all is allowed
	Certificate Certificate
	Users       []User // besides admin and ops, whose password is [AdminPassword]
	MaxAppend   int    // bytes; [MaxAppend] if 0
	Version     string // [Version] if empty
	Now         func() time.Time

	// PingInterval is the shortest time between two pings of a client; who
	// pings more often is asked to go. 5 s if 0.
	PingInterval time.Duration
}

// Server is a running or stopped server. Its methods may be called from many
// goroutines, but those that stop it not from the functions given to it, because
// they wait for the calls under way.
type Server struct {
	options     Options
	estate      *estate
	cluster     *Cluster        // nil: on its own
	certificate tls.Certificate // unset without TLS
	id          uuid.UUID
	faults      faults
	traffic     traffic

	mu       sync.Mutex
	address  string
	grpc     *grpc.Server // nil while stopped
	listener *listener
}

// Start starts a server.
func Start(o Options) (*Server, error) {
	e, err := openEstate(o)
	if err != nil {
		return nil, err
	}
	s, err := newServer(o, e)
	if err == nil {
		err = s.listen()
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return s, nil
}

func newServer(o Options, e *estate) (s *Server, err error) {
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	if o.MaxAppend == 0 {
		o.MaxAppend = MaxAppend
	}
	if o.Version == "" {
		o.Version = Version
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PingInterval == 0 {
		o.PingInterval = 5 * time.Second
	}
	s = &Server{options: o, estate: e, address: o.Address, id: uuid.New()}
	s.faults.bells = make(chan struct{})
	if e.authority != nil {
		s.certificate, err = e.authority.issue(o.Certificate, o.Hosts)
	}
	return s, err
}

// CAPEM is the certificate of the authority that clients have to trust; nil
// without TLS.
func (s *Server) CAPEM() []byte {
	if s.estate.authority == nil {
		return nil
	}
	return slices.Clone(s.estate.authority.pem)
}

// CAFile is the file of [Server.CAPEM]; "" without TLS. It goes with
// [Server.Close], unless the server has a folder.
func (s *Server) CAFile() string { return s.estate.caFile() }

// Address is the host and port where the server listens; it stays the same
// when the server is started again.
func (s *Server) Address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// advertised is the host and port that clients are told. A server that listens
// on all addresses of the machine goes by the first of its names.
func (s *Server) advertised() string {
	host, port, err := net.SplitHostPort(s.Address())
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return s.Address()
	}
	if len(s.options.Hosts) > 0 {
		return net.JoinHostPort(s.options.Hosts[0], port)
	}
	return net.JoinHostPort("127.0.0.1", port)
}

// URL is the connection string for clients, without an account. Where the
// server listens on all addresses, it has the first of [Options.Hosts].
func (s *Server) URL() string { return s.url("esdb", s.advertised()) }

// URLFor is the connection string with an account in it.
func (s *Server) URLFor(user, password string) string {
	return s.url("esdb", url.UserPassword(user, password).String()+"@"+s.advertised())
}

func (s *Server) url(scheme, hosts string) string {
	if s.options.Insecure {
		return scheme + "://" + hosts + "?tls=false"
	}
	return scheme + "://" + hosts + "?tls=true&tlsCaFile=" + url.QueryEscape(s.CAFile())
}

func (s *Server) database() *database { return s.estate.database() }

// ticks is the server's clock as events carry it.
func (s *Server) ticks() int64 {
	return s.options.Now().Add(s.faults.ahead()).UnixNano() / 100
}

// listen opens the port, for the first time or again, and serves.
func (s *Server) listen() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grpc != nil {
		return nil
	}
	opened, err := net.Listen("tcp", s.address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.address, err)
	}
	s.address = opened.Addr().String()
	s.listener = &listener{Listener: opened, traffic: &s.traffic, conns: map[string]net.Conn{}}
	s.grpc = s.service()
	go func(g *grpc.Server, l net.Listener) {
		_ = g.Serve(l) // ends with Stop, which closes the listener
	}(s.grpc, s.listener)
	return nil
}

func (s *Server) service() *grpc.Server {
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.MaxSendMsgSize(maxMessage),
		grpc.WaitForHandlers(true),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: s.options.PingInterval, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: 10 * time.Second, Timeout: 10 * time.Second}),
		grpc.UnaryInterceptor(s.unary),
		grpc.StreamInterceptor(s.streaming),
	}
	if !s.options.Insecure {
		options = append(options, grpc.Creds(credentials.NewServerTLSFromCert(&s.certificate)))
	}
	g := grpc.NewServer(options...)
	streams.RegisterStreamsServer(g, &streamsService{server: s})
	gossip.RegisterGossipServer(g, &gossipService{server: s})
	serverfeatures.RegisterServerFeaturesServer(g, &featuresService{server: s})
	return g
}

func (s *Server) currentListener() *listener {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listener
}

// Running reports whether the server answers.
func (s *Server) Running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grpc != nil
}

// Stop ends the server abruptly: connections are cut, calls are given up. Its
// data stay for [Server.Restart].
func (s *Server) Stop() {
	s.mu.Lock()
	running, open := s.grpc, s.listener
	s.grpc, s.listener = nil, nil
	s.mu.Unlock()
	if running != nil {
		open.cutAll()
		running.Stop()
	}
}

// GoAway asks the clients to connect again, as a server does that is shut down
// in an orderly way: calls under way are answered, subscriptions end. The server
// is there again when GoAway returns.
func (s *Server) GoAway() error {
	s.mu.Lock()
	running := s.grpc
	s.grpc, s.listener = nil, nil
	s.mu.Unlock()
	if running != nil {
		s.faults.set(func(f *faults) { f.draining = true })
		s.DropSubscriptions()
		running.GracefulStop()
		s.faults.set(func(f *faults) { f.draining = false })
	}
	return s.listen()
}

// Restart stops the server and starts it again on the same port with its data.
func (s *Server) Restart() error {
	s.Stop()
	return s.listen()
}

// RestartEmpty stops the server and starts it again on the same port without
// data, as after it was set up anew.
func (s *Server) RestartEmpty() error { return s.Restore(Backup{}) }

// Backup is a copy of everything a server keeps.
type Backup struct {
	records []record
	bodies  []body
}

// Events is the number of events in the backup.
func (b Backup) Events() int { return len(b.records) }

// Backup copies what the server keeps.
func (s *Server) Backup() (Backup, error) {
	var b Backup
	err := s.database().storage.each(func(r record, content func() body) error {
		b.records = append(b.records, r)
		b.bodies = append(b.bodies, content())
		return nil
	})
	return b, err
}

// Restore stops the server, puts the backup in place of what it keeps, and
// starts it again on the same port. What was appended after the backup is lost.
// A server of a cluster cannot be restored alone.
func (s *Server) Restore(b Backup) error {
	if s.cluster != nil {
		return errors.New("server: the others of the cluster have other data")
	}
	s.Stop()
	if err := s.estate.replace(b); err != nil {
		return fmt.Errorf("replace the data: %w", err)
	}
	return s.listen()
}

// Scavenge removes for good what reads no longer show, and reports how many
// events went.
func (s *Server) Scavenge() (int, error) { return s.database().scavenge(s.ticks()) }

// Close stops the server for good. What lies in its folder stays.
func (s *Server) Close() error {
	s.Stop()
	if s.cluster != nil {
		return nil // the cluster closes what its servers share
	}
	return s.estate.close()
}
