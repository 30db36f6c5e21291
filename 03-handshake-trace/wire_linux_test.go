package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/timeline/timelinetest"
	"example.com/socket-tutorial/harness/stagetest"
)

// A test binary that runs as the program starts itself again in a namespace,
// and is the program there as well.
func init() {
	if namespace.InChild() {
		main()
		os.Exit(0)
	}
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

// Each user sees every scenario. An ordinary user goes a longer way to the wire, so
// that root sees a few of them unless nothing is to be left out, and nobody those
// that take ten seconds.
func TestScenariosOnTheWire(t *testing.T) {
	for name, uid := range users {
		t.Run(name, func(t *testing.T) {
			if os.Getuid() != 0 {
				uid = uint32(os.Getuid())
			}
			needsWire(t, uid)
			t.Parallel()
			directory := folder(t)
			if stagetest.Thorough() {
				run(t, as(t, uid, "-mode", "wire", "-s", "all", "-o", directory))
				for _, s := range scenario.All {
					t.Run(s.Name, func(t *testing.T) { expectSequence(t, uid, s.Name, directory) })
				}
				return
			}
			chosen := scenario.All
			if testing.Short() || uid == 0 {
				chosen = chosen[:2]
			}
			for _, s := range chosen {
				if s.Slow {
					continue
				}
				t.Run(s.Name, func(t *testing.T) {
					t.Parallel()
					run(t, as(t, uid, "-mode", "wire", "-s", s.Name, "-o", directory))
					expectSequence(t, uid, s.Name, directory)
				})
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

// delay is that of the wire, each way, which is the program's default.
const delay = 50 * time.Millisecond

// expectSequence reads what a run has written and wants the scenario's sequence. A
// run that differs and in which the machine stood still proves nothing and is
// repeated.
func expectSequence(t *testing.T, uid uint32, name, directory string) {
	for attempt := 1; ; attempt++ {
		trace := written(t, directory, name)
		s, _ := scenario.Find(name)
		client, server := s.Sequence(trace, timeline.Client), s.Sequence(trace, timeline.Server)
		want := s.Expect
		if (client != want.Client || server != want.Server) && (timelinetest.Stalled(trace, delay) || tied(name, trace)) {
			if attempt == attempts {
				t.Skipf("the machine stood still in each of %d runs", attempts)
			}
			run(t, as(t, uid, "-mode", "wire", "-s", name, "-o", directory))
			continue
		}
		assert.Equal(t, lines(want.Client), lines(client), "client")
		assert.Equal(t, lines(want.Server), lines(server), "server")
		for _, end := range timeline.Ends {
			_, err := trace.Check(end, true)
			assert.NoError(t, err)
		}
		assert.NotEmpty(t, trace.Lesson)
		return
	}
}

// lines puts each event of a sequence on a line, so that two can be compared.
func lines(sequence string) string { return strings.ReplaceAll(sequence, " | ", "\n") }

func written(t *testing.T, directory, name string) *timeline.Trace {
	file, err := os.Open(filepath.Join(directory, name+".pcapng"))
	require.NoError(t, err)
	defer file.Close()
	trace, err := recording.Read(file)
	require.NoError(t, err)
	return trace
}

// tied reports whether the server's timer for its lost SYN,ACK went off before
// the client's second SYN came. Both run for a second, from moments that are
// one delay apart, and the SYN takes one delay: rounding decides.
func tied(name string, trace *timeline.Trace) bool {
	return name == "losesynack" && strings.Count(scenario.Scenario{}.Sequence(trace, timeline.Server), "→ SYN,ACK") == 3
}

// On the cable the two ends' events have an order in common as well, that of
// one clock. Run after run it is the same, down to each call.
func TestEchoIsAlwaysTheSame(t *testing.T) {
	needsWire(t, uint32(os.Getuid()))
	t.Parallel()
	directory := folder(t)
	order := func() string {
		for range attempts {
			run(t, stagetest.Self("-mode", "wire", "-o", directory))
			if trace := written(t, directory, "echo"); !timelinetest.Stalled(trace, delay) {
				return both(trace)
			}
		}
		t.Skipf("the machine stood still in each of %d runs", attempts)
		return ""
	}
	again := 2
	if stagetest.Thorough() {
		again = 5
	}
	first := order()
	for range again {
		assert.Equal(t, first, order())
	}
}

// both is the sequence of both ends on one clock.
func both(trace *timeline.Trace) string {
	var events []string
	for _, event := range trace.Events {
		if mark := scenario.Mark(event); mark != "" { // how long something waited to be read differs
			events = append(events, event.End.String()+" "+mark)
		}
	}
	return strings.Join(events, "\n")
}
