package eventstore

import "syscall"

// errQuota is ERROR_DISK_FULL, which Windows gives for a full disk and for a
// used-up share of one.
const errQuota = syscall.Errno(112)
