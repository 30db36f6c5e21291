package program

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shell skips where there is none.
func shell(t *testing.T, script string) Command {
	path, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is not installed")
	}
	return Command{Args: []string{path, "-c", script}}
}

func TestStopEndsGrandchildrenToo(t *testing.T) {
	p, err := Start(t.Context(), shell(t, `sleep 60 & echo $!; wait`), Place{})
	require.NoError(t, err)
	require.Eventually(t, func() bool { return strings.Contains(p.Stdout.String(), "\n") }, 5*time.Second, Poll)
	p.Stop()
	pid, err := strconv.Atoi(strings.TrimSpace(p.Stdout.String()))
	require.NoError(t, err)
	grandchild, err := os.FindProcess(pid)
	require.NoError(t, err)
	assert.Eventually(t, func() bool { return gone(grandchild) }, 5*time.Second, Poll)
}

// gone reports whether process has ended; one that nobody has waited for yet
// has ended too.
func gone(process *os.Process) bool {
	state, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process.Pid), "stat"))
	return err != nil || strings.Contains(string(state), ") Z ")
}

func TestEndOfTheContextEndsTheProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, err := Start(ctx, shell(t, "sleep 60"), Place{})
	require.NoError(t, err)
	cancel()
	_, _, err = p.Wait(5 * time.Second)
	assert.NoError(t, err)
}

func TestWaitTellsTheStatus(t *testing.T) {
	p, err := Start(t.Context(), shell(t, "echo out; echo err >&2; exit 3"), Place{})
	require.NoError(t, err)
	status, words, err := p.Wait(5 * time.Second)
	require.NoError(t, err)
	assert.Equal(t, 3, status)
	assert.Equal(t, "exit status 3", words.String())
	assert.Equal(t, "out\n", p.Stdout.String())
	assert.Equal(t, "err\n", p.Stderr.String())
}

// What is in the pipe when the program is ended has been printed.
func TestStopLosesNothingThatWasPrinted(t *testing.T) {
	for range 20 {
		printed := filepath.Join(t.TempDir(), "printed")
		p, err := Start(t.Context(), shell(t, "echo out; echo err >&2; mkdir '"+printed+"'; sleep 60"), Place{})
		require.NoError(t, err)
		deadline := time.Now().Add(5 * time.Second)
		for _, err := os.Stat(printed); err != nil && time.Now().Before(deadline); {
			_, err = os.Stat(printed)
		}
		p.Stop()
		require.Equal(t, "out\n", p.Stdout.String())
		require.Equal(t, "err\n", p.Stderr.String())
	}
}

func TestCommandIsStartedInTheDirectoryThatItDoesNotMention(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	place := Place{Host: "127.0.0.1", Port: 80, Dir: dir}
	for script, want := range map[string]string{
		"pwd":               dir,
		"echo {dir} {addr}": dir + " 127.0.0.1:80",
	} {
		p, err := Start(t.Context(), shell(t, script), place)
		require.NoError(t, err)
		<-p.Done()
		assert.Equal(t, want, strings.TrimSpace(p.Stdout.String()))
	}
}

func TestWordsThatNameFilesBecomeAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("server.py", nil, 0o644))
	require.NoError(t, os.WriteFile("python", nil, 0o644))
	here, err := os.Getwd()
	require.NoError(t, err)
	words := absolute([]string{"python", "server.py", "{port}", "."})
	assert.Equal(t, []string{"python", filepath.Join(here, "server.py"), "{port}", "."}, words)
}

func TestOutputIsBounded(t *testing.T) {
	var o Output
	for range 5 {
		n, err := o.Write(make([]byte, MaxOutput/4))
		require.NoError(t, err)
		require.Equal(t, MaxOutput/4, n)
	}
	assert.Len(t, o.String(), MaxOutput)
}

func TestTailShowsALoopOnce(t *testing.T) {
	var o Output
	o.Write([]byte("a\nb\n" + strings.Repeat("c\n", 1000) + "d\n"))
	assert.Equal(t, `[a b c … the same line again and again d]`, fmt.Sprint(o.Tail(10)))
	assert.Equal(t, `[… more above d]`, fmt.Sprint(o.Tail(1)))
}

func TestReservedPortsDiffer(t *testing.T) {
	seen := map[int]bool{}
	for range 50 {
		port, reservation, err := ReservePort("127.0.0.1")
		require.NoError(t, err)
		defer reservation.Close()
		require.False(t, seen[port])
		seen[port] = true
	}
}

func TestAwaitFreeNamesWhatItWaitedFor(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := listener.Addr().String()
	err = AwaitFree(t.Context(), addr, 3*Poll)
	assert.ErrorContains(t, err, addr+" is taken before the program has started")
	require.False(t, Refused(addr))
	require.NoError(t, listener.Close())
	assert.NoError(t, AwaitFree(t.Context(), addr, time.Second))
	assert.True(t, Refused(addr))
}
