package server

import (
	"maps"
	"net"
	"sync"
	"sync/atomic"
)

// Traffic is what went through a server since it was started first.
type Traffic struct {
	BytesIn  int64 // on the wire, with TLS, from the clients
	BytesOut int64
	Calls    map[string]int64 // by method, such as "Streams/Append"
	Appended int64            // events that were added
	Read     int64            // events that were sent
	Accepted int64            // connections
}

type traffic struct {
	in, out, appended, read, accepted atomic.Int64

	mu    sync.Mutex
	calls map[string]int64
}

// Traffic counts what went through the server.
func (s *Server) Traffic() Traffic {
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	return Traffic{
		BytesIn: t.in.Load(), BytesOut: t.out.Load(), Calls: maps.Clone(t.calls),
		Appended: t.appended.Load(), Read: t.read.Load(), Accepted: t.accepted.Load(),
	}
}

func (t *traffic) call(method string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls == nil {
		t.calls = map[string]int64{}
	}
	t.calls[method]++
}

// listener counts bytes and knows its connections, so that they can be cut.
type listener struct {
	net.Listener
	traffic *traffic

	mu    sync.Mutex
	conns map[string]net.Conn // by the client's address
}

// Accept waits for the next client.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.traffic.accepted.Add(1)
	counted := &connection{Conn: conn, listener: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[conn.RemoteAddr().String()] = counted
	return counted, nil
}

// cut closes the connection of one client.
func (l *listener) cut(client net.Addr) {
	l.mu.Lock()
	conn := l.conns[client.String()]
	l.mu.Unlock()
	if conn != nil {
		_ = conn.Close() // it is closed already
	}
}

func (l *listener) cutAll() {
	l.mu.Lock()
	all := maps.Clone(l.conns)
	l.mu.Unlock()
	for _, conn := range all {
		_ = conn.Close() // it is closed already
	}
}

func (l *listener) dropped(conn *connection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if key := conn.RemoteAddr().String(); l.conns[key] == conn {
		delete(l.conns, key)
	}
}

type connection struct {
	net.Conn
	listener *listener
}

func (c *connection) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.listener.traffic.in.Add(int64(n))
	return n, err
}

func (c *connection) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.listener.traffic.out.Add(int64(n))
	return n, err
}

func (c *connection) Close() error {
	c.listener.dropped(c)
	return c.Conn.Close()
}
