//go:build !race

// The race detector keeps memory of its own for each of these connections, so
// nothing is measured with it.

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

// holdIdle opens n connections and has a request served on each.
func holdIdle(t *testing.T, program *started, n int) {
	for range n {
		ask(t, program.dial(t))
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
	program := start(t, stagetest.Self("-protocol", "HTTP/1.1", "0"))
	holdIdle(t, program, 20) // so that the program is warm
	before := residentKiB(t, program.Process.Pid)
	holdIdle(t, program, 300)
	holdIdle(t, program, 1)
	assert.Less(t, residentKiB(t, program.Process.Pid)-before, 300*30+4096)
}

func TestTenThousandIdleConnections(t *testing.T) {
	if !stagetest.Thorough() {
		t.Skip("300 connections stand for 10,000, unless SOCKET_TUTORIAL_TESTS=all")
	}
	const n = 10_000
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	if limit.Cur < n+100 {
		t.Skipf("a process may have %d descriptors here, and %d are needed: ulimit -n %d", limit.Cur, n+100, n+100)
	}
	program := start(t, stagetest.Self("-protocol", "HTTP/1.1", "0"))
	holdIdle(t, program, 20)
	before := residentKiB(t, program.Process.Pid)
	holdIdle(t, program, n)
	each := float64(residentKiB(t, program.Process.Pid)-before) / n
	t.Logf("%.1f KiB for each of %d idle connections", each, n)
	holdIdle(t, program, 1)
	assert.Less(t, each, 12.0)
}
