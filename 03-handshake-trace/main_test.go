package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
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
	cmd := stagetest.Self(args...)
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
		{"-step -s all", 2, "name it with -s"},
		{"-step -mode lo", 2, "needs the wire"},
		{"-r x.pcap -s echo", 2, "-r and -s exclude each other"},
		{"-port 5000 -step", 2, "-port and -step exclude each other"},
		{"echo", 2, `"echo" is not a flag`},
		{"-r nowhere.pcap", 1, "nowhere.pcap: no such file"},
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
		assert.Contains(t, line, scenario.All[i].Lesson)
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
		assert.Equal(t, s.Tells(trace), trace.Lesson, "%s teaches something else by now: record it again", s.Name)
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
