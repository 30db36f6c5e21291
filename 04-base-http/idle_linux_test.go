package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

const patience = 20 * time.Second

// startProgram runs this stage's program and returns it with the address that
// its first line names.
func startProgram(t *testing.T, command *exec.Cmd) (address string) {
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	found := regexp.MustCompile(`^Serving HTTP on \S+ port \d+ \(http://(\S+)/\) \.\.\.\n$`).FindStringSubmatch(line)
	require.NotNil(t, found, line)
	return found[1]
}

// request asks for / on conn, which stays open, and reads the answer.
func request(t *testing.T, conn net.Conn) {
	conn.SetDeadline(time.Now().Add(patience))
	_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	require.NoError(t, err)
	answer := make([]byte, 4096)
	n, err := conn.Read(answer)
	require.NoError(t, err)
	require.Contains(t, string(answer[:n]), "200 OK")
}

// holdIdle opens n connections and has a request served on each.
func holdIdle(t *testing.T, address string, n int) {
	for range n {
		conn, err := net.Dial("tcp", address)
		require.NoError(t, err)
		t.Cleanup(func() { conn.Close() })
		request(t, conn)
	}
}

// residentKiB is the resident memory of a process, from proc(5).
func residentKiB(t *testing.T, pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(t, err)
	_, after, found := strings.Cut(string(status), "VmRSS:")
	require.True(t, found)
	kib, err := strconv.Atoi(strings.Fields(after)[0])
	require.NoError(t, err)
	return kib
}

func TestThreeHundredIdleConnectionsKeepNobodyWaiting(t *testing.T) {
	command := stagetest.Self("-protocol", "HTTP/1.1", "0")
	address := startProgram(t, command)
	holdIdle(t, address, 20) // so that the program is warm
	before := residentKiB(t, command.Process.Pid)
	holdIdle(t, address, 300)
	holdIdle(t, address, 1)
	assert.Less(t, residentKiB(t, command.Process.Pid)-before, 300*30+4096)
}

func TestTenThousandIdleConnections(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 connections are not opened in short mode")
	}
	const n = 10_000
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	if limit.Cur < n+100 {
		t.Skipf("a process may have %d descriptors here, and %d are needed: ulimit -n %d", limit.Cur, n+100, n+100)
	}
	command := stagetest.Self("-protocol", "HTTP/1.1", "0")
	address := startProgram(t, command)
	holdIdle(t, address, 20)
	before := residentKiB(t, command.Process.Pid)
	holdIdle(t, address, n)
	each := float64(residentKiB(t, command.Process.Pid)-before) / n
	t.Logf("%.1f KiB for each of %d idle connections", each, n)
	holdIdle(t, address, 1)
	assert.Less(t, each, 12.0)
}
