// Package team lets a workspace be shared: it goes between the ledger of this
// machine and the ledger of the team, of which it needs to know no more than
// package shared says.
//
// [Found] brings a workspace to a server, [Join] fetches one from there, and
// [Syncer] keeps both alike: it pulls what the others did, lets the ledger decide
// the own commands again on top of that, and pushes them. The server reads
// neither words nor keys. What it gives back is checked: every event follows the
// one before it in the chain of hashes, and carries a proof that only who holds
// the secrets of the workspace can make.
package team
