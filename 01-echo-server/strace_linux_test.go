package main

import (
	"fmt"
	"io"
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
// sockets, in their order, with their arguments and results.
func TestNarrationIsWhatStraceSees(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command(strace, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	for _, mode := range []string{"blocking", "select"} {
		t.Run(mode, func(t *testing.T) {
			record := filepath.Join(t.TempDir(), "strace")
			cmd := stagetest.Self("-mode", mode, "-port", "0", "-nodelay")
			cmd.Args = append([]string{strace, "-f", "-o", record, "-e", "signal=none",
				"-e", "trace=network,read,write,close,poll,ppoll,fcntl"}, cmd.Args...)
			cmd.Path = strace
			cmd.Env = append(cmd.Env, "GODEBUG=asyncpreemptoff=1") // no signals to Go's own threads
			s := startCommand(t, cmd)
			talkToBeTraced(t, s)
			interruptChild(t, s)
			<-s.ended
			s.Wait()
			want := uncut(socketCalls(t, record))
			got := uncut(narratedCalls(s.said()))
			require.Greater(t, len(want), 25)
			assert.Equal(t, want, got)
		})
	}
}

// talkToBeTraced leads the server through every call that it makes.
func talkToBeTraced(t *testing.T, s *server) {
	first := dial(t, s)
	for _, message := range []string{"Hello", "\x001\x018\"\\\r\n\x7f你", strings.Repeat("a", 40), string(randomBytes(200))} {
		requireEcho(t, first, []byte(message))
	}
	second := dial(t, s)
	second.Write([]byte("second"))
	first.CloseWrite()
	_, err := first.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	_, err = io.ReadFull(second, make([]byte, len("second")))
	require.NoError(t, err)
	second.SetLinger(0)
	second.Close()
	s.await(t, `Server Recv Error`)
	many := 40 // more than strace shows of a list
	if strings.Contains(s.said(), "whoever connects") {
		many = 1 // the next ones would not be served
	}
	for range many {
		requireEcho(t, dial(t, s), []byte("one of many"))
	}
	// It waits again: every call until now is narrated.
	s.await(t, fmt.Sprintf(`(?s)(Server Send Data: one of many.*){%d}\(\) …\n$`, many))
}

var (
	pid        = regexp.MustCompile(`^(\d+) +`)
	unfinished = regexp.MustCompile(`^(.*) <unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
	returnedAs = regexp.MustCompile(`\) += `)
	pointer    = regexp.MustCompile(`0x[0-9a-f]+|…`)
	onSocket   = regexp.MustCompile(`^(\w+)\((\d+)`)
	newSocket  = regexp.MustCompile(`^(socket|accept4?)\(.* = (\d+)$`)
)

// uncut leaves out the last call if the signal that ended the server let it
// return.
func uncut(calls []string) []string {
	if last := len(calls) - 1; last >= 0 && strings.Contains(calls[last], " EINTR ") {
		return calls[:last]
	}
	return calls
}

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
		if strings.HasPrefix(line, "socket(") || strings.HasPrefix(line, "ppoll(") || m != nil && sockets[m[2]] {
			calls = append(calls, line)
		}
		if m != nil && m[1] == "close" {
			delete(sockets, m[2])
		}
	}
	return calls
}
