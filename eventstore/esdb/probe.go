package esdb

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"golang.org/x/net/http2"

	"kontor/eventstore/shared"
)

// probe finds the nodes that answer, before the client library is asked: it
// would ignore the context while it connects, and give one error for everything
// that can be wrong with a certificate.
func (t target) probe(ctx context.Context) (answering []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	type answer struct {
		node string
		err  error
	}
	answers := make(chan answer, len(t.Hosts))
	for _, node := range t.Hosts {
		go func() { answers <- answer{node, t.probeNode(ctx, node)} }()
	}
	for range t.Hosts {
		a := <-answers
		switch {
		case a.err == nil:
			answering = append(answering, a.node)
		case err == nil || errors.Is(err, shared.ErrOffline):
			err = a.err // what is wrong with a node says more than silence
		}
	}
	if len(answering) > 0 {
		return answering, nil
	}
	return nil, err
}

func (t target) probeNode(ctx context.Context, node string) error {
	if t.behindProxy(node) {
		return nil // the library goes through it, and it alone reaches the node
	}
	if !t.TLS {
		return t.probeClear(ctx, node)
	}
	connection, err := connect(ctx, node)
	if err != nil {
		return err
	}
	defer connection.Close()
	return t.shakeHands(ctx, connection, node)
}

func (t target) behindProxy(node string) bool {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: node}})
	return err == nil && proxy != nil
}

func connect(ctx context.Context, node string) (net.Conn, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", node)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", shared.ErrOffline, err)
	}
	return connection, nil
}

// shakeHands tells apart what can be wrong with TLS.
func (t target) shakeHands(ctx context.Context, connection net.Conn, node string) error {
	host, _, _ := net.SplitHostPort(node)
	secured := tls.Client(connection, &tls.Config{
		ServerName:         host,
		RootCAs:            t.roots,
		InsecureSkipVerify: !t.Verify,
		NextProtos:         []string{"h2"},
	})
	err := secured.HandshakeContext(ctx)
	if err == nil && secured.ConnectionState().NegotiatedProtocol != "h2" {
		return fmt.Errorf("%w: no HTTP/2", shared.ErrNotAServer)
	}
	err = explainTLS(err)
	if errors.Is(err, shared.ErrOffline) && ctx.Err() == nil && t.greet(ctx, node) == nil {
		return shared.ErrNoTLS // it closes at what it cannot read
	}
	return err
}

// explainTLS finds the problem that an error of a handshake stands for.
func explainTLS(err error) error {
	var (
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		check   *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &name):
		return fmt.Errorf("%w: %w", shared.ErrHostName, err)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Errorf("%w: %w", shared.ErrExpired, err)
	case errors.As(err, &unknown), errors.As(err, &check):
		return fmt.Errorf("%w: %w", shared.ErrAuthority, err)
	case errors.As(err, &record):
		return fmt.Errorf("%w: %w", shared.ErrNoTLS, err)
	case errors.As(err, &alert):
		return fmt.Errorf("%w: %w", shared.ErrNotAServer, err)
	default:
		return fmt.Errorf("%w: %w", shared.ErrOffline, err)
	}
}

// probeClear finds out whether the node speaks HTTP/2 in the clear.
func (t target) probeClear(ctx context.Context, node string) error {
	err := t.greet(ctx, node)
	if err == nil || errors.Is(err, shared.ErrOffline) {
		return err
	}
	// Something is there that does not answer to this. Does it speak TLS?
	again, failed := connect(ctx, node)
	if failed != nil {
		return failed
	}
	defer again.Close()
	secured := tls.Client(again, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if secured.HandshakeContext(ctx) == nil {
		return shared.ErrNoTLS
	}
	return err
}

// greet begins HTTP/2 in the clear as a client does, and waits for the settings
// with which a server begins.
func (t target) greet(ctx context.Context, node string) error {
	connection, err := connect(ctx, node)
	if err != nil {
		return err
	}
	defer connection.Close()
	stop := context.AfterFunc(ctx, func() { connection.Close() })
	defer stop()
	framer := http2.NewFramer(connection, connection)
	if _, err = io.WriteString(connection, http2.ClientPreface); err == nil {
		err = framer.WriteSettings()
	}
	if err == nil {
		var frame http2.Frame
		frame, err = framer.ReadFrame()
		if _, ok := frame.(*http2.SettingsFrame); ok {
			return nil
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", shared.ErrOffline, ctx.Err())
	}
	return fmt.Errorf("%w: %v", shared.ErrNotAServer, err)
}
