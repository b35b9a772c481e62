package esdb

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/shared"
)

// Config says how to connect.
type Config struct {
	// Address is the connection string, without account and password; see
	// [Parse].
	Address string
	// Username and Password are the account on the server. Without them the
	// connection is anonymous.
	Username, Password string
	// CAFile and CAPEM hold certificates of authorities to trust besides those
	// of the operating system. CAFile takes the place of the one that the
	// address names.
	CAFile string
	CAPEM  []byte
	// Timeout bounds the silence of the server during a call: 10 s if zero.
	Timeout time.Duration
	// AllowInsecure permits an address that asks for a connection in the clear
	// or not to check the certificate. In the clear the client library sends no
	// account.
	AllowInsecure bool
}

const (
	defaultTimeout = 10 * time.Second
	// probeTimeout bounds looking up a name, connecting and shaking hands.
	probeTimeout = 5 * time.Second
	// discoverySeconds bounds each question with which the library finds out
	// about a node. It cannot be interrupted, so it is short.
	discoverySeconds = 3
	// keepAlive finds out that the laptop has slept and the connection is gone.
	keepAlive = 10 * time.Second
)

func (c Config) timeout() time.Duration { return cmp.Or(c.Timeout, defaultTimeout) }

// target is a configuration that has been understood.
type target struct {
	Address
	config Config
	roots  *x509.CertPool // nil: those of the operating system
}

func (c Config) target() (target, error) {
	address, err := Parse(c.Address)
	if err != nil {
		return target{}, err
	}
	if address.Username != "" {
		return target{}, errAccount
	}
	if (!address.TLS || !address.Verify) && !c.AllowInsecure {
		return target{}, errClear
	}
	t := target{Address: address, config: c}
	t.roots, err = c.roots(address)
	return t, err
}

// roots adds the given authorities to those of the operating system; the client
// library would put them in their place.
func (c Config) roots(address Address) (*x509.CertPool, error) {
	pem := c.CAPEM
	if file := cmp.Or(c.CAFile, address.CAFile); file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errCAFile, err)
		}
		pem = append(append(content, '\n'), pem...)
	}
	if len(pem) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errCAFile
	}
	return pool, nil
}

// CAError says that the file with the certificates of the authority cannot be
// read. It is a [shared.ErrAuthority].
type CAError struct{}

var errCAFile = &CAError{}

func (*CAError) Error() string { return "the file of the authority holds no certificate" }

// MessageKey is the key of the message for people.
func (*CAError) MessageKey() string { return "team.authority-file" }

func (*CAError) Unwrap() error { return shared.ErrAuthority }

// library is the configuration of the client library for the nodes that answer.
// Everything is set: what is left out means something surprising there.
func (t target) library(answering []string) (*client.Configuration, error) {
	timeout := t.config.timeout()
	conf := &client.Configuration{
		DisableTLS:                  !t.TLS,
		SkipCertificateVerification: !t.Verify,
		RootCAs:                     t.roots,
		NodePreference:              t.preference,
		Username:                    t.config.Username,
		Password:                    t.config.Password,
		MaxDiscoverAttempts:         1,
		DiscoveryInterval:           1, // waited for even after the last attempt
		GossipTimeout:               discoverySeconds,
		KeepAliveInterval:           keepAlive,
		KeepAliveTimeout:            keepAlive,
		DefaultDeadline:             &timeout,
		DnsDiscover:                 t.Discover,
		Logger:                      client.NoopLogging(),
	}
	if len(t.Hosts) == 1 {
		conf.Address = t.Hosts[0]
		return conf, nil
	}
	for _, endpoint := range answering {
		host, port, err := net.SplitHostPort(endpoint)
		if err != nil {
			return nil, errHost
		}
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return nil, errPort
		}
		if net.ParseIP(host) != nil && host[0] != '[' && net.ParseIP(host).To4() == nil {
			host = "[" + host + "]" // the library puts a colon behind it
		}
		conf.GossipSeeds = append(conf.GossipSeeds, &client.EndPoint{Host: host, Port: uint16(number)})
	}
	return conf, nil
}
