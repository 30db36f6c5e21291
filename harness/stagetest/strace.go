package stagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// UnderStrace makes cmd run under strace, which records the calls of the set
// trace (strace's -e trace=) in the file that is returned. The test is skipped
// where strace cannot trace.
func UnderStrace(t *testing.T, cmd *exec.Cmd, trace string) (record string) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command(strace, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	record = filepath.Join(t.TempDir(), "strace")
	cmd.Args = append([]string{strace, "-f", "-o", record, "-e", "signal=none", "-e", "trace=" + trace}, cmd.Args...)
	cmd.Path = strace
	return record
}

var (
	pid        = regexp.MustCompile(`^(\d+) +`)
	unfinished = regexp.MustCompile(`^(.*) <unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
	returnedAs = regexp.MustCompile(`\) += `)
	pointer    = regexp.MustCompile(`0x[0-9a-f]+|…`)
	onSocket   = regexp.MustCompile(`^(\w+)\((\d+)`)
	newSocket  = regexp.MustCompile(`^(socket|accept4?)\(.* = (\d+)$`)
	narrated   = regexp.MustCompile(`^\w+\(.*\) += `)
)

// normalised returns a call without what differs from run to run, or how it is
// aligned, and under its name in C: on 32 bits the kernel's is fcntl64.
func normalised(call string) string {
	call = strings.Replace(call, "fcntl64(", "fcntl(", 1)
	return pointer.ReplaceAllString(returnedAs.ReplaceAllString(call, ") = "), "ADDRESS")
}

// NarratedCalls returns the calls among the lines of a narration, in the form of
// SocketCalls.
func NarratedCalls(narration string) []string {
	var calls []string
	for _, line := range strings.Split(narration, "\n") {
		if narrated.MatchString(line) {
			calls = append(calls, normalised(line))
		}
	}
	return calls
}

// SocketCalls returns the calls on sockets in what strace has recorded, those
// that returned, in the order of their returns.
func SocketCalls(t *testing.T, record string) []string {
	data, err := os.ReadFile(record)
	require.NoError(t, err)
	var calls []string
	begun := map[string]string{} // by thread: a call that another thread's came between
	sockets := map[string]bool{}
	for _, line := range strings.Split(string(data), "\n") {
		thread := pid.FindString(line)
		line = strings.TrimPrefix(line, thread)
		if m := unfinished.FindStringSubmatch(line); m != nil {
			begun[thread] = m[1]
			continue
		}
		if m := resumed.FindStringSubmatch(line); m != nil {
			line = begun[thread] + m[1]
		}
		if !returnedAs.MatchString(line) {
			continue
		}
		line = normalised(line)
		if strings.Contains(line, ") = ?") {
			continue // it never returned: the program was ended while it waited
		}
		if m := newSocket.FindStringSubmatch(line); m != nil {
			sockets[m[2]] = true
		}
		m := onSocket.FindStringSubmatch(line)
		if strings.HasPrefix(line, "socket(") || strings.HasPrefix(line, "ppoll(") || m != nil && sockets[m[2]] {
			calls = append(calls, line)
		}
		if m != nil && m[1] == "close" {
			delete(sockets, m[2])
		}
	}
	return calls
}
