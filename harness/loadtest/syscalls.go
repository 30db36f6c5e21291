package loadtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Syscalls returns how many system calls the server makes for each of w's
// requests, counted by strace over requests of them. The error says, among
// others, that strace is missing or may not trace.
func Syscalls(w Workload, server *Server, requests int) (float64, error) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		return 0, err
	}
	clients, err := w.connect(server.Addr)
	defer disconnect(clients)
	if err != nil {
		return 0, err
	}
	var summary bytes.Buffer
	cmd := exec.Command(strace, "-c", "-f", "-q", "-p", strconv.Itoa(server.PID))
	cmd.Stderr = &summary
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	if err := awaitTracer(server.PID); err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		return 0, err
	}
	sent := w.send(clients, requests)
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if sent != nil {
		return 0, sent
	}
	calls, err := totalCalls(summary.String())
	return float64(calls) / float64(requests), err
}

// awaitTracer waits until strace has attached to the process.
func awaitTracer(pid int) error {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			return err
		}
		if !strings.Contains(string(status), "TracerPid:\t0\n") {
			return nil
		}
	}
	return fmt.Errorf("strace cannot attach to process %d", pid)
}

// totalCalls reads the last line of strace's table: "100.00  0.01  3  1200  200 total",
// in which the column of errors may be empty.
func totalCalls(table string) (int, error) {
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) >= 4 && fields[len(fields)-1] == "total" {
			return strconv.Atoi(fields[3])
		}
	}
	return 0, fmt.Errorf("no total in strace's summary:\n%s", table)
}
