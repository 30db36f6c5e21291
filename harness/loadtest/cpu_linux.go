package loadtest

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuTime returns the CPU time that the process has used, user and system, in
// all its threads. The kernel counts it in nanoseconds; the clock's number is
// made of the process id as clock_getcpuclockid(3) makes it.
func cpuTime(pid int) (time.Duration, error) {
	const wholeProcess = 2 // CPUCLOCK_SCHED, not CPUCLOCK_PERTHREAD_MASK
	var now unix.Timespec
	err := unix.ClockGettime(int32(^pid<<3|wholeProcess), &now)
	return time.Duration(now.Nano()), err
}
