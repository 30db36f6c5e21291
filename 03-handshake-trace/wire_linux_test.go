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

func TestScenariosOnTheWire(t *testing.T) {
	for name, uid := range users {
		t.Run(name, func(t *testing.T) {
			if os.Getuid() != 0 {
				uid = uint32(os.Getuid())
			}
			needsWire(t, uid)
			t.Parallel()
			directory := folder(t)
			chosen := scenario.All
			if testing.Short() {
				chosen = chosen[:2]
				for _, s := range chosen {
					run(t, as(t, uid, "-mode", "wire", "-s", s.Name, "-o", directory))
				}
			} else {
				run(t, as(t, uid, "-mode", "wire", "-s", "all", "-o", directory))
			}
			for _, s := range chosen {
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
		s, _ := scenario.Find(name)
		client, server := s.Sequence(trace, timeline.Client), s.Sequence(trace, timeline.Server)
		want := s.Expect
		if attempt < attempts && (client != want.Client || server != want.Server) && (stalled(trace) || tied(name, trace)) {
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

// late is how much longer than asked for something may take on a machine that
// does not stand still.
const late = 15 * time.Millisecond

// stalled reports whether a segment, a pause, a program or a call took much
// longer than it should. A program goes on as soon as its call has returned, and
// its call returns as soon as what it waits for has come: a segment that arrives.
// One that leaves says nothing of that, for a timer of the kernel may have sent
// it. The first SYN leaves as soon as connect was called.
func stalled(trace *timeline.Trace) bool {
	for _, s := range trace.Segments() {
		if !s.Lost && s.Arrived-s.Left > 50*time.Millisecond+late {
			return true
		}
	}
	var due [2]time.Duration // when each end's program should go on, at the latest
	connected := time.Duration(0)
	for _, event := range trace.Events {
		called := event.Kind == timeline.Enter || event.Kind == timeline.Return
		if called && due[event.End] > 0 && event.At-due[event.End] > late {
			return true
		}
		switch {
		case called && event.Call.Name == "sleep":
			due[event.End] = event.At + event.Call.Pause
		case called || event.Kind == timeline.Arrive:
			due[event.End] = max(due[event.End], event.At)
		}
		if event.Kind == timeline.Enter && event.Call.Name == "connect" {
			connected = event.At
		}
		if event.Kind == timeline.Leave && event.Segment.Number == 1 && event.At-connected > late {
			return true
		}
	}
	return false
}

// What a machine that stood still makes of a run is recognised.
func TestStalled(t *testing.T) {
	const ms = time.Millisecond
	syn := &timeline.Segment{Number: 1, Left: 2 * ms, Arrived: 52 * ms}
	ack := &timeline.Segment{Number: 2, From: timeline.Server, Left: 92 * ms, Arrived: 142 * ms}
	call := func(at time.Duration, end timeline.End, kind timeline.Kind, name string) timeline.Event {
		return timeline.Event{At: at, End: end, Kind: kind, Call: &timeline.Call{Name: name}}
	}
	run := func(connect, accept time.Duration) *timeline.Trace {
		return &timeline.Trace{Events: []timeline.Event{
			call(0, timeline.Server, timeline.Enter, "accept"),
			call(connect, timeline.Client, timeline.Enter, "connect"),
			{At: 2 * ms, End: timeline.Client, Kind: timeline.Leave, Segment: syn},
			{At: 52 * ms, End: timeline.Server, Kind: timeline.Arrive, Segment: syn},
			{At: 92 * ms, End: timeline.Server, Kind: timeline.Leave, Segment: ack}, // by the kernel's timer
			call(accept, timeline.Server, timeline.Return, "accept"),
		}}
	}
	assert.False(t, stalled(run(ms, 53*ms)))
	assert.True(t, stalled(run(ms, 93*ms)), "the program went on only after the timer's segment")
	assert.True(t, stalled(run(-time.Second, 53*ms)), "the SYN left a second after connect")
	syn.Arrived += 20 * ms
	assert.True(t, stalled(run(ms, 53*ms)), "a segment took longer than the wire's delay")
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
	directory := folder(t)
	order := func() string {
		for attempt := 1; ; attempt++ {
			run(t, stagetest.Self("-mode", "wire", "-o", directory))
			if trace := written(t, directory, "echo"); !stalled(trace) || attempt == attempts {
				return both(trace)
			}
		}
	}
	first := order()
	for range 5 {
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
