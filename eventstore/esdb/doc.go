// Package esdb is the team's ledger on EventStoreDB and KurrentDB: the adapter
// between the port of package shared and the client library.
//
// The library has sharp edges, and this package is the one place that knows
// them. It gives a connection to one goroutine, makes a new client for each
// connection, finds out what is wrong before the library is asked, and never
// uses a client again that lost its server. Why this library, and when to leave
// it, is told in docs/decisions/0016.
package esdb
