package main

import (
	"bytes"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNarrationIsWhatStraceSees: the calls narrated are the calls made on
// the socket, in their order, with their arguments and results.
func TestNarrationIsWhatStraceSees(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command(strace, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	message := make([]byte, 300)
	rand.Read(message)
	for name, port := range map[string]string{"echo": serve(t, echo), "refused": unusedPort(t)} {
		t.Run(name, func(t *testing.T) {
			record := filepath.Join(t.TempDir(), "strace")
			cmd := stagetest.Self("-port", port, "-message", "-")
			cmd.Args = append([]string{strace, "-f", "-o", record, "-e", "signal=none",
				"-e", "trace=network,read,write,close"}, cmd.Args...)
			cmd.Path = strace
			got := toEnd(t, bytes.NewReader(message), cmd)
			want := socketCalls(t, record)
			require.Regexp(t, `^connect\(`, want[1])
			assert.Equal(t, want, narratedCalls(got.stdout))
		})
	}
}

var (
	pid        = regexp.MustCompile(`^(\d+) +`)
	unfinished = regexp.MustCompile(`^(.*) <unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
	returnedAs = regexp.MustCompile(`\) += `)
	pointer    = regexp.MustCompile(`0x[0-9a-f]+`)
	onSocket   = regexp.MustCompile(`^(\w+)\((\d+)`)
	newSocket  = regexp.MustCompile(`^(socket)\(.* = (\d+)$`)
)

// plain is a call without what differs from run to run, or how it is aligned.
func plain(call string) string {
	return pointer.ReplaceAllString(returnedAs.ReplaceAllString(call, ") = "), "ADDRESS")
}

// narratedCalls are the calls among the lines of the narration.
func narratedCalls(narration string) []string {
	var calls []string
	for _, line := range strings.Split(narration, "\n") {
		if regexp.MustCompile(`^\w+\(.*\) += `).MatchString(line) {
			calls = append(calls, plain(line))
		}
	}
	return calls
}

// socketCalls are the calls on sockets in what strace wrote.
func socketCalls(t *testing.T, record string) []string {
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
		if !returnedAs.MatchString(line) || strings.Contains(line, ") = ?") || strings.HasSuffix(line, "= ?") {
			continue // it never returned
		}
		line = plain(line)
		if m := newSocket.FindStringSubmatch(line); m != nil {
			sockets[m[2]] = true
		}
		m := onSocket.FindStringSubmatch(line)
		if strings.HasPrefix(line, "socket(") || m != nil && sockets[m[2]] {
			calls = append(calls, line)
		}
		if m != nil && m[1] == "close" {
			delete(sockets, m[2])
		}
	}
	return calls
}
