package loadtest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// Idle opens connections to the server, makes the workload's request on each,
// and returns the resident memory in KiB that each of them adds while all of
// them wait.
func Idle(w Workload, server *Server, connections int) (kib float64, err error) {
	before, err := resident(server.PID)
	if err != nil {
		return 0, err
	}
	for range connections {
		conn, err := net.Dial("tcp", server.Addr)
		if err != nil {
			return 0, err
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		if _, err := io.WriteString(conn, w.Request); err != nil {
			return 0, err
		}
		if err := skipResponse(bufio.NewReaderSize(conn, 4096)); err != nil {
			return 0, err
		}
	}
	after, err := resident(server.PID)
	return float64(after-before) / float64(connections), err
}

// resident returns a process's resident memory in KiB, as proc_pid_status(5)
// names it.
func resident(pid int) (kib int, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, line, _ := strings.Cut(string(status), "VmRSS:")
	_, err = fmt.Sscan(line, &kib)
	return kib, err
}
