// Package eventstore is the ledger on this machine: an append-only log of
// events with a journal of the commands that caused them, chained by hashes,
// with everything a human typed sealed under one key per record.
//
// A workspace is a folder:
//
//	log.db           the events and the journal of commands (SQLite)
//	keys.db          the keys of the records, wrapped by the workspace key (SQLite)
//	workspace.key    the workspace key, where the system has no key store
//	workspace.lock   held by the one process that owns the workspace
//	workspace.owner  who holds the lock, for the message to a second process
//	attachments/     sealed files, named by a keyed hash of their content
//
// [Ledger] is what the rest of the program uses. Below it lies the [Store]
// port, which knows records but no keys and no domain events; it is
// implemented over SQLite ([OpenSQLite]) and in memory ([NewMemory]), and both
// pass the conformance suite in package storetest.
//
// The format on disk, down to the byte, is described in docs/ledger.md.
package eventstore
