package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) {
	// With the race detector each run of the program would end a second later.
	os.Setenv("GORACE", "atexit_sleep_ms=0")
	stagetest.Main(m, main)
}

func TestStage(t *testing.T) { stagetest.Verify(t, "03") }

// status runs the program to its end and returns what it wrote.
func status(t *testing.T, args ...string) (status int, stdout, stderr string) {
	return statusOf(t, stagetest.Self(args...))
}

func statusOf(t *testing.T, cmd *exec.Cmd) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), out.String(), errs.String()
	}
	require.NoError(t, err)
	return 0, out.String(), errs.String()
}

// Each error is one line that says what to do, and no scenario has run.
func TestBadUsage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"-s ecko", 2, `there is no scenario "ecko"; did you mean echo?`},
		{"-s loselastak", 2, "did you mean loselastack?"},
		{"-s quic", 2, `there is no scenario "quic"; -s list shows them all`},
		{"-s", 2, "flag needs an argument"},
		{"-mode pigeon", 2, "choose auto, wire or lo"},
		{"-delay 1s", 2, "choose 0s to 450ms"},
		{"-delay -1ms", 2, "choose 0s to 450ms"},
		{"-port 65536", 2, "choose 1 to 65535"},
		{"-s recorded", 2, "name a directory with -o"},
		{"-step -s all", 2, "name it with -s"},
		{"-step -mode lo", 2, "needs the wire"},
		{"-r=", 2, "-r: name a file"},
		{"-r x.pcap -s echo", 2, "-r and -s exclude each other"},
		{"-conn 2", 2, "give it with -r"},
		{"-r x.pcap -conn 0", 2, "choose 1 or more"},
		{"-r x.pcap -conn 1 -port 80", 2, "or a connection by -port"},
		{"-explain 0", 2, "give the number of a segment"},
		{"-port 5000 -explain", 2, "-port and -explain exclude each other"},
		{"-port 5000 -step", 2, "-port and -step exclude each other"},
		{"echo", 2, `"echo" is not a flag`},
		{"-r nowhere.pcap", 1, "open nowhere.pcap: "}, // and the system's words
		{"-r main_test.go", 1, "not a capture"},
		{"-o main_test.go", 1, "name a directory"},
		{"-o main_test.go/under", 1, "name a directory"},
	} {
		t.Run(c.args, func(t *testing.T) {
			got, stdout, stderr := status(t, strings.Fields(c.args)...)
			assert.Equal(t, c.status, got)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, c.says)
			assert.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
		})
	}
}

func TestList(t *testing.T) {
	got, stdout, stderr := status(t, "-s", "list")
	assert.Zero(t, got)
	assert.Empty(t, stderr)
	for i, line := range strings.Split(strings.TrimSpace(stdout), "\n") {
		assert.True(t, strings.HasPrefix(line, scenario.All[i].Name+" "), line)
		assert.Contains(t, line, string(scenario.All[i].Lesson))
		assert.LessOrEqual(t, len(line), 80, line)
	}
}

// What -r draws of a recording of ours is what was drawn when it was made, and
// it needs no privilege and no kernel to look at.
func TestReadsItsOwnRecordings(t *testing.T) {
	for _, s := range scenario.All {
		got, stdout, stderr := status(t, "-r", filepath.Join("recorded", s.Name+".pcapng"))
		assert.Zero(t, got)
		assert.Empty(t, stderr)
		trace, err := recorded(s.Name)
		require.NoError(t, err)
		assert.Equal(t, (&timeline.Trace{Lesson: s.Tells(trace)}).Said(), trace.Said(), "%s teaches something else by now: record it again", s.Name)
		for _, end := range timeline.Ends {
			assert.Equal(t, strings.Split(s.Expect.Of(end), " | "), strings.Split(s.Sequence(trace, end), " | "), s.Name)
		}
		for _, word := range []string{s.Name, "recorded", " SYN ", "SYN_SENT", "connect("} {
			assert.Contains(t, stdout, word)
		}
	}
}

// Every sentence of a scenario can be said of a run in which all goes well.
func TestEachSentenceIsSupported(t *testing.T) {
	for _, s := range scenario.All {
		trace, err := recorded(s.Name)
		require.NoError(t, err)
		assert.Len(t, s.Tells(trace), len(s.Tell), s.Name)
	}
}

func TestExplainTakesTheFirstSYNApart(t *testing.T) {
	_, stdout, _ := status(t, "-r", "recorded/echo.pcapng", "-explain")
	for _, field := range []string{"Source Port", "Sequence Number", "Data Offset", "Control bits", "Maximum Segment Size", "Time to Live"} {
		assert.Contains(t, stdout, field)
	}
}

// A capture of anybody's is drawn while it is read, one connection of it; the
// others are listed, and what is not shown is counted.
func TestOneConnectionOfACapture(t *testing.T) {
	const file = "recording/testdata/echo-and-refused.pcap"
	for _, c := range []struct{ args, draws, not string }{
		{"", "10.0.0.1:56532 → 10.0.0.2:5000: in a capture", "58428 →"},
		{"-conn 2", "10.0.0.1:58428 → 10.0.0.2:5001: in a capture", "56532 →"},
		{"-port 5001", "10.0.0.1:58428 → 10.0.0.2:5001: in a capture", "56532 →"},
	} {
		got, stdout, stderr := status(t, append([]string{"-r", file}, strings.Fields(c.args)...)...)
		assert.Zero(t, got, stderr)
		assert.True(t, strings.HasPrefix(stdout, c.draws), stdout)
		assert.NotContains(t, stdout, c.not)
		assert.Contains(t, stdout, "2 connections. -conn N draws another one")
		assert.Contains(t, stdout, "Not shown: 2 packets, not TCP: IP protocol 58 (the first is packet 1).")
	}
	got, stdout, stderr := status(t, "-r", file, "-conn", "3")
	assert.Equal(t, 1, got)
	assert.Contains(t, stdout, "10.0.0.2:5001")
	assert.Contains(t, stderr, "it has no such connection")
}

// A recording has one connection: it is drawn where that was asked for.
func TestTheConnectionOfARecording(t *testing.T) {
	for args, want := range map[string]int{"-conn 1": 0, "-port 5000": 0, "-conn 2": 1, "-port 80": 1} {
		got, stdout, stderr := status(t, append([]string{"-r", "recorded/echo.pcapng"}, strings.Fields(args)...)...)
		assert.Equal(t, want, got, args)
		assert.Equal(t, want == 0, strings.Contains(stdout, "ESTABLISHED"), args)
		assert.Equal(t, want != 0, strings.Contains(stderr, "recorded/echo.pcapng: it has no such connection\n"), stderr)
	}
}

func TestExplainTakesAnySegmentApart(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"-r recorded/echo.pcapng -explain 2", "Segment 2, byte by byte"},
		{"-explain=4 -r recorded/echo.pcapng", "63 × 1024 = 64512 bytes"},
		{"-r recording/testdata/echo-and-refused.pcap --explain 14", "Segment 14, byte by byte"},
		{"-r recording/testdata/echo-and-refused.pcap -conn 2 -explain", "Segment 11, byte by byte"},
	} {
		got, stdout, stderr := status(t, strings.Fields(c.args)...)
		assert.Zero(t, got, stderr)
		assert.Contains(t, stdout, c.says, c.args)
	}
	got, _, stderr := status(t, "-r", "recorded/echo.pcapng", "-explain", "11")
	assert.Equal(t, 1, got)
	assert.Contains(t, stderr, "the trace has 10 segments")
	got, _, stderr = status(t, "-r", "recording/testdata/echo-and-refused.pcap", "-explain", "1")
	assert.Equal(t, 1, got)
	assert.Contains(t, stderr, "that is no TCP segment of the capture")
}

// Each file has a name that any system takes, whatever stands in the capture.
func TestFilesOfACapture(t *testing.T) {
	directory := t.TempDir()
	got, _, stderr := status(t, "-r", "recording/testdata/echo-and-refused.pcap", "-conn", "2", "-o", directory)
	require.Zero(t, got, stderr)
	files, err := os.ReadDir(directory)
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	assert.Equal(t, []string{"connection-2.html", "connection-2.pcapng", "connection-2.svg", "connection-2.txt", "index.html"}, names)
	got, stdout, _ := status(t, "-r", filepath.Join(directory, "connection-2.pcapng"))
	assert.Zero(t, got)
	assert.Contains(t, stdout, "10.0.0.1:58428 → 10.0.0.2:5001")
	assert.Contains(t, stdout, "RST,ACK seq=0 ack=1 win=0")
}

// The recordings become files without any privilege, and the index leads to all.
func TestFilesOfTheRecordings(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	got, stdout, stderr := status(t, "-s", "recorded", "-o", directory)
	require.Zero(t, got, stderr)
	index, err := os.ReadFile(filepath.Join(directory, "index.html"))
	require.NoError(t, err)
	for _, s := range scenario.All {
		assert.Contains(t, string(index), `<a href="`+s.Name+`.html">`)
		for _, suffix := range []string{".txt", ".pcapng", ".svg", ".html"} {
			assert.FileExists(t, filepath.Join(directory, s.Name+suffix))
			assert.Contains(t, stdout, "Wrote "+filepath.Join(directory, s.Name+suffix)+"\n")
		}
	}
}

// What could not be printed has not been shown: the status says so.
func TestOutputThatFails(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	reader.Close()
	defer writer.Close()
	outputs := map[string]*os.File{"closed pipe": writer}
	if full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0); err == nil {
		defer full.Close()
		outputs["full disk"] = full
	}
	for name, output := range outputs {
		for _, args := range []string{"-s list", "-r recorded/echo.pcapng", "-r recording/testdata/echo-ipv6.pcap", "-s refused"} {
			cmd := stagetest.Self(strings.Fields(args)...)
			cmd.Stdout = output
			var exit *exec.ExitError
			require.ErrorAs(t, cmd.Run(), &exit, "%s into a %s", args, name)
			assert.Equal(t, 1, exit.ExitCode(), "%s into a %s", args, name)
		}
	}
}

// A state that cannot follow the one before fails the run.
func TestViolationIsAnError(t *testing.T) {
	trace, err := recorded("echo")
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, verify(&out, trace, true))
	assert.Equal(t, "All 10 changes of state are in RFC 9293, figure 5: 9 arrows, and 1 by its note 2 (a FIN that\nacknowledges ours as well).\n", out.String())
	trace.Events = slices.DeleteFunc(trace.Events, func(e timeline.Event) bool { return e.State == states.FinWait1 })
	err = verify(&out, trace, true)
	assert.ErrorContains(t, err, "VIOLATION at the client: TIME_WAIT after ESTABLISHED is no transition of RFC 9293")
	assert.Contains(t, out.String(), "VIOLATION at the client")
}
