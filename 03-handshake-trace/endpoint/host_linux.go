package endpoint

import (
	"bytes"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// inKernel tells whether a thread of this process sleeps in a system call that
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
