package main

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/harness/stagetest"
)

func TestFilesOfARun(t *testing.T) {
	needsWire(t, uint32(os.Getuid()))
	directory := filepath.Join(t.TempDir(), "new", "folder")
	got, stdout, stderr := status(t, "-s", "refused", "-delay", "5ms", "-o", directory)
	require.Zero(t, got, stderr)
	for _, suffix := range []string{".txt", ".pcapng", ".svg", ".html"} {
		content, err := os.ReadFile(filepath.Join(directory, "refused"+suffix))
		require.NoError(t, err)
		assert.NotEmpty(t, content)
		assert.NotContains(t, string(content), "\x1b[")
		assert.Contains(t, stdout, "refused"+suffix)
	}
	left, err := os.ReadDir(directory)
	require.NoError(t, err)
	assert.Len(t, left, 5, "those, and index.html")
}

// x at the question loses the first SYN; the kernel sends another.
func TestStep(t *testing.T) {
	t.Parallel()
	needsWire(t, uint32(os.Getuid()))
	cmd := stagetest.Self("-s", "refused", "-step")
	cmd.Stdin = strings.NewReader("x\n\n\n")
	stdout := run(t, cmd)
	assert.Contains(t, stdout, "1 SYN from the client: Enter delivers it")
	assert.Contains(t, stdout, "1 SYN ✗ lost")
	assert.Contains(t, stdout, "2 SYN from the client: Enter delivers it")
	assert.Contains(t, stdout, "3 RST,ACK from the server: Enter delivers it")
	assert.Contains(t, stdout, "connect() = ECONNREFUSED")
}

// A file is stepped through as well, a recording where its segments arrive.
func TestStepThroughAFile(t *testing.T) {
	cmd := stagetest.Self("-r", filepath.Join("recorded", "refused.pcapng"), "-step")
	cmd.Stdin = strings.NewReader("\n")
	stdout := run(t, cmd)
	before, after, found := strings.Cut(stdout, "1 SYN from the client: Enter shows it > ")
	require.True(t, found)
	assert.Contains(t, before, "├ 1 SYN")
	assert.NotContains(t, before, "1 SYN ─▶")
	assert.Contains(t, after, "1 SYN ─▶")
	assert.Contains(t, after, "2 RST,ACK from the server: Enter shows it > ")
	assert.Contains(t, after, "connect() = ECONNREFUSED", "after the end of the answers all is shown")
}

// Ctrl-C ends a run, also that of a child in a user namespace, with status 0
// and last words, and no process stays.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	for name, uid := range users {
		t.Run(name, func(t *testing.T) {
			if os.Getuid() != 0 {
				uid = uint32(os.Getuid())
			}
			needsWire(t, uid)
			cmd := as(t, uid, "-s", "backlog")
			stdout := interruptedAt(t, cmd, "SYN_SENT")
			require.NoError(t, cmd.Wait()) // for all who have its stdout, so for the child as well
			assert.Contains(t, stdout.String(), "Interrupted.")
		})
	}
}

// Ctrl-C ends what steps through a file, too.
func TestInterruptWhileAFileIsShown(t *testing.T) {
	for _, file := range []string{"recorded/refused.pcapng", "recording/testdata/echo-and-refused.pcap"} {
		cmd := stagetest.Self("-r", filepath.FromSlash(file), "-step")
		stdin, err := cmd.StdinPipe() // nobody presses Enter
		require.NoError(t, err)
		defer stdin.Close()
		stdout := interruptedAt(t, cmd, "Enter shows it > ")
		require.NoError(t, cmd.Wait(), file)
		assert.True(t, strings.HasSuffix(stdout.String(), "\nInterrupted.\n"), stdout.String())
	}
}

// interruptedAt starts cmd, sends it Ctrl-C when it has printed words, and returns
// what it prints.
func interruptedAt(t *testing.T, cmd *exec.Cmd, words string) *growing {
	stdout := &growing{}
	cmd.Stdout = stdout
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { return strings.Contains(stdout.String(), words) },
		20*time.Second, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	return stdout
}

// growing is a buffer that can be read while a program writes to it.
type growing struct {
	sync.Mutex
	buffer bytes.Buffer
}

func (g *growing) Write(b []byte) (int, error) {
	g.Lock()
	defer g.Unlock()
	return g.buffer.Write(b)
}

func (g *growing) String() string {
	g.Lock()
	defer g.Unlock()
	return g.buffer.String()
}

// -port shows what other programs do, until Ctrl-C.
func TestLive(t *testing.T) {
	t.Parallel()
	if tap, err := loopback.OpenTap(1, loopback.Whole); err != nil {
		t.Skipf("no tap on lo: %v", err)
	} else {
		tap.Close()
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)

	directory := t.TempDir()
	cmd := stagetest.Self("-port", port, "-o", directory)
	var stdout growing
	cmd.Stdout = &stdout
	require.NoError(t, cmd.Start())
	eventually := func(text string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(stdout.String(), text) }, 20*time.Second, 5*time.Millisecond, "%s in\n%s", text, &stdout)
	}
	eventually("Watching port " + port)
	client, err := net.Dial("tcp4", listener.Addr().String())
	require.NoError(t, err)
	accepted, err := listener.Accept()
	require.NoError(t, err)
	eventually("ESTABLISHED")
	_, err = client.Write([]byte("Hello"))
	require.NoError(t, err)
	eventually(`len=5 "Hello"`)
	_, err = io.ReadFull(accepted, make([]byte, 5)) // or its close would be a reset
	require.NoError(t, err)
	client.Close()
	eventually("CLOSE_WAIT")
	accepted.Close()
	eventually("TIME_WAIT")
	for range 20 { // faster than states can be read
		client, err := net.Dial("tcp4", listener.Addr().String())
		require.NoError(t, err)
		accepted, err := listener.Accept()
		require.NoError(t, err)
		client.Close()
		accepted.Close()
		eventually(client.LocalAddr().String())
	}
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.NoError(t, cmd.Wait())
	assert.Contains(t, stdout.String(), client.LocalAddr().String()+" → "+listener.Addr().String())
	assert.Contains(t, stdout.String(), "End. Connections seen: 21.")
	assert.FileExists(t, filepath.Join(directory, "index.html"), "to which the pages lead back")
	assert.NotContains(t, stdout.String(), "VIOLATION")
	for client, drawn := range byConnection(stdout.String()) {
		if early := afterFIN.FindStringIndex(drawn); early != nil {
			assert.Contains(t, drawn[:early[0]], "FIN,ACK", "%s: a state stands above the segment that caused it", client)
		}
	}
}

// byConnection puts together what was drawn of each connection, by its heading.
func byConnection(output string) map[string]string {
	drawn := map[string]string{}
	client := ""
	for line := range strings.Lines(output) {
		if strings.Contains(line, " → ") {
			client = line
		}
		drawn[client] += line
	}
	return drawn
}

// afterFIN are the states that only an arriving FIN, or its ACK, leads to. In
// FIN_WAIT1 a socket is before its FIN has left.
var afterFIN = regexp.MustCompile(`FIN_WAIT2|CLOSE_WAIT|LAST_ACK|TIME_WAIT|CLOSING`)
