//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestSignalEndsTheProgramWithItsLastWords(t *testing.T) {
	t.Parallel()
	for signal, words := range map[os.Signal]string{
		os.Interrupt:    "\nKeyboard interrupt received, exiting.\n",
		syscall.SIGTERM: "\nTerminated, exiting.\n",
	} {
		command := stagetest.Self("-protocol", "HTTP/1.1", "0")
		var log bytes.Buffer
		command.Stderr = &log
		program := start(t, command)
		idle := program.dial(t)
		ask(t, idle)
		require.NoError(t, program.Process.Signal(signal))
		rest, err := io.ReadAll(program.stdout)
		require.NoError(t, err)
		assert.Equal(t, words, string(rest))
		require.NoError(t, program.Wait())
		assert.Contains(t, log.String(), `"GET / HTTP/1.1" 200 -`, "the log is written before the end")
		_, err = idle.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF)
	}
}

// upload begins a request that is served as long as its body lasts.
func upload(t *testing.T, program *started) net.Conn {
	conn := program.dial(t)
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n")
	b := make([]byte, 100)
	n, err := conn.Read(b)
	require.NoError(t, err)
	require.Contains(t, string(b[:n]), "100 Continue")
	return conn
}

func TestSignalLetsWhatIsUnderWayFinish(t *testing.T) {
	t.Parallel()
	program := start(t, stagetest.Self("-protocol", "HTTP/1.1", "0"))
	conn := upload(t, program)
	require.NoError(t, program.Process.Signal(syscall.SIGTERM))
	program.stdout.ReadString('\n')
	program.stdout.ReadString('\n')
	line, _ := program.stdout.ReadString('\n')
	assert.Equal(t, "1 still being served; a second signal ends them.\n", line)
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", program.address)
		if err == nil {
			conn.Close()
		}
		return err != nil
	}, patience, 5*time.Millisecond, "still accepts")
	io.WriteString(conn, "0123456789")
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	assert.Contains(t, string(answer), "10 bytes")
	assert.Contains(t, string(answer), "\r\nConnection: close\r\n")
	require.NoError(t, program.Wait())
}

func TestSecondSignalEndsWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	program := start(t, stagetest.Self("-protocol", "HTTP/1.1", "0"))
	conn := upload(t, program)
	for range 2 {
		require.NoError(t, program.Process.Signal(os.Interrupt))
		program.stdout.ReadString('\n')
		program.stdout.ReadString('\n')
	}
	_, err := io.ReadAll(conn)
	assert.NoError(t, err)
	require.NoError(t, program.Wait())
}

func TestOutOfDescriptorsWaitsAndGoesOn(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh to set a limit with")
	}
	self := stagetest.Self("-protocol", "HTTP/1.1", "0")
	command := exec.Command(shell, "-c", `ulimit -n 24; exec "$0" "$@"`)
	command.Args = append(command.Args, self.Args...)
	command.Env = self.Env
	log := new(lockedBuffer)
	command.Stderr = log
	program := start(t, command)

	conns := make([]net.Conn, 40)
	for i := range conns {
		conns[i] = program.dial(t)
	}
	log.requireLine(t, "too many open files; waiting")
	before := cpuTime(t, program.Process.Pid)
	time.Sleep(300 * time.Millisecond) // the time in which it must not spin
	if runtime.GOOS == "linux" {
		assert.Less(t, cpuTime(t, program.Process.Pid)-before, 100*time.Millisecond, "spins")
	}
	for _, conn := range conns[:30] {
		conn.Close()
	}
	ask(t, conns[39])
}
