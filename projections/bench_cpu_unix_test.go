//go:build unix

package projections

import (
	"syscall"
	"time"
)

// cpuTime is the time that the processors spent for this process. Unlike the
// time on the wall it does not depend on what else the machine does.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
