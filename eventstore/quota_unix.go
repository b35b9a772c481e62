//go:build unix

package eventstore

import "syscall"

// errQuota is what writing beyond the user's share of a disk gives.
const errQuota = syscall.EDQUOT
