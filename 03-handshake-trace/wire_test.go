package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

// What the two ends do and see, in the notation of sequence.
const (
	connects = "socket() = 0 | connect(5000) | SYN_SENT | → SYN | ← SYN,ACK | ESTABLISHED | → ACK | connect() = 0 | "
	listens  = "socket() = 0 | bind(5000) = 0 | listen(5) = 0 | LISTEN | "
	answers  = "← SYN | SYN_RECV | → SYN,ACK | ← ACK | ESTABLISHED | "
	accepts  = listens + "accept() | " + answers + "accept() = port N | "

	asks   = `send("Hello") = 5 | → ACK 5 | recv(10) | ← ACK | ← ACK 5 | → ACK | recv() = "Hello" | `
	echoes = `recv(2048) | ← ACK 5 | → ACK | recv() = "Hello" | send("Hello") = 5 | → ACK 5 | recv(2048) | ← ACK | `

	closesFirst  = "close() = 0 | FIN_WAIT1 | → FIN,ACK | ← FIN,ACK | TIME_WAIT | → ACK"
	closesSecond = `← FIN,ACK | CLOSE_WAIT | recv() = "" | close() = 0 | LAST_ACK | → FIN,ACK | close() = 0 | ← ACK | CLOSED`
	isReset      = "← RST,ACK | CLOSED | recv() = ECONNRESET | close() = 0"
)

var sequences = map[string]struct{ client, server string }{
	"echo": {
		connects + asks + closesFirst,
		accepts + echoes + closesSecond,
	},
	"noaccept": {
		connects + `send("is anybody in there") = 19 | → ACK 19 | recv(10) | ← ACK | ` + isReset,
		listens + "sleep(400ms) | " + answers + "← ACK 19 | → ACK | close() = 0 | CLOSED | → RST,ACK",
	},
	"refused": {
		"socket() = 0 | connect(5000) | SYN_SENT | → SYN | ← RST,ACK | CLOSED | connect() = ECONNREFUSED | close() = 0",
		"← SYN | → RST,ACK",
	},
	"rstunread": {
		connects + `send("is anybody in there") = 19 | → ACK 19 | recv(10) | ← ACK | ` + isReset,
		accepts + "sleep(100ms) | ← ACK 19 | → ACK | close() = 0 | CLOSED | → RST,ACK | close() = 0",
	},
	"linger0": {
		connects + "setsockopt(LINGER 0) = 0 | close() = 0 | CLOSED | → RST,ACK",
		accepts + "recv(2048) | " + isReset + " | close() = 0",
	},
	"halfclose": {
		connects + `send("Hello") = 5 | → ACK 5 | sleep(150ms) | ← ACK | shutdown(SHUT_WR) = 0 | FIN_WAIT1 | → FIN,ACK | ` +
			`recv(2048) | ← ACK | FIN_WAIT2 | ← ACK 26 | → ACK | recv() = "abcdefghijklmnopqrstuvwxyz" | ` +
			`recv(2048) | ← FIN,ACK | TIME_WAIT | → ACK | recv() = "" | close() = 0`,
		accepts + `recv(2048) | ← ACK 5 | → ACK | recv() = "Hello" | recv(2048) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | ` +
			`sleep(100ms) | → ACK | send("abcdefghijklmnopqrstuvwxyz") = 26 | → ACK 26 | ` +
			`close() = 0 | LAST_ACK | → FIN,ACK | close() = 0 | ← ACK | ← ACK | CLOSED`,
	},
	"fin4": {
		connects + "close() = 0 | FIN_WAIT1 | → FIN,ACK | ← ACK | FIN_WAIT2 | ← FIN,ACK | TIME_WAIT | → ACK",
		accepts + `recv(2048) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | sleep(200ms) | → ACK | ` +
			"close() = 0 | LAST_ACK | → FIN,ACK | close() = 0 | ← ACK | CLOSED",
	},
	"timewait": {
		connects + `recv(10) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | close() = 0 | LAST_ACK | → FIN,ACK | ` +
			`socket() = 0 | connect(5001) | ← ACK | CLOSED | connect() = 0 | recv(10) | recv() = "" | close() = 0`,
		listens + "socket() = 0 | setsockopt(REUSEADDR) = 0 | bind(5001) = 0 | listen(5) = 0 | accept() | " + answers +
			"accept() = port N | close() = 0 | FIN_WAIT1 | → FIN,ACK | close() = 0 | accept() | ← FIN,ACK | TIME_WAIT | → ACK | " +
			"accept() = port N | close() = 0 | close() = 0 | sleep(200ms) | socket() = 0 | bind(5000) = EADDRINUSE | " +
			"setsockopt(REUSEADDR) = 0 | bind(5000) = EADDRINUSE | bind(5001) = 0 | close() = 0",
	},
	"simclose": {
		connects + "sleep(75ms) | close() = 0 | FIN_WAIT1 | → FIN,ACK | ← FIN,ACK | CLOSING | → ACK | ← ACK | TIME_WAIT",
		accepts + "sleep(50ms) | close() = 0 | FIN_WAIT1 | → FIN,ACK | close() = 0 | ← FIN,ACK | CLOSING | → ACK | ← ACK | TIME_WAIT",
	},
	"losesyn": {
		strings.Replace(connects, "→ SYN", "→ SYN | ✗ | → SYN", 1) + asks + closesFirst,
		accepts + echoes + closesSecond,
	},
	"losesynack": {
		strings.Replace(connects, "→ SYN", "→ SYN | → SYN", 1) + asks + closesFirst,
		strings.Replace(accepts, "→ SYN,ACK", "→ SYN,ACK | ✗ | ← SYN | → SYN,ACK", 1) + echoes + closesSecond,
	},
	"loseack": {
		strings.Replace(connects, "→ ACK", "→ ACK | ✗", 1) + asks + closesFirst,
		listens + "accept() | ← SYN | SYN_RECV | → SYN,ACK | ← ACK 5 | ESTABLISHED | → ACK | accept() = port N | " +
			`recv(2048) | recv() = "Hello" | send("Hello") = 5 | → ACK 5 | recv(2048) | ← ACK | ` + closesSecond,
	},
	"losedata": {
		connects + strings.Replace(asks, "recv(10)", "✗ | recv(10) | → ACK 5", 1) + closesFirst,
		accepts + echoes + closesSecond,
	},
	"loselastack": {
		connects + asks + closesFirst + " | ✗ | ← FIN,ACK | → ACK",
		accepts + echoes + strings.Replace(closesSecond, "← ACK", "→ FIN,ACK | ← ACK", 1),
	},
	"backlog": { // however often the SYN was sent
		"socket() = 0 | connect(5000) | connect() = 0 | socket() = 0 | connect(5000) | connect() = 0 | " + connects +
			"close() = 0 | FIN_WAIT1 | → FIN,ACK | close() = 0 | close() = 0 | ← FIN,ACK | TIME_WAIT | → ACK",
		"socket() = 0 | bind(5000) = 0 | listen(1) = 0 | LISTEN | sleep(6s) | ← SYN | " +
			"accept() | accept() = port N | accept() | accept() = port N | accept() | " + answers + "accept() = port N | " +
			`recv(10) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | close() = 0 | LAST_ACK | → FIN,ACK | ` +
			"close() = 0 | close() = 0 | close() = 0 | ← ACK | CLOSED",
	},
}

// users are those who must be able to see the wire. Nobody has no privileges.
var users = map[string]uint32{"root": 0, "ordinary user": 65534}

// as returns the program, run by this user. The test binary is in a folder
// that only its owner may enter, so it is handed over as a file.
func as(t *testing.T, uid uint32, args ...string) *exec.Cmd {
	cmd := stagetest.Self(args...)
	if int(uid) == os.Getuid() {
		return cmd
	}
	if os.Getuid() != 0 {
		t.Skip("needs root")
	}
	file, err := os.Open(cmd.Path)
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() })
	cmd.ExtraFiles = []*os.File{file}
	cmd.Path = "/proc/self/fd/3"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	return cmd
}

// folder returns a new folder in which anybody may write.
func folder(t *testing.T) string {
	directory, err := os.MkdirTemp("", "trace")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(directory) })
	require.NoError(t, os.Chmod(directory, 0o777))
	return directory
}

// needsWire skips a test where there is no wire, with what the program says.
func needsWire(t *testing.T, uid uint32) {
	output, err := as(t, uid, "-mode", "wire", "-s", "refused", "-delay", "0").CombinedOutput()
	if err != nil {
		t.Skipf("no wire here: %s", output)
	}
}

func TestScenariosOnTheWire(t *testing.T) {
	for name, uid := range users {
		t.Run(name, func(t *testing.T) {
			if os.Getuid() != 0 {
				uid = uint32(os.Getuid())
			}
			needsWire(t, uid)
			t.Parallel()
			directory := folder(t)
			run(t, as(t, uid, "-mode", "wire", "-s", "all", "-o", directory))
			for _, s := range scenario.All {
				t.Run(s.Name, func(t *testing.T) { expectSequence(t, uid, s.Name, directory) })
			}
		})
	}
}

func run(t *testing.T, cmd *exec.Cmd) string {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(t, cmd.Run(), "%s", stderr.String())
	require.Empty(t, stderr.String())
	return stdout.String()
}

// attempts bounds how often a run is repeated that proves nothing.
const attempts = 8

// expectSequence reads what a run has written and wants the scenario's
// sequence. A run in which the machine stood still, so that a timer of the
// kernel went off that should not have, proves nothing and is repeated.
func expectSequence(t *testing.T, uid uint32, name, directory string) {
	for attempt := 1; ; attempt++ {
		trace := written(t, directory, name)
		client, server := actual(trace, timeline.Client), actual(trace, timeline.Server)
		want := sequences[name]
		if attempt < attempts && (client != want.client || server != want.server) && (stalled(trace) || tied(name, trace)) {
			run(t, as(t, uid, "-mode", "wire", "-s", name, "-o", directory))
			continue
		}
		assert.Equal(t, lines(want.client), lines(client), "client")
		assert.Equal(t, lines(want.server), lines(server), "server")
		for _, end := range []timeline.End{timeline.Client, timeline.Server} {
			assert.NoError(t, states.Check(trace.States(end), true))
		}
		assert.NotEmpty(t, trace.Lesson)
		return
	}
}

func lines(sequence string) string { return strings.ReplaceAll(sequence, " | ", "\n") }

func written(t *testing.T, directory, name string) *timeline.Trace {
	file, err := os.Open(filepath.Join(directory, name+".pcapng"))
	require.NoError(t, err)
	defer file.Close()
	found, err := recording.Read(file)
	require.NoError(t, err)
	require.Len(t, found.Traces, 1)
	return found.Traces[0]
}

// actual is the sequence of an end. How often a kernel sends a SYN that is not
// answered is its own affair.
func actual(trace *timeline.Trace, end timeline.End) string {
	events := strings.Split(sequence(trace, end), "\n")
	if trace.Title == "backlog" {
		events = slices.CompactFunc(events, func(a, b string) bool { return a == b && strings.HasSuffix(a, " SYN") })
	}
	return strings.Join(events, " | ")
}

// late is how much longer than asked for something may take on a machine that
// does not stand still.
const late = 15 * time.Millisecond

// stalled tells whether a segment or a pause took much longer than it should.
func stalled(trace *timeline.Trace) bool {
	for _, s := range trace.Segments() {
		if !s.Lost && s.Arrived-s.Left > 50*time.Millisecond+late {
			return true
		}
	}
	var until [2]time.Duration // when each end's pause should end
	for _, event := range trace.Events {
		if event.Kind != timeline.Call {
			continue
		}
		if until[event.End] > 0 && event.At-until[event.End] > late {
			return true
		}
		until[event.End] = 0
		if text, ok := strings.CutPrefix(event.Text, "sleep("); ok {
			pause, _ := time.ParseDuration(strings.TrimSuffix(text, ")"))
			until[event.End] = event.At + pause
		}
	}
	return false
}

// tied tells whether the server's timer for its lost SYN,ACK went off before
// the client's second SYN came. Both run for a second, from moments that are
// one delay apart, and the SYN takes one delay: rounding decides.
func tied(name string, trace *timeline.Trace) bool {
	return name == "losesynack" && strings.Count(sequence(trace, timeline.Server), "→ SYN,ACK") == 3
}
