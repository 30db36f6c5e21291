package endpoint

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

func threadID() int { return unix.Gettid() }

// unshareFiles is unshare(2) of the table of descriptors, and close_range(2) of
// all from 3 on but those of Go's poller: the runtime polls on whichever thread
// it happens to run, on this one as well, and ends the program if it cannot.
func unshareFiles() {
	if unix.Unshare(unix.CLONE_FILES) != nil {
		return
	}
	first := 3
	for _, fd := range pollers() {
		if fd > first {
			_ = unix.CloseRange(uint(first), uint(fd-1), 0)
		}
		first = max(first, fd+1)
	}
	_ = unix.CloseRange(uint(first), math.MaxUint32, 0)
}

// pollers returns this process's descriptors of epoll(7) and eventfd(2), in
// order.
func pollers() (fds []int) {
	names, _ := os.ReadDir("/proc/self/fd")
	for _, name := range names {
		link, _ := os.Readlink("/proc/self/fd/" + name.Name())
		fd, err := strconv.Atoi(name.Name())
		if err == nil && (link == "anon_inode:[eventpoll]" || link == "anon_inode:[eventfd]") {
			fds = append(fds, fd)
		}
	}
	slices.Sort(fds)
	return fds
}

// programFiles is more than how many descriptors a program of a scenario has.
const programFiles = 20

// The poller's descriptors are made when they are first needed, and get the
// lowest numbers that are free. Before, those that a program is to have are
// taken for a moment, so that its first socket is 3.
func init() {
	var taken []int
	for {
		fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err == nil {
			taken = append(taken, fd)
		}
		if err != nil || fd > programFiles {
			break
		}
	}
	time.AfterFunc(time.Hour, func() {}).Stop() // a timer needs the poller
	for _, fd := range taken {
		unix.Close(fd)
	}
}

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
