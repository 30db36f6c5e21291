package endpoint

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

func threadID() int { return unix.Gettid() }

// unshareFiles is close_range(2) with CLOSE_RANGE_UNSHARE: the thread leaves
// the table that it shares with the others of this process, and all from 3 on
// are closed in the one that it gets.
func unshareFiles() { _ = unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_UNSHARE) }

// noSignal: a reset connection is an error of the call and not SIGPIPE.
const noSignal = unix.MSG_NOSIGNAL

// inKernel reports whether a thread of this process sleeps in a system call that
// it made for itself. The kernel marks a thread as woken before the write of
// the packet that woke it returns, so asked after the write, the answer is
// never too early. Both files are needed: proc_pid_syscall(5) shows a thread
// that is about to run as still in its call, and proc_pid_stat(5) cannot tell
// recv from futex, in which Go's runtime lets a thread wait for its turn.
func inKernel(thread int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/stat", thread))
	if err != nil {
		return true // no such files: be content with the call having begun
	}
	// The state follows the name, which is in parentheses and may hold some.
	name := bytes.LastIndexByte(stat, ')')
	if !bytes.HasPrefix(stat[name+1:], []byte(" S")) {
		return false
	}
	call, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/syscall", thread))
	if err != nil {
		return true
	}
	first, _, _ := bytes.Cut(call, []byte(" "))
	number, err := strconv.Atoi(string(first))
	return err == nil && number != unix.SYS_FUTEX && number != futexTime64 // "running" is no number
}

// futexTime64 is futex's number where a time once had 32 bits.
const futexTime64 = 422
