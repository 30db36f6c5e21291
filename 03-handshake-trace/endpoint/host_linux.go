package endpoint

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// inKernel tells whether a thread of this process waits in a system call that
// it made for itself. A thread that the runtime has put aside waits too, for
// its turn, and in futex(2). The kernel marks a thread as running before the
// write of the packet that woke it returns, so the answer is never too early.
func inKernel(thread int) bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/syscall", thread))
	if err != nil {
		return true // a kernel without this file: be content with the call having begun
	}
	number, err := strconv.Atoi(string(bytes.SplitN(line, []byte(" "), 2)[0]))
	return err == nil && number != futex // "running" is no number
}
